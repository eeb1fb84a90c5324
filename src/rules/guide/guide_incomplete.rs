//! 办事指南要素缺失: a service guide without one of the elements the tables ask for.

use serde_json::Value;

use super::guide_text::{ELEMENTS, of_guide, unread};
use crate::facts::{GuideBody, PageKind};
use crate::finding::{Finding, Grade, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, Rule};
use crate::standard::{Clause, GuideElement};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-incomplete",
    title: "办事指南要素缺失",
    grade: Grade::Minor,
    basis: &[Clause::C15_S1, Clause::P19_D13, Clause::P19_V6],
    explain: include_str!("../explain/guide-incomplete.md"),
    check: Check::Guide(check),
    keys: &[&[MISSING, EMPTY, STATED, MISSING_2015]],
    fold: Fold::Page,
};

/// Elements that are missing.
const MISSING: Key = Key::shown("missing", ELEMENTS, "缺少 ", "");
/// Those among them that the table of 2015 asks for.
const MISSING_2015: Key = Key::for_programs("missing_2015", ELEMENTS);
/// Elements of which there is a heading and nothing below it.
const EMPTY: Key = Key::shown("empty", ELEMENTS, "有标题没有内容 ", "");
/// Elements that are stated, each with the heading it stands under.
const STATED: Key = Key::written("found", Shape::Parts, |evidence| {
    // The heading is told where it is another.
    let heading = |(element, heading): (&String, &Value)| match heading.as_str() {
        Some(heading) if heading != element && !heading.is_empty() => format!("{element}（“{heading}”）"),
        _ => element.clone(),
    };
    let stated: Vec<String> = evidence.get("found")?.as_object()?.iter().map(heading).collect();
    (!stated.is_empty()).then(|| format!("已写明 {}", stated.join("、")))
});

/// 国办秘函〔2019〕19号 counts a guide for its veto when four classes or more are missing.
const VETO_COUNTS_FROM: usize = 4;

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    if case.page.kind == PageKind::Error {
        return Verdict::NotApplicable;
    }
    let guide = case.guide;
    let missing = guide.missing();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    if let Some(why) = unread(case.page.kind, guide) {
        // The same words for all such pages, so that they are one row; what was read of each is evidence.
        let message = match guide.body {
            GuideBody::Text => format!("需人工核查：办事指南栏目里的网页{why}；是办事指南的，请对照核对各项要素是否齐全"),
            _ => format!("需人工核查：办事指南{why}，机器读不到要素；请对照核对各项要素是否齐全"),
        };
        return Verdict::NeedsReview(vec![of_missing(case, cx, &missing, Grade::Minor, message)]);
    }
    let only_2019 = missing.iter().all(|e| !e.in_census_2015());
    let grade = if missing.len() >= VETO_COUNTS_FROM {
        Grade::Serious
    } else if only_2019 {
        Grade::Notice
    } else {
        RULE.grade
    };
    let mut message = format!("办事指南要素{}缺失", bracketed(&missing));
    let mut remarks: Vec<String> = guide
        .empty
        .iter()
        .map(|(element, heading)| {
            if heading == element.chinese() {
                format!("“{heading}”有标题但没有有效内容")
            } else {
                format!("【{}】所在的“{heading}”有标题但没有有效内容", element.chinese())
            }
        })
        .collect();
    let new: Vec<GuideElement> = missing.iter().copied().filter(|e| !e.in_census_2015()).collect();
    if !new.is_empty() {
        remarks.push(format!("{}为2019年检查指标新增要素", bracketed(&new)));
    }
    if !remarks.is_empty() {
        message = format!("{message}（{}）", remarks.join("；"));
    }
    Verdict::Fail(vec![of_missing(case, cx, &missing, grade, message)])
}

fn bracketed(elements: &[GuideElement]) -> String {
    elements.iter().map(|e| format!("【{}】", e.chinese())).collect()
}

fn names<'a>(elements: impl Iterator<Item = &'a GuideElement>) -> Value {
    elements.map(|e| e.chinese()).collect()
}

fn of_missing(case: &GuideCase<'_>, cx: &Context<'_>, missing: &[GuideElement], grade: Grade, message: String) -> Finding {
    let guide = case.guide;
    let stated: serde_json::Map<String, Value> = guide
        .elements
        .iter()
        .map(|(e, v)| (e.chinese().to_owned(), v.heading.as_str().into()))
        .collect();
    let basis: &[Clause] = if missing.iter().any(|e| e.in_census_2015()) {
        RULE.basis
    } else {
        &[Clause::P19_D13, Clause::P19_V6]
    };
    of_guide(&RULE, case, cx, "办事指南正文")
        .says(message)
        .because(MISSING, names(missing.iter()))
        .because(MISSING_2015, names(missing.iter().filter(|e| e.in_census_2015())))
        .because(EMPTY, names(guide.empty.iter().map(|(e, _)| e)))
        .because(STATED, stated)
        .advice(format!("请在该办事指南中补充{}的具体内容", bracketed(missing)))
        .grade(grade)
        .basis(basis)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge_guide;
    use serde_json::json;

    fn run(present: &[GuideElement], edit: impl FnOnce(&mut crate::facts::GuideFacts, &mut crate::facts::PageFacts)) -> Verdict {
        judge_guide(check, present, &[], edit)
    }

    fn all_but(missing: &[GuideElement]) -> Vec<GuideElement> {
        GuideElement::ALL.into_iter().filter(|e| !missing.contains(e)).collect()
    }

    #[test]
    fn a_complete_guide_passes_whatever_its_body() {
        assert_eq!(run(&GuideElement::ALL, |_, _| {}), Verdict::Pass);
        assert_eq!(run(&GuideElement::ALL, |g, _| g.body = GuideBody::Image), Verdict::Pass);
    }

    #[test]
    fn one_finding_names_all_that_is_missing() {
        let present = all_but(&[GuideElement::Hours, GuideElement::Fees]);
        let Verdict::Fail(found) = run(&present, |g, _| g.empty.push((GuideElement::Hours, "工作时间".into()))) else {
            panic!("must fail");
        };
        let [finding] = &found[..] else { panic!("one finding a guide") };
        assert_eq!(finding.grade, Grade::Minor);
        assert_eq!(
            &*finding.message,
            "办事指南要素【办理时间】【收费标准】缺失（【办理时间】所在的“工作时间”有标题但没有有效内容；【收费标准】为2019年检查指标新增要素）"
        );
        assert_eq!(finding.evidence["missing"], json!(["办理时间", "收费标准"]));
        assert_eq!(finding.evidence["missing_2015"], json!(["办理时间"]));
        assert_eq!(finding.evidence["empty"], json!(["办理时间"]));
        assert_eq!(finding.evidence["found"]["联系电话"], json!("联系电话"));
    }

    #[test]
    fn four_missing_are_serious_and_two_new_ones_a_notice() {
        let four = all_but(&[GuideElement::Hours, GuideElement::Fees, GuideElement::Basis, GuideElement::Place]);
        assert!(matches!(run(&four, |_, _| {}), Verdict::Fail(f) if f[0].grade == Grade::Serious));
        let new = all_but(&[GuideElement::Agency, GuideElement::Fees]);
        assert!(matches!(run(&new, |_, _| {}), Verdict::Fail(f) if f[0].grade == Grade::Notice && !f[0].basis.contains("2015")));
    }

    #[test]
    fn what_cannot_be_read_goes_to_a_person() {
        for body in [GuideBody::Image, GuideBody::Attachment, GuideBody::Script] {
            let verdict = run(&[GuideElement::Name], |g, _| g.body = body);
            assert!(
                matches!(&verdict, Verdict::NeedsReview(f) if f[0].message.starts_with("需人工核查")),
                "{verdict:?}"
            );
        }
    }

    #[test]
    fn a_page_that_is_not_written_as_a_guide_goes_to_a_person() {
        let one = run(&[GuideElement::Name, GuideElement::Basis], |_, _| {});
        assert!(
            matches!(&one, Verdict::NeedsReview(f) if f[0].message.contains("不能断定是不是办事指南")),
            "{one:?}"
        );
        // What only the title tells is not what the page says.
        let titled = run(&[GuideElement::Phone, GuideElement::Materials], |g, _| {
            g.elements.values_mut().for_each(|v| v.heading = "页面标题".into());
        });
        assert!(matches!(titled, Verdict::NeedsReview(_)));
        let phone = run(&[GuideElement::Phone], |_, _| {});
        assert!(matches!(phone, Verdict::Fail(_)));
        let empty = run(&[], |g, _| g.empty.push((GuideElement::Hours, "办理时间".into())));
        assert!(matches!(empty, Verdict::Fail(_)));
    }

    #[test]
    fn an_error_page_is_not_judged() {
        assert_eq!(run(&[], |_, p| p.kind = PageKind::Error), Verdict::NotApplicable);
    }
}
