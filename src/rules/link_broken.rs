//! 错链: a link, image, attachment or other address that does not open.

use serde_json::json;

use super::{Check, Context, Fold, LinkFacts, Rule, link_evidence, link_text};
use crate::facts::{Target, blocked_port};
use crate::finding::{Cause, Finding, Grade, LinkVerdict, Verdict};
use crate::standard::Clause;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "link-broken",
    title: "错链",
    grade: Grade::Minor,
    basis: &[Clause::C15_A2, Clause::P19_D22],
    explain: include_str!("explain/link-broken.md"),
    check: Check::Link(check),
    fold: Fold::Page,
};

fn check(facts: &LinkFacts<'_>, cx: &Context<'_>) -> Verdict {
    let LinkVerdict::Dead(cause) = facts.verdict else {
        return match facts.verdict {
            LinkVerdict::Alive => Verdict::Pass,
            _ => Verdict::NotApplicable,
        };
    };
    let mut evidence = link_evidence::evidence(facts.exchange, facts.probed);
    evidence.insert("cause".into(), json!(cause.id()));
    evidence.insert("from".into(), json!(facts.link.from));
    evidence.insert("inside".into(), json!(facts.inside));
    let name = link_text::name(facts);
    let message = match (cause, &facts.link.target) {
        (Cause::Fragment, Target::Web { fragment: Some(place), .. }) => format!("{name}指向的页内位置不存在（#{place}）"),
        (Cause::InvalidUrl, Target::Web { url, .. }) => match url.parse().ok().as_ref().and_then(blocked_port) {
            Some(port) => format!("{name}打不开：浏览器禁止访问这个端口（{port}）"),
            None => format!("{name}打不开：{}", cause.chinese()),
        },
        _ => format!("{name}打不开：{}", cause.chinese()),
    };
    let finding = link_text::finding(&RULE, facts, &cx.site.id, message, evidence, advice(cause, facts.inside));
    Verdict::Fail(vec![Finding {
        // The page opens; only the place on it is missed.
        grade: if *cause == Cause::Fragment { Grade::Notice } else { RULE.grade },
        ..finding
    }])
}

fn advice(cause: &Cause, inside: bool) -> &'static str {
    match cause {
        Cause::Http(404 | 410) | Cause::Soft404 | Cause::RedirectHome if inside => "恢复被删除或移动的页面、文件，或者更正、撤下这个链接",
        Cause::Http(404 | 410) | Cause::Soft404 | Cause::RedirectHome => "对方页面已不存在，请更正或撤下这个链接",
        Cause::Http(403) => "该页面拒绝公众访问，请开放权限或撤下链接",
        Cause::Http(_) => "服务器出错，请技术人员检查该页面",
        Cause::RedirectLoop => "页面循环跳转，请技术人员检查跳转设置",
        Cause::Dns => "域名已不存在，请更正或撤下这个链接",
        Cause::Connect | Cause::Timeout | Cause::Tls | Cause::Truncated => "请确认对方服务是否停用；停用的请撤下链接",
        Cause::InvalidUrl => "网址写错了，请更正",
        Cause::EmptyFile | Cause::WrongContent => "请重新上传正确的文件",
        Cause::Fragment => "更正链接中 # 后面的名称，或者在目标页面补上这个位置",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing;

    #[test]
    fn a_dead_target_is_named_with_its_cause() {
        let link = testing::link("/x.pdf", "申请表.pdf");
        let verdict = LinkVerdict::Dead(Cause::Http(404));
        let Verdict::Fail(found) = check(&testing::link_facts(&link, &verdict), &testing::context(&testing::site())) else {
            panic!("a dead link fails");
        };
        assert_eq!(&*found[0].message, "链接“申请表.pdf”打不开：页面不存在（404）");
        assert_eq!(found[0].evidence["cause"], json!("http_404"));
        assert_eq!(found[0].target_url.as_deref(), Some("http://a.gov.cn/x.pdf"));
    }

    #[test]
    fn a_missing_place_is_a_notice_that_names_it() {
        let mut link = testing::link("/x.htm", "第3条");
        link.target = Target::Web {
            url: "http://a.gov.cn/x.htm".into(),
            fragment: Some("t3".into()),
        };
        let verdict = LinkVerdict::Dead(Cause::Fragment);
        let Verdict::Fail(found) = check(&testing::link_facts(&link, &verdict), &testing::context(&testing::site())) else {
            panic!("a missing place is told");
        };
        assert_eq!(&*found[0].message, "链接“第3条”指向的页内位置不存在（#t3）");
        assert_eq!((found[0].grade, &found[0].evidence["cause"]), (Grade::Notice, &json!("fragment")));
    }

    #[test]
    fn what_cannot_be_told_is_not_broken() {
        let link = testing::link("/x", "x");
        for verdict in [
            LinkVerdict::Suspect(crate::finding::Reason::Challenge),
            LinkVerdict::Skipped(crate::finding::Reason::Robots),
        ] {
            assert_eq!(
                check(&testing::link_facts(&link, &verdict), &testing::context(&testing::site())),
                Verdict::NotApplicable
            );
        }
        assert_eq!(
            check(
                &testing::link_facts(&link, &LinkVerdict::Alive),
                &testing::context(&testing::site())
            ),
            Verdict::Pass
        );
    }
}
