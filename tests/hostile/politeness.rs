//! Each promise of good manners, checked from the server's own log.
//!
//! What other tests hold against the program's clock stands there: here counts what a server saw.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::answers::{about, answer, file, fine, html, missing, moved, page, status};
use super::server::{Act, Ask, Host, Server, Speech, Step};
use crate::desk::{Desk, MENU, site_yaml, sites_yaml};

const HOME: &str = "site";
/// Words that make pages unlike each other.
const SUBJECTS: [&str; 16] = [
    "春耕", "夏收", "秋种", "冬藏", "防汛", "抗旱", "普法", "禁毒", "户籍", "交通", "消防", "反诈", "养老", "助学", "就业", "医保",
];

/// A server with these hosts, each at its address, that all do the same.
fn serve(hosts: &[(&'static str, &str)], act: impl Fn(&Ask) -> Vec<Step> + Send + Sync + 'static) -> Server {
    let act: Act = Arc::new(act);
    let host = |(name, ip): &(&'static str, &str)| Host {
        name,
        ip: (*ip).to_owned(),
        speech: Speech::Plain(Arc::clone(&act)),
    };
    Server::start(hosts.iter().map(host).collect())
}

/// A site on 127.0.0.1.
fn site(act: impl Fn(&Ask) -> Vec<Step> + Send + Sync + 'static) -> Server {
    serve(&[(HOME, "127.0.0.1")], act)
}

fn desk(server: &Server, more: &str) -> Desk {
    Desk::with(sites_yaml(&site_yaml(
        "main",
        "subsite",
        &format!("http://{}/", server.hosts.place(HOME)),
        more,
    )))
}

/// Runs a monthly inspection at this rate.
fn inspect(desk: &Desk, rate: &str) -> (Option<i32>, Value) {
    desk.inspect(&["monthly", "--rate", rate, "--as-of", "2026-11-23"])
}

/// A home page with links to so many pages `/p0.html`…, and those pages.
fn pages(ask: &Ask, number: usize) -> Vec<Step> {
    if ask.path() == "/" {
        return html(
            ask,
            200,
            &page("测试网", &(links((0..number).map(|n| format!("/p{n}.html"))) + MENU)),
        );
    }
    let n = ask
        .path()
        .strip_prefix("/p")
        .and_then(|p| p.strip_suffix(".html"))
        .and_then(|n| n.parse::<usize>().ok());
    match n.filter(|n| *n < number) {
        Some(n) => html(ask, 200, &about(SUBJECTS[n % SUBJECTS.len()])),
        None => missing(ask),
    }
}

fn links(addresses: impl Iterator<Item = String>) -> String {
    addresses.map(|a| format!("<p><a href=\"{a}\">{a}</a></p>")).collect()
}

/// The pauses between one request and the next, shortest first.
fn gaps(asks: &[Ask]) -> Vec<Duration> {
    let mut times: Vec<_> = asks.iter().map(|a| a.at).collect();
    times.sort();
    let mut gaps: Vec<Duration> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort();
    gaps
}

/// How long from the first request to the last.
fn span(asks: &[Ask]) -> Duration {
    let times = || asks.iter().map(|a| a.at);
    times().max().unwrap() - times().min().unwrap()
}

/// The most requests within any one second.
fn busiest(asks: &[Ask]) -> usize {
    let mut times: Vec<_> = asks.iter().map(|a| a.at).collect();
    times.sort();
    let within = |(i, from): (usize, &std::time::Instant)| times[i..].iter().take_while(|at| **at - *from < Duration::from_secs(1)).count();
    times.iter().enumerate().map(within).max().unwrap_or_default()
}

fn asked<'a>(asks: &'a [Ask], path: &'a str) -> impl Iterator<Item = &'a Ask> {
    asks.iter().filter(move |a| a.path() == path)
}

#[test]
fn requests_are_evenly_spaced_at_the_configured_rate() {
    let server = site(|ask| pages(ask, 16));
    let desk = desk(&server, "");
    let (_, run) = inspect(&desk, "8");
    let asks = server.asks();
    assert_eq!(run["sites"][0]["pages"], 17, "{run:#}");
    // 125 ms apart; a machine that sleeps in between may bring two closer together, but not half of them.
    let gaps = gaps(&asks);
    assert!(gaps[gaps.len() / 2] > Duration::from_millis(90), "{gaps:?}");
    assert!(
        span(&asks) > Duration::from_millis(125) * (asks.len() as u32 - 2),
        "{:?} for {}",
        span(&asks),
        asks.len()
    );
    // 8 × 1.1 + 1, and two for delays that push requests together on the way.
    assert!(busiest(&asks) <= 11, "{}", busiest(&asks));
    let said = run["sites"][0]["coverage"]["rate_used"]
        .as_f64()
        .or(run["sites"][0]["coverage"]["peak_rate"].as_f64());
    assert!(said.is_none_or(|rate| rate <= 8.0 * 1.1 + 1.0), "{run:#}");
}

#[test]
fn no_more_at_once_than_configured() {
    for most in [1, 3] {
        let server = site(|ask| [vec![Step::Pause(Duration::from_millis(120))], pages(ask, 16)].concat());
        let desk = desk(&server, &format!("    concurrency: {most}\n"));
        let (_, run) = inspect(&desk, "off");
        assert_eq!(run["sites"][0]["pages"], 17, "{run:#}");
        let at_once = server.asks().iter().map(|a| a.under_way).max();
        assert_eq!(at_once, Some(most), "of {most} allowed");
    }
}

#[test]
fn crawl_delay_is_kept() {
    let server = site(|ask| match ask.path() {
        "/robots.txt" => answer(ask, 200, "Content-Type: text/plain\r\n", "User-agent: *\nCrawl-delay: 1\n"),
        _ => pages(ask, 2),
    });
    let desk = desk(&server, "");
    inspect(&desk, "50");
    let mut asks = server.asks();
    asks.retain(|a| a.path() != "/robots.txt");
    assert!(asks.len() >= 3);
    let gaps = gaps(&asks);
    assert!(gaps[0] > Duration::from_millis(900), "{gaps:?}");
}

#[test]
fn a_server_that_asks_for_a_pause_gets_it_from_every_request() {
    for code in [429, 503] {
        let server = site(move |ask| match ask.path() {
            "/p0.html" if ask.earlier == 0 => answer(ask, code, "Content-Type: text/html\r\nRetry-After: 2\r\n", "later"),
            _ => pages(ask, 16),
        });
        let desk = desk(&server, "");
        let (exit, run) = inspect(&desk, "20");
        assert_eq!((exit, &run["complete"]), (Some(0), &Value::Bool(true)), "{run:#}");
        let asks = server.asks();
        let complaint = asked(&asks, "/p0.html").next().unwrap().at;
        let first_after = asks
            .iter()
            .map(|a| a.at)
            .filter(|at| *at > complaint + Duration::from_millis(100))
            .min()
            .unwrap();
        assert!(
            first_after - complaint > Duration::from_millis(1900),
            "{code}: {:?}",
            first_after - complaint
        );
        // And slower from then on: 20 a second halved.
        let mut after = asks.clone();
        after.retain(|a| a.at >= first_after);
        after.truncate(8);
        let gaps = gaps(&after);
        assert!(gaps[gaps.len() / 2] > Duration::from_millis(75), "{code}: {gaps:?}");
        assert_eq!(asked(&asks, "/p0.html").count(), 2, "{code}");
    }
}

#[test]
fn what_robots_txt_forbids_is_never_asked_not_even_through_a_redirect() {
    let server = site(|ask| match ask.path() {
        "/robots.txt" => {
            let text =
                "User-agent: *\nDisallow: /private/\nDisallow: /*.doc$\nAllow: /private/open.html\n\nUser-agent: other\nDisallow: /\n";
            answer(ask, 200, "Content-Type: text/plain\r\n", text)
        }
        "/" => html(
            ask,
            200,
            &page(
                "测试网",
                "<a href=/private/a.html>一</a><a href=/private/open.html>二</a><a href=/x/b.doc>三</a><a href=/x/b.docx>四</a>\
                 <a href=/door.html>五</a><img src=/private/c.png><a href=/PRIVATE/d.html>六</a><a href=/%70rivate/e.html>七</a>",
            ),
        ),
        "/door.html" => moved(ask, 302, "/private/behind.html"),
        "/x/b.docx" => file(ask, "application/octet-stream", b"PK\x03\x04"),
        _ => fine(ask),
    });
    let desk = desk(&server, "");
    let (_, run) = inspect(&desk, "off");
    let asks = server.asks();
    let mut forbidden: Vec<&str> = asks.iter().map(Ask::path).collect();
    forbidden.retain(|p| (p.starts_with("/private/") || p.starts_with("/%70")) && *p != "/private/open.html" || *p == "/x/b.doc");
    assert!(forbidden.is_empty(), "{forbidden:?}");
    for path in ["/private/open.html", "/x/b.docx", "/door.html", "/PRIVATE/d.html"] {
        assert!(asked(&asks, path).count() > 0, "{path} is allowed");
    }
    assert_eq!(asked(&asks, "/robots.txt").count(), 1);
    // What is forbidden is not dead.
    assert_eq!(desk.links(&run, "link-broken", ""), []);
}

#[test]
fn a_robots_txt_that_fails_closes_the_site_and_the_run_says_so() {
    let server = site(|ask| if ask.path() == "/robots.txt" { status(ask, 503) } else { fine(ask) });
    let desk = desk(&server, "");
    let (exit, run) = inspect(&desk, "off");
    let beyond: Vec<String> = server.asks().into_iter().map(|a| a.target).filter(|t| t != "/robots.txt").collect();
    assert!(beyond.is_empty(), "{beyond:?}");
    assert_eq!((exit, &run["complete"]), (Some(3), &Value::Bool(false)), "{run:#}");
}

#[test]
fn an_address_is_asked_once_whatever_number_of_pages_name_it() {
    let server = site(|ask| {
        let menu = "<a href=/gone.html>旧</a><a href=/gone.html#a>旧</a><a href='/./gone.html'>旧</a><a href=/forbidden.html>内</a><a href=/a.pdf>附件</a>";
        match ask.path() {
            "/gone.html" => missing(ask),
            "/forbidden.html" => status(ask, 410),
            "/a.pdf" => file(ask, "application/pdf", b"%PDF-1.4\n%%EOF\n"),
            "/" => html(ask, 200, &page("测试网", &(links((0..12).map(|n| format!("/p{n}.html"))) + menu))),
            path if path.starts_with("/p") => {
                let n: usize = path.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
                html(
                    ask,
                    200,
                    &about(SUBJECTS[n % 12]).replace("</body>", &format!("{menu}<a href=/>首页</a></body>")),
                )
            }
            _ => missing(ask),
        }
    });
    let desk = desk(&server, "");
    inspect(&desk, "off");
    let asks = server.asks();
    for path in ["/", "/gone.html", "/forbidden.html", "/a.pdf", "/p3.html", "/robots.txt"] {
        assert_eq!(asked(&asks, path).count(), 1, "{path}");
    }
}

#[test]
fn every_request_says_who_asks_and_nothing_it_should_not() {
    let server = serve(&[(HOME, "127.0.0.1"), ("other", "127.0.0.2")], |ask| {
        let cookies = "Content-Type: text/html; charset=utf-8\r\nSet-Cookie: visitor=42; path=/\r\nSet-Cookie: basket=7; path=/\r\n";
        let inside = "<a href='http://reader:secret@{other}/with-user.html'>甲</a><a href=/p1.html?key=value>乙</a><a href=/p2.html>丙</a>\
                      <a href=/forbidden.html>丁</a><a href=http://{other}/page.html>戊</a>\
                      <form action=/search method=get><input name=q value=x><input type=submit></form>\
                      <form action=/letter method=post><textarea name=t>x</textarea><button>提交</button></form>\
                      <a href='javascript:document.forms[0].submit()'>搜索</a><button formaction=/vote>投票</button>";
        match (ask.host, ask.path()) {
            (_, "/robots.txt") => missing(ask),
            (HOME, "/") => answer(ask, 200, cookies, page("测试网", &ask.hosts.fill(inside))),
            (_, "/forbidden.html") => status(ask, 403),
            (_, "/p1.html") => moved(ask, 302, "/p3.html"),
            (_, "/p2.html" | "/p3.html" | "/page.html" | "/with-user.html") => answer(ask, 200, cookies, about(ask.path())),
            _ => missing(ask),
        }
    });
    let desk = desk(&server, "");
    inspect(&desk, "off");
    let asks = server.asks();
    assert!(asked(&asks, "/with-user.html").count() == 1 && asked(&asks, "/p3.html").count() == 1);
    for ask in &asks {
        let agent = ask.header("user-agent").unwrap_or_default();
        assert!(agent.contains("xuncha") && agent.contains("test@example.gov.cn"), "{ask:?}");
        assert!(matches!(ask.method.as_str(), "GET" | "HEAD"), "{ask:?}");
        assert_eq!(ask.header("cookie"), None, "{ask:?}");
        let referer = ask.header("referer").unwrap_or_default();
        assert!(
            !referer.contains("secret") && !referer.contains("reader") && !referer.contains("key="),
            "{ask:?}"
        );
        let authorised = ask.header("authorization").is_none() || ask.path() == "/with-user.html";
        assert!(authorised, "{ask:?}");
        assert!(!["/search", "/letter", "/vote"].contains(&ask.path()), "{ask:?}");
    }
}

#[test]
fn head_is_for_files_alone_and_get_for_pages() {
    let server = site(|ask| match ask.path() {
        "/" => html(
            ask,
            200,
            &page(
                "测试网",
                "<a href=/p1.html>页</a><a href=/list/>栏目</a><img src=/i.gif><img src=/made.gif><a href=/v.mp4>像</a><script src=/s.js></script>",
            ),
        ),
        "/p1.html" | "/list/" => fine(ask),
        "/i.gif" => file(ask, "image/gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
        "/made.gif" => answer(ask, 200, "Content-Type: image/gif\r\n", b"GIF89a\x01\0\x01\0\0\0\0;"),
        "/v.mp4" => file(ask, "video/mp4", b"\0\0\0\x20ftypisom"),
        "/s.js" => file(ask, "application/javascript", "var a=1"),
        _ => missing(ask),
    });
    let desk = desk(&server, "");
    inspect(&desk, "off");
    let asks = server.asks();
    for path in ["/i.gif", "/v.mp4", "/s.js"] {
        let methods: Vec<&str> = asked(&asks, path).map(|a| a.method.as_str()).collect();
        assert_eq!(methods.len(), 1, "{path}: a file that is there needs no more");
    }
    // What a program makes is asked for itself; and HEAD was in vain here, so that later files may do without.
    assert!(asked(&asks, "/made.gif").any(|a| a.method == "GET"));
    for path in ["/", "/p1.html", "/list/"] {
        let methods: Vec<&str> = asked(&asks, path).map(|a| a.method.as_str()).collect();
        assert_eq!(methods, ["GET"], "{path}");
    }
}

#[test]
fn a_daily_reading_asks_only_for_what_has_changed() {
    let server = site(|ask| {
        let tag = "\"v1\"";
        if ask.header("if-none-match") == Some(tag) {
            return vec![
                super::answers::send(format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n")),
                Step::Again,
            ];
        }
        let body = match ask.path() {
            "/" => page("测试网", &links((0..6).map(|n| format!("/p{n}.html")))),
            path if path.starts_with("/p") => about(SUBJECTS[path.len() + usize::from(path.as_bytes()[2] - b'0')]),
            _ => return missing(ask),
        };
        answer(
            ask,
            200,
            &format!("Content-Type: text/html; charset=utf-8\r\nETag: {tag}\r\n"),
            body,
        )
    });
    let desk = desk(&server, "");
    for day in ["2026-11-23", "2026-11-24"] {
        server.forget();
        let (_, run) = desk.inspect(&["daily", "--rate", "off", "--as-of", day]);
        assert_eq!(run["complete"], true, "{run:#}");
        let asks = server.asks();
        let conditional = asks.iter().filter(|a| a.header("if-none-match").is_some()).count();
        let pages = asks.iter().filter(|a| a.path() == "/" || a.path().starts_with("/p")).count();
        assert_eq!(pages, 7);
        assert_eq!(conditional, if day == "2026-11-23" { 0 } else { 7 }, "{day}");
    }
}

#[test]
fn hosts_of_one_address_share_its_rate() {
    let server = serve(&[(HOME, "127.0.0.1"), ("other", "127.0.0.1")], |ask| pages(ask, 8));
    let by_name = format!("http://localhost:{}/", server.hosts.0["other"].port());
    let sites =
        site_yaml("main", "main", &format!("http://{}/", server.hosts.place(HOME)), "") + &site_yaml("sub", "subsite", &by_name, "");
    let desk = Desk::with(sites_yaml(&sites));
    let (_, run) = inspect(&desk, "8");
    assert_eq!(
        (&run["sites"][0]["pages"], &run["sites"][1]["pages"]),
        (&Value::from(9), &Value::from(9)),
        "{run:#}"
    );
    let asks = server.asks();
    assert!(busiest(&asks) <= 11, "{} within a second, of 8", busiest(&asks));
    assert!(
        span(&asks) > Duration::from_millis(125) * (asks.len() as u32 - 2),
        "{:?} for {}",
        span(&asks),
        asks.len()
    );
}
