//! What the log promises: order, no doubles, a durable prefix, and an honest stop.

use std::io::{BufRead as _, BufReader};
use std::process::{Command as Process, Stdio};

use jiff::civil::date;

use super::*;
use crate::facts::{Answer, Attempt, Exchange, Link, LinkFrom, Method, Outcome, PageFacts, PageKind, Target};
use crate::finding::{Cause, LinkVerdict};
use crate::store::run::tests::monthly;
use crate::store::{PageRow, TargetRow};

fn exchange(url: &str, status: u16, etag: Option<&str>) -> Exchange {
    Exchange {
        url: url.into(),
        attempts: vec![Attempt {
            at: 1_795_000_000_000,
            method: Method::Get,
            as_browser: false,
            hops: vec![],
            outcome: Outcome::Answer(Answer {
                status,
                etag: etag.map(str::to_owned),
                ..Answer::default()
            }),
            ms: 12,
            bytes: 3000,
            address: None,
            tls: None,
        }],
    }
}

/// About 5 KB as JSON: 20 links and a paragraph, different on every page.
fn facts(n: usize) -> PageFacts {
    let url = format!("https://www.example.gov.cn/jwyw/202611/t{n}.htm");
    PageFacts {
        title: Some(format!("第{n}次巡逻")),
        column: Some("警务要闻".into()),
        labels: [("SiteName".to_owned(), "示例公安".to_owned())].into(),
        links: (0..20)
            .map(|i| Link {
                target: Target::Web {
                    url: format!("https://www.example.gov.cn/tzgg/202611/t{}.htm", n * 31 + i * 977),
                    fragment: None,
                },
                from: LinkFrom::A,
                text: format!("关于第{}号事项的通告", n + i),
                raw: format!("../../tzgg/202611/t{}.htm", n * 31 + i * 977),
            })
            .collect(),
        text: (0..200)
            .map(|i| char::from_u32(0x4e00 + ((n * 7919 + i * i * 31) % 5000) as u32).unwrap())
            .collect(),
        text_chars: 200,
        ..PageFacts::blank(url, PageKind::Article)
    }
}

fn page(n: usize) -> PageRow {
    let facts = facts(n);
    PageRow {
        key: facts.url.clone(),
        site: "main".into(),
        depth: 2,
        exchange: exchange(&facts.url, 200, Some(&format!("\"{n}\""))),
        facts: Some(facts),
        body_hash: Some(format!("{n:016x}")),
        bytes: 3000,
        unchanged: false,
        first_seen: date(2026, 11, 23),
    }
}

fn target(n: usize) -> TargetRow {
    let key = format!("http://other.example.cn/{n}");
    TargetRow {
        exchange: exchange(&key, 404, None),
        key,
        body_words: None,
        verdict: Some(LinkVerdict::Dead(Cause::Http(404))),
    }
}

async fn pages_of(store: &Store, run: &str) -> Vec<PageRow> {
    let mut pages = Vec::new();
    store.replay_pages(run, |p| pages.push(p)).await.unwrap();
    pages
}

#[tokio::test]
async fn what_was_written_comes_back_whole_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run);
    for n in 0..47 {
        writer.put(page(n).encode()).await.unwrap();
        writer.put(target(n).encode()).await.unwrap();
    }
    // Fetched twice in one run: once in the log, at its second place.
    writer.put(page(3).encode()).await.unwrap();
    writer.close().await.unwrap();

    let expected: Vec<PageRow> = (0..47).filter(|&n| n != 3).chain([3]).map(page).collect();
    assert_eq!(pages_of(&store, &run).await, expected);
    let mut targets = Vec::new();
    assert_eq!(store.replay_targets(&run, |t| targets.push(t)).await.unwrap(), 47);
    assert_eq!(targets, (0..47).map(target).collect::<Vec<_>>());

    // The writer of the resumed run appends.
    let writer = store.writer(&run);
    writer.put(page(100).encode()).await.unwrap();
    writer.close().await.unwrap();
    assert_eq!(pages_of(&store, &run).await.last(), Some(&page(100)));
}

#[tokio::test]
async fn a_page_that_did_not_change_keeps_what_is_known_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let first = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&first);
    writer.put(page(1).encode()).await.unwrap();
    writer.put(page(2).encode()).await.unwrap();
    writer.close().await.unwrap();

    let second = store.begin_run(monthly("b")).await.unwrap().id;
    let writer = store.writer(&second);
    let (same, gone) = (page(1), page(2));
    let not_modified = PageRow {
        exchange: exchange(&same.key, 304, None),
        facts: None,
        body_hash: None,
        bytes: 0,
        unchanged: true,
        first_seen: date(2026, 12, 1),
        ..same.clone()
    };
    let lost = PageRow {
        exchange: exchange(&gone.key, 500, None),
        facts: None,
        body_hash: None,
        bytes: 10,
        ..gone.clone()
    };
    writer.put(not_modified.clone().encode()).await.unwrap();
    writer.put(lost.encode()).await.unwrap();
    writer.close().await.unwrap();

    let replayed = pages_of(&store, &second).await;
    assert_eq!(
        replayed[0],
        PageRow {
            exchange: not_modified.exchange,
            unchanged: true,
            ..same.clone()
        }
    );
    assert!(pages_of(&store, &first).await.is_empty());
    assert_eq!(store.page_facts(&same.key).await.unwrap(), same.facts);
    assert_eq!(store.page_facts(&gone.key).await.unwrap(), None);

    let known = store.validators("main").await.unwrap();
    assert_eq!(known[&same.key].etag.as_deref(), Some("\"1\""));
    assert_eq!((known[&same.key].bytes, known[&same.key].first_seen), (3000, date(2026, 11, 23)));
    assert_eq!((&known[&gone.key].etag, &known[&gone.key].body_hash), (&None, &None));
    assert!(store.validators("other").await.unwrap().is_empty());
}

#[tokio::test]
async fn facts_of_another_reader_are_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run);
    writer.put(page(1).encode()).await.unwrap();
    writer.close().await.unwrap();
    sqlx::query("UPDATE page SET format = 'older'")
        .execute(&store.inner.writing)
        .await
        .unwrap();
    assert_eq!(store.page_facts(&page(1).key).await.unwrap(), None);
    assert_eq!(store.validators("main").await.unwrap()[&page(1).key].etag, None);
}

#[tokio::test]
async fn a_full_disk_stops_the_writer_and_keeps_what_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run);
    for n in 0..100 {
        writer.put(page(n).encode()).await.unwrap();
    }
    writer.flush().await.unwrap();
    // SQLite's own answer to a full disk, without one.
    sqlx::query("PRAGMA max_page_count = 1")
        .execute(&store.inner.writing)
        .await
        .unwrap();
    let mut result = Ok(());
    for n in 100..20_000 {
        result = writer.put(page(n).encode()).await;
        if result.is_err() {
            break;
        }
    }
    let error = result.unwrap_err();
    assert!(error.to_string().starts_with("磁盘已满"), "{error}");
    assert!(writer.flush().await.unwrap_err().to_string().starts_with("磁盘已满"));
    assert!(writer.close().await.is_err());
    let kept: Vec<String> = pages_of(&store, &run).await.into_iter().map(|p| p.key).collect();
    assert!(kept.len() >= 100);
    assert_eq!(kept, (0..kept.len()).map(|n| page(n).key).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_that_does_not_exist_cannot_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let error = store.writer("2026-01-01-daily").flush().await.unwrap_err();
    assert!(error.to_string().contains("2026-01-01-daily"), "{error}");
}

/// Not a test of its own: the process that the test below kills.
#[tokio::test]
#[ignore = "run as a child by a_killed_run_keeps_a_prefix"]
async fn child_that_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os("XUNCHA_TEST_STORE") else { return };
    let store = Store::open(dir.as_ref()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run);
    for n in 0.. {
        writer.put(page(n).encode()).await.unwrap();
        if n % 100 == 99 {
            writer.flush().await.unwrap();
            println!("flushed {}", n + 1);
        }
    }
}

#[tokio::test]
async fn a_killed_run_keeps_a_prefix() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::writer::tests::child_that_writes_until_it_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("XUNCHA_TEST_STORE", dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut flushed = 0;
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while flushed < 700 {
        let line = lines.next().expect("the child ended early").unwrap();
        if let Some((_, n)) = line.split_once("flushed ") {
            flushed = n.parse().unwrap();
        }
    }
    let Err(busy) = Store::open(dir.path()).await else {
        panic!("opened while another process runs")
    };
    assert!(matches!(busy, StoreError::Busy { pid: Some(pid) } if pid == child.id()), "{busy}");
    child.kill().unwrap();
    child.wait().unwrap();

    let store = Store::open(dir.path()).await.unwrap();
    let run = store
        .unfinished_run("monthly", "a")
        .await
        .unwrap()
        .expect("the run is still open")
        .id;
    let kept: Vec<String> = pages_of(&store, &run).await.into_iter().map(|p| p.key).collect();
    assert!(kept.len() >= flushed, "{} of {flushed} flushed rows", kept.len());
    assert_eq!(kept, (0..kept.len()).map(|n| page(n).key).collect::<Vec<_>>());
}
