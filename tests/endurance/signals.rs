//! Signals that come while servers stall, and readers that go away.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Undisturbed, desk};
use crate::desk::Desk;
use crate::resume::{MONTHLY, site};
use crate::site_server::{Answer, SiteServer};

/// Longer than any machine needs to end a process, shorter than the patience a site is given below.
const GENEROUS: Duration = Duration::from_mins(1);

/// A site whose second page is not answered before the sender is gone, with patience of ten minutes for it.
fn stalling() -> (SiteServer, Desk, Sender<()>) {
    let (release, held) = channel::<()>();
    let held = Mutex::new(held);
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/slow.html\">慢</a><a href=\"/gone.html\">旧闻</a>"),
        "/slow.html" => {
            let _released = held.lock().unwrap().recv();
            Answer::page("慢", "慢")
        }
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "    timeout_seconds: 600\n");
    (server, desk, release)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// The exit code of a process that has to end although nothing it waits for comes.
fn ended(mut child: Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if begun.elapsed() > GENEROUS {
            child.kill().unwrap();
            panic!("it waits for a server that does not answer");
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn wait_for(server: &SiteServer, path: &str) {
    while server.count(path) == 0 {
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_run_that_is_asked_to_stop_does_not_wait_for_a_server_that_stalls() {
    let (server, desk, release) = stalling();
    let child = desk
        .command(&[&MONTHLY[..], &["-q"]].concat())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&server, "/slow.html");
    wait_for(&server, "/gone.html");
    signal(&child, "-TERM");
    assert_eq!(ended(child), Some(3));
    let folder = desk.folder.path().join("reports/2026-11-23-monthly");
    let run: Value = serde_json::from_slice(&std::fs::read(folder.join("run.json")).unwrap()).unwrap();
    assert_eq!(run["complete"], false);

    // Nothing but the page that stalled is left to ask.
    drop(release);
    server.forget();
    let (code, run) = desk.inspect(&MONTHLY);
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    assert_eq!((server.count("/slow.html"), server.count("/")), (1, 0));
}

/// A second signal does not wait for the reports either, nor spoil them.
#[test]
fn a_second_signal_ends_it_at_once() {
    for name in ["-INT", "-TERM"] {
        let server = site();
        let desk = desk(&server);
        let wanted = Undisturbed::run(&super::desk(&server));
        server.forget();
        let mut child = desk.command(&MONTHLY).stdout(Stdio::null()).spawn().unwrap();
        while server.requests().len() < 40 {
            thread::sleep(Duration::from_millis(1));
        }
        let said = BufReader::new(child.stderr.take().unwrap());
        signal(&child, name);
        let stopping = said.lines().map_while(Result::ok).any(|line| line.contains("收到停止信号"));
        assert!(stopping, "{name}: it does not say that it stops");
        // It may have ended by itself since.
        let _gone = Command::new("kill").args([name, &child.id().to_string()]).output().unwrap();
        assert_eq!(ended(child), Some(3), "{name}");
        super::nothing_is_half_written(&desk.folder.path().join("reports"));
        let (_, run) = desk.inspect(&MONTHLY);
        wanted.equals(&desk, &run, name);
    }
}

/// `xuncha monthly | head`, and a terminal that was closed.
#[test]
fn a_reader_that_goes_away_costs_no_report() {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    for format in ["text", "json"] {
        let desk = desk(&server);
        let mut child = desk.command(&[&MONTHLY[..], &["--format", format, "-v"]].concat()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(ended(child), Some(1), "{format}");
        let folder = desk.folder.path().join("reports/2026-11-23-monthly");
        let run: Value = serde_json::from_slice(&std::fs::read(folder.join("run.json")).unwrap()).unwrap();
        wanted.equals(&desk, &run, format);
    }
}
