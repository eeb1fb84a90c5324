//! 本机或内网链接: an address that exists only on somebody's computer or inside an office network.

use super::link_text::{self, of_link};
use crate::facts::LinkState;
use crate::finding::{Grade, Verdict};
use crate::rules::{Check, Context, Fold, LinkFacts, Rule};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-local",
    title: "本机或内网链接",
    grade: Grade::Minor,
    basis: &[Clause::C15_A2, Clause::P19_D22],
    explain: include_str!("../explain/link-local.md"),
    check: Check::Link(check),
    keys: &[link_text::KEYS],
    fold: Fold::Page,
};

fn check(facts: &LinkFacts<'_>, cx: &Context<'_>) -> Verdict {
    if *facts.state != LinkState::Local {
        return Verdict::NotApplicable;
    }
    let on_a_disk = facts.link.target.web().is_none();
    let (where_to, advice) = if on_a_disk {
        ("编辑电脑上的文件", "把文件上传到网站后重新插入，或者撤下这个链接")
    } else {
        ("内部网络或本机地址", "改成公众能访问的网址，或者撤下这个链接")
    };
    let statement = of_link(&RULE, facts, cx)
        .says(format!("{}指向{where_to}，公众打不开", link_text::name(facts)))
        .advice(advice);
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_local_address_is_reported_and_nothing_else_is() {
        let link = testing::link("file:///C:/Users/x/ksohtml/wps1.png", "");
        assert!(matches!(
            check(&testing::link_facts(&link, &LinkState::Local), &testing::context(&testing::site())),
            Verdict::Fail(_)
        ));
        assert_eq!(
            check(&testing::link_facts(&link, &LinkState::Alive), &testing::context(&testing::site())),
            Verdict::NotApplicable
        );
    }
}
