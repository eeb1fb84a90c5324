//! 办事指南电话无效: a telephone in a guide that cannot be dialled.

use super::guide_text::{of_guide, quoted};
use crate::facts::{PageKind, PhoneFacts};
use crate::finding::{Grade, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-phone",
    title: "办事指南电话无效",
    grade: Grade::Minor,
    basis: &[Clause::C15_S1, Clause::P19_D14],
    explain: include_str!("../explain/guide-phone.md"),
    check: Check::Guide(check),
    keys: &[&[NUMBERS, HEADINGS]],
    fold: Fold::Page,
};

const NUMBERS: Key = Key::shown("numbers", Shape::List, "号码 ", "");
/// The headings they stand under.
const HEADINGS: Key = Key::for_programs("headings", Shape::List);

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    let phones = &case.guide.phones;
    if case.page.kind == PageKind::Error || phones.is_empty() {
        return Verdict::NotApplicable;
    }
    let report = |numbers: &[(&PhoneFacts, &str)], message: String, advice: &str| {
        let place = numbers.first().map_or("办事指南", |(p, _)| p.heading.as_str());
        let statement = of_guide(&RULE, case, cx, &format!("办事指南中的{}", quoted(place)))
            .says(message)
            .because(NUMBERS, numbers.iter().map(|(_, n)| *n).collect::<Vec<_>>())
            .because(HEADINGS, numbers.iter().map(|(p, _)| p.heading.as_str()).collect::<Vec<_>>())
            .advice(advice);
        vec![statement.done()]
    };
    let mut invalid: Vec<(&PhoneFacts, &str)> = Vec::new();
    let mut doubtful: Vec<(&PhoneFacts, &str)> = Vec::new();
    for phone in phones {
        invalid.extend(phone.placeholders.iter().map(|n| (phone, n.as_str())));
        // Beside a number that can be dialled a short one is an extension, a room, or a slip that misleads nobody.
        if !phone.reachable {
            invalid.extend(phone.wrong.iter().map(|n| (phone, n.as_str())));
            doubtful.extend(phone.doubtful.iter().map(|n| (phone, n.as_str())));
        }
    }
    let words = |numbers: &[(&PhoneFacts, &str)]| {
        let said: Vec<String> = numbers.iter().map(|(p, n)| format!("{}“{n}”", p.heading)).take(5).collect();
        said.join("、")
    };
    if !invalid.is_empty() {
        let message = format!("办事指南中的电话无效，拨不通：{}", words(&invalid));
        Verdict::Fail(report(
            &invalid,
            message,
            "请改成能拨通的电话号码（区号加 7 至 8 位号码、11 位手机号或服务热线）",
        ))
    } else if !doubtful.is_empty() {
        let message = format!("需人工核查：办事指南中的电话像是示例号码：{}", words(&doubtful));
        Verdict::NeedsReview(report(&doubtful, message, "请拨打核对"))
    } else {
        Verdict::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge_guide;
    use crate::standard::GuideElement;
    use serde_json::json;

    fn phone(heading: &str) -> PhoneFacts {
        PhoneFacts {
            heading: heading.to_owned(),
            reachable: false,
            wrong: Vec::new(),
            placeholders: Vec::new(),
            doubtful: Vec::new(),
        }
    }

    fn run(phones: Vec<PhoneFacts>) -> Verdict {
        judge_guide(check, &GuideElement::ALL, &[], |guide, _| guide.phones = phones)
    }

    fn numbers(list: &[&str]) -> Vec<String> {
        list.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn one_finding_names_every_number() {
        let Verdict::Fail(found) = run(vec![
            PhoneFacts {
                wrong: numbers(&["0592-226211"]),
                ..phone("咨询电话")
            },
            PhoneFacts {
                placeholders: numbers(&["XXXXXXXX"]),
                reachable: true,
                ..phone("投诉电话")
            },
        ]) else {
            panic!("must fail");
        };
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].evidence["numbers"], json!(["0592-226211", "XXXXXXXX"]));
        assert_eq!(
            &*found[0].message,
            "办事指南中的电话无效，拨不通：咨询电话“0592-226211”、投诉电话“XXXXXXXX”"
        );
    }

    #[test]
    fn a_good_number_beside_a_short_one_passes() {
        let beside = PhoneFacts {
            reachable: true,
            wrong: numbers(&["22621"]),
            doubtful: numbers(&["0592-0000000"]),
            ..phone("咨询电话")
        };
        assert_eq!(run(vec![beside]), Verdict::Pass);
        assert_eq!(run(Vec::new()), Verdict::NotApplicable);
    }

    #[test]
    fn an_invented_number_is_for_a_person() {
        let zeros = PhoneFacts {
            doubtful: numbers(&["0592-0000000"]),
            ..phone("咨询电话")
        };
        assert!(matches!(run(vec![zeros]), Verdict::NeedsReview(_)));
    }
}
