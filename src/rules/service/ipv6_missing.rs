//! 不支持IPv6: the site cannot be reached over IPv6.

use crate::facts::{Fact, Ipv6, SiteFacts};
use crate::finding::{Grade, Key, Shape, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "ipv6-missing",
    title: "不支持IPv6",
    grade: Grade::Minor,
    basis: &[Clause::P19_D28],
    explain: include_str!("../explain/ipv6-missing.md"),
    check: Check::Site(check),
    keys: &[&[AAAA, WHY]],
    fold: Fold::Page,
};

/// Whether the name has an address for IPv6 at all.
const AAAA: Key = Key::for_programs("aaaa", Shape::Flag);
/// Why it does not answer there.
const WHY: Key = Key::shown("why", Shape::Text, "", "");

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let (message, failure) = match &facts.measured.ipv6 {
        None => return Verdict::NotApplicable,
        Some(Fact::Unknown(why)) => return Verdict::NotJudged(*why),
        Some(Fact::Known(Ipv6::Answers)) => return Verdict::Pass,
        Some(Fact::Known(Ipv6::NoAddress)) => ("网站域名没有 IPv6 地址（AAAA 记录）".to_owned(), None),
        Some(Fact::Known(Ipv6::Silent(why))) => (format!("网站域名有 IPv6 地址（AAAA 记录），但用 IPv6 打不开：{why}"), Some(why)),
    };
    let statement = finding(&RULE, cx, Subject::Site)
        .at(facts, "域名")
        .says(message)
        .because(AAAA, failure.is_some())
        .because_known(WHY, failure.map(String::as_str))
        .advice("请与网站运维、域名解析和网络服务单位核对，完成 IPv6 改造");
    Verdict::Fail(vec![statement.done()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, Why};
    use crate::rules::testing;
    use serde_json::json;

    fn verdict(ipv6: Option<Fact<Ipv6>>) -> Verdict {
        let mut facts = SiteFacts::of_home(HomeFacts::unknown("http://a.gov.cn/", Why::NotShown));
        facts.measured.ipv6 = ipv6;
        check(&facts, &testing::context(&testing::site()))
    }

    #[test]
    fn a_name_without_address_and_an_address_without_answer_fail() {
        let Verdict::Fail(found) = verdict(Some(Fact::Known(Ipv6::NoAddress))) else {
            panic!("nothing found")
        };
        assert_eq!(found[0].evidence["aaaa"], json!(false));
        let Verdict::Fail(found) = verdict(Some(Fact::Known(Ipv6::Silent("连接被拒绝".into())))) else {
            panic!("nothing found")
        };
        assert_eq!(found[0].evidence["aaaa"], json!(true));
        assert!(found[0].message.contains("连接被拒绝"));
    }

    #[test]
    fn what_was_not_asked_or_cannot_be_told_is_no_fault() {
        assert_eq!(verdict(None), Verdict::NotApplicable);
        assert_eq!(verdict(Some(Fact::Known(Ipv6::Answers))), Verdict::Pass);
        assert_eq!(verdict(Some(Fact::Unknown(Why::NoIpv6))), Verdict::NotJudged(Why::NoIpv6));
    }
}
