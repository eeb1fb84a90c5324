//! 域名不规范: a government website under an address that is not of .gov.cn.

use url::Host;

use crate::facts::SiteFacts;
use crate::finding::{Finding, Grade, Ids, Key, Shape, Subject, Verdict};
use crate::rules::keys::EXPECTED;
use crate::rules::page_class::is_unreal;
use crate::rules::{Check, Context, Fold, Rule, finding};
use crate::site::Role;
use crate::standard::Clause;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "domain-improper",
    title: "域名不规范",
    grade: Grade::Minor,
    basis: &[Clause::P19_D20, Clause::G17_DOM1, Clause::G17_DOM2],
    explain: include_str!("../explain/domain-improper.md"),
    check: Check::Site(check),
    keys: &[&[ADDRESS, EXPECTED, PROBLEM]],
    fold: Fold::Page,
};

/// The address as it is.
const ADDRESS: Key = Key::shown("found", Shape::Text, "网站地址 ", "");
/// What is wrong with it.
const PROBLEM: Key = Key::for_programs(
    "problem",
    Shape::Id(Ids::These(&[
        ("ip", "没有域名"),
        ("suffix", "后缀不是 .gov.cn"),
        ("port", "带有端口号"),
    ])),
);

/// 政务 as a top-level domain, as addresses are written on the wire.
const GOVERNMENT_IN_CHINESE: &str = ".xn--zfr164b";

fn check(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    let url = &cx.site.url;
    let host = match url.host() {
        Some(Host::Ipv4(ip)) if ip.is_loopback() || ip.is_private() => return Verdict::NotApplicable,
        Some(Host::Ipv6(ip)) if ip.is_loopback() => return Verdict::NotApplicable,
        Some(Host::Ipv4(ip)) => return Verdict::Fail(vec![report(facts, cx, "ip", &ip.to_string())]),
        Some(Host::Ipv6(ip)) => return Verdict::Fail(vec![report(facts, cx, "ip", &ip.to_string())]),
        Some(Host::Domain(name)) => name.trim_end_matches('.'),
        None => return Verdict::NotApplicable,
    };
    if is_unreal(host) {
        return Verdict::NotApplicable;
    }
    if !(host.ends_with(".gov.cn") || host == "gov.cn" || host.ends_with(GOVERNMENT_IN_CHINESE)) {
        let found = vec![report(facts, cx, "suffix", host)];
        // Units beside the administration (schools, hospitals) have suffixes of their own.
        return if cx.site.role == Role::Unit {
            Verdict::NeedsReview(found)
        } else {
            Verdict::Fail(found)
        };
    }
    match url.port() {
        Some(port) => Verdict::Fail(vec![report(facts, cx, "port", &format!("{host}:{port}"))]),
        None => Verdict::Pass,
    }
}

fn report(facts: &SiteFacts, cx: &Context<'_>, problem: &str, found: &str) -> Finding {
    let message = match problem {
        "ip" => format!("网站地址是 IP 地址 {found}，没有使用域名"),
        "port" => format!("网站地址 {found} 带有端口号，不便公众记忆和访问"),
        _ => format!("网站域名 {found} 不是以 .gov.cn 为后缀的域名"),
    };
    // No text says a port is improper; it only looks so.
    let grade = if problem == "port" { Grade::Notice } else { RULE.grade };
    finding(&RULE, cx, Subject::thing(problem))
        .at(facts, "网站地址")
        .says(message)
        .because(ADDRESS, found)
        .because(EXPECTED, "以 .gov.cn 为后缀的域名")
        .because(PROBLEM, problem)
        .advice("请使用以 .gov.cn 为后缀的域名（部门网站用本级或上级门户网站的下级域名）")
        .grade(grade)
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{HomeFacts, Why};
    use crate::rules::testing;

    fn verdict(url: &str, role: Role) -> Verdict {
        let mut site = testing::site();
        site.url = url.parse().unwrap();
        site.role = role;
        let facts = SiteFacts::of_home(HomeFacts::unknown(url, Why::NotFetched));
        check(&facts, &testing::context(&site))
    }

    #[test]
    fn only_gov_cn_is_proper() {
        for url in [
            "http://www.xm.gov.cn/",
            "https://gaj.xm.gov.cn/",
            "http://www.gov.cn/",
            "http://厦门公安.政务/",
        ] {
            assert_eq!(verdict(url, Role::Main), Verdict::Pass, "{url}");
        }
        for (url, problem) in [
            ("http://www.xmga.com/", "suffix"),
            ("http://www.xmgov.cn/", "suffix"),
            ("http://203.0.113.9/", "ip"),
            ("http://gaj.xm.gov.cn:8081/", "port"),
        ] {
            let Verdict::Fail(found) = verdict(url, Role::Main) else {
                panic!("nothing found on {url}")
            };
            assert_eq!(found[0].evidence["problem"], problem, "{url}");
        }
        assert!(matches!(verdict("http://www.school.edu.cn/", Role::Unit), Verdict::NeedsReview(_)));
    }

    #[test]
    fn test_sites_are_exempt() {
        for url in [
            "http://127.0.0.1:8080/",
            "http://localhost/",
            "http://[::1]/",
            "http://10.1.1.1/",
            "http://a.invalid/",
            "http://x.test/",
            "http://www.example/",
        ] {
            assert_eq!(verdict(url, Role::Main), Verdict::NotApplicable, "{url}");
        }
    }
}
