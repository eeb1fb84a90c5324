//! What both rules of wording share: a finding about a slip in a sentence.

use serde_json::json;

use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject};
use crate::rules::statement::Statement;
use crate::rules::{Context, Rule, SlipAt, WordingCase, finding};
use crate::wording::{Slip, Tier};

const WHY: Key = Key::shown("why", Shape::Text, "", "");
const WRONG: Key = Key::for_programs("wrong", Shape::Text);
const RIGHT: Key = Key::for_programs("right", Shape::Text);
/// How it was found.
const TIER: Key = Key::for_programs(
    "tier",
    Shape::Id(Ids::Of {
        all: || TIERS.iter().map(|(id, _)| (*id).to_owned()).collect(),
        chinese: |id| Some(TIERS.iter().find(|(own, _)| *own == id)?.1.chinese().to_owned()),
    }),
);
const TIERS: [(&str, Tier); 5] = [
    ("pair", Tier::Pair),
    ("term", Tier::Term),
    ("pattern", Tier::Pattern),
    ("dictionary", Tier::Dictionary),
    ("model", Tier::Model),
];
const SCORE: Key = Key::for_programs("score", Shape::Number);
const SENTENCE: Key = Key::for_programs("sentence", Shape::Text);

/// The keys of every finding about a slip.
pub(super) const KEYS: &[Key] = &[WHY, WRONG, RIGHT, TIER, SCORE, SENTENCE];

/// So much of a sentence is shown on either side of the place.
const AROUND: usize = 24;

/// The slips of one kind on a page, each once however often it stands there.
pub(super) fn distinct<'a>(case: &'a WordingCase<'a>, serious: bool) -> Vec<&'a SlipAt<'a>> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let wanted = case.slips.iter().filter(|s| s.slip.serious == serious);
    wanted
        .filter(|s| {
            let pair = (s.slip.wrong.as_str(), s.slip.right.as_str());
            let new = !seen.contains(&pair);
            if new {
                seen.push(pair);
            }
            new
        })
        .collect()
}

/// The sentence round the place, with the place in marks.
fn marked(sentence: &[char], from: usize, to: usize) -> String {
    let chars = sentence;
    let (from, to) = (from.min(chars.len()), to.min(chars.len()));
    let start = from.saturating_sub(AROUND);
    let end = (to + AROUND).min(chars.len());
    let text = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!(
        "{}{}【{}】{}{}",
        if start > 0 { "…" } else { "" },
        text(start..from),
        text(from..to),
        text(to..end),
        if end < chars.len() { "…" } else { "" }
    )
}

/// The finding of a slip. The same slip in the same sentence is one thing, on however many pages a template repeats it.
pub(super) fn of_slip(rule: &Rule, case: &WordingCase<'_>, cx: &Context<'_>, at: &SlipAt<'_>, certainly: bool) -> Finding {
    let slip = at.slip;
    let sentence: Vec<char> = at.sentence.chars().collect();
    let marked = marked(&sentence, slip.from, slip.to);
    let what = match (slip.wrong.as_str(), slip.right.as_str()) {
        (wrong, "") => format!("“{wrong}”疑为多余"),
        ("", right) => format!("此处疑漏“{right}”"),
        (wrong, right) if certainly => format!("“{wrong}”应为“{right}”"),
        (wrong, right) => format!("“{wrong}”疑为“{right}”"),
    };
    let subject = Subject::thing(format!("{}→{} {}", slip.wrong, slip.right, at.sentence));
    let found = of_page(rule, case, cx, subject, &marked)
        .says(format!("{what}：{marked}"))
        .because(WRONG, slip.wrong.as_str())
        .because(RIGHT, slip.right.as_str())
        .because(TIER, json!(slip.tier))
        .because(SCORE, (f64::from(slip.score) * 10.0).round() / 10.0)
        .because(WHY, slip.reason.as_str())
        .because(SENTENCE, at.sentence)
        .done();
    let way_out = format!("xuncha wording except --id {} --reason 原因", found.id());
    let advice = if rule.grade >= Grade::Serious {
        format!("{CORRECT_AT_ONCE}；确实没有错的，运行 {way_out}，以后不再报")
    } else {
        format!("请核对原文，确有错误的改正；没有错的，运行 {way_out}，以后不再报")
    };
    Finding {
        advice: advice.into(),
        ..found
    }
}

/// What to do about a serious slip.
const CORRECT_AT_ONCE: &str = "请立即核对并改正，同时检查其他页面有无同样的错误";

/// The slip that a finding of these rules tells, and its sentence; `None` of any other finding, and where its place cannot be
/// found in the sentence again.
pub(crate) fn slip_told(finding: &Finding) -> Option<(&str, Slip)> {
    let text = |key: Key| finding.evidence.get(key.id)?.as_str();
    let sentence = text(SENTENCE)?;
    let (from, to) = unmarked(&sentence.chars().collect::<Vec<_>>(), &finding.place)?;
    let slip = Slip {
        from,
        to,
        wrong: text(WRONG)?.to_owned(),
        right: text(RIGHT)?.to_owned(),
        tier: serde_json::from_value(finding.evidence.get(TIER.id)?.clone()).ok()?,
        serious: finding.grade >= Grade::Serious,
        score: 0.0,
        reason: text(WHY).unwrap_or_default().to_owned(),
    };
    Some((sentence, slip))
}

/// The place in a sentence of which [`marked`] made this. A sentence may have such marks of its own.
fn unmarked(sentence: &[char], marked_so: &str) -> Option<(usize, usize)> {
    let opened = marked_so.match_indices('【');
    opened
        .flat_map(|(open, _)| {
            let inside = &marked_so[open + '【'.len_utf8()..];
            inside.match_indices('】').map(|(close, _)| inside[..close].chars().count())
        })
        .filter(|length| *length <= sentence.len())
        .find_map(|length| {
            let mut starts = 0..=sentence.len() - length;
            let from = starts.find(|from| marked(sentence, *from, from + length) == marked_so)?;
            Some((from, from + length))
        })
}

/// A finding about the wording of a page.
pub(super) fn of_page<'r>(rule: &'r Rule, case: &WordingCase<'_>, cx: &Context<'_>, subject: Subject, place: &str) -> Statement<'r> {
    finding(rule, cx, subject)
        .at(case.page, place)
        .advice(if rule.grade >= Grade::Serious {
            CORRECT_AT_ONCE
        } else {
            "请核对原文，确有错误的改正；没有错的可以写进 wording/ignore.txt，以后不再报"
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_marks_is_found_again() {
        let long = format!("{}攻府{}攻府", "依法推进".repeat(20), "信息公开".repeat(20));
        for (sentence, from, to) in [
            ("推进攻府信息公开。", 2, 4),
            ("攻府、攻府", 3, 5),
            ("见【攻府】和【攻府】", 7, 9),
            ("按照合同定", 5, 5),
            ("按照合同定", 0, 0),
            (&long, 80, 82),
            (&long, 162, 164),
        ] {
            let chars: Vec<char> = sentence.chars().collect();
            assert_eq!(unmarked(&chars, &marked(&chars, from, to)), Some((from, to)), "{sentence}");
        }
        assert_eq!(unmarked(&['推', '进'], "另一句【话】"), None);
        assert_eq!(unmarked(&['推', '进'], "整页"), None);
    }
}
