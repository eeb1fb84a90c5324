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
    assert!(requests < 300, "{requests}");
}

/// Numbers that look like no other, of a text.
fn scattered(text: &str) -> impl Iterator<Item = u64> {
    let seed = text
        .bytes()
        .fold(7_u64, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (1..).map(move |n: u64| seed.wrapping_mul(2 * n + 1).rotate_left(31).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)
}

#[test]
fn pages_that_a_program_makes_up() {
    for (start, ending) in [("/made-up/1.html", ".html"), ("/view.jsp?key=1", ""), ("/words/a", "")] {
        let server = site(start, move |request| {
            let folder = start.trim_end_matches(|c: char| c != '/' && c != '=');
            let own = request.path.strip_prefix(folder)?;
            let mut numbers = scattered(own);
            let links: String = (0..4)
                .filter_map(|_| numbers.next())
                .map(|n| format!("<a href=\"{folder}{n:x}{ending}\">{}</a> ", own_text(n as usize % 5_000)))
                .collect();
            let text = own_text(numbers.next()? as usize % 5_000);
            Some(Answer::page(
                &text,
                &format!("{MENU}<h1>{text}</h1><p>{text}</p>{links}<a href=\"{start}\">返回</a>"),
            ))
        });
        let (requests, _) = ended(&server, start);
        assert!(requests < 300, "{start}: {requests}");
    }
}

#[test]
fn filters_that_show_the_same_articles_in_every_combination() {
    let server = site("/search.jsp?area=0&kind=0&year=0", |request| {
        let query = request.path.strip_prefix("/search.jsp?")?;
        let chosen = |name: &str| {
            query
                .split('&')
                .find_map(|p| p.strip_prefix(name)?.strip_prefix('='))
                .map_or(0, number)
        };
        let (area, kind, year) = (chosen("area"), chosen("kind"), chosen("year"));
        let links: String = (0..12)
            .flat_map(|n| [(n, kind, year), (area, n, year), (area, kind, n)])
            .map(|(a, k, y)| format!("<a href=\"/search.jsp?area={a}&amp;kind={k}&amp;year={y}\">选</a> "))
            .collect();
        let found: String = (0..5)
            .map(|n| (area * 7 + kind * 3 + year + n * 5) % 30)
            .map(|n| format!("<li><a href=\"/news/{n}.html\">{}</a></li>", own_text(n)))
            .collect();
        Some(Answer::page("检索", &format!("{MENU}{links}<ul>{found}</ul>")))
    });
    let (requests, pattern) = ended(&server, "filters");
    assert!(requests < 300, "{requests}");
    assert_eq!(pattern, "/search.jsp?area=…&kind=…&year=…");
}

/// A calendar of events that is there for its readers, and a list whose links add one more parameter each: both go on for
/// ever, and neither leaves anything unread.
#[test]
fn what_goes_on_and_says_nothing_new_leaves_no_gap() {
    let month = |n: usize| format!("/rili.jsp?ym={}-{:02}", n / 12, n % 12 + 1);
    let server = site("/rili.jsp?ym=2020-12", move |request| {
        let (year, of_year) = request.path.strip_prefix("/rili.jsp?ym=")?.split_once('-')?;
        let n = number(year) * 12 + number(of_year) - 1;
        Some(Answer::page(
            "日历",
            &format!(
                "{MENU}<p>{year}年{of_year}月</p><a href=\"{}\">上月</a> <a href=\"{}\">下月</a>",
                month(n - 1),
                month(n + 1)
            ),
        ))
    });
    let (requests, _) = ended(&server, "an ordinary calendar");
    assert!(requests < 200, "{requests}");
    let server = site("/list?page=1", |request| {
        let n = number(request.path.rsplit_once("page=")?.1).min(4);
        Some(Answer::page(
            "列表",
            &format!(
                "{MENU}<a href=\"/news/{n}.html\">{}</a> <a href=\"{}&amp;page={}\">下一页</a>",
                own_text(n),
                request.path.replace('&', "&amp;"),
                (n + 1).min(4)
            ),
        ))
    });
    let (requests, _) = ended(&server, "one more parameter on every page");
    assert!(requests < 200, "{requests}");
}

/// Pages that only name each other, beyond what the window of the recogniser holds: a set with an end is read to its end.
#[test]
fn a_set_of_pages_that_link_each_other_is_read_whole() {
    const PAGES: usize = 400;
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/baike/0.html\">百科</a>"),
        path if path.starts_with("/baike/") && number(path) < PAGES && !path.contains("xuncha") => {
            let n = number(path);
            let others = [n * 2 + 1, n * 2 + 2, n * 7 + 3, n / 2];
            let links: String = others
                .iter()
                .map(|o| format!("<a href=\"/baike/{}.html\">{}</a> ", o % PAGES, own_text(o % PAGES)))
                .collect();
            Answer::page(&own_text(n), &format!("<p>{}</p>{links}", own_text(n)))
        }
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    let site = &run["sites"][0];
    assert_eq!(
        (&site["pages"], &run["complete"]),
        (&Value::from(1 + PAGES), &Value::Bool(true)),
        "{run:#}"
    );
    assert!(site["coverage"]["traps"].as_array().unwrap().is_empty(), "{run:#}");
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
