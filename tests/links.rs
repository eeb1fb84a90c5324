//! Whole runs over what a page and an answer say about links: places within pages, documents and pictures that are none.

use serde_json::Value;

use crate::desk::Desk;
use crate::site_server::{Answer, Request, SiteServer};

const FAST: [&str; 5] = ["monthly", "--rate", "off", "--as-of", "2026-11-23"];

/// The broken links of a run as (page, target, cause), sorted, without the server's address.
fn broken(desk: &Desk, run: &Value, server: &SiteServer) -> Vec<[String; 3]> {
    let base = server.url("");
    let text = |value: &Value| value.as_str().unwrap_or_default().replace(&base, "");
    let mut found: Vec<_> = desk
        .findings(run)
        .iter()
        .filter(|f| f["rule"] == "link-broken")
        .map(|f| [text(&f["page_url"]), text(&f["target_url"]), text(&f["evidence"]["cause"])])
        .collect();
    found.sort();
    found
}

fn rows(rows: &[[&str; 3]]) -> Vec<[String; 3]> {
    let mut rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned)).collect();
    rows.sort();
    rows
}

fn links(targets: &[&str]) -> String {
    targets.iter().map(|t| format!("<p><a href=\"{t}\">链接</a></p>\n")).collect()
}

#[test]
fn a_missing_place_is_told_and_what_a_script_reads_is_not() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page(
            "测试网",
            &links(&[
                "/rules.html#t1",
                "/rules.html#t9",
                "/rules.html#%E7%AC%AC%E4%BA%8C%E6%9D%A1",
                "/rules.html#第九条",
                "/rules.html#top",
                "/rules.html#!list",
                "/rules.html#tab=2",
                "/script.html#t9",
                "/moved.html#t9",
                "/gone.html#t9",
                "#missing",
                "#here",
            ]),
        ),
        "/rules.html" => Answer::page(
            "条例",
            "<h2 id=t1>第一条</h2><a name=\"第二条\"></a><p>条文内容。</p><a href=\"/rules.html#t8\">第八条</a>",
        ),
        "/script.html" => Answer::page("查询", "<p>请选择。</p><script>if (location.hash) show(location.hash)</script>"),
        "/moved.html" => Answer::redirect("/rules.html"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&FAST);
    let found = broken(&desk, &run, &server);
    let ninth = "/rules.html#%E7%AC%AC%E4%B9%9D%E6%9D%A1";
    assert_eq!(
        found,
        rows(&[
            ["/", "/#here", "fragment"],
            ["/", "/#missing", "fragment"],
            ["/", "/rules.html#t9", "fragment"],
            ["/", ninth, "fragment"],
            ["/", "/gone.html", "http_404"],
            ["/rules.html", "/rules.html#t8", "fragment"],
        ])
    );
    assert_eq!(code, Some(1), "for the 404");
    let notices = desk.findings(&run).into_iter().filter(|f| f["evidence"]["cause"] == "fragment");
    assert!(notices.clone().all(|f| f["grade"] == "notice"));
    assert!(
        notices
            .into_iter()
            .any(|f| f["message"] == "链接“链接”指向的页内位置不存在（#第九条）")
    );
    assert!(!desk.report(&run, "错链汇总.csv").contains('#'), "the page opens");
}

#[test]
fn missing_places_alone_are_no_problem_for_the_exit_code() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page("测试网", "<a href=\"#missing\">说明</a>"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, broken(&desk, &run, &server).len()), (Some(0), 1), "{run:#}");
}

#[test]
fn documents_and_pictures_are_what_they_are_called() {
    let documents = [
        ("/a.pdf", "application/pdf", "%PDF-1.4\n%%EOF\n", None),
        (
            "/page.pdf",
            "application/pdf",
            "<html><body><h1>File not found</h1></body></html>",
            Some("wrong_content"),
        ),
        (
            "/json.pdf",
            "application/pdf",
            "{\"code\":404,\"msg\":\"文件不存在\"}",
            Some("wrong_content"),
        ),
        ("/b.docx", "application/octet-stream", "PK\u{3}\u{4}\u{14}", None),
        ("/text.docx", "application/octet-stream", "File not found", Some("wrong_content")),
        (
            "/table.xls",
            "application/vnd.ms-excel",
            "<html><table><tr><td>姓名</td><td>成绩</td></tr></table></html>",
            None,
        ),
        (
            "/error.xls",
            "application/vnd.ms-excel",
            "<html><title>404</title><body>页面不存在</body></html>",
            Some("wrong_content"),
        ),
        (
            "/login.doc",
            "text/html",
            "<html><form>请登录<input type=\"password\"></form></html>",
            Some("wrong_content"),
        ),
        ("/odd.zip", "application/zip", "\u{1}\u{2}\u{3}\u{4}", None),
        (
            "/viewer.pdf",
            "text/html",
            "<html><embed src=\"/a.pdf\" type=\"application/pdf\"></html>",
            None,
        ),
        ("/empty.rar", "application/octet-stream", "", Some("empty_file")),
    ];
    let server = SiteServer::start(move |request: &Request| {
        let page = "<html><head><title>某某网</title></head><body>欢迎访问</body></html>";
        match request.path.as_str() {
            "/" => {
                let named: Vec<&str> = documents.iter().map(|d| d.0).chain(["/none.pdf", "/linked.jpg"]).collect();
                let shown = "<img src=\"/shown.jpg\"><img src=\"/linked.jpg\"><img src=\"/count.jsp\"><img src=\"/good.jpg\">";
                Answer::page("测试网", &format!("{}{shown}", links(&named)))
            }
            "/none.pdf" => Answer::new(204, "application/pdf", ""),
            "/shown.jpg" | "/linked.jpg" | "/count.jsp" => Answer::new(200, "text/html", page),
            "/good.jpg" => Answer::new(200, "image/jpeg", b"\xff\xd8\xff\xe0".to_vec()),
            path => match documents.iter().find(|d| d.0 == path) {
                Some((_, kind, body, _)) => Answer::new(200, kind, *body),
                None => Answer::missing(),
            },
        }
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    let wrong = documents.iter().filter_map(|d| Some(["/", d.0, d.3?]));
    let others = [["/", "/none.pdf", "empty_file"], ["/", "/shown.jpg", "wrong_content"]];
    assert_eq!(broken(&desk, &run, &server), rows(&wrong.chain(others).collect::<Vec<_>>()));
    let problems = desk.report(&run, "问题清单.csv");
    assert!(
        problems.contains("实际内容 程序数据（JSON）") && problems.contains("实际内容 网页"),
        "{problems}"
    );
}
