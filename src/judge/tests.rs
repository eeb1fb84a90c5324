//! A rule that panics costs what it was judging, and nothing else.

use super::*;
use crate::facts::{Extent, PageFacts, PageKind, PageRow, SiteFacts};
use crate::finding::{Evidence, Finding, Grade, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule};
use crate::wording::Proofreading;

const fn rule(id: &'static str, check: Check) -> Rule {
    Rule {
        id,
        title: "一项检查",
        grade: Grade::Minor,
        basis: &[],
        explain: "",
        check,
        keys: &[],
        fold: Fold::Page,
    }
}

fn found(url: &str, cx: &Context<'_>) -> Verdict {
    Verdict::Fail(vec![Finding {
        rule: "good".into(),
        grade: Grade::Minor,
        site: cx.site.id.as_str().into(),
        column: None,
        page_url: url.into(),
        page_title: None,
        message: "有问题".into(),
        place: "".into(),
        target_url: None,
        evidence: Evidence::new().into(),
        advice: "".into(),
        basis: "".into(),
        subject: Subject::page(url),
        former_key: "".into(),
    }])
}

fn faulty_page(_: &PageFacts, _: &Context<'_>) -> Verdict {
    panic!("a rule with a bug")
}

fn faulty_site(_: &SiteFacts, _: &Context<'_>) -> Verdict {
    panic!("a rule with a bug")
}

fn good_page(facts: &PageFacts, cx: &Context<'_>) -> Verdict {
    found(&facts.url, cx)
}

fn good_site(facts: &SiteFacts, cx: &Context<'_>) -> Verdict {
    found(&facts.home.url, cx)
}

const FAULTY_PAGE: Rule = rule("faulty-page", Check::Page(faulty_page));
const FAULTY_SITE: Rule = rule("faulty-site", Check::Site(faulty_site));
const GOOD_PAGE: Rule = rule("good-page", Check::Page(good_page));
const GOOD_SITE: Rule = rule("good-site", Check::Site(good_site));

#[test]
fn a_rule_that_panics_hands_its_page_or_site_to_a_person_and_the_rest_is_judged() {
    let yaml = "group: 站群\nsites:\n  - id: main\n    name: 主站\n    url: http://main.gov.cn/\n    role: main\n";
    let group = crate::site::parse(yaml, "sites.yaml").unwrap();
    let crawled = Crawled {
        sites: vec![SiteCrawled::unread("main", Extent::Whole)],
        ..Crawled::default()
    };
    let rules: [&Rule; 4] = [&FAULTY_PAGE, &FAULTY_SITE, &GOOD_PAGE, &GOOD_SITE];
    let wording = Proofreading::shipped();
    let terms = Terms {
        group: &group,
        today: jiff::civil::date(2026, 11, 23),
        seed: 1,
        workdays: crate::site::shipped_workdays(),
        wording: &wording,
    };
    let mut judging = Judging::by(&rules, terms, &crawled);
    for page in ["http://main.gov.cn/a.htm", "http://main.gov.cn/b.htm"] {
        let facts = PageFacts::blank(page, PageKind::Article);
        judging.page(&PageRow::read("main", page.to_owned(), page, facts));
    }
    let judged = judging.finish();
    let pages: Vec<&str> = judged.findings.iter().map(|f| &*f.page_url).collect();
    assert_eq!(
        pages,
        ["http://main.gov.cn/a.htm", "http://main.gov.cn/b.htm", "http://main.gov.cn/"]
    );
    let open: Vec<(&str, &str)> = judged.reviews.iter().map(|r| (r.rule.as_str(), r.page_url.as_str())).collect();
    assert_eq!(
        open,
        [
            ("faulty-page", "http://main.gov.cn/a.htm"),
            ("faulty-page", "http://main.gov.cn/b.htm"),
            ("faulty-site", "http://main.gov.cn/"),
        ]
    );
    assert!(
        judged
            .reviews
            .iter()
            .all(|r| r.message == "无法判断“一项检查”：程序判断时出错，请人工核查")
    );
    assert!(judged.sites[0].facts.is_some());
}
