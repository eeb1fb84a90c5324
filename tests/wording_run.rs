//! Wording as a person meets it: findings of a run, own lists, what is ignored, training.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, site_yaml, sites_yaml};
use crate::site_server::{Answer, SiteServer};

/// A site whose footer repeats one sentence on both pages and whose second page has slips of its own.
fn site() -> SiteServer {
    SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<p>推进攻府信息公开。</p><a href=\"/a.html\">关于我们</a>"),
        "/a.html" => Answer::page(
            "关于我们",
            "<p>推进攻府信息公开。</p><p>会议作了布署，随后又作了布署。</p><p>指挥情保中心负责值班。</p><a href=\"/\">首页</a>",
        ),
        _ => Answer::missing(),
    })
}

pub(crate) fn typos(desk: &Desk) -> Vec<Value> {
    let run = fs::read_dir(desk.folder.path().join("reports"))
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .max()
        .unwrap();
    let lines = fs::read_to_string(run.join("findings.jsonl")).unwrap();
    let all = lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    all.filter(|f| f["rule"].as_str().unwrap().starts_with("typo")).collect()
}

pub(crate) fn wrongs(found: &[Value]) -> Vec<&str> {
    let mut wrongs: Vec<&str> = found.iter().map(|f| f["evidence"]["wrong"].as_str().unwrap()).collect();
    wrongs.sort_unstable();
    wrongs
}

#[test]
fn a_slip_is_one_row_with_its_first_page_and_how_many_pages_repeat_it() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let ran = desk.run(&["monthly", "--rate", "off", "--no-progress"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = typos(&desk);
    assert_eq!(wrongs(&found), ["保", "布署", "攻府"], "{found:?}");
    let serious = found.iter().find(|f| f["rule"] == "typo-serious").unwrap();
    assert_eq!(serious["evidence"]["pages"], 2);
    assert_eq!(serious["page_url"], server.url("/"));
    assert!(serious["message"].as_str().unwrap().contains("推进【攻府】信息公开"), "{serious}");
    assert!(
        ran.stdout.contains("错别字按错误写法词表、搭配规则、规范用语、词典检查"),
        "{}",
        ran.stdout
    );
    let json = desk.run(&["monthly", "--rate", "off", "--no-progress", "--format", "json"]);
    let run: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        run["wording"]["tiers"],
        serde_json::json!(["pair", "pattern", "term", "dictionary"])
    );
    assert!(run["wording"]["terms"].as_u64().unwrap() >= 600);
}

#[test]
fn own_lists_add_terms_and_what_is_ignored_is_not_told() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let lists = desk.folder.path().join("wording");
    fs::create_dir(&lists).unwrap();
    fs::write(lists.join("本单位.txt"), "# 机构\n指挥情报中心\n").unwrap();
    fs::write(lists.join("ignore.txt"), "main\t攻府\t引文如此\n*\t作了布署\t引文如此\n").unwrap();
    let (code, run) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(code, Some(1), "{run}");
    assert_eq!(wrongs(&typos(&desk)), ["指挥情保中心"]);
    assert_eq!(run["wording"]["idle"], serde_json::json!([]));

    fs::write(lists.join("本单位.txt"), "短词\n").unwrap();
    let ran = desk.run(&["monthly", "--rate", "off", "--no-progress"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("第 1 行"), "{}", ran.stderr);
}

#[test]
fn menus_footers_pictures_and_buttons_are_read_and_told_once() {
    let frame = |text: &str| {
        format!(
            "<div class=banner><img src=/b.png alt='建设人民满意的攻府'></div>\
             <ul class=menu><li><a href='/'>首页</a></li><li><a href='/a.html'>工作布署</a></li></ul>{text}\
             <form action='/s'><input type=submit value='登陆系统'></form><div class=footer>截止目前共有一百万人次访问</div>"
        )
    };
    let page = move |title: &str, text: &str| Answer::page(title, &frame(text));
    let server = SiteServer::start(move |request| match request.path.as_str() {
        "/" => page("首页-办好自已的事网", "<p>本网站发布权威信息。</p>"),
        "/a.html" => page("工作部署_会议-办好自已的事网", "<p>会议作了部署。</p>"),
        "/b.png" => Answer::new(200, "image/png", *b"\x89PNG\r\n\x1a\n"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let ran = desk.run(&["monthly", "--rate", "off", "--no-progress"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = typos(&desk);
    assert_eq!(wrongs(&found), ["布署", "截止", "攻府", "登陆", "自已"], "{found:?}");
    // The name of the site behind every title is one slip of the template.
    let title = found.iter().find(|f| f["evidence"]["wrong"] == "自已").unwrap();
    assert_eq!(title["evidence"]["pages"], 2);
    let menu = found.iter().find(|f| f["evidence"]["wrong"] == "布署").unwrap();
    assert_eq!(menu["evidence"]["pages"], 2);
}

#[test]
fn what_lists_except_and_no_page_had_is_told_where_the_whole_site_was_read() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let lists = desk.folder.path().join("wording");
    fs::create_dir(&lists).unwrap();
    fs::write(
        lists.join("own.txt"),
        "! 攻府信息公开\t引文如此\n! 从来没有的词\t不知为何\n! 情保\t内部简称\n",
    )
    .unwrap();
    fs::write(lists.join("ignore.txt"), "main\t作了布署\t引文如此\nmain\t早已改正的话\t原先如此\n").unwrap();
    let (_, run) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(typos(&desk), Vec::<Value>::new());
    let idle: Vec<(&str, u64)> = run["wording"]["idle"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["text"].as_str().unwrap(), e["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(idle, [("早已改正的话", 2), ("从来没有的词", 2)]);
    let sheet = desk.report(&run, "站点汇总.csv");
    assert!(
        sheet.contains("2 条校对例外本次没有用到") && sheet.contains("从来没有的词"),
        "{sheet}"
    );
    // A daily reading does not see the whole site.
    let (_, daily) = desk.inspect(&["daily", "--rate", "off"]);
    assert_eq!(daily["wording"]["idle"], serde_json::json!([]));
}

#[test]
fn a_model_is_trained_from_pages_and_text_and_used_from_then_on() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let first = desk.run(&["monthly", "--rate", "off", "--no-progress"]);
    assert_eq!(first.code, Some(1), "{first:?}");
    let few = desk.run(&["train"]);
    assert_eq!(few.code, Some(2), "{few:?}");
    assert!(few.stderr.contains("2 个网页"), "{}", few.stderr);

    let texts = desk.folder.path().join("texts/deeper");
    fs::create_dir_all(&texts).unwrap();
    let lines: String = (0..12_000)
        .map(|i| format!("第{i}号：县级人民政府{}应当依法公开信息。\n", char::from_u32(0x4e00 + i).unwrap()))
        .collect();
    fs::write(texts.join("a.txt"), lines).unwrap();
    let trained = desk.run(&["train", "--text", "texts"]);
    assert_eq!(trained.code, Some(0), "{trained:?}");
    assert!(trained.stdout.contains("2 个网页和 1 个文件"), "{}", trained.stdout);
    let again = desk.run(&["monthly", "--rate", "off", "--no-progress", "--format", "json"]);
    let run: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(run["wording"]["tiers"], serde_json::json!(["pair", "pattern", "term", "model"]));
    assert!(run["wording"]["model"].as_str().unwrap().ends_with("wording.model"));

    // What looks at one page or at sentences takes the same model, with a configuration and without.
    fs::write(desk.folder.path().join("a.jsonl"), "{\"text\":\"依法办理。\"}\n").unwrap();
    fs::write(desk.folder.path().join("a.html"), "<p>依法办理。</p>").unwrap();
    fs::create_dir(desk.folder.path().join("elsewhere")).unwrap();
    fs::rename(desk.folder.path().join(".xuncha"), desk.folder.path().join("elsewhere/data")).unwrap();
    let eval = |more: &[&str]| {
        let ran = desk.run(&[&["wording", "eval", "a.jsonl", "--format", "json"], more].concat());
        serde_json::from_str::<Value>(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"))["model"].clone()
    };
    assert_eq!(eval(&[]), Value::Null);
    assert!(eval(&["--data", "elsewhere/data"]).as_str().unwrap().ends_with("wording.model"));

    fs::write(desk.folder.path().join("elsewhere/data/wording.model"), b"no model").unwrap();
    for command in [
        ["monthly", "--rate", "off", "--no-progress"].as_slice(),
        &["page", "a.html"],
        &["page", "a.html", "-c", "sites.yaml"],
        &["wording", "eval", "a.jsonl"],
    ] {
        let broken = desk.run(&[command, &["--data", "elsewhere/data"]].concat());
        assert_eq!(broken.code, Some(2), "{broken:?}");
        assert!(broken.stderr.contains("语料模型"), "{broken:?}");
    }
}

#[test]
fn a_model_is_trained_from_the_sites_of_a_configuration() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, _) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(code, Some(1));
    let others = sites_yaml(&site_yaml("main", "subsite", "http://127.0.0.1:9/", ""));
    fs::write(desk.folder.path().join("others.yaml"), others).unwrap();
    for (config, told) in [
        ("sites.yaml", "（2 个网页、0 个文件），太少"),
        ("others.yaml", "另有 2 个网页不属于配置文件中的站点"),
        ("none.yaml", "找不到配置文件"),
    ] {
        let ran = desk.run(&["train", "-c", config]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(told), "{ran:?}");
    }
}

#[test]
fn an_evaluation_takes_the_lists_beside_a_configuration() {
    let desk = Desk::with("");
    let folder = desk.folder.path().join("office");
    fs::create_dir_all(folder.join("wording")).unwrap();
    fs::write(folder.join("wording/own.txt"), "指挥情保中心 => 指挥情报中心\n").unwrap();
    fs::write(
        folder.join("sites.yaml"),
        sites_yaml(&site_yaml("main", "subsite", "http://127.0.0.1:9/", "")),
    )
    .unwrap();
    let pair = "{\"wrong\":\"指挥情保中心值班。\",\"right\":\"指挥情报中心值班。\"}\n";
    fs::write(desk.folder.path().join("a.jsonl"), pair).unwrap();
    fs::create_dir(desk.folder.path().join("empty")).unwrap();
    let recall = |more: &[&str]| {
        let line: &[&str] = &["wording", "eval", "a.jsonl", "--lists-only", "--format", "json"];
        let ran = desk.run(&[line, more].concat());
        let told = serde_json::from_str::<Value>(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
        told["files"][0]["char_detection"]["recall"].clone()
    };
    assert_eq!(recall(&[]), 0.0);
    assert_eq!(recall(&["-c", "office/sites.yaml"]), 100.0);
    assert_eq!(recall(&["-c", "office/sites.yaml", "--lists", "empty"]), 0.0);
    assert_eq!(desk.run(&["wording", "eval", "a.jsonl", "-c", "none.yaml"]).code, Some(2));
}

#[test]
fn an_evaluation_is_as_the_contract_says() {
    let desk = Desk::with("");
    let file = "{\"wrong\":\"推进攻府信息公开。\",\"right\":\"推进政府信息公开。\"}\n{\"text\":\"依法办理。\"}\n";
    fs::write(desk.folder.path().join("a.jsonl"), file).unwrap();
    let ran = desk.run(&["wording", "eval", "a.jsonl", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told["model"], Value::Null);
    let file = &told["files"][0];
    assert_eq!((&file["sentences"], &file["chars"]), (&2.into(), &12.into()));
    for score in ["char_detection", "char_correction", "sentence_correction"] {
        for part in ["precision", "recall", "f1"] {
            assert_eq!(file[score][part], 100.0, "{score} {part}");
        }
    }
    assert_eq!(file["false_alarms_per_10k"], 0.0);
    assert_eq!(desk.run(&["wording", "eval", "none.jsonl"]).code, Some(2));
    assert_eq!(
        desk.run(&["wording", "eval", "sites.yaml"]).code,
        Some(0),
        "an empty file has no line that is wrong"
    );
}

#[cfg(not(feature = "onnx"))]
#[test]
fn a_program_without_onnx_says_so() {
    let desk = Desk::with_site("http://127.0.0.1:9/", "");
    for command in [
        ["monthly", "--no-progress"].as_slice(),
        &["demo"],
        &["page", "sites.yaml"],
        &["wording", "eval", "sites.yaml"],
    ] {
        let ran = desk.run(&[command, &["--reranker", "model"]].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("--features onnx"), "{}", ran.stderr);
    }
}
