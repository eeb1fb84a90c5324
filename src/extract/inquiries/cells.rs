//! The cells of a row, whether it is a table's or made of list items, blocks or loose text.

use crate::extract::dates::{self, Day};
use crate::extract::outline::{Outline, Tag};
use crate::facts::Stamp;
use jiff::civil::Date;

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Cell<'o> {
    /// Its text, or the words of the only image in it.
    pub(super) text: &'o str,
    /// The element, where it is one.
    pub(super) el: Option<usize>,
}

/// Cells of a row at most: more is no row of a list.
const MOST: usize = 24;

/// The cells of a row; in `deeper` ones the cells that hold cells are opened once.
pub(super) fn cells<'o>(outline: &'o Outline<'_>, row: usize, deeper: bool) -> Vec<Cell<'o>> {
    let mut at = row;
    for _ in 0..6 {
        let mut children = outline.children(at).filter(|c| counts(outline, *c));
        match (children.next(), children.next()) {
            (Some(only), None) if outline.els[at].tag != Tag::Tr && outline.text_of(only).len() == outline.text_of(at).len() => at = only,
            _ => break,
        }
    }
    let mut found = pieces(outline, at);
    if deeper {
        found = found
            .into_iter()
            .flat_map(|cell| match cell.el {
                Some(el) if outline.els[el].tag != Tag::A => {
                    let inner = pieces(outline, el);
                    if inner.len() > 1 { inner } else { vec![cell] }
                }
                _ => vec![cell],
            })
            .collect();
    }
    found.truncate(MOST + 1);
    found
}

fn counts(outline: &Outline<'_>, el: usize) -> bool {
    let e = &outline.els[el];
    !matches!(e.tag, Tag::Script | Tag::Input | Tag::Frame) && !matches!(e.element.name(), "br" | "hr" | "style" | "link" | "meta" | "i")
        || e.element.name() == "i" && !outline.text_of(el).is_empty()
}

/// The children of an element and the loose text between them.
fn pieces<'o>(outline: &'o Outline<'_>, el: usize) -> Vec<Cell<'o>> {
    let is_row = outline.els[el].tag == Tag::Tr;
    let mut found: Vec<(usize, usize, Cell<'o>)> = Vec::new();
    for (n, child) in outline.children(el).filter(|c| counts(outline, *c)).enumerate().take(MOST + 1) {
        if is_row && outline.els[child].tag != Tag::Cell {
            continue;
        }
        let cell = Cell {
            text: text_of(outline, child),
            el: Some(child),
        };
        found.push((outline.span(child).start, n, cell));
    }
    if !is_row {
        for run in outline.runs_of(el).iter().filter(|r| r.el as usize == el).take(MOST) {
            let cell = Cell {
                text: outline.text[run.span()].trim(),
                el: None,
            };
            let dressing = cell.text.chars().all(|c| !c.is_alphanumeric());
            if !dressing {
                found.push((run.span().start, usize::MAX, cell));
            }
        }
    }
    found.sort_by_key(|(at, n, _)| (*at, *n));
    found.into_iter().map(|(_, _, cell)| cell).collect()
}

/// The text of an element; of one without text what its image says.
pub(super) fn text_of<'o>(outline: &'o Outline<'_>, el: usize) -> &'o str {
    let text = outline.text_of(el);
    if !text.is_empty() {
        return text;
    }
    std::iter::once(el)
        .chain(outline.inside(el).take(12))
        .filter(|i| outline.els[*i].tag == Tag::Img)
        .find_map(|i| outline.attr(i, "alt").or_else(|| outline.attr(i, "title")))
        .or_else(|| outline.attr(el, "title"))
        .map_or("", str::trim)
}

/// The dates a text holds, in order. A year that is not printed is that of the address or the latest that is not to come.
pub(super) fn dates_in(text: &str, url: Option<&str>, today: Date) -> Vec<Stamp> {
    if text.len() > 400 {
        return Vec::new();
    }
    dates::find(text).iter().filter_map(|f| Some(f.stamp(url, today)?.0)).collect()
}

/// The date a text is, a label before it and a word behind it allowed; whether the year is printed does not matter.
pub(super) fn date_at_start(text: &str, today: Date) -> Option<Stamp> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "：:[【(（".contains(c));
    let found = dates::at_start(text)?;
    match found.day {
        Day::Full(date) => Some(Stamp { date, clock: found.clock }),
        Day::MonthDay(..) => found.stamp(None, today).map(|(s, _)| s),
    }
}

/// Whether a text stands where a date should and is none: `0000-00-00`, `2026-13-40`, `-0001-11-30 00:00:00`.
pub(super) fn is_no_date(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (4..=20).contains(&digits) && text.len() <= 40 && text.chars().all(|c| c.is_ascii_digit() || "-/.: 年月日时分秒TZ".contains(c))
}
