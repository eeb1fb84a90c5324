//! Lists as content systems write them, in invented pages.

use std::fmt::Write as _;

use encoding_rs::UTF_8;
use jiff::civil::date;
use scraper::Html;

use super::*;

fn lists_at(url: &str, body: &str) -> Listings {
    let html = Html::parse_document(&format!("<html><head><title>某栏目-某局</title></head><body>{body}</body></html>"));
    let url: Url = url.parse().unwrap();
    let resolver = Resolver::new(&url, &html, UTF_8);
    let names = ["通知公告".to_owned(), "某栏目".to_owned()];
    let own = Own {
        names: &names,
        ..Own::default()
    };
    read(&Outline::of(&html), &resolver, &url, date(2026, 11, 23), own)
}

pub(super) fn lists(body: &str) -> Listings {
    lists_at("http://www.example.gov.cn/tzgg/index.html", body)
}

const CRUMB: &str = "<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; <a href='/tzgg/'>通知公告</a></div>";
const FOOT: &str = "<div class='footer'>主办：某局 <a href='/about'>关于我们的网站</a> <a href='/map'>网站地图导航</a></div>";

/// Titles and dates of the main list.
pub(super) fn main_of(body: &str) -> Vec<(String, String)> {
    let page = lists(&format!("{CRUMB}{body}{FOOT}"));
    let main = page.main.unwrap_or_else(|| panic!("no list in {body}"));
    main.items
        .into_iter()
        .map(|i| (i.title, i.date.map(|d| d.to_string()).unwrap_or_default()))
        .collect()
}

#[track_caller]
fn is_list(body: &str, want: &[(&str, &str)]) {
    let got = main_of(body);
    let got: Vec<(&str, &str)> = got.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(got, want, "{body}");
}

#[test]
fn a_button_in_every_row_is_no_title_and_a_day_that_was_never_set_parts_rows() {
    for unset in ["1970-01-01", "0000-00-00", "1900-01-01 00:00:00"] {
        let row = |name: &str, day: &str| {
            format!(
                "<li><b><a href='/{name}' target=_blank>{name}</a></b> <span>{day}</span><br><b>网址：http://www.example.cn/ [<a href='/{name}'>点击访问</a>]</b></li>"
            )
        };
        let rows = [
            row("新疆", "2016-07-29"),
            row("江苏", unset),
            row("青海", unset),
            row("宁夏", unset),
        ]
        .concat();
        let found = main_of(&format!("<ul>{rows}</ul>"));
        let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["新疆", "江苏", "青海", "宁夏"]);
        let days: Vec<&str> = found.iter().map(|(_, day)| day.as_str()).collect();
        assert_eq!(days, ["2016-07-29", "1970-01-01", "1970-01-01", "1970-01-01"]);
    }
}

#[test]
fn the_head_of_a_table_is_no_name_of_a_list() {
    let rows: String = (1..5)
        .map(|n| format!("<tr><td>{n}</td><td><a href='{n}.html'>关于第{n}批项目的公告</a></td><td>甲区</td><td>2026-11-0{n}</td></tr>"))
        .collect();
    let lines: String = (1..5)
        .map(|n| format!("<li><a href='{n}.html'>关于第{n}批项目的公告</a><span>2026-11-0{n}</span></li>"))
        .collect();
    let head = "<tr><th>序号</th><th>标题</th><th>所在街道</th><th>发布时间</th></tr>";
    let name = |body: &str| lists(&format!("{CRUMB}{body}{FOOT}")).main.unwrap().column;
    for (body, want) in [
        (format!("<table><thead>{head}</thead><tbody>{rows}</tbody></table>"), None),
        (format!("<div><h3>工程建设</h3><table>{head}{rows}</table></div>"), Some("工程建设")),
        (
            format!("<div><h3>工程建设</h3><ul><li class=th><b>标题</b><b>发布时间</b></li>{lines}</ul></div>"),
            Some("工程建设"),
        ),
        (
            format!("<div><h3>工程建设</h3><p>标 题 | 发布日期</p><ul>{lines}</ul></div>").replace("标 题", "标题"),
            Some("工程建设"),
        ),
        (
            format!("<table><tr><td><h3>工程建设</h3><p><b>标题</b></p><ul>{lines}</ul></td></tr></table>"),
            Some("工程建设"),
        ),
        (
            format!(
                "<div><div><p>下载</p><ul><li><a href='a/'>系统使用相关</a></li><li><a href='b/'>公共资源相关</a></li></ul></div><div><table>{head}{rows}</table></div></div>"
            ),
            None,
        ),
        (
            format!("<div><p>标题：<input name=t> 街道：<input name=s></p><table>{head}{rows}</table></div>"),
            None,
        ),
        (format!("<div><h3>作息时间表</h3><ul>{lines}</ul></div>"), Some("作息时间表")),
        (format!("<div><h3>主题教育</h3><ul>{lines}</ul></div>"), Some("主题教育")),
    ] {
        assert_eq!(name(&body).as_deref(), want, "{body}");
    }
}

#[test]
fn dates_are_found_wherever_they_stand() {
    let two = [("关于甲事项的通知", "2026-11-20"), ("关于乙事项的公告", "2026-10-02")];
    for item in [
        "<li><a href='T'>N</a><span>D</span></li>",
        "<li><span class='badge'>D</span><span><a href='T'>• N</a></span></li>",
        "<li><a href='T' title='N'>N</a><em>\n D \n</em><!--<span>2001-01-01</span>--></li>",
        "<li><a href='T'><span>D</span>N</a></li>",
        "<li><a href='T'><i>·</i>N<b>[D]</b></a></li>",
        "<li><a href='T'>N(D)</a></li>",
        "<li><a href='T'>[D] N</a></li>",
        "<li><a href='T'>N D</a></li>",
        "<li><a href='T'>N</a>[D]</li>",
        "<li>[<a href='/c/'>栏目甲</a>] <a href='T'>N</a><span>D</span></li>",
        "<li><a href='T'><h2>N</h2><div><div>现将有关事项公告如下：一、工作安排……</div><p><i>主题：甲</i><i>日间：D </i></p></div></a></li>",
        "<ul><li class='time'>D</li><li><a href='T'>N</a></li></ul>",
        "<ul><li><a href='T'>N</a></li><li class='time'>D</li></ul>",
        "<li class='a'><a href='T'>N</a></li><li class='time'>D</li>",
        "<dt><a href='T'>N</a></dt><dd>D</dd>",
        "<p><a href='T'>N</a> D</p>",
        "<div class='item'><h4><a href='T'>N</a></h4><p>摘要：本局于5月3日召开会议，研究有关问题，2019年5月1日起施行。</p><div>发布时间：D</div></div>",
        "<div class='item'><a href='T'><h3>N</h3><p>摘要若干文字，不是标题。</p><span>D</span></a></div>",
        "<table><tr><td>·</td><td><a href='T'>N</a></td><td>D</td></tr></table>",
    ] {
        let row = |n: &str, d: &str, t: &str| item.replace('N', n).replace('D', d).replace('T', t);
        let body = format!(
            "<div class='main'>{}{}</div>",
            row(two[0].0, two[0].1, "./1.htm"),
            row(two[1].0, two[1].1, "./2.htm")
        );
        is_list(&body, &two);
    }
}

#[test]
fn dates_in_two_pieces_are_put_together() {
    for item in [
        "<li><div>20</div><div>2026-11</div><a href='/1'>某事项的通知公告</a></li>",
        "<li><a href='/1'><b>20</b><i>2026.11</i><p>某事项的通知公告</p></a></li>",
        "<li><span>20</span><span>2026-11</span><a href='/1'>某事项的通知公告</a></li>",
        "<li><div><p>11-20</p><p>2026</p></div><a href='/1'>某事项的通知公告</a></li>",
        "<li><div><p>2026</p><p>11/20</p></div><a href='/1'>某事项的通知公告</a></li>",
        "<li><a href='/1'>某事项的通知公告</a><span>2026-<em>11</em>-20</span></li>",
    ] {
        let two = ("某事项的通知公告", "2026-11-20");
        is_list(&format!("<ul>{item}{item}</ul>"), &[two, two]);
    }
}

#[test]
fn a_date_in_a_title_is_not_the_date_of_the_item() {
    is_list(
        "<ul><li><a href=1>停电公告2018年05月07号-05月13号</a><span>2018-05-03</span></li>\
         <li><a href=2>2018年4月25日停电公告</a><span>2018-04-24</span></li></ul>",
        &[
            ("停电公告2018年05月07号-05月13号", "2018-05-03"),
            ("2018年4月25日停电公告", "2018-04-24"),
        ],
    );
    is_list(
        "<ul><li><a href=1>停电公告2018年05月07号-05月13号</a></li><li><a href=2>2018年4月25日停电公告</a></li><li><a href=3>关于停水的公告</a></li></ul>",
        &[
            ("停电公告2018年05月07号-05月13号", ""),
            ("2018年4月25日停电公告", ""),
            ("关于停水的公告", ""),
        ],
    );
}

#[test]
fn short_dates_take_their_year_from_the_address() {
    let page = lists(&format!(
        "{CRUMB}<ul><li><a href='./202512/t20251229_1.htm'>关于甲事项的通知</a><span>(12-29)</span></li>\
         <li><a href='/x.htm'>关于乙事项的通知</a><span>[11-23]</span></li></ul>"
    ));
    let items = page.main.unwrap().items;
    assert!(items.iter().all(|i| i.year_inferred));
    assert_eq!(items[0].date.unwrap().date, date(2025, 12, 29));
    assert_eq!(items[1].date.unwrap().date, date(2026, 11, 23));
}

#[test]
fn cut_titles_are_completed_and_pinned_items_marked() {
    let page = lists(&format!(
        "{CRUMB}<ul><li><a href=1 title='关于进一步加强某某工作的若干意见'>关于进一步加强某某…</a><span>2026-01-02</span></li>\
         <li><a href=2 title='关于进一步加强某某工作的若干意见二'>关于进一步加强...</a><span>2026-01-01</span></li>\
         <li><b>[置顶]</b><a href=3>关于开展某活动的通知</a><span>2025-01-01</span></li>\
         <li><img src='/img/top.gif'><a href=4>关于开展某会议的通知</a><span>2025-01-01</span></li></ul>"
    ));
    let items = page.main.unwrap().items;
    assert_eq!(items[0].title, "关于进一步加强某某工作的若干意见");
    assert_eq!(items[1].title, "关于进一步加强某某工作的若干意见二");
    assert_eq!(items.iter().map(|i| i.pinned).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn a_list_cut_in_several_is_one_and_side_lists_are_not_it() {
    let li = |n: usize, d: &str| format!("<li><a href='/{n}.htm'>关于第{n}件事项的通知</a><span>{d}</span></li>");
    let body = format!(
        "{CRUMB}<ul class='leftMenu'><li><a href=/a>通知公告栏目</a></li><li><a href=/b>政策文件栏目</a></li></ul>\
         <div class=c><ul>{}{}</ul><ul>{}{}</ul></div>\
         <div class=r><h3>热点新闻</h3><ul>{}{}{}{}{}{}</ul></div>{FOOT}",
        li(1, "2026-01-04"),
        li(2, "2026-01-03"),
        li(3, "2026-01-02"),
        li(4, "2026-01-01"),
        li(11, "2026-11-04"),
        li(12, "2026-11-04"),
        li(13, "2026-11-04"),
        li(14, "2026-11-04"),
        li(15, "2026-11-04"),
        li(16, "2026-11-04"),
    );
    let page = lists(&body);
    let main = page.main.unwrap();
    assert_eq!(main.items.len(), 4);
    assert_eq!(main.newest(), Some(date(2026, 1, 4)));
    assert!(page.boxes.iter().any(|b| b.column.as_deref() == Some("热点新闻")));
}

#[test]
fn a_home_page_has_boxes_with_headings_and_ways_on() {
    let box_of = |name: &str, more: &str, d: &str| {
        format!(
            "<div class='box'><div class='hd'><h2>{name}</h2>{more}</div><ul><li><a href='/{name}/1.htm'>{name}第一条信息标题</a><span>{d}</span></li>\
             <li><a href='/{name}/2.htm'>{name}第二条信息标题</a><span>01-02</span></li></ul></div>"
        )
    };
    let page = lists_at(
        "http://www.example.gov.cn/",
        &format!(
            "<ul class=nav><li><a href=/>首页</a></li></ul>{}{}{}<div class='tabs'><ul class='tab'><li><a href='/t1/'>图解</a></li><li><a href='/t2/'>视频</a></li></ul>\
             <div class=p><ul><li><a href=/p1>图解第一条信息标题</a>03-04</li><li><a href=/p2>图解第二条信息标题</a>03-04</li></ul></div>\
             <div class=p style='display:none'><ul><li><a href=/q1>视频第一条信息标题</a>03-04</li><li><a href=/q2>视频第二条信息标题</a>03-04</li></ul></div></div>{FOOT}",
            box_of("要闻", "<a href='/yw/'>更多&gt;&gt;</a>", "11-20"),
            box_of("公告", "<a href='/gg/'><img src='/i/more.gif'></a>", "11-19"),
            box_of("政策", "<span>MORE+</span>", "11-18"),
        ),
    );
    assert_eq!(page.main, None);
    let shown: Vec<(&str, usize, Option<&str>)> = page
        .boxes
        .iter()
        .map(|b| (b.column.as_deref().unwrap_or(""), b.items.len(), b.more_url.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [
            ("要闻", 2, Some("http://www.example.gov.cn/yw/")),
            ("公告", 2, Some("http://www.example.gov.cn/gg/")),
            ("政策", 2, None),
            ("图解", 2, Some("http://www.example.gov.cn/t1/")),
            ("视频", 2, Some("http://www.example.gov.cn/t2/")),
        ]
    );
    assert_eq!(page.boxes[0].newest(), Some(date(2026, 11, 20)));
}

#[test]
fn an_article_has_no_main_list() {
    let prose = "<p>某局召开会议，研究部署下一阶段重点工作，要求各单位认真抓好落实，确保完成全年任务。</p>".repeat(5);
    let body = format!(
        "{CRUMB}<h1>某局召开会议</h1><p>发布时间：2026-11-02</p><div class=con>{prose}</div>\
         <div><h4>相关阅读</h4><ul><li><a href=1>某局召开会议之前的准备</a><span>2026-11-01</span></li><li><a href=2>某局召开会议之后</a><span>2026-10-01</span></li></ul></div>{FOOT}"
    );
    assert_eq!(lists(&body).main, None);
}

#[test]
fn the_page_number_is_known() {
    let list = "<ul><li><a href=1>关于甲事项的通知</a>2026-01-02</li><li><a href=2>关于乙事项的通知</a>2026-01-01</li></ul>";
    for (name, pager, want) in [
        ("index.html", "", 1),
        ("index_1.html", "", 2),
        ("index_2.html", "<a href='index_1.html'>2</a>", 3),
        (
            "index_2.html",
            "<div><a href='index.html'>1</a><b>2</b><a href='index_3.html'>3</a><a href='index_3.html'>下一页</a></div>",
            2,
        ),
        (
            "index_5.html",
            "<a href='index.html'>1</a><a href='index_3.html'>4</a><a href='index_5.html'>6</a>",
            6,
        ),
        ("index_2.html", "", 2),
        ("index_3.html", "<script>createPageHTML(20, 3,\"index\",\"html\");</script>", 4),
        ("list_21_2.html", "", 2),
        ("list.jsp?id=4&page=5", "", 5),
        ("18105_2.html", "", 2),
        (
            "a.html",
            "<span><a class='cur'>3</a> <a href=4>4</a> <a href=5>下一页</a></span>",
            3,
        ),
        ("a.html", "<div>共57条 2/4页 <a>首页</a><a>上一页</a> <a>下一页</a></div>", 2),
    ] {
        let page = lists_at(
            &format!("http://www.example.gov.cn/tzgg/{name}"),
            &format!("{CRUMB}{list}{pager}{FOOT}"),
        );
        assert_eq!(page.main.unwrap().page_number, want, "{name} {pager}");
    }
}

#[test]
fn an_empty_column_is_told_from_one_that_is_filled_later() {
    let empty = lists(&format!("{CRUMB}<div class='list'><ul></ul></div>{FOOT}"));
    assert_eq!(empty.main.as_ref().map(|m| m.items.len()), Some(0));
    assert!(!empty.script_filled && empty.blank_note.is_none());

    let said = lists(&format!(
        "{CRUMB}<div class='list'><ul></ul><p>本年度未产生行政处罚信息</p></div>{FOOT}"
    ));
    assert_eq!(said.blank_note.as_deref(), Some("本年度未产生行政处罚信息"));
    assert_eq!(said.main.map(|m| m.items.len()), Some(0));
    for text in ["暂无相关信息", "暂无内容！", "没有相关数据", "该栏目暂无内容"] {
        assert!(
            lists(&format!("{CRUMB}<div class='list'>{text}</div>{FOOT}")).blank_note.is_some(),
            "{text}"
        );
    }

    let soon = lists(&format!("{CRUMB}<div class='list'><ul></ul>栏目建设中，敬请期待</div>{FOOT}"));
    assert_eq!(soon.blank_note, None);

    let script = lists(&format!(
        "{CRUMB}<div id='list'></div><script>$.ajax({{url:'/api/list'}})</script>{FOOT}"
    ));
    assert!(script.script_filled);
    let template = lists(&format!(
        "{CRUMB}<ul><li v-for='i in list'><a href='{{{{i.url}}}}'>{{{{i.title}}}}</a></li></ul>{FOOT}"
    ));
    assert!(template.script_filled, "{template:?}");

    let article = lists(&format!(
        "{CRUMB}<div class='list'></div><p>{}</p>{FOOT}",
        "某局主要职责是贯彻执行国家有关方针政策和法律法规，拟订并组织实施。".repeat(3)
    ));
    assert_eq!(article.main, None);
}

#[test]
fn a_hundred_thousand_links_take_seconds_at_most() {
    let mut body = String::from(CRUMB);
    for box_number in 0..2_000 {
        body.push_str("<div><h3>栏目</h3><ul>");
        for n in 0..50 {
            write!(
                body,
                "<li><a href='/{box_number}/{n}.htm'>第{n}条信息的标题</a><span>2026-01-02</span></li>"
            )
            .unwrap();
        }
        body.push_str("</ul></div>");
    }
    let html = Html::parse_document(&body);
    let url: Url = "http://www.example.gov.cn/".parse().unwrap();
    let resolver = Resolver::new(&url, &html, UTF_8);
    let page = read(&Outline::of(&html), &resolver, &url, date(2026, 11, 23), Own::default());
    assert_eq!(page.boxes.iter().chain(&page.main).map(|b| b.items.len()).sum::<usize>(), 100_000);
}

#[test]
fn later_pages_are_known_whatever_the_direction_of_numbering() {
    let item = "<li><a href='/xw/info/1/2.htm'>关于甲事项的通知公告</a><span>2026-11-20</span></li>";
    let number = |url: &str, pager: &str| {
        let page = lists_at(url, &format!("{CRUMB}<ul>{item}{item}{item}</ul><div>{pager}</div>{FOOT}"));
        page.main.map(|list| list.page_number)
    };
    let first = "http://www.example.gov.cn/xw/tzgg.htm";
    let below = "http://www.example.gov.cn/xw/tzgg/30.htm";
    let links = "<a href='../tzgg.htm'>首页</a> <a href='31.htm'>上页</a> <a href='29.htm'>下页</a>";
    assert_eq!(number(first, "共321条 1/33 <a href='tzgg/32.htm'>下页</a>"), Some(1));
    assert_eq!(number(below, &format!("共321条&nbsp;&nbsp;4/33&nbsp;{links}")), Some(4));
    assert_eq!(number(below, &format!("总计 321 篇信息，4 / 33 {links}")), Some(4));
    // Without a word of which page it is.
    assert_eq!(number(below, links), Some(2));
    assert_eq!(number(first, links), Some(1));
    // A column whose address is a number and that leads to nothing of the name of its folder.
    assert_eq!(
        number("http://www.example.gov.cn/channels/458.htm", "<a href='?p=2'>下一页</a>"),
        Some(1)
    );
    assert_eq!(number(first, "共 3 条 当前第 1 / 1 页 <a href='#'>下一页</a>"), Some(1));
}

#[test]
fn a_list_that_counts_no_items_is_empty_whatever_links_stand_below_it() {
    let partners: String = ["某某市教育委员会", "某某省某某大学", "某某开放学习网", "某某职业学院"]
        .iter()
        .map(|name| format!("<td><a href='http://x.example.com/'>{name}</a></td>"))
        .collect();
    for (none, note) in [("尚无资料", true), ("", false), ("暂无相关信息", true)] {
        let page = lists(&format!(
            "{CRUMB}<table><tr><td>{none}</td></tr><tr><td>共0条&nbsp;&nbsp;0/0</td></tr></table><table><tr>{partners}</tr></table>"
        ));
        assert_eq!(page.main.map(|list| list.items.len()), Some(0), "{none}");
        assert_eq!(page.blank_note.is_some(), note, "{none}");
    }
}

#[test]
fn what_every_page_says_before_the_way_to_it_is_no_note_of_the_column() {
    let weather = "<div class='tq'><span>天气预警：</span><span>暂无预警信息</span></div>";
    let page = lists(&format!("{weather}{CRUMB}<ul class='list'></ul>{FOOT}"));
    assert_eq!((page.main.map(|list| list.items.len()), page.blank_note), (Some(0), None));
    let page = lists(&format!("{weather}{CRUMB}<ul class='list'></ul><p>暂无相关信息</p>{FOOT}"));
    assert_eq!(page.blank_note.as_deref(), Some("暂无相关信息"));
}

#[test]
fn a_list_under_a_foreign_heading_is_the_one_that_the_pagination_turns() {
    let rows: String = (1..8)
        .map(|n| format!("<li><a href='/n/{n}.htm'>关于第{n}件事项的通知公告</a><span>2026-11-0{n}</span></li>"))
        .collect();
    let page = lists(&format!(
        "{CRUMB}<div><a href='/gw/'>公文通知</a></div><ul>{rows}</ul><div class='page'>1 <a href='?p=2'>2</a> <a href='?p=2'>下一页</a></div>{FOOT}"
    ));
    assert_eq!(page.main.map(|list| list.items.len()), Some(7));
}

#[test]
fn an_attachment_and_a_link_of_the_footer_are_no_list() {
    let page = lists(&format!(
        "{CRUMB}<div><h1>关于推荐人选的公示</h1><h2>发布时间：2026-09-28 来源：某局</h2><p><a href='/f/1.doc'>拟推荐人选名单</a></p></div>\
         <div id='foot'><p>版权所有：某局</p><p><a href='http://b.example.com'>某ICP备00000000号</a> 网站标识码 0000000000</p></div>"
    ));
    assert!(page.main.is_none() && page.article, "{:?}", page.main);
}

#[test]
fn a_dated_list_at_the_side_does_not_hide_that_the_column_is_empty() {
    let news: String = (1..6)
        .map(|n| format!("<li><a href='/xw/202611/t2026110{n}_1.html'>某局开展第{n}次活动的消息</a><span>2026-11-0{n}</span></li>"))
        .collect();
    for side in ["side", "left_box"] {
        let page = lists(&format!(
            "<div class='{side}'><h3>最新信息</h3><ul>{news}</ul></div>{CRUMB}<h1>通知公告</h1><ul class='xxlb'></ul>{FOOT}"
        ));
        assert_eq!(page.main.map(|list| list.items.len()), Some(0), "{side}");
    }
}

#[test]
fn pictures_with_short_names_are_content() {
    let picture = "<li><a href='javascript:;'><img src='/a.png' width='220' height='166'></a><a href='javascript:;'>寻古</a></li>";
    let page = lists(&format!(
        "{CRUMB}<ul class='list'>{picture}{picture}</ul><div class='page'></div>{FOOT}"
    ));
    assert!(page.main.is_none(), "{:?}", page.main);
    let icon = "<img src='/i.gif' width='16' height='16'>";
    let page = lists(&format!("{CRUMB}{icon}{icon}<ul class='list'></ul><div class='page'></div>{FOOT}"));
    assert_eq!(page.main.map(|list| list.items.len()), Some(0));
}

/// The head of a table names its columns, and is no line of date and source.
#[test]
fn a_table_of_one_row_is_a_list() {
    for head in ["发布时间", "更新日期", "时间"] {
        let body = format!(
            "<h3>通知公告</h3><table><tr><td>序号</td><td>标题</td><td>{head}</td></tr>\
             <tr><td>1</td><td><a href='/tzgg/1.html'>关于甲事项的通知</a></td><td>2026-10-02</td></tr></table>"
        );
        is_list(&body, &[("关于甲事项的通知", "2026-10-02")]);
        let nested = format!(
            "<div class=ewb-page-main><div><div class=side><div>通知公告</div><div><ul id=tree></ul></div></div><div class=right><div><table>\
             <thead><tr><th>序号</th><th>标题</th><th>{head}</th></tr></thead><tbody><tr><td><span>1</span></td>\
             <td><a href='javascript:;'>关于甲事项的若干规定的通知</a></td><td>2026-10-02</td></tr></tbody></table></div></div></div></div>"
        );
        is_list(&nested, &[("关于甲事项的若干规定的通知", "2026-10-02")]);
    }
    for line in [
        "<table><tr><td>发布时间</td><td>2026-10-02</td><td><a href='/tzgg/1.html'>关于甲事项的通知</a></td></tr></table>",
        "<div>发布时间<b>：2026-10-02</b></div><p><a href='/tzgg/1.html'>关于甲事项的通知</a></p>",
    ] {
        let page = lists(&format!("{CRUMB}<h1>某事项</h1>{line}{FOOT}"));
        assert!(page.main.is_none(), "{line}");
    }
}

#[test]
fn a_list_beside_an_article_is_not_the_page() {
    let text =
        "<p>近日，某局召开专题会议，传达学习文件精神，研究部署下一阶段重点工作，要求各单位提高认识，压实责任，确保落实。</p>".repeat(3);
    let rows: String = (1..9).fold(String::new(), |mut rows, n| {
        let _ = write!(
            rows,
            "<li><a href='/z/{n}.html'>关于第{n}件事项的公告</a><span>2026-11-{n:02}</span></li>"
        );
        rows
    });
    let page = |body: &str, own: Own<'_>| {
        let html = Html::parse_document(&format!("<title>x</title>{CRUMB}{body}<div>最新动态</div><ul>{rows}</ul>{FOOT}"));
        let outline = Outline::of(&html);
        let headline = outline.text.find("某局召开专题会议部署工作").map(|at| (at, at + 36));
        let url: Url = "http://www.example.gov.cn/tzgg/12.html".parse().unwrap();
        let own = Own {
            headline: own.headline.and(headline),
            ..own
        };
        let resolver = Resolver::new(&url, &html, UTF_8);
        read(&outline, &resolver, &url, date(2026, 11, 23), own).main.is_some()
    };
    let headed = Own {
        headline: Some((0, 0)),
        ..Own::default()
    };
    let headline = "<h2>某局召开专题会议部署工作</h2>";
    // Under a headline of its own and its text, or a bare day and 正文, a list of any length accompanies.
    assert!(!page(&format!("{headline}{text}"), headed));
    let of_text = Own { is_text: true, ..headed };
    assert!(!page(
        &format!("{headline}<div>2026-11-20 16:00</div><video src=a.mp4></video>"),
        of_text
    ));
    // The same list without them is the page.
    assert!(page("<h2>通知公告</h2>", Own::default()));
    assert!(page(headline, headed));
}

#[test]
fn rows_belong_together_across_months_and_colours() {
    let want = [
        ("关于甲事项的通知", "2026-11-20"),
        ("关于乙事项的公告", "2026-11-10"),
        ("关于丙事项的公示", "2026-10-02"),
        ("关于丁事项的通告", "2026-10-01"),
    ];
    let row = |n: usize, open: &str, close: &str| format!("{open}<a href='/{n}.html'>{}</a><span>{}</span>{close}", want[n].0, want[n].1);
    let months = format!(
        "<div><h4>2026年11月</h4><ul>{}{}</ul><h4>2026年10月</h4><ul>{}{}</ul></div>",
        row(0, "<li>", "</li>"),
        row(1, "<li>", "</li>"),
        row(2, "<li>", "</li>"),
        row(3, "<li>", "</li>")
    );
    let colours = format!(
        "<div>{}{}{}{}</div>",
        row(0, "<div class=odd>", "</div>"),
        row(1, "<div class=even>", "</div>"),
        row(2, "<div class=odd>", "</div>"),
        row(3, "<div class=even>", "</div>")
    );
    is_list(&months, &want);
    is_list(&colours, &want);
}

#[test]
fn a_table_says_in_its_head_which_day_is_that_of_publication() {
    let table = |head: &str, cells: &str| {
        format!(
            "<table><tr>{head}</tr><tr><td><a href=1>关于甲事项的通知</a></td>{cells}</tr><tr><td><a href=2>关于乙事项的公告</a></td>{cells}</tr></table>"
        )
    };
    let want = [("关于甲事项的通知", "2026-11-20"), ("关于乙事项的公告", "2026-11-20")];
    let (made, published, until) = ("<td>2026-11-02</td>", "<td>2026-11-20</td>", "<td>2026-12-31</td>");
    let head = "<th>标题</th><th>成文日期</th><th>发布日期</th>";
    is_list(&table(head, &format!("{made}{published}")), &want);
    // Without such a head, or with one that fits no cell, the first day counts.
    is_list(
        &table("<th>标题</th><th>日期</th><th>截止</th>", &format!("{published}{until}")),
        &want,
    );
    is_list(
        &table(
            "<th>标题</th><th>发布机构</th><th>发布日期</th>",
            &format!("<td>某局</td>{published}"),
        ),
        &want,
    );
}

#[test]
fn a_row_may_have_more_links_than_its_title() {
    let want = [("关于甲事项的通知", "2026-11-20"), ("关于乙事项的公告", "2026-10-02")];
    is_list(
        "<ul><li><a href=1>关于甲事项的通知</a><a href=1>2026-11-20</a></li><li><a href=2>关于乙事项的公告</a><a href=2>2026-10-02</a></li></ul>",
        &want,
    );
    let row = |n: usize| {
        format!(
            "<tr><td><a href={n}>{}</a></td><td><a href=/bm/>某某教育局</a></td><td>{}</td><td>2026-12-31</td></tr>",
            want[n].0, want[n].1
        )
    };
    is_list(&format!("<table>{}{}</table>", row(0), row(1)), &want);
    // Two items side by side stay two.
    is_list(
        "<table><tr><td><a href=1>关于甲事项的通知</a></td><td>2026-11-20</td><td><a href=2>关于乙事项的公告</a></td><td>2026-10-02</td></tr></table>",
        &want,
    );
    let post = |n: usize| {
        format!(
            "<article class='post-{n} post'><h2><a href=/{n}>{}</a></h2><p>发布于<a href=/{n}><time>{}</time></a>由<a href=/author>某某管理</a></p></article>",
            want[n].0, want[n].1
        )
    };
    is_list(&format!("<main>{}{}</main>", post(0), post(1)), &want);
}

#[test]
fn a_lone_item_with_a_labelled_date_and_a_short_list_under_words_are_lists() {
    is_list(
        "<ul class=list><li><a href=1>关于甲事项的通知</a><span>发布时间：2026-11-20</span></li></ul>",
        &[("关于甲事项的通知", "2026-11-20")],
    );
    let words = "<p>本栏目公布本机关依法应当主动公开的通知公告，公民、法人和其他组织可以在这里查询，解释权归发布单位。</p>".repeat(4);
    is_list(
        &format!(
            "<h3>通知公告</h3>{words}<div><h3>通知公告</h3><ul><li><a href=1>关于甲事项的通知</a><span>2026-11-20</span></li><li><a href=2>关于乙事项的公告</a><span>3天前</span></li></ul></div><div class=page><a href=2>下一页</a></div>"
        ),
        &[("关于甲事项的通知", "2026-11-20"), ("关于乙事项的公告", "2026-11-20")],
    );
}

#[test]
fn days_beside_the_office_may_stand_between_the_rows() {
    is_list(
        "<div><a href=1>关于甲事项的通知</a><br><font>2026-11-20 某办公室</font><br><a href=2>关于乙事项的公告</a><br><font>2026-10-02 某办公室</font><br><a href=3>关于丙事项的公示</a><br><font>2026-10-01 某办公室</font><br></div>",
        &[
            ("关于甲事项的通知", "2026-11-20"),
            ("关于乙事项的公告", "2026-10-02"),
            ("关于丙事项的公示", "2026-10-01"),
        ],
    );
    // Attachments over the day on which the text was signed are no list of that day.
    let signed = "<div><p><a href=1.doc>甲事项的申请表格</a></p><p><a href=2.doc>乙事项的申请表格</a></p><p><a href=3.doc>丙事项的申请表格</a></p><p>某办公室 2026年11月20日</p></div>";
    let page = lists(&format!("{CRUMB}{signed}{FOOT}"));
    assert!(page.main.iter().chain(&page.boxes).all(|list| list.newest().is_none()), "{page:?}");
}

#[test]
fn the_head_of_a_table_with_nothing_under_it_is_an_empty_list() {
    let blank = |body: &str| {
        lists(&format!("{CRUMB}{body}{FOOT}"))
            .main
            .is_some_and(|list| list.items.is_empty())
    };
    assert!(blank("<table><tr><th>索引号</th><th>信息名称</th><th>发布日期</th></tr></table>"));
    assert!(blank("<h3>通知公告</h3><dl></dl>"));
    // A table of fees, and one row of figures, are content.
    assert!(!blank(
        "<table><tr><th>项目</th><th>单位</th><th>标准</th></tr><tr><td>登记费</td><td>件</td><td>每件八十元</td></tr></table>"
    ));
    assert!(!blank("<table><tr><td>登记费</td><td>80元</td><td>每件</td></tr></table>"));
}

#[test]
fn a_page_that_leads_on_is_not_bare() {
    let menu = "<div class='nav'><a href='/'>首页</a><a href='/a/'>动态</a></div>";
    let page = |links: &str| {
        let parts = "<div></div>".repeat(4);
        lists(&format!("{menu}{parts}{CRUMB}<div class=con>{links}</div>{FOOT}"))
    };
    let says = |links: &str| {
        let page = page(links);
        (page.main.is_some(), page.bare)
    };
    // To what lies below it, or to other hosts.
    assert_eq!(says("<a href='/tzgg/a/'>公示</a><a href='b.html'>通告</a>"), (false, false));
    assert_eq!(
        says("<a href='https://a.example.cn/'>违法查询</a><a href='https://b.example.cn/'>预约</a>"),
        (false, false)
    );
    // A menu leads to the pages beside it and to itself; one link is a button.
    assert_eq!(says("<a href='/zwgk/'>政务公开</a><a href='/rsxx/'>人事</a>"), (false, true));
    assert_eq!(
        says("<a href='/tzgg/index.html'>公告</a><a href='a.html'>通告</a><a href='b.html'>公示</a>"),
        (false, true)
    );
    assert_eq!(says("<a href='a.html'>我要写信</a>"), (false, true));
    // The frame of a list that stands empty is a blank column, and where the page leads on a question.
    assert_eq!(says("<ul class=list></ul>"), (true, false));
    assert_eq!(
        says("<a href='a/'>公示</a><a href='b/'>通告</a><ul class=list></ul>"),
        (false, true)
    );
    // A whole sentence is what the page is for.
    assert_eq!(says("<p>东汉建安年间始建县，唐代改今名，县城几经迁移。</p>"), (false, false));
}
