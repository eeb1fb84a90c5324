//! Home pages: boxes, dates without a year, ways in that only lead on.

use jiff::civil::{Date, date};

use super::frames::trs;
use super::{rows, site_is_told};

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
    site_is_told(&[home(&format!("{old}{fresh}"))], &[]);
    site_is_told(&[home(&old)], &["home-stale"]);
}

#[test]
fn dates_without_a_year_are_of_the_last_twelve_months() {
    for format in ["%m-%d", "[%m-%d]", "(%m-%d)", "%m/%d", "%-m月%-d日"] {
        site_is_told(&[home(&boxed("工作动态", date(2026, 11, 20), format))], &[]);
        site_is_told(&[home(&boxed("工作动态", date(2026, 9, 20), format))], &["home-stale"]);
    }
}

#[test]
fn a_home_page_without_dates_waits_for_its_articles() {
    let plain = boxed("工作动态", date(2026, 11, 20), "");
    let page = home(&plain);
    site_is_told(std::slice::from_ref(&page), &[]);
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
    site_is_told(&[page.clone(), article("2026-11-20")], &[]);
    // The other five were not read: they may be newer.
    site_is_told(&[page, article("2025-01-20")], &[]);
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
    site_is_told(&[way_in.clone(), column(date(2026, 11, 20))], &[]);
    site_is_told(&[way_in, column(date(2026, 9, 20))], &["home-stale", "column-stale"]);
}
