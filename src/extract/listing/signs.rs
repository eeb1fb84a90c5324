//! What speaks for a page being an article, whatever lists stand on it.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::Own;
use super::groups::{Group, is_lone_item};
use super::rows::Row;
use crate::extract::article::is_date_line;
use crate::extract::attributes::attr;
use crate::extract::dates;
use crate::extract::outline::{Outline, Tag, Zone};

/// The links to the pages before and behind an article of its column.
static NEIGHBOUR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^0-9A-Za-z一-龥]{0,3}(?:上|下|前|后)\s?一?\s?(?:篇|条|则)(?:文章|新闻|信息|公告)?\s*(?:[:：]|[^0-9A-Za-z一-龥]{0,3}$)")
        .expect("a constant pattern")
});
/// The line of date and source under a headline.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{Han}]|发\s?布|發\s?布|发\s?表|更\s?新|录\s?入|添\s?加|刊\s?发|公\s?布|提\s?交|发\s?文|成\s?文|生\s?成)(?:时\s?间|日\s?期|時\s?間)\s?(?:[:：﹕]|$)|发布于|来\s?源\s?[:：﹕]")
        .expect("a constant pattern")
});
/// What readers are offered beside an article and not beside a list.
static TOOL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"字\s?[号体][:：]?|大\s+中\s+小|责任?编辑?[:：]|浏览(?:次数|量)|点击(?:次?数|量|率)|阅读(?:次?数|量)|打印(?:本页|此页|文章)?|关闭(?:窗口|页面|本页)|作者[:：]|分享到")
        .expect("a constant pattern")
});
/// Addresses that content systems give to articles and not to columns: by the numbers of column and article, or by a key
/// of 128 bits. (A day in the address is another sign of one.)
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)/(?:info|content|contents|article|art)/(?:\d+/)+\d+\.s?html?$",
        r"|[/_][0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{8,12}\.s?html?$",
        r"|/(?:content|post|art|info|detail)_(?:\d+_)*\d{3,}\.s?html?$"
    ))
    .expect("a constant pattern")
});

/// The weight from which a page is an article where no list outweighs it: one strong sign, the least of which is an address.
pub(super) const CERTAIN: usize = 2;

/// How far under a headline its date stands, in bytes: behind a line of a sub-headline and one of buttons.
const UNDER: usize = 240;

/// What was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// 上一篇, 下一篇.
    neighbours: bool,
    /// A line of date or source that stands once, and in no row of a list.
    byline: bool,
    /// How many different tools of a reader stand outside of lists.
    tools: usize,
    /// Whether the labels name the article.
    labelled: bool,
    /// Whether the address is one of an article.
    address: bool,
    /// Whether the way to the page ends in 正文.
    text: bool,
}

impl Signs {
    pub(super) fn of(outline: &Outline<'_>, url: &Url, groups: &[Group], own: Own<'_>) -> Self {
        let off = Zone::FOOT.and(Zone::HIDDEN).and(Zone::NOTICE).and(Zone::SIDE);
        let (mut bylines, mut tools) = (0, Vec::new());
        let mut signs = Signs {
            text: own.is_text,
            ..Signs::default()
        };
        // A bare day within the lines under the headline.
        let under = own.headline.map_or(0..0, |(_, to)| to..to + UNDER);
        let listed = in_rows(outline, groups);
        for (i, (run, listed)) in outline.runs.iter().zip(listed).enumerate() {
            let text = &outline.text[run.span()];
            if run.chars > 200 || outline.els[run.el as usize].zone.any_of(off) {
                continue;
            }
            signs.neighbours |= NEIGHBOUR.is_match(text);
            if listed {
                continue;
            }
            let bare = || under.contains(&run.span().start) && is_date_line(text);
            bylines += usize::from(!run.linked && run.chars <= 120 && (is_byline(outline, i) || bare()));
            for hit in TOOL.find_iter(text).map(|hit| hit.as_str().chars().next()) {
                if !tools.contains(&hit) {
                    tools.push(hit);
                }
            }
        }
        // A label in every row of something that is no list to us is no line of date and source: 时间, 来源 and one more.
        signs.byline = (1..=3).contains(&bylines);
        signs.tools = tools.len();
        signs.labelled = labelled(outline, "ArticleTitle");
        signs.address = dates::written_in(url).is_some() || ADDRESS.is_match(url.path());
        signs
    }

    /// How much they weigh together.
    pub(super) fn weight(self) -> usize {
        let of = |sign: bool, weight: usize| if sign { weight } else { 0 };
        of(self.neighbours, 3) + of(self.byline, 3) + of(self.text, 3) + of(self.labelled, 2) + of(self.address, 2) + of(self.tools >= 2, 1)
    }
}

/// Whether a text node is of the line of date and source. A label alone is where its value or a colon follows: 发布时间 in the
/// head of a table is the name of a column.
fn is_byline(outline: &Outline<'_>, run: usize) -> bool {
    let text = &outline.text[outline.runs[run].span()];
    let Some(hit) = BYLINE.find(text) else { return false };
    if hit.end() < text.len() || hit.as_str().ends_with([':', '：', '﹕']) || !hit.as_str().ends_with(['间', '期', '間']) {
        return true;
    }
    let next = outline.runs.get(run + 1).map_or("", |next| outline.text[next.span()].trim_start());
    next.starts_with([':', '：', '﹕']) || dates::at_start(next).is_some()
}

/// Whether a label of the page's head is filled in.
pub(in crate::extract) fn labelled(outline: &Outline<'_>, name: &str) -> bool {
    outline.els.iter().any(|e| {
        e.element.name() == "meta"
            && attr(e.element, "name").is_some_and(|n| n.eq_ignore_ascii_case(name))
            && attr(e.element, "content").is_some_and(|c| !c.trim().is_empty())
    })
}

/// Characters of a link from which it is the title of an item, and not the source or a button.
const TITLE: usize = 8;

/// Which text nodes stand in the rows of a list of several, or in the list item of a lone title.
fn in_rows(outline: &Outline<'_>, groups: &[Group]) -> Vec<bool> {
    let mut marked = vec![false; outline.runs.len()];
    let title = |row: &Row| outline.text_of(row.link).chars().take(TITLE).count() == TITLE;
    let lone = |g: &Group| outline.els[g.rows[0].el].tag == Tag::Li && is_lone_item(outline, g.rows[0]) && title(&g.rows[0]);
    for row in groups.iter().filter(|g| g.rows.len() >= 2 || lone(g)).flat_map(|g| &g.rows) {
        marked[outline.run_range(row.el)].fill(true);
    }
    marked
}

/// Whether a link leads to the article before or behind this one: it says so itself, or the words stand in front of it.
pub(super) fn is_neighbour(outline: &Outline<'_>, link: usize) -> bool {
    let runs = outline.run_range(link);
    let own = outline.runs[runs.clone()].iter();
    let before = runs.start.checked_sub(1).and_then(|at| outline.runs.get(at));
    let near = before.filter(|run| !run.linked && run.chars <= 12 && outline.span(link).start - run.span().end <= 8);
    own.chain(near).any(|run| NEIGHBOUR.is_match(outline.text[run.span()].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_neighbours_are_told_from_those_of_a_pagination() {
        for (text, is) in [
            ("上一篇：", true),
            ("上一篇:关于某事的通知", true),
            ("【下一条】", true),
            ("下一篇", true),
            ("后一则：", true),
            ("上一页", false),
            ("下一条约定的期限", false),
            ("前一篇文章提到", false),
        ] {
            assert_eq!(NEIGHBOUR.is_match(text), is, "{text}");
        }
    }

    #[test]
    fn addresses_of_articles_are_told_from_those_of_lists() {
        for (path, is) in [
            ("/art/2020/3/2/art_12_345.html", true),
            ("/info/1055/1439.htm", true),
            ("/contents/18/385.html", true),
            ("/zt/028/c2b8fc54-b4af-4176-bd25-c7f205bbaaaa.html", true),
            ("/content_12345.html", true),
            ("/tzgg/index.html", false),
            ("/tzgg/index_3.html", false),
            ("/channels/4582.html", false),
            ("/col/col123/index.html", false),
            ("/tzgg/30.htm", false),
        ] {
            assert_eq!(ADDRESS.is_match(path), is, "{path}");
        }
    }
}
