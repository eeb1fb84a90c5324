//! Boxes of messages from HTML to what an editor would be told: lists, pages, and sites made of both.

use jiff::civil::{Date, date};
use xuncha::testing::finding::Verdict;
use xuncha::testing::site::ColumnSpec;
use xuncha::testing::standard::ColumnKind;

use super::{assert_finds, site};

fn frame(column: &str, content: &str) -> String {
    format!(
        "<html><head><title>{column}-鹭岛市某某局</title></head><body><div class='nav'><a href='/'>首页</a><a href='/jzxx/'>局长信箱</a></div>\
         <div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='/jzxx/'>{column}</a></div><div class='main'><h2>{column}</h2>{content}</div>\
         <div class='footer'>主办单位：鹭岛市某某局</div></body></html>"
    )
}

fn list(column: &str, rows: &[(u32, Date, Option<Date>, &str)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(n, asked, answered, status)| {
            let answered = answered.map_or(String::new(), |d| d.to_string());
            format!(
                "<tr><td><a href='/jzxx/{n}.html'>关于第{n}路公交的问题</a></td><td>{asked}</td><td>{answered}</td><td>{status}</td></tr>"
            )
        })
        .collect();
    frame(
        column,
        &format!("<table><tr><th>标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>{rows}</table>"),
    )
}

fn letter(column: &str, n: u32, asked: &str, answer: &str) -> String {
    frame(
        column,
        &format!("<h1>关于第{n}路公交的问题</h1><p>来信时间：{asked}</p><p>来信内容：请问第{n}路公交末班车几点？</p>{answer}"),
    )
}

/// What the rules of messages say of a site made of these pages: rule, grade in short, page; and how many reviews.
fn said(site: &xuncha::testing::site::Site, pages: &[(&str, String)]) -> (Vec<String>, usize) {
    let (mut told, mut reviews) = (Vec::new(), 0);
    for (id, verdict) in super::said_of(site, &super::read(site, pages)) {
        if !id.starts_with("inquiry-") {
            continue;
        }
        match verdict {
            Verdict::Fail(found) => told.extend(found.iter().map(|f| {
                format!(
                    "{} {} {}",
                    f.rule,
                    f.grade.chinese(),
                    f.page_url.trim_start_matches("http://www.a.gov.cn")
                )
            })),
            Verdict::NeedsReview(found) => reviews += found.len(),
            _ => {}
        }
    }
    (told, reviews)
}

const BOX: &str = "http://www.a.gov.cn/jzxx/";

#[test]
fn a_list_by_itself_tells_what_is_open_and_what_is_late() {
    let page = list(
        "局长信箱",
        &[
            (1, date(2026, 11, 20), None, "待回复"),
            (2, date(2026, 11, 2), None, "办理中"),
            (3, date(2026, 8, 1), None, "待回复"),
            // Saturday 10 October was worked in exchange: the Wednesday after is the fifth day.
            (4, date(2026, 10, 8), Some(date(2026, 10, 14)), "已回复"),
            (5, date(2026, 9, 1), Some(date(2026, 9, 20)), "已回复"),
            (6, date(2026, 7, 1), None, "不予受理"),
            (7, date(2024, 7, 1), None, "待回复"),
        ],
    );
    let want = [
        "inquiry-unanswered 单项否决 /jzxx/3.html",
        "inquiry-unanswered 严重 /jzxx/7.html",
        "inquiry-unanswered 一般 /jzxx/2.html",
        "inquiry-unanswered 提示 /jzxx/5.html",
    ];
    assert_eq!(said(&site(), &[(BOX, page.clone())]), (want.map(str::to_owned).to_vec(), 0));
    // A petition box with the same rows says nothing.
    let petition = page.replace("局长信箱", "投诉举报");
    assert_eq!(said(&site(), &[(BOX, petition)]).0, Vec::<String>::new());
    assert_finds(BOX, &page, &["inquiry-unanswered"; 4]);
}

#[test]
fn the_page_of_a_message_goes_before_its_row() {
    let page = list(
        "局长信箱",
        &[
            (1, date(2026, 8, 1), None, "待回复"),
            (2, date(2026, 7, 1), Some(date(2026, 7, 3)), "已回复"),
            (3, date(2026, 11, 19), Some(date(2026, 11, 20)), "已回复"),
        ],
    );
    let one = "http://www.a.gov.cn/jzxx/1.html";
    let answered = letter(
        "局长信箱",
        1,
        "2026-08-01",
        "<p>答复单位：市某某局</p><p>答复时间：2026-08-04</p><p>答复内容：末班车为22时。</p>",
    );
    assert_eq!(said(&site(), &[(BOX, page.clone()), (one, answered)]), (vec![], 0));
    let open = letter("局长信箱", 1, "2026-08-01", "<p>答复内容：暂无答复</p>");
    assert_eq!(
        said(&site(), &[(one, open.clone()), (BOX, page)]).0,
        ["inquiry-unanswered 单项否决 /jzxx/1.html"]
    );
    assert_finds(one, &open, &["inquiry-unanswered"]);
}

#[test]
fn a_list_without_a_status_leaves_it_to_the_pages() {
    let rows = "<tr><td><a href='/jzxx/1.html'>关于第1路公交的问题</a></td><td>2026-08-01</td></tr><tr><td><a href='/jzxx/2.html'>关于第2路公交的问题</a></td><td>2026-11-01</td></tr>";
    let page = frame(
        "局长信箱",
        &format!("<table><tr><th>信件标题</th><th>来信时间</th></tr>{rows}</table>"),
    );
    let (told, reviews) = said(&site(), &[(BOX, page.clone())]);
    assert_eq!((told.len(), reviews), (0, 1), "one row for the box");
    let one = (
        "http://www.a.gov.cn/jzxx/1.html",
        letter("局长信箱", 1, "2026-08-01", "<p>答复内容：</p><p></p>"),
    );
    let two = (
        "http://www.a.gov.cn/jzxx/2.html",
        letter(
            "局长信箱",
            2,
            "2026-11-01",
            "<p>答复内容：末班车为22时。</p><p>市某某局</p><p>2026年11月3日</p>",
        ),
    );
    let (told, reviews) = said(&site(), &[(BOX, page), one, two]);
    assert_eq!((told, reviews), (vec!["inquiry-unanswered 单项否决 /jzxx/1.html".to_owned()], 0));
}

#[test]
fn what_a_published_answer_lacks_is_told_on_its_page() {
    let url = "http://www.a.gov.cn/jzxx/1.html";
    let full = "<p>答复单位：市某某局</p><p>答复时间：2026-11-04</p><p>答复内容：末班车为22时。</p>";
    assert_finds(url, &letter("局长信箱", 1, "2026-11-02", full), &[]);
    for gone in ["<p>答复单位：市某某局</p>", "<p>答复时间：2026-11-04</p>"] {
        assert_finds(
            url,
            &letter("局长信箱", 1, "2026-11-02", &full.replace(gone, "")),
            &["inquiry-undisclosed"],
        );
    }
    assert_finds(
        url,
        &letter("局长信箱", 1, "2026-11-02", full).replace("<p>来信时间：2026-11-02</p>", ""),
        &["inquiry-undisclosed"],
    );
}

#[test]
fn a_box_without_anything_new_is_stale() {
    let old = list(
        "局长信箱",
        &[
            (1, date(2026, 8, 1), Some(date(2026, 8, 3)), "已回复"),
            (2, date(2026, 7, 1), Some(date(2026, 7, 3)), "已回复"),
        ],
    );
    assert_eq!(said(&site(), &[(BOX, old.clone())]).0, ["inquiry-stale 一般 /jzxx/"]);
    // Listed as what it is, the box is judged under the name of the configuration, whatever the page calls itself.
    let mut listed = site();
    listed.columns.push(ColumnSpec {
        name: "写信".into(),
        url: BOX.parse().unwrap(),
        kind: ColumnKind::Consultation,
        max_age: None,
        exempt: None,
    });
    assert_eq!(
        said(&listed, &[(BOX, old.replace("局长信箱", "投诉"))]).0,
        ["inquiry-stale 一般 /jzxx/"]
    );
    listed.columns[0].exempt = Some("渠道已并入12345".into());
    assert_eq!(said(&listed, &[(BOX, old)]).0, Vec::<String>::new());
}

#[test]
fn a_box_that_a_script_fills_goes_to_a_person() {
    let page = frame(
        "局长信箱",
        "<ul id='list'></ul><script>loadList({url:'/api/letters', box:'#list', row:'<li><a href=\"{url}\">{title}</a><span>{date}</span></li>'});</script>",
    )
    .replace("<head>", "<head><meta name='ColumnName' content='局长信箱'>");
    let (told, reviews) = said(&site(), &[(BOX, page)]);
    assert_eq!(told, Vec::<String>::new());
    assert!(reviews >= 1);
}
