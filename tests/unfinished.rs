//! What was left open and is not gone on with: it is closed, told of and reported, and the new inspection begins.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use sqlx::Connection as _;

use crate::desk::{Desk, MENU, Ran, site_yaml, sites_yaml};
use crate::resume::{PAGES, counts, desk, site};
use crate::site_server::{Answer, Request, SiteServer};

const NOVEMBER: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];
const DECEMBER: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-12-23"];

/// Starts a run and kills it after so many requests.
fn killed(desk: &Desk, server: &SiteServer, arguments: &[&str], requests: usize) {
    server.forget();
    let mut child = desk.command(&[arguments, &["-q"]].concat()).stderr(Stdio::null()).spawn().unwrap();
    while server.requests().len() < requests {
        assert!(child.try_wait().unwrap().is_none(), "it ended before {requests} requests");
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    server.forget();
}

fn ran(desk: &Desk, arguments: &[&str]) -> (Ran, Value) {
    let ran = desk.run(&[arguments, &["--format", "json", "--no-progress"]].concat());
    let run = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    (ran, run)
}

/// The run.json of a report folder.
fn reported(desk: &Desk, folder: &str) -> Value {
    let path = desk.folder.path().join("reports").join(folder).join("run.json");
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).unwrap()
}

/// Says something to the database of a data folder, as time or another program would have.
pub(crate) fn sql(data: &Path, statement: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let address = format!("sqlite://{}", data.join("xuncha.db").display());
        let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

/// How the runs of a data folder ended, oldest first: `id state closed`.
fn ends(desk: &Desk) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let path = desk.folder.path().join(".xuncha/xuncha.db");
        let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap();
        let rows: Vec<(String,)> = sqlx::query_as("SELECT id || ' ' || state || ' ' || coalesce(closed, '') FROM run ORDER BY ordinal")
            .fetch_all(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        rows.into_iter().map(|(row,)| row.trim_end().to_owned()).collect()
    })
}

#[test]
fn a_run_whose_month_is_over_is_closed_and_the_next_one_begins() {
    let server = site();
    let desk = desk(&server);
    let (_, undisturbed) = ran(&self::desk(&server), &DECEMBER);
    let usual = counts(&server);
    killed(&desk, &server, &NOVEMBER, 90);

    let (ran, run) = ran(&desk, &DECEMBER);
    assert_eq!((ran.code, &run["complete"]), (Some(1), &Value::Bool(true)), "{ran:?}");
    assert_eq!((&run["run"], &run["as_of"]), (&"2026-12-23-monthly".into(), &"2026-12-23".into()));
    assert_eq!(run["sites"][0]["findings"], undisturbed["sites"][0]["findings"]);
    assert!(
        ran.stderr.contains("2026-11-23-monthly") && ran.stderr.contains("超过检查周期"),
        "{}",
        ran.stderr
    );
    // What was closed was judged without asking anything.
    assert_eq!(counts(&server), usual);

    let old = reported(&desk, "2026-11-23-monthly");
    assert_eq!((&old["complete"], &old["as_of"]), (&Value::Bool(false), &"2026-11-23".into()));
    let gaps = old["gaps"].to_string();
    assert!(gaps.contains("超过检查周期") && gaps.contains("没有在当月做完"), "{gaps}");
    assert!(!gaps.contains("改过"), "the day alone is another: {gaps}");
    let pages = old["sites"][0]["pages"].as_u64().unwrap();
    assert!(pages > 10 && pages < PAGES as u64, "{pages}");
    assert!(old["sites"][0]["findings"]["link-broken"].as_u64() > Some(0), "{old:#}");
    assert_eq!(
        ends(&desk),
        ["2026-11-23-monthly incomplete overdue", "2026-12-23-monthly complete"]
    );

    // It is over: the same command again is another inspection.
    let (_, again) = self::ran(&desk, &NOVEMBER);
    assert_eq!(again["run"], "2026-11-23-monthly-2");
}

/// A timer gives no day: the day it is decides.
#[test]
fn a_timer_finds_the_run_of_last_year_and_begins_its_own() {
    let server = site();
    for (mode, occasion) in [("monthly", "月巡查"), ("daily", "日读网"), ("quarterly", "季抽查")] {
        let desk = desk(&server);
        let command = [mode, "--rate", "off"];
        killed(&desk, &server, &command, 5);
        sql(
            &desk.folder.path().join(".xuncha"),
            "UPDATE run SET as_of = '2025-11-23', id = 'old'",
        );
        let (ran, run) = ran(&desk, &command);
        assert!(run["as_of"].as_str() > Some("2026"), "{mode}: {run:#}");
        assert_ne!(run["run"], "old");
        assert!(
            ran.stderr.contains(&format!("上次没有做完的{occasion}（编号 old）超过检查周期")),
            "{}",
            ran.stderr
        );
        assert_eq!(reported(&desk, "old")["complete"], false);
        assert_eq!(ends(&desk)[0], "old incomplete overdue");
    }
}

#[test]
fn a_run_of_a_day_that_has_not_come_is_not_gone_on_with() {
    let server = site();
    let desk = desk(&server);
    let command = ["monthly", "--rate", "off"];
    killed(&desk, &server, &command, 20);
    // The clock was wrong when it began.
    sql(
        &desk.folder.path().join(".xuncha"),
        "UPDATE run SET as_of = '2090-01-01', id = 'wrong'",
    );
    let (ran, run) = ran(&desk, &command);
    assert!(run["as_of"].as_str() < Some("2090"), "{run:#}");
    assert!(ran.stderr.contains("检查日 2090-01-01 晚于今天"), "{}", ran.stderr);
    assert_eq!(ends(&desk)[0], "wrong incomplete ahead");
    // Looking back leaves alone what is under way now.
    killed(&desk, &server, &command, 20);
    let (ran, _) = self::ran(&desk, &["monthly", "--rate", "off", "--as-of", "2026-01-23"]);
    assert!(!ran.stderr.contains("没有做完的"), "{}", ran.stderr);
    assert!(ends(&desk)[2].ends_with(" open"), "{:?}", ends(&desk));
}

#[test]
fn fresh_begins_anew_at_once() {
    let server = site();
    let desk = desk(&server);
    killed(&desk, &server, &NOVEMBER, 60);
    let (ran, run) = ran(&desk, &[&NOVEMBER[..], &["--fresh"]].concat());
    assert_eq!((ran.code, &run["run"]), (Some(1), &"2026-11-23-monthly-2".into()), "{ran:?}");
    assert_eq!(server.count("/"), 1, "the home page is read anew");
    assert!(reported(&desk, "2026-11-23-monthly")["gaps"].to_string().contains("--fresh"));
    assert_eq!(
        ends(&desk),
        ["2026-11-23-monthly incomplete fresh", "2026-11-23-monthly-2 complete"]
    );
    // With nothing left open there is nothing to say.
    let (ran, _) = self::ran(&desk, &[&NOVEMBER[..], &["--fresh"]].concat());
    assert!(!ran.stderr.contains("没有做完的"), "{}", ran.stderr);
}

#[test]
fn a_changed_configuration_and_another_group_in_the_same_data_folder() {
    let server = site();
    let desk = desk(&server);
    killed(&desk, &server, &NOVEMBER, 60);
    let config = desk.folder.path().join("sites.yaml");
    let original = fs::read_to_string(&config).unwrap();

    // Another group's command leaves it alone, however old it is.
    fs::write(&config, original.replace("group: 测试站群", "group: 别的站群")).unwrap();
    let (other, _) = ran(&desk, &DECEMBER);
    assert!(!other.stderr.contains("没有做完的"), "{}", other.stderr);
    assert_eq!(ends(&desk)[0], "2026-11-23-monthly open");
    // Its own group has other settings by now: within the month the old command may come again.
    fs::write(&config, original.replace("concurrency: 4", "concurrency: 3")).unwrap();
    ran(&desk, &["monthly", "--rate", "off", "--as-of", "2026-11-30"]);
    assert_eq!(ends(&desk)[0], "2026-11-23-monthly open");

    let desk = self::desk(&server);
    killed(&desk, &server, &NOVEMBER, 60);
    let config = desk.folder.path().join("sites.yaml");
    let original = fs::read_to_string(&config).unwrap();
    fs::write(&config, original.replace("concurrency: 4", "concurrency: 3")).unwrap();
    let (changed, _) = ran(&desk, &DECEMBER);
    assert!(changed.stderr.contains("编号 2026-11-23-monthly"), "{}", changed.stderr);
    let old = reported(&desk, "2026-11-23-monthly");
    assert!(old["gaps"].to_string().contains("按现在的配置判断"), "{:#}", old["gaps"]);
    assert!(old["sites"][0]["pages"].as_u64() > Some(10), "{old:#}");
}

/// A run of another version cannot be judged: it is closed without reports, and holds nothing up.
#[test]
fn what_cannot_be_judged_holds_nothing_up() {
    let server = site();
    for damage in [
        "UPDATE run SET version = '0.0.1'",
        "UPDATE run SET plan = '{}'",
        "UPDATE log SET record = x'0900'",
    ] {
        let desk = desk(&server);
        killed(&desk, &server, &NOVEMBER, 60);
        sql(&desk.folder.path().join(".xuncha"), damage);
        let (ran, run) = ran(&desk, &DECEMBER);
        assert_eq!((ran.code, &run["complete"]), (Some(1), &Value::Bool(true)), "{damage}: {ran:?}");
        assert!(ran.stderr.contains("没有写报告"), "{damage}: {}", ran.stderr);
        assert_eq!(ends(&desk)[0], "2026-11-23-monthly incomplete overdue", "{damage}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_while_it_is_closed_loses_nothing() {
    let server = site();
    let desk = desk(&server);
    killed(&desk, &server, &NOVEMBER, 90);
    let mut child = desk.command(&DECEMBER).stdout(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains("超过检查周期")));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let rest: Vec<String> = said.collect();
    assert_eq!(child.wait().unwrap().code(), Some(3), "{rest:?}");
    assert_eq!(ends(&desk)[0], "2026-11-23-monthly incomplete overdue");
    assert_eq!(reported(&desk, "2026-11-23-monthly")["complete"], false);
    let (code, run) = desk.inspect(&DECEMBER);
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
}

/// Between the stop and the next command a site failed an inspection of its own: a new draw would take it besides.
#[test]
fn a_spot_check_that_goes_on_announces_the_draw_it_follows() {
    let broken = Arc::new(AtomicBool::new(false));
    let down = Arc::clone(&broken);
    let server = SiteServer::start(move |request: &Request| {
        let site = request.path.split('/').nth(1).unwrap_or_default();
        if site == "s1" && down.load(Ordering::SeqCst) {
            return Answer::cut();
        }
        let links: String = (0..20).map(|n| format!("<a href=\"/{site}/{n}.html\">第{n}页</a>")).collect();
        Answer::page("测试网", &format!("{MENU}{links}")).after(Duration::from_millis(20))
    });
    let sites: String = (0..4)
        .map(|n| {
            site_yaml(
                &format!("s{n}"),
                "subsite",
                &server.url(&format!("/s{n}/")),
                &format!("    include: [\"{}\"]\n", server.url(&format!("/s{n}/"))),
            )
        })
        .collect();
    let desk = Desk::with(sites_yaml(&sites));
    let seed = (1..1000)
        .find(|seed| {
            let drawn = ["s0", "s1", "s2", "s3"].map(|id| (id.to_owned(), id.to_owned()));
            let draw = xuncha::testing::plan::draw(
                &drawn,
                xuncha::testing::plan::Size::Count(1),
                *seed,
                &std::collections::HashSet::new(),
            );
            draw.rows[0].site == "s0"
        })
        .unwrap()
        .to_string();
    let quarterly = [
        "quarterly",
        "--rate",
        "off",
        "--as-of",
        "2026-11-23",
        "--sample",
        "1",
        "--seed",
        &seed,
    ];
    killed(&desk, &server, &quarterly, 8);
    broken.store(true, Ordering::SeqCst);
    let (ran, _) = ran(&desk, &["monthly", "--rate", "off", "--as-of", "2026-11-23", "--site", "s1"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");

    let (ran, run) = self::ran(&desk, &quarterly);
    let sites: Vec<&str> = run["sites"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(sites, ["s0"], "{ran:?}");
    assert!(ran.stderr.contains("继续上次中断的检查"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("（s0）：抽中") && ran.stderr.contains("（s1）：未抽中"),
        "{}",
        ran.stderr
    );
}
