//! Whole runs over what a page and an answer say about links: places within pages, documents and pictures that are none.

use serde_json::Value;

use crate::desk::{Desk, MENU};
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
fn of_a_style_sheet_without_end_the_beginning_is_asked_and_the_rest_told() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page(
            "测试网",
            &format!("{MENU}<link rel=stylesheet href=/icons.css><a href=/last.html>末页</a>"),
        ),
        "/icons.css" => {
            let rules: String = (0..100_000).map(|n| format!(".i{n}{{background:url(/i/{n}.png)}}\n")).collect();
            Answer::new(200, "text/css", rules)
        }
        path if path.starts_with("/i/") => Answer::new(200, "image/png", "png").with("ETag", "\"1\""),
        "/last.html" => Answer::page("末页", "<p>最后一页的内容。</p>"),
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (code, run) = desk.inspect(&FAST);
    assert_eq!((code, &run["complete"]), (Some(3), &Value::Bool(false)), "{run:#}");
    let pictures = server.requests().iter().filter(|r| r.path.starts_with("/i/")).count();
    assert!((2_000..2_010).contains(&pictures), "{pictures}");
    assert!(server.requests().iter().any(|r| r.path == "/last.html"));
    let gaps = run["sites"][0]["coverage"]["gaps"].to_string();
    assert!(gaps.contains("/icons.css") && gaps.contains("2000"), "{gaps}");
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
        "/" => Answer::page("测试网", &format!("{MENU}<a href=\"#missing\">说明</a>")),
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
            "/kb.js",
            "application/javascript",
            "function missing() { document.write('<div>无法找到该网页</div>您正在搜索的页面可能已经删除'); }",
            None,
        ),
        (
            "/gone.js",
            "text/html",
            "<html><title>404</title><body>页面不存在</body></html>",
            Some("soft_404"),
        ),
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

/// Things to write about: pages that differ in digits only count as the same page.
const THINGS: [&str; 8] = [
    "防汛演练在江边举行，各部门密切配合",
    "户籍窗口延长服务时间，周末也能办理",
    "交通整治行动查处多起违法，秩序好转",
    "反诈宣传走进校园，学生家长共同参与",
    "消防检查覆盖全部商场，隐患当场督促整改",
    "志愿者走访独居老人，送去节日的问候",
    "图书馆新增自助设备，借阅更加方便",
    "公园改造工程完工，市民休闲多了去处",
];

#[test]
fn an_error_page_with_an_echo_a_clock_and_a_token_is_known_and_says_by_what() {
    let server = SiteServer::start(|request: &Request| {
        let path = request.path.as_str();
        let n = path.strip_prefix("/news/a").and_then(|p| p.strip_suffix(".html"));
        match n.and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < THINGS.len()) {
            _ if path == "/" => {
                let all: Vec<String> = (0..THINGS.len()).map(|n| format!("/news/a{n}.html")).collect();
                let mut named: Vec<&str> = all.iter().map(String::as_str).collect();
                named.extend(["/news/report.html", "/news/mention.html"]);
                Answer::page("某某局", &links(&named))
            }
            Some(n) => Answer::page(
                "某某局",
                &format!("<h1>{}</h1><p>{}。</p>", THINGS[n], THINGS[(n + 3) % THINGS.len()].repeat(2)),
            ),
            None if path == "/news/mention.html" => Answer::page(
                "某某局",
                "<h1>关于错链整改的说明</h1><p>有网友反映部分链接打开后提示页面不存在，我们已经逐一核对并更正，感谢监督。</p>",
            ),
            None => {
                let token: String = path.bytes().rev().map(|b| char::from(b'a' + b.wrapping_mul(5) % 26)).collect();
                let words = "<p>很遗憾，您要看的内容我们这里没有，可能是地址写错了，也可能内容已经移到别处。</p>\
                    <p>您可以回到首页，或者从栏目导航重新查找，给您带来不便请谅解。</p>";
                Answer::page(
                    "某某局",
                    &format!(
                        "{words}<p>{path}</p><p>现在时间：2026年11月23日9点{}分</p><p>{token}</p>",
                        path.len()
                    ),
                )
            }
        }
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    assert_eq!(broken(&desk, &run, &server), rows(&[["/", "/news/report.html", "soft_404"]]));
    let finding = desk.findings(&run).into_iter().find(|f| f["rule"] == "link-broken").unwrap();
    let evidence = &finding["evidence"];
    assert_eq!(
        (&evidence["status"], &evidence["tries"], &evidence["probe_status"]),
        (&200.into(), &1.into(), &200.into())
    );
    assert!(evidence["probe"].as_str().unwrap().contains("/news/xuncha-"), "{evidence}");
    assert!(evidence["at"].as_str().unwrap().ends_with("+08:00"));
    assert!(desk.report(&run, "问题清单.csv").contains("试探，返回同样的页面"));
}

#[test]
fn credentials_and_blocked_ports() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => {
            let host = request.header("host").unwrap_or_default();
            Answer::page(
                "测试网",
                &links(&[&format!("http://user:s3cret@{host}/gone.html"), "http://www.example.gov.cn:0/x"]),
            )
        }
        _ => Answer::missing(),
    });
    let desk = Desk::with_site(&server.url("/"), "");
    let (_, run) = desk.inspect(&FAST);
    assert_eq!(
        broken(&desk, &run, &server),
        rows(&[
            ["/", "/gone.html", "http_404"],
            ["/", "http://www.example.gov.cn:0/x", "invalid_url"]
        ])
    );
    for file in ["findings.jsonl", "问题清单.csv", "错链汇总.csv", "run.json"] {
        assert!(!desk.report(&run, file).contains("s3cret"), "{file}");
    }
    assert!(desk.report(&run, "问题清单.csv").contains("浏览器禁止访问这个端口（0）"));
}
