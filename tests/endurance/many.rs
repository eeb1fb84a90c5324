//! A run that found very much: keeping and reporting it takes memory by the row, not by the run.

use std::process::Command;
use std::sync::Arc;

use jiff::civil::date;
use xuncha::testing::finding::{
    Coverage, DeadTarget, Evidence, Finding, FindingRecord, Grade, Inspection, Pool, ReviewRecord, RunHead, SiteResult, State, Subject,
};
use xuncha::testing::store::{NewRun, Store};

const FINDINGS: usize = 600_000;
/// Set in the process that does the work: only of a process of its own the system tells the peak.
const CHILD: &str = "XUNCHA_MANY_FINDINGS";
/// What keeping and reporting may take beyond the findings themselves, MiB.
const BOUND: u64 = 200;

/// Two hundred dead links in the menu of a template, on three thousand pages.
fn inspection(run: &str, findings: usize) -> Inspection {
    let mut pool = Pool::default();
    let record = |n: usize| {
        let (page, link) = (n / 200, n % 200);
        let finding = Finding {
            rule: "link-broken".into(),
            grade: Grade::Minor,
            site: "main".into(),
            column: Some("警务动态".into()),
            page_url: format!("http://www.example.gov.cn/jwdt/202611/t20261120_{page}.html").into(),
            page_title: Some(format!("鹭岛市公安局开展第{page}次专项行动工作部署").into()),
            message: format!("链接“第{link}份附件”打不开：页面不存在（404）").into(),
            place: format!("导航链接“第{link}份附件”").into(),
            target_url: Some(format!("http://www.example.gov.cn/gone/{link}.doc").into()),
            evidence: Arc::new(Evidence::from([
                ("cause".to_owned(), "http_404".into()),
                ("status".to_owned(), 404.into()),
                ("tries".to_owned(), 3.into()),
                ("text".to_owned(), format!("第{link}份附件").into()),
            ])),
            advice: "更正或删除该链接；页面已经移走的，改为新的地址".into(),
            basis: "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》功能设计·可用性".into(),
            subject: Subject::page(&format!("http://www.example.gov.cn/{n}")),
            remark: false,
            former_key: "".into(),
        };
        FindingRecord {
            id: format!("LJ-{link:08x}-{n:08x}"),
            former_id: None,
            run: "2026-11-23-monthly".into(),
            finding: pool.share(finding),
            first_seen: date(2026, 11, 23),
            seen_at: "2026-11-23T09:00:00+08:00".into(),
            owner: "宣传处".into(),
            due: None,
            state: State::Open,
        }
    };
    let findings: Vec<FindingRecord> = (0..findings).map(record).collect();
    Inspection {
        head: RunHead {
            run: run.to_owned(),
            mode: "monthly".into(),
            group: "示例站群".into(),
            as_of: date(2026, 11, 23),
            started_at: "2026-11-23T09:00:00+08:00".into(),
            finished_at: "2026-11-23T10:00:00+08:00".into(),
            complete: true,
            stopped: false,
            gaps: vec![],
            options: [].into(),
            version: "0".into(),
            wording: None,
            folder: None,
        },
        sites: vec![SiteResult {
            id: "main".into(),
            name: "示例公安网".into(),
            url: "http://www.example.gov.cn/".into(),
            owner: "宣传处".into(),
            pages: 3_000,
            links: 200,
            findings: [("link-broken".to_owned(), FINDINGS as u64)].into(),
            coverage: Coverage::default(),
            columns: vec![],
            certificate_days: None,
            notes: vec![],
            ratings: vec![],
        }],
        dead_targets: (0..20_000)
            .map(|n| DeadTarget {
                url: format!("http://www.example.gov.cn/gone/{n}.doc"),
                cause: "http_404".into(),
                cause_text: "页面不存在（404）".into(),
                status: Some(404),
                tries: 3,
                sites: vec!["main".into()],
                pages: 3_000,
                examples: vec!["http://www.example.gov.cn/a.html".into(); 3],
            })
            .collect(),
        reviews: (0..20_000)
            .map(|n| ReviewRecord {
                rule: "column-stale".into(),
                site: "main".into(),
                column: None,
                page_url: format!("http://www.example.gov.cn/{n}.html"),
                page_title: None,
                message: "请人工查看".into(),
            })
            .collect(),
        draw: None,
        reading: vec![],
        findings,
    }
}

/// Memory of this process in MiB: the most it ever held, and what it holds.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find_map(|l| l.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
    };
    (of("VmHWM:"), of("VmRSS:"))
}

#[tokio::test]
#[cfg(target_os = "linux")]
#[ignore = "minutes: .ci/run runs it"]
async fn six_hundred_thousand_findings_are_kept_and_reported_row_by_row() {
    if std::env::var_os(CHILD).is_none() {
        let name = "endurance::many::six_hundred_thousand_findings_are_kept_and_reported_row_by_row";
        let child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--ignored", "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stderr).into_owned();
        assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stdout));
        eprint!("{said}");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).await.unwrap();
    let run = store
        .begin_run(NewRun {
            mode: "monthly".into(),
            group: "示例站群".into(),
            as_of: date(2026, 11, 23),
            fingerprint: "many".into(),
            started_at: "2026-11-23T09:00:00+08:00".into(),
            seed: 1,
            options: [].into(),
            plan: serde_json::json!({}),
        })
        .await
        .unwrap();
    let inspection = inspection(&run.id, FINDINGS);
    let (_, held) = memory();
    let mut told = vec![("the findings", memory())];
    store.save_result(&run.id, &inspection.findings, &inspection.reviews).await.unwrap();
    store.save_inspection(&run.id, &inspection).await.unwrap();
    told.push(("kept", memory()));
    let folder = store.report_folder(&dir.path().join("reports"), &inspection.head).await.unwrap();
    folder.write(&xuncha::testing::report::files(&inspection)).await.unwrap();
    xuncha::testing::report::run_json(&inspection, &mut std::io::sink()).unwrap();
    told.push(("reported", memory()));
    let ids: Vec<String> = inspection.findings.iter().map(|r| r.id.clone()).collect();
    let days = store.first_seen(&ids).await.unwrap();
    assert!(days.iter().all(|day| *day == Some(date(2026, 11, 23))));
    told.push(("first days", memory()));
    let (peak, _) = memory();
    for (what, (peak, now)) in told {
        eprintln!("{what:<14} at most {peak} MiB, now {now} MiB");
    }
    assert!(peak < held + BOUND, "{peak} MiB, {held} of them findings");
    let lines = std::fs::read_to_string(folder.path().join("findings.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), FINDINGS);
}
