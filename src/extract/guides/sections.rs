//! Lines to sections: where a heading stands and what stands behind it.

use std::collections::BTreeMap;

use super::labels::{Label, Marker, Style, exact, marker, read_label};
use super::lines::Line;
use super::patterns::read_question;
use crate::standard::GuideElement;

/// A value is looked at this far; a list of materials rarely has more lines.
const MOST_VALUE_LINES: usize = 80;
const MOST_VALUE_BYTES: usize = 6_000;

/// A heading with what stands behind it.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) label: Label,
    /// As printed.
    pub(super) heading: String,
    /// Whether it is a question rather than a heading of the tables.
    pub(super) asked: bool,
    /// The text behind it, white space folded.
    pub(super) value: String,
    /// Whether an image stands behind it.
    pub(super) image: bool,
    /// Whether a link that leads somewhere stands behind it.
    pub(super) link: bool,
}

/// A heading found on a line.
struct Mark {
    line: usize,
    /// In the line's flat text: where the heading begins and where its value does.
    from: usize,
    value_from: usize,
    label: Label,
    heading: String,
    /// Whether the heading is all of its line.
    whole: bool,
    asked: bool,
    marker: Option<Marker>,
}

/// Finds the sections. `loose` as in [`read_label`].
pub(super) fn read(lines: &[Line], loose: bool) -> Vec<Section> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut first_on: Vec<Option<usize>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let found = marks_of(line, at, loose);
        if !found.is_empty() {
            first_on[at] = Some(marks.len());
        }
        marks.extend(found);
    }
    let classes = heading_classes(lines, &marks, &first_on);
    (0..marks.len()).map(|k| section(lines, &marks, &first_on, &classes, k)).collect()
}

fn marks_of(line: &Line, at: usize, loose: bool) -> Vec<Mark> {
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
    text.chars().take(40).collect()
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

/// Classes of blocks that hold headings and little else: most of their lines are headings.
fn heading_classes(lines: &[Line], marks: &[Mark], first_on: &[Option<usize>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for (line, mark) in lines.iter().zip(first_on) {
        if let Some(class) = &line.class {
            let count = counts.entry(class).or_default();
            count.0 += usize::from(mark.is_some_and(|m| marks[m].whole));
            count.1 += 1;
            // Twenty characters.
            count.2 |= line.flat.len() > 60;
        }
    }
    counts
        .into_iter()
        .filter(|(_, (headings, all, long))| *headings >= 2 && headings * 10 >= all * 6 && !long)
        .map(|(class, _)| class.to_owned())
        .collect()
}

fn section(lines: &[Line], marks: &[Mark], first_on: &[Option<usize>], classes: &[String], k: usize) -> Section {
    let mark = &marks[k];
    let line = &lines[mark.line];
    let mut section = Section {
        label: mark.label.clone(),
        heading: mark.heading.clone(),
        asked: mark.asked,
        value: String::new(),
        image: false,
        link: false,
    };
    let next = marks.get(k + 1).filter(|n| n.line == mark.line);
    let end = next.map_or(line.flat.len(), |n| n.from);
    section
        .value
        .push_str(line.shown(mark.value_from, end).trim_start_matches([':', '：', ' ', '　']));
    // 联系方式：地址：… 电话：… on one line: what follows belongs to it.
    if next.is_some() && !mark.label.contact {
        return section;
    }
    if let Some(next) = next {
        section.value.push_str(line.shown(next.from, line.flat.len()));
    }
    if !line.pinned {
        section.image |= line.images > 0;
        section.link |= line.links.iter().any(|l| !l.is_void() || l.scripted);
    }
    for at in mark.line + 1..lines.len().min(mark.line + 1 + MOST_VALUE_LINES) {
        if section.value.len() > MOST_VALUE_BYTES || ends(mark, lines, marks, first_on, classes, at) {
            break;
        }
        let further = &lines[at];
        // The same heading once more says nothing.
        let again = first_on[at].is_some_and(|m| marks[m].whole && marks[m].label.elements == mark.label.elements);
        if !again {
            section.value.push(' ');
            let kept = further.text.floor_char_boundary(MOST_VALUE_BYTES);
            section.value.push_str(&further.text[..kept]);
        }
        section.image |= further.images > 0;
        section.link |= further.links.iter().any(|l| !l.is_void() || l.scripted);
    }
    section.value.truncate(section.value.trim_end().len());
    let blanks = section.value.len() - section.value.trim_start().len();
    section.value.drain(..blanks);
    section
}

fn is_long(label: &Label) -> bool {
    label.elements.iter().any(|e| super::surroundings::is_core(*e))
}

/// Whether the value of a heading ends before line `at`.
fn ends(mark: &Mark, lines: &[Line], marks: &[Mark], first_on: &[Option<usize>], classes: &[String], at: usize) -> bool {
    let head = &lines[mark.line];
    let line = &lines[at];
    if let Some(end) = head.scope_end {
        return at >= end;
    }
    if (head.level > 0 && line.level > 0 && line.level <= head.level) || (head.dt && line.dt) {
        return true;
    }
    if mark.whole && head.class.is_some() && line.class == head.class && classes.iter().any(|c| Some(c) == line.class.as_ref()) {
        return true;
    }
    let (number, _) = marker(&line.flat);
    if let (Some(own), Some(other)) = (mark.marker, number) {
        if own.style == other.style && other.number == own.number + 1 && own.style <= Style::ChineseBracket {
            return true;
        }
        if other.style < own.style && own.style <= Style::Digit && other.style == Style::Chinese {
            return true;
        }
    }
    let Some(inner) = first_on[at].map(|m| &marks[m]) else {
        // 2、… after 1、办理材料 with nothing in between is the next heading; after 1、2、3、 it may be an item.
        return false;
    };
    // 申请材料 above a table whose columns are 材料名称, 份数 …
    let column_head = inner.label.elements.is_empty() || inner.label.elements == mark.label.elements;
    if head.row.is_none() && line.row.is_some() && column_head && is_long(&mark.label) {
        return false;
    }
    if line.pinned && line.scope_end.is_some() {
        return true;
    }
    // 办理地点, and below it 地址：…
    if mark.whole && !mark.label.elements.is_empty() && inner.label.elements == mark.label.elements {
        return false;
    }
    if mark.label.contact
        && is_contact_detail(&inner.label)
        && (inner.marker.is_none() || inner.marker.map(|m| m.style) > mark.marker.map(|m| m.style))
    {
        return false;
    }
    if !mark.whole {
        return true;
    }
    let nested = match (mark.marker, inner.marker) {
        (Some(own), Some(other)) => other.style > own.style,
        (Some(_), None) => true,
        (None, Some(_)) => head.level > 0 && line.level == 0,
        (None, None) => head.level > 0 && line.level == 0 && !inner.whole,
    };
    !(nested && is_long(&mark.label))
}

fn is_contact_detail(label: &Label) -> bool {
    label.elements.is_empty()
        || label.elements.iter().all(|e| {
            matches!(
                e,
                GuideElement::Phone | GuideElement::Place | GuideElement::Hours | GuideElement::Agency
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(lines: &[&str]) -> Vec<(String, String)> {
        let lines: Vec<Line> = lines.iter().map(|l| Line::of(l)).collect();
        read(&lines, true).into_iter().map(|s| (s.heading, s.value)).collect()
    }

    #[test]
    fn several_headings_in_one_line_part_its_values() {
        let found = sections(&["受理时间：周一至周五 8:30-12:00 受理地点：市民中心一楼；咨询电话：0592-1234567"]);
        let headings: Vec<&str> = found.iter().map(|(h, _)| h.as_str()).collect();
        assert_eq!(headings, ["受理时间", "受理地点", "咨询电话"]);
        assert_eq!(found[0].1, "周一至周五 8:30-12:00");
        assert_eq!(found[2].1, "0592-1234567");
    }

    #[test]
    fn numbered_items_belong_to_the_heading_above() {
        let found = sections(&[
            "一、办理材料",
            "1、身份证",
            "2、户口簿",
            "二、办件类型",
            "即办件",
            "三、办理时限",
            "五个工作日",
        ]);
        assert_eq!(found[0], ("办理材料".into(), "1、身份证 2、户口簿".into()));
    }

    #[test]
    fn an_unknown_heading_of_the_same_numbering_ends_a_section() {
        let found = sections(&["三、办理地点", "四、汇款须知", "请按时汇款。"]);
        assert_eq!(found[0], ("办理地点".into(), String::new()));
    }

    #[test]
    fn materials_inside_the_procedure_do_not_empty_it() {
        let found = sections(&["三、办理流程", "（一）申请材料", "1.身份证", "四、咨询电话：12345"]);
        assert!(found[0].1.contains("身份证"), "{found:?}");
        assert_eq!(found[1].1, "1.身份证");
    }
}
