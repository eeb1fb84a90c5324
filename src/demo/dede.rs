//! Pages as DedeCMS writes them: `list_3_1.html`, 来源 before 时间, `pagelist`.

use std::fmt::Write as _;

use super::cms::{identity, instead_of_items, item_path, labels, list_path, month_day, neighbours, reading_on, stamp};
use super::model::{Column, Item, Show, Site, escape};

fn frame(site: &Site, title: &str, head: &str, content: &str) -> String {
    let base = site.base;
    let charset = if site.gbk { "gb2312" } else { "utf-8" };
    let nav = site.columns.iter().fold(String::new(), |mut html, column| {
        let own = list_path(site.cms, column, 1);
        let _ = writeln!(html, "<li><a href='{base}{own}'><span>{}</span></a></li>", column.name);
        html
    });
    format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\" />\n\
         <title>{title}</title>\n{head}<link href=\"{base}/templets/default/style/dedecms.css\" rel=\"stylesheet\" media=\"screen\" type=\"text/css\" />\n\
         <script language=\"javascript\" type=\"text/javascript\" src=\"{base}/include/dedeajax2.js\"></script>\n</head>\n<body class=\"articlelist\">\n\
         <div class=\"header_top\"><a href=\"{base}/\"><img src='{base}/templets/default/images/logo.png' alt='{name}' /></a>\n\
         <a href='javascript:void(0)' onclick=\"AddFavorite()\">加入收藏</a></div>\n\
         <div id=\"navMenu\"><ul>\n<li><a href='{base}/'><span>首页</span></a></li>\n{nav}</ul></div>\n{content}\n\
         <div class=\"footer\">{friends}{identity}</div>\n</body>\n</html>\n",
        title = escape(title),
        name = site.name,
        friends = neighbours(site),
        identity = identity(site),
    )
}

/// The home page.
pub(super) fn home(site: &Site) -> String {
    let mut content = String::from("<div class=\"w960 center\">\n");
    for (i, column) in site.home_columns().enumerate() {
        let own = list_path(site.cms, column, 1);
        let _ = writeln!(
            content,
            "<dl class=\"tbox\"><dt><strong><a href=\"{base}{own}\">{}</a></strong><span class=\"more\"><a href=\"{base}{own}\">更多...</a></span></dt>\n<dd><ul class=\"d1 ico3\">",
            column.name,
            base = site.base,
        );
        for item in site.home_items(column, if i == 0 { 10 } else { 6 }) {
            let _ = writeln!(
                content,
                "<li><span class=\"date\">{}</span><a href=\"{}{}\">{}</a></li>",
                item.date,
                site.base,
                item_path(site.cms, column, item),
                escape(&item.title),
            );
        }
        content.push_str("</ul></dd></dl>\n");
    }
    content.push_str(&site.home_extra);
    content.push_str("</div>");
    frame(site, &site.name, &labels(site, None, None), &content)
}

/// A list page.
pub(super) fn list(site: &Site, column: &Column, page: usize) -> String {
    let mut items = String::new();
    for item in column.page_items(page) {
        let mark = if item.pinned { "<b>[顶]</b>" } else { "" };
        let date = match column.show {
            Show::Dated => format!("<span class=\"info\"><small>日期：</small>{}</span>", stamp(item)),
            Show::MonthDay => format!("<span class=\"info\">{}</span>", month_day(item.date)),
            _ => String::new(),
        };
        let _ = writeln!(
            items,
            "<li>{mark}<a href=\"{}{}\" class=\"title\">{}</a>{date}</li>",
            site.base,
            item_path(site.cms, column, item),
            escape(&item.title),
        );
    }
    let mut bar = String::from("<ul class=\"pagelist\">");
    for other in 1..=column.pages() {
        if other == page {
            let _ = write!(bar, "<li class=\"thisclass\">{other}</li>");
        } else {
            let _ = write!(bar, "<li><a href='list_{}_{other}.html'>{other}</a></li>", column.number);
        }
    }
    let _ = write!(
        bar,
        "<li><span class=\"pageinfo\">共 <strong>{}</strong>页<strong>{}</strong>条</span></li></ul>",
        column.pages(),
        column.items.len()
    );
    let body =
        instead_of_items(site, column).unwrap_or_else(|| format!("<ul class=\"e2\">\n{items}</ul>\n<div class=\"dede_pages\">{bar}</div>"));
    let content = format!(
        "<div class=\"place\"><strong>当前位置:</strong> <a href='{base}/'>主页</a> &gt; <a href='{base}{own}'>{name}</a> &gt; </div>\n\
         <div class=\"listbox\"><h3>{name}</h3>{body}</div>",
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
    );
    let title = format!("{}_{}", column.name, site.name);
    frame(site, &title, &labels(site, Some(column), None), &content)
}

/// An article: `来源:… 时间:…`.
pub(super) fn article(site: &Site, column: &Column, item: &Item) -> String {
    let date = match column.show {
        Show::Undated => String::new(),
        _ => format!("<small>时间:</small>{}", stamp(item)),
    };
    let content = format!(
        "<div class=\"place\"><strong>当前位置:</strong> <a href='{base}/'>主页</a> &gt; <a href='{base}{own}'>{name}</a> &gt; </div>\n\
         <div class=\"viewbox\"><div class=\"title\"><h2>{title}</h2></div>\n\
         <div class=\"info\"><small>来源:</small>{source}　{date}</div>\n\
         <div class=\"content\"><table width='100%'><tr><td>{body}</td></tr></table></div></div>\n{on}",
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
        title = escape(&item.title),
        source = escape(&item.source),
        body = item.body,
        on = reading_on(site, column, item),
    );
    let title = format!("{}_{}", item.title, site.name);
    frame(site, &title, &(labels(site, Some(column), Some(item)) + &item.head), &content)
}
