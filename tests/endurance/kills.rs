//! kill -9 at any moment, several times in a row: the run goes on, and its findings are those of an undisturbed one.
//!
//! The moments are drawn by a seeded generator: after so many requests, or, when all is asked, while it is judged or its
//! reports are written.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{Undisturbed, desk, names, nothing_is_half_written};
use crate::desk::Desk;
use crate::one_way::Dice;
use crate::resume::{MONTHLY, PAGES, site};
use crate::site_server::SiteServer;

/// When to kill.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// When so many requests came since it was started.
    Requests(usize),
    /// So long after it said that everything is read; the clock only chooses the moment, any is right.
    Judging(Duration),
    /// As soon as the first report is being written.
    Writing,
}

impl Moment {
    fn drawn(dice: &mut Dice) -> Moment {
        match dice.below(10) {
            0 | 1 => Moment::Judging(Duration::from_millis(dice.below(150))),
            2 => Moment::Writing,
            // Most kills in a row meet a run that has little left to ask.
            _ => Moment::Requests(dice.below(PAGES as u64 / 2) as usize),
        }
    }
}

/// Starts the run and kills it at the moment; whether it still ran then.
fn killed(desk: &Desk, server: &SiteServer, moment: Moment) -> bool {
    server.forget();
    let mut child = desk.command(&MONTHLY).stdout(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    match moment {
        Moment::Requests(wanted) => {
            while server.requests().len() < wanted && child.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_millis(1));
            }
        }
        Moment::Judging(after) => {
            wait_for_judging(&mut said);
            thread::sleep(after);
        }
        Moment::Writing => {
            wait_for_judging(&mut said);
            let reports = desk.folder.path().join("reports");
            let written = || {
                std::fs::read_dir(&reports)
                    .into_iter()
                    .flatten()
                    .flatten()
                    .any(|f| !names(&f.path()).is_empty())
            };
            while !written() && child.try_wait().unwrap().is_none() {
                thread::yield_now();
            }
        }
    }
    dies(&mut child)
}

fn wait_for_judging(said: &mut impl BufRead) {
    let mut line = String::new();
    while !line.contains("汇总判断") {
        line.clear();
        if said.read_line(&mut line).unwrap() == 0 {
            return;
        }
    }
}

fn dies(child: &mut Child) -> bool {
    let ran = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    // It may also have ended by itself in between.
    ran && child.wait().unwrap().code().is_none()
}

/// Runs of which each is killed at some of the moments and then let through, until all moments are used.
fn killed_again_and_again(mut moments: Vec<Moment>, dice: &mut Dice) {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    while !moments.is_empty() {
        let desk = desk(&server);
        let series: Vec<Moment> = moments.split_off(moments.len().saturating_sub(1 + dice.below(6) as usize));
        let mut begun = 0;
        for (n, moment) in series.iter().enumerate() {
            let ran = killed(&desk, &server, *moment);
            nothing_is_half_written(&desk.folder.path().join("reports"));
            if !ran {
                // It came to its end before: the next one begins another run.
                begun = n + 1;
            }
        }
        let (code, run) = desk.inspect(&MONTHLY);
        let how = format!("{series:?}, a new run from {begun} on");
        assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{how}: {run:#}");
        wanted.equals(&desk, &run, &how);
    }
}

#[test]
fn a_run_that_is_killed_three_times_ends_as_if_undisturbed() {
    let moments = vec![Moment::Writing, Moment::Judging(Duration::from_millis(20)), Moment::Requests(70)];
    // Taken from the end: asked a part, judged a part, wrote a part.
    killed_again_and_again(moments, &mut Dice(2));
}

#[test]
#[ignore = "minutes: 50 kills; .ci/run runs it"]
fn fifty_kills_change_nothing() {
    let mut dice = Dice(20_261_123);
    let moments = (0..50).map(|_| Moment::drawn(&mut dice)).collect();
    killed_again_and_again(moments, &mut dice);
}

/// Killed between the last request and the last report, a run asks nothing but what every start asks (robots.txt, the
/// site map, the probes), and has all its reports in the end under the name it began with.
#[test]
fn a_run_that_was_killed_over_its_reports_writes_them() {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    let desk = desk(&server);
    if killed(&desk, &server, Moment::Writing) {
        server.forget();
        let (_, run) = desk.inspect(&MONTHLY);
        wanted.equals(&desk, &run, "killed over its reports");
        assert_eq!(run["run"], "2026-11-23-monthly");
        assert!(server.requests().len() < 20, "{} requests", server.requests().len());
    }
}
