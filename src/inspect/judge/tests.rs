//! A rule that panics costs what it was judging, and nothing else.

use std::sync::Arc;

use super::*;
use crate::facts::PageKind;
use crate::finding::{Evidence, Grade};
use crate::rules::Fold;
use crate::survey::Survey;

fn terms() -> Terms<'static> {
    Terms {
        today: jiff::civil::date(2026, 11, 23),
        seed: 1,
        reach: Reach::Whole,
        workdays: crate::site::shipped_workdays(),
    }
}

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
    let group = Arc::new(crate::site::parse(yaml, "sites.yaml").unwrap());
    let mut outcome = CrawlOutcome::of_nothing(group.clone());
    outcome.surveys.insert(0, Survey::default());
    let rules: [&Rule; 4] = [&FAULTY_PAGE, &FAULTY_SITE, &GOOD_PAGE, &GOOD_SITE];
    let wording = Proofreading::shipped();
    let mut judge = Judge::new(&rules, &group, terms(), &outcome, &wording);
    judge.sites();
    for page in ["http://main.gov.cn/a.htm", "http://main.gov.cn/b.htm"] {
        judge.page("main", &PageFacts::blank(page, PageKind::Article));
    }
    let judged = judge.finish();
    let pages: Vec<&str> = judged.findings.iter().map(|f| &*f.page_url).collect();
    assert_eq!(
        pages,
        ["http://main.gov.cn/", "http://main.gov.cn/a.htm", "http://main.gov.cn/b.htm"]
    );
    let open: Vec<(&str, &str)> = judged.reviews.iter().map(|r| (r.rule.as_str(), r.page_url.as_str())).collect();
    assert_eq!(
        open,
        [
            ("faulty-site", "http://main.gov.cn/"),
            ("faulty-page", "http://main.gov.cn/a.htm"),
            ("faulty-page", "http://main.gov.cn/b.htm"),
        ]
    );
    assert!(
        judged
            .reviews
            .iter()
            .all(|r| r.message == "无法判断“一项检查”：程序判断时出错，请人工核查")
    );
    assert!(judged.surveyed.contains_key(&0));
}
