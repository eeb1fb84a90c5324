//! Lists of messages under a row of labels: tables, and list items or blocks that stand like one.

use jiff::civil::Date;

use super::cells::{self, Cell, cells};
use super::marks::OFF;
use super::row::{Row, finish_rows, link_of, note_date, set_status};
use crate::extract::Resolver;
use crate::extract::outline::{Outline, Tag};
use crate::facts::{Fact, Why};
use crate::standard::{InquiryField, InquiryField as F, field_of_label, says_nothing, speaks_of_messages, status_of};

/// The longest row of labels, in bytes.
const LONGEST_HEADER: usize = 200;

/// How far up from the labels the rows may begin: `tr`, `thead`, `table`, a box round it.
const CLIMB: usize = 5;

/// Text nodes of a row at most.
const LONGEST_ROW: usize = 200;

/// Text nodes looked at in search of rows: a page of five thousand messages takes some hundred thousand.
const WORK: usize = 3_000_000;

/// A row of labels.
struct Header<'o> {
    el: usize,
    labels: Vec<(Option<InquiryField>, &'o str)>,
    /// Whether one of the labels is of messages only: 标题, 时间, 状态 stand over many lists.
    certain: bool,
}

/// The rows under the first row of labels that has any, and whether the labels are those of messages.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, today: Date) -> Option<(bool, Vec<Row>)> {
    let (mut tried, mut next) = (0, 0);
    let mut work = WORK;
    while let Some(header) = (next..outline.els.len()).find_map(|el| header(outline, el)) {
        next = header.el + 1;
        tried += 1;
        // A page with dozens of rows of labels is no list of messages.
        if tried > 12 {
            break;
        }
        let rows = rows_under(outline, &header, today, &mut work);
        if !rows.is_empty() {
            return Some((header.certain, read_rows(outline, resolver, &header, &rows, today)));
        }
    }
    None
}

fn header<'o>(outline: &'o Outline<'_>, el: usize) -> Option<Header<'o>> {
    let e = &outline.els[el];
    if matches!(e.tag, Tag::Inline | Tag::A | Tag::Img | Tag::Script | Tag::Input | Tag::Frame) || e.zone.any_of(OFF) {
        return None;
    }
    let text = outline.text_of(el);
    if !(12..=LONGEST_HEADER).contains(&text.len()) || !["时间", "日期", "状态", "答复", "回复"].iter().any(|w| text.contains(w))
    {
        return None;
    }
    let cells = cells(outline, el, false);
    if cells.len() < 2 {
        return None;
    }
    let labels: Vec<(Option<InquiryField>, &str)> = cells.iter().map(|c| (field_of_label(c.text), c.text)).collect();
    // Everything there is a label, but for one or two words of no meaning here.
    let strange = labels.iter().filter(|(f, t)| f.is_none() && !t.is_empty()).count();
    let empty = labels.iter().filter(|(_, t)| t.is_empty()).count();
    let valued = labels.iter().any(|(_, t)| t.len() > 40 || t.chars().any(|c| c.is_ascii_digit()));
    if strange > 2 || empty > 1 || valued {
        return None;
    }
    let has = |wanted: &[InquiryField]| labels.iter().any(|(f, _)| f.is_some_and(|f| wanted.contains(&f)));
    let when = has(&[F::Asked, F::Accepted, F::Both, F::Answered]);
    let what = has(&[F::Title, F::Question]);
    let certain = labels.iter().any(|(_, t)| speaks_of_messages(t));
    (what && when && (certain || has(&[F::Status]))).then_some(Header { el, labels, certain })
}

/// The elements below the labels that have as many cells, one of them a date or a status where one should stand.
fn rows_under(outline: &Outline<'_>, header: &Header<'_>, today: Date, work: &mut usize) -> Vec<usize> {
    let count = header.labels.len();
    let mut anchor = header.el;
    for _ in 0..CLIMB {
        let Some(parent) = outline.parent(anchor) else { break };
        let mut found: Vec<usize> = Vec::new();
        let (mut el, end) = (outline.inside(anchor).end, outline.inside(parent).end);
        while el < end && *work > 0 {
            *work = work.saturating_sub(1 + outline.run_range(el).len().min(LONGEST_ROW));
            if let Some(cells) = row_cells(outline, el, count)
                && fits(header, &cells, today)
            {
                found.push(el);
                el = outline.inside(el).end.max(el + 1);
            } else {
                el += 1;
            }
        }
        if !found.is_empty() {
            return with_siblings(outline, header, &found, count);
        }
        if outline.els[parent].tag == Tag::Body {
            break;
        }
        anchor = parent;
    }
    Vec::new()
}

/// Rows without any date or status stand among the others all the same.
fn with_siblings(outline: &Outline<'_>, header: &Header<'_>, found: &[usize], count: usize) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::with_capacity(found.len());
    let mut parents: Vec<(usize, Tag)> = Vec::new();
    for row in found {
        let key = (outline.parent(*row).unwrap_or(*row), outline.els[*row].tag);
        if parents.last() != Some(&key) {
            parents.push(key);
        }
    }
    parents.sort_unstable_by_key(|(p, _)| *p);
    parents.dedup();
    for (parent, tag) in parents {
        all.extend(outline.children(parent).filter(|c| {
            outline.els[*c].tag == tag && *c > header.el && !outline.text_of(*c).is_empty() && row_cells(outline, *c, count).is_some()
        }));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The cells of an element that has exactly so many.
fn row_cells<'o>(outline: &'o Outline<'_>, el: usize, count: usize) -> Option<Vec<Cell<'o>>> {
    let tag = outline.els[el].tag;
    if matches!(
        tag,
        Tag::Inline | Tag::Img | Tag::Script | Tag::Input | Tag::Frame | Tag::Cell | Tag::Table
    ) || outline.inside(el).len() + 1 < count
        || outline.text_of(el).len() > 4_000
        || outline.run_range(el).len() > LONGEST_ROW
        || outline.els[el].zone.any_of(OFF)
    {
        return None;
    }
    let flat = cells(outline, el, false);
    if flat.len() == count {
        return Some(flat);
    }
    if flat.len() > count || flat.len() < 2 || tag == Tag::Tr {
        return None;
    }
    let deep = cells(outline, el, true);
    (deep.len() == count).then_some(deep)
}

fn fits(header: &Header<'_>, cells: &[Cell<'_>], today: Date) -> bool {
    header.labels.iter().zip(cells).any(|((field, label), cell)| match field {
        Some(F::Asked | F::Accepted | F::Answered | F::Both) => !cells::dates_in(cell.text, None, today).is_empty(),
        Some(F::Status) => status_of(cell.text, Some(label)).is_some(),
        _ => false,
    })
}

fn read_rows(outline: &Outline<'_>, resolver: &Resolver, header: &Header<'_>, rows: &[usize], today: Date) -> Vec<Row> {
    let count = header.labels.len();
    let mut read: Vec<Row> = rows
        .iter()
        .filter_map(|el| Some(one(outline, resolver, header, *el, &row_cells(outline, *el, count)?, today)))
        .collect();
    finish_rows(&mut read);
    read
}

fn one(outline: &Outline<'_>, resolver: &Resolver, header: &Header<'_>, el: usize, cells: &[Cell<'_>], today: Date) -> Row {
    let mut row = Row::default();
    let mut accepted = None;
    for ((field, label), cell) in header.labels.iter().zip(cells) {
        // Some systems repeat the label inside the cell, for small screens.
        let text = cell
            .text
            .strip_prefix(label.trim())
            .map_or(cell.text, |t| t.trim_start_matches([':', '：', ' ']));
        match field {
            Some(F::Title | F::Question) if row.facts.title.is_none() => {
                let (title, url) = link_of(outline, resolver, cell.el.unwrap_or(el), text);
                row.facts.title = title;
                row.facts.url = url;
            }
            Some(F::Asked) => note_date(&mut row.facts, F::Asked, label, text, today),
            Some(F::Accepted) => accepted = cells::dates_in(text, None, today).first().copied(),
            Some(F::Answered) => {
                note_date(&mut row.facts, F::Answered, label, text, today);
                row.empty_answered |= row.facts.answered.known().is_none() && says_nothing(text);
                // 未答复 where the day should be.
                if row.facts.answered.known().is_none() {
                    set_status(&mut row.facts, text, None);
                }
            }
            Some(F::Both) => {
                let dates = cells::dates_in(text, None, today);
                if let Some(asked) = dates.first() {
                    row.facts.asked = Fact::Known(*asked);
                }
                match dates.get(1) {
                    Some(answered) => row.facts.answered = Fact::Known(*answered),
                    None => row.empty_answered |= !dates.is_empty(),
                }
            }
            Some(F::Answerer) if !says_nothing(text) => row.facts.answerer = Fact::Known(super::row::office(text)),
            Some(F::Status) => set_status(&mut row.facts, text, Some(label)),
            Some(F::Answer) if says_nothing(text) => row.empty_answered = true,
            Some(F::Answer) => match status_of(text, None) {
                Some(_) => set_status(&mut row.facts, text, None),
                None if text.chars().count() >= 4 => row.facts.answer = Fact::Known(true),
                None => {}
            },
            Some(F::Kind) => row.special_kind = text.contains("举报") || text.contains("信访"),
            _ => {}
        }
    }
    if row.facts.url.is_none() {
        row.facts.url = link_of(outline, resolver, el, "").1;
    }
    if let (Fact::Unknown(Why::NotShown), Some(day)) = (&row.facts.asked, accepted) {
        row.facts.asked = Fact::Known(day);
    }
    row
}
