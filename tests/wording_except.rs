//! A writing that is no slip, excepted with one line: by the number of a finding, and by hand.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, Ran, site_yaml, sites_yaml};
use crate::site_server::{Answer, SiteServer};
use crate::wording_run::{typos, wrongs};

/// A page with slips in lists and in the dictionary, of which one stands twice in its sentence, and with a dead link.
fn site() -> SiteServer {
    SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page(
            "测试网",
            "<p>推进攻府信息公开。</p><p>会议布署了任务，年底再次布署工作。</p><p>由指挥情保中心，负责值班。</p>\
             <p>庆祝中华人民共合国成立。</p><a href=\"/gone.html\">旧闻</a>",
        ),
        _ => Answer::missing(),
    })
}

fn two_sites() -> Desk {
    Desk::with(sites_yaml(
        &["main", "huli"]
            .map(|id| site_yaml(id, "subsite", &format!("http://127.0.0.1:9/{id}/"), ""))
            .concat(),
    ))
}

fn list(desk: &Desk) -> String {
    fs::read_to_string(desk.folder.path().join("wording/ignore.txt")).unwrap()
}

/// The lines of the list that are no remarks.
fn lines(desk: &Desk) -> Vec<String> {
    list(desk).lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect()
}

fn except(desk: &Desk, more: &[&str]) -> Ran {
    desk.run(&[&["wording", "except"], more].concat())
}

#[test]
fn what_is_excepted_by_the_number_in_the_report_is_not_told_again() {
    let server = site();
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "off"]);
    let found = typos(&desk);
    assert_eq!(wrongs(&found), ["中华人民共合国", "保", "布署", "攻府"], "{found:?}");
    for finding in &found {
        // The advice is the command: only the reason is to be written.
        let advice = finding["advice"].as_str().unwrap();
        let command = advice.split("运行 xuncha ").nth(1).and_then(|c| c.split("原因").next()).unwrap();
        assert!(command.contains(finding["id"].as_str().unwrap()), "{command}");
        let line: Vec<&str> = command.split_whitespace().chain(["引文如此"]).collect();
        let ran = desk.run(&line);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(
            ran.stdout.contains("已写入 wording/ignore.txt") && ran.stdout.contains("从下次检查起"),
            "{ran:?}"
        );
    }
    let mut written = lines(&desk);
    written.sort();
    assert_eq!(
        written,
        [
            "main\t中华人民共合国\t引文如此",
            "main\t会议布署了任\t引文如此",
            "main\t再次布署工作\t引文如此",
            "main\t指挥情保中心\t引文如此",
            "main\t推进攻府信息\t引文如此",
        ]
    );
    // The same number once more: it is said, and nothing is written.
    let before = list(&desk);
    let again = except(&desk, &["--id", found[0]["id"].as_str().unwrap(), "--reason", "别的原因"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(again.stdout.contains("已经有了") && !again.stdout.contains("已写入"), "{again:?}");
    assert_eq!(list(&desk), before);

    // What is no slip cannot be excepted.
    let other = desk
        .findings(&run)
        .into_iter()
        .find(|f| !f["id"].as_str().unwrap().starts_with("WZ-"))
        .unwrap();
    let ran = except(&desk, &["--id", other["id"].as_str().unwrap(), "--reason", "引文如此"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("不是一处错别字"), "{ran:?}");
    let unknown = except(&desk, &["--id", "WZ-00000000-00000000", "--reason", "引文如此"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");

    let (_, run) = desk.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(typos(&desk), Vec::<Value>::new());
    assert_eq!(run["wording"]["idle"], serde_json::json!([]));
}

#[test]
fn a_list_that_was_saved_by_an_editor_stays_as_it_is() {
    let desk = Desk::with_site("http://127.0.0.1:9/", "");
    let path = desk.folder.path().join("wording/ignore.txt");
    fs::create_dir(path.parent().unwrap()).unwrap();
    let saved = "\u{feff}# 本单位\r\nmain\t中山所\t简称\r\n*\t攻府山\t地名";
    fs::write(&path, saved).unwrap();
    let ran = except(&desk, &[" 攻府路 ", "--reason", "路名"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stdout.contains("第 4 行") && ran.stdout.contains("站点 main 的“攻府路”"),
        "{ran:?}"
    );
    assert_eq!(list(&desk), format!("{saved}\r\nmain\t攻府路\t路名\r\n"));
    // Said for every site, and said for this one.
    for words in ["攻府山", "攻府路"] {
        let ran = except(&desk, &[words, "--reason", "名称"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains("没有再写"), "{ran:?}");
    }
    assert_eq!(except(&desk, &["攻府路", "--site", "*", "--reason", "路名"]).code, Some(0));
    assert!(list(&desk).ends_with("\r\n*\t攻府路\t路名\r\n"));

    // A list that no run could read is not added to.
    for broken in ["main\t没有原因\n".as_bytes(), b"main\t\xb9\xa5\xb8\xae\tx\n"] {
        fs::write(&path, broken).unwrap();
        let ran = except(&desk, &["攻府路", "--reason", "路名"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(fs::read(&path).unwrap(), broken);
    }
}

#[test]
fn what_makes_no_line_is_refused_and_nothing_is_written() {
    let desk = two_sites();
    for (line, told) in [
        (["攻府路", "--site", "main"].as_slice(), "缺少参数 --reason <原因>"),
        (&["攻府路", "--site", "main", "--reason", " "], "没有写原因"),
        (&["攻府路", "--site", "main", "--reason", "一\n二"], "换行"),
        (&["攻府路", "--site", "siming", "--reason", "路名"], "可用的站点编号：main、huli"),
        (&["攻府路", "--reason", "路名"], "可用的站点编号：main、huli"),
        (&["攻", "--site", "main", "--reason", "路名"], "至少要两个字"),
        (&["攻\t府", "--site", "main", "--reason", "路名"], "制表符"),
        (&["--site", "main", "--reason", "路名"], "缺少参数"),
        (&["攻府路", "--id", "WZ-1", "--reason", "路名"], "不能与"),
        (&["--id", "WZ-1", "--reason", "路名"], "没有检查记录"),
        (
            &["攻府路", "--site", "main", "--reason", "路名", "-c", "none.yaml"],
            "找不到配置文件",
        ),
    ] {
        let ran = except(&desk, line);
        assert_eq!(ran.code, Some(2), "{line:?}: {ran:?}");
        assert!(ran.stderr.contains(told), "{line:?}: {ran:?}");
    }
    assert!(!desk.folder.path().join("wording").exists());
    // Beside the configuration, wherever that is.
    let office = desk.folder.path().join("office");
    fs::create_dir(&office).unwrap();
    fs::copy(desk.folder.path().join("sites.yaml"), office.join("sites.yaml")).unwrap();
    let ran = except(&desk, &["攻府路", "--site", "huli", "--reason", "路名", "-c", "office/sites.yaml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let written = fs::read_to_string(office.join("wording/ignore.txt")).unwrap();
    assert!(written.starts_with('#') && written.ends_with("\nhuli\t攻府路\t路名\n"), "{written}");
}

#[test]
fn many_at_once_lose_no_line() {
    let desk = two_sites();
    let words: Vec<String> = (0..12).map(|n| format!("攻府{n}路")).collect();
    let running: Vec<_> = words
        .iter()
        .map(|w| {
            desk.command(&["wording", "except", w, "--site", "main", "--reason", "路名"])
                .spawn()
                .unwrap()
        })
        .collect();
    for child in running {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let written = lines(&desk);
    assert_eq!(written.len(), words.len(), "{written:?}");
    for w in &words {
        assert!(written.contains(&format!("main\t{w}\t路名")), "{w}");
    }
    let left: Vec<_> = fs::read_dir(desk.folder.path().join("wording")).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
