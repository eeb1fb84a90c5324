//! The main text of a page: what its author wrote, without menus, footers, scripts and hidden layers.

use super::outline::{Outline, Run, Tag, Zone};
use crate::facts::bounds;

/// The most characters of main text that are kept.
const KEEP: usize = bounds::TEXT;

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
        || element
            .attr("id")
            .into_iter()
            .chain(element.attr("class"))
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
