//! 办事指南表述含糊: materials or conditions that leave open what is asked for.

use super::guide_text::{ELEMENTS, listed, of_guide};
use crate::facts::{PageKind, VaguePhrase};
use crate::finding::{Grade, Key, Shape, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, Rule};
use crate::standard::{Clause, GuideElement};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "guide-vague",
    title: "办事指南表述含糊",
    grade: Grade::Minor,
    basis: &[Clause::P19_D13],
    explain: include_str!("../explain/guide-vague.md"),
    check: Check::Guide(check),
    keys: &[&[PHRASES, PHRASE_COUNT, IN_ELEMENTS]],
    fold: Fold::Page,
};

const PHRASES: Key = Key::shown("phrases", Shape::List, "含糊的说法 ", "");
const PHRASE_COUNT: Key = Key::for_programs("phrase_count", Shape::Number);
/// The elements they stand in.
const IN_ELEMENTS: Key = Key::for_programs("elements", ELEMENTS);

/// One guide is one finding; ten examples are enough to find the rest by.
const MOST_LISTED: usize = 10;

fn check(case: &GuideCase<'_>, cx: &Context<'_>) -> Verdict {
    if case.page.kind == PageKind::Error {
        return Verdict::NotApplicable;
    }
    let (doubtful, certain): (Vec<&VaguePhrase>, Vec<&VaguePhrase>) = case.guide.vague.iter().partition(|v| v.doubtful);
    let report = |phrases: &[&VaguePhrase], before: &str| {
        let words = phrases.iter().map(|v| v.phrase.as_str());
        let message = format!("{before}{}", listed(words, "处"));
        let mut elements: Vec<GuideElement> = phrases.iter().map(|v| v.element).collect();
        elements.sort_unstable();
        elements.dedup();
        let elements: Vec<&str> = elements.into_iter().map(GuideElement::chinese).collect();
        let statement = of_guide(&RULE, case, cx, &format!("办事指南中的{}", elements.join("、")))
            .says(message)
            .because(
                PHRASES,
                phrases.iter().take(MOST_LISTED).map(|v| v.phrase.as_str()).collect::<Vec<_>>(),
            )
            .because(PHRASE_COUNT, phrases.len())
            .because(IN_ELEMENTS, elements)
            .advice("请把兜底的说法改成具体的材料或条件；确无其他要求的，删去这句话");
        vec![statement.done()]
    };
    if !certain.is_empty() {
        Verdict::Fail(report(&certain, "办事指南表述含糊："))
    } else if !doubtful.is_empty() {
        Verdict::NeedsReview(report(&doubtful, "需人工核查：办事指南的这些说法是否含糊，请对照上下文判断："))
    } else {
        Verdict::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::judge_guide;
    use serde_json::json;

    fn run(phrases: &[(&str, bool)]) -> Verdict {
        judge_guide(check, &GuideElement::ALL, &[], |guide, _| {
            guide.vague = phrases
                .iter()
                .map(|(phrase, doubtful)| VaguePhrase {
                    element: GuideElement::Materials,
                    phrase: (*phrase).to_owned(),
                    doubtful: *doubtful,
                })
                .collect();
        })
    }

    #[test]
    fn one_finding_a_guide_with_its_phrases() {
        let Verdict::Fail(found) = run(&[("其他有关材料", false), ("或者其他证明材料", true)]) else {
            panic!("must fail");
        };
        assert_eq!(found.len(), 1);
        assert_eq!(&*found[0].message, "办事指南表述含糊：“其他有关材料”");
        assert_eq!(found[0].evidence["phrases"], json!(["其他有关材料"]));
        assert_eq!(&*found[0].place, "办事指南中的办理材料");
        let many: Vec<(String, bool)> = (0..15).map(|i| (format!("其他材料{i}"), false)).collect();
        let many: Vec<(&str, bool)> = many.iter().map(|(p, d)| (p.as_str(), *d)).collect();
        assert!(
            matches!(run(&many), Verdict::Fail(f) if f[0].evidence["phrase_count"] == json!(15) && f[0].evidence["phrases"].as_array().unwrap().len() == 10)
        );
    }

    #[test]
    fn doubt_is_for_a_person_and_clear_words_pass() {
        assert!(matches!(run(&[("等材料", true)]), Verdict::NeedsReview(_)));
        assert_eq!(run(&[]), Verdict::Pass);
    }
}
