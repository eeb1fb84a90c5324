//! 首页无法访问: the home page did not open during the inspection.

use serde_json::json;

use crate::facts::SiteFacts;
use crate::finding::{Evidence, Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, page_text, page_text::At};
use crate::standard::Clause;

/// The rule. One inspection is no week of probes, so it is grave and not yet a veto.
pub(crate) const RULE: Rule = Rule {
    id: "home-unreachable",
    title: "首页无法访问",
    grade: Grade::Serious,
    basis: &[Clause::C15_V1, Clause::P19_V2],
    explain: include_str!("../explain/home-unreachable.md"),
    check: Check::Site(check),
    fold: Fold::Page,
};

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let Some(failure) = &facts.home.unreachable else {
        return Verdict::Pass;
    };
    let mut evidence = Evidence::new();
    evidence.insert("cause".into(), json!(failure.cause));
    evidence.insert("tries".into(), json!(failure.tries));
    let message = format!("首页打不开：{}（尝试{}次）", failure.cause_text, failure.tries);
    let advice = "请立即检查网站服务器、域名和网络；若只是检查时的短时故障，请重新检查一次";
    Verdict::Fail(vec![page_text::finding(
        &RULE,
        cx,
        &At::home(facts, "首页"),
        message,
        evidence,
        advice,
    )])
}
