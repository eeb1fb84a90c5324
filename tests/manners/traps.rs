//! Places that never end, each of its kind: ended early, said, and no gap; and places that only look so.

use serde_json::Value;

use super::{FAST, own_text};
use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

fn number(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// A site whose home page leads to honest pages and to `start`, behind which `trap` answers.
fn site(start: &'static str, trap: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static) -> SiteServer {
    SiteServer::start(move |request| match request.path.as_str() {
        "/" => {
            let honest: String = (0..30).map(|n| format!("<a href=\"/news/{n}.html\">{}</a>", own_text(n))).collect();
            Answer::page("测试网", &format!("{MENU}{honest}<a href=\"{start}\">更多</a>"))
        }
        path if path.starts_with("/news/") && !path.contains("xuncha") => {
            let n = number(path);
            Answer::page(&own_text(n), &format!("<p>{}</p>", own_text(n)))
        }
        path if path.contains("xuncha") => Answer::missing(),
        _ => trap(request).unwrap_or_else(Answer::missing),
    })
}

/// Runs over a site with a trap: how many requests it took, and what is told of the trap.
fn ended(server: &SiteServer, what: &str) -> (usize, String) {
    let desk = Desk::with_site(&server.url("/"), "    max_pages: 3000\n");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, &run["complete"]), (Some(0), &Value::Bool(true)), "{what}: {run:#}");
    let coverage = &run["sites"][0]["coverage"];
    assert!(coverage["skipped"]["trap"].as_u64() > Some(0), "{what}: {run:#}");
    assert!(run["sites"][0]["pages"].as_u64() >= Some(31), "{what}: {run:#}");
    let told = &coverage["traps"][0];
    assert!(told["addresses"].as_u64() > Some(0), "{what}: {run:#}");
    let csv = desk.report(&run, "覆盖情况.csv");
    let pattern = told["pattern"].as_str().unwrap();
    let phrase = format!("{pattern}：{}（跳过 {} 个）", told["why"].as_str().unwrap(), told["addresses"]);
    assert!(csv.contains(&phrase), "{what}: {phrase} in {csv}");
    assert!(csv.lines().next().unwrap().ends_with("「疑似无限网址」说明"), "{csv}");
    (server.requests().len(), pattern.to_owned())
}

#[test]
fn endless_pagination_that_always_shows_the_last_page() {
    let server = site("/list.jsp?page=1", |request| {
        let n = number(&request.path);
        let items = if n < 5 { own_text(n) } else { own_text(5) };
        let next: String = (n + 1..n + 4).map(|m| format!("<a href=\"/list.jsp?page={m}\">{m}</a>")).collect();
        Some(Answer::page("列表", &format!("<p>{items}</p>{next}")))
    });
    let (requests, pattern) = ended(&server, "pagination");
    assert!(requests < 200, "{requests}");
    assert_eq!(pattern, "/list.jsp?page=…");
}

#[test]
fn a_calendar_in_the_path() {
    let server = site("/calendar/2026/11/", |request| {
        let parts: Vec<usize> = request.path.split('/').filter_map(|p| p.parse().ok()).collect();
        let (&year, &month) = (parts.first()?, parts.get(1)?);
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let days: String = (1..29)
            .map(|d| format!("<a href=\"/calendar/{year}/{month}/{d}/\">{d}</a>"))
            .collect();
        Some(Answer::page(
            &format!("{year}年{month}月"),
            &format!("<p>没有活动</p>{days}<a href=\"/calendar/{next_year}/{next}/\">下月</a>"),
        ))
    });
    let (requests, pattern) = ended(&server, "calendar");
    assert!(requests < 200, "{requests}");
    assert_eq!(pattern, "/calendar/…/");
}

#[test]
fn a_new_session_in_every_link() {
    let counter = std::sync::atomic::AtomicUsize::new(0);
    let server = site("/s/a.jsp?sid=0", move |request| {
        let word = request.path.strip_prefix("/s/")?.split('.').next()?.to_owned();
        let links: String = ["a", "b", "c", "d"]
            .iter()
            .map(|w| {
                format!(
                    "<a href=\"/s/{w}.jsp?sid={}\">{w}</a>",
                    counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst)
                )
            })
            .collect();
        Some(Answer::page(&word, &format!("<p>栏目{word}</p>{links}")))
    });
    let (requests, _) = ended(&server, "session");
    assert!(requests < 400, "{requests}");
}

#[test]
fn paths_that_only_get_deeper() {
    let server = site("/x/", |request| {
        request
            .path
            .starts_with("/x/")
            .then(|| Answer::page("目录", "<p>空目录</p><a href=\"1/\">一</a><a href=\"2/\">二</a>"))
    });
    let (requests, pattern) = ended(&server, "deeper");
    assert!(requests < 200, "{requests}");
    assert_eq!(pattern, "/x/…/");
}

#[test]
fn one_page_under_any_number_of_addresses() {
    let server = site("/doc/1.html", |request| {
        let n = number(&request.path);
        let links: String = (1..4).map(|m| format!("<a href=\"/doc/{}.html\">同</a>", n * 3 + m)).collect();
        Some(Answer::page("同一页", &format!("<p>同样的内容</p>{links}")))
    });
    let (requests, _) = ended(&server, "duplicates");
    assert!(requests < 500, "{requests}");
}

#[test]
fn sorted_printed_and_filtered_in_every_way() {
    let server = site("/q.jsp?area=0&kind=0&sort=a&print=0", |request| {
        let query = request.path.split_once('?')?.1;
        let links: String = (0..6)
            .map(|n| format!("<a href=\"/q.jsp?{}&amp;f{n}=1\">筛选</a>", query.replace('&', "&amp;")))
            .collect();
        let links = format!(
            "{links}<a href=\"/q.jsp?area={}&amp;kind=0&amp;sort=b&amp;print=1\">下一个</a>",
            number(query) % 9_000 + 1
        );
        Some(Answer::page("查询", &format!("<p>没有结果</p>{links}")))
    });
    let (requests, _) = ended(&server, "facets");
    assert!(requests < 2_500, "{requests}");
}

/// Pages that a program wrote, alike but for their number, each leading to the next: who is to say they are none?
#[test]
fn pages_that_differ_in_their_number_alone_are_all_read() {
    const PAGES: usize = 400;
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/p1.html\">一</a>"),
        path if path.starts_with("/p") && number(path) <= PAGES && !path.contains("xuncha") => {
            let n = number(path);
            let next = (n + 1).min(PAGES);
            Answer::page(&format!("第{n}号"), &format!("<p>第{n}号</p><a href=\"/p{next}.html\">下一号</a>"))
        }
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "    max_depth: 1000\n");
    let (_, run) = desk.inspect(&FAST);
    assert_eq!(run["sites"][0]["pages"], 1 + PAGES, "{run:#}");
}

/// A long list with its articles: long is not endless.
#[test]
fn a_long_honest_list_is_read_to_its_end() {
    const PAGES: usize = 300;
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/list?page=1\">要闻</a>"),
        path if path.starts_with("/list?page=") => {
            let n = number(path);
            if n > PAGES {
                return Answer::missing();
            }
            let next = if n < PAGES {
                format!("<a href=\"/list?page={}\">下一页</a>", n + 1)
            } else {
                String::new()
            };
            let items = own_text(n);
            Answer::page("要闻", &format!("<a href=\"/a/{n}.html\">{items}</a>{next}"))
        }
        path if path.starts_with("/a/") && number(path) <= PAGES && !path.contains("xuncha") => {
            // Filled in by scripts: all alike to us, and each leads to the next.
            let next = (number(path) + 1).min(PAGES);
            Answer::page("要闻", &format!("<p>正在载入</p><a href=\"/a/{next}.html\">下一篇</a>"))
        }
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "    max_depth: 1000\n");
    let (_, run) = desk.inspect(&FAST);
    assert_eq!(run["sites"][0]["pages"], 1 + 2 * PAGES, "{run:#}");
    assert!(run["sites"][0]["coverage"]["traps"].as_array().unwrap().is_empty(), "{run:#}");
}
