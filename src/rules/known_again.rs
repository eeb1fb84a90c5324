//! Every rule, asked twice about the same thing: what is told once a site is known again, whichever page speaks.

use std::collections::BTreeSet;

use super::testing;
use super::{Check, Fold, RULES, Rule};
use crate::facts::{
    Answer, Attempt, Exchange, HiddenHow, HiddenLink, HiddenLinks, Hijack, HijackSort, LinkState, Method, Outcome, PageFacts, PageKind,
    Reason,
};
use crate::finding::{Evidence, Finding, Subject, Verdict};
use crate::wording::{Slip, Tier};

/// A page like others: an article whose template has every fault that a template can have.
fn faulty(url: &str) -> PageFacts {
    let mut page = testing::page(PageKind::Article);
    page.url = url.into();
    page.html_title = Some("一则消息".into());
    page.header.pictures = vec!["云海市政务服务平台".into()];
    page.labels.remove("ContentSource");
    page.labels.insert("SiteDomain".into(), "{网站域名}".into());
    page.printed_date = Some("2026年11月20日".into());
    page.footer.police.clear();
    page.footer.site_codes = vec!["9900000001".into()];
    page.hidden = vec![HiddenLinks {
        how: HiddenHow::OffScreen,
        links: vec![HiddenLink {
            url: "http://www.x.example/".into(),
            text: "推广".into(),
        }],
        count: 9,
        domains: 9,
        words: vec!["时时彩".into()],
        sort: Some(HijackSort::Gambling),
        named: false,
        asked: false,
    }];
    page
}

/// What a rule that folds says of such a page at this address. A new one needs its example here.
fn said_on(rule: &Rule, url: &str) -> Vec<Finding> {
    let site = testing::site();
    let cx = testing::context(&site);
    let verdict = match rule.check {
        Check::Page(check) => check(&faulty(url), &cx),
        Check::Link(check) => {
            let link = testing::link("/x", "友情链接");
            let hijack = Hijack {
                sort: HijackSort::Gambling,
                words: vec!["时时彩".into()],
                title: "某某".into(),
                certain: true,
            };
            let exchange = Exchange {
                url: "http://a.gov.cn/x".into(),
                attempts: vec![Attempt {
                    at: 0,
                    method: Method::Get,
                    as_browser: false,
                    hops: vec![],
                    outcome: Outcome::Answer(Answer {
                        status: 200,
                        hijack: Some(hijack),
                        ..Answer::default()
                    }),
                    ms: 1,
                    bytes: 1,
                    address: None,
                    tls: None,
                }],
            };
            let state = match rule.id {
                "link-hijacked" => LinkState::Alive,
                _ => LinkState::Suspect(Reason::Challenge),
            };
            let mut facts = testing::link_facts(&link, &state);
            facts.page.url = url;
            (facts.exchange, facts.inside) = (Some(&exchange), false);
            check(&facts, &cx)
        }
        Check::Wording(check) => {
            let slip = Slip {
                from: 2,
                to: 4,
                wrong: "布署".into(),
                right: "部署".into(),
                tier: Tier::Pair,
                serious: rule.id == "typo-serious",
                score: 1.0,
                reason: "音同".into(),
            };
            let slips = [("进行布署".to_owned(), slip)];
            let mut case = testing::wording_case(&slips);
            case.page.url = url;
            check(&case, &cx)
        }
        _ => panic!("{} is told once a site: give an example of what it says of two pages", rule.id),
    };
    match verdict {
        Verdict::Fail(found) | Verdict::NeedsReview(found) => found,
        other => panic!("{} has nothing to say of its example: {other:?}", rule.id),
    }
}

#[test]
fn what_is_told_once_a_site_is_known_again_on_another_page() {
    let folded: Vec<&&Rule> = RULES.iter().filter(|r| matches!(r.fold, Fold::Site(_))).collect();
    assert!(folded.len() >= 11, "{}", folded.len());
    for rule in folded {
        let ids = |url: &str| -> BTreeSet<String> {
            let found = said_on(rule, url);
            assert!(
                found.iter().all(|f| &*f.page_url == url),
                "{}: the example stands elsewhere",
                rule.id
            );
            assert!(
                found.iter().all(|f| f.subject.is_of_many_pages()),
                "{}: {:?}",
                rule.id,
                found[0].subject
            );
            found.iter().map(Finding::id).collect()
        };
        let here = ids("http://a.gov.cn/x/5.htm");
        assert_eq!(here, ids("http://a.gov.cn/a/0.htm"), "{}", rule.id);
        assert_eq!(here, ids("http://a.gov.cn/z/9.htm"), "{}", rule.id);
    }
}

#[test]
fn other_things_other_sites_and_other_rules_are_not_the_same() {
    let rule = RULES.iter().find(|r| r.id == "label-missing").unwrap();
    let one = said_on(rule, "http://a.gov.cn/x/5.htm").remove(0);
    for (what, other) in [
        (
            "rule",
            Finding {
                rule: "label-wrong".into(),
                ..one.clone()
            },
        ),
        (
            "site",
            Finding {
                site: "b".into(),
                ..one.clone()
            },
        ),
        (
            "thing",
            Finding {
                subject: Subject::thing("content:PubDate"),
                ..one.clone()
            },
        ),
        (
            "page",
            Finding {
                subject: Subject::page("http://a.gov.cn/"),
                ..one.clone()
            },
        ),
    ] {
        assert_ne!(one.id(), other.id(), "{what}");
    }
    // What it says, and how, is not what it is.
    let reworded = Finding {
        message: "换一种说法".into(),
        place: "".into(),
        evidence: Evidence::new().into(),
        ..one.clone()
    };
    assert_eq!(one.id(), reworded.id());
}

/// The rows about one dead target share what is wrong and differ in their place; a page has one place under all its addresses.
#[test]
fn a_dead_target_is_one_problem_with_a_row_a_page() {
    let row = |target: &str, page: &str| Finding {
        rule: "link-broken".into(),
        subject: Subject::target_on(target, page),
        ..said_on(RULES.iter().find(|r| r.id == "link-suspect").unwrap(), page).remove(0)
    };
    let ids = ["http://a.gov.cn/1", "http://a.gov.cn/2", "https://a.gov.cn/2#top"].map(|page| row("http://b/gone", page).id());
    let about = |id: &str| id.rsplit_once('-').map(|(about, _)| about.to_owned());
    assert_eq!(about(&ids[0]), about(&ids[1]));
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[1], ids[2]);
    assert_ne!(about(&ids[0]), about(&row("http://b/other", "http://a.gov.cn/1").id()));
    assert!(ids[0].starts_with("LJ-") && ids[0].len() == "LJ-00000000-00000000".len());
}
