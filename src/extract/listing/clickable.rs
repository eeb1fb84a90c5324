//! Rows that hold no link: a script opens what they name, by an `onclick` or an address kept for it.

use super::item::Dates;
use super::rows::Row;
use crate::extract::outline::{Outline, Tag, Zone};
use crate::extract::script_links::handler_targets;

/// Attributes in which pages keep an address for their scripts.
const KEPT: &[&str] = &["data-href", "data-url", "data-link"];

/// What the code of a row that is opened names: a window, an address, or a function called for what it shows. A row that
/// is marked, folded or sorted by a click names none of these.
const OPENERS: &[&str] = &["open", "location", "href", "detail", "view", "show", "info", "look", "goto", "jump"];

/// Characters of a title, at least.
const TITLE: usize = 6;
/// Bytes of a row, at most: its title, an abstract, a date.
const ROW: usize = 2_000;

/// The titles of such rows, in page order: the longest piece of each that is no date. A row shows the date of its item, by
/// which it is told from the other things that can be clicked; `links` are the links of items.
pub(super) fn titles(outline: &Outline<'_>, dates: &Dates, links: &[usize]) -> Vec<usize> {
    let off = Zone::PAGER.and(Zone::CRUMB).and(Zone::NOTICE).and(Zone::NAV).and(Zone::FOOT);
    let mut found = Vec::new();
    let mut to = 0;
    for el in 0..outline.els.len() {
        let e = &outline.els[el];
        let is_row = matches!(e.tag, Tag::Li | Tag::Tr | Tag::Div | Tag::P | Tag::Block);
        if el < to || !is_row || e.zone.any_of(off) || !is_opened(outline, el) {
            continue;
        }
        let inside = outline.inside(el);
        let holds_link = links.get(links.partition_point(|l| *l < el)).is_some_and(|l| *l < inside.end);
        let span = outline.span(el);
        if holds_link || span.len() > ROW || dates.own_in(span).next().is_none() {
            continue;
        }
        to = inside.end;
        found.extend(title(outline, dates, el));
    }
    found
}

/// Whether a click on an element opens something.
fn is_opened(outline: &Outline<'_>, el: usize) -> bool {
    let opens = |code: &str| {
        let code = code.to_ascii_lowercase();
        code.len() <= 600 && OPENERS.iter().any(|word| code.contains(word))
    };
    outline.attr(el, "onclick").is_some_and(opens) || kept(outline, el).is_some()
}

fn kept<'a>(outline: &Outline<'a>, el: usize) -> Option<&'a str> {
    let values = KEPT.iter().filter_map(|name| outline.attr(el, name));
    values.map(str::trim).find(|v| v.len() > 1 && !v.starts_with('#'))
}

/// The element of a row that shows its title.
fn title(outline: &Outline<'_>, dates: &Dates, row: usize) -> Option<usize> {
    let chars = |el: usize| outline.text_of(el).chars().filter(|c| c.is_alphanumeric()).count();
    let plain = |el: &usize| outline.runs_of(*el).len() == 1 && dates.own_in(outline.span(*el)).next().is_none();
    let pieces = outline.inside(row).take(60).filter(plain);
    pieces
        .max_by_key(|el| (chars(*el), usize::MAX - el))
        .filter(|el| chars(*el) >= TITLE)
}

/// The address that a row leads to, as it is written, where it is.
pub(super) fn address(outline: &Outline<'_>, row: Row) -> Option<String> {
    let mut above = std::iter::successors(Some(row.link), |el| outline.parent(*el)).take_while(|el| *el >= row.el);
    above.find_map(|el| {
        let by_code = outline
            .attr(el, "onclick")
            .and_then(|code| handler_targets(code).into_iter().next());
        by_code.or_else(|| kept(outline, el).map(str::to_owned))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{lists, main_of};

    const WAY: &str = "<p class=dqwz>当前位置：<a href=/>首页</a> &gt; 公告</p>";

    fn rows(row: &str) -> String {
        let rows: String = ["1", "2", "3"].map(|n| row.replace('@', n)).concat();
        format!("{WAY}<table><tr><th>编号</th><th>标题</th><th>日期</th></tr>{rows}</table>")
    }

    #[test]
    fn rows_that_a_script_opens_are_items() {
        for row in [
            "<tr onclick=\"window.open('/a/@.html')\"><td>NJ0@31</td><td>某工程甲标段招标公告@号</td><td>1250.00</td><td>2026-11-20</td></tr>",
            "<tr onclick='openInfo(@)'><td>某工程甲标段招标公告@号</td><td>2026-11-20</td></tr>",
            "<li onclick=\"location.href='show.do?id=@'\"><p>某工程甲标段招标公告@号</p><span>2026-11-20</span></li>",
            "<div class=go data-href='/a/@.html'><h5>某工程甲标段招标公告@号</h5><em>2026-11-20</em></div>",
        ] {
            let got = main_of(&rows(row));
            assert_eq!(got.len(), 3, "{row}: {got:?}");
            assert_eq!(got[1], ("某工程甲标段招标公告2号".to_owned(), "2026-11-20".to_owned()), "{row}");
        }
        let page = rows("<tr onclick=\"window.open('/a/@.html')\"><td>某工程甲标段招标公告@号</td><td>2026-11-20</td></tr>");
        let list = lists(&page).main.unwrap();
        assert_eq!(list.items[0].url.as_deref(), Some("http://www.example.gov.cn/a/1.html"));
    }

    #[test]
    fn rows_that_are_marked_or_folded_and_rows_without_a_day_are_none() {
        for row in [
            "<tr onclick='mark(this)'><td>某工程甲标段中标结果@号</td><td>2026-11-20</td></tr>",
            "<tr onclick=\"$(this).next().toggle()\"><td>某工程甲标段中标结果@号</td><td>2026-11-20</td></tr>",
            "<tr onclick='openInfo(@)'><td>某工程甲标段中标结果@号</td><td>1250.00</td></tr>",
            "<tr data-url='#'><td>某工程甲标段中标结果@号</td><td>2026-11-20</td></tr>",
        ] {
            let list = lists(&rows(row)).main;
            assert!(list.is_none_or(|list| list.items.is_empty()), "{row}");
        }
    }
}
