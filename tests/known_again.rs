//! Findings are known again: whichever page speaks for a fault of a template, from run to run and from version to version.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use xuncha::testing::store::Store;

use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

const NAV: &str = "<div class=\"nav\"><a href=\"/\">首页</a><a href=\"/gzdt/\">工作动态</a><a href=\"/tzgg/\">通知公告</a>\
    <a href=\"/zwgk/\">政务公开</a><a href=\"/hdjl/\">互动交流</a><a href=\"/bsfw/\">办事服务</a></div>";

/// An article without any label of its own, whose time is written as people speak.
fn article(n: &str) -> Answer {
    let text = format!("近日，第{n}大队检查重点场所，发现并整改一批隐患，取得了阶段性成效。").repeat(30);
    Answer::page(
        &format!("鹭岛市公安局开展第{n}次专项行动"),
        &format!(
            "{NAV}<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/gzdt/\">工作动态</a> &gt; 正文</div>\
             <h1>鹭岛市公安局开展第{n}次专项行动</h1><div class=\"info\">发布时间：2026年11月20日</div>\
             <div class=\"TRS_Editor\"><p>{text}</p><p><a href=\"/gone.doc\">相关附件</a></p></div>"
        ),
    )
}

/// Articles `/gzdt/b.html` to `/gzdt/d.html`; once `moved`, the first of them is gone and another stands in front.
fn site(moved: Arc<AtomicBool>) -> SiteServer {
    SiteServer::start(move |request: &Request| {
        let articles: &[&str] = if moved.load(Ordering::SeqCst) {
            &["a", "c", "d"]
        } else {
            &["b", "c", "d"]
        };
        let list: String = articles
            .iter()
            .map(|n| format!("<li><a href=\"/gzdt/{n}.html\">鹭岛市公安局开展第{n}次专项行动</a><span>2026-11-20</span></li>"))
            .collect();
        let list = format!("{NAV}{MENU}<ul class=\"list\">{list}</ul>");
        match request.path.as_str() {
            "/" => Answer::page("测试网main", &list),
            "/gzdt/" => Answer::page("工作动态", &list),
            "/tzgg/" | "/zwgk/" | "/hdjl/" | "/bsfw/" => Answer::page("栏目", &format!("{NAV}<p>暂无相关信息</p>")),
            path => match path.strip_prefix("/gzdt/").and_then(|p| p.strip_suffix(".html")) {
                Some(n) if articles.contains(&n) => article(n),
                _ => Answer::missing(),
            },
        }
    })
}

fn run(desk: &Desk, day: &str) -> Value {
    desk.inspect(&["monthly", "--rate", "off", "--as-of", day]).1
}

/// Of every finding that stands for more pages than one: its id, the page that speaks, and when it was first seen.
fn folded(desk: &Desk, run: &Value) -> BTreeMap<String, Vec<(String, String, String)>> {
    let mut all: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for finding in desk.findings(run) {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        if finding["evidence"]["pages"].as_u64().is_some_and(|pages| pages > 1) {
            let page = text("page_url")
                .rsplit_once("/gzdt/")
                .map_or(String::new(), |(_, page)| page.to_owned());
            all.entry(text("rule")).or_default().push((text("id"), page, text("first_seen")));
        }
    }
    all
}

#[test]
fn a_fault_of_a_template_keeps_its_id_and_first_day_when_pages_come_and_go() {
    let moved = Arc::new(AtomicBool::new(false));
    let server = site(moved.clone());
    let desk = Desk::with_site(&server.url("/"), "");
    let before = folded(&desk, &run(&desk, "2026-11-23"));
    moved.store(true, Ordering::SeqCst);
    let after = folded(&desk, &run(&desk, "2026-11-30"));
    let of_articles = |all: &BTreeMap<String, Vec<(String, String, String)>>, rule: &str| {
        let found = all.get(rule).and_then(|found| found.iter().find(|(_, page, _)| !page.is_empty()));
        found.cloned().unwrap_or_else(|| panic!("{rule} in {all:?}"))
    };
    for rule in ["label-missing", "time-format"] {
        let ((id, page, _), (again, speaks, first_seen)) = (of_articles(&before, rule), of_articles(&after, rule));
        assert_eq!(
            (page.as_str(), speaks.as_str()),
            ("b.html", "a.html"),
            "{rule}: another page must speak"
        );
        assert_eq!((again, first_seen.as_str()), (id, "2026-11-23"), "{rule}");
    }
}

#[test]
fn what_the_version_before_saw_keeps_its_first_day() {
    let server = site(Arc::new(AtomicBool::new(false)));
    let desk = Desk::with_site(&server.url("/"), "");
    let first = run(&desk, "2026-11-23");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let known = runtime.block_on(async {
        let store = Store::open(&desk.folder.path().join(".xuncha")).await.unwrap();
        let run = first["run"].as_str().unwrap();
        let mut findings = store.findings_of(run).await.unwrap();
        // As the version before would have kept them: under its own ids, and long ago.
        for record in &mut findings {
            record.first_seen = jiff::civil::date(2026, 3, 5);
            record.id = record.former_id.take().expect("no id stayed as it was");
        }
        store.save_result(run, &findings, &[]).await.unwrap();
        findings.len()
    });
    let again = desk.findings(&run(&desk, "2026-11-30"));
    let known_again = again.iter().filter(|f| f["first_seen"] == "2026-03-05").count();
    assert!(known > 5 && known_again == known, "{known_again} of {known}: {again:#?}");
    assert!(again.iter().all(|f| f["former_id"].is_string()));
}
