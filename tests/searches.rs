//! The site's own search is asked for titles of its own articles, politely, and nothing is said that was not seen.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

const ARTICLES: usize = 6;

fn title(n: usize) -> String {
    format!("关于第{n}号消防安全检查的公告")
}

fn article(n: usize) -> Answer {
    let body = "市公安局组织开展消防安全检查，现将有关事项公告如下，请各单位配合。".repeat(6);
    Answer::page(
        &title(n),
        &format!(
            "<h1>{}</h1><p>发布时间：2026-0{}-11 09:00 来源：办公室</p><div id=\"zoom\"><p>{body}</p></div>",
            title(n),
            n + 1
        ),
    )
}

/// A site with six articles whose search answers as told: `finds` says which titles it knows.
fn site(search: impl Fn(&Request, &str) -> Answer + Send + Sync + 'static) -> SiteServer {
    SiteServer::start(move |request| {
        if let Some(words) = request.path.strip_prefix("/so?q=") {
            let words = percent_encoding::percent_decode_str(words).decode_utf8_lossy().into_owned();
            return search(request, &words);
        }
        match request.path.as_str() {
            "/" => {
                let items: String = (0..ARTICLES)
                    .map(|n| {
                        format!(
                            "<li><a href=\"/tzgg/{n}.html\">{}</a><span>2026-0{}-11</span></li>",
                            title(n),
                            n + 1
                        )
                    })
                    .collect();
                Answer::page("测试网", &format!("<ul>{items}</ul>"))
            }
            path => match path.strip_prefix("/tzgg/").and_then(|p| p.strip_suffix(".html")?.parse().ok()) {
                Some(n) if n < ARTICLES => article(n),
                _ => Answer::missing(),
            },
        }
    })
}

/// What a search shows that has these articles in its index: those whose title holds the words, and the navigation.
fn results(words: &str, index: impl Iterator<Item = usize>) -> Answer {
    let hits: String = index
        .filter(|n| title(*n).contains(words))
        .map(|n| format!("<li><a href=\"/tzgg/{n}.html\">{}</a></li>", title(n)))
        .collect();
    Answer::page(
        "搜索结果",
        &format!("<p>您搜索的：{words}</p><a href=\"/\">首页</a><ul>{hits}</ul>"),
    )
}

fn inspected(server: &SiteServer) -> (Desk, Value) {
    let desk = Desk::with_site(&server.url("/"), "    search: \"/so?q={query}\"\n");
    let (_, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23", "--seed", "7"]);
    (desk, run)
}

fn of_search(desk: &Desk, run: &Value) -> (Vec<Value>, Vec<String>) {
    let found = desk.findings(run).into_iter().filter(|f| f["rule"] == "search-failed").collect();
    let reviews = run["reviews"].as_array().unwrap().iter().filter(|r| r["rule"] == "search-failed");
    (found, reviews.map(|r| r["message"].as_str().unwrap().to_owned()).collect())
}

fn asked(server: &SiteServer) -> Vec<String> {
    let mut asked: Vec<String> = server
        .requests()
        .into_iter()
        .map(|r| r.path)
        .filter(|p| p.starts_with("/so"))
        .collect();
    asked.sort();
    asked
}

#[test]
fn a_search_that_finds_everything_raises_nothing_and_is_asked_four_times() {
    let server = site(|_, words| results(words, 0..ARTICLES));
    let (desk, run) = inspected(&server);
    assert_eq!(of_search(&desk, &run), (vec![], vec![]));
    assert_eq!(asked(&server).len(), 4);
    // The pages of results are no pages of the site.
    assert_eq!(run["sites"][0]["pages"], 7);
    let first = asked(&server);
    server.forget();
    inspected(&server);
    assert_eq!(asked(&server), first, "the seed draws the same titles");
}

#[test]
fn titles_that_the_search_does_not_find_are_told_by_name() {
    let server = site(|_, words| results(words, (0..ARTICLES).filter(|n| n % 2 == 0)));
    let (desk, run) = inspected(&server);
    let (found, _) = of_search(&desk, &run);
    let evidence = &found[0]["evidence"];
    let missing: Vec<&str> = evidence["titles"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
    assert_eq!(evidence["searched"], 4);
    assert_eq!(evidence["found"].as_u64().unwrap() + missing.len() as u64, 4);
    assert!(!missing.is_empty() && missing.iter().all(|t| ["第1号", "第3号", "第5号"].iter().any(|n| t.contains(n))));
    assert!(desk.report(&run, "问题清单.csv").contains("没有搜到 关于第"));
}

#[test]
fn a_page_of_results_that_a_script_fills_is_for_a_person() {
    let server = site(|_, _| {
        Answer::page(
            "搜索结果",
            "<a href=\"/\">首页</a><div id=\"list\"></div><script src=\"/so.js\"></script>",
        )
    });
    let (desk, run) = inspected(&server);
    let (found, reviews) = of_search(&desk, &run);
    assert_eq!(found, Vec::<Value>::new());
    assert_eq!(reviews, ["无法判断“站内搜索搜不到”：内容由脚本生成，静态页面中读不到，请人工核查"]);
    assert_eq!(asked(&server).len(), 5, "four titles and one common word");
}

#[test]
fn a_search_that_does_not_open_is_of_no_use() {
    let server = site(|_, _| Answer::missing());
    let (desk, run) = inspected(&server);
    let (found, _) = of_search(&desk, &run);
    assert_eq!(
        (&found[0]["evidence"]["usable"], &found[0]["evidence"]["cause"]),
        (&json!(false), &json!("http_404"))
    );
}

#[test]
fn robots_that_forbid_the_search_are_obeyed_and_told() {
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /so\n"),
        "/" => Answer::page(
            "测试网",
            "<ul><li><a href=\"/tzgg/1.html\">第一条公告的标题</a><span>2026-02-11</span></li></ul>",
        ),
        "/tzgg/1.html" => article(1),
        _ => Answer::missing(),
    });
    let (desk, run) = inspected(&server);
    let (found, reviews) = of_search(&desk, &run);
    assert_eq!(found, Vec::<Value>::new());
    assert_eq!(reviews, ["无法判断“站内搜索搜不到”：robots.txt 禁止访问，请人工核查"]);
    assert_eq!(asked(&server), Vec::<String>::new());
}

#[test]
fn daily_readings_and_sites_without_a_template_ask_no_search() {
    let server = site(|_, words| results(words, 0..ARTICLES));
    let desk = Desk::with_site(&server.url("/"), "    search: \"/so?q={query}\"\n");
    desk.inspect(&["daily", "--rate", "off"]);
    let without = Desk::with_site(&server.url("/"), "");
    let (_, run) = without.inspect(&["monthly", "--rate", "off"]);
    assert_eq!(of_search(&without, &run), (vec![], vec![]));
    assert_eq!(asked(&server), Vec::<String>::new());
}

/// What was asked before a run was stopped is not asked again but for what was under way, and the end is the same.
#[test]
fn a_run_that_was_killed_goes_on_with_its_searches() {
    let slowly = |_: &Request, words: &str| {
        let half = (0..ARTICLES).filter(|n| n % 2 == 0);
        results(words, half).after(std::time::Duration::from_millis(1_200))
    };
    let server = site(slowly);
    let (desk, run) = inspected(&server);
    let wanted = of_search(&desk, &run).0[0]["evidence"].clone();
    server.forget();

    let desk = Desk::with_site(&server.url("/"), "    search: \"/so?q={query}\"\n");
    let arguments = ["monthly", "--rate", "off", "--as-of", "2026-11-23", "--seed", "7"];
    let mut child = desk.command(&[&arguments[..], &["-q", "--no-progress"]].concat()).spawn().unwrap();
    while asked(&server).len() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before its searches");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (_, run) = desk.inspect(&arguments);
    assert_eq!(of_search(&desk, &run).0[0]["evidence"], wanted);
    // Three before, and at most three more: the first was in the log long before the third was asked.
    assert!(asked(&server).len() <= 6, "{:?}", asked(&server));
}
