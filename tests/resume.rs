//! A run that is stopped goes on where it was, and ends as if nothing had happened.

use std::collections::BTreeMap;
use std::process::Child;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::desk::Desk;
use crate::one_way::{is_the_same, said};
use crate::site_server::{Answer, Request, SiteServer};

pub(crate) const PAGES: usize = 150;
/// Requests at once; so many may be under way when the process dies.
const AT_ONCE: usize = 4;
pub(crate) const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

/// Each page leads to the next nine; every tenth has a dead link.
pub(crate) fn site() -> SiteServer {
    site_at("127.0.0.1")
}

/// The same on another address of this machine.
pub(crate) fn site_at(ip: &str) -> SiteServer {
    SiteServer::start_on(ip, |request: &Request| {
        let page = match request.path.as_str() {
            "/" => Some(0),
            path => path.trim_start_matches("/p").trim_end_matches(".html").parse::<usize>().ok(),
        };
        let Some(n) = page.filter(|n| *n < PAGES) else {
            return Answer::missing();
        };
        let mut links: String = (n + 1..=n + 9)
            .filter(|m| *m < PAGES)
            .map(|m| format!("<a href=\"/p{m}.html\">第{m}页</a>"))
            .collect();
        if n % 10 == 0 {
            links = format!("{links}<a href=\"/gone/{n}.html\">旧闻{n}</a>");
        }
        Answer::page(&format!("第{n}页"), &links).after(Duration::from_millis(10))
    })
}

pub(crate) fn desk(server: &SiteServer) -> Desk {
    Desk::with_site(&server.url("/"), &format!("    concurrency: {AT_ONCE}\n"))
}

/// What a run says: its findings, what a person must look at, its scores; without what differs from run to run.
pub(crate) fn judged(desk: &Desk, run: &Value) -> String {
    let findings = desk.report(run, "findings.jsonl");
    assert!(!findings.is_empty());
    said(&findings, &desk.report(run, "人工核查.csv"), run)
}

pub(crate) fn counts(server: &SiteServer) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in server.requests() {
        *counts.entry(request.path).or_default() += 1;
    }
    counts
}

/// Starts a run and waits until so many requests came since the server last forgot.
pub(crate) fn until(desk: &Desk, server: &SiteServer, requests: usize) -> Child {
    let mut child = desk.command(&[&MONTHLY[..], &["-q", "--format", "json"]].concat()).spawn().unwrap();
    while server.requests().len() < requests {
        assert!(child.try_wait().unwrap().is_none(), "it ended before {requests} requests");
        thread::sleep(Duration::from_millis(1));
    }
    child
}

/// What was asked within the writer's last instant before the kill is asked once more; nothing is asked a third time.
#[test]
fn a_run_that_was_killed_ends_as_if_undisturbed() {
    let server = site();
    let undisturbed = desk(&server);
    let (code, run) = undisturbed.inspect(&MONTHLY);
    assert_eq!(code, Some(1), "{run:#}");
    let (wanted, usual) = (judged(&undisturbed, &run), counts(&server));

    for moment in [1, 2, 9, 30, 60, 90, 120, 149] {
        server.forget();
        let desk = desk(&server);
        let mut child = until(&desk, &server, moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let (code, run) = desk.inspect(&MONTHLY);
        assert_eq!(
            (code, &run["complete"]),
            (Some(1), &Value::Bool(true)),
            "killed at {moment}: {run:#}"
        );
        is_the_same(&judged(&desk, &run), &wanted, &format!("killed at {moment}"));
        for (path, asked) in counts(&server) {
            let allowed = usual.get(&path).copied().unwrap_or(1) + 1;
            // Each of the two processes asks for robots.txt, the site map and the probes.
            assert!(asked <= allowed.max(2), "killed at {moment}: {path} was asked {asked} times");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_was_asked_to_stop_reports_what_it_has_and_goes_on() {
    for signal in ["-TERM", "-INT"] {
        let server = site();
        let desk = desk(&server);
        let child = until(&desk, &server, 40);
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{signal}: {output:?}");
        let stopped: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(stopped["complete"], false, "{signal}");
        assert!(desk.report(&stopped, "问题清单.csv").starts_with('\u{feff}'), "{signal}");

        let (code, run) = desk.inspect(&MONTHLY);
        assert_eq!(code, Some(1), "{signal}: {run:#}");
        assert_eq!((&run["run"], &run["complete"]), (&stopped["run"], &Value::Bool(true)), "{signal}");
        assert_eq!(run["sites"][0]["pages"], PAGES, "{signal}: {run:#}");
    }
}
