//! Columns: stale, blank and undated ones, and everything that only looks like one.

use jiff::civil::{Date, date};

use super::frames::{dede, empire, platform, trs};
use super::{assert_finds, assert_site_finds, remarks, rows};

const PAGER: &str = r#"<div class="page"><script>createPageHTML(4, 0, "index", "html");</script></div>"#;

fn ul(newest: Date, count: i64) -> String {
    let items = rows(newest, 3, count, |i, d| {
        format!(
            r#"<li><a href="./202611/t{i}.html" title="某某局召开第{i}次工作推进会议">某某局召开第{i}次工作推进会议</a><span>{d}</span></li>"#
        )
    });
    format!(r#"<ul class="list">{items}</ul>{PAGER}"#)
}

#[test]
fn columns_are_held_to_the_period_of_their_kind() {
    let old_news = trs("政务动态", "新闻类", &ul(date(2026, 11, 1), 12));
    assert_finds("http://www.a.gov.cn/zwdt/", &old_news, &["column-stale"]);
    assert_finds("http://www.a.gov.cn/zwdt/", &trs("政务动态", "", &ul(date(2026, 11, 20), 12)), &[]);
    assert_finds("http://www.a.gov.cn/tzgg/", &trs("通知公告", "", &ul(date(2026, 6, 1), 12)), &[]);
    assert_finds(
        "http://www.a.gov.cn/tzgg/",
        &trs("通知公告", "", &ul(date(2026, 5, 1), 12)),
        &["column-stale"],
    );
    assert_finds(
        "http://www.a.gov.cn/zcjd/",
        &trs("政策解读", "", &ul(date(2026, 5, 1), 2)),
        &["column-stale"],
    );
}

#[test]
fn later_pages_collections_and_years_gone_by_are_left_alone() {
    let old = ul(date(2019, 5, 1), 12);
    assert_finds(
        "http://www.a.gov.cn/zwdt/index_3.html",
        &trs("政务动态", "", &old.replace("4, 0", "4, 3")),
        &[],
    );
    for name in [
        "专题专栏",
        "2019年工作动态",
        "“十三五”规划",
        "历史新闻",
        "主题教育专题动态",
        "搜索结果",
        "网站地图",
        "便民服务",
        "招标采购公告",
        "失效文件",
        "下载中心",
        "视频新闻回顾",
    ] {
        assert_finds("http://www.a.gov.cn/x/", &trs(name, "", &old), &[]);
    }
    let topic = old.clone();
    let topic = trs("工作动态", "", &topic).replace("政务公开</a>", "疫情防控专题</a>");
    assert_finds("http://www.a.gov.cn/x/", &topic, &[]);
}

#[test]
fn a_search_result_is_no_column() {
    let found = ul(date(2019, 5, 1), 10);
    assert_finds(
        "http://www.a.gov.cn/search.jsp?q=通知",
        &trs("全文检索", "", &format!("<p>共找到 10 条与“通知公告”相关的结果</p>{found}")),
        &[],
    );
    assert_finds(
        "http://www.a.gov.cn/search?q=x",
        &empire("通知公告", &found).replace("<title>通知公告", "<title>站内搜索"),
        &[],
    );
}

#[test]
fn an_empty_frame_is_blank_unless_it_says_why_or_shows_something_else() {
    let empty = |body: &str| trs("人事信息", "", body);
    assert_finds(
        "http://www.a.gov.cn/rsxx/",
        &empty(r#"<div class="tit">人事信息</div><ul class="list"></ul>"#),
        &["column-blank"],
    );
    assert_finds(
        "http://www.a.gov.cn/rsxx/",
        &empire(
            "人事信息",
            r#"<table class="list_table"></table><div class="list"></div><div class="epages">共0条记录 首页 上一页 下一页</div>"#,
        ),
        &["column-blank"],
    );
    for body in [
        r#"<ul class="list"><li>暂无相关信息</li></ul>"#,
        r#"<ul class="list"></ul><p>本年度未产生人事任免信息。</p>"#,
        r#"<ul class="list" id="list"></ul><script>$.ajax({url:'/api/list',success:function(d){}})</script>"#,
        r#"<iframe src="/api/rsxx.html" width="100%" height="600"></iframe>"#,
        r#"<ul class="pics"><li><a href="1.html"><img src="1.jpg" alt="局长张某"></a></li><li><a href="2.html"><img src="2.jpg" alt="副局长李某"></a></li></ul>"#,
        r#"<div class="list"><p>贯彻执行国家和省有关法律法规，拟订本市有关政策并组织实施，承担本市有关行政管理工作。</p><p>负责机关和所属单位的干部人事工作，完成市委、市政府交办的其他任务。</p></div>"#,
        r#"<table class="list"><tr><td>办公室</td><td>0592-1234567</td></tr><tr><td>人事科</td><td>0592-1234568</td></tr></table>"#,
        r#"<ul class="list"></ul><img src="jg.jpg" width="800" height="900">"#,
        r#"<ul class="list"></ul><embed src="jg.swf">"#,
        r#"<ul class="list"></ul><img src="/images/zzjg.png" style="width:100%" alt="组织架构图">"#,
    ] {
        assert_finds("http://www.a.gov.cn/rsxx/", &empty(body), &[]);
        let noted = body.contains("暂无相关信息") || body.contains("未产生人事任免信息");
        assert_eq!(remarks("http://www.a.gov.cn/rsxx/", &empty(body)), usize::from(noted), "{body}");
    }
}

#[test]
fn a_column_that_is_one_article_is_neither_blank_nor_stale() {
    let text = "本局贯彻执行国家有关方针政策，拟订全市有关规划并组织实施，负责全市有关行业的监督管理工作。".repeat(4);
    for name in ["机构职能", "机构简介", "领导信息", "工作动态", "通知公告"] {
        let page = trs(
            name,
            "",
            &format!(r#"<h2>{name}</h2><div class="TRS_Editor"><p>{text}</p><p>电话：0592-1234567</p></div>"#),
        );
        assert_finds("http://www.a.gov.cn/x/", &page, &[]);
    }
    let leaders = r#"<ul class="leader"><li><a href="zhang.html"><img src="z.jpg">张某某</a><p>党组书记、局长</p></li><li><a href="li.html"><img src="l.jpg">李某某</a><p>党组成员、副局长</p></li><li><a href="w.html"><img src="w.jpg">王某某</a><p>副局长</p></li></ul>"#;
    assert_finds("http://www.a.gov.cn/ldxx/", &trs("领导信息", "", leaders), &[]);
    let offices = r#"<ul class="list"><li><a href="1.html">办公室</a></li><li><a href="2.html">政策法规科</a></li><li><a href="3.html">人事教育科</a></li></ul>"#;
    assert_finds("http://www.a.gov.cn/jgsz/", &trs("机构设置", "", offices), &[]);
}

#[test]
fn dates_stand_wherever_a_system_puts_them() {
    let fresh = date(2026, 11, 21);
    let table = rows(fresh, 2, 8, |i, d| {
        format!(
            r#"<tr><td>{i}</td><td><a href="{i}.html">关于做好第{i}批事项办理的通知</a></td><td>鹭市发〔2026〕{i}号</td><td>{d}</td></tr>"#
        )
    });
    let table = format!("<table><tr><th>序号</th><th>标题</th><th>文号</th><th>发布日期</th></tr>{table}</table>");
    let slashed = rows(fresh, 2, 8, |i, d| {
        format!(
            r#"<dl><dt><a href="/a/{i}.html">某地开展第{i}轮安全生产检查</a></dt><dd>日期：{}</dd></dl>"#,
            d.strftime("%Y/%m/%d")
        )
    });
    let chinese = rows(fresh, 2, 8, |i, d| {
        format!(
            r#"<div class="item"><a href="/a/{i}.html">某地开展第{i}轮安全生产检查</a><i>{}</i></div>"#,
            d.strftime("%Y年%-m月%-d日")
        )
    });
    let short = rows(fresh, 2, 8, |i, d| {
        format!(
            r#"<li><a href="/zwdt/{}/t{i}.html">某地开展第{i}轮安全生产检查</a><em>[{}]</em></li>"#,
            d.strftime("%Y%m"),
            d.strftime("%m-%d")
        )
    });
    let blocks = rows(fresh, 2, 8, |i, d| {
        format!(
            r#"<li><div class="d"><b>{}</b><span>{}</span></div><a href="{i}.html">某地开展第{i}轮安全生产检查</a><p>日前，某地对重点企业开展了检查，发现隐患若干。</p></li>"#,
            d.strftime("%d"),
            d.strftime("%Y-%m")
        )
    });
    let pinned = format!(
        r#"<ul class="list"><li><a href="p.html">【置顶】关于网站改版的公告</a><span>2019-01-02</span></li></ul>{}"#,
        ul(fresh, 9)
    );
    for page in [
        empire("工作动态", &table),
        dede("工作动态", &slashed),
        platform("工作动态", &chinese),
        platform("工作动态", &format!("<ul>{short}</ul>")),
        trs("工作动态", "", &format!("<ul>{blocks}</ul>")),
        trs("工作动态", "", &pinned),
    ] {
        assert_finds("http://www.a.gov.cn/zwdt/", &page, &[]);
        // The same a year before is old: the dates were read, not missed.
        let old = page.replace("2026", "2024");
        assert_finds("http://www.a.gov.cn/zwdt/", &old, &["column-stale"]);
    }
}

#[test]
fn a_date_of_month_only_is_no_date_of_a_day() {
    let months = |from: &[&str]| -> String {
        let items: String = from
            .iter()
            .enumerate()
            .map(|(i, m)| format!(r#"<li><a href="{i}.html">鹭岛市主要统计指标完成情况通报</a><span>{m}</span></li>"#))
            .collect();
        trs("工作动态", "", &format!("<ul class='list'>{items}</ul>{PAGER}"))
    };
    assert_finds(
        "http://www.a.gov.cn/tjsj/",
        &months(&["2026年11月", "2026年10月", "2026年9月"]),
        &[],
    );
}

#[test]
fn two_items_make_a_column_and_so_does_one() {
    for count in [1, 2] {
        assert_finds(
            "http://www.a.gov.cn/tzgg/",
            &trs("通知公告", "", &ul(date(2025, 1, 2), count)),
            &["column-stale"],
        );
    }
}

#[test]
fn letters_are_not_held_to_the_period_of_news() {
    let letters = rows(date(2026, 3, 1), 9, 8, |i, d| {
        format!(
            r#"<tr><td>XF2026{i:04}</td><td><a href="x.jsp?id={i}">关于小区门前道路积水问题的反映</a></td><td>{d}</td><td>已办结</td></tr>"#
        )
    });
    let page = empire(
        "工作动态咨询",
        &format!("<table><tr><th>受理编号</th><th>信件标题</th><th>来信时间</th><th>办理状态</th></tr>{letters}</table>"),
    );
    assert_finds("http://www.a.gov.cn/hdjl/", &page, &[]);
}

#[test]
fn undated_articles_count_only_where_they_were_read() {
    let items: String = (0..5)
        .map(|i| format!(r#"<li><a href="/zwdt/{i}.html">某某局扎实推进第{i}项重点工作</a></li>"#))
        .collect();
    let list = trs("工作动态", "", &format!("<ul class='list'>{items}</ul>{PAGER}"));
    assert_finds("http://www.a.gov.cn/zwdt/", &list, &[]);
    let text = "近日，某某局召开会议，研究部署下一阶段重点工作，要求各科室压实责任、细化措施、按期完成。".repeat(4);
    let article = |i: usize, date: &str| {
        (
            [
                "http://www.a.gov.cn/zwdt/0.html",
                "http://www.a.gov.cn/zwdt/1.html",
                "http://www.a.gov.cn/zwdt/2.html",
                "http://www.a.gov.cn/zwdt/3.html",
                "http://www.a.gov.cn/zwdt/4.html",
            ][i],
            trs(
                "工作动态",
                "",
                &format!("<h2>某某局扎实推进第{i}项重点工作</h2><div class='info'>{date}</div><div class='TRS_Editor'><p>{text}</p></div>"),
            )
            .replace("ColumnName", "ColumnTitle"),
        )
    };
    let home = (
        "http://www.a.gov.cn/",
        "<html><head><title>鹭岛市某某局</title></head><body><a href='/zwdt/'>工作动态</a></body></html>".to_owned(),
    );
    let mut pages = vec![("http://www.a.gov.cn/zwdt/", list)];
    pages.extend((0..5).map(|i| article(i, "发布时间：2026-11-20 来源：办公室")));
    pages.push(home.clone());
    assert_site_finds(&pages, &[]);
    let mut undated = vec![pages[0].clone(), home];
    undated.extend((0..5).map(|i| article(i, "来源：办公室")));
    assert_site_finds(&undated, &["column-stale", "column-undated"]);
}
