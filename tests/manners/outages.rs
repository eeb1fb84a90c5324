//! Servers that stop answering: for a while, for good, and from the start.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use xuncha::testing::crawl::Patience;
use xuncha::testing::facts::SkipReason;

use super::{FAST, book, crawl_here, gaps};
use crate::desk::Desk;
use crate::site_server::{Answer, SiteServer};

const PAGES: usize = 120;

/// The findings without what differs from run to run.
fn judged(desk: &Desk, run: &Value) -> Vec<Value> {
    let mut findings = desk.findings(run);
    for finding in &mut findings {
        let fields = finding.as_object_mut().unwrap();
        fields.remove("run");
        fields.remove("seen_at");
        fields.remove("former_id");
        let evidence = fields["evidence"].as_object_mut().unwrap();
        for field in ["ms", "at", "attempts", "address"] {
            evidence.remove(field);
        }
    }
    assert!(!findings.is_empty());
    let base = run["sites"][0]["url"].as_str().unwrap().trim_end_matches('/').to_owned();
    let mut findings: Vec<Value> = findings
        .iter()
        .map(|f| serde_json::from_str(&f.to_string().replace(&base, "http://site")).unwrap())
        .collect();
    // Ids are hashes of addresses, and every server of these tests has a port of its own.
    for finding in &mut findings {
        let finding = finding.as_object_mut().unwrap();
        finding.remove("id");
        finding.remove("former_id");
    }
    findings.sort_by_key(Value::to_string);
    findings
}

/// A server that is restarted in the middle of a run: nobody listens for some seconds.
#[test]
fn a_run_that_meets_an_outage_ends_as_if_undisturbed() {
    let quiet = SiteServer::start(book(PAGES));
    let desk = Desk::with_site(&quiet.url("/"), "    concurrency: 4\n");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!(code, Some(1), "{run:#}");
    assert_eq!(run["sites"][0]["pages"], PAGES);
    let wanted = judged(&desk, &run);

    // In the middle, and when the last pages are asked for.
    for moment in [40, PAGES - 2] {
        let before = SiteServer::start(book(PAGES));
        let address = before.address();
        let desk = Desk::with_site(&before.url("/"), "    concurrency: 4\n");
        let child = desk
            .command(&[&FAST[..], &["--format", "json", "--no-progress"]].concat())
            .spawn()
            .unwrap();
        while before.requests().len() < moment {
            thread::sleep(Duration::from_millis(1));
        }
        drop(before);
        thread::sleep(Duration::from_millis(2_500));
        let after = SiteServer::start_at(address, book(PAGES));
        let output = child.wait_with_output().unwrap();
        assert!(
            !after.requests().is_empty(),
            "stopped at {moment}: the run was over before the server was back"
        );
        let run: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (output.status.code(), &run["complete"]),
            (Some(1), &Value::Bool(true)),
            "stopped at {moment}: {run:#}"
        );
        assert_eq!(run["sites"][0]["pages"], PAGES, "stopped at {moment}: {run:#}");
        assert_eq!(judged(&desk, &run), wanted, "stopped at {moment}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("正在等它恢复"), "stopped at {moment}: {said}");
    }
}

/// With the usual pauses between tries an outage of some seconds falls between the tries of the pages under way: they
/// are no worse for it, and nobody has to be waited for.
#[test]
fn an_outage_between_the_tries_of_a_page_leaves_no_trace() {
    const PAGES: usize = 40;
    let (quiet, before) = (SiteServer::start(book(PAGES)), SiteServer::start(book(PAGES)));
    let undisturbed = Desk::with_site(&quiet.url("/"), "");
    let (_, run) = undisturbed.inspect(&FAST);
    let wanted = judged(&undisturbed, &run);

    let address = before.address();
    let desk = Desk::with_site(&before.url("/"), "");
    let child = desk
        .command(&[
            "monthly",
            "--rate",
            "20",
            "--as-of",
            "2026-11-23",
            "--format",
            "json",
            "--no-progress",
        ])
        .spawn()
        .unwrap();
    while before.requests().len() < 20 {
        thread::sleep(Duration::from_millis(1));
    }
    drop(before);
    thread::sleep(Duration::from_secs(4));
    let _after = SiteServer::start_at(address, book(PAGES));
    let output = child.wait_with_output().unwrap();
    let run: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    assert_eq!(run["sites"][0]["pages"], PAGES, "{run:#}");
    assert_eq!(judged(&desk, &run), wanted);
}

fn brief() -> Patience {
    Patience {
        first: Duration::from_millis(20),
        longest: Duration::from_millis(80),
        pauses: 4,
    }
}

#[tokio::test]
async fn a_site_that_does_not_come_back_leaves_a_gap_and_no_dead_links() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let pages = book(PAGES);
    let server = SiteServer::start(move |request| {
        if count.fetch_add(1, Ordering::SeqCst) < 30 {
            pages(request)
        } else {
            Answer::cut()
        }
    });
    let outcome = crawl_here(&server.url("/"), "", brief(), None).await;
    let coverage = &outcome.sites[0].coverage;
    assert!(coverage.gaps.iter().any(|g| g.contains("站点中途停止响应")), "{:?}", coverage.gaps);
    let dead: Vec<_> = coverage.failed.keys().filter(|cause| !cause.starts_with("http_")).collect();
    assert!(dead.is_empty(), "{dead:?}");
    assert!(coverage.skipped[&SkipReason::HostDown] > 0);
    // Thirty good ones; then a handful of addresses three times each, and the questions whether it is back.
    assert!(server.requests().len() < 30 + 8 * 3 + 10, "{} requests", server.requests().len());
}

#[tokio::test]
async fn a_site_that_never_answered_is_not_waited_for() {
    let server = SiteServer::start(|_| Answer::cut());
    let patience = Patience {
        first: Duration::from_mins(10),
        longest: Duration::from_mins(10),
        pauses: 4,
    };
    let began = Instant::now();
    let outcome = crawl_here(&server.url("/"), "", patience, None).await;
    assert!(began.elapsed() < Duration::from_mins(5));
    assert!(!outcome.sites[0].home_read);
    assert!(outcome.sites[0].coverage.gaps.iter().all(|g| !g.contains("中途停止")));
}

/// A stranger whose every connection is dropped: linked forty times, asked a bounded number of times.
#[test]
fn a_dead_host_is_asked_a_bounded_number_of_times() {
    let dead = SiteServer::start(|_| Answer::cut());
    let links: String = (0..40)
        .map(|n| format!("<a href=\"{}\">友情链接</a>", dead.url(&format!("/{n}.html"))))
        .collect();
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/" => Answer::page("测试网", &links),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    // robots.txt three times; six addresses (and one under way) three times each; two more at the end; once more each.
    let asked = dead.requests().len();
    assert!((20..=50).contains(&asked), "{asked} requests");
    let broken = desk.links(&run, "link-broken", "");
    // Which of them were asked before the host was left alone depends on the order of the run: they are all told alike.
    assert_eq!(broken.len(), 40, "{broken:?}");
    assert!(broken.iter().all(|(_, cause)| cause == "connect"), "{broken:?}");
    assert_eq!(desk.links(&run, "link-suspect", ""), []);
    let findings = desk.findings(&run);
    let problems: std::collections::BTreeSet<&str> = findings
        .iter()
        .filter(|f| f["rule"] == "link-broken")
        .map(|f| f["id"].as_str().unwrap().rsplit_once('-').unwrap().0)
        .collect();
    assert_eq!(problems.len(), 1, "one server is one problem");
    assert!(
        findings
            .iter()
            .all(|f| f["rule"] != "link-broken" || f["evidence"]["addresses"] == 40)
    );
    let rows = desk.report(&run, "问题清单.csv");
    assert_eq!(rows.matches("link-broken").count(), 1, "{rows}");
    assert!(rows.contains("本站共有 40 个这样的网址"), "{rows}");
}

#[test]
fn a_dead_port_that_is_linked_three_times_is_dead_three_times() {
    let gone = SiteServer::start(|_| Answer::cut());
    let base = gone.url("");
    drop(gone);
    let links: String = (0..3).map(|n| format!("<a href=\"{base}/{n}.html\">友情链接</a>")).collect();
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/" => Answer::page("测试网", &links),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    let broken = desk.links(&run, "link-broken", &base);
    let wanted: Vec<_> = (0..3).map(|n| (format!("/{n}.html"), "connect".to_owned())).collect();
    assert_eq!(broken, wanted, "{run:#}");
}

/// A stranger that was down when it was asked first and is back at the end: all of its links are asked.
#[test]
fn a_host_that_is_back_at_the_end_is_asked_for_everything() {
    let asked = AtomicUsize::new(0);
    let busy = SiteServer::start(move |request| {
        if asked.fetch_add(1, Ordering::SeqCst) < 24 {
            return Answer::cut();
        }
        match request.path.as_str() {
            "/7.html" => Answer::missing(),
            path if path.contains(".htm") => Answer::page("友情链接", "<p>地址：测试路一号。</p>"),
            _ => Answer::missing(),
        }
    });
    let links: String = (0..40)
        .map(|n| format!("<a href=\"{}\">友情链接</a>", busy.url(&format!("/{n}.html"))))
        .collect();
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/" => Answer::page("测试网", &links),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    let broken = desk.links(&run, "link-broken", &busy.url(""));
    assert_eq!(broken, [("/7.html".to_owned(), "http_404".to_owned())], "{run:#}");
    let suspect = desk.links(&run, "link-suspect", &busy.url(""));
    assert!(suspect.iter().all(|(_, reason)| reason == "flaky"), "{suspect:?}");
    assert!(gaps(&run) == "[]", "{run:#}");
    assert!(busy.count("/robots.txt") > 3, "what it asks of robots is asked for again");
}

/// Some addresses of a good server drop every connection: they are dead, and the server is not waited for.
#[test]
fn dead_addresses_in_a_row_are_no_outage() {
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => {
            let links: String = (0..12)
                .map(|n| format!("<a href=\"/cut/{n}.html\">断</a><a href=\"/good/{n}.html\">好</a>"))
                .collect();
            Answer::page("测试网", &links)
        }
        path if path.starts_with("/cut/") => Answer::cut(),
        path if path.starts_with("/good/") => Answer::page("好", "<p>地址：测试路一号。</p>"),
        _ => Answer::missing(),
    });
    let only_dead = SiteServer::start(|request| match request.path.as_str() {
        "/" => {
            let links: String = (0..12).map(|n| format!("<a href=\"/cut/{n}.html\">断</a>")).collect();
            Answer::page("测试网", &links)
        }
        path if path.starts_with("/cut/") => Answer::cut(),
        _ => Answer::missing(),
    });
    for server in [server, only_dead] {
        let desk = Desk::with_site(&server.url("/"), "");
        let (code, run) = desk.inspect(&FAST);
        assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
        let broken = desk.links(&run, "link-broken", &server.url(""));
        assert_eq!(broken.len(), 12, "{broken:?}");
        assert!(broken.iter().all(|(path, cause)| path.starts_with("/cut/") && cause == "connect"));
    }
}
