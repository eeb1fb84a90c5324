//! Which words are the heading of which element.
//!
//! Everything here works on flat text: white space gone, full-width forms narrowed ([`flatten`]).

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::patterns;
use crate::lexicon::{GUIDE_LABELS, Words};
use crate::standard::{GuideElement, guide_other_headings};
use crate::text::{is_invisible, narrow};

/// What a heading stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// The elements it names; empty for a heading that is known to be none (办理时限, 监督电话).
    pub(super) elements: Vec<GuideElement>,
    /// Whether it is 联系方式, under which address and telephone stand with labels of their own.
    pub(super) contact: bool,
}

impl Label {
    /// A heading of one element.
    pub(super) fn one(element: GuideElement) -> Self {
        Label {
            elements: vec![element],
            contact: false,
        }
    }

    /// A heading that is known to be none of an element.
    pub(super) const OTHER: Label = Label {
        elements: Vec::new(),
        contact: false,
    };
}

/// The character as flat text has it: full-width forms narrowed, none for white space and invisible characters.
pub(super) fn flat_char(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || is_invisible(c) => None,
        '\u{fe55}' | '\u{fe30}' | '\u{2236}' | '\u{fe13}' => Some(':'),
        c => Some(narrow(c)),
    }
}

/// The text without white space, full-width forms narrowed.
pub(super) fn flatten(text: &str) -> String {
    text.chars().filter_map(flat_char).collect()
}

static EXACT: LazyLock<FxHashMap<&'static str, Option<GuideElement>>> = LazyLock::new(|| {
    let elements = GuideElement::ALL.into_iter().flat_map(|e| e.headings().map(move |h| (h, Some(e))));
    elements.chain(guide_other_headings().map(|h| (h, None))).collect()
});

/// Headings like 联系方式; and what stands behind a heading without being another: 申请材料及要求.
static CONTACT: Words = Words::used(GUIDE_LABELS, "contact");
static TAILS: Words = Words::used(GUIDE_LABELS, "tail");

/// What the word means, where it is in the tables of [`GuideElement::headings`] and [`guide_other_headings`].
pub(super) fn exact(word: &str) -> Option<Label> {
    EXACT.get(word).map(|found| match found {
        None => Label::OTHER,
        Some(element) => Label {
            elements: vec![*element],
            contact: CONTACT.contains(&word),
        },
    })
}

/// The headings of the tables that alone tell a guide from any other page, for the first look at a page.
pub(super) fn distinctive_headings() -> impl Iterator<Item = (&'static str, GuideElement)> {
    GuideElement::ALL
        .into_iter()
        .filter(|e| *e != GuideElement::Name)
        .flat_map(|e| e.headings().map(move |h| (h, e)))
        .filter(|(h, _)| h.chars().count() >= 4)
}

/// The kinds of numbering, coarse before fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1.
    Digit,
    /// （1）
    DigitBracket,
    /// ①
    Circle,
}

/// The number a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    pub(super) number: u32,
}

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:",
        r"第?(?P<c>[一二三四五六七八九十]{1,3})[部分项]{0,2}[、.,:．·]",
        r"|\((?P<cb>[一二三四五六七八九十]{1,3})\)[、.]?",
        r"|(?P<d>\d{1,2})(?:[、.)．,]|\)、)",
        r"|\((?P<db>\d{1,2})\)[、.]?",
        r"|(?P<o>[①②③④⑤⑥⑦⑧⑨⑩])",
        r")"
    ))
    .expect("a constant regex")
});

/// The numbering at the start of flat text, and where the text after it begins.
pub(super) fn marker(flat: &str) -> (Option<Marker>, usize) {
    let Some(found) = MARKER.captures(flat) else {
        return (None, 0);
    };
    let end = found.get(0).map_or(0, |m| m.end());
    let made = |style, number| (Some(Marker { style, number }), end);
    if let Some(c) = found.name("c") {
        made(Style::Chinese, chinese_number(c.as_str()))
    } else if let Some(c) = found.name("cb") {
        made(Style::ChineseBracket, chinese_number(c.as_str()))
    } else if let Some(d) = found.name("d") {
        // 2.5 and 1.2024 are no numbering.
        if flat[end..].starts_with(|c: char| c.is_ascii_digit()) {
            return (None, 0);
        }
        made(Style::Digit, d.as_str().parse().unwrap_or(0))
    } else if let Some(d) = found.name("db") {
        made(Style::DigitBracket, d.as_str().parse().unwrap_or(0))
    } else {
        let number = flat.chars().next().map_or(0, |c| u32::from(c).saturating_sub(u32::from('①')) + 1);
        made(Style::Circle, number)
    }
}

fn chinese_number(text: &str) -> u32 {
    let mut total = 0;
    let mut digit = 0;
    for c in text.chars() {
        if c == '十' {
            total += if digit == 0 { 10 } else { digit * 10 };
            digit = 0;
        } else {
            digit = "一二三四五六七八九".chars().zip(1..).find(|(d, _)| *d == c).map_or(0, |(_, n)| n);
        }
    }
    total + digit
}

/// Strips what only decorates a heading: bullets and brackets around it, the colon behind it, a remark in brackets.
pub(super) fn bare(flat: &str) -> &str {
    let decorates = |c: char| !c.is_alphanumeric() && c != '(' && c != ')';
    let word = flat.trim_matches(decorates);
    match word.strip_suffix(')').and_then(|w| w.rfind('(').map(|at| &w[..at])) {
        Some(before) if !before.is_empty() => before.trim_end_matches(decorates),
        _ => word,
    }
}

/// What a heading means. `loose` also takes headings that are only made like those of the tables, which is right on
/// a page that is known to be a guide.
pub(super) fn read_label(flat: &str, loose: bool) -> Option<Label> {
    // Twenty characters: the longest headings of the tables with a remark still fit.
    if flat.len() > 120 {
        return None;
    }
    let (_, from) = marker(flat);
    let word = bare(&flat[from..]);
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if word.is_empty() || word.chars().count() > 20 {
        return None;
    }
    exact(word)
        .or_else(|| combined(word))
        .or_else(|| if loose { patterns::affixed(word) } else { None })
}

static JOINTS: LazyLock<Regex> = LazyLock::new(|| Regex::new("[、/,;与和]|以及|及其|及").expect("a constant regex"));

/// 办理地点及时间, 联系方式和地址, 申请材料及要求.
fn combined(word: &str) -> Option<Label> {
    let parts: Vec<&str> = JOINTS.split(word).filter(|p| !p.is_empty()).collect();
    if !(2..=4).contains(&parts.len()) {
        return None;
    }
    let mut elements: Vec<GuideElement> = Vec::new();
    let mut contact = false;
    for (at, part) in parts.iter().enumerate() {
        let fees_first = elements.first() == Some(&GuideElement::Fees);
        match exact(part) {
            // 收费标准及依据: the basis of the fee is not the basis of the service.
            Some(_) if fees_first => {}
            Some(label) => {
                contact |= label.contact;
                for element in label.elements {
                    if !elements.contains(&element) {
                        elements.push(element);
                    }
                }
            }
            None => match *part {
                "时间" => elements.push(GuideElement::Hours),
                "依据" if !fees_first => elements.push(GuideElement::Basis),
                other if at > 0 && TAILS.contains(&other) => {}
                _ => return None,
            },
        }
    }
    Some(Label { elements, contact })
}

#[cfg(test)]
mod tests {
    use super::*;
    use GuideElement as E;

    fn elements(heading: &str) -> Option<Vec<E>> {
        read_label(&flatten(heading), true).map(|l| l.elements)
    }

    #[test]
    fn numbering_brackets_and_blanks_do_not_hide_a_heading() {
        for heading in [
            "一、设定依据",
            "（一）设定依据：",
            "1．设定 依据",
            "【设定依据】",
            "★设定依据",
            "第一、设定依据",
            "01 设定依据",
            "设定依据（法律）",
        ] {
            assert_eq!(elements(heading), Some(vec![E::Basis]), "{heading}");
        }
    }

    #[test]
    fn headings_that_only_sound_alike_are_none() {
        for heading in [
            "办理时限",
            "法定期限",
            "承诺时限",
            "监督投诉电话",
            "市局举报电话",
            "表格下载",
            "常见问题",
            "投诉流程",
        ] {
            assert_eq!(elements(heading), Some(vec![]), "{heading}");
        }
        assert_eq!(elements("收费依据"), Some(vec![E::Fees]));
        assert_eq!(elements("收费标准及依据"), Some(vec![E::Fees]));
        assert_eq!(elements("本次活动圆满结束"), None);
        assert_eq!(elements("人大代表"), None);
    }

    #[test]
    fn one_heading_may_name_two_elements() {
        assert_eq!(elements("办理时间、地点"), Some(vec![E::Hours, E::Place]));
        assert_eq!(elements("办理地点及时间"), Some(vec![E::Place, E::Hours]));
        assert_eq!(elements("申请条件及材料"), Some(vec![E::Conditions, E::Materials]));
        assert_eq!(elements("受理机构和联系电话"), Some(vec![E::Agency, E::Phone]));
    }

    #[test]
    fn headings_made_alike_count_on_a_known_guide_only() {
        assert_eq!(elements("申请人须提交的材料"), Some(vec![E::Materials]));
        assert_eq!(elements("新生报到流程"), Some(vec![E::Procedure]));
        assert_eq!(elements("车管所窗口联系电话"), Some(vec![E::Phone]));
        assert_eq!(read_label("新生报到流程", false), None);
    }

    #[test]
    fn numbering_is_read() {
        let style = |t: &str| marker(&flatten(t)).0.map(|m| (m.style, m.number));
        assert_eq!(style("十二、附则"), Some((Style::Chinese, 12)));
        assert_eq!(style("（三）其他"), Some((Style::ChineseBracket, 3)));
        assert_eq!(style("3. 其他"), Some((Style::Digit, 3)));
        assert_eq!(style("②其他"), Some((Style::Circle, 2)));
        assert_eq!(style("2.5米以下"), None);
    }
}
