//! A rule that panics costs what it was judging, and nothing else; and what judging counts for the tables.

use super::*;
use crate::facts::{Extent, Fact, GuideBody, GuideFacts, PageFacts, PageKind, PageRow, SiteFacts, Why};
use crate::finding::{Evidence, Finding, Grade, Subject, Verdict};
use crate::rules::{Check, Context, Fold, Rule};
use crate::site::{Group, RunDay};
use crate::standard::Table;
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
        remark: false,
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

/// Terms of these tests: the shipped calendar, one seed.
fn terms<'a>(group: &'a Group, today: &'a RunDay, wording: &'a Proofreading, tables: &'a [Table]) -> Terms<'a> {
    Terms {
        group,
        today,
        seed: 1,
        workdays: crate::site::shipped_workdays(),
        wording,
        tables,
    }
}

/// The day of these tests.
fn day() -> RunDay {
    RunDay::given(jiff::civil::date(2026, 11, 23))
}

/// A crawl that read the main site whole.
fn main_read() -> Crawled {
    Crawled {
        sites: vec![SiteCrawled::unread("main", Extent::Whole)],
        ..Crawled::default()
    }
}

#[test]
fn a_rule_that_panics_hands_its_page_or_site_to_a_person_and_the_rest_is_judged() {
    let group = group();
    let crawled = main_read();
    let rules: [&Rule; 4] = [&FAULTY_PAGE, &FAULTY_SITE, &GOOD_PAGE, &GOOD_SITE];
    let wording = Proofreading::shipped();
    let day = day();
    let terms = terms(&group, &day, &wording, &[]);
    let mut judging = Judging::by(&rules, terms, &crawled);
    for page in ["http://main.gov.cn/a.htm", "http://main.gov.cn/b.htm"] {
        let facts = PageFacts::blank(page, PageKind::Article);
        judging.page(PageRow::read("main", page.to_owned(), page, facts));
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

fn group() -> Group {
    let yaml = "group: 站群\nsites:\n  - id: main\n    name: 主站\n    url: http://main.gov.cn/\n    role: main\n";
    crate::site::parse(yaml, "sites.yaml").unwrap()
}

/// What came of all rules on these pages of a site that was read whole.
fn counted(pages: Vec<PageFacts>) -> crate::finding::RuleOutcomes {
    let (group, wording, tables) = (group(), Proofreading::shipped(), Table::built_in());
    let crawled = main_read();
    let day = day();
    let terms = terms(&group, &day, &wording, &tables);
    let mut judging = Judging::new(terms, &crawled);
    for facts in pages {
        let url = facts.url.clone();
        judging.page(PageRow::read("main", url.clone(), &url, facts));
    }
    judging.finish().sites.remove(0).outcomes
}

#[test]
fn a_guide_that_one_rule_cannot_read_no_rule_can() {
    let rules = [
        "guide-incomplete",
        "guide-vague",
        "guide-material-format",
        "guide-phone",
        "guide-form-missing",
    ];
    let of = |body: GuideBody| {
        let facts = PageFacts {
            guide: Some(GuideFacts::blank(body)),
            ..PageFacts::blank("http://main.gov.cn/bszn/1.htm", PageKind::Guide)
        };
        counted(vec![facts])
    };
    for (body, why) in [
        (GuideBody::Image, "正文为图片"),
        (GuideBody::Attachment, "正文只有附件"),
        (GuideBody::Script, "正文由脚本或内嵌页面填入"),
        (GuideBody::Text, "不能断定是不是办事指南"),
    ] {
        let outcomes = of(body);
        for rule in rules {
            let row = outcomes.rows.iter().find(|r| r.rule == rule).unwrap();
            assert_eq!((row.passed, row.failed, row.unjudged), (0, 0, 1), "{rule}: {row:?}");
            assert_eq!(row.unit, "个页面");
            let page = &outcomes.samples.iter().find(|s| s.of == "guide").unwrap().pages[0];
            assert!(page.unjudged.iter().any(|(id, _)| id == rule), "{page:?}");
            // The one that tells of it has a row for a person instead.
            assert!(rule == "guide-incomplete" || row.why[0].contains(why), "{row:?}");
        }
    }
}

#[test]
fn only_what_the_rules_judge_is_drawn() {
    let titled = |url: &str, kind: PageKind, title: &str| PageFacts {
        title: Some(title.into()),
        html_title: Some(title.into()),
        pub_date: Fact::Unknown(Why::NotShown),
        ..PageFacts::blank(url, kind)
    };
    let outcomes = counted(vec![
        // A column page and a lecture look like interpretations; the rules over documents hold none of them for one.
        titled("http://main.gov.cn/zcjd.htm", PageKind::Interpretation, "政策解读"),
        titled(
            "http://main.gov.cn/kj/1.htm",
            PageKind::Interpretation,
            "购买服务政策解读 讲师：王某",
        ),
        titled("http://main.gov.cn/x/1.htm", PageKind::Interpretation, "《养犬管理办法》政策解读"),
        titled("http://main.gov.cn/x/2.htm", PageKind::Interpretation, "《犬只收容办法》政策解读"),
        titled("http://main.gov.cn/x/3.htm", PageKind::Article, "一则消息"),
    ]);
    let sample = |of: &str| outcomes.samples.iter().find(|s| s.of == of).unwrap();
    let drawn: Vec<&str> = sample("interpretation").pages.iter().map(|p| p.url.as_str()).collect();
    assert!(drawn.len() == 2 && drawn.iter().all(|url| url.contains("/x/")), "{drawn:?}");
    // Without a menu the page wears no template: the rule over labels leaves it aside.
    assert!(sample("article").pages[0].skipped.contains(&"label-missing".to_owned()));
}

#[test]
fn what_came_while_a_run_stood_still_is_no_future_and_no_old_column() {
    use crate::facts::{Attempt, Failure, ListItem, ListingFacts};
    let (group, wording) = (group(), Proofreading::shipped());
    let crawled = main_read();
    let (began, went_on) = (jiff::civil::date(2026, 11, 2), jiff::civil::date(2026, 11, 28));
    let zone = jiff::tz::TimeZone::UTC;
    let told = |day: &RunDay| -> Vec<String> {
        let terms = terms(&group, day, &wording, &[]);
        let mut judging = Judging::new(terms, &crawled);
        let url = "http://main.gov.cn/tzgg/";
        let item = |title: &str, date: jiff::civil::Date| ListItem {
            title: title.to_owned(),
            url: None,
            date: Some(date.into()),
            year_inferred: false,
            pinned: false,
        };
        let mut facts = PageFacts::blank(url, PageKind::List);
        facts.column = Some("通知公告".to_owned());
        facts.listing = Some(ListingFacts {
            items: vec![
                item("关于开展冬季交通整治的通知", jiff::civil::date(2026, 11, 20)),
                item("关于开展春季交通整治的通知", jiff::civil::date(2025, 3, 2)),
                item("关于二〇二五年元旦放假的通知", jiff::civil::date(2024, 12, 28)),
            ],
            ..ListingFacts::empty(1, false)
        });
        let mut row = PageRow::read("main", url.to_owned(), url, facts);
        let at = went_on.at(3, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp().as_millisecond();
        let answered = Attempt {
            at,
            ..Attempt::never_sent(Failure::OutOfHandles { detail: String::new() })
        };
        row.head.exchange.attempts.push(answered);
        judging.page(row);
        let judged = judging.finish();
        judged
            .findings
            .iter()
            .map(|f| f.rule.to_string())
            .filter(|rule| rule.starts_with("column-"))
            .collect()
    };
    assert_eq!(told(&RunDay::begun(began, zone.clone())), Vec::<String>::new());
    // The day that somebody asks for is the day of everything: the column had nothing new then.
    assert_eq!(told(&RunDay::given(began)), ["column-stale"]);
}

/// Hands that begin with the last piece of work.
struct Backwards;

impl Hands for Backwards {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let mut done: Vec<R> = items.iter().rev().map(work).collect();
        done.reverse();
        done
    }
}

#[test]
fn how_many_hands_there_are_and_how_pages_are_bundled_makes_no_difference() {
    let (group, wording, tables) = (group(), Proofreading::shipped(), Table::built_in());
    let crawled = main_read();
    let day = day();
    let terms = terms(&group, &day, &wording, &tables);
    let row = |n: usize| {
        let url = format!("http://main.gov.cn/x/{n:02}.htm");
        let facts = PageFacts {
            title: Some(format!("关于第{n}号事项的通知")),
            // The same slip on every other page.
            text: format!("现将第{n}项工作通知如下。{}", ["请认真贯彻执行。", "请严格按照布署执行。"][n % 2]),
            ..PageFacts::blank(&url, PageKind::Article)
        };
        PageRow::read("main", url.clone(), &url, facts)
    };
    let rows: Vec<PageRow> = (0..20).map(row).collect();
    let mut one = Judging::new(terms, &crawled);
    for row in &rows {
        one.page(row.clone());
    }
    let mut many = Judging::new(terms, &crawled);
    for rows in rows.chunks(7) {
        many.pages(rows.to_vec(), &Backwards);
    }
    let (one, many) = (one.finish(), many.finish());
    assert!(one.findings.iter().any(|f| f.message.contains("布署")), "{:?}", one.findings);
    assert_eq!(format!("{one:?}"), format!("{many:?}"));
}
