//! Lines to sections: where a heading stands and what stands behind it.

use std::collections::BTreeMap;

use super::labels::{Label, Style, marker};
use super::lines::Line;
use super::marks::{Mark, marks_of};
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
    /// What of it stands on the heading's own line.
    pub(super) first: String,
    /// The line of the heading, and the first one that is no longer its value.
    pub(super) lines: (usize, usize),
    /// Whether an image stands behind it.
    pub(super) image: bool,
    /// Whether a link that leads somewhere stands behind it.
    pub(super) link: bool,
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
        first: String::new(),
        lines: (mark.line, mark.line + 1),
        image: false,
        link: false,
    };
    let next = marks.get(k + 1).filter(|n| n.line == mark.line);
    let end = next.map_or(line.flat.len(), |n| n.from);
    section
        .value
        .push_str(line.shown(mark.value_from, end).trim_start_matches([':', '：', ' ', '　']));
    section.first.clone_from(&section.value);
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
        section.lines.1 = at + 1;
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
