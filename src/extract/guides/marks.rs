//! Headings on one line: alone, in front of their value, or several of them behind one another.

use super::labels::{Label, Marker, exact, marker, read_label};
use super::lines::Line;
use super::patterns::read_question;
use crate::standard::GuideElement;
use crate::text::first;

/// A heading found on a line.
pub(super) struct Mark {
    pub(super) line: usize,
    /// In the line's flat text: where the heading begins and where its value does.
    pub(super) from: usize,
    pub(super) value_from: usize,
    pub(super) label: Label,
    pub(super) heading: String,
    /// Whether the heading is all of its line.
    pub(super) whole: bool,
    pub(super) asked: bool,
    pub(super) marker: Option<Marker>,
}

/// The headings on one line. `at` is its place among the lines, `loose` as in [`read_label`].
pub(super) fn marks_of(line: &Line, at: usize, loose: bool) -> Vec<Mark> {
    let flat = line.flat.as_str();
    let mut marks = Vec::new();
    if flat.is_empty() || (line.anchored && !line.pinned) {
        return marks;
    }
    let (number, rest) = marker(flat);
    let make = |from: usize, to: usize, value_from: usize, label: Label, whole: bool| Mark {
        line: at,
        from,
        value_from,
        label,
        heading: heading_text(line.shown(from, to)),
        whole,
        asked: false,
        marker: number,
    };
    if let Some(label) = read_label(flat, loose) {
        marks.push(make(rest, flat.len(), flat.len(), label, true));
        return marks;
    }
    if let Some((end, value_from, label)) = leading(line, rest, loose) {
        marks.push(make(rest, end, value_from, label, false));
    } else if loose && let Some((end, label)) = question(line, rest, number) {
        marks.push(Mark {
            asked: true,
            ..make(rest, end, end, label, end == flat.len())
        });
        return marks;
    }
    inline(line, rest, &make, &mut marks);
    marks
}

fn heading_text(shown: &str) -> String {
    let mut text = shown.trim();
    text = text.trim_matches(|c: char| {
        matches!(
            c,
            '：' | ':' | '【' | '】' | '[' | ']' | '★' | '●' | '◆' | '■' | '▶' | '·' | '。' | '*' | '※'
        ) || c.is_whitespace()
    });
    first(text, 40).to_owned()
}

/// A heading at the start of a line, with its value behind it on the same line.
fn leading(line: &Line, rest: usize, loose: bool) -> Option<(usize, usize, Label)> {
    let body = &line.flat[rest..];
    // 【办理时间】周一至周五
    for (left, right) in [('【', '】'), ('[', ']'), ('〔', '〕'), ('「', '」'), ('<', '>')] {
        if let Some(inner) = body.strip_prefix(left)
            && let Some(end) = inner.find(right)
            && end <= 60
            && let Some(label) = read_label(&inner[..end], loose)
        {
            let close = rest + left.len_utf8() + end + right.len_utf8();
            return Some((close, close, label));
        }
    }
    // 办理时间：周一至周五
    if let Some(colon) = body.find(':')
        && colon <= 75
        && !body[..colon].contains([',', '。', ';'])
        && let Some(label) = read_label(&body[..colon], loose)
    {
        return Some((rest + colon, rest + colon + 1, label));
    }
    // <b>办理时间</b> 周一至周五
    for close in line
        .closes
        .iter()
        .copied()
        .filter(|c| *c > rest && *c - rest <= 60 && *c < line.flat.len())
    {
        if let Some(label) = read_label(&line.flat[rest..close], loose) {
            return Some((close, close, label));
        }
    }
    // 办理时间 周一至周五, 一、办理依据。根据…
    let stop = body.find('。').filter(|at| *at <= 45).map(|at| rest + at);
    let gap = line
        .gaps
        .iter()
        .copied()
        .find(|g| *g > rest + 8 && *g - rest <= 45 && *g < line.flat.len());
    for (end, skip) in [(gap, 0), (stop, '。'.len_utf8())] {
        if let Some(end) = end
            && let Some(label) = exact(super::labels::bare(&line.flat[rest..end]))
            && end - rest >= 12
        {
            return Some((end, (end + skip).min(line.flat.len()), label));
        }
    }
    // 咨询电话0592-1234567
    let digit = body.find(|c: char| c.is_ascii_digit()).filter(|at| (6..=36).contains(at))?;
    let label = exact(&body[..digit]).filter(|l| l.elements == [GuideElement::Phone])?;
    Some((rest + digit, rest + digit, label))
}

/// A question that stands as a heading: numbered, marked up, or ending in a question mark.
fn question(line: &Line, rest: usize, number: Option<Marker>) -> Option<(usize, Label)> {
    let body = &line.flat[rest..];
    let asked = body.find('?').map(|at| at + 1);
    let end = asked.unwrap_or(body.len());
    let stands_out = asked.is_some() || number.is_some() || line.bold || line.dt || line.level > 0;
    let text = body[..end].trim_start_matches("问:").trim_start_matches('问');
    (stands_out && (asked.is_some() || end == body.len()))
        .then(|| read_question(text.trim_end_matches('?')))
        .flatten()
        .map(|label| (rest + end, label))
}

/// Headings further on in a line: `地址：…　电话：…`.
fn inline(line: &Line, rest: usize, make: &dyn Fn(usize, usize, usize, Label, bool) -> Mark, marks: &mut Vec<Mark>) {
    let flat = line.flat.as_str();
    let taken = marks.first().map_or(rest, |m| m.value_from);
    let mut floor = taken;
    for (colon, _) in flat.match_indices(':') {
        if colon < floor || marks.len() >= 40 {
            continue;
        }
        let before = &flat[floor..colon];
        let starts: Vec<usize> = before.char_indices().rev().take(12).map(|(i, _)| i).collect();
        let hit = starts.iter().rev().find_map(|start| {
            let word = before[*start..].trim_end_matches(|c: char| !c.is_alphanumeric());
            let label = exact(word)?;
            let at = floor + start;
            let separated = *start == 0
                || line.gaps.binary_search(&at).is_ok()
                || line.opens.binary_search(&at).is_ok()
                || before[..*start].chars().next_back().is_some_and(|c| !c.is_alphanumeric());
            // Four characters are a heading even where nothing parts them from the text before; 电话 and 地址 are not.
            (separated || word.chars().count() >= 4).then_some((at, label))
        });
        if let Some((from, label)) = hit {
            marks.push(make(from, colon, colon + 1, label, false));
            floor = colon + 1;
        }
    }
    // <span>办理时间</span><span>周一至周五</span> in one line with others.
    for close in &line.closes {
        if *close < floor || line.opens.binary_search(close).is_err() {
            continue;
        }
        let before = line.opens.partition_point(|open| open < close);
        let from = line.opens[..before].last().copied().filter(|o| *o >= floor && close - o <= 45);
        if let Some(from) = from
            && let Some(label) = exact(&flat[from..*close])
        {
            marks.push(make(from, *close, *close, label, false));
            floor = *close;
        }
    }
    marks.sort_by_key(|m| m.from);
}
