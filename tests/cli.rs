//! The commands as a person or a script meets them: exit codes, messages, files.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, MENU, site_yaml, sites_yaml};
use crate::site_server::{Answer, SiteServer};

/// A site where nothing is wrong: two pages with an address each, no column.
fn clean_site() -> SiteServer {
    SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/a.html\">关于我们</a>"),
        "/a.html" => Answer::page("关于我们", "<p>地址：测试路一号。</p><a href=\"/\">首页</a>"),
        _ => Answer::missing(),
    })
}

const SHEETS: [&str; 4] = ["问题清单.csv", "站点汇总.csv", "覆盖情况.csv", "错链汇总.csv"];

#[test]
fn the_demonstration_finds_all_that_is_planted_and_nothing_else() {
    let desk = Desk::with("");
    let ran = desk.run(&["demo", "--no-progress"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let folders: Vec<_> = fs::read_dir(desk.folder.path().join("reports")).unwrap().flatten().collect();
    assert_eq!(folders.len(), 1);
    for name in SHEETS {
        let text = fs::read_to_string(folders[0].path().join(name)).unwrap();
        assert!(text.starts_with('\u{feff}'), "{name} has no BOM");
        assert!(
            text.ends_with("\r\n") && text.matches('\n').count() == text.matches("\r\n").count(),
            "{name}: line ends"
        );
    }
    let problems = fs::read_to_string(folders[0].path().join("问题清单.csv")).unwrap();
    assert_eq!(
        problems.lines().next().unwrap().trim_start_matches('\u{feff}'),
        "序号,问题编号,站点编号,站点名称,栏目,页面标题,页面地址,检查项,问题类型,严重程度,问题描述,问题位置,问题链接,证据,首次发现,发现时间,责任单位,整改建议,整改期限,整改状态,检查依据"
    );
    let run: Value = serde_json::from_slice(&fs::read(folders[0].path().join("run.json")).unwrap()).unwrap();
    assert_eq!(run["complete"], true);
    assert!(folders[0].path().join("findings.jsonl").exists());
    // The demonstration holds its own result against what was planted and says what differs.
    let said = |start: &str| {
        ran.stdout
            .lines()
            .find(|l| l.starts_with(start))
            .unwrap_or_else(|| panic!("no {start}: {ran:?}"))
    };
    let numbers: Vec<u32> = said("种下的问题").split_whitespace().filter_map(|w| w.parse().ok()).collect();
    assert!(
        numbers.len() == 2 && numbers[0] == numbers[1] && numbers[0] > 20,
        "{}",
        said("种下的问题")
    );
    assert_eq!(said("未种下却报告的"), "未种下却报告的 0 处");
    assert!(said("迷惑项").ends_with("误报 0 处"), "{}", said("迷惑项"));
}

#[test]
fn the_shipped_configuration_holds() {
    let shipped = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sites.yaml")).unwrap();
    let ran = Desk::with(shipped).run(&["check-config"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("厦门公安公众服务网"), "{ran:?}");
}

#[test]
fn a_clean_site_is_0_and_one_with_a_broken_link_is_1() {
    let server = clean_site();
    let (code, run) = Desk::with_site(&server.url("/"), "").inspect(&["monthly", "--rate", "off"]);
    assert_eq!((code, &run["complete"]), (Some(0), &Value::Bool(true)), "{run:#}");

    let broken = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/gone.html\">旧闻</a>"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&broken.url("/"), "");
    let (code, run) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(code, Some(1), "{run:#}");
    assert_eq!(
        desk.links(&run, "link-broken", &broken.url("")),
        [("/gone.html".to_owned(), "http_404".to_owned())]
    );
}

#[test]
fn a_wrong_configuration_is_2_and_says_where() {
    let (gbk, _, _) = encoding_rs::GBK.encode("group: 测试站群\nsites: []\n");
    let wrong_key = sites_yaml(&site_yaml("main", "main", "http://127.0.0.1:9/", "    onwer: 宣传处\n"));
    for (name, config, says) in [
        ("empty", Vec::new(), "空"),
        ("GBK", gbk.into_owned(), "UTF-8"),
        ("unknown key", wrong_key.into_bytes(), "owner"),
    ] {
        let ran = Desk::with(config).run(&["monthly"]);
        assert_eq!(ran.code, Some(2), "{name}: {ran:?}");
        assert!(ran.stderr.contains(says), "{name}: {ran:?}");
        assert!(ran.stdout.is_empty(), "{name}: {ran:?}");
    }
    let desk = Desk::with("");
    for config in [".", "absent.yaml"] {
        let ran = desk.run(&["monthly", "-c", config]);
        assert_eq!(ran.code, Some(2), "{config}: {ran:?}");
        assert!(ran.stderr.contains("配置文件"), "{config}: {ran:?}");
    }
}

#[test]
fn reports_that_could_not_be_written_are_2_before_anything_is_asked() {
    let server = clean_site();
    let desk = Desk::with_site(&server.url("/"), "");
    // A file where the folder should be stops even root.
    let ran = desk.run(&["monthly", "--rate", "off", "-o", "sites.yaml"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("报告目录"), "{ran:?}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_second_run_over_the_same_data_is_refused() {
    let (begun, wait) = std::sync::mpsc::channel();
    let (go_on, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Mutex::new(held);
    let server = SiteServer::start(move |request| {
        if request.path == "/" {
            // The first run is held here until the second one was refused.
            let _heard = begun.send(());
            let _released = held.lock().unwrap().recv();
        }
        Answer::page("测试网", MENU)
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let mut first = desk.command(&["monthly", "--rate", "off", "-q"]).spawn().unwrap();
    wait.recv().unwrap();
    let second = desk.run(&["monthly", "--rate", "off"]);
    drop(go_on);
    assert!(first.wait().unwrap().success());
    assert_eq!(second.code, Some(2), "{second:?}");
    assert!(
        second.stderr.contains(&first.id().to_string()),
        "it names the process that runs: {second:?}"
    );
}

#[test]
fn what_was_not_looked_at_is_3() {
    // Nobody listens: the listener is closed before the run.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, run) = Desk::with_site(&format!("http://{gone}/"), "").inspect(&["monthly", "--rate", "off"]);
    assert_eq!((code, &run["complete"]), (Some(3), &Value::Bool(false)), "{run:#}");

    let many = SiteServer::start(|request| {
        let links: String = (0..20).map(|i| format!("<a href=\"/{i}.html\">第{i}页</a>")).collect();
        Answer::page(&request.path, &links)
    });
    let (code, run) = Desk::with_site(&many.url("/"), "    max_pages: 5\n").inspect(&["monthly", "--rate", "off"]);
    assert_eq!(code, Some(3), "{run:#}");
    assert!(run["sites"][0]["coverage"]["skipped"]["page_limit"].as_u64() > Some(0), "{run:#}");
}

#[test]
fn a_page_is_told_with_the_keys_of_the_contract() {
    let desk = Desk::with("");
    fs::write(
        desk.folder.path().join("page.html"),
        "<html><head><meta charset=\"utf-8\"><title>关于我们</title></head><body><p>正文</p><a href=\"b.html\">乙</a></body></html>",
    )
    .unwrap();
    let ran = desk.run(&["page", "page.html", "--base", "http://www.example.gov.cn/a/", "--format", "json"]);
    let page: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    for key in [
        "url",
        "final_url",
        "charset",
        "kind",
        "title",
        "pub_date",
        "source",
        "column",
        "labels",
        "footer",
        "listing",
        "guide",
        "links",
        "text_chars",
        "findings",
    ] {
        assert!(page.get(key).is_some(), "{key} is missing: {page:#}");
    }
    assert_eq!(page["title"], "关于我们");
    assert_eq!(page["links"][0]["url"], "http://www.example.gov.cn/a/b.html");
}

#[test]
fn every_rule_that_is_listed_is_explained() {
    let desk = Desk::with("");
    let listed: Value = serde_json::from_str(&desk.run(&["rules", "--format", "json"]).stdout).unwrap();
    let listed = listed.as_array().unwrap();
    assert!(listed.len() >= 10, "{listed:?}");
    for rule in listed {
        let id = rule["id"].as_str().unwrap();
        let ran = desk.run(&["explain", id]);
        assert!(ran.code == Some(0) && ran.stdout.contains(id), "{ran:?}");
    }
    // One letter short is understood; what is no rule at all is refused.
    assert!(desk.run(&["explain", "link-brokn"]).stdout.contains("link-broken"));
    let unknown = desk.run(&["explain", "no-such-rule-at-all"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(!unknown.stderr.is_empty() && unknown.stdout.is_empty(), "{unknown:?}");
}
