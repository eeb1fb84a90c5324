//! What the log promises: order, no doubles, a durable prefix, and an honest stop.

use std::io::{BufRead as _, BufReader};
use std::process::{Command as Process, Stdio};

use jiff::civil::date;

use super::*;
use crate::facts::{
    Answer, Attempt, Exchange, Link, LinkFrom, LogRow, Method, Outcome, PageFacts, PageHead, PageKind, PageRow, Sighting, Sketch, Target,
    TargetRow,
};
use crate::store::encode;
use crate::store::run::tests::monthly;

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

fn page(n: usize) -> LogRow {
    let facts = facts(n);
    LogRow::Page(Box::new(PageRow {
        head: PageHead {
            key: facts.url.clone(),
            site: "main".into(),
            depth: 2,
            exchange: exchange(&facts.url, 200, Some(&format!("\"{n}\""))),
            outages: vec![],
            again: false,
            etag: Some(format!("\"{n}\"")),
            last_modified: None,
            content_hash: format!("{n:016x}"),
            bytes: 3000,
            unchanged: false,
            first_seen: date(2026, 11, 23),
        },
        facts,
    }))
}

fn key(n: usize) -> String {
    facts(n).url
}

fn target(n: usize) -> LogRow {
    let key = format!("http://other.example.cn/{n}");
    LogRow::Target(TargetRow {
        exchange: exchange(&key, 404, None),
        key,
        outages: vec![],
        again: n.is_multiple_of(2),
        to_read: false,
        sketch: Sketch {
            print: u64::MAX - n as u64,
            error_page: true,
        },
    })
}

async fn rows_of(store: &Store, run: &str) -> Vec<(Seq, LogRow)> {
    let mut rows = Vec::new();
    store.replay(run, |seq, row| rows.push((seq, row))).await.unwrap();
    rows
}

async fn keys_of(store: &Store, run: &str) -> Vec<String> {
    let page = |(_, row): (Seq, LogRow)| match row {
        LogRow::Page(page) => page.head.key,
        other => panic!("{other:?}"),
    };
    rows_of(store, run).await.into_iter().map(page).collect()
}

#[tokio::test]
async fn what_was_written_comes_back_whole_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run).await.unwrap();
    // The same page twice in one run is two rows: what came first is part of how the run went.
    let rows: Vec<LogRow> = (0..47).flat_map(|n| [page(n), target(n)]).chain([page(3)]).collect();
    for (row, seq) in rows.iter().zip(1..) {
        assert_eq!(writer.put(encode(row)).await.unwrap(), seq);
    }
    writer.close().await.unwrap();
    let expected: Vec<(Seq, LogRow)> = (1..).zip(rows).collect();
    assert_eq!(rows_of(&store, &run).await, expected);
    let packed = store.pages_at(&run, &[95, 2, 1]).await.unwrap();
    let pages: Vec<LogRow> = packed.iter().map(|p| LogRow::Page(Box::new(store.page(p).unwrap()))).collect();
    assert_eq!(pages, [page(3), page(0)], "a place where no page stands is passed over");
    assert_eq!(store.rows_about(&run, &[&key(3)]).await.unwrap(), [page(3), page(3)]);

    // The writer of the resumed run appends.
    let writer = store.writer(&run).await.unwrap();
    assert_eq!(writer.put(encode(&page(100))).await.unwrap(), 96);
    writer.close().await.unwrap();
    assert_eq!(rows_of(&store, &run).await.last(), Some(&(96, page(100))));
}

#[tokio::test]
async fn each_run_keeps_its_own_log_and_the_next_knows_the_last() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let first = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&first).await.unwrap();
    writer.put(encode(&page(1))).await.unwrap();
    writer.close().await.unwrap();

    let second = store.begin_run(monthly("b")).await.unwrap().id;
    let writer = store.writer(&second).await.unwrap();
    let LogRow::Page(mut later) = page(1) else { unreachable!() };
    later.head.first_seen = date(2026, 12, 1);
    later.head.bytes = 4000;
    later.facts.dates.now = Some(Sighting {
        seen: date(2026, 12, 1),
        shown: None,
        print: 7,
    });
    writer.put(encode(&LogRow::Page(later.clone()))).await.unwrap();
    writer.close().await.unwrap();

    assert_eq!(
        rows_of(&store, &first).await,
        [(1, page(1))],
        "a later run takes nothing from an earlier one"
    );
    let known = store.known(&["main"].into()).await.unwrap();
    let page = &known[&key(1)];
    assert_eq!(page.etag.as_deref(), Some("\"1\""));
    assert_eq!((page.bytes, page.first_seen), (4000, date(2026, 11, 23)));
    assert_eq!(page.sightings.len(), 1);
    assert_eq!(store.facts_at(page.at.unwrap()).await.unwrap(), Some(later.facts));
    assert!(store.known(&["other"].into()).await.unwrap().is_empty());
}

#[tokio::test]
async fn facts_of_another_reader_are_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run).await.unwrap();
    writer.put(encode(&page(1))).await.unwrap();
    writer.close().await.unwrap();
    sqlx::query("UPDATE page SET format = 'older'")
        .execute(&store.inner.writing)
        .await
        .unwrap();
    let known = store.known(&["main"].into()).await.unwrap();
    let page = &known[&key(1)];
    assert_eq!((page.at, &page.etag, &page.content_hash), (None, &None, &None));
    assert_eq!(page.first_seen, date(2026, 11, 23), "when it was first seen holds for every reader");
}

#[tokio::test]
async fn old_logs_are_forgotten_and_open_ones_never() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let mut runs = Vec::new();
    for n in 0..4 {
        let run = store.begin_run(monthly("a")).await.unwrap().id;
        let writer = store.writer(&run).await.unwrap();
        writer.put(encode(&page(n))).await.unwrap();
        writer.close().await.unwrap();
        runs.push(run);
    }
    // The first was left open.
    for run in &runs[1..] {
        store.finish_run(run, "2026-11-23T10:00:00+08:00", true).await.unwrap();
    }
    store.forget_logs(&runs[3], 2).await.unwrap();
    let mut left = Vec::new();
    for run in &runs {
        left.push(rows_of(&store, run).await.len());
    }
    assert_eq!(left, [1, 0, 1, 1]);
    let known = store.known(&["main"].into()).await.unwrap();
    assert_eq!(
        store.facts_at(known[&key(1)].at.unwrap()).await.unwrap(),
        None,
        "it is asked for again without conditions"
    );
    assert!(store.facts_at(known[&key(3)].at.unwrap()).await.unwrap().is_some());
}

#[tokio::test]
async fn what_the_last_end_said_does_not_hold_when_the_run_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run).await.unwrap();
    let unasked = LogRow::Unasked(crate::facts::UnaskedRow {
        exchange: exchange("http://a.cn/x", 404, None),
    });
    for row in [page(1), unasked, LogRow::End(crate::facts::EndRow::default())] {
        writer.put(encode(&row)).await.unwrap();
    }
    writer.close().await.unwrap();
    store.reopen_log(&run).await.unwrap();
    assert_eq!(rows_of(&store, &run).await, [(1, page(1))]);
}

#[tokio::test]
async fn a_full_disk_stops_the_writer_and_keeps_what_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run).await.unwrap();
    for n in 0..100 {
        writer.put(encode(&page(n))).await.unwrap();
    }
    writer.flush().await.unwrap();
    // SQLite's own answer to a full disk, without one.
    sqlx::query("PRAGMA max_page_count = 1")
        .execute(&store.inner.writing)
        .await
        .unwrap();
    let mut result = Ok(0);
    for n in 100..20_000 {
        result = writer.put(encode(&page(n))).await;
        if result.is_err() {
            break;
        }
    }
    let error = result.unwrap_err();
    assert!(error.to_string().starts_with("磁盘已满"), "{error}");
    assert!(writer.flush().await.unwrap_err().to_string().starts_with("磁盘已满"));
    assert!(writer.close().await.is_err());
    let kept = keys_of(&store, &run).await;
    assert!(kept.len() >= 100);
    assert_eq!(kept, (0..kept.len()).map(key).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_that_does_not_exist_cannot_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let Err(error) = store.writer("2026-01-01-daily").await else {
        panic!("a writer of nothing")
    };
    assert!(error.to_string().contains("2026-01-01-daily"), "{error}");
}

/// Not a test of its own: the process that the test below kills.
#[tokio::test]
#[ignore = "run as a child by a_killed_run_keeps_a_prefix"]
async fn child_that_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os("XUNCHA_TEST_STORE") else { return };
    let store = Store::open(dir.as_ref()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let writer = store.writer(&run).await.unwrap();
    for n in 0.. {
        writer.put(encode(&page(n))).await.unwrap();
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
    assert!(
        matches!(busy, StoreError::Busy { pid: Some(pid), .. } if pid == child.id()),
        "{busy}"
    );
    child.kill().unwrap();
    child.wait().unwrap();

    let store = Store::open(dir.path()).await.unwrap();
    let run = store
        .unfinished_run("monthly", "a")
        .await
        .unwrap()
        .expect("the run is still open")
        .id;
    let kept = keys_of(&store, &run).await;
    assert!(kept.len() >= flushed, "{} of {flushed} flushed rows", kept.len());
    assert_eq!(kept, (0..kept.len()).map(key).collect::<Vec<_>>());
}
