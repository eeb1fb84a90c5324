//! Pages as a TRS system writes them: relative addresses, `TRS_Editor`, pagination by script.

use std::fmt::Write as _;

use super::cms::{identity, instead_of_items, item_path, labels, list_path, month_day, neighbours, reading_on, stamp};
use super::model::{Column, Item, Show, Site, escape};

/// The way up from a page `depth` folders below the home page.
fn up(depth: usize) -> String {
    match depth {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

fn frame(site: &Site, title: &str, head: &str, depth: usize, content: &str) -> String {
    let root = up(depth);
    let nav = site.columns.iter().fold(String::new(), |mut html, column| {
        let _ = writeln!(html, "<li><a href=\"{root}{}/\">{}</a></li>", column.dir, column.name);
        html
    });
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<title>{title}</title>\n\
         {head}<link href=\"{root}css/style.css\" rel=\"stylesheet\" type=\"text/css\">\n\
         <script src=\"{root}js/common.js\" type=\"text/javascript\"></script>\n</head>\n<body>\n\
         <div class=\"header\"><a href=\"{root}\"><img src=\"{root}images/logo.png\" alt=\"{name}\"></a></div>\n\
         <div class=\"nav\"><ul>\n<li><a href=\"{root}\">首页</a></li>\n{nav}</ul></div>\n{content}\n\
         <div class=\"footer\">{friends}{identity}</div>\n</body>\n</html>\n",
        title = escape(title),
        name = site.name,
        friends = neighbours(site),
        identity = identity(site),
    )
}

/// The home page: boxes of dated items.
pub(super) fn home(site: &Site) -> String {
    let mut content = String::from("<div class=\"main\">\n");
    for (i, column) in site.home_columns().enumerate() {
        let _ = writeln!(
            content,
            "<div class=\"box\"><div class=\"tit\"><h2>{}</h2><a class=\"more\" href=\"./{}/\">更多&gt;&gt;</a></div>\n<ul class=\"list\">",
            column.name, column.dir
        );
        for item in site.home_items(column, if i == 0 { 10 } else { 6 }) {
            let _ = writeln!(
                content,
                "<li><a href=\".{}\" title=\"{title}\" target=\"_blank\">{title}</a><span>{}</span></li>",
                item_path(site.cms, column, item),
                item.date,
                title = escape(&item.title),
            );
        }
        content.push_str("</ul></div>\n");
    }
    content.push_str(&site.home_extra);
    content.push_str("</div>");
    frame(site, &site.name, &labels(site, None, None), 0, &content)
}

/// A list page: relative addresses, `createPageHTML`.
pub(super) fn list(site: &Site, column: &Column, page: usize) -> String {
    let mut items = String::new();
    for item in column.page_items(page) {
        let path = item_path(site.cms, column, item);
        let relative = path.strip_prefix(&format!("/{}", column.dir)).unwrap_or(&path);
        let mark = if item.pinned { "<font color=\"red\">[置顶]</font>" } else { "" };
        let date = match column.show {
            Show::Dated => format!("<span>{}</span>", item.date),
            Show::MonthDay => format!("<span>[{}]</span>", month_day(item.date)),
            _ => String::new(),
        };
        let _ = writeln!(
            items,
            "<li>{mark}<a href=\".{relative}\" target=\"_blank\">{}</a>{date}</li>",
            escape(&item.title)
        );
    }
    let body = instead_of_items(site, column).unwrap_or_else(|| {
        format!(
            "<ul class=\"list\">\n{items}</ul>\n<div class=\"page\"><script>createPageHTML({}, {}, \"index\", \"htm\");</script></div>",
            column.pages(),
            page - 1
        )
    });
    let content = format!(
        "<div class=\"position\">当前位置：<a href=\"../\">首页</a>&gt;<a href=\"{base}{own}\">{name}</a></div>\n\
         <div class=\"main\"><h2 class=\"columntitle\">{name}</h2>\n{body}\n</div>",
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
    );
    let title = format!("{}_{}", column.name, site.name);
    frame(site, &title, &labels(site, Some(column), None), 1, &content)
}

/// An article: 发布时间 and 来源 in the head line, the text in `TRS_Editor`.
pub(super) fn article(site: &Site, column: &Column, item: &Item, address: &str) -> String {
    let depth = address.matches('/').count() - 1;
    let date = match column.show {
        Show::Undated => String::new(),
        _ => format!("发布时间：{}　", stamp(item)),
    };
    let content = format!(
        "<div class=\"position\">当前位置：<a href=\"{root}\">首页</a>&gt;<a href=\"{base}{own}\">{name}</a>&gt;正文</div>\n\
         <div class=\"main\"><h1 class=\"tit\">{title}</h1>\n<div class=\"info\">{date}来源：{source}　字号：【大 中 小】</div>\n\
         <div class=\"content\"><div class=\"TRS_Editor\">{body}</div></div>\n{on}</div>",
        root = up(depth),
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
        title = escape(&item.title),
        source = escape(&item.source),
        body = item.body,
        on = reading_on(site, column, item),
    );
    let title = format!("{}_{}", item.title, site.name);
    frame(
        site,
        &title,
        &(labels(site, Some(column), Some(item)) + &item.head),
        depth,
        &content,
    )
}
