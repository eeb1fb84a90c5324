//! How long pages take is measured on the wire, and one slow page is no slow site.

use std::time::Duration;

use crate::desk::Desk;
use crate::site_server::{Answer, SiteServer};

/// A little over the official three seconds.
const SLOW: Duration = Duration::from_millis(3_200);

/// A home page and six pages, of which so many are slow.
fn slow_pages(slow: usize) -> (Option<serde_json::Value>, usize) {
    let server = SiteServer::start(move |request| {
        if request.path == "/" {
            let links: String = (0..6).map(|n| format!("<a href=\"/{n}.html\">第{n}页</a>")).collect();
            return Answer::page("测试网", &links);
        }
        match request.path.trim_matches('/').trim_end_matches(".html").parse::<usize>() {
            Ok(n) if n < slow => Answer::page(&format!("第{n}页"), "<p>正文</p>").after(SLOW),
            Ok(n) if n < 6 => Answer::page(&format!("第{n}页"), "<p>正文</p>"),
            _ => Answer::missing(),
        }
    });
    let desk = Desk::with_site(&server.url("/"), "    concurrency: 8\n");
    let (_, run) = desk.inspect(&["monthly", "--rate", "off"]);
    let found = desk.findings(&run).into_iter().find(|f| f["rule"] == "page-slow");
    let reviews = run["reviews"].as_array().unwrap();
    let of_ipv6 = reviews.iter().filter(|r| r["rule"] == "ipv6-missing").count();
    (found, of_ipv6)
}

#[test]
fn a_site_is_slow_where_most_of_its_pages_are() {
    let (found, of_ipv6) = slow_pages(6);
    let found = found.unwrap();
    assert_eq!(
        (&found["grade"], &found["evidence"]["pages"], &found["evidence"]["slow"]),
        (&"notice".into(), &7.into(), &6.into())
    );
    assert!(found["evidence"]["seconds"].as_f64().unwrap() >= 3.2);
    assert_eq!(of_ipv6, 0, "a site on this machine has no name to give an address to");
}

#[test]
fn a_few_slow_pages_are_weather() {
    assert_eq!(slow_pages(3).0, None);
}
