//! A style sheet is no home page, whatever it is called.

use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

/// A home page with this week's news, and a style sheet beside it under a name that begins like that of an index page.
#[test]
fn a_style_sheet_beside_the_home_page_is_not_judged_in_its_place() {
    for sheet in ["/index.vsb1.css", "/default.css", "/index.vsb.css?v=3"] {
        let server = SiteServer::start(move |request: &Request| match request.path.as_str() {
            "/" => {
                let news: String = (1..=8)
                    .map(|n| {
                        format!(
                            "<li><a href=\"/n{n}.html\">鹭岛市公安局开展第{n}次专项行动工作部署</a><span>2026-11-2{}</span></li>",
                            n % 3
                        )
                    })
                    .collect();
                let head = format!("<link rel=stylesheet href=\"{sheet}\">");
                Answer::page(
                    "鹭岛市公安局",
                    &format!("{head}{MENU}<div class=box><h3>最新信息</h3><ul>{news}</ul></div>"),
                )
            }
            path if path == sheet => Answer::new(200, "text/css", "body{background:url(/bg.png)}"),
            "/bg.png" => Answer::new(200, "image/png", b"\x89PNG\r\n\x1a\n0000".to_vec()),
            path if path.starts_with("/n") => Answer::page(
                path,
                &format!("<h1>第{path}次</h1>发布时间：2026-11-20<p>{}</p>", "近日，检查场所。".repeat(60)),
            ),
            _ => Answer::missing(),
        });
        let desk = Desk::with_site(&server.url("/"), "");
        let (_, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23"]);
        assert_eq!(server.count(sheet), 1);
        let findings = desk.findings(&run);
        let wrong: Vec<_> = findings
            .iter()
            .filter(|f| f["page_url"].as_str().unwrap().contains(".css") || f["rule"].as_str().unwrap().starts_with("home-"))
            .collect();
        assert!(wrong.is_empty(), "{sheet}: {wrong:#?}");
        assert!(!desk.report(&run, "人工核查.csv").contains(".css"), "{sheet}");
    }
}
