//! What the rules of service guides share: how a finding about a guide is put.

use crate::facts::{GuideBody, GuideFacts, PageKind};
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

/// Why the text of a guide could not be read, or is none that could be judged: what one rule cannot read of it, none can.
/// Nothing where every element was read all the same, or the page is an error page.
pub(crate) fn unread(kind: PageKind, guide: &GuideFacts) -> Option<&'static str> {
    if kind == PageKind::Error || guide.missing().is_empty() {
        return None;
    }
    match guide.body {
        // A column of guides also takes in policies, explanations and drafts: with hardly an element of a guide nobody but
        // a person can say that the page is meant as one.
        GuideBody::Text if !guide.speaks_to_applicants() => Some("几乎没有写到办事指南的要素，不能断定是不是办事指南"),
        GuideBody::Text => None,
        GuideBody::Image if guide.speaks_to_applicants() => Some("正文中有图片"),
        GuideBody::Image => Some("正文为图片"),
        GuideBody::Attachment => Some("正文只有附件"),
        GuideBody::Script => Some("正文由脚本或内嵌页面填入"),
    }
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
