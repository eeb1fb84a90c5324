//! What both rules of wording share: a finding about a slip in a sentence.

use serde_json::json;

use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject};
use crate::rules::statement::Statement;
use crate::rules::{Context, Rule, SlipAt, WordingCase, finding};
use crate::wording::Tier;

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
pub(super) fn marked(at: &SlipAt<'_>) -> String {
    let chars: Vec<char> = at.sentence.chars().collect();
    let (from, to) = (at.slip.from.min(chars.len()), at.slip.to.min(chars.len()));
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
    let marked = marked(at);
    let what = match (slip.wrong.as_str(), slip.right.as_str()) {
        (wrong, "") => format!("“{wrong}”疑为多余"),
        ("", right) => format!("此处疑漏“{right}”"),
        (wrong, right) if certainly => format!("“{wrong}”应为“{right}”"),
        (wrong, right) => format!("“{wrong}”疑为“{right}”"),
    };
    let subject = Subject::thing(format!("{}→{} {}", slip.wrong, slip.right, at.sentence));
    of_page(rule, case, cx, subject, &marked)
        .says(format!("{what}：{marked}"))
        .because(WRONG, slip.wrong.as_str())
        .because(RIGHT, slip.right.as_str())
        .because(TIER, json!(slip.tier))
        .because(SCORE, (f64::from(slip.score) * 10.0).round() / 10.0)
        .because(WHY, slip.reason.as_str())
        .because(SENTENCE, at.sentence)
        .done()
}

/// A finding about the wording of a page.
pub(super) fn of_page<'r>(rule: &'r Rule, case: &WordingCase<'_>, cx: &Context<'_>, subject: Subject, place: &str) -> Statement<'r> {
    finding(rule, cx, subject)
        .at(case.page, place)
        .advice(if rule.grade >= Grade::Serious {
            "请立即核对并改正，同时检查其他页面有无同样的错误"
        } else {
            "请核对原文，确有错误的改正；没有错的可以写进 wording/ignore.txt，以后不再报"
        })
}
