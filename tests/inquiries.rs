//! Messages of the public in a whole run: what is told, and what a user's own calendar changes.

use std::fs;

use serde_json::Value;

use crate::desk::Desk;
use crate::site_server::{Answer, SiteServer};

/// A site with a letter box of five letters, all answered but the first.
fn site() -> SiteServer {
    SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/jzxx/\">局长信箱</a>"),
        "/jzxx/" => Answer::page(
            "局长信箱",
            "<h2>局长信箱</h2><table><tr><th>标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>\
             <tr><td>请问公园何时开门</td><td>2027-01-06</td><td></td><td>待回复</td></tr>\
             <tr><td>请问路灯何时修复</td><td>2026-12-30</td><td>2026-12-31</td><td>已回复</td></tr></table>",
        ),
        _ => Answer::missing(),
    })
}

fn told(desk: &Desk) -> (Vec<Value>, String) {
    let run = fs::read_dir(desk.folder.path().join("reports"))
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .max()
        .unwrap();
    let lines = fs::read_to_string(run.join("findings.jsonl")).unwrap();
    let all = lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    let found = all.filter(|f| f["rule"].as_str().unwrap().starts_with("inquiry")).collect();
    (found, fs::read_to_string(run.join("人工核查.csv")).unwrap())
}

#[test]
fn a_year_without_a_calendar_is_told_and_a_users_file_mends_it() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let arguments = ["monthly", "--rate", "off", "--no-progress", "--as-of", "2027-01-20"];
    let ran = desk.run(&arguments);
    assert!(ran.stderr.contains("没有 2027 年的放假安排"), "{ran:?}");
    let (found, reviews) = told(&desk);
    assert!(found.is_empty(), "{found:?}");
    assert!(reviews.contains("工作日历中没有2027年，1条留言"), "{reviews}");

    fs::write(
        desk.folder.path().join("workdays.yaml"),
        "years:\n  - year: 2027\n    source: 测试用\n    holidays: [2027-01-01]\n",
    )
    .unwrap();
    let ran = desk.run(&arguments);
    assert!(!ran.stderr.contains("放假安排"), "{ran:?}");
    let (found, reviews) = told(&desk);
    let [finding] = &found[..] else { panic!("{found:?} {reviews}") };
    assert_eq!(finding["evidence"]["working_days"], 10);
    assert_eq!(finding["evidence"]["over"], "workdays_5");
    assert!(finding["id"].as_str().unwrap().starts_with("ZW-"));
    assert!(!reviews.contains("工作日历"), "{reviews}");

    fs::write(
        desk.folder.path().join("workdays.yaml"),
        "years:\n  - year: 2027\n    holidays: [2027-1-1]\n",
    )
    .unwrap();
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("workdays.yaml:2:") && ran.stderr.contains("缺少「source」"),
        "{ran:?}"
    );
}
