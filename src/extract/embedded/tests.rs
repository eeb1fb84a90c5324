//! Lists that only a script shows, as content systems carry them, in invented pages; and their nearest neighbours.

use jiff::civil::date;

use crate::extract::{PageInput, extract_page};
use crate::facts::{LinkFrom, PageFacts, PageKind};

const HEAD: &str = "<html><head><meta charset=utf-8><title>通知公告-鹭岛市水务局</title><meta name=ColumnName content=通知公告></head><body>\
    <div class=nav><a href=/>首页</a><a href=/zwgk/>政务公开</a></div><div class=crumb>当前位置：<a href=/>首页</a> &gt; 通知公告</div>";
const FOOT: &str = "<div class=footer>主办单位：鹭岛市水务局 <a href=/map.html>网站地图</a></div></body></html>";

fn read(address: &str, text: &str) -> PageFacts {
    extract_page(&PageInput {
        url: &address.parse().unwrap(),
        bytes: text.as_bytes(),
        header_charset: None,
        today: date(2026, 11, 23),
        is_home: false,
        guide_hint: false,
        cut_off: false,
    })
}

fn page(content: &str) -> PageFacts {
    read(
        "http://www.a.gov.cn/tzgg/index.html",
        &format!("{HEAD}<div class=main>{content}</div>{FOOT}"),
    )
}

/// Title, end of the address and date of every item.
fn items(facts: &PageFacts) -> Vec<String> {
    let list = facts.listing.iter().flat_map(|list| &list.items);
    let shown = |url: &Option<String>| {
        url.as_deref()
            .and_then(|u| u.strip_prefix("http://www.a.gov.cn"))
            .unwrap_or("-")
            .to_owned()
    };
    list.map(|i| {
        format!(
            "{} {} {}",
            i.title,
            shown(&i.url),
            i.date.map(|d| d.to_string()).unwrap_or_default()
        )
    })
    .collect()
}

const ROWS: [&str; 3] = [
    "关于调整供水时间的通知 /art/1.html 2026-11-20",
    "关于水质监测结果的公示 /art/2.html 2026-10-09",
    "关于管网改造施工的公告 /art/3.html 2026-08-31",
];

fn row(i: usize, open: &str, close: &str) -> String {
    let mut parts = ROWS[i].split(' ');
    let mut next = || parts.next().unwrap();
    let (title, address, day) = (next(), next(), next());
    format!("{open}<a href=\"{address}\">{title}</a><span>{day}</span>{close}")
}

fn rows() -> String {
    (0..3).map(|i| row(i, "<li>", "</li>")).collect()
}

fn link_kinds(facts: &PageFacts) -> Vec<LinkFrom> {
    let of_rows = |url: &str| url.contains("/art/");
    facts
        .links
        .iter()
        .filter(|l| l.target.web().is_some_and(of_rows))
        .map(|l| l.from)
        .collect()
}

#[track_caller]
fn is_list(content: &str) {
    let facts = page(content);
    assert_eq!(items(&facts), ROWS, "{content}");
    assert_eq!(facts.kind, PageKind::List, "{content}");
    assert!(!facts.script_filled && facts.list_at.is_empty(), "{content}");
}

#[track_caller]
fn shows_nothing(content: &str) {
    assert_eq!(items(&page(content)), Vec::<String>::new(), "{content}");
}

#[test]
fn records_of_a_store_are_rows() {
    let record = |i| format!("<record><![CDATA[{}]]></record>\n", row(i, "<li>", "</li>"));
    let all: String = (0..3).map(record).collect();
    let store =
        |inner: &str| format!("<div id=7><script type=\"text/xml\"><datastore><recordset>{inner}</recordset></datastore></script></div>");
    is_list(&store(&all));
    // Neighbours: a store that breaks off, rows of a table, a container that is shown when it is filled.
    let broken = store(&all).replace("]]></record>\n</recordset></datastore>", "");
    is_list(&broken);
    let table: String = (0..3)
        .map(|i| {
            format!(
                "<record><![CDATA[{}]]></record>",
                row(i, "<tr><td>", "</td></tr>")
                    .replace("<span>", "</td><td>")
                    .replace("</span>", "")
            )
        })
        .collect();
    is_list(&store(&table));
    is_list(&format!("<div style='display: none'>{}</div>", store(&all)));
    // The link behind the last record asks for the next page and is none of the list.
    let next = "<datastore><nextgroup><![CDATA[<a href='/dataproxy.jsp?page=2'></a>]]></nextgroup>";
    assert_eq!(items(&page(&store(&all).replace("<datastore>", next))).len(), 3);
    shows_nothing(&store(""));
    let facts = page(&store(&all));
    assert_eq!(link_kinds(&facts), [LinkFrom::A; 3]);
    assert!(facts.listing.is_some_and(|list| list.paged), "there may be more of it");
}

#[test]
fn strings_of_markup_are_rows_where_a_script_shows_them() {
    let strings = |quote: char| {
        let rows = (0..3).map(|i| {
            format!(
                "{quote}{}{quote}",
                row(i, "<li>", "<\\/li>").replace(quote, if quote == '\'' { "\"" } else { "'" })
            )
        });
        rows.collect::<Vec<_>>().join(",\n")
    };
    let array = format!(
        "<div id=box></div><script>var d = [{}]; $('#box').jpage({{dataStore: d, perPage: 15}});</script>",
        strings('\'')
    );
    is_list(&array);
    // Neighbours: put together line by line, a template string, a script in the head.
    let line = |i| format!("html += '{}';\n", row(i, "<li>", "</li>"));
    is_list(&format!(
        "<ul id=box></ul><script>var html = ''; {}document.getElementById('box').innerHTML = html;</script>",
        (0..3).map(line).collect::<String>()
    ));
    is_list(&format!(
        "<div id=box></div><script>$(function () {{ $('#box').html(`<ul>{}</ul>`) }});</script>",
        rows()
    ));
    let in_head = format!(
        "<script>window.onload = function () {{ document.getElementById('box').innerHTML = '<ul>{}</ul>'; }}</script>",
        rows()
    );
    let facts = read(
        "http://www.a.gov.cn/tzgg/index.html",
        &format!(
            "{}<div class=main><div id=box></div></div>{FOOT}",
            HEAD.replace("</head>", &format!("{in_head}</head>"))
        ),
    );
    assert_eq!(items(&facts), ROWS);
    // Nobody shows them; a part of each is computed; they are commented out.
    shows_nothing(&format!("<div id=box></div><script>var unused = [{}];</script>", strings('\'')));
    shows_nothing("<div id=box></div><script>s = '<li><a href=\"' + u + '\">' + t + '</a></li>'; box.innerHTML = s;</script>");
    shows_nothing(&format!(
        "<div id=box></div><script>/* box.innerHTML = [{}] */</script>",
        strings('"')
    ));
}

#[test]
fn what_is_written_stands_where_the_script_stands() {
    let write = |i| format!("document.write(\"{}\");", row(i, "<li>", "</li>").replace('"', "'"));
    let all: String = (0..3).map(write).collect();
    is_list(&format!("<ul class=list><script>{all}</script></ul>"));
    // Neighbours: a script a row, rows of a table, lines put together.
    let one_each: String = (0..3).map(|i| format!("<script>{}</script>", write(i))).collect();
    is_list(&format!("<ul class=list>{one_each}</ul>"));
    is_list(&format!(
        "<table>{}</table>",
        one_each.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")
    ));
    is_list(&format!("<script>document.writeln('<ul>' + '{}' + '</ul>');</script>", rows()));
    shows_nothing(
        "<ul class=list><script>for (var i in d) document.write('<li><a href=\"' + d[i].u + '\">' + d[i].t + '</a></li>');</script></ul>",
    );
    let facts = page(&format!("<ul class=list><script>{all}</script></ul>"));
    assert_eq!(link_kinds(&facts), [LinkFrom::A; 3], "each once");
}

#[test]
fn what_is_kept_in_a_textarea_or_a_comment_is_shown_by_its_script() {
    let show = "<div id=box></div><script>document.getElementById('box').innerHTML = document.getElementById('src').value;</script>";
    is_list(&format!(
        "<textarea id=src style='display:none'><ul>{}</ul></textarea>{show}",
        rows()
    ));
    is_list(&format!(
        "<script type='text/html' id=src>{}</script>{}",
        rows(),
        show.replace("value", "innerHTML")
    ));
    is_list(&format!(
        "<div hidden><textarea id=src>{}</textarea></div><script>$('body').append($('#src').val())</script>",
        rows()
    ));
    let uncomment = "<div id=box></div><script>var s = document.getElementById('src').innerHTML; \
        document.getElementById('box').innerHTML = s.replace('<!--', '').replace('-->', '');</script>";
    let comment = format!("<div id=src style='display:none'><!--<ul>{}</ul>--></div>", rows());
    is_list(&format!("{comment}{uncomment}"));
    is_list(&format!("{comment}{}", uncomment.replace("'<!--', ''", "/<!--|-->/g, ''")));
    // Rows that were commented out, a form to write in, a template that is still to be filled.
    shows_nothing(&format!(
        "<div id=list><!--<ul>{}</ul>--></div><script>$('#list').html('')</script>",
        rows()
    ));
    shows_nothing(&format!("<textarea id=text>{}</textarea>", rows()));
    shows_nothing(&format!(
        "<script type='text/html' id=src><li><a href='{{{{url}}}}'>{{{{title}}}}</a></li></script>{show}"
    ));
}

fn records(title: &str, address: &str, day: &str) -> String {
    let one = |row: &str| {
        let parts: Vec<&str> = row.split(' ').collect();
        format!(
            "{{\"id\": 5, \"{title}\": \"{}\", \"{address}\": \"{}\", \"{day}\": \"{}\"}}",
            parts[0], parts[1], parts[2]
        )
    };
    format!("[{}]", ROWS.map(one).join(", "))
}

#[test]
fn records_in_state_are_rows() {
    let state = format!(
        "{{\"props\": {{\"pageProps\": {{\"list\": {}, \"total\": 90}}}}}}",
        records("title", "url", "publishTime")
    );
    is_list(&format!(
        "<div id=__next></div><script id=__NEXT_DATA__ type='application/json'>{state}</script>"
    ));
    // Neighbours: state of another framework, an array of the code, parsed from a string.
    is_list(&format!(
        "<div id=app></div><script>window.__INITIAL_STATE__ = {state};(function(){{var s;}}());</script>"
    ));
    let code = records("docTitle", "docPubUrl", "docRelTime")
        .replace("\"id\"", "id")
        .replace('"', "'");
    is_list(&format!(
        "<ul id=box></ul><script>var list = {code}; new Vue({{el: '#box'}});</script>"
    ));
    is_list(&format!(
        "<div id=app></div><script>var s = JSON.parse('{}');</script>",
        records("infoTitle", "href", "fbsj")
    ));
    let facts = page(&format!(
        "<div id=app></div><script>var list = {}</script>",
        records("title", "url", "date")
    ));
    assert_eq!(link_kinds(&facts), [LinkFrom::Data; 3], "the script may put something before them");
}

#[test]
fn days_of_records_are_those_of_china() {
    for (day, want) in [
        ("1763600400", "2025-11-20"),
        ("1763600400000", "2025-11-20"),
        ("\"2026-11-19T16:30:00.000Z\"", "2026-11-20"),
        ("\"2026/1/5 10:20:30\"", "2026-01-05"),
    ] {
        let one = format!("{{title: '关于停水检修的通知', createTime: 0, releaseDate: {day}, updateTime: '2026-11-22'}}");
        let facts = page(&format!("<div id=app></div><script>var a = [{one},{one}]</script>"));
        assert_eq!(items(&facts), vec![format!("关于停水检修的通知 - {want}"); 2], "{day}");
    }
}

#[test]
fn records_beside_the_page_are_none_of_its_list() {
    let list = records("title", "url", "date");
    for script in [
        // Menus, pictures, an article with others beside it, settings without days, linked data for search engines.
        format!("var navList = 1, s = {{hotNews: {list}}}; x = [{{k: {{relatedArticles: {list}}}}}]"),
        format!("x = [{{content: '{}', more: {list}}}]", "水务局召开会议部署防汛。".repeat(30)),
        "x = [{title: '网站首页链接', url: '/'}, {title: '政务公开目录', url: '/zwgk/'}]".to_owned(),
    ] {
        let named = script.contains("navList");
        let facts = page(&format!("<div id=app></div><script>{script}</script>"));
        if !named {
            assert_eq!(items(&facts), Vec::<String>::new(), "{script}");
        }
    }
    shows_nothing(&format!("<script type='application/ld+json'>{list}</script>"));
    shows_nothing(&format!("<script type='application/json'>{{\"hotList\": {list}}}</script>"));
    // A picture under an address of an article, with a script that writes beside it.
    let picture = "<div id=box></div><div class=TRS_Editor><img src=a.jpg></div><script>document.getElementById('box').innerHTML = '<b>1</b>';</script>";
    let at = |url: &str| read(url, &format!("{HEAD}{picture}{FOOT}")).listing.is_some();
    assert!(!at("http://www.a.gov.cn/x/201012/t20101224_3049390.html") && at("http://www.a.gov.cn/x/index.html"));
    // The article that stands there is read, whatever its scripts hold.
    let article = format!("<h1>关于停水的通知</h1><p>发布时间：2026-11-01</p><p>因检修停水。</p><script>var more = {list};</script>");
    assert_eq!(page(&article).listing, None);
}

#[test]
fn a_list_that_stands_elsewhere_is_said_to() {
    let facts = page("<iframe src='/inc/list_12.html' width='100%' height=600></iframe>");
    assert_eq!(facts.list_at, ["http://www.a.gov.cn/inc/list_12.html"]);
    assert_eq!((facts.kind, facts.script_filled), (PageKind::List, false));
    let frameset = HEAD.split("<body>").next().unwrap().to_owned()
        + "<frameset cols='180,*'><frame src='left.html' name=menu><frame src='list.html' name=main></frameset></html>";
    let facts = read("http://www.a.gov.cn/tzgg/", &frameset);
    assert_eq!(facts.list_at, ["http://www.a.gov.cn/tzgg/list.html"]);
    assert_eq!(facts.kind, PageKind::List);
    // Neighbours: a clock, a map, a page that shows its list itself.
    for content in [
        "<iframe src='/inc/clock.html' width=120 height=30></iframe>".to_owned(),
        "<iframe src='https://map.example.com/x?id=1' height=400></iframe>".to_owned(),
        format!("<ul>{}</ul><iframe src='/inc/more.html'></iframe>", rows()),
    ] {
        assert_eq!(page(&content).list_at, Vec::<String>::new(), "{content}");
    }
}

#[test]
fn what_a_script_fetches_is_told_and_never_called_empty() {
    for (content, at) in [
        (
            "<ul id=list></ul><script>$.getJSON('/data/tzgg.json', function (d) { $('#list').html(d); });</script>",
            Some("/data/tzgg.json"),
        ),
        (
            "<ul id=list></ul><script>fetch('../js/list.json?v=2').then(show('#list'))</script>",
            Some("/js/list.json?v=2"),
        ),
        (
            "<ul id=list></ul><script>$.getJSON('/data/' + id + '.json', function (d) { $('#list').html(d); });</script>",
            None,
        ),
        (
            "<ul id=list></ul><script>$.getJSON('https://other.example.com/a.json', f('#list'))</script>",
            None,
        ),
        ("<ul class=list><script src='/js/tzgg_list.js'></script></ul>", None),
        ("<div id=app></div><script src='/assets/index.js'></script>", None),
        ("<div id=news></div><script>$('#news').load('/inc/news.html')</script>", None),
        (
            "<script parseType=bulidstatic url='/front/build/unit' querydata=\"{'webId':'ab12','tagId':'列表'}\"></script><div id=u></div>",
            Some("/front/build/unit?webId=ab12&tagId=%E5%88%97%E8%A1%A8"),
        ),
    ] {
        let facts = page(content);
        assert!(facts.script_filled && facts.kind == PageKind::List, "{content}");
        let want: Vec<String> = at.into_iter().map(|a| format!("http://www.a.gov.cn{a}")).collect();
        assert_eq!(facts.list_at, want, "{content}");
        let asked = facts.links.iter().filter(|l| l.from == LinkFrom::Data).count();
        assert_eq!(asked, want.len(), "{content}");
    }
    let quoted = page(
        "<script parseType=build url='/front/build/unit' queryData='{&quot;webId&quot;:&quot;ab12&quot;,&quot;pageType&quot;:&quot;column&quot;}'></script>",
    );
    assert_eq!(quoted.list_at, ["http://www.a.gov.cn/front/build/unit?webId=ab12&pageType=column"]);
    let filters = "<p>按年份、部门和种类查找本局公开的各类文件，点击标题查看全文，下载附件请先阅读说明，并按照提示填写姓名</p>".repeat(2);
    for content in [
        "<ul><li v-for='item in list'><a :href='item.url'></a></li></ul>".to_owned(),
        format!("{filters}<div id=data></div><script>$.getJSON('/d.json', function (d) {{ paging(d, '#data') }})</script>"),
    ] {
        assert!(page(&content).script_filled, "{content}");
    }
    assert!(!page(&format!("{filters}<div id=data></div><script>$('#data').html('')</script>")).script_filled);
    // Nothing fetches anything: the column is empty, and is said to be.
    let empty = page("<ul class=list id=list></ul><script src='/js/menu.js'></script>");
    assert!(!empty.script_filled && empty.kind == PageKind::List);
}

#[test]
fn a_file_of_records_is_its_list_and_no_page() {
    let list = records("title", "url", "publishTime");
    let of_markup = format!("{{\"success\": true, \"data\": {{\"html\": \"{}\"}}}}", rows().replace('"', "\\\""));
    for file in [list.clone(), format!("\u{feff}{{\"rows\": {list}, \"total\": 3}}"), of_markup] {
        let facts = read("http://www.a.gov.cn/data/tzgg.json", &file);
        assert_eq!(facts.kind, PageKind::Data, "{file}");
        assert_eq!(items(&facts), ROWS, "{file}");
        assert_eq!(link_kinds(&facts), [LinkFrom::Data; 3]);
    }
    for other in ["{\"code\": 404, \"message\": \"not found\"}", "[1, 2]", "{", "[<a href=x>y</a>]"] {
        assert_ne!(read("http://www.a.gov.cn/data/x.json", other).kind, PageKind::Data, "{other}");
    }
}

#[test]
fn much_of_everything_costs_no_more_than_its_length() {
    let many = format!(
        "var a = [{}]",
        "{title: '关于停水检修的通知', date: '2026-01-02', url: '/art/1.html'},".repeat(20_000)
    );
    let start = std::time::Instant::now();
    assert!(items(&page(&format!("<div id=app></div><script>{many}</script>"))).len() <= 500);
    page(&"<textarea id=a><a href=x>y</a></textarea><script>$('#a').html()</script>".repeat(3_000));
    page(&"<script type=text/xml><record><![CDATA[<a href=x>关于停水检修的通知</a>".repeat(3_000));
    page(&"<script>document.write('<table><tr><td><a href=x>y</a>')</script>".repeat(3_000));
    page(&"<iframe src=/x>".repeat(20_000));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn an_error_page_is_one_whatever_its_scripts_hold() {
    let rows: String = (0..3).map(|i| row(i, "<li>", "</li>")).collect();
    let hidden = format!(
        "<div id=a></div><textarea id=t style=\"display:none\"><ul>{rows}</ul></textarea><script>$('#a').html($('#t').val())</script>"
    );
    assert_eq!(items(&page(&hidden)).len(), 3);
    let error = format!("{HEAD}<div class=main>{hidden}</div>{FOOT}").replace("通知公告-鹭岛市水务局", "404 - 找不到文件或目录");
    let read = read("http://www.a.gov.cn/tzgg/index.html", &error);
    assert!(read.error_words.is_some(), "{:?}", read.title);
    assert_eq!(items(&read), [""; 0]);
}
