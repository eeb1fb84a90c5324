//! 错链: a link, image, attachment or other address that does not open.

use serde_json::Value;

use super::link_system::{ATTACHMENT, SYSTEM, leads_to_document, leads_to_system};
use super::link_text::{INSIDE, of_link};
use super::{link_evidence, link_text};
use crate::facts::{Cause, LinkFrom, LinkState, SilentServer, Target, blocked_port};
use crate::finding::{Evidence, Grade, Key, Shape, Verdict};
use crate::rules::keys::CAUSE;
use crate::rules::{Check, Context, Fold, LinkFacts, Rule};
use crate::standard::Clause;
use crate::text::percent_hostile;

/// The rule.
pub(crate) const RULE: Rule = Rule {
    id: "link-broken",
    title: "错链",
    grade: Grade::Minor,
    basis: &[Clause::C15_A2, Clause::C15_S2, Clause::C15_S3, Clause::P19_D22],
    explain: include_str!("../explain/link-broken.md"),
    check: Check::Link(check),
    keys: &[
        &[CAUSE],
        link_evidence::KEYS,
        link_text::KEYS,
        &[OTHERS, PORT, INSIDE, ON_HOME, ATTACHMENT, SYSTEM, SERVER, ADDRESSES, HTTP_ANSWERS],
    ],
    fold: Fold::Places("有此链接"),
};

/// How many more places of the same page are missed here.
pub(crate) const OTHERS: Key = Key::shown("others", Shape::Number, "本页还有同样的链接 ", " 处");
/// The port that browsers refuse to open.
const PORT: Key = Key::for_programs("port", Shape::Number);
/// The tables count a dead link on the home page in a way of its own.
const ON_HOME: Key = Key::for_programs("on_home", Shape::Flag);

/// The server, where it answered nothing at all.
const SERVER: Key = Key::shown("server", Shape::Text, "没有应答的服务器 ", "");
/// How many of its addresses were met.
pub(crate) const ADDRESSES: Key = Key::shown("addresses", Shape::Number, "检查中遇到它的 ", " 个网址");
/// Whether the host answers under `http://` and not under `https://`.
const HTTP_ANSWERS: Key = Key::for_programs("http_answers", Shape::Flag);

fn check(facts: &LinkFacts<'_>, cx: &Context<'_>) -> Verdict {
    let LinkState::Dead(cause) = facts.state else {
        return match facts.state {
            LinkState::Alive => Verdict::Pass,
            _ => Verdict::NotApplicable,
        };
    };
    let name = link_text::name(facts);
    let port = match (cause, &facts.link.target) {
        (Cause::InvalidUrl, Target::Web { url, .. }) => url.parse().ok().as_ref().and_then(blocked_port),
        _ => None,
    };
    // A script of the page may open it all the same.
    if let (LinkFrom::Attachment, Target::Invalid(_)) = (facts.link.from, &facts.link.target) {
        let statement = of_link(&RULE, facts, cx)
            .says("页面上的附件没有下载地址，点击后能下载的不算，请打开页面核对")
            .because(CAUSE, cause.id())
            .because(INSIDE, facts.inside)
            .because_so(ATTACHMENT, true);
        return Verdict::NeedsReview(vec![statement.done()]);
    }
    let message = if let (Cause::Fragment, Target::Web { fragment: Some(place), .. }) = (cause, &facts.link.target) {
        format!("{name}指向的页内位置不存在（#{}）", percent_hostile(place))
    } else {
        let server = facts.silent.map_or_else(String::new, of_server);
        format!("{name}打不开：{}{server}", in_words(cause, port.map(u64::from)))
    };
    let many = facts.silent.filter(|server| server.addresses > 1);
    // Of a missing place on a page the page itself is there.
    let missed = *cause != Cause::Fragment;
    let attachment = missed && leads_to_document(facts.link, facts.target);
    let system = missed && leads_to_system(facts.link, facts.target);
    let counted: &[Clause] = match (attachment, system) {
        (true, _) => &[Clause::C15_A2, Clause::C15_S2, Clause::P19_D22],
        (_, true) => &[Clause::C15_A2, Clause::C15_S3, Clause::P19_D22],
        _ => &[Clause::C15_A2, Clause::P19_D22],
    };
    let statement = of_link(&RULE, facts, cx)
        .says(message)
        .because_of(link_evidence::evidence(facts.exchange, facts.probed))
        .because(CAUSE, cause.id())
        .because(INSIDE, facts.inside)
        .because_known(PORT, port)
        .because_so(ON_HOME, facts.page.is_home)
        .because_so(ATTACHMENT, attachment)
        .because_so(SYSTEM, system)
        .because_known(SERVER, many.map(|server| server.origin.as_str()))
        .because_known(ADDRESSES, many.map(|server| server.addresses))
        .because_so(HTTP_ANSWERS, facts.silent.is_some_and(|server| server.http_answers))
        .advice(advice(cause, facts.inside))
        .basis(counted)
        .grade(if missed { RULE.grade } else { Grade::Notice });
    // A script makes the address a visitor meets, and may put something before what its data say.
    if facts.link.from == LinkFrom::Data {
        return Verdict::NeedsReview(vec![statement.done()]);
    }
    Verdict::Fail(vec![statement.done()])
}

/// What is to be said of a server that answered nothing at all.
fn of_server(server: &SilentServer) -> String {
    let host = server.origin.rsplit("://").next().unwrap_or_default();
    match (server.http_answers, server.addresses) {
        (true, _) => format!("（https 没有应答，而 http://{host} 可以打开）"),
        (false, 0 | 1) => String::new(),
        (false, addresses) => format!("（整个服务器 {host} 没有应答，检查中遇到它的 {addresses} 个网址）"),
    }
}

fn in_words(cause: &Cause, port: Option<u64>) -> String {
    match port {
        Some(port) => format!("浏览器禁止访问这个端口（{port}）"),
        None => cause.chinese(),
    }
}

/// Why a target is dead, in Chinese, from the evidence of its finding.
pub(crate) fn dead_cause(evidence: &Evidence) -> String {
    let cause = evidence.get(CAUSE.id).and_then(Value::as_str).and_then(Cause::of);
    let port = evidence.get(PORT.id).and_then(Value::as_u64);
    cause.map_or_else(String::new, |cause| in_words(&cause, port))
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
    use serde_json::json;

    #[test]
    fn a_dead_target_is_named_with_its_cause() {
        let link = testing::link("/x.pdf", "申请表.pdf");
        let state = LinkState::Dead(Cause::Http(404));
        let Verdict::Fail(found) = check(&testing::link_facts(&link, &state), &testing::context(&testing::site())) else {
            panic!("a dead link fails");
        };
        assert_eq!(&*found[0].message, "链接“申请表.pdf”打不开：页面不存在（404）");
        assert_eq!(found[0].evidence["cause"], json!("http_404"));
        assert_eq!(found[0].target_url.as_deref(), Some("http://a.gov.cn/x.pdf"));
    }

    #[test]
    fn a_server_that_answers_nothing_is_one_problem_and_named() {
        let state = LinkState::Dead(Cause::Connect);
        let said = |server: SilentServer, raw: &str| {
            let link = testing::link(raw, "办事系统");
            let facts = LinkFacts {
                silent: Some(&server),
                ..testing::link_facts(&link, &state)
            };
            match check(&facts, &testing::context(&testing::site())) {
                Verdict::Fail(found) => (found[0].message.to_string(), found[0].id()),
                other => panic!("{other:?}"),
            }
        };
        let server = |addresses, http_answers| SilentServer {
            origin: "https://a.gov.cn:8443".into(),
            addresses,
            http_answers,
        };
        let (one, id) = said(server(3, false), "/x");
        assert_eq!(
            one,
            "链接“办事系统”打不开：无法连接服务器（整个服务器 a.gov.cn:8443 没有应答，检查中遇到它的 3 个网址）"
        );
        let (_, other) = said(server(3, false), "/y");
        assert_eq!(id.rsplit_once('-').unwrap().0, other.rsplit_once('-').unwrap().0, "one problem");
        assert_ne!(id, other);
        assert!(
            said(server(1, true), "/x")
                .0
                .ends_with("（https 没有应答，而 http://a.gov.cn:8443 可以打开）")
        );
        assert_eq!(said(server(1, false), "/x").0, "链接“办事系统”打不开：无法连接服务器");
    }

    #[test]
    fn a_missing_place_is_a_notice_that_names_it() {
        let mut link = testing::link("/x.htm", "第3条");
        link.target = Target::Web {
            url: "http://a.gov.cn/x.htm".into(),
            fragment: Some("t3".into()),
        };
        let state = LinkState::Dead(Cause::Fragment);
        let Verdict::Fail(found) = check(&testing::link_facts(&link, &state), &testing::context(&testing::site())) else {
            panic!("a missing place is told");
        };
        assert_eq!(&*found[0].message, "链接“第3条”指向的页内位置不存在（#t3）");
        assert_eq!((found[0].grade, &found[0].evidence["cause"]), (Grade::Notice, &json!("fragment")));
    }

    #[test]
    fn home_pages_attachments_and_systems_are_marked() {
        let state = LinkState::Dead(Cause::Http(404));
        let told = |raw: &str, text: &str, is_home: bool| {
            let link = testing::link(raw, text);
            let mut facts = testing::link_facts(&link, &state);
            facts.page.is_home = is_home;
            let Verdict::Fail(found) = check(&facts, &testing::context(&testing::site())) else {
                panic!("a dead link fails");
            };
            let so = |key: &str| found[0].evidence.get(key) == Some(&json!(true));
            ([so("on_home"), so("attachment"), so("system")], found[0].basis.to_string())
        };
        let (marks, basis) = told("/x.pdf", "申请表", true);
        assert_eq!(marks, [true, true, false]);
        assert!(basis.contains("附件下载") && !basis.contains("在线系统"));
        let (marks, basis) = told("/cx/", "办件进度查询", false);
        assert_eq!(marks, [false, false, true]);
        assert!(basis.contains("在线系统"));
        assert_eq!(told("/x.htm", "一则消息", false).0, [false; 3]);
    }

    #[test]
    fn what_cannot_be_told_is_not_broken() {
        let link = testing::link("/x", "x");
        for state in [
            LinkState::Suspect(crate::facts::Reason::Challenge),
            LinkState::Skipped(crate::facts::Reason::Robots),
        ] {
            assert_eq!(
                check(&testing::link_facts(&link, &state), &testing::context(&testing::site())),
                Verdict::NotApplicable
            );
        }
        assert_eq!(
            check(&testing::link_facts(&link, &LinkState::Alive), &testing::context(&testing::site())),
            Verdict::Pass
        );
    }
}
