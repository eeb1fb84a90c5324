//! 政策文件未配解读: recent documents issued in the site's own name of which no interpretation stands on the site.

use jiff::ToSpan;

use crate::facts::{Extent, Paper, PolicyFacts, PolicyPage, Why};
use crate::finding::{Finding, Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "interpretation-missing",
    title: "政策文件未配解读",
    grade: Grade::Notice,
    basis: &[Clause::P19_D7],
    explain: include_str!("../explain/interpretation-missing.md"),
    check: Check::Papers(check),
    keys: &[&[MISSING, POLICIES, INTERPRETED, SHARE, MONTHS_BACK]],
    fold: Fold::Page,
};

/// Documents without an interpretation.
const MISSING: Key = Key::shown("missing", Shape::List, "没有找到解读的 ", "");
/// How many documents there are.
const POLICIES: Key = Key::for_programs("policies", Shape::Number);
/// Of how many an interpretation was found.
const INTERPRETED: Key = Key::for_programs("interpreted", Shape::Number);
/// The same, percent.
const SHARE: Key = Key::for_programs("share", Shape::Number);
/// How far back it was looked.
const MONTHS_BACK: Key = Key::for_programs("months", Shape::Number);

/// How far back documents are looked at. The indicators name no period; a year is what one inspection answers for.
const MONTHS: i32 = 12;
/// Documents named at most.
const EXAMPLES: usize = 10;

fn check(facts: &PolicyFacts, cx: &Context<'_>) -> Vec<Verdict> {
    let first = cx.today.saturating_sub(MONTHS.months());
    let recent = |p: &&PolicyPage| p.issued_here && p.paper.date.is_some_and(|d| d >= first && d <= cx.today);
    let mut policies: Vec<&PolicyPage> = facts.policies.iter().filter(recent).collect();
    // One document on two pages is one document.
    policies.sort_by_key(|p| (&p.paper.title, !p.interpreted, &p.paper.url));
    policies.dedup_by_key(|p| &p.paper.title);
    policies.sort_by_key(|p| &p.paper.url);
    if policies.is_empty() || facts.extent == Extent::Front {
        return vec![Verdict::NotApplicable];
    }
    let without: Vec<&Paper> = policies.iter().filter(|p| !p.interpreted).map(|p| &p.paper).collect();
    if without.is_empty() {
        return vec![Verdict::Pass];
    }
    // An interpretation may stand on a page that was not read.
    if facts.extent == Extent::Partly {
        return vec![Verdict::NotJudged(Why::NotWhole)];
    }
    let finding = one(facts, policies.len(), &without, cx);
    vec![if without.len() == policies.len() {
        Verdict::Fail(vec![finding])
    } else {
        // Which of them concern many people is for a person to say.
        Verdict::NeedsReview(vec![finding])
    }]
}

fn one(facts: &PolicyFacts, all: usize, without: &[&Paper], cx: &Context<'_>) -> Finding {
    let interpreted = all - without.len();
    let names: Vec<String> = without.iter().take(EXAMPLES).map(|p| format!("“{}”", p.title)).collect();
    let more = if without.len() > EXAMPLES { "等" } else { "" };
    let message = format!(
        "近{MONTHS}个月以本单位名义印发的政策文件{all}件，本站找到解读的{interpreted}件；没有找到解读的：{}{more}。其中涉及面广、社会关注度高的应当解读",
        names.join("、")
    );
    let missing: Vec<&str> = without.iter().take(EXAMPLES).map(|p| p.url.as_str()).collect();
    finding(&RULE, cx, Subject::Site)
        .at(&Paper::plain(&facts.home, &cx.site.name), "政策文件与政策解读栏目")
        .says(message)
        .because(POLICIES, all)
        .because(INTERPRETED, interpreted)
        .because(SHARE, interpreted * 100 / all)
        .because(MONTHS_BACK, MONTHS)
        .because(MISSING, missing)
        .advice("请核对这些文件是否属于应当解读的，并为应当解读的配发解读稿，与文件互相链接")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;
    use jiff::civil::{Date, date};

    fn policy(n: usize, day: Date, issued_here: bool, interpreted: bool) -> PolicyPage {
        PolicyPage {
            paper: Paper {
                date: Some(day),
                ..Paper::plain(&format!("http://a.gov.cn/zcwj/{n}.htm"), &format!("关于第{n}件事的通知"))
            },
            issued_here,
            interpreted,
        }
    }

    fn judged(policies: Vec<PolicyPage>, extent: Extent) -> Verdict {
        let site = testing::site();
        let facts = PolicyFacts {
            extent,
            policies,
            ..PolicyFacts::blank("http://a.gov.cn/")
        };
        check(&facts, &testing::context(&site)).remove(0)
    }

    #[test]
    fn none_of_the_own_recent_documents_is_interpreted() {
        let day = date(2026, 3, 1);
        let Verdict::Fail(found) = judged(vec![policy(1, day, true, false), policy(2, day, true, false)], Extent::Whole) else {
            panic!()
        };
        assert_eq!(found[0].evidence["policies"], 2);
        assert_eq!(found[0].evidence["interpreted"], 0);
        assert_eq!(found[0].evidence["missing"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn one_document_on_two_pages_is_one() {
        let day = date(2026, 3, 1);
        let twice = |interpreted| PolicyPage {
            paper: Paper {
                url: format!("http://a.gov.cn/{interpreted}.htm"),
                ..policy(1, day, true, interpreted).paper
            },
            ..policy(1, day, true, interpreted)
        };
        assert_eq!(judged(vec![twice(false), twice(true)], Extent::Whole), Verdict::Pass);
        let Verdict::Fail(found) = judged(vec![policy(1, day, true, false), twice(false)], Extent::Whole) else {
            panic!()
        };
        assert_eq!(found[0].evidence["policies"], 1);
    }

    #[test]
    fn which_ought_to_be_is_for_a_person_and_others_documents_are_left_alone() {
        let day = date(2026, 3, 1);
        let some = || vec![policy(1, day, true, true), policy(2, day, true, false)];
        assert!(matches!(judged(some(), Extent::Whole), Verdict::NeedsReview(_)));
        assert_eq!(judged(some(), Extent::Partly), Verdict::NotJudged(Why::NotWhole));
        assert_eq!(judged(some(), Extent::Front), Verdict::NotApplicable);
        assert_eq!(judged(vec![policy(1, day, true, true)], Extent::Whole), Verdict::Pass);
        assert_eq!(judged(vec![policy(1, day, false, false)], Extent::Whole), Verdict::NotApplicable);
        // A year and a day ago.
        assert_eq!(
            judged(vec![policy(1, date(2025, 11, 22), true, false)], Extent::Whole),
            Verdict::NotApplicable
        );
    }
}
