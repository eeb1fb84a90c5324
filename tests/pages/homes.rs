//! Home pages: boxes, dates without a year, ways in that only lead on.

use jiff::civil::{Date, date};

use super::frames::trs;
use super::{assert_site_finds, assert_site_finds_besides, rows};

fn boxed(name: &str, newest: Date, format: &str) -> String {
    let items = rows(newest, 5, 6, |i, d| {
        format!(
            r#"<li><a href="/{name}/{i}.html" title="某某局开展第{i}次专项行动工作部署">某某局开展第{i}次专项行动…</a><span>{}</span></li>"#,
            d.strftime(format)
        )
    });
    format!(
        r#"<div class="box"><h3><a href="/{name}/">{name}</a><a class="more" href="/{name}/">更多&gt;&gt;</a></h3><ul>{items}</ul></div>"#
    )
}

fn home(body: &str) -> (&'static str, String) {
    let page = format!(
        r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>鹭岛市某某局</title></head><body><div class="nav"><a href="/">首页</a><a href="/zwdt/">动态</a><a href="/tzgg/">公告</a></div><div class="main">{body}</div><div class="links"><h3>友情链接</h3><ul><li><a href="http://www.b.gov.cn/">鹭岛市人民政府</a></li><li><a href="http://www.c.gov.cn/">鹭岛省某某厅门户网站</a></li></ul></div><div class="footer">主办：鹭岛市某某局 2024-01-01 起运行</div></body></html>"#
    );
    ("http://www.a.gov.cn/", page)
}

#[test]
fn one_fresh_box_keeps_a_home_page_fresh() {
    let fresh = boxed("工作动态", date(2026, 11, 20), "%Y-%m-%d");
    let old = boxed("通知公告", date(2025, 3, 1), "%Y-%m-%d");
    assert_site_finds(&[home(&format!("{old}{fresh}"))], &[]);
    assert_site_finds(&[home(&old)], &["home-stale"]);
}

#[test]
fn dates_without_a_year_are_of_the_last_twelve_months() {
    for format in ["%m-%d", "[%m-%d]", "(%m-%d)", "%m/%d", "%-m月%-d日"] {
        assert_site_finds(&[home(&boxed("工作动态", date(2026, 11, 20), format))], &[]);
        assert_site_finds(&[home(&boxed("工作动态", date(2026, 9, 20), format))], &["home-stale"]);
    }
}

#[test]
fn a_home_page_without_dates_waits_for_its_articles() {
    let plain = boxed("工作动态", date(2026, 11, 20), "");
    let page = home(&plain);
    assert_site_finds(std::slice::from_ref(&page), &[]);
    let text = "近日，某某局开展专项行动，检查重点场所，发现并整改一批隐患，取得了阶段性成效。".repeat(4);
    let article = |day: &str| {
        let html = trs(
            "工作动态",
            "",
            &format!(
                "<h2>某某局开展第0次专项行动工作部署</h2><div class='info'>发布时间：{day}</div><div class='TRS_Editor'><p>{text}</p></div>"
            ),
        );
        ("http://www.a.gov.cn/工作动态/0.html", html.replace("ColumnName", "ColumnTitle"))
    };
    assert_site_finds(&[page.clone(), article("2026-11-20")], &[]);
    // The other five were not read: they may be newer.
    assert_site_finds(&[page, article("2025-01-20")], &[]);
}

#[test]
fn a_way_in_is_judged_by_its_columns() {
    let way_in = home("<ul><li><a href='/zwdt/'>工作动态</a></li><li><a href='/tzgg/'>通知公告</a></li></ul>");
    let column = |newest: Date| {
        let items = rows(newest, 3, 8, |i, d| {
            format!("<li><a href='{i}.html'>某某局召开第{i}次工作会议</a><span>{d}</span></li>")
        });
        (
            "http://www.a.gov.cn/zwdt/",
            trs("工作动态", "", &format!("<ul class='list'>{items}</ul>")),
        )
    };
    assert_site_finds(&[way_in.clone(), column(date(2026, 11, 20))], &[]);
    assert_site_finds(&[way_in, column(date(2026, 9, 20))], &["home-stale", "column-stale"]);
}

/// What is said of the home page itself.
#[track_caller]
fn assert_amounts(pages: &[(&str, String)], want: &[&str]) {
    assert_site_finds_besides(&["column-absent", "column-stale"], pages, want);
}

#[test]
fn few_news_are_told_and_news_outside_the_boxes_count() {
    let few = boxed("工作动态", date(2026, 11, 20), "%Y-%m-%d");
    assert_amounts(&[home(&few)], &["home-few"]);
    let many: String = (0..5).map(|i| boxed(&format!("动态{i}"), date(2026, 11, 22), "%Y-%m-%d")).collect();
    assert_amounts(&[home(&many)], &[]);
    // Nine pictures whose articles were read and are new.
    let pictures: String = (0..9)
        .map(|i| format!("<a href='/tp/{i}.html'><img src='/tp/{i}.jpg'></a>"))
        .collect();
    let mut pages = vec![home(&format!("{few}<div class='slides'>{pictures}</div>"))];
    let urls: Vec<String> = (0..9).map(|i| format!("http://www.a.gov.cn/tp/{i}.html")).collect();
    let text = "近日，某某局开展专项行动，检查重点场所，发现并整改一批隐患。".repeat(4);
    for url in &urls {
        let html = format!("<html><body><h1>某某局开展专项行动</h1><p>发布时间：2026-11-19</p><div>{text}</div></body></html>");
        pages.push((url, html));
    }
    assert_amounts(&pages, &[]);
}

#[test]
fn a_home_page_is_warned_of_before_the_veto() {
    assert_amounts(
        &[home(&boxed("工作动态", date(2026, 11, 11), "%Y-%m-%d"))],
        &["home-few", "home-quiet"],
    );
    assert_amounts(&[home(&boxed("工作动态", date(2026, 11, 13), "%Y-%m-%d"))], &["home-few"]);
}

#[test]
fn a_way_in_waits_for_columns_that_were_not_read() {
    let way_in = home("<ul><li><a href='/zwdt/'>工作动态</a></li><li><a href='/tzgg/'>通知公告</a></li></ul>");
    let list = |name: &str, body: &str| trs(name, "", &format!("<ul class='list' id='list'>{body}</ul>"));
    let old = rows(date(2026, 6, 20), 3, 8, |i, d| {
        format!("<li><a href='{i}.html'>某某局召开第{i}次工作会议</a><span>{d}</span></li>")
    });
    let script = "</ul><script>$.ajax({url:'/api/list',success:function(d){}})</script><ul>";
    let scripted = ("http://www.a.gov.cn/zwdt/", list("工作动态", script));
    let notices = ("http://www.a.gov.cn/tzgg/", list("通知公告", &old));
    assert_amounts(&[way_in.clone(), notices.clone()], &["home-stale"]);
    assert_amounts(&[way_in.clone(), notices, scripted], &[]);
    // One article in two columns is one item.
    let fresh = rows(date(2026, 11, 20), 1, 8, |i, d| {
        format!("<li><a href='/zwdt/{i}.html'>某某局召开第{i}次工作会议</a><span>{d}</span></li>")
    });
    assert_amounts(
        &[
            way_in,
            ("http://www.a.gov.cn/zwdt/", list("工作动态", &fresh)),
            ("http://www.a.gov.cn/tzgg/", list("通知公告", &fresh)),
        ],
        &["home-few"],
    );
}

#[test]
fn a_home_page_of_titles_without_dates_is_no_way_in() {
    // Its articles were not read: what the columns show does not make it fresh or stale.
    let titles = boxed("工作动态", date(2026, 11, 20), "");
    let old = rows(date(2026, 6, 20), 3, 8, |i, d| {
        format!("<li><a href='{i}.html'>关于第{i}次会议的公告</a><span>{d}</span></li>")
    });
    let column = (
        "http://www.a.gov.cn/tzgg/",
        trs("通知公告", "", &format!("<ul class='list'>{old}</ul>")),
    );
    assert_site_finds(&[home(&titles), column], &[]);
}

#[test]
fn a_box_of_new_items_only_may_hide_more_of_them() {
    let news = |count| {
        let items = rows(date(2026, 11, 22), 1, count, |i, d| {
            format!("<li><a href='/zwdt/{i}.html'>某某局召开第{i}次工作会议</a><span>{d}</span></li>")
        });
        format!("<div class='box'><h3>工作动态</h3><a class='more' href='/zwdt/'>更多</a><ul class='list'>{items}</ul></div>")
    };
    assert_amounts(&[home(&news(6))], &[]);
    let column = |count| ("http://www.a.gov.cn/zwdt/", trs("工作动态", "", &news(count)));
    assert_amounts(&[home(&news(6)), column(12)], &[]);
    assert_amounts(&[home(&news(6)), column(8)], &["home-few"]);
}
