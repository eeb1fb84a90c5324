//! What the rules of service guides share: how a finding about a guide is put.

use crate::finding::{Evidence, Finding, Text};
use crate::rules::{Context, GuideCase, Rule};

/// A finding about a guide as a whole: one a guide and rule.
pub(super) fn finding(
    rule: &Rule,
    case: &GuideCase<'_>,
    cx: &Context<'_>,
    place: &str,
    message: String,
    evidence: Evidence,
    advice: &str,
) -> Finding {
    Finding {
        rule: rule.id.into(),
        grade: rule.grade,
        site: cx.site.id.as_str().into(),
        column: case.at.column.map(Into::into),
        page_url: case.at.url.into(),
        page_title: case.at.title.map(Into::into),
        message: message.into(),
        place: place.into(),
        target_url: None,
        evidence: evidence.into(),
        advice: advice.into(),
        basis: crate::standard::basis_text(rule.basis).into(),
        key: Text::default(),
    }
}

/// The words as a sentence lists them: `“甲”、“乙”等5处`, at most three told.
pub(super) fn listed<'a>(words: impl ExactSizeIterator<Item = &'a str>, unit: &str) -> String {
    let count = words.len();
    let told: Vec<String> = words.take(3).map(quoted).collect();
    let told = told.join("、");
    if count > 3 { format!("{told}等{count}{unit}") } else { told }
}

/// A name in quotation marks, unless it has 《》 of its own.
pub(super) fn quoted(name: &str) -> String {
    if name.starts_with('《') && name.ends_with('》') {
        name.to_owned()
    } else {
        format!("“{name}”")
    }
}
