//! 所列依据仅有名称: a guide that cites a law or policy by its name alone.

use super::guide_text::{listed, of_guide, unread};
use crate::facts::{PageKind, PolicyDetail};
use crate::finding::{Grade, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-policy-unstated",
    title: "所列依据仅有名称",
    // Half a point a guide in the table of 2019, and nothing in that of 2015.
    grade: Grade::Notice,
    basis: &[Clause::P19_D13],
    explain: include_str!("../explain/guide-policy-unstated.md"),
    check: Check::Guide(check),
    keys: &[&[POLICIES]],
    fold: Fold::Page,
};

/// Laws and policies of which only the name is given.
const POLICIES: Key = Key::shown("policies", Shape::List, "只有名称的文件 ", "");

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    let policies = &case.guide.policies;
    if case.page.kind == PageKind::Error || policies.is_empty() {
        return Verdict::NotApplicable;
    }
    let with = |how: PolicyDetail| -> Vec<&str> { policies.iter().filter(|p| p.detail == how).map(|p| p.name.as_str()).collect() };
    let report = |names: &[&str], message: String| {
        let statement = of_guide(&RULE, case, cx, "办事指南中的设定依据")
            .says(message)
            .because(POLICIES, names)
            .advice("请写明所依据的条款及内容，或把名称链接到政策原文");
        vec![statement.done()]
    };
    let bare = with(PolicyDetail::NameOnly);
    let numbered = with(PolicyDetail::Number);
    if let Some(why) = unread(case.page.kind, case.guide).filter(|_| !bare.is_empty()) {
        let list = listed(bare.iter().copied(), "份");
        Verdict::NeedsReview(report(
            &bare,
            format!("需人工核查：办事指南{why}，读到的文字只写了依据的名称，请核对是否另有说明：{list}"),
        ))
    } else if !bare.is_empty() {
        let list = listed(bare.iter().copied(), "份");
        Verdict::Fail(report(&bare, format!("设定依据只写了文件名称，没有说明具体内容：{list}")))
    } else if !numbered.is_empty() {
        let list = listed(numbered.iter().copied(), "份");
        Verdict::NeedsReview(report(
            &numbered,
            format!("需人工核查：设定依据写了文件名称和文号，没有条款、内容和链接，请核对是否说明了具体内容：{list}"),
        ))
    } else {
        Verdict::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::CitedPolicy;
    use crate::rules::testing::judge_guide;
    use crate::standard::GuideElement;
    use serde_json::json;

    fn run(policies: &[(&str, PolicyDetail)]) -> Verdict {
        judge_guide(check, &GuideElement::ALL, &[], |guide, _| {
            guide.policies = policies
                .iter()
                .map(|(name, detail)| CitedPolicy {
                    name: (*name).to_owned(),
                    detail: *detail,
                })
                .collect();
        })
    }

    #[test]
    fn names_alone_are_told_in_one_notice() {
        let Verdict::Fail(found) = run(&[
            ("《居住证暂行条例》", PolicyDetail::NameOnly),
            ("《户口登记条例》", PolicyDetail::Content),
        ]) else {
            panic!("must fail");
        };
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].grade, Grade::Notice);
        assert_eq!(found[0].evidence["policies"], json!(["《居住证暂行条例》"]));
        assert_eq!(&*found[0].message, "设定依据只写了文件名称，没有说明具体内容：《居住证暂行条例》");
    }

    #[test]
    fn a_number_is_for_a_person_and_content_passes() {
        assert!(matches!(run(&[("《通知》", PolicyDetail::Number)]), Verdict::NeedsReview(_)));
        assert_eq!(run(&[("《户口登记条例》", PolicyDetail::Content)]), Verdict::Pass);
        assert_eq!(run(&[]), Verdict::NotApplicable);
    }
}
