//! What was found, kept and read back.

use super::*;
use crate::finding::{Coverage, DeadTarget, Evidence, Finding, Grade, ReadingNote, RunHead, State, Subject};
use crate::store::run::tests::monthly;
use jiff::civil::date;

pub(in crate::store) fn finding(run: &str, n: u32, grade: Grade, first_seen: Date) -> FindingRecord {
    FindingRecord {
        id: format!("LJ-{n:08x}"),
        former_id: None,
        run: run.into(),
        finding: Finding {
            rule: "link-broken".into(),
            grade,
            site: format!("site{n}").into(),
            column: None,
            page_url: "http://a.cn/\u{0}'\"".into(),
            page_title: Some("标题 =1+1".into()),
            message: "链接打不开".into(),
            place: "正文".into(),
            target_url: Some("http://a.cn/x".into()),
            evidence: Evidence::from([("status".into(), 404.into())]).into(),
            advice: "".into(),
            basis: "".into(),
            subject: Subject::target_on("http://a.cn/x", "http://a.cn/"),
            remark: false,
            former_key: "k".into(),
        },
        first_seen,
        seen_at: "2026-11-23T09:00:00+08:00".into(),
        owner: "宣传处".into(),
        due: None,
        state: State::Open,
    }
}

#[tokio::test]
async fn findings_keep_their_order_and_their_first_day() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let first = store.begin_run(monthly("a")).await.unwrap().id;
    let old: Vec<_> = (0..2500)
        .rev()
        .map(|n| finding(&first, n, Grade::Notice, date(2026, 10, 1)))
        .collect();
    store.save_result(&first, &old, &[]).await.unwrap();
    // Saving again replaces.
    store.save_result(&first, &old, &[]).await.unwrap();
    assert_eq!(store.findings_of(&first).await.unwrap(), old);

    let second = store.begin_run(monthly("a")).await.unwrap().id;
    let new = [
        finding(&second, 7, Grade::Minor, date(2026, 11, 23)),
        finding(&second, 9, Grade::Notice, date(2026, 11, 23)),
        finding(&second, 3, Grade::Veto, date(2026, 11, 23)),
    ];
    let review = ReviewRecord {
        rule: "column-stale".into(),
        site: "main".into(),
        column: None,
        page_url: "http://a.cn/".into(),
        page_title: None,
        message: "请人工查看".into(),
    };
    store.save_result(&second, &new, &[review]).await.unwrap();
    assert_eq!(store.sites_failed_in(&second).await.unwrap(), ["site3", "site7"]);
    assert_eq!(store.sites_failed_in(&first).await.unwrap(), Vec::<String>::new());
    let days = store
        .first_seen(&["never".into(), "LJ-00000007".into(), "LJ-00000007".into()])
        .await
        .unwrap();
    let first = Some(date(2026, 10, 1));
    assert_eq!(days, [None, first, first]);
}

#[tokio::test]
async fn an_inspection_is_kept_whole() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    assert_eq!(store.inspection(&run).await.unwrap(), None);
    let inspection = Inspection {
        head: RunHead {
            run: run.clone(),
            mode: "monthly".into(),
            group: "示例站群".into(),
            as_of: date(2026, 11, 23),
            started_at: "2026-11-23T09:00:00+08:00".into(),
            finished_at: "2026-11-23T10:00:00+08:00".into(),
            complete: true,
            stopped: false,
            gaps: vec![],
            options: [].into(),
            version: "0.1.0".into(),
            wording: None,
            folder: None,
        },
        sites: (0..3).map(site).collect(),
        findings: vec![finding(&run, 1, Grade::Serious, date(2026, 11, 23))],
        reviews: vec![],
        dead_targets: (0..2500).map(dead_target).collect(),
        draw: None,
        reading: vec![ReadingNote {
            site: "site1".into(),
            home_ok: true,
            new_items: 2,
            read: 3,
            fixed: 0,
            still_open: 1,
        }],
    };
    store.save_result(&run, &inspection.findings, &inspection.reviews).await.unwrap();
    for _ in 0..2 {
        // Saving again replaces.
        store.save_inspection(&run, &inspection).await.unwrap();
    }
    assert_eq!(store.inspection(&run).await.unwrap().as_ref(), Some(&inspection));
    assert_eq!(store.sites_of(&run).await.unwrap(), inspection.sites);

    // As an earlier program kept it: all in one record.
    sqlx::query("DELETE FROM result_part").execute(&store.inner.writing).await.unwrap();
    let whole = pack(&Inspection {
        findings: vec![],
        ..inspection.clone()
    });
    sqlx::query("UPDATE inspection SET record = ?")
        .bind(whole)
        .execute(&store.inner.writing)
        .await
        .unwrap();
    assert_eq!(store.sites_of(&run).await.unwrap(), inspection.sites);
    assert_eq!(store.inspection(&run).await.unwrap(), Some(inspection));
}

#[tokio::test]
async fn long_records_go_a_few_at_a_time() {
    let mut records: Vec<String> = (0..2500).map(|n| format!("{n}")).collect();
    records[700] = "长".repeat(CHUNK_BYTES);
    records.extend((0..40).map(|_| "x".repeat(100 << 10)));
    let mut chunks = Chunks::new(&records);
    let mut back: Vec<String> = Vec::new();
    while let Some((from, json)) = chunks.next().unwrap() {
        assert_eq!(from as usize, back.len());
        let of_one: Vec<String> = serde_json::from_str(&json).unwrap();
        assert!(
            json.len() <= CHUNK_BYTES + 2 || of_one.len() == 1,
            "{} records, {} bytes",
            of_one.len(),
            json.len()
        );
        assert!(of_one.len() <= CHUNK);
        back.extend(of_one);
    }
    assert_eq!(back, records);

    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let run = store.begin_run(monthly("a")).await.unwrap().id;
    let mut long = finding(&run, 1, Grade::Minor, date(2026, 11, 23));
    long.finding.page_title = Some("题".repeat(200 << 10).into());
    let findings: Vec<_> = (0..20)
        .map(|n| FindingRecord {
            id: format!("LJ-{n}"),
            ..long.clone()
        })
        .collect();
    store.save_result(&run, &findings, &[]).await.unwrap();
    assert_eq!(store.findings_of(&run).await.unwrap(), findings);
}

fn site(n: u32) -> SiteResult {
    SiteResult {
        id: format!("site{n}"),
        name: "测试网".into(),
        url: "http://a.cn/".into(),
        owner: "宣传处".into(),
        pages: 1,
        links: 2,
        findings: [].into(),
        coverage: Coverage::default(),
        columns: vec![],
        certificate_days: None,
        notes: vec![],
        ratings: vec![],
    }
}

fn dead_target(n: u32) -> DeadTarget {
    DeadTarget {
        url: format!("http://a.cn/{n}"),
        cause: "http_404".into(),
        cause_text: "页面不存在（404）".into(),
        status: Some(404),
        tries: 3,
        sites: vec!["site1".into()],
        pages: 1,
        examples: vec![],
    }
}
