//! 政策解读未关联: an interpretation without a link to its policy, or a policy without a link to its interpretation.

use crate::facts::{Extent, Fact, InterpretationPage, Interpreted, KnownBy, Paper, PolicyFacts, Why};
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::COUNT;
use crate::rules::statement::Statement;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "interpretation-unlinked",
    title: "政策解读未关联",
    grade: Grade::Minor,
    basis: &[Clause::P19_D8],
    explain: include_str!("../explain/interpretation-unlinked.md"),
    check: Check::Papers(check),
    keys: &[&[
        POLICY,
        INTERPRETATION,
        DIRECTION,
        POLICY_TITLE,
        INTERPRETATION_TITLE,
        INTERPRETATIONS,
        COUNT,
    ]],
    fold: Fold::Page,
};

/// Which of the two lacks the link.
const DIRECTION: Key = Key::for_programs(
    "direction",
    Shape::Id(Ids::These(&[
        ("to_policy", "解读稿没有链接政策文件"),
        ("to_interpretation", "政策文件没有链接解读稿"),
    ])),
);
const POLICY: Key = Key::shown("policy", Shape::Text, "政策文件 ", "");
const POLICY_TITLE: Key = Key::for_programs("policy_title", Shape::Text);
/// The page that interprets.
pub(crate) const INTERPRETATION: Key = Key::shown("interpretation", Shape::Text, "解读稿 ", "");
const INTERPRETATION_TITLE: Key = Key::for_programs("interpretation_title", Shape::Text);
/// The pages that interpret, where one row is about many.
pub(crate) const INTERPRETATIONS: Key = Key::for_programs("interpretations", Shape::List);

/// Interpretations without any trace of their policy that are named in one row for a person.
const EXAMPLES: usize = 10;
/// Interpretations of documents that were not met, each of which has a row of its own.
const SINGLE: usize = 3;

fn check(facts: &PolicyFacts, cx: &Context<'_>) -> Vec<Verdict> {
    let name_of = |page: &InterpretationPage| match &page.interprets {
        Interpreted::Unfound(name) => Some(name.clone()),
        _ => None,
    };
    // Many that are wanting for one reason (the documents stand on another site) are one question.
    let unfound: Vec<(&Paper, String)> = facts.interpretations.iter().filter_map(|p| Some((&p.paper, name_of(p)?))).collect();
    let together = unfound.len() > SINGLE && facts.extent != Extent::Front;
    let mut verdicts: Vec<Verdict> = facts
        .interpretations
        .iter()
        .filter(|page| !together || name_of(page).is_none())
        .map(|page| of_page(page, facts.extent, cx))
        .collect();
    if together {
        verdicts.push(Verdict::NeedsReview(vec![of_unfound(&unfound, facts.extent, cx)]));
    }
    let unnamed: Vec<&Paper> = facts
        .interpretations
        .iter()
        .filter(|page| page.interprets == Interpreted::Unnamed)
        .map(|page| &page.paper)
        .collect();
    if !unnamed.is_empty() && facts.extent != Extent::Front {
        verdicts.push(Verdict::NeedsReview(vec![of_unnamed(&unnamed, cx)]));
    }
    verdicts
}

fn of_page(page: &InterpretationPage, extent: Extent, cx: &Context<'_>) -> Verdict {
    match &page.interprets {
        Interpreted::Here {
            policy,
            known_by,
            to_policy,
            to_interpretation,
        } => {
            let open = |link: &Fact<bool>| *link == Fact::Known(false);
            let mut findings = Vec::new();
            if open(to_policy) {
                findings.push(to_the_policy(&page.paper, policy, cx));
            }
            if open(to_interpretation) {
                findings.push(to_the_interpretation(&page.paper, policy, cx));
            }
            match (findings.is_empty(), known_by) {
                (false, KnownBy::Title | KnownBy::Link) => Verdict::Fail(findings),
                // Its text names one policy, which may be the ground and not the subject.
                (false, KnownBy::Text) => Verdict::NeedsReview(vec![doubtful(&page.paper, policy, cx)]),
                (true, _) if [to_policy, to_interpretation].iter().any(|l| l.known().is_none()) => Verdict::NotJudged(Why::CutOff),
                (true, _) => Verdict::Pass,
            }
        }
        Interpreted::Elsewhere => Verdict::Pass,
        Interpreted::Unnamed => Verdict::NotApplicable,
        Interpreted::Unfound(_) if extent == Extent::Front => Verdict::NotApplicable,
        Interpreted::Unfound(name) => Verdict::NeedsReview(vec![unfound(&page.paper, name, extent, cx)]),
    }
}

fn to_the_policy(paper: &Paper, policy: &Paper, cx: &Context<'_>) -> Finding {
    of_both(lacks_link(paper, policy, cx), paper, policy)
        .says(format!("解读稿“{}”没有链接到所解读的政策文件“{}”", paper.title, policy.title))
        .because(DIRECTION, "to_policy")
        .advice("请在解读稿页面加上所解读政策文件的链接（如“相关政策”）")
        .done()
}

fn to_the_interpretation(paper: &Paper, policy: &Paper, cx: &Context<'_>) -> Finding {
    of_both(lacks_link(policy, paper, cx), paper, policy)
        .says(format!("政策文件“{}”没有链接到本站对它的解读稿“{}”", policy.title, paper.title))
        .because(DIRECTION, "to_interpretation")
        .advice("请在政策文件页面加上解读稿的链接（如“相关解读”）")
        .done()
}

/// A finding on one page, about the link to another that it lacks.
fn lacks_link(on: &Paper, to: &Paper, cx: &Context<'_>) -> Statement<'static> {
    finding(&RULE, cx, Subject::on_page(&on.url, to.url.as_str()))
        .formerly("")
        .at(on, "正文及相关链接")
        .link(to.url.as_str())
}

/// The two that belong together.
fn of_both(statement: Statement<'static>, paper: &Paper, policy: &Paper) -> Statement<'static> {
    statement
        .because(POLICY, policy.url.as_str())
        .because(POLICY_TITLE, policy.title.as_str())
        .because(INTERPRETATION, paper.url.as_str())
        .because(INTERPRETATION_TITLE, paper.title.as_str())
}

fn doubtful(paper: &Paper, policy: &Paper, cx: &Context<'_>) -> Finding {
    let statement = finding(&RULE, cx, Subject::page(&paper.url))
        .at(paper, "正文")
        .says(format!(
            "解读稿“{}”的标题没有写明所解读的文件，正文提到本站的“{}”，两个页面没有互相链接；请核查它解读的是不是这个文件、是否已关联",
            paper.title, policy.title
        ))
        .because(DIRECTION, "to_policy");
    of_both(statement, paper, policy).done()
}

/// What is known of a document that was not met.
fn not_met(extent: Extent) -> &'static str {
    if extent == Extent::Whole {
        "本站没有找到这个文件"
    } else {
        "本次读到的页面中没有这个文件"
    }
}

fn of_unfound(papers: &[(&Paper, String)], extent: Extent, cx: &Context<'_>) -> Finding {
    let named = |(paper, name): &(&Paper, String)| format!("“{}”解读“{name}”{}", paper.title, paper.url);
    let list: Vec<String> = papers.iter().take(EXAMPLES).map(named).collect();
    let more = if papers.len() > EXAMPLES { "等" } else { "" };
    finding(&RULE, cx, Subject::Site)
        .at(papers[0].0, "正文及相关链接")
        .says(format!(
            "有{}篇解读稿写明了所解读的文件，{}，页面上也没有指向它的链接；请核查是否已与被解读的文件关联：{}{more}",
            papers.len(),
            not_met(extent),
            list.join("、")
        ))
        .because(COUNT, papers.len())
        .because(INTERPRETATIONS, papers.iter().map(|(p, _)| p.url.as_str()).collect::<Vec<_>>())
        .done()
}

fn unfound(paper: &Paper, name: &str, extent: Extent, cx: &Context<'_>) -> Finding {
    let read = not_met(extent);
    finding(&RULE, cx, Subject::page(&paper.url))
        .at(paper, "正文及相关链接")
        .says(format!(
            "解读稿“{}”解读的“{name}”：{read}，页面上也没有指向它的链接；请核查是否已与被解读的文件关联",
            paper.title
        ))
        .because(POLICY_TITLE, name)
        .done()
}

fn of_unnamed(papers: &[&Paper], cx: &Context<'_>) -> Finding {
    let list: Vec<String> = papers.iter().take(EXAMPLES).map(|p| format!("“{}”{}", p.title, p.url)).collect();
    let more = if papers.len() > EXAMPLES { "等" } else { "" };
    finding(&RULE, cx, Subject::Site)
        .at(papers[0], "正文及相关链接")
        .says(format!(
            "有{}篇解读稿看不出解读的是哪个文件，页面上也没有本站政策文件的链接，请核查是否已关联：{}{more}",
            papers.len(),
            list.join("；")
        ))
        .because(COUNT, papers.len())
        .because(INTERPRETATIONS, papers.iter().map(|p| p.url.as_str()).collect::<Vec<_>>())
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    fn judged(known_by: KnownBy, to_policy: Fact<bool>, to_interpretation: Fact<bool>) -> Verdict {
        of(Interpreted::Here {
            policy: Paper::plain("http://a.gov.cn/zcwj/1.htm", "关于印发养犬管理办法的通知"),
            known_by,
            to_policy,
            to_interpretation,
        })
    }

    fn of(interprets: Interpreted) -> Verdict {
        let site = testing::site();
        let page = InterpretationPage {
            paper: Paper::plain("http://a.gov.cn/zcjd/1.htm", "《养犬管理办法》政策解读"),
            interprets,
        };
        of_page(&page, Extent::Whole, &testing::context(&site))
    }

    #[test]
    fn each_direction_is_told_on_the_page_that_lacks_the_link() {
        let (yes, no) = (Fact::Known(true), Fact::Known(false));
        assert_eq!(judged(KnownBy::Title, yes.clone(), yes.clone()), Verdict::Pass);
        let Verdict::Fail(both) = judged(KnownBy::Title, no.clone(), no.clone()) else {
            panic!()
        };
        assert_eq!(both.len(), 2);
        assert_eq!(&*both[0].page_url, "http://a.gov.cn/zcjd/1.htm");
        assert_eq!(both[0].target_url.as_deref(), Some("http://a.gov.cn/zcwj/1.htm"));
        assert_eq!(both[0].evidence["direction"], "to_policy");
        assert_eq!(&*both[1].page_url, "http://a.gov.cn/zcwj/1.htm");
        assert_eq!(both[1].evidence["direction"], "to_interpretation");
        assert_ne!(both[0].id(), both[1].id());
        assert!(matches!(judged(KnownBy::Link, yes, no), Verdict::Fail(f) if f.len() == 1));
    }

    #[test]
    fn what_is_not_certain_goes_to_a_person() {
        let no = || Fact::Known(false);
        assert!(matches!(judged(KnownBy::Text, no(), no()), Verdict::NeedsReview(_)));
        assert_eq!(
            judged(KnownBy::Title, Fact::Known(true), Fact::Unknown(Why::CutOff)),
            Verdict::NotJudged(Why::CutOff)
        );
        assert!(matches!(of(Interpreted::Unfound("某意见".into())), Verdict::NeedsReview(_)));
        assert_eq!(of(Interpreted::Elsewhere), Verdict::Pass);
    }

    #[test]
    fn many_whose_document_was_not_met_are_one_question() {
        let site = testing::site();
        let cx = testing::context(&site);
        let page = |i: usize| InterpretationPage {
            paper: Paper::plain(&format!("http://a.gov.cn/zcjd/{i}.htm"), &format!("《第{i}号办法》解读")),
            interprets: Interpreted::Unfound(format!("第{i}号办法")),
        };
        let rows = |count: usize, extent: Extent| {
            let mut facts = PolicyFacts::blank("http://a.gov.cn/");
            facts.interpretations = (0..count).map(page).collect();
            facts.extent = extent;
            let verdicts = check(&facts, &cx);
            let open = verdicts.iter().filter_map(|v| match v {
                Verdict::NeedsReview(found) => Some(RULE.faulty_pages(&found[0]).len()),
                _ => None,
            });
            // However they are told, each is one that nobody could judge.
            assert_eq!(open.sum::<usize>(), if extent == Extent::Front { 0 } else { count });
            verdicts.iter().filter(|v| matches!(v, Verdict::NeedsReview(_))).count()
        };
        assert_eq!([3, 4, 40].map(|count| rows(count, Extent::Whole)), [3, 1, 1]);
        assert_eq!([4, 40].map(|count| rows(count, Extent::Front)), [0, 0]);
    }

    #[test]
    fn interpretations_of_nothing_are_one_row() {
        let site = testing::site();
        let page = |n: usize| InterpretationPage {
            paper: Paper::plain(&format!("http://a.gov.cn/zcjd/{n}.htm"), "专家谈出行"),
            interprets: Interpreted::Unnamed,
        };
        let mut facts = PolicyFacts::blank("http://a.gov.cn/");
        facts.interpretations = (0..30).map(page).collect();
        let told: Vec<Verdict> = check(&facts, &testing::context(&site))
            .into_iter()
            .filter(|v| *v != Verdict::NotApplicable)
            .collect();
        assert!(
            matches!(&told[..], [Verdict::NeedsReview(f)] if f[0].message.contains("有30篇")),
            "{told:?}"
        );
        // One row, and every page of it is one that nobody could judge.
        let Verdict::NeedsReview(found) = &told[0] else { panic!() };
        assert_eq!(RULE.faulty_pages(&found[0]).len(), 30);
        facts.extent = Extent::Front;
        assert!(check(&facts, &testing::context(&site)).iter().all(|v| *v == Verdict::NotApplicable));
    }
}
