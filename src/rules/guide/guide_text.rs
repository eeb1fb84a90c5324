//! What the rules of service guides share: how a finding about a guide is put.

use crate::finding::{Ids, Shape, Subject};
use crate::rules::statement::Statement;
use crate::rules::{Context, GuideCase, Rule, finding};
use crate::standard::GuideElement;

/// Elements of a guide, by their official names.
pub(super) const ELEMENTS: Shape = Shape::Ids(Ids::Of {
    all: || GuideElement::ALL.iter().map(|e| e.chinese().to_owned()).collect(),
    chinese: |name| GuideElement::ALL.iter().any(|e| e.chinese() == name).then(|| name.to_owned()),
});

/// A finding about a guide as a whole: one a guide and rule.
pub(super) fn of_guide<'r>(rule: &'r Rule, case: &GuideCase<'_>, cx: &Context<'_>, place: &str) -> Statement<'r> {
    finding(rule, cx, Subject::page(case.at.url)).at(case.at, place)
}

/// The words as a sentence lists them: `“甲”、“乙”等5处`, at most three told.
pub(super) fn listed<'a>(words: impl ExactSizeIterator<Item = &'a str>, unit: &str) -> String {
    let count = words.len();
    let first: Vec<String> = words.take(3).map(quoted).collect();
    let first = first.join("、");
    if count > 3 { format!("{first}等{count}{unit}") } else { first }
}

/// A name in quotation marks, unless it has 《》 of its own.
pub(super) fn quoted(name: &str) -> String {
    if name.starts_with('《') && name.ends_with('》') {
        name.to_owned()
    } else {
        format!("“{name}”")
    }
}
