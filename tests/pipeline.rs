//! Whole runs over sites that are hostile, slow to please or dishonest: what is found, what is asked, what is left alone.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

const FAST: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];
/// Words that differ from page to page: pages that differ in digits only count as the same page.
const WORDS: [&str; 12] = [
    "春耕", "夏收", "秋种", "冬藏", "防汛", "抗旱", "普法", "禁毒", "户籍", "交通", "消防", "反诈",
];
const HUGE: usize = 50 << 20;

/// The link findings of a run as (rule, page, target, cause or reason), sorted, without the server's address.
fn link_findings(desk: &Desk, run: &Value, server: &SiteServer) -> Vec<(String, String, String, String)> {
    let base = server.url("");
    let mut found: Vec<_> = desk
        .findings(run)
        .iter()
        .filter(|f| f["rule"].as_str().is_some_and(|rule| rule.starts_with("link-")))
        .map(|f| {
            let text = |value: &Value| value.as_str().unwrap_or_default().replace(&base, "");
            let why = f["evidence"]["cause"].as_str().or(f["evidence"]["reason"].as_str());
            (
                text(&f["rule"]),
                text(&f["page_url"]),
                text(&f["target_url"]),
                why.unwrap_or_default().to_owned(),
            )
        })
        .collect();
    found.sort();
    found
}

/// What [`link_findings`] should give: rule, page, target, cause.
fn wanted(rows: &[[&str; 4]]) -> Vec<(String, String, String, String)> {
    let mut rows: Vec<_> = rows
        .iter()
        .map(|[rule, page, target, cause]| ((*rule).to_owned(), (*page).to_owned(), (*target).to_owned(), (*cause).to_owned()))
        .collect();
    rows.sort();
    rows
}

/// A page in GBK whose header does not say so; `head` may.
fn gbk(head: &str, title: &str, inside: &str) -> Answer {
    let page = format!("<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body>{inside}</body></html>");
    let (bytes, _, lossy) = encoding_rs::GBK.encode(&page);
    assert!(!lossy);
    Answer::new(200, "text/html", bytes.into_owned())
}

fn hostile(request: &Request) -> Answer {
    match request.path.as_str() {
        "/" => {
            let links: String = [
                "/404.html",
                "/500.html",
                "/loop-a.html",
                "/moved.html",
                "/empty.html",
                "/binary.html",
                "/huge.html",
                "/many.html",
                "/deep.html",
                "/equals.html",
                "/nul.html",
                "/gbk.html",
                "/gbk-meta.html",
                "/files/empty.pdf",
                "/files/page.pdf",
                "/files/cut.pdf",
                "/files/good.pdf",
                "file:///C:/Users/a/1.doc",
                "http://10.1.2.3/",
            ]
            .iter()
            .map(|link| format!("<a href=\"{link}\">链接</a>\n"))
            .collect();
            Answer::page("测试网", &links)
        }
        "/500.html" => Answer::new(500, "text/html; charset=utf-8", "<html><title>500</title></html>"),
        "/loop-a.html" => Answer::redirect("/loop-b.html"),
        "/loop-b.html" => Answer::redirect("/loop-a.html"),
        "/moved.html" => Answer::redirect("/good.html"),
        "/good.html" => Answer::page("关于我们", "<p>地址：测试路一号。</p>"),
        "/empty.html" => Answer::new(200, "text/html", ""),
        "/binary.html" => {
            // A fixed walk over all byte values.
            let bytes: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            Answer::new(200, "text/html; charset=utf-8", bytes)
        }
        "/huge.html" => Answer::page("大页面", &"<p>很长的一段话。</p>".repeat(4000)).repeated_to(HUGE),
        "/many.html" => {
            let links: String = (0..100_000).map(|n| format!("<a href=\"/good.html#{n}\">关于我们</a>")).collect();
            Answer::page("链接很多", &links)
        }
        // Browsers nest no deeper than 512 elements and read on.
        "/deep.html" => {
            let inside = format!(
                "<a href=\"/gone/before.html\">旧闻</a>{}<a href=\"/gone/inside.html\">旧闻</a>{}<a href=\"/gone/behind.html\">旧闻</a>",
                "<div>".repeat(10_000),
                "</div>".repeat(10_000)
            );
            Answer::page("层次很深", &inside)
        }
        "/equals.html" => Answer::page("=1+1", "<a href=\"/gone/equals.html\">旧闻</a>"),
        "/nul.html" => Answer::page("空\0字符", "<p>\0\0</p><a href=\"/gone/nul.html\">旧\0闻</a>\0"),
        "/gbk.html" => gbk(
            "",
            "政务公开",
            "<p>为进一步加强政务公开工作，现将有关事项通知如下。</p><a href=\"/gone/gbk.html\">旧闻</a>",
        ),
        "/gbk-meta.html" => gbk(
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">",
            "办事指南",
            "<a href=\"/gone/gbk-meta.html\">旧闻</a>",
        ),
        "/files/empty.pdf" => Answer::new(200, "application/pdf", ""),
        "/files/page.pdf" => Answer::page("登录", "<p>请登录后下载。</p>"),
        "/files/cut.pdf" => Answer::new(200, "application/pdf", "%PDF-1.4\n%cut short\n").announcing(9000),
        "/files/good.pdf" => Answer::new(200, "application/pdf", "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
        _ => Answer::missing(),
    }
}

#[test]
fn hostile_pages_are_judged_one_by_one_and_stop_nothing() {
    let server = SiteServer::start(hostile);
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    assert_eq!(
        link_findings(&desk, &run, &server),
        wanted(&[
            ["link-broken", "/", "/404.html", "http_404"],
            ["link-broken", "/", "/500.html", "http_500"],
            ["link-broken", "/", "/empty.html", "empty_file"],
            ["link-broken", "/", "/loop-a.html", "redirect_loop"],
            ["link-broken", "/", "/files/empty.pdf", "empty_file"],
            ["link-broken", "/", "/files/page.pdf", "wrong_content"],
            ["link-broken", "/", "/files/cut.pdf", "truncated"],
            ["link-broken", "/deep.html", "/gone/before.html", "http_404"],
            ["link-broken", "/deep.html", "/gone/inside.html", "http_404"],
            ["link-broken", "/deep.html", "/gone/behind.html", "http_404"],
            ["link-broken", "/equals.html", "/gone/equals.html", "http_404"],
            ["link-broken", "/nul.html", "/gone/nul.html", "http_404"],
            ["link-broken", "/gbk.html", "/gone/gbk.html", "http_404"],
            ["link-broken", "/gbk-meta.html", "/gone/gbk-meta.html", "http_404"],
            ["link-local", "/", "file:///C:/Users/a/1.doc", ""],
            ["link-local", "/", "http://10.1.2.3/", ""],
        ])
    );

    // What may pass is tried again before it counts; what cannot is not.
    assert!(server.count("/500.html") >= 3, "{}", server.count("/500.html"));
    // A hundred thousand names of one page are one page.
    assert!(server.count("/good.html") <= 2, "{}", server.count("/good.html"));
    // Nothing of the file's address was asked of the server.
    let asked: Vec<_> = server.requests().into_iter().filter(|r| r.path.contains("1.doc")).collect();
    assert!(asked.is_empty(), "{asked:?}");
    // The cap on a page holds: a socket's buffers are all that may be on the way beyond it.
    assert!(server.count("/huge.html") >= 1);
    assert!(server.sent() < HUGE, "{} bytes", server.sent());
    let bytes = run["sites"][0]["bytes"].as_u64().unwrap();
    assert!(bytes < 16 << 20, "{bytes} bytes read");

    let findings = desk.findings(&run);
    let title = |target: &str| {
        let finding = findings.iter().find(|f| f["target_url"] == server.url(target)).unwrap();
        finding["page_title"].clone()
    };
    assert_eq!(title("/gone/gbk.html"), "政务公开");
    assert_eq!(title("/gone/gbk-meta.html"), "办事指南");
    assert_eq!(title("/gone/equals.html"), "=1+1");
    let problems = desk.report(&run, "问题清单.csv");
    assert!(problems.contains(",'=1+1,"), "{problems}");
    assert!(!problems.contains(",=1+1") && !problems.contains('\0'), "{problems}");
}

#[test]
fn what_robots_txt_forbids_is_not_asked_and_is_counted() {
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/robots.txt" => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /private/\n"),
        "/" => Answer::page(
            "测试网",
            "<a href=\"/private/a.html\">内部一</a><a href=\"/private/b.html\">内部二</a><img src=\"/private/c.png\"><a href=\"/open.html\">公开</a>",
        ),
        "/open.html" => Answer::page("公开", "<p>地址：测试路一号。</p><a href=\"/private/a.html\">内部一</a>"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    let private: Vec<_> = server.requests().into_iter().filter(|r| r.path.starts_with("/private/")).collect();
    assert!(private.is_empty(), "{private:?}");
    assert_eq!(server.count("/open.html"), 1);
    assert_eq!(run["sites"][0]["coverage"]["skipped"]["robots"], 3, "{run:#}");
    assert!(desk.links(&run, "link-broken", &server.url("")).is_empty());
}

#[test]
fn the_rate_and_the_number_at_once_hold_on_the_wire() {
    const PAGES: usize = 60;
    let server = SiteServer::start(|request| {
        let page = match request.path.as_str() {
            "/" => Some(0),
            path => path.trim_start_matches("/p").trim_end_matches(".html").parse::<usize>().ok(),
        };
        let Some(n) = page.filter(|n| *n < PAGES) else {
            return Answer::missing();
        };
        let links: String = (1..PAGES).map(|m| format!("<a href=\"/p{m}.html\">第{m}页</a>")).collect();
        // Long enough that more than two would be under way at this rate, were they let.
        Answer::page(&format!("第{n}页"), &links).after(Duration::from_millis(70))
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&["monthly", "--rate", "20", "--as-of", "2026-11-23"]);
    assert_eq!(run["sites"][0]["pages"], PAGES, "{run:#}");
    let requests = server.requests();
    assert!(requests.len() >= PAGES);
    let mut times: Vec<Instant> = requests.iter().map(|r| r.at).collect();
    times.sort();
    let busiest = times
        .iter()
        .enumerate()
        .map(|(i, from)| times[i..].iter().take_while(|at| **at - *from < Duration::from_secs(1)).count())
        .max();
    // Twenty, and three for what the machine's own delays push together.
    assert!(busiest <= Some(23), "{busiest:?} requests within a second");
    let at_once = requests.iter().map(|r| r.under_way).max();
    assert!(at_once <= Some(2), "{at_once:?} at once");
    let coverage = &run["sites"][0]["coverage"];
    assert_eq!(coverage["rate_limit"], 20.0, "{run:#}");
}

/// A site with good pages and three dead links, that answers `missing` to whatever it does not have.
fn dishonest(missing: fn() -> Answer) -> SiteServer {
    SiteServer::start(move |request| {
        if request.path == "/" {
            let links: String = (0..WORDS.len())
                .map(|n| format!("<a href=\"/news/{n}.html\">{}</a>", WORDS[n]))
                .collect();
            return Answer::page("测试网", &format!("<h1>测试网首页</h1>{links}"));
        }
        let n = request.path.strip_prefix("/news/").and_then(|p| p.strip_suffix(".html"));
        match n.and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < WORDS.len()) {
            Some(n) => {
                let dead = match n {
                    3 => "<a href=\"/news/900.html\">旧闻</a>",
                    5 => "<a href=\"/news/901.html\">旧闻</a>",
                    7 => "<a href=\"/old/2016/a.html\">旧闻</a>",
                    _ => "",
                };
                let word = WORDS[n];
                Answer::page(
                    &format!("{word}工作"),
                    &format!("<p>我局认真开展{word}工作，取得良好成效。</p>{dead}<a href=\"/\">首页</a>"),
                )
            }
            None => missing(),
        }
    })
}

#[test]
fn dead_pages_behind_a_good_status_are_found_and_no_good_page_with_them() {
    let sorry: fn() -> Answer = || Answer::page("提示信息", "<p>系统正在维护，请稍后访问本网站其他栏目。</p>");
    for (missing, cause) in [(sorry, "soft_404"), (|| Answer::redirect("/"), "redirect_home")] {
        let server = dishonest(missing);
        let desk = Desk::with_site(&server.url("/"), "");
        let (code, run) = desk.inspect(&FAST);
        assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{cause}: {run:#}");
        assert_eq!(
            link_findings(&desk, &run, &server),
            wanted(&[
                ["link-broken", "/news/3.html", "/news/900.html", cause],
                ["link-broken", "/news/5.html", "/news/901.html", cause],
                ["link-broken", "/news/7.html", "/old/2016/a.html", cause],
            ]),
            "{cause}"
        );
    }
}

#[test]
fn a_page_that_failed_once_is_alive() {
    let server = SiteServer::start(|request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"/busy.html\">办事</a>"),
        "/busy.html" if request.earlier == 0 => Answer::new(503, "text/html", "busy"),
        "/busy.html" => Answer::page("办事", "<p>地址：测试路一号。</p>"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, &run["complete"]), (Some(0), &Value::Bool(true)), "{run:#}");
    assert_eq!(server.count("/busy.html"), 2);
    assert_eq!(link_findings(&desk, &run, &server), []);
}
