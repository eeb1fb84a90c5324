//! Both tables, each on two sites computed by hand, and what must never be taken for right.

#![expect(clippy::float_cmp, reason = "points are rounded to hundredths before they are told")]

use jiff::civil::date;
use serde_json::json;

use super::testing::{Case, none};
use crate::finding::{ItemRating, Rating, Standing, TestState};
use crate::standard::Table;

const HOME: &str = "http://a.gov.cn/";
const INNER: &str = "http://a.gov.cn/x/1.htm";

/// A site on which all that the tables' vetoes and columns ask was looked at and right.
fn sound() -> Case {
    let site_rules = [
        "home-unreachable",
        "home-stale",
        "home-few",
        "typo-serious",
        "privacy-leak",
        "link-hidden",
        "link-hijacked",
        "date-forged",
        "inquiry-unanswered",
        "inquiry-stale",
        "guide-incomplete",
        "guide-form-missing",
        "guide-phone",
        "domain-improper",
        "name-missing",
    ];
    let mut case = Case::new().passed("", &site_rules);
    for kind in ["news", "notice", "policy", "interpretation", "personnel"] {
        case = case.passed(kind, &["column-stale", "column-blank"]);
    }
    for kind in [
        "overview",
        "organisation",
        "leaders",
        "news",
        "policy",
        "interpretation",
        "consultation",
        "survey",
        "guide",
        "service_statistics",
    ] {
        case = case.passed(kind, &["column-absent"]);
    }
    for page in ["home", "inner"] {
        case = case.passed(page, &["link-broken", "identity-missing"]);
    }
    case.passed("survey", &["activity-few"]).passed("interview", &["activity-few"])
}

fn item<'a>(rating: &'a Rating, id: &str) -> &'a ItemRating {
    rating.items.iter().find(|i| i.id == id).unwrap()
}

#[test]
fn the_census_counts_each_link_column_and_element_class_as_it_says() {
    let mut case = sound()
        .found("column-stale", "http://a.gov.cn/dt/", None, &json!({"kind": "news"}))
        .found("column-stale", "http://a.gov.cn/tz/", None, &json!({"kind": "notice"}))
        .found("column-stale", "http://a.gov.cn/rs/", None, &json!({"kind": "personnel"}))
        .found("home-few", HOME, None, &json!({"count": 6}))
        .found("activity-few", HOME, None, &json!({"kind": "survey", "count": 2}))
        .found("guide-incomplete", INNER, None, &json!({"missing_2015": ["办理时间"]}))
        .found(
            "guide-incomplete",
            "http://a.gov.cn/x/2.htm",
            None,
            &json!({"missing_2015": ["办理时间", "设定依据"]}),
        );
    for target in ["/1", "/2", "/3"] {
        case = case.found("link-broken", HOME, Some(target), &none());
    }
    // One of the home page's again, and one twice.
    for target in ["/3", "/4", "/5", "/6", "/7", "/8", "/9", "/9"] {
        case = case.found("link-broken", INNER, Some(target), &none());
    }
    let rating = case.rated("census-2015");
    let points = |id: &str| item(&rating, id).points;
    // 3 × 1 + 6 × 0.1
    assert_eq!(points("C15-A2"), 3.6);
    assert_eq!(points("C15-B1"), 5.0);
    // 3 + 4 + 5
    assert_eq!(points("C15-B2"), 12.0);
    assert_eq!(points("C15-I2"), 3.0);
    // Two classes for the whole site, however many guides lack them.
    assert_eq!(points("C15-S1"), 4.0);
    // 100 - 27.6
    assert_eq!(rating.points.most, 72.4);
    assert_eq!(rating.points.least, None, "what a person may find is without bound in 2015");
    assert_eq!(rating.standing, Standing::Provisional);
    assert_eq!(item(&rating, "C15-B1").tests[0].findings, ["home-few-3"]);
}

#[test]
fn five_stale_columns_are_a_veto_and_four_a_warning() {
    let stale = |n: usize| {
        (0..n).fold(sound(), |case, i| {
            let page = format!("http://a.gov.cn/{i}/");
            let kind = ["news", "notice", "policy"][i % 3];
            case.found("column-stale", &page, None, &json!({"kind": kind, "level": 1}))
        })
    };
    let four = stale(4).rated("census-2015");
    assert_eq!(item(&four, "C15-V3a").tests[0].state, TestState::Warned);
    assert_ne!(four.standing, Standing::Failed);
    for table in ["census-2015", "indicators-2019"] {
        let five = stale(5).rated(table);
        assert_eq!(five.standing, Standing::Failed, "{table}");
        assert!(
            five.reasons[0].contains("栏目不更新") && five.reasons[0].contains("5 处"),
            "{:?}",
            five.reasons
        );
    }
    // Lower columns do not count for the veto of 2019.
    let mut lower = stale(4);
    lower = lower.found("column-stale", "http://a.gov.cn/low/", None, &json!({"kind": "notice", "level": 2}));
    assert_eq!(lower.rated("census-2015").standing, Standing::Failed);
    assert_ne!(lower.rated("indicators-2019").standing, Standing::Failed);
    // But "一级" is said of notices and policies only: news stand still on any level.
    let mut news = stale(4);
    news = news.found("column-stale", "http://a.gov.cn/low/", None, &json!({"kind": "news", "level": 3}));
    assert_eq!(news.rated("indicators-2019").standing, Standing::Failed);
}

#[test]
fn a_portal_by_the_indicators_of_2019() {
    let missing = |n: usize| json!({"missing": vec!["收费标准"; n]});
    let guides: [&[_]; 6] = [
        &[("guide-incomplete", missing(2)), ("guide-vague", none())],
        &[("guide-incomplete", missing(1)), ("guide-material-format", none())],
        &[("guide-material-format", none())],
        &[],
        &[],
        // The sixth of the draw: the table asks for five.
        &[("guide-vague", none())],
    ];
    let articles: [&[_]; 5] = [
        &[("label-missing", json!({"absent_groups": ["content"]}))],
        &[("label-missing", json!({"absent_groups": ["site", "content"]}))],
        &[("label-missing", json!({"absent_groups": ["site"]}))],
        // One label of several.
        &[("label-missing", json!({"absent_groups": []}))],
        &[],
    ];
    let mut case = sound()
        .found("column-stale", "http://a.gov.cn/dt/", None, &json!({"kind": "news"}))
        .found("column-absent", HOME, None, &json!({"kind": "interpretation"}))
        .found("column-blank", "http://a.gov.cn/b1/", None, &json!({"kind": "other"}))
        .found("column-blank", "http://a.gov.cn/b2/", None, &json!({"kind": "faq"}))
        .found("column-stale", "http://a.gov.cn/rs/", None, &json!({"kind": "personnel"}))
        .found("identity-missing", HOME, None, &json!({"missing": ["police"]}))
        .found("identity-missing", INNER, None, &json!({"missing": ["site_code", "site_map"]}))
        .drawn("guide", &guides)
        .drawn("article", &articles)
        .drawn("list", &[&[] as &[_]; 5]);
    case.site.portal = true;
    for n in 0..4 {
        case = case.found("link-broken", HOME, Some(&format!("/h{n}")), &none());
    }
    for n in 0..5 {
        case = case.found("link-broken", INNER, Some(&format!("/i{n}")), &none());
    }
    let rating = case.rated("indicators-2019");
    for (id, points, open) in [
        ("P19-D4", 5.0, 0.0),
        ("P19-D6", 5.0, 0.0),
        // 2 × 2 + 1, at most 4
        ("P19-D9", 4.0, 0.0),
        // 3 × 0.5 + 2 × 1 + 1 × 2
        ("P19-D13", 5.5, 2.5),
        // Two of the six; the site map is none of them.
        ("P19-D21", 1.0, 0.0),
        // 4 × 0.2 + 5 × 0.1, at most 1
        ("P19-D22", 1.0, 0.0),
        ("P19-D26", 0.3, 0.0),
        ("P19-D16", 0.0, 7.0),
    ] {
        let item = item(&rating, id);
        assert_eq!((item.points, item.open), (points, Some(open)), "{id}: {item:#?}");
    }
    // 100 - 21.8; of what is left, 66.5 points are open.
    assert_eq!((rating.points.least, rating.points.most), (Some(11.7), 78.2));
    assert!(!rating.reference);
    // Not above 80: no bonus.
    assert_eq!(rating.points.bonus, 0.0);
    assert_eq!(rating.standing, Standing::Provisional);
    assert_eq!(item(&rating, "P19-D13").tests[1].sample.len(), 5);
}

#[test]
fn a_bureau_without_services_is_scored_out_of_75_and_for_reference() {
    let mut case = sound()
        .found("identity-missing", HOME, None, &json!({"missing": ["police", "icp"]}))
        .found("link-broken", INNER, Some("/1"), &none())
        .found("link-broken", INNER, Some("/2"), &none())
        .found("link-broken", INNER, Some("/3"), &none())
        .column("statistics", Some(date(2026, 9, 30)));
    case.site.services = false;
    let rating = case.rated("indicators-2019");
    // (75 - 1 - 0.3) × 4/3
    assert_eq!(rating.points.most, 98.27);
    assert_eq!(rating.points.bonus, 2.0);
    assert!(rating.reference && rating.standing == Standing::Provisional);
    assert_eq!(item(&rating, "P19-D13").tests[0].state, TestState::NotApplicable);
    assert_eq!(item(&rating, "P19-V6").tests[0].state, TestState::NotApplicable);
}

#[test]
fn what_was_not_looked_at_is_never_right() {
    // Nothing was judged at all, of a site that is asked for everything.
    for table in ["census-2015", "indicators-2019"] {
        let mut portal = Case::new();
        portal.site.portal = true;
        let rating = portal.rated(table);
        assert_eq!(rating.standing, Standing::Open, "{table}");
        assert!(
            rating
                .items
                .iter()
                .flat_map(|i| &i.tests)
                .all(|t| t.state != TestState::Passed && t.open)
        );
    }
    // One column that nobody could read may be the fifth.
    let four = (0..4).fold(sound(), |case, i| {
        case.found("column-stale", &format!("http://a.gov.cn/{i}/"), None, &json!({"kind": "news"}))
    });
    let rating = four.unjudged("news", "column-stale").rated("census-2015");
    assert_eq!(rating.standing, Standing::Open);
    assert!(rating.reasons[0].contains("栏目不更新"), "{:?}", rating.reasons);
    assert!(item(&rating, "C15-V3a").tests[0].note.contains("内容由脚本生成"));
    // A site that was not read to its end.
    let mut cut = sound();
    cut.result.coverage.gaps.push("超出页数上限".into());
    assert_eq!(cut.rated("census-2015").standing, Standing::Open);
}

#[test]
fn a_slip_in_a_leaders_name_is_for_a_person_to_confirm() {
    let rating = sound().found("typo-serious", INNER, None, &none()).rated("census-2015");
    assert_eq!(item(&rating, "C15-V4").tests[0].state, TestState::ToConfirm);
    assert_eq!(rating.standing, Standing::Open);
}

#[test]
fn fewer_than_five_guides_fail_only_together() {
    let lacking = json!({"missing": ["设定依据", "收费标准", "办理机构", "办理地点"]});
    let guides = |lacking_guides: usize, sound_guides: u64| {
        let mut case = sound();
        case.outcomes.rows.retain(|r| r.rule != "guide-incomplete");
        for i in 0..lacking_guides {
            case = case.found("guide-incomplete", &format!("http://a.gov.cn/g/{i}"), None, &lacking);
        }
        if sound_guides > 0 {
            case = case.passed("inner", &["guide-incomplete"]);
        }
        case.rated("indicators-2019").standing
    };
    assert_eq!(guides(4, 0), Standing::Failed);
    assert_ne!(guides(4, 1), Standing::Failed);
    assert_eq!(guides(5, 1), Standing::Failed);
    // Of six guides the test for fewer than five says nothing, neither that it holds nor that it is passed.
    let six = |lacking_guides: usize| {
        let mut case = sound();
        case.outcomes.rows.retain(|r| r.rule != "guide-incomplete");
        for i in 0..lacking_guides {
            case = case.found("guide-incomplete", &format!("http://a.gov.cn/g/{i}"), None, &lacking);
        }
        case = case.passed("inner", &["guide-incomplete"]);
        let rating = case.rated("indicators-2019");
        item(&rating, "P19-V6").tests[2].clone()
    };
    for lacking_guides in [2, 3] {
        let few = six(lacking_guides);
        assert_eq!((few.state, few.problems, few.open), (TestState::NotApplicable, 0, false), "{few:?}");
        assert!(few.note.contains("不是不足 5 个"), "{few:?}");
    }
    assert_eq!(six(1).state, TestState::Passed);
    // One page is not all guides of a site, and neither is what was read of a part of it.
    assert_eq!(guides(1, 0), Standing::Open);
    assert_eq!(guides(2, 0), Standing::Failed);
    let mut cut = sound();
    cut.outcomes.rows.retain(|r| r.rule != "guide-incomplete");
    cut.result.coverage.gaps.push("超出页数上限".into());
    for i in 0..3 {
        cut = cut.found("guide-incomplete", &format!("http://a.gov.cn/g/{i}"), None, &lacking);
    }
    let rating = cut.rated("indicators-2019");
    assert_eq!(
        (rating.standing, item(&rating, "P19-V6").tests[2].state),
        (Standing::Open, TestState::Unjudged)
    );
}

#[test]
fn a_city_may_be_stricter() {
    let text = "version: 1\nid: local\nname: 本市加严\ndocument: 某某市文件\nmarks: {start: 100, fail_below: 60}\nitems:\n  - id: L1\n    \
                part: deduct\n    group: 更新\n    title: 动态\n    tests:\n      - text: 每个工作日至少一条\n        points: 3\n        \
                each: true\n        newest: {kinds: [news], workdays: 1}\n";
    let table = Table::read(text).unwrap();
    // 23 November 2026 is a Monday: the working day before it is Friday.
    let fresh = Case::new().column("news", Some(date(2026, 11, 20))).rated_by(&table);
    assert_eq!((fresh.points.most, fresh.standing), (100.0, Standing::Passed));
    let old = Case::new()
        .column("news", Some(date(2026, 11, 19)))
        .column("news", None)
        .rated_by(&table);
    assert_eq!(old.points.most, 97.0);
    assert!(old.items[0].tests[0].note.contains("2026-11-19"));
}
