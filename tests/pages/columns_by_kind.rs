//! Columns by kind: which are missing, at what level they stand, and how many activities a year holds.

use jiff::civil::{Date, date};
use xuncha::testing::facts::{Fact, Why};
use xuncha::testing::finding::Verdict;
use xuncha::testing::site::{ColumnSpec, Site};
use xuncha::testing::standard::ColumnKind;

use super::frames::{dede, platform, trs};
use super::{facts_of_site, rows, site, verdicts_of};

/// A column page with items every so many days.
fn list(name: &str, newest: Date, step: i64, count: i64) -> String {
    let items = rows(newest, step, count, |i, d| {
        format!("<li><a href='./{i}.html'>关于公开征求某某办法第{i}稿意见的公告</a><span>{d}</span></li>")
    });
    trs(name, "", &format!("<ul class='list'>{items}</ul>"))
}

fn home(menu: &str) -> (&'static str, String) {
    let items = rows(date(2026, 11, 22), 1, 12, |i, d| {
        format!("<li><a href='/zwdt/{i}.html'>某某局召开第{i}次工作推进会议</a><span>{d}</span></li>")
    });
    (
        "http://www.a.gov.cn/",
        format!(
            "<html><head><title>鹭岛市某某局</title></head><body><div class='nav'><a href='/'>首页</a>{menu}</div>\
             <div class='box'><h3><a href='/zwdt/'>工作动态</a></h3><ul>{items}</ul></div></body></html>"
        ),
    )
}

/// Pages enough for a site to count as seen, that name nothing.
fn others() -> Vec<(&'static str, String)> {
    [
        "http://www.a.gov.cn/a/1.html",
        "http://www.a.gov.cn/a/2.html",
        "http://www.a.gov.cn/a/3.html",
        "http://www.a.gov.cn/a/4.html",
        "http://www.a.gov.cn/a/5.html",
        "http://www.a.gov.cn/a/6.html",
        "http://www.a.gov.cn/a/7.html",
        "http://www.a.gov.cn/a/8.html",
        "http://www.a.gov.cn/a/9.html",
    ]
    .map(|url| {
        let text = "近日，某某局对重点场所开展检查，发现并整改一批隐患，取得了阶段性成效。".repeat(3);
        (
            url,
            format!("<html><body><h1>某某局开展检查</h1><p>发布时间：2026-11-01</p><div>{text}</div></body></html>"),
        )
    })
    .to_vec()
}

/// What is asked about a kind.
fn asked_of(kind: &str, pages: &[(&str, String)]) -> Vec<String> {
    let reviews = verdicts_of(&site(), pages).into_iter().filter_map(|(_, verdict)| match verdict {
        Verdict::NeedsReview(found) => Some(found),
        _ => None,
    });
    let of_kind = reviews.flatten().filter(|f| f.evidence["kind"] == kind);
    of_kind.map(|f| f.message.to_string()).collect()
}

/// The kinds said to be missing, and those handed to a person.
fn missing(pages: &[(&str, String)]) -> (Vec<String>, Vec<String>) {
    let (mut failed, mut asked) = (Vec::new(), Vec::new());
    for (rule, verdict) in verdicts_of(&site(), pages) {
        let (to, found) = match verdict {
            Verdict::Fail(found) => (&mut failed, found),
            Verdict::NeedsReview(found) => (&mut asked, found),
            _ => continue,
        };
        // Whether statistics of services are asked for is another matter.
        if rule == "column-absent" && found[0].evidence["kind"] != "service_statistics" {
            to.extend(found.iter().map(|f| f.evidence["kind"].as_str().unwrap().to_owned()));
        }
    }
    (failed, asked)
}

fn with(menu: &str, pages: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let mut all = vec![home(menu)];
    all.extend(others());
    all.extend(pages);
    all
}

const FULL: &str = "<a href='/jgzn/'>机构职能</a><a href='/ldxx/'>领导信息</a><a href='/zcwj/'>政策文件</a><a href='/zcjd/'>政策解读</a>\
    <a href='/jzxx/'>局长信箱</a><a href='/bszn/'>办事指南</a>";

fn full() -> Vec<(&'static str, String)> {
    let text = |name: &str| {
        trs(
            name,
            "",
            "<h2>某某</h2><p>贯彻执行国家有关法律法规，承担本市有关行政管理工作，完成交办的其他任务。</p>",
        )
    };
    vec![
        ("http://www.a.gov.cn/zwdt/", list("工作动态", date(2026, 11, 20), 3, 10)),
        ("http://www.a.gov.cn/jgzn/", text("机构职能")),
        ("http://www.a.gov.cn/ldxx/", text("领导信息")),
        ("http://www.a.gov.cn/zcwj/", list("政策文件", date(2026, 11, 1), 30, 10)),
        ("http://www.a.gov.cn/zcjd/", list("政策解读", date(2026, 11, 1), 30, 10)),
        ("http://www.a.gov.cn/jzxx/", text("局长信箱")),
        ("http://www.a.gov.cn/bszn/", text("办事指南")),
    ]
}

#[test]
fn what_nothing_names_is_missing_and_what_anything_names_is_not() {
    assert_eq!(missing(&with(FULL, full())), (vec!["survey".to_owned()], vec![]));
    // Named in the menu and read.
    let survey = (
        "http://www.a.gov.cn/dc/",
        trs("网上调查", "", "<form><p>请您填写</p><input><textarea></textarea></form>"),
    );
    let menu = format!("{FULL}<a href='/dc/'>网上调查</a>");
    let mut pages = full();
    pages.push(survey);
    assert_eq!(missing(&with(&menu, pages)), (vec![], vec![]));
    // Named by a link that leads elsewhere, by a picture without words that leads elsewhere, by a menu that a script moves.
    for link in [
        "<a href='http://www.b.gov.cn/dc/'>网上调查</a>",
        "<a href='http://www.b.gov.cn/wjdc/'><img src='/dc.png'></a>",
        "<a href='javascript:;' onclick='open_it(7)'>民意征集</a>",
        "<li data-go='7'>问卷</li>",
    ] {
        let menu = format!("{FULL}{link}");
        assert_eq!(missing(&with(&menu, full())), (vec![], vec!["survey".to_owned()]), "{link}");
    }
    let menu = format!("{FULL}<a href='http://www.b.gov.cn/dc/'>网上调查</a>");
    assert!(asked_of("survey", &with(&menu, full()))[0].contains("指向其他网站"));
    // Named by a link that was not read: nothing is said.
    let menu = format!("{FULL}<a href='/dc/'>网上调查</a>");
    assert_eq!(missing(&with(&menu, full())), (vec![], vec![]));
}

#[test]
fn columns_under_names_of_their_own_are_not_missing() {
    let (failed, asked) = missing(&with(
        "<a href='/x1/'>关于我们</a><a href='/x2/'>局班子成员</a><a href='/x3/'>法规库</a><a href='/x4/'>一图读懂</a>\
         <a href='/x5/'>有问必答信箱</a><a href='/x6/'>您说我听</a><a href='/x7/'>便民服务</a>",
        vec![],
    ));
    assert_eq!(failed, Vec::<String>::new());
    assert!(
        asked.contains(&"survey".to_owned()) && asked.contains(&"guide".to_owned()),
        "{asked:?}"
    );
}

#[test]
fn a_site_that_was_hardly_seen_misses_nothing() {
    assert_eq!(missing(&[home("")]), (vec![], vec![]));
    let mut no_home = others();
    no_home.extend(full());
    assert_eq!(missing(&no_home), (vec![], vec![]));
    // A home page that a script fills.
    let mut scripted = with("", vec![]);
    scripted[0].1 =
        "<html><head><title>某某局</title></head><body><div id='app'></div><script src='/app.js'></script></body></html>".into();
    assert_eq!(missing(&scripted), (vec![], vec![]));
}

#[test]
fn the_level_of_a_column_is_that_of_its_way_from_the_home_page() {
    let pages = [
        ("http://www.a.gov.cn/zfxxgk/zcwj/", list("政策文件", date(2025, 1, 1), 30, 10)),
        (
            "http://www.a.gov.cn/tzgg/",
            dede(
                "通知公告",
                &rows(date(2025, 1, 1), 9, 8, |i, d| {
                    format!("<ul class='e2'><li><a href='{i}.html'>关于第{i}批事项的公告</a><span>{d}</span></li></ul>")
                }),
            ),
        ),
        (
            "http://www.a.gov.cn/zcjd/",
            platform(
                "政策解读",
                &rows(date(2025, 1, 1), 9, 8, |i, d| {
                    format!("<li><a href='{i}.html'>某某办法政策解读之{i}</a><span>{d}</span></li>")
                }),
            )
            .replace("<span>政策解读</span>", "<span>正文</span>"),
        ),
    ];
    let facts = facts_of_site(&site(), &pages);
    let level = |name: &str| {
        facts
            .columns
            .iter()
            .find(|c| c.name == name)
            .unwrap_or_else(|| panic!("{name}"))
            .level
    };
    assert_eq!(level("政策文件"), Some(2));
    assert_eq!(level("通知公告"), Some(1));
    assert_eq!(level("政策解读"), None);
    for (rule, verdict) in verdicts_of(&site(), &pages) {
        if let ("column-stale", Verdict::Fail(found)) = (rule, verdict) {
            let level = found[0].evidence.get("level").and_then(serde_json::Value::as_u64);
            let kind = found[0].evidence["kind"].as_str().unwrap().to_owned();
            assert_eq!(
                level,
                match kind.as_str() {
                    "policy" => Some(2),
                    "notice" => Some(1),
                    _ => None,
                },
                "{kind}"
            );
        }
    }
}

/// The verdict on how many surveys were held.
fn activities(pages: &[(&str, String)]) -> Option<Verdict> {
    let portal = Site { portal: true, ..site() };
    verdicts_of(&portal, pages)
        .into_iter()
        .find(|(rule, v)| *rule == "activity-few" && !matches!(v, Verdict::NotApplicable))
        .map(|(_, v)| v)
}

fn paged(name: &str, newest: Date, step: i64, count: i64, page: u32) -> String {
    let body = list(name, newest, step, count);
    body.replace(
        "</ul></div></div>",
        &format!("</ul><script>createPageHTML(2, {page}, 'index', 'html');</script></div></div>"),
    )
}

#[test]
fn activities_are_counted_over_the_pages_of_their_list() {
    let column = |newest, step, count| vec![("http://www.a.gov.cn/yjzj/", list("意见征集", newest, step, count))];
    let count = |verdict: Option<Verdict>| match verdict {
        Some(Verdict::Fail(found)) => found[0].evidence["count"].as_u64(),
        _ => None,
    };
    assert_eq!(count(activities(&column(date(2026, 11, 1), 200, 5))), Some(2));
    assert_eq!(count(activities(&column(date(2024, 11, 1), 20, 5))), Some(0));
    assert_eq!(activities(&column(date(2026, 11, 1), 10, 9)), Some(Verdict::Pass));
    // Five on the first page, one more on the second.
    let first = ("http://www.a.gov.cn/yjzj/", paged("意见征集", date(2026, 11, 1), 30, 5, 0));
    let second = (
        "http://www.a.gov.cn/yjzj/index_1.html",
        paged("意见征集", date(2026, 5, 1), 300, 3, 1).replace("href='./", "href='./9"),
    );
    let mut whole = with(FULL, full());
    whole.push(first.clone());
    assert_eq!(activities(&whole), Some(Verdict::NotJudged(Why::MorePages)));
    whole.push(second);
    assert_eq!(activities(&whole), Some(Verdict::Pass));
}

#[test]
fn a_column_of_five_thousand_items_is_judged_like_any_other() {
    let pages = [("http://www.a.gov.cn/zwdt/", list("工作动态", date(2026, 9, 1), 1, 5_000))];
    let facts = facts_of_site(&site(), &pages);
    assert_eq!(facts.columns[0].items.known().map(Vec::len), Some(5_000));
    let stale = verdicts_of(&site(), &pages)
        .into_iter()
        .filter(|(rule, _)| *rule == "column-stale")
        .map(|(_, v)| v);
    assert!(
        stale
            .into_iter()
            .any(|v| matches!(v, Verdict::Fail(f) if f[0].evidence["newest"] == "2026-09-01"))
    );
}

#[test]
fn dates_nobody_entered_are_no_dates() {
    let list = |dates: [&str; 4]| {
        let items: String = dates
            .iter()
            .enumerate()
            .map(|(i, d)| format!("<li><a href='./{i}.html'>某某局召开第{i}次工作推进会议</a><span>{d}</span></li>"))
            .collect();
        [(
            "http://www.a.gov.cn/zwdt/",
            trs("工作动态", "", &format!("<ul class='list'>{items}</ul>")),
        )]
    };
    let told = |dates| {
        let found = verdicts_of(&site(), &list(dates));
        found.into_iter().find(|(rule, _)| *rule == "column-stale").map(|(_, v)| v)
    };
    // One real date among them decides.
    assert_eq!(told(["2099-01-01", "0000-00-00", "1970-01-01", "2026-11-20"]), Some(Verdict::Pass));
    assert!(
        matches!(told(["2099-01-01", "2026-09-01", "2026-08-20", "1970-01-01"]), Some(Verdict::Fail(f)) if f[0].evidence["newest"] == "2026-09-01")
    );
    // Nothing but what a system prints for none: the articles were not read, so nothing is said.
    assert_eq!(told(["1970-01-01"; 4]), Some(Verdict::NotJudged(Why::ItemsUnread)));
    assert!(matches!(told(["2099-01-01"; 4]), Some(Verdict::Fail(f)) if f[0].message.contains("晚于检查日")));
}

#[test]
fn a_listed_column_is_what_its_page_is() {
    let spec = |name: &str, url: &str, kind| ColumnSpec {
        name: name.into(),
        url: url.parse().unwrap(),
        kind,
        max_age: None,
        exempt: None,
    };
    let site = Site {
        columns: vec![
            spec("工作动态", "http://www.a.gov.cn/zwdt/", ColumnKind::News),
            spec("通知公告", "http://www.a.gov.cn/tzgg/", ColumnKind::Notice),
            spec("机构职能", "http://www.a.gov.cn/jgzn/", ColumnKind::Organisation),
            spec("政策文件", "http://www.a.gov.cn/zcwj/", ColumnKind::Policy),
            spec("意见征集", "http://www.a.gov.cn/gone/", ColumnKind::Survey),
        ],
        ..site()
    };
    let error = "<html><head><title>404 页面不存在</title></head><body><h1>404</h1><p>抱歉，您访问的页面不存在</p></body></html>";
    let forward = "<html><head><meta http-equiv='refresh' content='0;url=/zwdt/list/'><title>某某局</title></head><body></body></html>";
    let pages = [
        ("http://www.a.gov.cn/zwdt/", forward.to_owned()),
        ("http://www.a.gov.cn/zwdt/list/", list("工作动态", date(2026, 11, 20), 3, 10)),
        ("http://www.a.gov.cn/tzgg/", error.to_owned()),
        (
            "http://www.a.gov.cn/jgzn/",
            trs(
                "机构职能",
                "",
                "<h2>机构职能</h2><p>贯彻执行国家有关法律法规，承担本市有关行政管理工作，完成交办的其他任务。</p>",
            ),
        ),
        ("http://www.a.gov.cn/zcwj/", trs("政策文件", "", "<ul class='list'></ul>")),
    ];
    let facts = facts_of_site(&site, &pages);
    let column = |name: &str| facts.columns.iter().find(|c| c.name == name).unwrap();
    assert_eq!(column("通知公告").items, Fact::Unknown(Why::FetchFailed));
    assert_eq!(column("意见征集").items, Fact::Unknown(Why::NotFetched));
    let told: Vec<(&str, String)> = verdicts_of(&site, &pages)
        .into_iter()
        .filter_map(|(rule, verdict)| match verdict {
            Verdict::Fail(found) => Some((rule, found[0].message.to_string())),
            _ => None,
        })
        .collect();
    let rules: Vec<&str> = told.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["column-blank"], "{told:?}");
    assert!(told[0].1.contains("政策文件"));
}
