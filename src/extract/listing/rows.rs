//! Which links are items of a list, and how far the row of each reaches.

use rustc_hash::FxHashMap;

use super::clickable;
use super::item::Dates;
use super::signs::is_neighbour;
use crate::extract::attributes::attr;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::lexicon::{LIST_WORDS, Words};

/// Text beyond the link that a row may hold (an abstract, a date, a department), in bytes.
const ROW_TEXT: usize = 1_800;

/// Links of the same words on one page from which they are buttons.
const BUTTON: usize = 3;

/// A link that is an item, and its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The link.
    pub(super) link: usize,
    /// The element that holds nothing but this item.
    pub(super) el: usize,
    /// Its parent: the list.
    pub(super) list: usize,
}

/// Finds the rows in page order. Every element is visited at most once on the way up, since a row grows only while it
/// holds one item.
pub(super) fn find(outline: &Outline<'_>, dates: &Dates) -> Vec<Row> {
    let mut links: Vec<usize> = (0..outline.els.len()).filter(|i| is_item_link(outline, *i)).collect();
    leave_out_dates(outline, dates, &mut links);
    leave_out_buttons(outline, &mut links);
    let opened = clickable::titles(outline, dates, &links);
    if !opened.is_empty() {
        links.extend(opened);
        links.sort_unstable();
    }
    // How many item links stand before each element.
    let mut before = vec![0_u32; outline.els.len() + 1];
    let mut next = links.iter().peekable();
    for i in 0..outline.els.len() {
        before[i + 1] = before[i];
        if next.peek() == Some(&&i) {
            before[i + 1] += 1;
            next.next();
        }
    }
    let held = |el: usize| {
        let inside = outline.inside(el);
        before[inside.end] - before[el]
    };
    let mut written: FxHashMap<&str, usize> = FxHashMap::default();
    for &link in &links {
        *written.entry(outline.text_of(link)).or_default() += 1;
    }
    let mut rows: Vec<Row> = Vec::with_capacity(links.len());
    let mut taken_to = 0_usize;
    for &link in &links {
        if link < taken_to {
            continue; // a second link of the row before
        }
        let mut el = link;
        let mut whole = None;
        while let Some(parent) = outline.parent(el) {
            if outline.els[parent].tag == Tag::Body || outline.span(parent).len() > outline.span(link).len() + ROW_TEXT {
                break;
            }
            let count = held(parent);
            if count > 1 {
                if (2..=5).contains(&count) && is_one_item(outline, dates, &links, parent) {
                    whole = Some(parent);
                }
                break;
            }
            el = parent;
        }
        let (link, el) = match whole {
            Some(row) => {
                taken_to = outline.inside(row).end;
                (title_link(outline, &links, &written, row).unwrap_or(link), row)
            }
            None => (link, el),
        };
        if let Some(list) = outline.parent(el) {
            rows.push(Row { link, el, list });
        }
    }
    rows
}

/// A row with several links ([栏目] 标题 · 下载): it has exactly one date of its own, and is an item of a list or has a
/// sibling of its kind.
fn is_one_item(outline: &Outline<'_>, dates: &Dates, links: &[usize], el: usize) -> bool {
    if !matches!(outline.els[el].tag, Tag::Li | Tag::Tr | Tag::Div | Tag::Block | Tag::P | Tag::List) {
        return false;
    }
    has_date_of_one(outline, dates, links, el)
        && outline.parent(el).is_some_and(|p| {
            let kind = |el: usize| (outline.els[el].tag, first_class(outline, el));
            let alike = outline.children(p).take(6).filter(|c| kind(*c) == kind(el));
            outline.els[el].tag == Tag::Li && outline.els[p].tag == Tag::List || alike.count() > 1
        })
}

/// Whether what stands in an element has the date of one item: one of its own, or the dates of one row of a table (发布日期,
/// 截止日期) on one side of all its links. Two items side by side have a date each behind their links.
fn has_date_of_one(outline: &Outline<'_>, dates: &Dates, links: &[usize], el: usize) -> bool {
    let own: Vec<usize> = dates.own_in(outline.span(el)).map(|found| found.span.start).take(4).collect();
    let [first, .., last] = own[..] else { return own.len() == 1 };
    if own.len() > 3 || outline.els[el].tag != Tag::Tr {
        return false;
    }
    let inside = outline.inside(el);
    let held = &links[links.partition_point(|l| *l < inside.start)..links.partition_point(|l| *l < inside.end)];
    let (Some(begin), Some(end)) = (held.first(), held.last()) else {
        return false;
    };
    outline.span(*end).end <= first || last < outline.span(*begin).start
}

/// The first class of an element, without its number (`post-12`).
pub(super) fn first_class<'a>(outline: &Outline<'a>, el: usize) -> &'a str {
    let class = outline.attr(el, "class").and_then(|c| c.split_ascii_whitespace().next());
    class.unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Takes out the links that are the date of the item beside them: nothing but a day, and the same address.
fn leave_out_dates(outline: &Outline<'_>, dates: &Dates, links: &mut Vec<usize>) {
    let href = |at: usize| links.get(at).and_then(|el| outline.attr(*el, "href"));
    let is_date = |at: usize| {
        let own = href(at);
        let beside = at.checked_sub(1).and_then(href) == own || href(at + 1) == own;
        own.is_some() && beside && dates.are_all(outline, outline.span(links[at]))
    };
    let out: Vec<bool> = (0..links.len()).map(is_date).collect();
    let mut at = 0..;
    links.retain(|_| !at.next().is_some_and(|at: usize| out[at]));
}

/// Takes out the links that stand in every row beside its title and say the same in all (办事指南, 在线办理).
fn leave_out_buttons(outline: &Outline<'_>, links: &mut Vec<usize>) {
    let mut written: FxHashMap<&str, usize> = FxHashMap::default();
    for &link in links.iter() {
        *written.entry(outline.text_of(link)).or_default() += 1;
    }
    let is_same = |link: usize| written.get(outline.text_of(link)).is_some_and(|count| *count >= BUTTON);
    let line = |link: usize| {
        let mut above = std::iter::successors(outline.parent(link), |el| outline.parent(*el)).take(6);
        above.find(|el| matches!(outline.els[*el].tag, Tag::Li | Tag::Tr))
    };
    let beside_title = |at: usize| {
        let own = line(links[at]);
        let title = |at: Option<usize>| at.and_then(|at| links.get(at)).is_some_and(|l| line(*l) == own && !is_same(*l));
        own.is_some() && (title(at.checked_sub(1)) || title(Some(at + 1)))
    };
    let out: Vec<bool> = (0..links.len()).map(|at| is_same(links[at]) && beside_title(at)).collect();
    let mut at = 0..;
    links.retain(|_| !at.next().is_some_and(|at: usize| out[at]));
}

/// The link of a row that is its title: the longest that other rows do not have as well (点击访问, 查看全文). `written` counts
/// the links of the page by their words.
fn title_link(outline: &Outline<'_>, links: &[usize], written: &FxHashMap<&str, usize>, row: usize) -> Option<usize> {
    let inside = outline.inside(row);
    let from = links.partition_point(|l| *l < inside.start);
    links[from..].iter().take_while(|l| **l < inside.end).copied().max_by_key(|l| {
        let is_button = written.get(outline.text_of(*l)).is_some_and(|count| *count >= BUTTON);
        (!is_button, outline.span(*l).len(), usize::MAX - l)
    })
}

/// Links that may be items: they have words of their own that are no 更多, no page number, no button.
fn is_item_link(outline: &Outline<'_>, el: usize) -> bool {
    let e = &outline.els[el];
    if e.tag != Tag::A || e.zone.any_of(Zone::PAGER.and(Zone::CRUMB).and(Zone::NOTICE)) {
        return false;
    }
    let text = outline.text_of(el);
    if text.len() < 4 || attr(e.element, "href").is_none() && attr(e.element, "onclick").is_none() {
        return false;
    }
    !is_service_word(text) && !is_neighbour(outline, el)
}

static SERVICE: Words = Words::used(LIST_WORDS, "service");
static MORE: Words = Words::used(LIST_WORDS, "more");

/// 更多, page numbers, 上一页 and the like.
pub(super) fn is_service_word(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "＞》«»…【】［］（）→·＋+›‹".contains(c));
    if bare.is_empty() || bare.chars().all(|c| c.is_ascii_digit()) {
        return true;
    }
    if bare.chars().count() > 10 {
        return false;
    }
    is_more(bare) || SERVICE.contains(&bare)
}

/// Whether a short text is a 更多 link.
pub(super) fn is_more(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "＞》»…→·＋›".contains(c));
    if bare.is_empty() {
        return text.contains(">>") || text.contains('»') || text.contains("》");
    }
    MORE.contains(&bare)
        || bare.eq_ignore_ascii_case("more")
        || (bare.starts_with("更多") && bare.chars().count() <= 6)
        || (bare.to_ascii_lowercase().starts_with("more") && bare.len() <= 6)
}

#[cfg(test)]
mod tests {
    use super::super::tests::main_of;

    #[test]
    fn buttons_that_stand_in_every_row_are_no_items() {
        let names = ["居民身份证申领", "个体工商户设立登记", "道路运输经营许可", "食品经营许可"];
        for buttons in [
            "<a href=/g/@.html>办事指南</a><a href=/z?i=@>在线办理</a>",
            "<span><a class=b href=/z?i=@>我要咨询</a></span>",
            "<p><a href=/g/@.pdf>申请表格下载</a></p>",
        ] {
            let rows: String = names
                .iter()
                .zip(["1", "2", "3", "4"])
                .map(|(name, n)| format!("<li><a href=/g/{n}.html>{name}</a>{}</li>", buttons.replace('@', n)))
                .collect();
            let got: Vec<String> = main_of(&format!("<ul>{rows}</ul>")).into_iter().map(|(title, _)| title).collect();
            assert_eq!(got, names, "{buttons}");
        }
        // Items that share their title with others are items where nothing else stands beside them.
        let rows = |row: &str| -> String { ["1", "2", "3", "4"].map(|n| row.replace('@', n)).concat() };
        let same = rows("<li><a href=@.html>行政处罚决定书</a><span>2026-11-1@</span></li>");
        assert_eq!(main_of(&format!("<ul>{same}</ul>")).len(), 4);
        let marked = rows("<li><a href=@.html>行政处罚决定书</a><a href=@.pdf>查看全文</a><span>2026-11-1@</span></li>");
        assert_eq!(main_of(&format!("<ul>{marked}</ul>"))[0].0, "行政处罚决定书");
    }
}
