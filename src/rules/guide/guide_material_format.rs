//! 办理材料形式未说明: a guide that lists materials and never says in which form they are to be handed in.

use super::guide_text::{listed, of_guide};
use crate::facts::{GuideBody, MaterialItem, PageKind, Why};
use crate::finding::{Grade, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-material-format",
    title: "办理材料形式未说明",
    grade: Grade::Minor,
    basis: &[Clause::P19_D13],
    explain: include_str!("../explain/guide-material-format.md"),
    check: Check::Guide(check),
    keys: &[&[WITHOUT, MATERIALS]],
    fold: Fold::Page,
};

/// Materials whose form is not told.
const WITHOUT: Key = Key::shown("without", Shape::List, "没有说明形式的材料 ", "");
/// All materials.
const MATERIALS: Key = Key::for_programs("materials", Shape::List);

/// Materials that are told one by one.
const MOST_LISTED: usize = 20;

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    let guide = case.guide;
    // That there are no materials, or that the guide is an image, is told by guide-incomplete.
    let Some(materials) = guide
        .materials
        .as_ref()
        .filter(|_| case.page.kind != PageKind::Error && guide.body == GuideBody::Text)
    else {
        return Verdict::NotApplicable;
    };
    if materials.form_for_all {
        return Verdict::Pass;
    }
    let without: Vec<&MaterialItem> = materials.items.iter().filter(|i| i.named && !i.form).collect();
    let some_say = materials.items.iter().any(|i| i.form);
    if without.is_empty() && (some_say || materials.none_needed) {
        return Verdict::Pass;
    }
    if materials.unread {
        return Verdict::NotJudged(Why::NotText);
    }
    let report = |message: String| {
        let names = |items: &mut dyn Iterator<Item = &MaterialItem>| items.take(MOST_LISTED).map(|i| i.text.clone()).collect::<Vec<_>>();
        let statement = of_guide(&RULE, case, cx, "办事指南中的办理材料")
            .says(message)
            .because(MATERIALS, names(&mut materials.items.iter()))
            .because(WITHOUT, names(&mut without.iter().copied()))
            .advice("请逐项写明材料是原件还是复印件、纸质还是电子版，以及份数");
        vec![statement.done()]
    };
    let list = listed(without.iter().map(|i| i.text.as_str()), "项");
    if without.is_empty() {
        // Words were read, and none of them is certainly a document.
        Verdict::NeedsReview(report(
            "需人工核查：办理材料没有写明原件、复印件、电子版或份数，请核对所列是否为材料".to_owned(),
        ))
    } else if some_say {
        Verdict::NeedsReview(report(format!("需人工核查：部分办理材料没有写明形式或份数：{list}")))
    } else {
        Verdict::Fail(report(format!(
            "办理材料都没有说明形式（原件、复印件、纸质、电子版）和份数：{list}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::MaterialFacts;
    use crate::rules::testing::judge_guide;
    use crate::standard::GuideElement;
    use serde_json::json;

    fn run(items: &[(&str, bool, bool)], edit: impl FnOnce(&mut MaterialFacts, &mut GuideBody)) -> Verdict {
        judge_guide(check, &GuideElement::ALL, &[], |guide, _| {
            let mut materials = MaterialFacts {
                items: items
                    .iter()
                    .map(|(text, form, named)| MaterialItem {
                        text: (*text).to_owned(),
                        form: *form,
                        named: *named,
                    })
                    .collect(),
                ..MaterialFacts::default()
            };
            edit(&mut materials, &mut guide.body);
            guide.materials = Some(materials);
        })
    }

    const BARE: &[(&str, bool, bool)] = &[("身份证", false, true), ("户口簿", false, true)];

    #[test]
    fn no_form_at_all_fails_and_names_the_materials() {
        let Verdict::Fail(found) = run(BARE, |_, _| {}) else {
            panic!("must fail")
        };
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].evidence["without"], json!(["身份证", "户口簿"]));
        assert_eq!(
            &*found[0].message,
            "办理材料都没有说明形式（原件、复印件、纸质、电子版）和份数：“身份证”、“户口簿”"
        );
    }

    #[test]
    fn a_form_for_some_is_for_a_person() {
        let verdict = run(&[("身份证原件", true, true), ("户口簿", false, true)], |_, _| {});
        assert!(matches!(verdict, Verdict::NeedsReview(f) if f[0].evidence["without"] == json!(["户口簿"])));
        let words = run(&[("请按窗口要求准备", false, false)], |_, _| {});
        assert!(matches!(words, Verdict::NeedsReview(_)));
    }

    #[test]
    fn what_is_said_or_not_needed_passes() {
        assert_eq!(
            run(&[("身份证原件1份", true, true), ("请提前准备", false, false)], |_, _| {}),
            Verdict::Pass
        );
        assert_eq!(run(BARE, |m, _| m.form_for_all = true), Verdict::Pass);
        assert_eq!(run(&[], |m, _| m.none_needed = true), Verdict::Pass);
    }

    #[test]
    fn what_was_not_read_is_not_judged() {
        assert_eq!(run(BARE, |m, _| m.unread = true), Verdict::NotJudged(Why::NotText));
        assert_eq!(run(BARE, |_, body| *body = GuideBody::Image), Verdict::NotApplicable);
        assert_eq!(judge_guide(check, &GuideElement::ALL, &[], |_, _| {}), Verdict::NotApplicable);
    }
}
