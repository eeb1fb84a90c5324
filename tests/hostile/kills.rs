//! The program killed over and over among hostile servers: what it says in the end is what it says undisturbed.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use url::{Position, Url};
use xuncha::testing::store::Store;

use super::case::Case;
use super::pending::PENDING;
use super::server::Server;
use super::{MONTHLY, config, groups, said, start, tls};
use crate::desk::Desk;
use crate::one_way::{self, Dice, is_the_same};
use crate::shuffled::says_the_same_shuffled;

const KILLS: usize = 20;

#[test]
#[ignore = "takes minutes: 20 kills; .ci/run runs it"]
fn the_hostile_table_is_as_it_was_however_often_the_program_is_killed() {
    let authority = tls::Authority::new();
    let groups = groups(&authority);
    let server = start(&groups);
    let cases: Vec<&Case> = groups.iter().flat_map(|g| &g.cases).collect();
    let desk = || {
        let desk = Desk::with(config(&server, &cases));
        std::fs::write(desk.folder.path().join("ca.pem"), &authority.pem).unwrap();
        desk
    };
    let quiet = desk();
    let wanted = everything_said(&quiet, &ends(&quiet), &cases);

    says_the_same_shuffled(&quiet, 5);

    server.forget();
    let desk = desk();
    let mut dice = Dice(20_261_123);
    for n in 0..KILLS {
        let (requests, rest) = (dice.below(60) as usize, Duration::from_millis(dice.below(1_500)));
        assert!(killed(&desk, &server, requests, rest), "the run was over before kill {n}");
        server.forget_but(logged(&desk));
    }
    let run = ends(&desk);
    assert_eq!(run["run"], "2026-11-23-monthly", "it was one run all the time");
    is_the_same(&everything_said(&desk, &run, &cases), &wanted, "killed over and over");

    says_the_same_shuffled(&desk, 6);
}

/// Lets a run come to its end.
fn ends(desk: &Desk) -> Value {
    let output = command(desk).output().unwrap();
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
    assert_eq!((output.status.code(), &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    run
}

fn command(desk: &Desk) -> std::process::Command {
    let mut command = desk.command(&MONTHLY);
    command.env("SSL_CERT_FILE", desk.folder.path().join("ca.pem"));
    command
}

/// What a run says, whose table of verdicts is as it should be.
fn everything_said(desk: &Desk, run: &Value, cases: &[&Case]) -> String {
    let (table, strangers) = said(&desk.findings(run), cases);
    let right = |case: &&&Case| table.get(case.name).cloned().unwrap_or_default() == case.verdict.said();
    let pending = |case: &&&Case| PENDING.iter().any(|(name, _)| *name == case.name);
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| !pending(case) && !right(case))
        .map(|case| format!("{} should be {:?}, is {:?}", case.name, case.verdict, table.get(case.name)))
        .collect();
    assert!(wrong.is_empty() && strangers.is_empty(), "{wrong:#?} {strangers:#?}");
    one_way::said(&desk.report(run, "findings.jsonl"), &desk.report(run, "人工核查.csv"), run)
}

/// Starts the program and kills it after so many requests and some time; whether it still ran then.
fn killed(desk: &Desk, server: &Server, requests: usize, rest: Duration) -> bool {
    let before = server.asks().len();
    let mut child = command(desk).spawn().unwrap();
    // Towards its end a run asks little and waits much.
    let longest = Instant::now() + Duration::from_secs(5);
    while server.asks().len() < before + requests && Instant::now() < longest && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(rest);
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// How often the log of a run that was killed says that each address was asked: what it does not say is asked again, as if
/// for the first time.
fn logged(desk: &Desk) -> HashMap<(String, String), usize> {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let mut count = |url: &str| {
        if let Ok(url) = Url::parse(url) {
            let place = url[Position::BeforeHost..Position::AfterPort].to_owned();
            let target = url[Position::BeforePath..Position::AfterQuery].to_owned();
            *known.entry((place, target)).or_default() += 1;
        }
    };
    rows(&desk.folder.path().join(".xuncha"), |row| {
        for attempt in row.exchange().iter().flat_map(|e| &e.attempts) {
            count(&row.exchange().map(|e| e.url.clone()).unwrap_or_default());
            attempt.hops.iter().for_each(|hop| count(&hop.to));
        }
    });
    known
}

fn rows(data: &Path, mut each: impl FnMut(xuncha::testing::facts::LogRow)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(data).await.unwrap();
        for run in store.runs(9).await.unwrap() {
            store.replay(&run.id, |_, row| each(row)).await.unwrap();
        }
        store.close().await;
    });
}
