//! A run that was stopped is judged as an undisturbed one: whatever came of it came by way of its log.
//!
//! The demonstration is inspected within this process, so that a run can be cut off at any moment; the sites below are
//! inspected by the whole binary, killed and started again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::date;
use serde_json::Value;
use tokio::sync::watch;
use xuncha::testing::demo::{self, Demo};
use xuncha::testing::finding::Inspection;
use xuncha::testing::inspect::{Order, finish, inspect, rejudge};
use xuncha::testing::plan::{Mode, Plan};
use xuncha::testing::report;
use xuncha::testing::standard::Table;
use xuncha::testing::store::Store;
use xuncha::testing::wording::Proofreading;

use crate::desk::{Desk, site_yaml, sites_yaml};
use crate::resume::MONTHLY;
use crate::shuffled::{says_the_same_shuffled, shuffle_log};
use crate::site_server::{Answer, Request, SiteServer};

/// Numbers drawn by a seed: Steele and Lea's splitmix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below this.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// What holds of a moment and not of the sites: when an answer came, how long it took.
const OF_THE_MOMENT: [&str; 3] = ["at", "ms", "attempts"];

/// What is said of a run, without when it was said: findings, what a person must look at, scores.
pub(crate) fn said(findings: &str, reviews: &str, run: &Value) -> String {
    let mut all = String::new();
    for line in findings.lines() {
        let mut finding: Value = serde_json::from_str(line).unwrap();
        for field in ["run", "seen_at"] {
            finding.as_object_mut().unwrap().remove(field);
        }
        for key in OF_THE_MOMENT {
            finding["evidence"].as_object_mut().unwrap().remove(key);
        }
        // How far a body had come when its time was over.
        if finding["evidence"]["cause"] == "timeout" {
            finding["evidence"].as_object_mut().unwrap().remove("bytes");
        }
        writeln!(all, "{finding}").unwrap();
    }
    writeln!(all, "{reviews}").unwrap();
    for site in run["sites"].as_array().unwrap() {
        writeln!(all, "{} {}", site["id"], site["scores"]).unwrap();
    }
    all
}

/// Shows some of the lines that differ, where any do.
#[track_caller]
pub(crate) fn is_the_same(one: &str, other: &str, how: &str) {
    let differ: Vec<(&str, &str)> = one.lines().zip(other.lines()).filter(|(a, b)| a != b).take(5).collect();
    assert!(differ.is_empty(), "{how}: {differ:#?}");
    assert_eq!(one.lines().count(), other.lines().count(), "{how}");
}

/// The report files of an inspection, as [`said`] wants them.
fn said_of(inspection: &Inspection) -> String {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for file in report::files(inspection) {
        let mut bytes = Vec::new();
        file.write(&mut bytes).unwrap();
        files.insert(file.name, String::from_utf8(bytes).unwrap());
    }
    let run = serde_json::from_str(&files["run.json"]).unwrap();
    said(&files["findings.jsonl"], &files["人工核查.csv"], &run)
}

const DAY: jiff::civil::Date = date(2026, 11, 23);

fn order(demo: &Demo) -> Order {
    let group = demo.group();
    let sites = group.enabled().map(|s| s.id.clone()).collect();
    Order {
        group: Arc::new(group),
        plan: Plan::whole(Mode::Demo, sites, None),
        today: DAY,
        seed: 7,
        options: BTreeMap::new(),
        wording: Proofreading::shipped(),
        tables: Table::built_in(),
        workdays: demo::calendar(DAY),
    }
}

/// One run of the demonstration to its end, in whatever state it is.
async fn whole(demo: &Demo, store: &Store) -> Inspection {
    let (_stop, stopped) = watch::channel(false);
    let inspection = Box::pin(inspect(store, order(demo), &mut |_| {}, stopped)).await.unwrap();
    assert!(inspection.head.complete, "{:?}", inspection.head);
    inspection
}

/// The run goes on for so long and is dropped: nobody stops it, nothing of it is tidied up.
async fn cut_off(demo: &Demo, store: &Store, after: Duration) {
    let (_stop, stopped) = watch::channel(false);
    let mut ignore = |_| {};
    let run = Box::pin(inspect(store, order(demo), &mut ignore, stopped));
    // The clock only chooses the moment; any is right.
    drop(tokio::time::timeout(after, run).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_judged_alike_however_often_it_is_cut_off_and_judged_again() {
    let demo = demo::start(DAY).await.unwrap();
    let folders = tempfile::tempdir().unwrap();
    let quiet = folders.path().join("quiet");
    let store = Store::open(&quiet).await.unwrap();
    let undisturbed = whole(&demo, &store).await;
    finish(&store, &undisturbed).await.unwrap();
    let wanted = said_of(&undisturbed);

    let run = store.runs(1).await.unwrap().remove(0);
    let (again, rejudged) = Box::pin(rejudge(&store, &run, &order(&demo))).await.unwrap();
    is_the_same(&said_of(&again), &wanted, "its log judged again");
    assert!(rejudged.is_unchanged(), "{rejudged:#?}");
    store.close().await;
    drop(store);
    for seed in [1, 2, 3] {
        shuffle_log(&quiet, Dice(seed)).await;
        let store = Store::open(&quiet).await.unwrap();
        let (again, _) = Box::pin(rejudge(&store, &run, &order(&demo))).await.unwrap();
        is_the_same(&said_of(&again), &wanted, &format!("its log shuffled by seed {seed}"));
        store.close().await;
    }

    let store = Store::open(&folders.path().join("noisy")).await.unwrap();
    let mut dice = Dice(1);
    for _ in 0..20 {
        cut_off(&demo, &store, Duration::from_millis(dice.below(1_024))).await;
    }
    let disturbed = whole(&demo, &store).await;
    assert_eq!(store.runs(9).await.unwrap().len(), 1, "it was one run all the time");
    is_the_same(&said_of(&disturbed), &wanted, "cut off 20 times");
    demo.stop().await;
}

/// A run of the binary, undisturbed and killed after each of so many requests, says the same, and so does the log of each
/// judged again in another order; gives its findings by rule, and what a person has to look at.
pub(crate) fn alike(
    site: &str,
    pages: impl Fn(&Request) -> Answer + Send + Sync + Clone + 'static,
    moments: &[usize],
) -> (Vec<(String, String)>, String) {
    let server = SiteServer::start(pages);
    let config = |server: &SiteServer| sites_yaml(&site.replace("{home}", &server.url("/")));
    let parts = |desk: &Desk, run: &Value| said(&desk.report(run, "findings.jsonl"), &desk.report(run, "人工核查.csv"), run);
    let desk = Desk::with(config(&server));
    let (_, run) = desk.inspect(&MONTHLY);
    let wanted = parts(&desk, &run);
    for moment in moments {
        server.forget();
        let other = Desk::with(config(&server));
        let mut child = crate::resume::until(&other, &server, *moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let (_, resumed) = other.inspect(&MONTHLY);
        is_the_same(&parts(&other, &resumed), &wanted, &format!("killed after {moment} requests"));
        says_the_same_shuffled(&other, *moment as u64);
    }
    says_the_same_shuffled(&desk, 1);
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
    let findings = desk.findings(&run);
    let findings = findings.iter().map(|f| (text(f, "rule"), text(f, "message"))).collect();
    (findings, desk.report(&run, "人工核查.csv"))
}

pub(crate) fn site(more: &str) -> String {
    site_yaml("main", "subsite", "{home}", &format!("    concurrency: 1\n{more}"))
}

fn article(title: &str, day: &str) -> Answer {
    let text = "近日，测试局召开会议，研究部署下一阶段重点工作，要求各科室压实责任、细化措施、按期完成。".repeat(5);
    let day = format!("<p>发布时间：{day} 来源：办公室</p>");
    Answer::page(title, &format!("<h1>{title}</h1>{day}<div class='TRS_Editor'><p>{text}</p></div>"))
}

/// News in pictures stand in no list; only their own pages say that they are new.
#[test]
fn new_pictures_on_an_old_home_page_count_live_and_resumed() {
    let pages = |request: &Request| match request.path.as_str() {
        "/" => {
            let old: String = (1..=6)
                .map(|n| format!("<li><a href='/old/{n}.html'>测试局第{n}次会议召开</a><span>2025-01-0{n}</span></li>"))
                .collect();
            let new: String = (1..=12)
                .map(|n| format!("<a href='/new/{n}.html'><img src='/i.png' alt=''></a>"))
                .collect();
            Answer::page(
                "测试局",
                &format!("<div class='box'><h3>工作动态</h3><ul>{old}</ul></div><div>{new}</div>"),
            )
        }
        "/i.png" => Answer::new(200, "image/png", &b"\x89PNG\r\n\x1a\n0000"[..]),
        path if path.starts_with("/new/") => article(&format!("新闻{path}"), "2026-11-20"),
        path if path.starts_with("/old/") => article(&format!("旧闻{path}"), "2025-01-01"),
        _ => Answer::missing(),
    };
    let (findings, _) = alike(&site(""), pages, &[3, 9, 17]);
    assert!(!findings.iter().any(|(rule, _)| rule == "home-stale"), "{findings:?}");
}

/// An inner page names what the home page does not: such a column is not simply missing.
#[test]
fn what_an_inner_page_names_counts_live_and_resumed() {
    let pages = |request: &Request| match request.path.as_str() {
        "/" => Answer::page("测试局", "<a href='/about.html'>关于</a><a href='/p1.html'>一</a>"),
        "/about.html" => Answer::page(
            "关于",
            "<a href='/ldxx/'>领导信息</a><a href='http://127.0.0.1:9/jgsz/'>机构设置</a>",
        ),
        "/ldxx/" => Answer::page("领导", "<p>局长、副局长的姓名和分工待补充。</p>"),
        path if path.starts_with("/p") => {
            let n: usize = path.trim_start_matches("/p").trim_end_matches(".html").parse().unwrap_or(99);
            if n > 12 {
                return Answer::missing();
            }
            Answer::page(
                &format!("第{n}页"),
                &format!("<p>第{n}页的内容。</p><a href='/p{}.html'>下一页</a>", n + 1),
            )
        }
        _ => Answer::missing(),
    };
    let (findings, _) = alike(&site("    portal: true\n"), pages, &[2, 6, 11]);
    for kind in ["领导", "机构"] {
        let said = |(rule, message): &&(String, String)| rule == "column-absent" && message.contains(kind) && message.contains("也没有");
        assert!(!findings.iter().any(|f| said(&f)), "{kind}: {findings:?}");
    }
}

/// A listed column that only forwards is judged by the page it forwards to.
#[test]
fn a_column_that_forwards_is_judged_live_and_resumed() {
    let pages = |request: &Request| match request.path.as_str() {
        "/" => Answer::page("测试局", "<a href='/gzdt/'>工作动态</a>"),
        "/gzdt/" => Answer::new(
            200,
            "text/html; charset=utf-8",
            "<html><head><meta http-equiv='refresh' content='0;url=/gzdt/list.html'></head><body></body></html>",
        ),
        "/gzdt/list.html" => {
            let items: String = (1..=8)
                .map(|n| format!("<li><a href='/gzdt/{n}.html'>测试局第{n}次会议召开</a><span>2025-01-0{n}</span></li>"))
                .collect();
            Answer::page("工作动态", &format!("<h2>工作动态</h2><ul class='list'>{items}</ul>"))
        }
        path if path.starts_with("/gzdt/") => article(&format!("会议{path}"), "2025-01-01"),
        _ => Answer::missing(),
    };
    let column = "    columns:\n      - {name: 工作动态, url: /gzdt/, kind: news}\n";
    let (findings, _) = alike(&site(column), pages, &[2, 4, 8]);
    assert!(findings.iter().any(|(rule, _)| rule == "column-stale"), "{findings:?}");
}

/// A list in a frame and one in a file that a script names are read and judged as their columns', however often the run is
/// killed; a file that robots.txt forbids is not asked for.
#[test]
fn a_list_that_stands_elsewhere_is_judged_live_and_resumed() {
    let list =
        |host: &str, inner: &str| format!("<h2>{host}</h2><div class='crumb'>当前位置：<a href='/'>首页</a> &gt; {host}</div>{inner}");
    let answer = move |path: &str| match path {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /closed/\n"),
        "/" => Answer::page(
            "测试局",
            "<a href='/gzdt/'>工作动态</a><a href='/tzgg/'>通知公告</a><a href='/zcwj/'>政策文件</a>",
        ),
        "/gzdt/" => Answer::page(
            "工作动态",
            &list("工作动态", "<iframe src='/inc/list_12.html' height=600></iframe>"),
        ),
        "/inc/list_12.html" => {
            let row = |n| format!("<li><a href='/gzdt/{n}.html'>测试局第{n}次会议召开</a><span>2024-01-0{n}</span></li>");
            Answer::page("", &format!("<ul>{}</ul>", (1..=8).map(row).collect::<String>()))
        }
        "/tzgg/" => Answer::page(
            "通知公告",
            &list(
                "通知公告",
                "<ul id='l'></ul><script>$.getJSON('/data/tzgg.json', show('#l'))</script>",
            ),
        ),
        "/data/tzgg.json" => {
            let row =
                |n| format!("{{\"title\": \"关于第{n}次停水的通知\", \"url\": \"/tzgg/{n}.html\", \"publishTime\": \"2024-02-0{n}\"}}");
            let rows: Vec<String> = (1..=8).rev().map(row).collect();
            Answer::new(200, "application/json", format!("{{\"rows\": [{}]}}", rows.join(",")))
        }
        "/zcwj/" => Answer::page(
            "政策文件",
            &list(
                "政策文件",
                "<ul id='l'></ul><script>$.getJSON('/closed/zcwj.json', show('#l'))</script>",
            ),
        ),
        path if path.starts_with("/gzdt/") => article(&format!("会议{path}"), "2024-01-01"),
        path if path.starts_with("/tzgg/") => article(&format!("通知{path}"), "2024-02-01"),
        _ => Answer::missing(),
    };
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let pages = move |request: &Request| {
        seen.fetch_or(request.path.starts_with("/closed/"), Ordering::Relaxed);
        answer(&request.path)
    };
    let (findings, _) = alike(&site(""), pages, &[3, 6, 9]);
    assert!(!asked.load(Ordering::Relaxed), "robots.txt forbids it");
    let of = |wanted: &str| findings.iter().filter(|(rule, _)| rule == wanted).count();
    assert_eq!((of("column-stale"), of("column-blank")), (2, 0), "{findings:?}");
}

/// A robots.txt that hangs, or that comes a byte a second, is asked for twice at most, whatever number of pages there are;
/// then the site counts as closed, and the coverage says why.
#[test]
fn a_robots_txt_that_hangs_is_asked_for_a_bounded_number_of_times_and_told() {
    let text = || Answer::new(200, "text/plain", "User-agent: *\nAllow: /\n");
    let answers: [fn(Answer) -> Answer; 3] = [
        |answer| answer.after(Duration::from_secs(30)),
        |answer| answer.trickled(Duration::from_secs(1)),
        |_| Answer::cut(),
    ];
    for (hangs, how) in answers.into_iter().zip(["hangs", "drips", "breaks"]) {
        let server = SiteServer::start(move |request| match request.path.as_str() {
            "/robots.txt" => hangs(text()),
            "/" => Answer::page(
                "测试局",
                &(1..=30).map(|n| format!("<a href='/{n}.html'>{n}</a>")).collect::<String>(),
            ),
            _ => Answer::page("页", "<p>内容</p>"),
        });
        let desk = Desk::with_site(&server.url("/"), "    timeout_seconds: 1\n    concurrency: 1\n");
        let (code, run) = desk.inspect(&MONTHLY);
        let asked = server.requests().iter().filter(|r| r.path == "/robots.txt").count();
        // Twice, with three tries each.
        assert!((2..=6).contains(&asked), "{how}: {asked} times");
        assert_eq!(code, Some(3), "{how}: {run:#}");
        assert!(desk.report(&run, "覆盖情况.csv").contains("robots.txt 打不开"), "{how}: {run:#}");
    }
}
