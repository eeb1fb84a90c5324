//! The nine sites of the benchmarks, killed again and again: judged as an undisturbed run judges them, and so is the log of
//! each in another order.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::nothing_is_half_written;
use crate::desk::Desk;
use crate::group::{Group, TODAY};
use crate::one_way::{Dice, is_the_same, said};
use crate::shuffled::says_the_same_shuffled;

/// Enough for a broken link and a trap of every kind.
const PAGES: usize = 1_000;
const KILLS: usize = 20;

fn report(desk: &Desk, run: &Value) -> String {
    said(&desk.report(run, "findings.jsonl"), &desk.report(run, "人工核查.csv"), run)
}

#[test]
#[ignore = "minutes: a thousand pages, killed 20 times; .ci/run runs it"]
fn the_group_of_the_benchmarks_is_judged_alike_however_often_it_is_killed() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let group = runtime.block_on(Group::serve(PAGES, 1)).unwrap();
    let today = TODAY.to_string();
    let monthly = ["monthly", "--rate", "off", "--as-of", &today];
    let desk = || Desk::with(group.configuration());

    let quiet = desk();
    let (code, run) = quiet.inspect(&monthly);
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    let wanted = report(&quiet, &run);
    assert!(wanted.lines().count() > group.truth.broken.len(), "{wanted}");

    let killed = desk();
    let mut dice = Dice(12);
    for _ in 0..KILLS {
        let mut child = killed.command(&monthly).spawn().unwrap();
        // The clock only chooses the moment; any is right.
        thread::sleep(Duration::from_millis(200 + dice.below(400)));
        child.kill().unwrap();
        child.wait().unwrap();
        nothing_is_half_written(&killed.folder.path().join("reports"));
    }
    let (_, resumed) = killed.inspect(&monthly);
    assert_eq!(resumed["run"], run["run"], "it was one run all the time");
    is_the_same(&report(&killed, &resumed), &wanted, "killed 20 times");
    for seed in 1..=3 {
        says_the_same_shuffled(&killed, seed);
    }
    says_the_same_shuffled(&quiet, 4);
}
