//! Lists of messages without a row of labels: each row carries its own labels (来信时间：…), or a status word.

use jiff::civil::Date;

use super::cells::dates_in;
use super::marks::{self, Mark, OFF};
use super::row::{Row, finish_rows, link_of, longest_link, note_date, office, set_status, title};
use crate::extract::Resolver;
use crate::extract::outline::{Outline, Run, Tag};
use crate::facts::Fact;
use crate::standard::{InquiryField as F, says_nothing, status_of};

/// The longest row, in bytes: a message written out with its answer.
const LONGEST: usize = 12_000;

/// What makes the rows known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// 来信时间 stands in every row.
    Labels,
    /// A status word stands in every row.
    Status,
}

/// The rows, and what they are known by. `marks` are the labels of the whole page.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, marks: &[Mark], today: Date) -> Option<(Sign, Vec<Row>)> {
    let labelled: Vec<usize> = marks
        .iter()
        .filter(|m| matches!(m.field, F::Asked | F::Both) && m.line(outline).starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        .map(|m| outline.runs[m.run].el as usize)
        .collect();
    let rows = rows_of(outline, &labelled);
    if rows.len() >= 2 {
        let read = keep(outline, resolver, marks, &rows, today);
        if read.len() * 2 >= rows.len() {
            return Some((Sign::Labels, read));
        }
    }
    let words = status_words(outline, marks);
    let rows = rows_of(outline, &words);
    if rows.is_empty() {
        return None;
    }
    let read = keep(outline, resolver, marks, &rows, today);
    (read.len() * 2 >= rows.len()).then_some((Sign::Status, read))
}

/// The elements that say how far a message has come, in page order.
fn status_words(outline: &Outline<'_>, marks: &[Mark]) -> Vec<usize> {
    let mut found: Vec<usize> = outline
        .runs
        .iter()
        .filter(|r| !outline.els[r.el as usize].zone.any_of(OFF) && r.chars <= 12)
        .filter(|r| status_of(&outline.text[r.span()], None).is_some())
        .map(|r| r.el as usize)
        .collect();
    found.extend(
        marks
            .iter()
            .filter(|m| m.field == F::Status && status_of(m.line(outline), None).is_some())
            .map(|m| outline.runs[m.run].el as usize),
    );
    found.extend((0..outline.els.len()).filter(|i| {
        outline.els[*i].tag == Tag::Img
            && !outline.els[*i].zone.any_of(OFF)
            && outline.attr(*i, "alt").is_some_and(|alt| status_of(alt, None).is_some())
    }));
    found.sort_unstable();
    found.dedup();
    found
}

/// The highest elements that hold one of these each. Every element is visited at most once on the way up.
fn rows_of(outline: &Outline<'_>, anchors: &[usize]) -> Vec<usize> {
    let held = |el: usize| {
        let inside = outline.inside(el);
        anchors.partition_point(|a| *a < inside.end) - anchors.partition_point(|a| *a < el)
    };
    let mut rows = Vec::with_capacity(anchors.len());
    for &anchor in anchors {
        if held(anchor) != 1 {
            continue;
        }
        let mut el = anchor;
        while let Some(parent) = outline.parent(el) {
            if outline.els[parent].tag == Tag::Body || outline.span(parent).len() > LONGEST || held(parent) != 1 {
                break;
            }
            el = parent;
        }
        rows.push(el);
    }
    rows.dedup();
    rows
}

fn keep(outline: &Outline<'_>, resolver: &Resolver, marks: &[Mark], rows: &[usize], today: Date) -> Vec<Row> {
    let mut read: Vec<Row> = rows
        .iter()
        .map(|el| one(outline, resolver, marks, *el, today))
        .filter(|r| r.facts.title.is_some() && (r.facts.asked.known().is_some() || !r.facts.no_dates.is_empty()))
        .collect();
    finish_rows(&mut read);
    read
}

fn one(outline: &Outline<'_>, resolver: &Resolver, marks: &[Mark], el: usize, today: Date) -> Row {
    let mut row = Row::default();
    let runs = outline.run_range(el);
    let span = outline.span(el);
    let own = marks.partition_point(|m| m.run < runs.start)..marks.partition_point(|m| m.run < runs.end);
    let mut named = None;
    let mut labelled = false;
    for mark in &marks[own.clone()] {
        // The value of the last label goes on behind the row.
        let end = mark.value.end.min(span.end).max(mark.value.start);
        let inside = Mark {
            value: mark.value.start..end,
            ..mark.clone()
        };
        let line = inside.line(outline);
        let label = &outline.text[mark.label.clone()];
        match mark.field {
            F::Title | F::Question if named.is_none() => named = title(line),
            F::Asked | F::Answered => {
                labelled = true;
                note_date(&mut row.facts, mark.field, label, line, today);
                row.empty_answered |= mark.field == F::Answered && row.facts.answered.known().is_none() && says_nothing(line);
            }
            F::Accepted if row.facts.asked.known().is_none() => note_date(&mut row.facts, F::Asked, label, line, today),
            F::Answerer if !says_nothing(line) => row.facts.answerer = Fact::Known(office(line)),
            F::Status => set_status(&mut row.facts, line, Some(label)),
            F::Answer if status_of(line, None).is_some() => set_status(&mut row.facts, line, None),
            F::Answer if says_nothing(outline.text[inside.value.clone()].trim()) => row.empty_answered = true,
            F::Answer => row.facts.answer = Fact::Known(true),
            F::Kind => row.special_kind = line.contains("举报") || line.contains("信访"),
            _ => {}
        }
    }
    if row.facts.status.known().is_none() {
        let words = outline.runs[runs.clone()].iter().map(|r| &outline.text[r.span()]);
        let images = outline.inside(el).filter(|i| outline.els[*i].tag == Tag::Img);
        let images = images.filter_map(|i| outline.attr(i, "alt"));
        if let Some(word) = words.chain(images).find(|w| status_of(w, None).is_some()) {
            set_status(&mut row.facts, word, None);
        }
    }
    if !labelled {
        bare_dates(outline, &mut row, runs.clone(), today);
    }
    let (linked, url) = link_of(outline, resolver, el, "");
    row.facts.url = url;
    let linked = match label_in_link(outline, &marks[own], el) {
        Some((runs, label)) => title_before(outline, runs, label, today),
        None => linked,
    };
    row.facts.title = linked
        .filter(|t| t.chars().count() >= 4 && status_of(t, None).is_none())
        .or(named)
        .or_else(|| words_of(outline, runs, today));
    row
}

/// The text nodes of a link that is the row as a whole, labels and all, and where the first of these begins.
fn label_in_link(outline: &Outline<'_>, marks: &[Mark], el: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let runs = outline.run_range(longest_link(outline, el)?);
    let first = marks.iter().find(|m| runs.contains(&m.run))?;
    Some((runs, first.label.start))
}

/// The title among these text nodes: what stands before the first label, else the first words that may be one.
fn title_before(outline: &Outline<'_>, runs: std::ops::Range<usize>, label: usize, today: Date) -> Option<String> {
    let opened = |c: char| c.is_whitespace() || "[【(（〔|｜".contains(c);
    // A status word or a number may stand in front, in an element of its own.
    let mut spans = outline.runs[runs.clone()].iter().map(Run::span).filter(|span| span.start < label);
    let own = spans.find(|span| is_title(&outline.text[span.clone()], today)).and_then(|span| {
        let line = outline.text[span.start..label].lines().next().unwrap_or_default();
        title(line.trim_end_matches(opened))
    });
    own.or_else(|| words_of(outline, runs, today))
}

/// Dates without a label. The first is the day it was asked; where it says that it is answered, the second is that of the
/// answer. A lone date may be that of the answer or of the publication: then the message is older than it seems, never
/// younger.
fn bare_dates(outline: &Outline<'_>, row: &mut Row, runs: std::ops::Range<usize>, today: Date) {
    let mut dates = Vec::new();
    for run in &outline.runs[runs] {
        let text = &outline.text[run.span()];
        // Dates of a title or of an abstract are no dates of the message.
        if run.linked && text.chars().count() > 20 || text.chars().count() > 44 {
            continue;
        }
        dates.extend(dates_in(text, row.facts.url.as_deref(), today));
        if dates.is_empty() && super::cells::is_no_date(text) {
            row.facts.no_dates.push(format!("日期 {}", text.trim()));
        }
    }
    match dates[..] {
        [asked] => row.facts.asked = Fact::Known(asked),
        [asked, answered] if asked.date <= answered.date => {
            row.facts.asked = Fact::Known(asked);
            if row.facts.status == Fact::Known(crate::standard::InquiryStatus::Answered) {
                row.facts.answered = Fact::Known(answered);
            }
        }
        _ => {}
    }
}

/// The first words of a row that are no date, status or label.
fn words_of(outline: &Outline<'_>, runs: std::ops::Range<usize>, today: Date) -> Option<String> {
    outline.runs[runs]
        .iter()
        .map(|r| outline.text[r.span()].trim())
        .find(|t| is_title(t, today) && !t.contains(['：', ':']))
        .and_then(title)
}

/// Whether words are no date, status or label.
fn is_title(text: &str, today: Date) -> bool {
    text.chars().count() >= 4
        && status_of(text, None).is_none()
        && crate::standard::field_of_label(text).is_none()
        && dates_in(text, None, today).is_empty()
}

/// Whether one row of these stands for a list and not for the page of one message.
pub(super) fn is_list(rows: &[Row]) -> bool {
    rows.len() >= 2 || rows.iter().any(|r| r.facts.url.is_some() && r.facts.answer.known().is_none())
}

/// Labels that only messages have, among these.
pub(super) fn has_labels_of_messages(outline: &Outline<'_>, marks: &[Mark]) -> bool {
    marks
        .iter()
        .any(|m| matches!(m.field, F::Asked | F::Answered | F::Answerer | F::Both) && marks::Mark::is_of_messages(m, outline))
}
