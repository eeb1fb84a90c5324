//! The main text of a page: what its author wrote, without menus, footers, scripts and hidden layers.

use super::attributes::attr;
use super::outline::{Outline, Run, Tag, Zone};
use super::running_text;
use crate::facts::bounds;

/// The most characters of main text that are kept.
const KEEP: usize = bounds::TEXT;

/// Characters of running text beside the densest block from which they belong to it.
const AROUND: u64 = 40;

/// The main text of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MainText {
    /// The text, a line a block, at most 200,000 characters.
    pub(super) text: String,
    /// Characters without white space, before anything was cut.
    pub(super) chars: usize,
}

/// Ids and classes under which content systems put an article's body.
const BODIES: &[&str] = &[
    "trs_editor",
    "trs_ueditor",
    "zoom",
    "zoomcon",
    "ucap-content",
    "ucapcontent",
    "article-content",
    "article_content",
    "content_article",
    "xxgk_content",
    "news_content",
    "newscontent",
    "pages_content",
    "x_content",
    "artibody",
    "articlecontent",
    "vsb_content",
    "v_news_content",
    "content_body",
    "article_body",
    "article-body",
    "article_con",
    "article-con",
    "info_content",
    "contentbox",
    "conttxt",
    "con_text",
    "text_con",
    "bt_content",
    "detail_content",
    "detail-content",
    "j-fontcontent",
    "myzoom",
    "fontzoom",
    "ewb-article-info",
    "wz_content",
    "txtcontent",
    "mainbody",
];

/// Where the content of a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Content {
    /// The element that holds it.
    pub(super) el: usize,
    /// Whether it is a container known to hold an article's body and nothing else.
    pub(super) tight: bool,
}

/// Finds the content block and takes its text.
pub(super) fn main_text(outline: &Outline<'_>) -> MainText {
    content(outline).map_or_else(MainText::default, |c| text_of(outline, c.el))
}

/// Whether the text node counts as content when `allowed` furniture is what the block itself stands in.
fn counts(outline: &Outline<'_>, run: &Run, block: Zone) -> bool {
    let zone = outline.els[run.el as usize].zone;
    !zone.any_of(Zone::FURNITURE) || zone == block
}

/// Whether the text node is part of the main text.
pub(super) fn holds(outline: &Outline<'_>, run: usize) -> bool {
    content(outline).is_some_and(|c| outline.run_range(c.el).contains(&run) && counts(outline, &outline.runs[run], outline.els[c.el].zone))
}

fn text_of(outline: &Outline<'_>, el: usize) -> MainText {
    let block = outline.els[el].zone;
    let mut out = MainText::default();
    let mut last: Option<usize> = None;
    let mut kept = 0_usize;
    for index in outline.run_range(el) {
        let run = &outline.runs[index];
        if !counts(outline, run, block) {
            continue;
        }
        out.chars += run.chars as usize;
        if kept >= KEEP {
            continue;
        }
        match last {
            None => {}
            Some(before) if before + 1 == index => {
                out.text.push_str(&outline.text[outline.runs[before].span().end..run.span().start]);
            }
            Some(_) => out.text.push('\n'),
        }
        let piece = &outline.text[run.span()];
        let count = piece.chars().count();
        if kept + count > KEEP {
            out.text.extend(piece.chars().take(KEEP - kept));
        } else {
            out.text.push_str(piece);
        }
        kept += count;
        last = Some(index);
    }
    out
}

/// The element that holds the page's content, looked for once.
pub(super) fn content(outline: &Outline<'_>) -> Option<Content> {
    *outline.content.get_or_init(|| find(outline))
}

/// Known containers are tried first but must hold a fair share of the page's plain text; otherwise the way goes down
/// from the body as long as one child holds most of what its parent holds.
fn find(outline: &Outline<'_>) -> Option<Content> {
    let body = outline.els.iter().position(|e| e.tag == Tag::Body)?;
    // Weights in quarters of a character: text in links counts little, furniture nothing.
    let mut weight = Vec::with_capacity(outline.runs.len() + 1);
    let mut plain = Vec::with_capacity(outline.runs.len() + 1);
    weight.push(0_u64);
    plain.push(0_u64);
    for (i, run) in outline.runs.iter().enumerate() {
        let chars = u64::from(run.chars);
        let (w, p) = match (outline.els[run.el as usize].zone.any_of(Zone::FURNITURE), run.linked) {
            (true, _) => (0, 0),
            (false, true) => (chars, 0),
            (false, false) => (chars * 4, chars),
        };
        weight.push(weight[i] + w);
        plain.push(plain[i] + p);
    }
    let held = |sums: &[u64], el: usize| {
        let runs = outline.run_range(el);
        sums[runs.end] - sums[runs.start]
    };
    let mut best = body;
    loop {
        let all = held(&weight, best);
        let next = outline
            .children(best)
            .filter(|c| may_hold_content(outline.els[*c].tag))
            .map(|c| (held(&weight, c), c))
            .max_by_key(|(w, c)| (*w, usize::MAX - c));
        match next {
            Some((w, child)) if w > 0 && w * 10 >= all * if outline.els[child].tag == Tag::Cell { 8 } else { 7 } => best = child,
            _ => break,
        }
    }
    best = with_prose_around(outline, best);
    let dense = held(&plain, best);
    let known = (0..outline.els.len())
        .filter(|i| *i > body && is_body(outline, *i) && !outline.els[*i].zone.any_of(Zone::FURNITURE))
        .filter(|i| {
            let own = held(&plain, *i);
            own > 0 && (outline.holds(*i, best) || own * 10 >= dense * 4 || own >= 5 && dense < 300)
        })
        .max_by_key(|i| (held(&plain, *i), usize::MAX - i));
    let (el, tight) = match known {
        Some(el) => (el, true),
        None => (best, false),
    };
    Some(Content { el, tight })
}

/// An ancestor that adds running text to the densest block and no menu: a long table stands below the sentences that
/// introduce it, with headline, number and signature between them, and outweighs them.
fn with_prose_around(outline: &Outline<'_>, densest: usize) -> usize {
    let prose = running_text::chars(outline);
    let mut sums = Vec::with_capacity(outline.runs.len() + 1);
    let mut sum = [0_u64; 3];
    sums.push(sum);
    for (run, running) in outline.runs.iter().zip(prose) {
        if !outline.els[run.el as usize].zone.any_of(Zone::FURNITURE) {
            let linked = if run.linked { run.chars } else { 0 };
            for (sum, more) in sum.iter_mut().zip([run.chars, linked, running]) {
                *sum += u64::from(more);
            }
        }
        sums.push(sum);
    }
    let held = |el: usize| {
        let runs = outline.run_range(el);
        std::array::from_fn::<u64, 3, _>(|i| sums[runs.end][i] - sums[runs.start][i])
    };
    let (mut best, mut own) = (densest, held(densest));
    let above = std::iter::successors(outline.parent(densest), |el| outline.parent(*el));
    for el in above.take_while(|el| outline.els[*el].tag != Tag::Body) {
        let whole = held(el);
        let [all, linked, running] = std::array::from_fn(|i| whole[i] - own[i]);
        if running >= AROUND && running >= linked && running * 5 >= all {
            (best, own) = (el, whole);
        }
    }
    best
}

fn may_hold_content(tag: Tag) -> bool {
    !matches!(
        tag,
        Tag::P | Tag::Heading(_) | Tag::A | Tag::Li | Tag::Tr | Tag::Img | Tag::Script | Tag::Input | Tag::Frame
    )
}

fn is_body(outline: &Outline<'_>, el: usize) -> bool {
    let element = outline.els[el].element;
    if !matches!(outline.els[el].tag, Tag::Div | Tag::Cell | Tag::Block | Tag::Inline | Tag::Form) {
        return false;
    }
    element.name() == "ucapcontent"
        || attr(element, "id")
            .into_iter()
            .chain(attr(element, "class"))
            .flat_map(str::split_ascii_whitespace)
            .any(|word| BODIES.iter().any(|b| word.eq_ignore_ascii_case(b)))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn main(html: &str) -> String {
        main_text(&Outline::of(&Html::parse_document(html))).text
    }

    const MENU: &str = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/x'>新闻中心</a></li></ul>";
    const FOOT: &str = "<div class='footer'>主办单位：某某市某某局办公室 技术支持：某公司 电话：0000-0000000</div>";

    #[test]
    fn a_known_container_is_taken_whole() {
        let html = format!(
            "<body>{MENU}<div><h1>标题</h1><div>发布日期：2026-01-02</div><div class='TRS_Editor'><p>第一段。</p>\
             <div>第<span>2</span>段。</div><div style='display:none'>隐藏</div></div></div>{FOOT}</body>"
        );
        assert_eq!(main(&html), "第一段。\n第2段。");
    }

    #[test]
    fn without_a_known_container_the_densest_block_is_found() {
        let long = "这是一段很长的正文，说明某项工作的进展情况和下一步打算。".repeat(4);
        let html = format!("<body>{MENU}<div class='abc'><div class='x1'><p>{long}</p><p>{long}</p></div></div>{FOOT}</body>");
        assert_eq!(main(&html), format!("{long}\n{long}"));
    }

    #[test]
    fn sentences_beside_the_densest_block_belong_to_it() {
        let told = "根据有关规定，现对本月违反考核办法的人员予以公示，公示期五个工作日，如有异议请向本中心书面提出。";
        let rows = "<tr><td>甲公司</td><td>乙项目某某标段</td><td>扣分</td></tr>".repeat(60);
        let table = format!("<table>{rows}</table>");
        let side = format!(
            "<div class=box><ul>{}</ul></div>",
            "<li><a href=x>某项工作的有关安排</a></li>".repeat(9)
        );
        for (page, read) in [
            (format!("<div><p>{told}</p>{table}</div>{side}"), true),
            (format!("<div><div>{told}</div><div><div>{table}</div></div></div>{side}"), true),
            (
                format!("<div><table><tr><td>{told}</td></tr><tr><td>{table}</td></tr></table></div>{side}"),
                true,
            ),
            (
                format!("<div><h1>人员名单，共六十人</h1><p>时间：2026-01-02</p>{table}</div>{side}"),
                false,
            ),
            (format!("<div>{table}</div><div>{}<p>{told}</p></div>", side.repeat(3)), false),
        ] {
            let text = main(&format!("<body>{MENU}{page}{FOOT}</body>"));
            assert!(text.contains("乙项目") && !text.contains("首页"), "{page}");
            assert_eq!(text.contains(told), read, "{page}");
            assert!(!text.contains("某项工作"), "{page}");
        }
    }

    #[test]
    fn an_empty_known_container_does_not_win() {
        let long = "这是一段很长的正文，说明某项工作的进展情况和下一步打算。".repeat(4);
        let html = format!("<body><div class='zoom'> </div><div><p>{long}</p></div></body>");
        assert_eq!(main(&html), long);
    }

    #[test]
    fn a_list_page_keeps_its_links() {
        let html =
            format!("<body>{MENU}<div><ul><li><a href=a>甲事项通知</a></li><li><a href=b>乙事项通知</a></li></ul></div>{FOOT}</body>");
        assert_eq!(main(&html), "甲事项通知\n乙事项通知");
    }

    #[test]
    fn characters_are_counted_before_the_cut() {
        let html = format!("<body><div>{}</div></body>", "字 ".repeat(150_000));
        let text = main_text(&Outline::of(&Html::parse_document(&html)));
        assert_eq!(text.chars, 150_000);
        assert_eq!(text.text.chars().count(), 200_000);
    }
}
