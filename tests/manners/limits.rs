//! What a site may cost, and when it may be asked.

use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::Value;
use xuncha::testing::crawl::Patience;

use super::{FAST, book, crawl_here, gaps, own_text, skipped};
use crate::desk::Desk;
use crate::site_server::{Answer, SiteServer};

#[cfg(unix)]
#[test]
fn outside_its_hours_a_site_is_not_asked_at_all_and_the_run_can_be_stopped() {
    let server = SiteServer::start(book(5));
    // A window of an hour that opens in two: in whatever minute the test runs, it is closed.
    let now = jiff::Timestamp::now().to_zoned(TimeZone::get("Asia/Shanghai").unwrap());
    let (from, to) = (&now + 2.hours(), &now + 3.hours());
    let hours = format!("    hours: \"{}-{}\"\n", from.strftime("%H:%M"), to.strftime("%H:%M"));
    let desk = Desk::with_site(&server.url("/"), &hours);
    let child = desk
        .command(&[&FAST[..], &["--format", "json", "--no-progress"]].concat())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_secs(3));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let stopped = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(stopped.elapsed() < Duration::from_mins(1));
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(server.requests().is_empty(), "{:?}", server.requests());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("不在访问时段") && said.contains("继续"), "{said}");
}

#[tokio::test]
async fn when_its_hours_begin_the_crawl_goes_on() {
    let server = SiteServer::start(book(30));
    let began = Instant::now();
    // 19:59:57 when the test begins.
    let clock = Arc::new(move || {
        let gone = jiff::SignedDuration::try_from(began.elapsed()).unwrap();
        (date(2026, 11, 23).at(19, 59, 57, 0) + gone).to_zoned(TimeZone::UTC).unwrap()
    });
    let outcome = crawl_here(&server.url("/"), "    hours: \"20:00-07:00\"\n", Patience::default(), Some(clock)).await;
    assert_eq!(outcome.sites[0].coverage.pages, 30);
    let first = server.requests().iter().map(|r| r.at).min().unwrap();
    assert!(first - began >= Duration::from_secs(3), "{:?}", first - began);
}

#[test]
fn the_bytes_of_a_site_have_an_end_and_it_is_said() {
    const PAGES: usize = 60;
    let server = SiteServer::start(|request| {
        let page = match request.path.as_str() {
            "/" => Some(0),
            path => path.trim_start_matches("/p").trim_end_matches(".html").parse::<usize>().ok(),
        };
        let Some(n) = page.filter(|n| *n < PAGES) else {
            return Answer::missing();
        };
        let links: String = (0..PAGES).map(|m| format!("<a href=\"/p{m}.html\">页</a>")).collect();
        Answer::page(
            &own_text(n),
            &format!("{links}<p>{}</p>", own_text(n).repeat(100_000 / own_text(n).len())),
        )
    });
    let desk = Desk::with_site(&server.url("/"), "    max_megabytes: 2\n    concurrency: 2\n");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, &run["complete"]), (Some(3), &Value::Bool(false)), "{run:#}");
    let bytes = run["sites"][0]["bytes"].as_u64().unwrap();
    // Two megabytes, and at most what was under way when they were full.
    assert!((2_000_000..2_400_000).contains(&bytes), "{bytes}");
    assert!(
        server.sent() as u64 >= bytes && (server.sent() as u64) < 2_600_000,
        "{}",
        server.sent()
    );
    assert!(skipped(&run, "byte_limit") > 30, "{run:#}");
    assert!(gaps(&run).contains("超出流量上限"), "{}", gaps(&run));
    assert!(desk.report(&run, "覆盖情况.csv").contains("跳过：超出流量上限"));
    assert!(desk.links(&run, "link-broken", "").is_empty());
}

#[test]
fn the_time_of_a_site_has_an_end_and_it_is_said() {
    let server = SiteServer::start(book(200));
    // 3.6 s.
    let desk = Desk::with_site(&server.url("/"), "    max_hours: 0.001\n");
    let began = Instant::now();
    let (code, run) = desk.inspect(&["monthly", "--rate", "5", "--as-of", "2026-11-23"]);
    assert_eq!((code, &run["complete"]), (Some(3), &Value::Bool(false)), "{run:#}");
    assert!(began.elapsed() < Duration::from_mins(1));
    let times: Vec<Instant> = server.requests().iter().map(|r| r.at).collect();
    let (first, last) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    assert!(*last - *first < Duration::from_millis(3_800), "{:?}", *last - *first);
    assert!(skipped(&run, "time_limit") > 0, "{run:#}");
    assert!(gaps(&run).contains("超出时间上限"), "{}", gaps(&run));
}

/// Fifty sitemaps that come a byte a second: they cost a bounded number of time limits.
#[test]
fn sitemaps_that_trickle_are_cut_and_not_asked_for_fifty_times() {
    let pages = book(10);
    let server = SiteServer::start(move |request| {
        let slow = Duration::from_secs(1);
        match request.path.as_str() {
            "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /private/\n"),
            "/sitemap.xml" => {
                let maps: String = (0..50)
                    .map(|n| {
                        format!(
                            "<sitemap><loc>http://{}/map{n}.xml</loc></sitemap>",
                            request.header("host").unwrap()
                        )
                    })
                    .collect();
                Answer::new(200, "text/xml", format!("<sitemapindex>{maps}</sitemapindex>"))
            }
            path if path.starts_with("/map") => Answer::new(200, "text/xml", " ".repeat(100)).trickled(slow),
            _ => pages(request),
        }
    });
    let desk = Desk::with_site(&server.url("/"), "    timeout_seconds: 0.5\n    concurrency: 2\n");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!(code, Some(1), "{run:#}");
    assert_eq!(run["sites"][0]["pages"], 10, "{run:#}");
    let maps = server.requests().iter().filter(|r| r.path.starts_with("/map")).count();
    assert!(maps <= 8 * 3, "{maps} requests for sitemaps");
}
