//! Pages as 帝国CMS writes them: root-relative addresses, `<span class="time">` before the title, `index_2.html`.

use std::fmt::Write as _;

use super::cms::{identity, instead_of_items, item_path, labels, list_path, month_day, neighbours, reading_on, stamp};
use super::model::{Column, Item, Show, Site, escape};

fn frame(site: &Site, title: &str, head: &str, content: &str) -> String {
    let base = site.base;
    let nav = site.columns.iter().fold(String::new(), |mut html, column| {
        let _ = write!(html, "<a href=\"{base}{}\">{}</a> | ", list_path(site.cms, column, 1), column.name);
        html
    });
    format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\" />\n\
         <title>{title}</title>\n{head}<link href=\"{base}/skin/default/css/style.css\" rel=\"stylesheet\" type=\"text/css\" />\n\
         <script type=\"text/javascript\" src=\"{base}/skin/default/js/tabs.js\"></script>\n</head>\n<body class=\"listpage\">\n\
         <table class=\"top\"><tr><td class=\"logo\"><a href=\"{base}/\"><img src=\"{base}/skin/default/images/logo.png\" alt=\"{name}\" /></a></td></tr></table>\n\
         <div class=\"nav\"><a href=\"{base}/\">首页</a> | {nav}</div>\n{content}\n\
         <div class=\"copyright\">{friends}{identity}</div>\n</body>\n</html>\n",
        title = escape(title),
        name = site.name,
        friends = neighbours(site),
        identity = identity(site),
    )
}

/// The home page: boxes with `[MM-DD]`.
pub(super) fn home(site: &Site) -> String {
    let mut content = String::from("<div class=\"wrap\">\n");
    for (i, column) in site.home_columns().enumerate() {
        let own = list_path(site.cms, column, 1);
        let _ = writeln!(
            content,
            "<div class=\"box\"><div class=\"title\"><strong>{name}</strong><span class=\"more\"><a href=\"{base}{own}\">更多...</a></span></div><ul>",
            name = column.name,
            base = site.base,
        );
        for item in site.home_items(column, if i == 0 { 10 } else { 6 }) {
            let _ = writeln!(
                content,
                "<li><span class=\"time\">[{}]</span><a href=\"{}{}\" title=\"{title}\">{title}</a></li>",
                month_day(item.date),
                site.base,
                item_path(site.cms, column, item),
                title = escape(&item.title),
            );
        }
        content.push_str("</ul></div>\n");
    }
    content.push_str(&site.home_extra);
    content.push_str("</div>");
    frame(site, &site.name, &labels(site, None, None), &content)
}

/// A list page with a bar of page numbers.
pub(super) fn list(site: &Site, column: &Column, page: usize) -> String {
    let mut items = String::new();
    for item in column.page_items(page) {
        let mark = if item.pinned { "<em>置顶</em>" } else { "" };
        let date = match column.show {
            Show::Dated => format!("<span class=\"time\">{}</span>", item.date),
            Show::MonthDay => format!("<span class=\"time\">{}</span>", month_day(item.date)),
            _ => String::new(),
        };
        let _ = writeln!(
            items,
            "<li>{date}{mark}<a href=\"{}{}\" title=\"{title}\">{title}</a></li>",
            site.base,
            item_path(site.cms, column, item),
            title = escape(&item.title),
        );
    }
    let mut bar = format!("<div class=\"epages\"><a title=\"总数\"><b>{}</b></a>", column.items.len());
    for other in 1..=column.pages() {
        if other == page {
            let _ = write!(bar, "<b>{other}</b>");
        } else {
            let _ = write!(bar, "<a href=\"{}{}\">{other}</a>", site.base, list_path(site.cms, column, other));
        }
    }
    bar.push_str("</div>");
    let body = instead_of_items(site, column).unwrap_or_else(|| format!("<ul class=\"newslist\">\n{items}</ul>\n{bar}"));
    let content = format!(
        "<div class=\"position\">您当前的位置：<a href=\"{base}/\">首页</a>&nbsp;&gt;&nbsp;<a href=\"{base}{own}\">{name}</a></div>\n\
         <table class=\"box\"><tr><td class=\"main_title\">{name}</td></tr><tr><td>{body}</td></tr></table>",
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
    );
    let title = format!("{}-{}", column.name, site.name);
    frame(site, &title, &labels(site, Some(column), None), &content)
}

/// An article.
pub(super) fn article(site: &Site, column: &Column, item: &Item) -> String {
    let date = match column.show {
        Show::Undated => String::new(),
        _ => format!("发布时间：{}&nbsp;&nbsp;", stamp(item)),
    };
    let content = format!(
        "<div class=\"position\">您当前的位置：<a href=\"{base}/\">首页</a>&nbsp;&gt;&nbsp;<a href=\"{base}{own}\">{name}</a>&nbsp;&gt;&nbsp;正文</div>\n\
         <table class=\"box\"><tr><td class=\"title_text\"><h1>{title}</h1></td></tr>\n\
         <tr><td class=\"info_text\">{date}来源：{source}&nbsp;&nbsp;【字体：大 中 小】</td></tr>\n\
         <tr><td class=\"news_text\" id=\"text\">{body}</td></tr></table>\n{on}",
        base = site.base,
        own = list_path(site.cms, column, 1),
        name = column.name,
        title = escape(&item.title),
        source = escape(&item.source),
        body = item.body,
        on = reading_on(site, column, item),
    );
    let title = format!("{}-{}-{}", item.title, column.name, site.name);
    frame(site, &title, &(labels(site, Some(column), Some(item)) + &item.head), &content)
}
