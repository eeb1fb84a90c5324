//! 严重错别字: names of the state, the party, leaders, agencies, places and laws that are not written as they should be.

use super::typo_text;
use crate::finding::{Grade, Verdict};
use crate::rules::{Check, Context, Fold, Rule, WordingCase};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "typo-serious",
    title: "严重错别字",
    grade: Grade::Serious,
    basis: &[Clause::C15_V4, Clause::P19_V1],
    explain: include_str!("../explain/typo-serious.md"),
    check: Check::Wording(check),
    keys: &[typo_text::KEYS],
    fold: Fold::Site("有这句话"),
};

fn check(case: &WordingCase<'_>, cx: &Context<'_>) -> Verdict {
    let slips = typo_text::distinct(case, true);
    if slips.is_empty() {
        return Verdict::Pass;
    }
    Verdict::Fail(slips.into_iter().map(|s| typo_text::of_slip(&RULE, case, cx, s, true)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_term_written_nearly_right_is_reported_with_its_place() {
        let Verdict::Fail(found) = testing::wording(check, "推进攻府信息公开。庆祝中华人民共合国成立。再次推进攻府建设。")
        else {
            panic!("nothing found")
        };
        let messages: Vec<&str> = found.iter().map(|f| &*f.message).collect();
        assert_eq!(
            messages,
            [
                "“攻府”应为“政府”：推进【攻府】信息公开。",
                "“中华人民共合国”应为“中华人民共和国”：庆祝【中华人民共合国】成立。"
            ]
        );
        assert_eq!(found[0].evidence["tier"], "pair");
        assert_ne!(found[0].id(), found[1].id());
        assert_eq!(testing::wording(check, "推进政府信息公开。"), Verdict::Pass);
    }
}
