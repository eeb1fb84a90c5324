//! 发布日期疑似不实: a date of publication that something else about the page contradicts.
//!
//! None of it proves anything by itself, so all of it is a hint for a person.

mod signal;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use self::signal::{Kind, Signal, signals};
use crate::facts::{DateFacts, DatedPage, Paper};
use crate::finding::{Evidence, Finding, Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, page_text, page_text::At};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "date-forged",
    title: "发布日期疑似不实",
    grade: Grade::Notice,
    basis: &[Clause::P19_V1_5],
    explain: include_str!("../explain/date-forged.md"),
    check: Check::Dates(check),
    fold: Fold::Page,
};

/// A signal may be the template's or a server's doing, and not an editor's, where it stands on so many pages and on one in
/// so many of those that could have it: on half of a few, or on a fifth of many.
const MANY: &[(u64, u64)] = &[(5, 2), (50, 5)];
/// Pages named at most where they are told together.
const EXAMPLES: usize = 10;

fn check(facts: &DateFacts, cx: &Context<'_>) -> Vec<Verdict> {
    let found: Vec<(&DatedPage, Vec<Signal>)> = facts
        .odd
        .iter()
        .map(|page| (page, signals(page, cx.today)))
        .filter(|(_, signals)| !signals.is_empty())
        .collect();
    let mut pages: BTreeMap<Kind, Vec<&DatedPage>> = BTreeMap::new();
    for (page, signals) in &found {
        for signal in signals {
            pages.entry(signal.kind).or_default().push(page);
        }
    }
    // A signal that stands on many pages is told once.
    pages.retain(|kind, with| is_general(with.len() as u64, kind.out_of(facts)));
    let mut verdicts: Vec<Verdict> = pages.iter().map(|(kind, with)| together(*kind, with, facts, cx)).collect();
    for (page, signals) in found {
        let own: Vec<Signal> = signals.into_iter().filter(|s| !pages.contains_key(&s.kind)).collect();
        // What is for a person to look at by itself goes along where something else is told.
        if own.iter().any(|s| !s.weak) {
            verdicts.push(Verdict::Fail(vec![one(page, &own, cx)]));
        } else if !own.is_empty() {
            verdicts.push(Verdict::NeedsReview(vec![one(page, &own, cx)]));
        }
    }
    if facts.more > 0 {
        verdicts.push(Verdict::NotJudged(crate::facts::Why::CutOff));
    }
    verdicts
}

fn one(page: &DatedPage, signals: &[Signal], cx: &Context<'_>) -> Finding {
    let reasons: Vec<String> = signals.iter().map(|s| s.chinese()).collect();
    let message = format!("页面注明的发布日期是{}，{}；请核实是否如实标注", page.shown, reasons.join("；"));
    let mut evidence = Evidence::new();
    evidence.insert("signals".into(), json!(signals.iter().map(|s| s.kind.id()).collect::<Vec<_>>()));
    evidence.insert("shown".into(), json!(page.shown.to_string()));
    evidence.insert("other".into(), json!(signals[0].other.to_string()));
    for signal in signals {
        evidence.insert(signal.kind.key().into(), json!(signal.other.to_string()));
    }
    let advice = "请核实该稿件的实际发布时间；确属误标的更正，迁移、改版造成的可不处理";
    page_text::finding(&RULE, cx, &At::dated(page, "发布时间"), message, evidence, advice)
}

/// One finding for many pages, on the home page: a template or a server is put right once.
fn together(kind: Kind, pages: &[&DatedPage], facts: &DateFacts, cx: &Context<'_>) -> Verdict {
    let out_of = kind.out_of(facts);
    let message = format!(
        "{}个页面{}（共查{out_of}个），可能是模板、服务器设置或网站迁移造成的；请核实",
        pages.len(),
        kind.of_many()
    );
    let mut evidence = Evidence::new();
    evidence.insert("signals".into(), json!([kind.id()]));
    evidence.insert("count".into(), json!(pages.len()));
    evidence.insert("out_of".into(), json!(out_of));
    let examples: Vec<&str> = pages.iter().take(EXAMPLES).map(|p| p.url.as_str()).collect();
    evidence.insert("examples".into(), json!(examples));
    let home = Paper::plain(&facts.home, &cx.site.name);
    let mut finding = page_text::finding(
        &RULE,
        cx,
        &At::paper(&home, "稿件页的发布时间"),
        message,
        evidence,
        "请核实发布时间的来源，确属误标的更正模板或批量更正",
    );
    finding.key = kind.id().into();
    // A server's clock, and what a migration left, say nothing of anybody's intent.
    if kind.says_little_of_many() {
        Verdict::NeedsReview(vec![finding])
    } else {
        Verdict::Fail(vec![finding])
    }
}

/// Whether a signal stands on so many of the pages that could have it that it is told once.
fn is_general(with: u64, out_of: u64) -> bool {
    MANY.iter().any(|(least, one_in)| with >= *least && with * one_in >= out_of)
}

/// Days from one date to a later one.
fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests;
