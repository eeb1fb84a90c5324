//! 疑似错链: a link whose state cannot be told from here.

use super::link_system::{ATTACHMENT, SYSTEM, leads_to_document, leads_to_system};
use super::link_text::{INSIDE, of_link};
use super::{link_evidence, link_text};
use crate::facts::{LinkState, Reason};
use crate::finding::{Grade, Verdict};
use crate::rules::keys::REASON;
use crate::rules::{Check, Context, Fold, LinkFacts, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-suspect",
    title: "疑似错链",
    grade: Grade::Notice,
    basis: &[Clause::C15_A2, Clause::P19_D22],
    explain: include_str!("../explain/link-suspect.md"),
    check: Check::Link(check),
    keys: &[&[REASON], link_evidence::KEYS, link_text::KEYS, &[INSIDE, ATTACHMENT, SYSTEM]],
    fold: Fold::Site("有此链接"),
};

fn check(facts: &LinkFacts<'_>, cx: &Context<'_>) -> Verdict {
    let reason = match facts.state {
        LinkState::Suspect(reason) => *reason,
        // What is forbidden on our own sites is counted in the coverage; of a stranger nothing else would say that nobody looked.
        LinkState::Skipped(Reason::Robots) if !facts.inside => Reason::Robots,
        _ => return Verdict::NotApplicable,
    };
    let statement = of_link(&RULE, facts, cx)
        .says(format!("{}无法确认能否打开：{}", link_text::name(facts), reason.chinese()))
        .because_of(link_evidence::evidence(facts.exchange, facts.probed))
        .because(REASON, reason.id())
        .because(INSIDE, facts.inside)
        .because_so(ATTACHMENT, leads_to_document(facts.link, facts.target))
        .because_so(SYSTEM, leads_to_system(facts.link, facts.target))
        .advice("请用浏览器打开确认；能正常打开的不用处理");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;
    use serde_json::json;

    #[test]
    fn a_suspect_is_a_notice_with_its_reason() {
        let link = testing::link("/x", "办事系统");
        let state = LinkState::Suspect(Reason::Challenge);
        let Verdict::Fail(found) = check(&testing::link_facts(&link, &state), &testing::context(&testing::site())) else {
            panic!("a suspect link is reported");
        };
        assert_eq!(found[0].grade, Grade::Notice);
        assert_eq!(found[0].evidence["reason"], json!("challenge"));
        assert_eq!(
            check(&testing::link_facts(&link, &LinkState::Alive), &testing::context(&testing::site())),
            Verdict::NotApplicable
        );
    }

    #[test]
    fn what_a_stranger_keeps_robots_from_is_told_and_what_we_forbid_ourselves_is_not() {
        let link = testing::link("/x", "上级部门");
        let state = LinkState::Skipped(Reason::Robots);
        let mut facts = testing::link_facts(&link, &state);
        facts.inside = true;
        assert_eq!(check(&facts, &testing::context(&testing::site())), Verdict::NotApplicable);
        facts.inside = false;
        let Verdict::Fail(found) = check(&facts, &testing::context(&testing::site())) else {
            panic!("nobody looked, and nobody would know");
        };
        assert_eq!(found[0].evidence["reason"], json!("robots"));
    }
}
