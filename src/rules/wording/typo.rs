//! 错别字: characters that are probably wrong.

use super::typo_text;
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, WordingCase};
use crate::wording::Tier;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "typo",
    title: "错别字",
    grade: Grade::Minor,
    // Neither national table scores ordinary slips; provinces and cities report them all the same.
    basis: &[],
    explain: include_str!("../explain/typo.md"),
    check: Check::Wording(check),
    keys: &[typo_text::KEYS, &[DOUBTFUL]],
    fold: Fold::Site("有这句话"),
};

/// How many doubtful places there are where they are not told one by one.
const DOUBTFUL: Key = Key::for_programs("doubtful", Shape::Number);

/// A page with more weighed slips than this is no page that the engine understands: old prose, dialect, a list of names, noise.
/// Real pages have none or one; twenty is far outside both.
const FLOOD: usize = 20;

fn check(case: &WordingCase<'_>, cx: &Context<'_>) -> Verdict {
    let slips = typo_text::distinct(case, false);
    let weighed = |tier: Tier| matches!(tier, Tier::Dictionary | Tier::Model);
    let doubtful = slips.iter().filter(|s| weighed(s.slip.tier)).count();
    let flooded = doubtful > FLOOD;
    let single = slips.into_iter().filter(|s| !(flooded && weighed(s.slip.tier)));
    let mut found: Vec<_> = single
        .map(|s| typo_text::of_slip(&RULE, case, cx, s, !weighed(s.slip.tier)))
        .collect();
    if flooded {
        let message = format!("本页有 {doubtful} 处用字可疑，多半是名单、古文、方言或识别有误的文字，没有逐处列出，请人工看一遍");
        let notice = typo_text::of_page(&RULE, case, cx, Subject::page(case.page.url), "整页")
            .says(message)
            .because(DOUBTFUL, doubtful)
            .grade(Grade::Notice);
        found.push(notice.done());
    }
    if found.is_empty() { Verdict::Pass } else { Verdict::Fail(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Grade;
    use crate::rules::testing;

    #[test]
    fn a_likely_slip_is_reported_as_likely() {
        let Verdict::Fail(found) = testing::wording(check, "会议对下一步工作进行了布署。") else {
            panic!("nothing found")
        };
        assert_eq!(&*found[0].message, "“布署”应为“部署”：会议对下一步工作进行了【布署】。");
        assert_eq!(found[0].grade, Grade::Minor);
        assert_eq!(testing::wording(check, "会议对下一步工作进行了部署。"), Verdict::Pass);
    }

    #[test]
    fn a_flood_becomes_one_notice() {
        let slips = testing::slips(FLOOD + 1);
        let case = testing::wording_case(&slips);
        let site = testing::site();
        let Verdict::Fail(found) = check(&case, &testing::context(&site)) else {
            panic!("nothing found")
        };
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].grade, Grade::Notice);
        assert!(found[0].message.contains("21 处"));
        let few = testing::slips(FLOOD);
        let Verdict::Fail(found) = check(&testing::wording_case(&few), &testing::context(&site)) else {
            panic!("nothing found")
        };
        assert_eq!(found.len(), FLOOD);
    }
}
