//! The tables of indicators through the whole program: a verdict with its evidence, a table of one's own, and mistakes in it.

use std::collections::HashMap;
use std::fs;

use crate::desk::{Desk, site_yaml, sites_yaml};
use crate::site_server::{Answer, SiteServer};
use serde_json::Value;
use xuncha::testing::rules::RULES;
use xuncha::testing::standard::Table;

const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

const LOCAL: &str = "version: 1\nid: local\nname: 本市加严\ndocument: 某某市文件\nmarks: {start: 100, fail_below: 60}\nitems:\n  - id: L1\n    \
                     part: deduct\n    group: 更新\n    title: 动态要闻\n    cap: 30\n    tests:\n      - text: 每个工作日至少一条\n        \
                     points: 3\n        each: true\n        newest: {kinds: [news], workdays: 1}\n      - text: 打不开的链接\n        \
                     points: 5\n        each: true\n        rules: [link-broken]\n        count: targets\n";

/// A site with six news columns, `stale` of which were last updated in September, and one dead link.
fn site(stale: usize) -> SiteServer {
    SiteServer::start(move |request| {
        let list = |n: usize| {
            let day = if n < stale { "2026-09-1" } else { "2026-11-1" };
            let rows: String = (0..8)
                .map(|i| format!("<li><a href=\"/dt{n}/{i}.html\">鹭岛市公安局第{n}大队开展第{i}次专项行动</a><span>{day}{i}</span></li>"))
                .collect();
            format!("<ul class=\"list\">{rows}</ul>")
        };
        let part = request.path.trim_matches('/').split('/').next().unwrap_or_default();
        let column = part.strip_prefix("dt").and_then(|n| n.parse::<usize>().ok());
        match (request.path.as_str(), column) {
            ("/", _) => {
                let menu: String = (0..6).map(|n| format!("<a href=\"/dt{n}/\">第{n}大队动态</a>")).collect();
                Answer::page(
                    "鹭岛市公安局",
                    &format!(
                        "<div class=\"nav\">{menu}</div><div><h3>最新动态</h3>{}</div><a href=\"/gone.html\">旧链接</a>",
                        list(5)
                    ),
                )
            }
            (path, Some(n)) if path.ends_with('/') => Answer::page(
                "动态",
                &format!(
                    "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"./\">第{n}大队动态</a></div>{}",
                    list(n)
                ),
            ),
            (path, Some(n)) => Answer::page(
                "专项行动",
                &format!(
                    "<h1>鹭岛市公安局第{n}大队开展专项行动 {path}</h1><p>发布时间：2026-11-16 09:00</p><p>{}</p>",
                    "巡逻防控。".repeat(40)
                ),
            ),
            _ => Answer::missing(),
        }
    })
}

/// The rows of a sheet, by header.
fn rows(sheet: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |r: Result<csv::StringRecord, csv::Error>| {
        let cells = r.unwrap();
        header.iter().map(str::to_owned).zip(cells.iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn item<'a>(run: &'a Value, table: &str, id: &str) -> &'a Value {
    let items = run["sites"][0]["scores"][table]["items"].as_array().unwrap();
    items.iter().find(|i| i["id"] == id).unwrap()
}

#[test]
fn five_columns_that_stand_still_fail_a_site_and_the_sheet_names_them() {
    let server = site(5);
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&MONTHLY);
    let scores = &run["sites"][0]["scores"];
    assert_eq!(scores["census-2015"]["standing"], "failed");
    assert_eq!(scores["indicators-2019"]["standing"], "failed");
    let stale: Vec<Value> = desk.findings(&run).into_iter().filter(|f| f["rule"] == "column-stale").collect();
    assert_eq!(stale.len(), 5);
    let named = item(&run, "census-2015", "C15-V3a")["tests"][0]["findings"].as_array().unwrap();
    assert!(stale.iter().all(|f| named.contains(&f["id"])), "{named:?}");

    let sheet = rows(&desk.report(&run, "指标检查表.csv"));
    let row = sheet.iter().find(|r| r["指标编号"] == "C15-V3a").unwrap();
    assert_eq!((row["是否单项否决"].as_str(), row["问题数"].as_str()), ("是", "5"));
    assert_eq!(sheet.iter().filter(|r| r["指标体系"] == "2015年普查评分表").count(), 17);
    // 5 × 3, told although the points no longer count.
    assert_eq!(sheet.iter().find(|r| r["指标编号"] == "C15-B2").unwrap()["扣分"], "15");
    let summary = rows(&desk.report(&run, "站点汇总.csv"));
    assert_eq!(summary[0]["2015年普查评分表结论"], "不合格");
    assert!(summary[0]["2015年普查评分表单项否决"].contains("栏目不更新"));
}

#[test]
fn what_nobody_looked_at_is_never_passed() {
    let server = site(4);
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&MONTHLY);
    assert_eq!(run["sites"][0]["scores"]["census-2015"]["standing"], "open");
    assert_eq!(item(&run, "census-2015", "C15-V3a")["tests"][0]["state"], "warned");
    let sheet = rows(&desk.report(&run, "指标检查表.csv"));
    // There is no guide on the site.
    let guides = sheet.iter().find(|r| r["指标编号"] == "P19-D13").unwrap();
    assert!(
        guides["结论"].contains("未能判断") && guides["检查情况"].contains("没有读到可抽查的页面"),
        "{guides:?}"
    );
    let human = sheet.iter().find(|r| r["指标编号"] == "P19-D25").unwrap();
    assert_eq!(human["结论"], "需人工核查");
    assert!(!human["需人工核查"].is_empty());
    // A daily reading looks at a part of each site: it gives no verdict.
    let (_, daily) = desk.inspect(&["daily", "--rate", "off", "--as-of", "2026-11-24"]);
    assert_eq!(daily["sites"][0]["scores"], serde_json::json!({}));
    assert!(!desk.reports(&daily).join("指标检查表.csv").exists());
}

#[test]
fn a_table_of_ones_own_is_rated_beside_the_official_ones() {
    let server = site(6);
    let config = sites_yaml(&site_yaml("main", "main", &server.url("/"), "    standards: [local]\n"));
    let desk = Desk::with(config);
    let folder = desk.folder.path().join("standards");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("本市.yaml"), LOCAL).unwrap();
    let (_, run) = desk.inspect(&MONTHLY);
    let scores = run["sites"][0]["scores"].as_object().unwrap();
    assert_eq!(scores.keys().collect::<Vec<_>>(), ["local"]);
    // 6 × 3 + 1 × 5
    assert_eq!(item(&run, "local", "L1")["points"], 23.0);
    assert_eq!(
        (&scores["local"]["points"]["most"], &scores["local"]["standing"]),
        (&77.0.into(), &"passed".into())
    );
    let listed = desk.run(&["explain", "L1"]);
    assert!(listed.stdout.contains("每个工作日至少一条"), "{listed:?}");
}

#[test]
fn mistakes_in_a_table_are_told_before_anything_is_asked() {
    let server = site(0);
    let url = server.url("/");
    for (file, text, words) in [
        (
            "a.yaml",
            LOCAL.replace("points: 3", "point: 3"),
            &["a.yaml", "行", "没有「point」这个键"][..],
        ),
        (
            "b.yaml",
            LOCAL.replace("link-broken", "link-brokn"),
            &["link-brokn", "是不是“link-broken”"],
        ),
        ("c.yaml", LOCAL.replace("id: local", "id: census-2015"), &["相同"]),
        ("d.yaml", "\u{0}\u{1}".to_owned(), &["d.yaml"]),
    ] {
        let desk = Desk::with_site(&url, "");
        let folder = desk.folder.path().join("standards");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(file), text).unwrap();
        for command in [&MONTHLY[..], &["check-config"]] {
            let ran = desk.run(command);
            assert_eq!(ran.code, Some(2), "{ran:?}");
            assert!(words.iter().all(|w| ran.stderr.contains(w)), "{words:?}: {}", ran.stderr);
        }
    }
    // What was cut off at the limit is no shorter table, and a folder that is none is not passed over.
    let desk = Desk::with_site(&url, "");
    let folder = desk.folder.path().join("standards");
    fs::write(&folder, "").unwrap();
    assert_eq!(desk.run(&["check-config"]).code, Some(2));
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("long.yaml"), format!("{LOCAL}{}", "# 很长\n".repeat(200_000))).unwrap();
    let ran = desk.run(&["check-config"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("太大"), "{ran:?}");
    let desk = Desk::with_site(&url, "    standards: [census-2016]\n");
    let ran = desk.run(&["check-config"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("census-2016") && ran.stderr.contains("census-2015"),
        "{ran:?}"
    );
    assert_eq!(server.sent(), 0);
}
#[test]
fn every_rule_a_table_names_exists() {
    for table in Table::built_in() {
        for test in table.items.iter().flat_map(|i| &i.tests) {
            for id in test.rules.iter().chain(&test.doubts) {
                assert!(RULES.iter().any(|rule| rule.id == id), "{}: {id}", table.id);
            }
        }
    }
}
