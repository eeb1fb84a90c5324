//! 当前位置: the way from the home page down to this one.

use super::dateline::is_date_line;
use super::headline::closed_up;
use crate::extract::Resolver;
use crate::extract::outline::{Outline, Tag, WAY_WORDS, Zone, begins_with_arrow, is_home};
use crate::facts::Crumb;
use crate::lexicon::{ARTICLE_WORDS, Words};
use crate::text::comparable;

/// Text that a way to a page has at most, in bytes: eight steps of thirty characters.
const WAY: usize = 900;

/// Whether words are those before the steps.
pub(super) fn begins(text: &str) -> bool {
    WAY_WORDS.find(text).is_some_and(|hit| hit.start() < 12)
}

/// What the last step is called that stands for the page itself.
static PAGE: Words = Words::used(ARTICLE_WORDS, "page");

/// Whether a step says that the page is the text of an article; 列表 says the opposite.
pub(super) fn stands_for_text(step: &Crumb) -> bool {
    step.url.is_none() && step.text != "列表" && PAGE.contains(&step.text.as_str())
}

/// Signs between the steps.
fn is_step(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '>' | '＞' | '›' | '»' | '/' | '\\' | '|' | '→' | '-' | '—' | '·' | '：' | ':' | '》' | '▸'
        )
}

/// Reads the steps, links and plain text, in order.
pub(super) fn find(outline: &Outline<'_>, resolver: &Resolver) -> Vec<Crumb> {
    let off = Zone::HIDDEN.and(Zone::FOOT);
    let labelled = WAY_WORDS.find_iter(&outline.text).take(8).find_map(|hit| {
        let run = outline.run_at(hit.start());
        let el = outline.runs.get(run)?.el as usize;
        (!outline.els[el].zone.any_of(off))
            .then(|| steps_after(outline, resolver, el, hit.end()))
            .filter(|s| !s.is_empty())
    });
    labelled
        .or_else(|| unlabelled(outline, resolver))
        .or_else(|| marked(outline, resolver))
        .unwrap_or_default()
}

/// Without the words: a link 首页, then a sign, then more, all in a small element.
fn unlabelled(outline: &Outline<'_>, resolver: &Resolver) -> Option<Vec<Crumb>> {
    outline
        .runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.linked && run.chars <= 6)
        .find_map(|(i, run)| {
            if !is_home(&outline.text[run.span()]) {
                return None;
            }
            let next = outline.runs.get(i + 1)?;
            if !begins_with_arrow(&outline.text[next.span()]) || outline.text[run.span().end..next.span().start].contains('\n') {
                return None;
            }
            let steps = steps_after(outline, resolver, run.el as usize, run.span().start);
            (steps.len() > 1).then_some(steps)
        })
}

/// Without the words and without a link 首页 before a sign: an element that its class calls so, with signs between its steps, or
/// with none in the text and 首页 as the first of them, where a style sheet draws the signs.
fn marked(outline: &Outline<'_>, resolver: &Resolver) -> Option<Vec<Crumb>> {
    let off = Zone::HIDDEN.and(Zone::FOOT);
    (0..outline.els.len())
        .filter(|el| {
            let zone = outline.els[*el].zone;
            let above = outline.parent(*el).is_some_and(|p| outline.els[p].zone.any_of(Zone::CRUMB));
            zone.any_of(Zone::CRUMB) && !above && !zone.any_of(off) && outline.span(*el).len() <= WAY
        })
        .take(8)
        .find_map(|el| {
            let signed = outline.text_of(el).contains(is_arrow);
            if !signed && !is_called_trail(outline, el) {
                return None;
            }
            let steps = steps_after(outline, resolver, el, outline.span(el).start);
            let drawn = || (2..=DRAWN).contains(&steps.len()) && is_home(&steps[0].text);
            (signed && steps.len() > 1 || drawn()).then_some(steps)
        })
}

/// Steps of a way whose signs a style sheet draws, at most: a menu has more links.
const DRAWN: usize = 6;

/// Whether the marks of an element call it a trail of bread crumbs, and not only a place.
fn is_called_trail(outline: &Outline<'_>, el: usize) -> bool {
    let called = |value: &str| {
        let value = value.to_ascii_lowercase();
        ["crumb", "bread", "mbx", "mianbao"].iter().any(|word| value.contains(word))
    };
    ["class", "id"].iter().any(|name| outline.attr(el, name).is_some_and(called))
}

fn is_arrow(c: char) -> bool {
    matches!(c, '>' | '＞' | '›' | '»' | '→' | '/' | '》')
}

/// The smallest element round the words before the steps that holds the steps: links, or plain words with signs between.
fn way(outline: &Outline<'_>, mut el: usize, from: usize) -> usize {
    for _ in 0..5 {
        let runs = outline.runs_of(el);
        let links = runs.iter().any(|r| r.linked && r.span().end > from);
        let rest = &outline.text[from.min(outline.span(el).end)..outline.span(el).end];
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        // The sign parts steps where words stand on both sides of it.
        let parted = rest
            .trim_end()
            .find(is_arrow)
            .is_some_and(|at| at > 0 && !rest[at..].trim_matches(is_step).is_empty());
        if (links || parted) && outline.els[el].tag != Tag::A {
            break;
        }
        match outline.parent(el) {
            // Plain words so far: the next element up may hold the rest of the line, but not the page.
            Some(parent) if !rest.trim_matches(is_step).is_empty() && outline.span(parent).len() > outline.span(el).len() + 240 => break,
            Some(parent) if outline.span(parent).len() <= 600 || outline.els[el].tag == Tag::A => el = parent,
            _ => break,
        }
    }
    el
}

/// The steps from byte `from` to the end of the smallest element that holds them.
fn steps_after(outline: &Outline<'_>, resolver: &Resolver, el: usize, from: usize) -> Vec<Crumb> {
    let el = way(outline, el, from);
    if outline.span(el).len() > WAY {
        return Vec::new();
    }
    let mut steps: Vec<Crumb> = Vec::new();
    let (mut last_link, mut last_end) = (usize::MAX, from);
    let mut line_block = None;
    for run in outline.runs_of(el) {
        let span = run.span();
        if span.end <= from {
            continue;
        }
        let piece = &outline.text[span.start.max(from)..span.end];
        // A new line goes on with the way only where a sign joins the two, or where both are cells of one row.
        let block = block_of(outline, run.el as usize);
        let joined = outline.text[..last_end].ends_with(is_step) || piece.starts_with(is_arrow);
        if !steps.is_empty()
            && !joined
            && outline.text[last_end..span.start.max(last_end)].contains('\n')
            && line_block.is_some_and(|before| !are_cells(outline, before, block))
        {
            break;
        }
        (last_end, line_block) = (span.end, Some(block));
        if run.linked {
            let link = link_of(outline, run.el as usize);
            let text = piece.trim_matches(is_step);
            if text.is_empty() {
                continue;
            }
            if let (Some(link), Some(step)) = (link, steps.last_mut())
                && link == last_link
            {
                step.text.push_str(text);
                continue;
            }
            last_link = link.unwrap_or(usize::MAX);
            let url = link
                .and_then(|a| outline.attr(a, "href"))
                .and_then(|href| resolver.resolve(href))
                .and_then(|t| t.web().map(str::to_owned));
            steps.push(Crumb { text: named(text), url });
        } else {
            for text in piece.split(['>', '＞', '›', '»', '→', '》', '/', '\\', '|']) {
                let text = text.trim_matches(is_step);
                if !text.is_empty() && text.chars().count() <= 80 && text.chars().any(char::is_alphanumeric) {
                    steps.push(Crumb {
                        text: named(text),
                        url: None,
                    });
                }
            }
        }
        if steps.len() >= 12 {
            break;
        }
    }
    steps
}

/// A step without the brackets it is set in and without the blanks between its characters.
fn named(text: &str) -> String {
    let bare = text.trim();
    let bare = bare
        .strip_prefix(['[', '【'])
        .and_then(|t| t.strip_suffix([']', '】']))
        .unwrap_or(bare);
    closed_up(bare)
}

/// The nearest element that begins a line.
fn block_of(outline: &Outline<'_>, mut el: usize) -> usize {
    while matches!(outline.els[el].tag, Tag::Inline | Tag::A) {
        match outline.parent(el) {
            Some(parent) => el = parent,
            None => break,
        }
    }
    el
}

/// Whether two blocks stand side by side in one list or row.
fn are_cells(outline: &Outline<'_>, a: usize, b: usize) -> bool {
    let tag = outline.els[a].tag;
    a == b
        || tag == outline.els[b].tag && matches!(tag, Tag::Li | Tag::Cell | Tag::Block | Tag::Div) && outline.parent(a) == outline.parent(b)
}

fn link_of(outline: &Outline<'_>, mut el: usize) -> Option<usize> {
    while outline.els[el].tag != Tag::A {
        el = outline.parent(el)?;
    }
    Some(el)
}

/// The column the steps end in: the last one that is neither the home page, nor the page's own headline, nor 正文.
pub(super) fn column(steps: &[Crumb], title: Option<&str>) -> Option<String> {
    let title = title.map(comparable).unwrap_or_default();
    steps
        .iter()
        .rev()
        .find(|step| {
            let text = comparable(&step.text);
            if !may_name_column(&step.text) {
                return false;
            }
            let is_page = PAGE.contains(&text.as_str())
                || is_home(&step.text)
                || (step.url.is_none()
                    && steps.len() > 1
                    && !title.is_empty()
                    && text.chars().count() > 8
                    && title.starts_with(&text[..text.floor_char_boundary(24)]));
            !is_page && !text.is_empty()
        })
        .map(|step| step.text.clone())
}

/// The step of a list that stands for the list itself, where the steps end in it: the column, and no headline of an article.
pub(super) fn own_step<'a>(steps: &'a [Crumb], title: &str) -> Option<&'a str> {
    let last = steps.last()?.text.as_str();
    (steps.len() > 1 && may_name_column(last) && comparable(last) == comparable(title)).then_some(last)
}

/// A column's name is short, no date line, and nothing of the footer.
fn may_name_column(text: &str) -> bool {
    let length = text.chars().count();
    length <= 40 && !(length >= 6 && is_date_line(text)) && !["版权所有", "ICP备", "主办单位", "Copyright"].iter().any(|w| text.contains(w))
}

#[cfg(test)]
mod tests {
    use super::super::tests::parts;
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        parts(html).breadcrumb.into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn every_way_of_writing_it_is_read() {
        for html in [
            "<div>当前位置：<a href=/>首页</a>&nbsp;>&nbsp;<a href=/a/>公示公告</a></span></div>",
            "<p><span>您当前的位置：</span><a href=/>首页</a> &gt;&gt; <a href=/a/>公示公告</a></p>",
            "<ol><li>您所在的位置:</li><li><a href=/>首页</a></li><li><a href=/a/><span>公示</span>公告</a></li></ol>",
            "<td><a href='../index.html'>首 页</a> >>&nbsp;<a href='' class='l'>公示公告</a></td>",
        ] {
            let got = texts(html);
            assert_eq!(got.len(), 2, "{html}: {got:?}");
            assert_eq!(got[1], "公示公告", "{html}");
        }
    }

    #[test]
    fn steps_without_links_and_without_words_are_read() {
        for html in [
            "<div>当前位置：首页 &gt; 新闻 &gt; 通 知 公 告</div><h3>某局召开会议</h3>",
            "<div><p><span>您的位置：</span><span>首页</span> &gt; <span>通知公告</span></p><h2>甲乙丙丁戊</h2></div>",
            "<table><tr><td>当前位置</td><td>首页</td><td>&gt;</td><td>通知公告</td></tr></table><p>2026-11-20</p>",
            "<div class=crumb><a href=/>[某局]</a>&gt;&gt;<a href=/x/>[通知公告]</a></div>",
            "<div><a href=/>[首页]</a>&gt;&gt;<a href=/x/>[通知公告]</a></div>",
            "<div>Location： <a href=/>Home</a> &gt; <a href=/x/>通知公告</a></div>",
            "<div>當前位置：<a href=/>首頁</a> » 通知公告</div>",
            "<div><a href=/>首页</a>-&gt;<a href=/z/>文件</a>-&gt;<a href=/x/>通知公告</a></div>",
            "<p><a href=/>首页</a> —&gt; 通知公告</p>",
            "<ol class=breadcrumb><li><a href=/>首页</a></li><li><a href=/x/>通知公告</a></li></ol>",
            "<div class=page-mbx><span><a href=/>首页</a></span><span>通知公告</span></div>",
            "<td>当前位置：首页 &gt; 通知公告<div>某局召开会议</div><div>2026-11-20</div></td>",
        ] {
            let p = parts(html);
            assert_eq!(p.column.as_deref(), Some("通知公告"), "{html}: {:?}", p.breadcrumb);
        }
    }

    #[test]
    fn plain_steps_count_and_menus_do_not() {
        assert_eq!(
            texts("<div>当前位置: <a href=/>首页</a> > 新闻动态 > <a href=/b/>地方</a> > 正文</div>"),
            ["首页", "新闻动态", "地方", "正文"]
        );
        for menu in [
            "<ul><li><a href=/>首页</a></li><li><a href=/a>新闻</a></li></ul>",
            "<div><a href=/>首页</a> - <a href=/a>新闻</a></div>",
            "<ul class=location><li><a href=/>首页</a></li><li><a href=/a>新闻</a></li></ul>",
            "<ul class=bread><li><a href=/a>面包</a></li><li><a href=/b>糕点</a></li></ul>",
        ] {
            assert!(texts(menu).is_empty(), "{menu}");
        }
    }

    #[test]
    fn the_headline_and_the_word_for_text_are_no_column() {
        let step = |text: &str, url: Option<&str>| Crumb {
            text: text.into(),
            url: url.map(str::to_owned),
        };
        let steps = [
            step("首页", Some("/")),
            step("公告", Some("/a")),
            step("关于某事项的公告通知", None),
        ];
        assert_eq!(column(&steps, Some("关于某事项的公告通知")).as_deref(), Some("公告"));
        assert_eq!(column(&steps[..2], Some("公告")).as_deref(), Some("公告"));
        assert_eq!(column(&steps[..1], None), None);
        let mixed = [step("公告", Some("/a")), step("2026年11月23日暂无相关信息", None)];
        assert_eq!(column(&mixed, Some("2026年11月23日暂无相关信息")).as_deref(), Some("公告"));
    }
}
