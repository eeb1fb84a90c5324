//! A page that says far too much costs its own record and nothing else.

use serde_json::Value;
use url::Url;
use xuncha::testing::extract::{PageInput, extract_page};

use crate::desk::{Desk, MENU};
use crate::site_server::{Answer, Request, SiteServer};

/// Characters of a line, and the ellipsis.
const LINE: usize = 501;

/// What a page is made of, each part long enough to fill it.
fn hostile_pages() -> Vec<(&'static str, String)> {
    let long = "巡查".repeat(90_000);
    let many = |part: &dyn Fn(usize) -> String, times: usize| (0..times).map(part).collect::<String>();
    let page = |head: &str, body: &str| format!("<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>");
    vec![
        ("title", page(&format!("<title>{long}</title>"), "<a href=/x>x</a>")),
        (
            "headline",
            page(
                "<title>测</title>",
                &format!("<h1>{long}</h1><p>发布时间：2026-11-20 来源：{long}</p><p>正文。</p>"),
            ),
        ),
        (
            "labels",
            page(
                &many(
                    &|n| format!("<meta name=\"n{n}{}\" content=\"{}\">", &long[..300], &long[..3_000]),
                    1_000,
                ),
                "",
            ),
        ),
        (
            "breadcrumb",
            page(
                "",
                &format!(
                    "<div class=position>当前位置：{}</div>",
                    many(&|n| format!("<a href=/{n}/>{}</a> &gt; ", &long[..300]), 5_000)
                ),
            ),
        ),
        (
            "list",
            page(
                "",
                &format!(
                    "<ul>{}</ul>",
                    many(
                        &|n| format!(
                            "<li><a href=/n/{n}.html title=\"{}\">第{n}次部署会议</a><span>2026-11-20</span></li>",
                            &long[..120]
                        ),
                        30_000
                    )
                ),
            ),
        ),
        (
            "links",
            page(
                "",
                &many(&|n| format!("<a href=\"/{n}{}\">{n}{}</a>", &long[..90], &long[..60]), 30_000),
            ),
        ),
        (
            "long links",
            page("", &many(&|n| format!("<a href=\"/{n}{}\">x</a>", "a".repeat(15_000)), 500)),
        ),
        (
            "one link",
            page(
                "",
                &format!("<a href=\"/{long}\">{long}</a><img alt=\"{long}\" src=\"{long}\"><a href=\"file:///{long}\">y</a>"),
            ),
        ),
        (
            "footer",
            page(
                "",
                &format!("<div class=footer>主办单位：{long} 网站标识码：{long} 闽ICP备{long}号 联系电话：{long}</div>"),
            ),
        ),
        (
            "guide",
            page(
                "<title>办事指南</title>",
                &format!(
                    "<h1>{long}</h1><table><tr><td>设定依据</td><td>{long}</td></tr><tr><td>申请材料</td><td>{}</td></tr><tr><td>咨询电话</td><td>{long}</td></tr></table>",
                    many(&|n| format!("<p>{n}、《{}》原件</p>", &long[..600]), 3_000)
                ),
            ),
        ),
        (
            "letters",
            page(
                "<title>领导信箱</title>",
                &format!(
                    "<table><tr><th>来信标题</th><th>来信时间</th><th>办理状态</th></tr>{}</table>",
                    many(
                        &|n| format!(
                            "<tr><td><a href=/l/{n}.html>{}</a></td><td>2026-11-20</td><td>已回复</td></tr>",
                            &long[..600]
                        ),
                        5_000
                    )
                ),
            ),
        ),
        ("text", page("", &format!("<div class=TRS_Editor><p>{}</p></div>", long.repeat(2)))),
        (
            "hidden",
            page(
                "",
                &format!(
                    "<div style=display:none>{}</div>",
                    many(&|n| format!("<a href=http://s{n}.com/>{}</a>", &long[..300]), 5_000)
                ),
            ),
        ),
        (
            "numbers",
            page("", &many(&|n| format!("<p>{} 1350592{:04}</p>", &long[..90], n % 10_000), 30_000)),
        ),
    ]
}

/// The longest text in a value that is neither the main text nor an address.
fn longest(value: &Value, key: &str) -> (usize, String) {
    match value {
        Value::String(text) if !matches!(key, "url" | "text_of_page" | "more_url" | "form_library") => {
            (text.chars().count(), key.to_owned())
        }
        Value::Array(all) => all.iter().map(|v| longest(v, key)).max().unwrap_or_default(),
        Value::Object(all) => all
            .iter()
            .map(|(k, v)| longest(v, k).max((k.chars().count(), k.clone())))
            .max()
            .unwrap_or_default(),
        _ => (0, String::new()),
    }
}

#[test]
fn what_is_kept_of_any_page_has_a_bound() {
    let url: Url = "http://www.example.gov.cn/a/".parse().unwrap();
    for (what, html) in hostile_pages() {
        assert!(html.len() > 500_000, "{what}");
        // A home page keeps its lists as boxes.
        for is_home in if what == "list" { vec![true, false] } else { vec![false] } {
            let facts = extract_page(&PageInput {
                url: &url,
                bytes: html.as_bytes(),
                header_charset: None,
                today: jiff::civil::date(2026, 11, 23),
                is_home,
                guide_hint: what == "guide",
                cut_off: false,
            });
            let mut record = serde_json::to_value(&facts).unwrap();
            let text = record.as_object_mut().unwrap().remove("text").unwrap();
            assert!(text.as_str().unwrap().chars().count() <= 200_001, "{what}");
            let (length, key) = longest(&record, "");
            assert!(length <= LINE, "{what}: {length} characters of {key}");
            let bytes = record.to_string().len();
            assert!(bytes < 32 << 20, "{what}: {bytes} bytes");
        }
    }
}

/// Half a million characters of title over 1,500 dead links: the title is told with each of them.
#[test]
fn a_page_with_an_endless_title_and_many_dead_links_is_reported() {
    let server = SiteServer::start(|request: &Request| match request.path.as_str() {
        "/" => Answer::page("测试网", &format!("{MENU}<a href=\"/big.html\">大</a>")),
        "/big.html" => {
            let links: String = (0..1_500)
                .map(|n| format!("<p><a href=\"/gone/{n}.html\">第{n}份附件</a></p>"))
                .collect();
            Answer::page(&"长".repeat(500_000), &links)
        }
        _ => Answer::missing().with("ETag", &"e".repeat(50_000)),
    });
    let desk = Desk::with_site(&server.url("/"), "    concurrency: 16\n");
    let (code, run) = desk.inspect(&["monthly", "--rate", "off", "--as-of", "2026-11-23"]);
    assert_eq!(
        (code, &run["complete"]),
        (Some(1), &Value::Bool(true)),
        "{}",
        run["sites"][0]["coverage"]
    );
    assert_eq!(run["sites"][0]["findings"]["link-broken"], 1_500);
    let findings = desk.report(&run, "findings.jsonl");
    let line = findings.lines().map(str::len).max().unwrap();
    assert!(line < 16 << 10, "{line} bytes in one line");
    let of = |path: &str| std::fs::metadata(desk.folder.path().join(path)).unwrap().len();
    let kept = of(".xuncha/xuncha.db");
    assert!(kept < 64 << 20, "{kept} bytes are kept");
}
