//! What the rows of a sheet count and why they say what they say: each row believed by itself, and none against another.

use serde_json::json;

use super::testing::{Case, none};
use crate::finding::{ItemRating, Rating, Standing, TestRating, TestState};

const HOME: &str = "http://a.gov.cn/";
const INNER: &str = "http://a.gov.cn/x/1.htm";

fn item<'a>(rating: &'a Rating, id: &str) -> &'a ItemRating {
    rating.items.iter().find(|i| i.id == id).unwrap()
}

/// A test of an item of the table of 2019, by its number on the sheet.
fn test_of(case: &Case, id: &str, number: usize) -> TestRating {
    item(&case.rated("indicators-2019"), id).tests[number - 1].clone()
}

#[test]
fn a_finding_of_a_template_counts_on_every_page_it_stands_on() {
    let template = |page: &str, pages: u64, inner: u64| {
        let said = json!({"missing": ["find_errors"], "pages": pages, "inner_pages": inner});
        Case::new().found("identity-missing", page, None, &said)
    };
    // Filed on the home page, and on all others.
    let whole = template(HOME, 236, 235);
    assert_eq!(test_of(&whole, "P19-D23a", 1).problems, 1);
    assert_eq!(test_of(&whole, "P19-D23a", 2).problems, 235);
    // On inner pages alone, and on the home page alone.
    let inner = template(INNER, 90, 90);
    assert_eq!(
        (test_of(&inner, "P19-D23a", 1).problems, test_of(&inner, "P19-D23a", 2).problems),
        (0, 90)
    );
    let home = template(HOME, 1, 0);
    assert_eq!(
        (test_of(&home, "P19-D23a", 1).problems, test_of(&home, "P19-D23a", 2).problems),
        (1, 0)
    );
    // A link nobody could open that stands on all pages is told once, and doubted once.
    let doubt = json!({"pages": 40, "inner_pages": 39});
    let links = Case::new()
        .passed("home", &["link-broken"])
        .passed("inner", &["link-broken"])
        .found("link-suspect", HOME, Some("/1"), &doubt)
        .found("link-suspect", INNER, Some("/2"), &json!({"pages": 3, "inner_pages": 3}));
    assert!(test_of(&links, "P19-D22", 1).note.contains("1 个链接无法自动判定"));
    assert!(test_of(&links, "P19-D22", 2).note.contains("1 个链接无法自动判定"));
}

#[test]
fn a_drawn_page_that_a_rule_has_nothing_to_say_of_is_no_good_page() {
    let lacks = json!({"absent_groups": ["site", "content"]});
    let bad: &[(&str, serde_json::Value)] = &[("label-missing", lacks)];
    let mut case = Case::new().drawn("article", &[bad, &[], bad, bad, bad, bad, bad]);
    case.outcomes.samples[0].pages[1].skipped = vec!["label-missing".into()];
    let five = test_of(&case, "P19-D26", 1);
    assert_eq!((five.problems, five.sample.len()), (5, 5), "{five:?}");
    assert!(!five.sample.contains(&case.outcomes.samples[0].pages[1].url));
    // Where not as many were judged as the table asks for, it is said; and where none was, nothing is said of any.
    case.outcomes.samples[0].pages.truncate(3);
    let two = test_of(&case, "P19-D26", 1);
    assert!(
        two.note
            .starts_with("抽查 2 个页面（另抽中 1 个不在检查范围内，没有计入），发现 2 处"),
        "{two:?}"
    );
    for page in &mut case.outcomes.samples[0].pages {
        page.findings.clear();
        page.skipped = vec!["label-missing".into()];
    }
    let none = test_of(&case, "P19-D26", 1);
    assert_eq!(none.state, TestState::Unjudged);
    assert!(none.note.contains("抽中的 3 个页面都不在检查范围内"), "{none:?}");
    // Of another rule the page is a page like others.
    let mut other = Case::new().drawn("guide", &[&[], &[]]);
    other.outcomes.samples[0].pages[0].skipped = vec!["label-missing".into()];
    assert_eq!(test_of(&other, "P19-D14", 1).sample.len(), 2);
}

#[test]
fn a_drawn_page_that_could_not_be_read_is_told_with_its_reason() {
    let mut case = Case::new().drawn("guide", &[&[], &[]]);
    for page in &mut case.outcomes.samples[0].pages {
        page.unjudged = vec![("guide-vague".into(), "正文为图片".into())];
    }
    let vague = test_of(&case, "P19-D13", 4);
    assert_eq!(vague.note, "抽查 2 个页面，未能判断：2 个页面无法自动判定（正文为图片）");
    assert_eq!(vague.remains, "2 个页面机器未能判断，由人工核查");
    case.outcomes.samples[0].pages[0].unjudged.clear();
    let vague = test_of(&case, "P19-D13", 4);
    assert_eq!(
        vague.note,
        "抽查 2 个页面，已检查的部分未发现问题；未能判断：1 个页面无法自动判定（正文为图片）"
    );
}

#[test]
fn what_is_left_to_a_person_counts_only_where_it_may_be_meant() {
    let links = |said: serde_json::Value| {
        Case::new()
            .passed("inner", &["link-broken"])
            .reviewed("inner", "link-broken", 28, &said)
            .rated("census-2015")
    };
    let tests = |rating: &Rating, id: &str, number: usize| item(rating, id).tests[number - 1].clone();
    let attachments = links(json!({"attachment": true}));
    assert_eq!(tests(&attachments, "C15-S3", 1).state, TestState::Passed);
    assert!(tests(&attachments, "C15-S2", 2).note.contains("28 个链接无法自动判定"));
    assert!(tests(&attachments, "C15-A2", 2).note.contains("28 个链接无法自动判定"));
    let systems = links(json!({"system": true}));
    assert!(tests(&systems, "C15-S3", 1).note.contains("28 个链接"));
    assert_eq!(tests(&systems, "C15-S2", 2).state, TestState::Passed);
    // What the evidence does not say may be so: a message of which nobody knows how long it waited.
    let waits = |said: serde_json::Value| {
        let case = Case::new()
            .passed("", &["inquiry-unanswered"])
            .reviewed("", "inquiry-unanswered", 1, &said);
        test_of(&case, "P19-V5", 2).state
    };
    assert_eq!(waits(none()), TestState::Unjudged);
    assert_eq!(waits(json!({"over": "months_3"})), TestState::Unjudged);
    assert_eq!(waits(json!({"over": "workdays_5"})), TestState::Passed);
}

#[test]
fn one_finding_is_one_problem_of_an_item_and_one_reason_of_a_verdict() {
    let case = Case::new().found("link-hidden", HOME, None, &none());
    let rating = case.rated("indicators-2019");
    let veto = item(&rating, "P19-V1");
    assert_eq!((veto.tests[2].problems, veto.tests[3].problems, veto.problems()), (1, 1, 1));
    let reasons = rating.reasons.join("\n");
    assert_eq!(rating.standing, Standing::Open);
    assert!(
        reasons.contains("严重问题（P19-V1（3）（4））：发现 1 处，须由人工确认"),
        "{reasons}"
    );
    assert_eq!(reasons.matches("严重问题（P19-V1").count(), 2, "{reasons}");
    assert!(reasons.contains("严重问题（P19-V1（1）（2）（5））"), "{reasons}");
    // Three columns, one of them blank: four rows of the sheet, three problems.
    let columns = Case::new()
        .found("column-stale", "http://a.gov.cn/1/", None, &json!({"kind": "news"}))
        .found("column-stale", "http://a.gov.cn/2/", None, &json!({"kind": "personnel"}))
        .found("column-blank", "http://a.gov.cn/3/", None, &json!({"kind": "other"}))
        .rated("indicators-2019");
    let veto = item(&columns, "P19-V4");
    assert_eq!(veto.tests.iter().map(|t| t.problems).collect::<Vec<_>>(), [1, 3, 1]);
    assert_eq!(veto.problems(), 3);
    // A template without labels is one finding, and every page that was drawn lacks them.
    let lacks = || json!({"absent_groups": ["site"]});
    let labels: &[(&str, serde_json::Value)] = &[("label-missing", lacks())];
    let mut drawn = Case::new().drawn("article", &[labels; 5]).drawn("list", &[labels; 5]);
    for page in drawn.outcomes.samples.iter_mut().flat_map(|s| &mut s.pages) {
        page.findings[0].id = "one".into();
    }
    assert_eq!(item(&drawn.rated("indicators-2019"), "P19-D26").problems(), 10);
    // Two different findings under two tests are two.
    let two = Case::new()
        .found("link-hidden", HOME, None, &none())
        .found("typo-serious", HOME, None, &none())
        .rated("indicators-2019");
    assert_eq!(item(&two, "P19-V1").problems(), 2);
}

#[test]
fn whatever_cannot_be_judged_is_left_to_a_person_in_words_that_end_once() {
    let case = Case::new()
        .found(
            "identity-missing",
            HOME,
            None,
            &json!({"missing": ["icp"], "pages": 1, "inner_pages": 0}),
        )
        .reviewed("inner", "identity-missing", 45, &none());
    let marks = test_of(&case, "P19-D21", 1);
    assert!(marks.note.starts_with("发现 1 项；另有 45 "), "{marks:?}");
    assert!(marks.remains.contains("45 ") && marks.remains.contains("由人工核查"), "{marks:?}");
    // What could not be told beside what is missing is open too, unless it is missing for certain elsewhere.
    let foot = |missing: &str, unsure: &[&str]| json!({"missing": [missing], "unsure": unsure, "pages": 2, "inner_pages": 1});
    let looked = || {
        Case::new()
            .passed("home", &["identity-missing"])
            .passed("inner", &["identity-missing"])
    };
    let unsure = looked()
        .found("identity-missing", HOME, None, &foot("icp", &["sponsor", "mark", "find_errors"]))
        .found("identity-missing", INNER, None, &foot("mark", &[]));
    let marks = test_of(&unsure, "P19-D21", 1);
    assert_eq!(marks.note, "发现 2 项；另有不能断定是否列明的：网站主办单位");
    assert!(marks.open && marks.remains == "是否列明网站主办单位由人工核查", "{marks:?}");
    let way = test_of(&unsure, "P19-D23a", 1);
    assert!(
        way.state == TestState::Unjudged && way.note.contains("不能断定是否列明的"),
        "{way:?}"
    );
    let sure = looked().found("identity-missing", HOME, None, &foot("icp", &["mark"]));
    assert_eq!(test_of(&sure, "P19-D23a", 1).state, TestState::Passed);
    // A column that nobody could read beside one that stands still, though it changes no points.
    let news = Case::new()
        .found("column-stale", "http://a.gov.cn/1/", None, &json!({"kind": "news"}))
        .unjudged("news", "column-stale");
    let news = test_of(&news, "P19-D4", 2);
    assert!(
        !news.open && news.note.contains("另有 1 处无法自动判定（内容由脚本生成）"),
        "{news:?}"
    );
    assert_eq!(news.remains, "1 处机器未能判断，由人工核查");
    // What no machine judges, and what has to be confirmed, stand side by side.
    let typo = Case::new().found("typo-serious", HOME, None, &none());
    assert_eq!(
        test_of(&typo, "P19-V1", 1).remains,
        "请确认所列问题是否属实；名单以外的表述由人工核查"
    );
    let absent = Case::new().found("column-absent", HOME, None, &json!({"kind": "consultation"}));
    assert_eq!(test_of(&absent, "P19-V5", 1).remains, "请确认所列问题是否属实");
}

#[test]
fn a_row_without_anything_to_look_at_says_the_true_reason() {
    let nothing = Case::new();
    for (id, number, words) in [
        ("P19-D28", 1, "网站地址是 IP 地址或本机地址"),
        ("P19-D20", 1, "没有公开的域名可以检查"),
        ("P19-D24", 1, "没有写明站内搜索的网址"),
        ("P19-V1", 5, "没有读到注明发布日期的页面"),
    ] {
        let said = test_of(&nothing, id, number);
        assert!(said.state == TestState::Unjudged && said.note.contains(words), "{id}: {said:?}");
    }
    // A site that was not read to its end may have everything.
    let mut cut = Case::new();
    cut.result.coverage.gaps.push("超出页数上限".into());
    assert!(test_of(&cut, "P19-D28", 1).note.contains("本站没有检查完"));
}

#[test]
fn rows_of_one_column_do_not_contradict_each_other() {
    // There is the column, and nothing of it could be read.
    let opened = Case::new().passed("interpretation", &["column-absent"]);
    let stale = test_of(&opened, "P19-D6", 2);
    assert_eq!(stale.state, TestState::Unjudged);
    assert!(stale.note.contains("网站有政策解读类栏目，没有读到其中可以判断的内容"), "{stale:?}");
    // There is none: that costs its points, and standing still is no question.
    let absent = |kind: &str| Case::new().found("column-absent", HOME, None, &json!({"kind": kind}));
    assert_eq!(test_of(&absent("interpretation"), "P19-D6", 2).state, TestState::NotApplicable);
    // A veto that a person must confirm leaves the rest to that person.
    let guides = test_of(&absent("guide"), "P19-V6", 2);
    assert_eq!(guides.state, TestState::Unjudged);
    assert!(guides.note.contains("没有找到办事指南类栏目"), "{guides:?}");
    // Nobody knows.
    let open = Case::new().unjudged("interpretation", "column-absent");
    assert!(test_of(&open, "P19-D6", 2).note.contains("尚不能断定"));
    // What only first-level columns were asked for is not said of all.
    let level = Case::new().passed("policy", &["column-stale", "column-absent"]);
    assert_eq!(test_of(&level, "P19-D5", 2).note, "一级栏目中未发现问题");
}

#[test]
fn what_may_be_no_first_level_column_costs_nothing_for_certain() {
    let mut stale = Case::new();
    for n in 0..4 {
        stale = stale.found(
            "column-stale",
            &format!("http://main.gov.cn/news{n}/"),
            None,
            &json!({"kind": "news"}),
        );
    }
    let unknown = stale.found("column-stale", "http://main.gov.cn/tzgg/", None, &json!({"kind": "notice"}));
    let veto = test_of(&unknown, "P19-V4", 1);
    assert_eq!((veto.state, veto.problems), (TestState::Unjudged, 4), "{veto:?}");
    assert!(
        veto.note.contains("1 处看不出是不是动态、要闻类栏目和通知公告、政策文件类一级栏目"),
        "{veto:?}"
    );
    let first = unknown.found(
        "column-stale",
        "http://main.gov.cn/gg/",
        None,
        &json!({"kind": "notice", "level": 1}),
    );
    assert_eq!(test_of(&first, "P19-V4", 1).state, TestState::Holds);
    let second = Case::new().found(
        "column-stale",
        "http://main.gov.cn/zc/",
        None,
        &json!({"kind": "policy", "level": 2}),
    );
    assert_ne!(test_of(&second, "P19-D5", 2).state, TestState::Holds);
}
