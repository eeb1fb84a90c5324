//! Whether an answer stands where one should, and how it is signed.

use jiff::civil::Date;

use super::cells::date_at_start;
use super::marks::{Mark, OFF, holder, is_slot};
use super::row::office;
use crate::extract::outline::{Outline, Tag};
use crate::facts::{Fact, Stamp, Why};
use crate::lexicon::{INQUIRY_PAGES, Words};
use crate::standard::{InquiryField as F, says_nothing, status_of};

/// Lines at the end of an answer in which a signature may stand.
const SIGNED_IN: usize = 8;

/// Words that stand below a message and are none of it.
static BELOW: Words = Words::used(INQUIRY_PAGES, "below");

/// Whether an answer stands behind its label.
pub(super) fn read(outline: &Outline<'_>, mark: &Mark) -> Fact<bool> {
    let text = outline.text[mark.value.clone()].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    if text.contains("{{") || text.contains("${") {
        return Fact::Unknown(Why::ByScript);
    }
    let slot = empty_slot(outline, mark);
    let first = text.split('\n').next().unwrap_or_default().trim();
    if !first.is_empty() && slot.is_none() {
        return if says_nothing(first) {
            Fact::Known(false)
        } else if picture_behind(outline, mark) && first.chars().count() < 4 {
            Fact::Unknown(Why::NotText)
        } else {
            Fact::Known(true)
        };
    }
    // Nothing where the answer belongs; what follows may be the foot of the page.
    if picture_behind(outline, mark) {
        return Fact::Unknown(Why::NotText);
    }
    if filled_by_script(outline, slot) {
        return Fact::Unknown(Why::ByScript);
    }
    let rest: usize = text
        .lines()
        .map(str::trim)
        .filter(|l| !BELOW.any_in(l))
        .map(|l| l.chars().count())
        .sum();
    if rest <= 12 {
        Fact::Known(false)
    } else {
        Fact::Unknown(Why::NotShown)
    }
}

/// What several places for an answer say together.
pub(super) fn joined(read: &[Fact<bool>]) -> Fact<bool> {
    if read.contains(&Fact::Known(true)) {
        return Fact::Known(true);
    }
    read.iter()
        .find(|f| matches!(f, Fact::Unknown(_)))
        .or(read.first())
        .cloned()
        .unwrap_or(Fact::Unknown(Why::NotShown))
}

/// The empty element right behind the label, where the value should stand.
fn empty_slot(outline: &Outline<'_>, mark: &Mark) -> Option<usize> {
    let mut el = holder(outline, mark);
    for _ in 0..4 {
        // Text behind the label in its own element is the value.
        if outline.span(el).end > mark.value.start
            && !outline.text[mark.value.start..outline.span(el).end]
                .trim_matches([':', '：', ' ', '\n', '】', ']'])
                .is_empty()
        {
            return None;
        }
        let parent = outline.parent(el)?;
        let next = outline
            .children(parent)
            .skip_while(|c| *c <= el)
            .find(|c| !matches!(outline.els[*c].tag, Tag::Script) && !matches!(outline.els[*c].element.name(), "br" | "hr"));
        match next {
            Some(next) => return is_slot(outline, next).then_some(next),
            None => el = parent,
        }
    }
    None
}

/// Whether a picture, a frame or a player stands among what belongs to the answer.
fn picture_behind(outline: &Outline<'_>, mark: &Mark) -> bool {
    let el = holder(outline, mark);
    let Some(parent) = outline.parent(el) else { return false };
    let end = outline.inside(parent).end;
    (el..end)
        .take(400)
        .filter(|i| !outline.els[*i].zone.any_of(OFF))
        .take_while(|i| outline.span(*i).start <= mark.value.end + 2)
        .any(|i| {
            let small = |name: &str| {
                outline
                    .attr(i, name)
                    .and_then(|v| v.trim_end_matches("px").parse::<u32>().ok())
                    .is_some_and(|n| n <= 40)
            };
            match outline.els[i].tag {
                Tag::Img => !small("width") && !small("height"),
                Tag::Frame => true,
                _ => matches!(outline.els[i].element.name(), "video" | "audio" | "object" | "embed"),
            }
        })
}

/// Words by which a script that loads something shows that it loads the answer.
const OF_ANSWERS: &[&str] = &[
    "reply",
    "Reply",
    "answer",
    "Answer",
    "huifu",
    "dafu",
    "feedback",
    "回复",
    "答复",
    "办理结果",
];
const LOADS: &[&str] = &[
    "$.ajax",
    "$.get",
    "$.post",
    "getJSON",
    "fetch(",
    "axios",
    "XMLHttpRequest",
    "new Vue",
    "createApp",
    ".load(",
];

/// Whether the empty place is one that a script fills: a script names it, or its marks are those of a page framework, or
/// the page loads answers.
fn filled_by_script(outline: &Outline<'_>, slot: Option<usize>) -> bool {
    let holds = |script: &str, words: &[&str]| words.iter().any(|w| script.contains(w));
    if outline.scripts.iter().any(|(_, s)| holds(s, LOADS) && holds(s, OF_ANSWERS)) {
        return true;
    }
    let Some(slot) = slot else { return false };
    let element = outline.els[slot].element;
    let bound = element
        .attrs()
        .any(|(name, _)| name.starts_with("v-") || name.starts_with("ng-") || name.starts_with(':') || name == "data-bind");
    let mut names = ["id", "class"]
        .iter()
        .filter_map(|n| element.attr(n))
        .flat_map(str::split_ascii_whitespace)
        .take(8);
    bound || names.any(|name| name.len() >= 3 && outline.scripts.iter().any(|(_, s)| s.contains(name)))
}

/// What stands on the page of a message without a label: that there is no answer, or how far it has come.
pub(super) fn unlabelled<'t>(outline: &'t Outline<'_>) -> Vec<&'t str> {
    outline
        .runs
        .iter()
        .filter(|r| (2..=24).contains(&r.chars) && !r.linked && !outline.els[r.el as usize].zone.any_of(OFF))
        .map(|r| outline.text[r.span()].trim())
        .filter(|t| status_of(t, None).is_some() || t.contains(['回', '答', '复']) && says_nothing(t))
        .take(20)
        .collect()
}

/// How an answer is signed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) office: Option<String>,
    pub(super) day: Option<Stamp>,
}

/// The office and the day that stand on lines of their own at the end of an answer.
pub(super) fn signature(outline: &Outline<'_>, mark: &Mark, today: Date) -> Signature {
    let mut found = Signature::default();
    let text = &outline.text[mark.value.clone()];
    let lines = text.lines().rev().map(str::trim).filter(|l| !l.is_empty() && !BELOW.any_in(l));
    for line in lines.take(SIGNED_IN) {
        let chars = line.chars().count();
        if chars > 30 {
            continue;
        }
        if let Some(day) = date_at_start(line, today).filter(|_| chars <= 20) {
            found.day = found.day.or(Some(day));
        } else if !line.contains(['，', '。', '：', ':', '！', '？', '、']) {
            let name = office(line);
            if !name.is_empty() && ends_as_office(&name) {
                found.office = found.office.or(Some(name));
            }
        }
    }
    found
}

fn ends_as_office(name: &str) -> bool {
    static ENDS: Words = Words::used(INQUIRY_PAGES, "signs");
    ENDS.iter().any(|e| name.ends_with(e))
}

/// The office named in the heading of an answer: 鹭岛市公安局 回复：, 【某某局】答复.
pub(super) fn heading_office(outline: &Outline<'_>) -> Option<String> {
    outline
        .runs
        .iter()
        .filter(|r| (5..=30).contains(&r.chars) && !r.linked && !outline.els[r.el as usize].zone.any_of(OFF))
        .find_map(|r| {
            let text = outline.text[r.span()].trim_matches(|c: char| c.is_whitespace() || ":：【】[]".contains(c));
            let name = ["回复", "答复", "的回复", "的答复"].iter().find_map(|w| text.strip_suffix(w))?;
            let name = name.trim_matches(|c: char| c.is_whitespace() || "】】]的于".contains(c));
            (name.chars().count() >= 3 && ends_as_office(name) && !name.contains(['，', '。'])).then(|| name.to_owned())
        })
}

/// Whether text that is long enough for an answer stands behind the day or the office of the answer, under no label.
pub(super) fn stands_behind(outline: &Outline<'_>, marks: &[Mark]) -> bool {
    let answers = marks.iter().filter(|m| matches!(m.field, F::Answered | F::Answerer));
    answers.into_iter().any(|m| {
        let text = &outline.text[m.value.clone()];
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        text.split('\n')
            .skip(1)
            .map(str::trim)
            .take_while(|l| !BELOW.any_in(l))
            .any(|l| l.chars().count() >= 8 && !says_nothing(l))
    })
}
