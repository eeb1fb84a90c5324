//! 外链疑似被劫持: a link to a stranger whose domain is for sale, or serves gambling or pornography now.

use super::SORT;
use crate::facts::{Hijack, HijackSort, LinkState};
use crate::finding::{Grade, Key, Shape, Verdict};
use crate::rules::link::link_text::of_link;
use crate::rules::link::{link_evidence, link_text};
use crate::rules::{Check, Context, Fold, LinkFacts, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-hijacked",
    title: "外链疑似被劫持",
    grade: Grade::Serious,
    basis: &[Clause::P19_V1_3, Clause::G17_AD],
    explain: include_str!("../explain/link-hijacked.md"),
    check: Check::Link(check),
    keys: &[&[SORT, WORDS, TITLE], link_evidence::KEYS, link_text::KEYS],
    fold: Fold::Site("有此链接"),
};

/// The words that show what it has become.
const WORDS: Key = Key::shown("words", Shape::List, "页面文字 ", "");
/// The title it has now.
const TITLE: Key = Key::shown("title", Shape::Text, "网页标题《", "》");

fn check(facts: &LinkFacts<'_>, cx: &Context<'_>) -> Verdict {
    let hijack = facts.exchange.and_then(|e| e.answer()).and_then(|a| a.hijack.as_ref());
    let Some(hijack) = hijack.filter(|_| *facts.state == LinkState::Alive && !facts.inside) else {
        return Verdict::NotApplicable;
    };
    // The words that matter here are those of what it has become.
    let mut evidence = link_evidence::evidence(facts.exchange, facts.probed);
    evidence.remove(WORDS.id);
    let statement = of_link(&RULE, facts, cx)
        .says(format!("{}打开后{}，请人工确认", link_text::name(facts), became(hijack)))
        .because_of(evidence)
        .because(SORT, hijack.sort.id())
        .because(WORDS, hijack.words.clone())
        .because(TITLE, hijack.title.clone())
        .advice("请在确保电脑安全的情况下核实；属实的，立即撤下或更换全站指向该网址的链接");
    let found = vec![statement.done()];
    if hijack.certain {
        Verdict::Fail(found)
    } else {
        Verdict::NeedsReview(found)
    }
}

/// What the page has become, in words that accuse nobody.
fn became(hijack: &Hijack) -> String {
    let sure = if hijack.certain { "" } else { "疑似" };
    match hijack.sort {
        HijackSort::Parked => format!("{sure}是域名出售或停放页面，原网站已不在"),
        sort => format!("{sure}是{}推广页面（页面文字：{}）", sort.chinese(), hijack.words.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Attempt, Exchange, Method, Outcome};
    use crate::rules::testing;

    fn judge(hijack: Option<Hijack>, state: &LinkState, inside: bool) -> Verdict {
        let answer = Answer {
            status: 200,
            hijack,
            ..Answer::default()
        };
        let exchange = Exchange {
            url: "http://lapsed.example/".into(),
            attempts: vec![Attempt {
                at: 0,
                method: Method::Get,
                as_browser: false,
                hops: vec![],
                outcome: Outcome::Answer(answer),
                ms: 1,
                bytes: 1,
                address: None,
                tls: None,
            }],
        };
        let link = testing::link("/x", "友情链接");
        let mut facts = testing::link_facts(&link, state);
        (facts.exchange, facts.inside) = (Some(&exchange), inside);
        check(&facts, &testing::context(&testing::site()))
    }

    fn hijack(sort: HijackSort, certain: bool) -> Hijack {
        Hijack {
            sort,
            words: vec!["时时彩".into()],
            title: "某某".into(),
            certain,
        }
    }

    #[test]
    fn certain_ones_are_told_and_doubtful_ones_are_a_persons_to_see() {
        let Verdict::Fail(found) = judge(Some(hijack(HijackSort::Gambling, true)), &LinkState::Alive, false) else {
            panic!("not told")
        };
        assert_eq!(found[0].evidence["sort"], "gambling");
        assert_eq!(
            found[0].message.as_ref(),
            "链接“友情链接”打开后是赌博推广页面（页面文字：时时彩），请人工确认"
        );
        let review = judge(Some(hijack(HijackSort::Parked, false)), &LinkState::Alive, false);
        assert!(matches!(review, Verdict::NeedsReview(_)));
        assert_eq!(judge(None, &LinkState::Alive, false), Verdict::NotApplicable);
        assert_eq!(
            judge(Some(hijack(HijackSort::Porn, true)), &LinkState::Alive, true),
            Verdict::NotApplicable
        );
    }
}
