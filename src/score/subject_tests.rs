//! What a test is about: whose columns, at which level, and which of the subjects of its rules.

use serde_json::json;

use super::testing::Case;
use crate::finding::{TestRating, TestState};

const PAGE: &str = "http://a.gov.cn/zcjd/";

fn test_of(case: &Case, id: &str, number: usize) -> TestRating {
    let table = if id.starts_with("C15") { "census-2015" } else { "indicators-2019" };
    let rating = case.rated(table);
    let item = rating.items.iter().find(|i| i.id == id).unwrap();
    item.tests[number - 1].clone()
}

fn blank(kind: &str, level: Option<u8>) -> Case {
    let evidence = match level {
        Some(level) => json!({"kind": kind, "level": level}),
        None => json!({"kind": kind}),
    };
    Case::new()
        .passed(kind, &["column-absent"])
        .column_at(kind, level)
        .found("column-blank", PAGE, None, &evidence)
}

#[test]
fn a_blank_column_is_told_by_the_item_that_counts_it() {
    // A blank column of the first level was not brought up to date; it costs once.
    let first = blank("interpretation", Some(1));
    assert_eq!(test_of(&first, "P19-D6", 2).state, TestState::Holds);
    assert_eq!(test_of(&first, "P19-D9", 1).problems, 0);
    // One of the second level is a column like others.
    let second = blank("interpretation", Some(2));
    let up_to_date = test_of(&second, "P19-D6", 2);
    assert_eq!(up_to_date.state, TestState::NotApplicable, "{up_to_date:?}");
    assert!(up_to_date.note.contains("都不是一级栏目"), "{up_to_date:?}");
    assert_eq!(test_of(&second, "P19-D9", 1).problems, 1);
    // Of one that may be either nobody says that all is well.
    let unknown = blank("policy", None);
    assert_eq!(test_of(&unknown, "P19-D5", 2).state, TestState::Unjudged);
    assert_eq!(test_of(&unknown, "P19-D9", 1).problems, 0);
    // News have no levels, and notices are counted where they always were.
    assert_eq!(test_of(&blank("news", Some(2)), "P19-D4", 2).state, TestState::Holds);
    assert_eq!(test_of(&blank("notice", Some(1)), "P19-D9", 1).problems, 1);
    assert_eq!(test_of(&blank("notice", Some(1)), "C15-B2", 2).problems, 1);
}

#[test]
fn a_stale_column_below_the_first_level_is_one_of_the_others() {
    let stale = |level: u8| {
        Case::new().column_at("policy", Some(level)).found(
            "column-stale",
            "http://a.gov.cn/zcfg/",
            None,
            &json!({"kind": "policy", "level": level}),
        )
    };
    assert_eq!(test_of(&stale(3), "P19-D5", 2).state, TestState::NotApplicable);
    assert_eq!(test_of(&stale(3), "P19-D9", 2).problems, 1);
    assert_eq!(test_of(&stale(1), "P19-D5", 2).state, TestState::Holds);
    assert_eq!(test_of(&stale(1), "P19-D9", 2).problems, 0);
    // A column of the first level beside it is what the item is about.
    let beside = stale(3).column_at("policy", Some(1)).passed("policy", &["column-stale"]);
    assert_eq!(test_of(&beside, "P19-D5", 2).note, "一级栏目中未发现问题");
}

#[test]
fn a_column_that_two_rules_cannot_judge_is_one() {
    let mut shut = Case::new().unjudged("news", "column-stale").unjudged("news", "column-blank");
    shut.outcomes.rows.iter_mut().for_each(|r| r.unit = "个栏目".into());
    let news = test_of(&shut, "P19-D4", 2);
    assert!(news.note.contains("：1 个栏目无法自动判定"), "{news:?}");
}

#[test]
fn only_links_to_systems_and_documents_are_looked_at_for_them() {
    let links = || Case::new().passed("inner", &["link-broken"]);
    // A hundred good links, and none to a system.
    let none = links().marked("link-broken", "system", 0).marked("link-broken", "attachment", 0);
    let systems = test_of(&none, "C15-S3", 1);
    assert_eq!(systems.state, TestState::Unjudged);
    assert!(systems.note.contains("没有认出通往在线申报、查询系统的链接"), "{systems:?}");
    assert!(test_of(&none, "C15-S2", 2).note.contains("没有读到办事表格、文件附件的链接"));
    let some = || links().marked("link-broken", "system", 2).marked("link-broken", "attachment", 1);
    assert_eq!(test_of(&some(), "C15-S3", 1).note, "未发现问题");
    assert_eq!(test_of(&some(), "C15-S2", 2).state, TestState::Passed);
    // One that is dead is one that was seen; one that is doubtful is not well for sure.
    let dead = none.found("link-broken", PAGE, Some("http://a.gov.cn/sb/"), &json!({"system": true}));
    assert_eq!(test_of(&dead, "C15-S3", 1).problems, 1);
    let doubtful = |mark: &str| some().found("link-suspect", PAGE, Some("http://b.cn/sb/"), &json!({mark: true}));
    assert_eq!(test_of(&doubtful("system"), "C15-S3", 1).state, TestState::Unjudged);
    assert_eq!(test_of(&doubtful("attachment"), "C15-S3", 1).state, TestState::Passed);
    // An inspection from before they were counted.
    assert_eq!(test_of(&links(), "C15-S3", 1).state, TestState::Passed);
}

#[test]
fn what_only_portals_are_asked_for_does_not_apply_to_others() {
    let bureau = Case::new();
    for number in [1, 2] {
        let overview = test_of(&bureau, "P19-D1", number);
        assert_eq!((overview.state, overview.open), (TestState::NotApplicable, false), "{overview:?}");
    }
    for number in [1, 2, 3] {
        assert_eq!(test_of(&bureau, "P19-D12", number).state, TestState::NotApplicable);
    }
    // What it publishes all the same is to be up to date.
    let published = Case::new().column("service_statistics", Some(jiff::civil::date(2026, 1, 5)));
    assert_eq!(test_of(&published, "P19-D12", 3).state, TestState::Holds);
    // By its name it may be a portal, and nobody said that it is none.
    let mut county = Case::new();
    county.site.name = "鹭岛县人民政府".into();
    let overview = test_of(&county, "P19-D1", 1);
    assert_eq!((overview.state, overview.open), (TestState::Unjudged, true), "{overview:?}");
    county.site.portal = true;
    assert!(!test_of(&county, "P19-D1", 1).note.contains("只要求政府门户网站"));
    // A portal without any statistics pays for that, and not for their age as well.
    let without = county.found("column-absent", PAGE, None, &json!({"kind": "service_statistics"}));
    assert_eq!(test_of(&without, "P19-D12", 1).state, TestState::Holds);
    assert_eq!(test_of(&without, "P19-D12", 3).state, TestState::NotApplicable);
}

#[test]
fn interviews_are_not_asked_of_those_who_hold_none() {
    let without = Case::new().passed("news", &["column-absent"]);
    assert_eq!(test_of(&without, "C15-I3", 1).state, TestState::NotApplicable);
    // Nobody looked, the site was not read whole, or there is one.
    assert_eq!(test_of(&Case::new(), "C15-I3", 1).state, TestState::Unjudged);
    let mut cut = Case::new().passed("news", &["column-absent"]);
    cut.result.coverage.gaps.push("超出页数上限".into());
    assert_eq!(test_of(&cut, "C15-I3", 1).state, TestState::Unjudged);
    let held = Case::new().passed("news", &["column-absent"]).column("interview", None);
    assert_eq!(test_of(&held, "C15-I3", 1).state, TestState::Unjudged);
    let named = Case::new().passed("news", &["column-absent"]).unjudged("interview", "activity-few");
    assert_eq!(test_of(&named, "C15-I3", 1).state, TestState::Unjudged);
}
