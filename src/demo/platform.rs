//! Pages as a provincial platform (JEECMS kind) writes them: absolute addresses, breadcrumb, `.jhtml`, a leave notice.

use std::fmt::Write as _;

use super::cms::{identity, instead_of_items, item_path, labels, list_path, month_day, neighbours, reading_on, stamp};
use super::model::{Column, Item, Show, Site, escape};

fn frame(site: &Site, title: &str, head: &str, content: &str) -> String {
    let home = site.url("/");
    let nav = site.columns.iter().fold(String::new(), |mut html, column| {
        let own = site.url(&list_path(site.cms, column, 1));
        let _ = writeln!(html, "<li class=\"nav-item\"><a href=\"{own}\">{}</a></li>", column.name);
        html
    });
    // The platform's own files lie outside the folders of its sites.
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{head}\
         <base target=\"_blank\">\n<link rel=\"stylesheet\" href=\"/r/cms/www/css/main.css\">\n<script src=\"/r/cms/front.js\"></script>\n</head>\n<body>\n\
         <div id=\"leave\" style=\"display:none\"><p>您访问的链接即将离开“{name}”网站，是否继续？</p>\
         <a href=\"javascript:;\" class=\"go\">继续访问</a><a href=\"javascript:;\" class=\"stay\">放弃</a></div>\n\
         <header><a href=\"{home}\"><img src=\"/r/cms/www/images/logo.png\" alt=\"{name}\"></a></header>\n\
         <nav><ul class=\"nav\"><li class=\"nav-item\"><a href=\"{home}\">首页</a></li>\n{nav}</ul></nav>\n{content}\n\
         <footer>{friends}{identity}</footer>\n</body>\n</html>\n",
        title = escape(title),
        name = site.name,
        friends = neighbours(site),
        identity = identity(site),
    )
}

/// The home page.
pub(super) fn home(site: &Site) -> String {
    let mut content = String::from("<main>\n");
    for (i, column) in site.home_columns().enumerate() {
        let own = site.url(&list_path(site.cms, column, 1));
        let _ = writeln!(
            content,
            "<section class=\"panel\"><div class=\"panel-hd\"><h3>{}</h3><a href=\"{own}\" class=\"more\">更多</a></div>\n<ul class=\"panel-bd\">",
            column.name
        );
        for item in site.home_items(column, if i == 0 { 10 } else { 6 }) {
            let _ = writeln!(
                content,
                "<li><a href=\"{}\" title=\"{title}\">{title}</a><em>{}</em></li>",
                site.url(&item_path(site.cms, column, item)),
                item.date,
                title = escape(&item.title),
            );
        }
        content.push_str("</ul></section>\n");
    }
    content.push_str(&site.home_extra);
    content.push_str("</main>");
    frame(site, &site.name, &labels(site, None, None), &content)
}

/// A list page.
pub(super) fn list(site: &Site, column: &Column, page: usize) -> String {
    let mut items = String::new();
    for item in column.page_items(page) {
        let mark = if item.pinned { "<i class=\"top\">置顶</i>" } else { "" };
        let date = match column.show {
            Show::Dated => format!("<span>{}</span>", item.date),
            Show::MonthDay => format!("<span>{}</span>", month_day(item.date)),
            _ => String::new(),
        };
        let _ = writeln!(
            items,
            "<li>{mark}<a href=\"{}\" title=\"{title}\">{title}</a>{date}</li>",
            site.url(&item_path(site.cms, column, item)),
            title = escape(&item.title),
        );
    }
    let link = |label: &str, to: usize| {
        if to == page || to == 0 || to > column.pages() {
            format!("<span class=\"off\">{label}</span> ")
        } else {
            format!("<a href=\"{}\">{label}</a> ", site.url(&list_path(site.cms, column, to)))
        }
    };
    let bar = format!(
        "<div class=\"pagination\">共{}条记录 {page}/{}页 {}{}{}{}</div>",
        column.items.len(),
        column.pages(),
        link("首页", 1),
        link("上一页", page - 1),
        link("下一页", page + 1),
        link("尾页", column.pages()),
    );
    let body = instead_of_items(site, column).unwrap_or_else(|| format!("<ul class=\"list-box\">\n{items}</ul>\n{bar}"));
    let content = format!(
        "<div class=\"crumbs\">当前位置：<a href=\"{home}\">首页</a> &gt; <a href=\"{own}\">{name}</a></div>\n\
         <main><h2>{name}</h2>\n{body}</main>",
        home = site.url("/"),
        own = site.url(&list_path(site.cms, column, 1)),
        name = column.name,
    );
    let title = format!("{}-{}", column.name, site.name);
    frame(site, &title, &labels(site, Some(column), None), &content)
}

/// An article.
pub(super) fn article(site: &Site, column: &Column, item: &Item) -> String {
    let date = match column.show {
        Show::Undated => String::new(),
        _ => format!("<span>发布日期：{}</span>", stamp(item)),
    };
    let content = format!(
        "<div class=\"crumbs\">当前位置：<a href=\"{home}\">首页</a> &gt; <a href=\"{own}\">{name}</a> &gt; 正文</div>\n\
         <main><article><h1>{title}</h1>\n<div class=\"msg\">{date}<span>来源：{source}</span></div>\n\
         <div class=\"article-content\" id=\"zoom\">{body}</div></article>\n{on}</main>",
        home = site.url("/"),
        own = site.url(&list_path(site.cms, column, 1)),
        name = column.name,
        title = escape(&item.title),
        source = escape(&item.source),
        body = item.body,
        on = reading_on(site, column, item),
    );
    let title = format!("{}-{}", item.title, site.name);
    frame(site, &title, &(labels(site, Some(column), Some(item)) + &item.head), &content)
}
