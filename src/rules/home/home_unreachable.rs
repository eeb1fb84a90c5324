//! 首页无法访问: the home page did not open during the inspection.

use crate::facts::SiteFacts;
use crate::finding::{Grade, Subject, Verdict};
use crate::rules::keys::{CAUSE, TRIES};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule. One inspection is no week of probes, so it is grave and not yet a veto.
pub(crate) const RULE: Rule = Rule {
    id: "home-unreachable",
    title: "首页无法访问",
    grade: Grade::Serious,
    basis: &[Clause::C15_V1, Clause::P19_V2],
    explain: include_str!("../explain/home-unreachable.md"),
    check: Check::Site(check),
    keys: &[&[CAUSE, TRIES]],
    fold: Fold::Page,
};

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let Some(failure) = &facts.home.unreachable else {
        return Verdict::Pass;
    };
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "首页")
        .says(format!("首页打不开：{}（尝试{}次）", failure.cause_text, failure.tries))
        .because(CAUSE, failure.cause.as_str())
        .because(TRIES, failure.tries)
        .advice("请立即检查网站服务器、域名和网络；若只是检查时的短时故障，请重新检查一次");
    Verdict::Fail(vec![statement.done()])
}
