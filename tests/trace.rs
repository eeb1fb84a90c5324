//! Where a finding came from (`why`), and a run judged again without a request (`rejudge`).

use std::fs;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::desk::{Desk, MENU, Ran, site_yaml, sites_yaml};
use crate::resume;
use crate::site_server::{Answer, Request, SiteServer};

const MONTHLY: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

/// A home page with a dead link, a link whose address is answered like every missing page, and a column that was updated
/// last on the first of the month.
fn site() -> SiteServer {
    SiteServer::start(|request: &Request| {
        let rows: String = (1..=6)
            .map(|n| {
                format!(
                    "<li><a href=\"/gzdt/{n}.html\">鹭岛市公安局开展第{n}次专项行动</a><span>2026-10-{:02}</span></li>",
                    20 + n
                )
            })
            .collect();
        let rows = format!("<ul class=\"list\">{rows}</ul>");
        match request.path.as_str() {
            "/" => Answer::page(
                "鹭岛市公安局",
                &format!(
                    "{MENU}<a href=\"/gzdt/\">工作动态</a><a href=\"/gone.html\">旧闻</a>\
                     <a href=\"/jump.html\">专题</a><h3>最新信息</h3>{rows}"
                ),
            ),
            "/gzdt/" => Answer::page(
                "工作动态",
                &format!("<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; 工作动态</div>{rows}"),
            ),
            "/jump.html" => Answer::redirect("/lost/a.html"),
            "/gone.html" | "/robots.txt" | "/sitemap.xml" => Answer::missing(),
            path if path.starts_with("/gzdt/") => Answer::page(
                "鹭岛市公安局开展专项行动",
                &format!(
                    "<h1>鹭岛市公安局开展专项行动{path}</h1><p>发布时间：2026-10-21</p><p>{}</p>",
                    "近日检查重点场所。".repeat(20)
                ),
            ),
            _ => Answer::page("鹭岛市公安局", &format!("<p>{}</p>", "欢迎访问本网站，请从首页进入。".repeat(8))),
        }
    })
}

fn config(server: &SiteServer, days: u32) -> String {
    let column = format!("    columns:\n      - {{name: 工作动态, url: /gzdt/, kind: news, max_age_days: {days}}}\n");
    sites_yaml(&site_yaml("main", "subsite", &server.url("/"), &column))
}

/// The finding of this rule whose target or page ends like this.
fn finding(desk: &Desk, run: &Value, rule: &str, end: &str) -> Value {
    let findings = desk.findings(run);
    let about = |f: &&Value| {
        f["rule"] == rule
            && f["target_url"]
                .as_str()
                .or(f["page_url"].as_str())
                .is_some_and(|u| u.ends_with(end))
    };
    findings
        .iter()
        .find(about)
        .cloned()
        .unwrap_or_else(|| panic!("no {rule} at {end}: {findings:#?}"))
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// All files of a folder of reports or state, but what only says that somebody looked.
fn contents(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(desk.folder.path().join(folder)).unwrap();
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|e| e.path().is_file())
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn why_tells_everything_that_led_to_a_finding() {
    let server = site();
    let desk = Desk::with(config(&server, 14));
    let (code, run) = desk.inspect(&MONTHLY);
    assert_eq!(code, Some(1), "{run:#}");
    server.forget();

    let broken = finding(&desk, &run, "link-broken", "/gone.html");
    let id = broken["id"].as_str().unwrap();
    let told = json(&desk.run(&["why", id, "--format", "json"]));
    assert_eq!((&told["id"], &told["finding"]["message"]), (&broken["id"], &broken["message"]));
    assert_eq!((&told["found_by"][0]["run"], &told["found_by_all"]), (&run["run"], &Value::from(1)));
    assert_eq!(told["log"]["state"], "readable");
    assert_eq!(told["page"][0]["title"], "鹭岛市公安局");
    assert_eq!(told["page"][0]["tries"][0]["outcome"]["answer"]["status"], 200);
    assert_eq!(told["links"][0]["text"], "旧闻");
    let tries: Vec<&Value> = told["target"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["tries"].as_array().unwrap())
        .collect();
    assert!(!tries.is_empty(), "{told:#}");
    for one in &tries {
        assert_eq!(one["outcome"]["answer"]["status"], 404, "{told:#}");
        assert!(one["time"].as_str().unwrap().ends_with("+08:00"), "{told:#}");
    }
    assert!(told["rule"]["explain"].as_str().unwrap().len() > 100);
    assert!(told["probe"].as_array().unwrap().is_empty(), "{told:#}");

    // A beginning is enough, however it is typed; the text fits the screen.
    let ran = desk.run(&["追溯", &id[..14].to_lowercase()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for words in [
        id,
        "状态码 404",
        "“旧闻”，网页代码中写作 /gone.html",
        "怎样判定“错链”",
        "xuncha page",
        run["run"].as_str().unwrap(),
    ] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.stdout);
    }
    for line in ran.stdout.lines().filter(|l| !l.contains("http")) {
        assert!(line.width() <= 84, "{line}");
    }

    // What hides behind a good status: where it led, and what it was compared with.
    let soft = finding(&desk, &run, "link-broken", "/jump.html");
    let told = json(&desk.run(&["why", soft["id"].as_str().unwrap(), "--format", "json"]));
    let last = &told["target"][0]["tries"][0];
    assert_eq!(last["hops"][0]["status"], 302, "{told:#}");
    assert!(last["hops"][0]["to"].as_str().unwrap().ends_with("/lost/a.html"), "{told:#}");
    assert_eq!(told["probe"][0]["url"], soft["evidence"]["probe"], "{told:#}");
    assert_eq!(told["probe"][0]["tries"][0]["outcome"]["answer"]["status"], 200, "{told:#}");
    let text = desk.run(&["why", soft["id"].as_str().unwrap()]).stdout;
    assert!(
        text.contains("跳转 302") && text.contains("对不存在的地址也返回正常的页面"),
        "{text}"
    );

    let stale = finding(&desk, &run, "column-stale", "/gzdt/");
    let told = json(&desk.run(&["why", stale["id"].as_str().unwrap(), "--format", "json"]));
    assert_eq!(told["page"][0]["listing"]["newest"], "2026-10-26", "{told:#}");
    assert_eq!(told["page"][0]["listing"]["items"].as_array().unwrap().len(), 6);
    assert!(
        desk.run(&["why", stale["id"].as_str().unwrap()])
            .stdout
            .contains("6 条，最新 2026-10-26")
    );

    // Runs that find it again, and runs that do not any more.
    server.forget();
    let (_, second) = desk.inspect(&MONTHLY);
    let told = json(&desk.run(&["why", id, "--format", "json"]));
    assert_eq!((&told["found_by_all"], &told["log"]["run"]), (&Value::from(2), &second["run"]));
    fs::write(desk.folder.path().join("sites.yaml"), config(&server, 60)).unwrap();
    let (_, third) = desk.inspect(&MONTHLY);
    let told = json(&desk.run(&["why", stale["id"].as_str().unwrap(), "--format", "json"]));
    assert_eq!(
        (&told["found_by_all"], &told["missed_by"][0]["run"]),
        (&Value::from(2), &third["run"]),
        "{told:#}"
    );
}

#[test]
fn an_id_that_means_nothing_or_too_much_says_what_to_do() {
    let server = site();
    let desk = Desk::with(config(&server, 14));
    let none = desk.run(&["why", "LJ-0"]);
    assert!(none.code == Some(2) && none.stderr.contains("没有检查记录"), "{none:?}");
    assert!(!desk.folder.path().join(".xuncha").exists(), "looking made a folder");

    let (_, run) = desk.inspect(&MONTHLY);
    let several = desk.run(&["why", "lj-"]);
    assert!(several.code == Some(2) && several.stdout.is_empty(), "{several:?}");
    for end in ["/gone.html", "/jump.html"] {
        let id = finding(&desk, &run, "link-broken", end)["id"].as_str().unwrap().to_owned();
        assert!(several.stderr.contains(&id), "{several:?}");
    }
    for unknown in ["LJ-ffffffff-ffffffff", "http://127.0.0.1/", "%", " "] {
        let ran = desk.run(&["why", unknown]);
        assert!(
            ran.code == Some(2) && ran.stderr.contains("人工核查") && ran.stdout.is_empty(),
            "{ran:?}"
        );
    }
}

#[test]
fn a_run_judged_again_is_the_same_until_something_is_changed() {
    let server = site();
    let desk = Desk::with(config(&server, 14));
    let (_, run) = desk.inspect(&MONTHLY);
    let id = run["run"].as_str().unwrap();
    let reports = contents(&desk, &format!("reports/{id}"));
    server.forget();

    let same = desk.run(&["rejudge", "-o", "reports", "--format", "json"]);
    assert_eq!(same.code, Some(0), "{same:?}");
    let told = json(&same);
    assert_eq!(
        (&told["run"], &told["unchanged"], &told["complete"]),
        (&run["run"], &Value::Bool(true), &Value::Bool(true)),
        "{told:#}"
    );
    assert_eq!(told["findings"]["before"], told["findings"]["after"]);
    assert!(told["findings"]["after"].as_u64() > Some(2), "{told:#}");
    assert_eq!(told["notes"], Value::Array(vec![]), "{told:#}");
    // The same log, the same bytes; in a folder of its own.
    let again = fs::read_to_string(desk.folder.path().join(told["reports"].as_str().unwrap()).join("findings.jsonl")).unwrap();
    assert!(again == desk.report(&run, "findings.jsonl"), "{again}");
    assert!(
        reports == contents(&desk, &format!("reports/{id}")),
        "the reports of the run were touched"
    );
    let second = json(&desk.run(&["rejudge", id, "-o", "reports", "--format", "json"]));
    assert_ne!(told["reports"], second["reports"]);
    assert!(desk.run(&["重判", "上次"]).stdout.contains("结果与当时完全相同"));

    // What an editor may change: the period of a column.
    fs::write(desk.folder.path().join("sites.yaml"), config(&server, 60)).unwrap();
    let stale = finding(&desk, &run, "column-stale", "/gzdt/");
    let ran = desk.run(&["rejudge", id, "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told = json(&ran);
    let gone: Vec<&Value> = told["findings"]["gone"].as_array().unwrap().iter().map(|f| &f["id"]).collect();
    assert!(gone.contains(&&stale["id"]), "{told:#}");
    assert!(told["notes"][0].as_str().unwrap().contains("设置"), "{told:#}");
    let text = desk.run(&["rejudge", id]).stdout;
    assert!(
        text.contains("消失的问题") && text.contains(stale["id"].as_str().unwrap()),
        "{text}"
    );
    fs::write(desk.folder.path().join("sites.yaml"), config(&server, 20)).unwrap();
    let told = json(&desk.run(&["rejudge", id, "--format", "json"]));
    let changed = told["findings"]["changed"].as_array().unwrap();
    assert!(
        changed
            .iter()
            .any(|c| c["after"]["id"] == stale["id"] && c["before"]["evidence"] != c["after"]["evidence"]),
        "{told:#}"
    );
    let text = desk.run(&["rejudge", id]).stdout;
    assert!(text.contains("改变的问题（1）") && text.contains("现为："), "{text}");

    // Nobody was asked, and what is stored stands as it was.
    assert!(server.requests().is_empty(), "{:?}", server.requests());
    fs::write(desk.folder.path().join("sites.yaml"), config(&server, 14)).unwrap();
    assert_eq!(desk.run(&["rejudge", id]).code, Some(0));
}

#[test]
fn what_cannot_be_judged_again_says_so() {
    let server = site();
    let desk = Desk::with(config(&server, 14));
    let nothing = desk.run(&["rejudge"]);
    assert!(nothing.code == Some(2) && nothing.stderr.contains("没有检查记录"), "{nothing:?}");
    let (_, run) = desk.inspect(&MONTHLY);
    let unknown = desk.run(&["rejudge", "2026-11-22-monthly"]);
    assert!(
        unknown.code == Some(2) && unknown.stderr.contains(run["run"].as_str().unwrap()),
        "{unknown:?}"
    );
    let day = desk.run(&["rejudge", "--as-of", "2026-11-24"]);
    assert!(day.code == Some(2) && day.stderr.contains("--as-of"), "{day:?}");

    // The sites of the run are not configured any more: some of them, or none.
    let other = site_yaml("other", "subsite", "http://127.0.0.1:9/", "");
    fs::write(desk.folder.path().join("sites.yaml"), sites_yaml(&other)).unwrap();
    let none = desk.run(&["rejudge"]);
    assert!(none.code == Some(2) && none.stderr.contains("main"), "{none:?}");
    let two = Desk::with(config(&server, 14) + &other);
    let (_, _) = two.inspect(&MONTHLY);
    fs::write(two.folder.path().join("sites.yaml"), config(&server, 14)).unwrap();
    let told = json(&two.run(&["rejudge", "--format", "json"]));
    assert_eq!(
        (&told["left_out"][0], &told["complete"]),
        (&Value::from("other"), &Value::Bool(false)),
        "{told:#}"
    );
    assert_eq!(told["findings"]["gone"], Value::Array(vec![]), "{told:#}");
}

#[test]
fn a_run_that_was_killed_is_judged_as_far_as_it_goes() {
    let server = resume::site();
    let desk = resume::desk(&server);
    let mut child = resume::until(&desk, &server, 60);
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = desk.run(&["rejudge", "--format", "json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let told = json(&ran);
    assert_eq!(
        [&told["ended"], &told["complete"], &told["judged_before"]],
        [&Value::Bool(false); 3],
        "{told:#}"
    );
    assert!(!told["findings"]["new"].as_array().unwrap().is_empty(), "{told:#}");
    assert!(desk.run(&["rejudge"]).stdout.contains("没有做完"));
    // It is gone on with as if nobody had looked.
    let (code, run) = desk.inspect(&resume::MONTHLY);
    assert_eq!(
        (code, &run["run"], &run["complete"]),
        (Some(1), &told["run"], &Value::Bool(true)),
        "{run:#}"
    );
}

#[cfg(unix)]
#[test]
fn records_are_read_while_an_inspection_goes_on() {
    let server = resume::site();
    let desk = resume::desk(&server);
    let child = resume::until(&desk, &server, 60);
    let stop = || {
        std::process::Command::new("kill")
            .args(["-STOP", &child.id().to_string()])
            .status()
            .unwrap()
    };
    assert!(stop().success());
    let (judged, why) = (desk.run(&["rejudge", "--format", "json"]), desk.run(&["why", "LJ-0"]));
    let mut child = child;
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((judged.code, why.code), (Some(3), Some(2)), "{judged:?} {why:?}");
    assert!(why.stderr.contains("没有编号为"), "{why:?}");
}
