//! 发布日期疑似不实: a date of publication that something else about the page contradicts.
//!
//! None of it proves anything by itself, so all of it is a hint for a person.

mod signal;

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::signal::{Kind, Signal, signals};
use crate::facts::{DateFacts, DatedPage, Paper};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::{COUNT, EXAMPLES};
use crate::rules::statement::Statement;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "date-forged",
    title: "发布日期疑似不实",
    grade: Grade::Notice,
    basis: &[Clause::P19_V1_5],
    explain: include_str!("../explain/date-forged.md"),
    check: Check::Dates(check),
    keys: &[&[
        SIGNALS,
        SHOWN,
        AS_OF,
        EARLIER_DATE,
        ADDRESS_DATE,
        LABEL_DATE,
        LAST_MODIFIED,
        OUT_OF,
        EXAMPLES,
        COUNT,
        OTHER,
    ]],
    fold: Fold::Page,
};

/// What contradicts the date.
const SIGNALS: Key = Key::shown(
    "signals",
    Shape::Ids(Ids::Of {
        all: || Kind::ALL.iter().map(|kind| kind.id().to_owned()).collect(),
        chinese: |id| Some(Kind::ALL.iter().find(|kind| kind.id() == id)?.chinese().to_owned()),
    }),
    "疑点 ",
    "",
);
const SHOWN: Key = Key::shown("shown", Shape::Date, "注明的日期 ", "");
/// The gravest of the dates that stand against it.
const OTHER: Key = Key::for_programs("other", Shape::Date);
const AS_OF: Key = Key::shown("as_of", Shape::Date, "检查日 ", "");
const EARLIER_DATE: Key = Key::shown("earlier_date", Shape::Date, "此前检查 ", "");
const ADDRESS_DATE: Key = Key::shown("address_date", Shape::Date, "网址中的日期 ", "");
const LABEL_DATE: Key = Key::shown("label_date", Shape::Date, "PubDate 标签 ", "");
const LAST_MODIFIED: Key = Key::shown("last_modified", Shape::Date, "文件最后修改 ", "");
/// How many pages could have shown it.
const OUT_OF: Key = Key::shown("out_of", Shape::Number, "共查 ", " 个页面");

/// A signal may be the template's or a server's doing, and not an editor's, where it stands on so many pages and on one in
/// so many of those that could have it: on half of a few, or on a fifth of many.
const MANY: &[(u64, u64)] = &[(5, 2), (50, 5)];
/// Dates after the day of the inspection are one fact from so many pages on, whatever share they are: the day of the
/// inspection is not the day the pages were saved, or they are read wrongly.
const MANY_AHEAD: u64 = 5;
/// Pages named at most where they are told together.
const MOST_NAMED: usize = 30;

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
    pages.retain(|kind, with| is_general(*kind, with.len() as u64, kind.out_of(facts)));
    let mut verdicts: Vec<Verdict> = pages.iter().map(|(kind, with)| together(*kind, with, facts, cx)).collect();
    // Dates that nothing contradicts were looked at too.
    if facts.dated > found.len() as u64 + facts.more {
        verdicts.push(Verdict::Pass);
    }
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
    let statement = finding(&RULE, cx, Subject::page(&page.url))
        .at(page, "发布时间")
        .says(message)
        .because(SIGNALS, signals.iter().map(|s| s.kind.id()).collect::<Vec<_>>())
        .because(SHOWN, page.shown.to_string())
        .because(OTHER, signals[0].other.to_string())
        .advice("请核实该稿件的实际发布时间；确属误标的更正，迁移、改版造成的可不处理");
    let with = |statement: Statement<'static>, signal: &Signal| statement.because(signal.kind.key(), signal.other.to_string());
    signals.iter().fold(statement, with).done()
}

/// One finding for many pages, on the home page: a template or a server is put right once.
fn together(kind: Kind, pages: &[&DatedPage], facts: &DateFacts, cx: &Context<'_>) -> Verdict {
    let out_of = kind.out_of(facts);
    let message = format!(
        "{}个页面{}（共查{out_of}个），{}；请核实",
        pages.len(),
        kind.of_many(),
        kind.why_many()
    );
    let examples: Vec<&str> = pages.iter().take(MOST_NAMED).map(|p| p.url.as_str()).collect();
    let statement = finding(&RULE, cx, Subject::thing(kind.id()))
        .at(&Paper::plain(&facts.home, &cx.site.name), "稿件页的发布时间")
        .says(message)
        .because(SIGNALS, [kind.id()].as_slice())
        .because(COUNT, pages.len())
        .because(OUT_OF, out_of)
        .because(EXAMPLES, examples)
        .advice("请核实发布时间的来源，确属误标的更正模板或批量更正");
    let found = vec![statement.done()];
    // A server's clock, and what a migration left, say nothing of anybody's intent.
    if kind.says_little_of_many() {
        Verdict::NeedsReview(found)
    } else {
        Verdict::Fail(found)
    }
}

/// Whether a signal stands on so many of the pages that could have it that it is told once.
fn is_general(kind: Kind, with: u64, out_of: u64) -> bool {
    let ahead = kind == Kind::Future && with >= MANY_AHEAD;
    ahead || MANY.iter().any(|(least, one_in)| with >= *least && with * one_in >= out_of)
}

/// Days from one date to a later one.
fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests;
