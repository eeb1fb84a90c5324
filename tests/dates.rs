//! Two inspections a month apart on one store: which dates have moved in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

const FIRST: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-10-20"];
const SECOND: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

/// An article: its number, the date it shows and the sentence it begins with in the first and in the second run.
type Row = (usize, [&'static str; 2], [&'static str; 2]);

const ROWS: &[Row] = &[
    // Always the day of access.
    (1, ["2026-10-20", "2026-11-23"], ["大队检查", "大队检查"]),
    // An old text under a new date.
    (2, ["2026-10-01", "2026-11-15"], ["支队走访", "支队走访"]),
    // Without a date until it is a month old.
    (3, ["", "2026-11-20"], ["中队宣传", "中队宣传"]),
    // Written anew, which takes a new date.
    (4, ["2026-10-20", "2026-11-23"], ["旧的进展", "新的进展"]),
    // As it was.
    (5, ["2026-10-01", "2026-10-01"], ["大队巡逻", "大队巡逻"]),
    // Corrected the day after.
    (6, ["2026-10-19", "2026-10-21"], ["大队值守", "大队值守"]),
    // A date put right backwards.
    (7, ["2026-10-18", "2026-10-08"], ["大队夜查", "大队夜查"]),
];

fn article((n, shown, begins): &Row, run: usize) -> Answer {
    let text = format!("{}重点场所，发现并整改一批隐患，取得了阶段性成效。", begins[run]).repeat(20);
    let title = format!("鹭岛市公安局开展专项行动之{}", ["", "甲", "乙", "丙", "丁", "戊", "己", "庚"][*n]);
    let date = if shown[run].is_empty() {
        String::new()
    } else {
        format!("发布时间：{}", shown[run])
    };
    Answer::page(
        &title,
        &format!(
            "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/gzdt/\">工作动态</a> &gt; 正文</div>\
             <h1>{title}</h1><div class=\"info\">{date}　来源：鹭岛市公安局　浏览次数：{}</div><div class=\"TRS_Editor\"><p>{text}</p></div>",
            run * 17
        ),
    )
}

fn list(run: usize) -> String {
    let rows: String = ROWS
        .iter()
        .map(|(n, shown, _)| {
            format!(
                "<li><a href=\"/gzdt/{n}.html\">鹭岛市公安局开展专项行动第{n}次</a><span>{}</span></li>",
                shown[run]
            )
        })
        .collect();
    format!("<ul class=\"list\">{rows}</ul>")
}

#[test]
fn dates_that_moved_between_two_inspections() {
    let second = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&second);
    let server = SiteServer::start(move |request: &Request| {
        let run = usize::from(now.load(Ordering::SeqCst));
        match request.path.as_str() {
            "/" => Answer::page(
                "鹭岛市公安局",
                &format!("<div class=\"nav\"><a href=\"/gzdt/\">工作动态</a></div>{}", list(run)),
            ),
            "/gzdt/" => Answer::page(
                "工作动态",
                &format!(
                    "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"./\">工作动态</a></div>{}",
                    list(run)
                ),
            ),
            path => match ROWS.iter().find(|(n, ..)| path == format!("/gzdt/{n}.html")) {
                Some(row) => article(row, run),
                None => Answer::missing(),
            },
        }
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let told = |run: &serde_json::Value| -> Vec<(String, String)> {
        let findings = desk.findings(run);
        let own = findings.iter().filter(|f| f["rule"] == "date-forged");
        let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut told: Vec<_> = own
            .map(|f| (text(&f["page_url"]).replace(&server.url("/"), "/"), text(&f["evidence"]["signals"])))
            .collect();
        told.sort();
        told
    };
    let (_, run) = desk.inspect(&FIRST);
    assert_eq!(told(&run), []);
    second.store(true, Ordering::SeqCst);
    let (_, run) = desk.inspect(&SECOND);
    let signal = |n: usize, name: &str| (format!("/gzdt/{n}.html"), format!("[\"{name}\"]"));
    assert_eq!(told(&run), [signal(1, "always_today"), signal(2, "redated"), signal(3, "redated")]);
}
