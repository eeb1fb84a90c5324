//! How fast: as fast as agreed, never faster, and slower when the server asks for it or can do no better.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{FAST, book};
use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

/// When requests came, oldest first.
fn times(requests: &[Request]) -> Vec<Instant> {
    let mut times: Vec<Instant> = requests.iter().map(|r| r.at).collect();
    times.sort();
    times
}

fn gaps(times: &[Instant]) -> Vec<Duration> {
    times.windows(2).map(|w| w[1] - w[0]).collect()
}

#[test]
fn crawl_delay_is_kept() {
    let pages = book(4);
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nCrawl-delay: 1\n"),
        _ => pages(request),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "50", "--as-of", "2026-11-23"]);
    assert_eq!(run["sites"][0]["pages"], 4, "{run:#}");
    let after_robots: Vec<Request> = server.requests().into_iter().filter(|r| r.path != "/robots.txt").collect();
    let gaps = gaps(&times(&after_robots));
    assert!(gaps.len() > 4 && gaps.iter().all(|g| *g >= Duration::from_millis(900)), "{gaps:?}");
}

#[test]
fn retry_after_is_kept_for_every_request_to_the_server() {
    for status in [429, 503] {
        let pages = book(12);
        let server = SiteServer::start(move |request| {
            if request.path == "/p3.html" && request.earlier == 0 {
                return Answer::new(status, "text/html", "busy").with("Retry-After", "3");
            }
            pages(request)
        });
        let desk = Desk::with_site(&server.url("/"), "    concurrency: 2\n");
        let (code, run) = desk.inspect(&FAST);
        assert_eq!(code, Some(1), "{run:#}");
        assert_eq!(run["sites"][0]["pages"], 12, "{status}: {run:#}");
        let requests = server.requests();
        let complaint = requests.iter().find(|r| r.path == "/p3.html").unwrap().at;
        // One other request may have been under way.
        let early: Vec<_> = requests
            .iter()
            .filter(|r| r.at > complaint + Duration::from_millis(100) && r.at < complaint + Duration::from_millis(2_900))
            .map(|r| &r.path)
            .collect();
        assert!(early.is_empty(), "{status}: {early:?}");
    }
}

#[test]
fn a_complaint_halves_the_rate() {
    let pages = book(40);
    let server = SiteServer::start(move |request| {
        if request.path == "/p5.html" && request.earlier == 0 {
            return Answer::new(429, "text/html", "busy");
        }
        pages(request)
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "20", "--as-of", "2026-11-23"]);
    assert_eq!(run["sites"][0]["pages"], 40, "{run:#}");
    let all = times(&server.requests());
    let complaint = server.requests().iter().find(|r| r.path == "/p5.html").unwrap().at;
    let after: Vec<Instant> = all
        .into_iter()
        .filter(|at| *at > complaint + Duration::from_millis(60))
        .take(9)
        .collect();
    // Eight requests at ten a second instead of twenty.
    assert!(after[8] - after[0] >= Duration::from_millis(700), "{:?}", gaps(&after));
}

#[test]
fn a_server_that_slows_down_is_asked_more_slowly() {
    const QUICK: usize = 20;
    const SLOW: usize = 60;
    let seen = AtomicUsize::new(0);
    let server = SiteServer::start(move |request| {
        let nth = seen.fetch_add(1, Ordering::SeqCst);
        let page = match request.path.as_str() {
            "/" => Answer::page(
                "测试网",
                &(0..QUICK + SLOW)
                    .map(|n| format!("<a href=\"/{n}.html\">页</a>"))
                    .collect::<String>(),
            ),
            path if path.contains(".htm") && !path.contains("xuncha") => Answer::page(path, "<p>地址：测试路一号。</p>"),
            _ => Answer::missing(),
        };
        let took = if (QUICK..QUICK + SLOW).contains(&nth) { 1_300 } else { 10 };
        page.after(Duration::from_millis(took))
    });
    let desk = Desk::with_site(&server.url("/"), "    concurrency: 32\n");
    let (_, run) = desk.inspect(&["monthly", "--rate", "10", "--as-of", "2026-11-23"]);
    assert_eq!(run["sites"][0]["pages"], QUICK + SLOW + 1, "{run:#}");
    let times = times(&server.requests());
    let per_request = |part: &[Instant]| (part[part.len() - 1] - part[0]) / (part.len() as u32 - 1);
    let slow = per_request(&times[QUICK + 40..QUICK + SLOW]);
    assert!(slow >= Duration::from_millis(190), "{slow:?} a request, {:?}", gaps(&times));
    // Never faster than agreed, in any second of the run.
    let most = times
        .iter()
        .enumerate()
        .map(|(i, from)| times[i..].iter().take_while(|at| **at - *from < Duration::from_secs(1)).count());
    assert!(most.max().unwrap() <= 13, "twelve, and one for the delays of this machine");
    assert!(run["sites"][0]["coverage"]["peak_rate"].as_u64().unwrap() <= 12, "{run:#}");
}
