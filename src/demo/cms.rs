//! What the four imitated content management systems have in common: addresses, labels, identity, lists.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::model::{Cms, Column, Item, Show, Site, escape};
use super::{dede, empire, inquiries, platform, trs};

/// The path of list page `page` of a column (1 is the first), without the site's base.
pub(super) fn list_path(cms: Cms, column: &Column, page: usize) -> String {
    let dir = column.dir;
    match (cms, page) {
        (Cms::Trs, 1) => format!("/{dir}/"),
        (Cms::Trs, page) => format!("/{dir}/index_{}.htm", page - 1),
        (Cms::Empire, 1) => format!("/html/{dir}/"),
        (Cms::Empire, page) => format!("/html/{dir}/index_{page}.html"),
        (Cms::Dede, page) => format!("/a/{dir}/list_{}_{page}.html", column.number),
        (Cms::Platform, 1) => format!("/{dir}/index.jhtml"),
        (Cms::Platform, page) => format!("/{dir}/index_{page}.jhtml"),
    }
}

/// A second address under which the system serves the first list page, where it has one.
pub(super) fn list_alias(cms: Cms, column: &Column) -> Option<String> {
    let dir = column.dir;
    match cms {
        Cms::Trs => Some(format!("/{dir}/index.htm")),
        Cms::Empire => Some(format!("/html/{dir}/index.html")),
        Cms::Dede => Some(format!("/a/{dir}/")),
        Cms::Platform => None,
    }
}

/// The path of an article, without the site's base.
pub(super) fn item_path(cms: Cms, column: &Column, item: &Item) -> String {
    let (dir, number, date) = (column.dir, item.number, item.filed);
    match cms {
        Cms::Trs => format!("/{dir}/{}/t{}_{number}.htm", date.strftime("%Y%m"), date.strftime("%Y%m%d")),
        Cms::Empire => format!("/html/{dir}/{date}/{number}.html"),
        Cms::Dede => format!("/a/{dir}/{}/{number}.html", date.strftime("%Y/%m%d")),
        Cms::Platform => format!("/{dir}/{number}.jhtml"),
    }
}

/// The home page.
pub(super) fn home(site: &Site) -> String {
    match site.cms {
        Cms::Trs => trs::home(site),
        Cms::Empire => empire::home(site),
        Cms::Dede => dede::home(site),
        Cms::Platform => platform::home(site),
    }
}

/// A list page of a column.
pub(super) fn list(site: &Site, column: &Column, page: usize) -> String {
    match site.cms {
        Cms::Trs => trs::list(site, column, page),
        Cms::Empire => empire::list(site, column, page),
        Cms::Dede => dede::list(site, column, page),
        Cms::Platform => platform::list(site, column, page),
    }
}

/// An article. `address` is its path without the site's base.
pub(super) fn article(site: &Site, column: &Column, item: &Item, address: &str) -> String {
    match site.cms {
        Cms::Trs => trs::article(site, column, item, address),
        Cms::Empire => empire::article(site, column, item),
        Cms::Dede => dede::article(site, column, item),
        Cms::Platform => platform::article(site, column, item),
    }
}

/// The content of the page map: every column.
pub(super) fn site_map(site: &Site) -> String {
    let mut html = String::from("<ul class=\"sitemap\">");
    for column in site.columns.iter().filter(|c| c.dir != SITE_MAP) {
        let path = list_path(site.cms, column, 1);
        let name = match column.dir {
            WEBSITE_REPORT => format!("政府网站工作年度报表（{}年度）", site.today.year() - 1),
            _ => column.name.to_owned(),
        };
        let _ = write!(html, "<li><a href=\"{}{path}\">{name}</a></li>", site.base);
    }
    html + "</ul>"
}

/// The folder of the page map, a column of every site.
pub(super) const SITE_MAP: &str = "wzdt";

/// The folder of the yearly report of the website, a column of every site.
pub(super) const WEBSITE_REPORT: &str = "wznb";

/// The labels of 国办发〔2017〕47号 for a page: site labels always, column and content labels where they apply.
pub(super) fn labels(site: &Site, column: Option<&Column>, item: Option<&Item>) -> String {
    let mut rows = vec![
        ("SiteName", site.name.clone()),
        ("SiteDomain", format!("{}{}", site.host, site.base)),
        ("SiteIDCode", site.site_code()),
    ];
    if let Some(column) = column {
        rows.push(("ColumnName", column.name.to_owned()));
        rows.push(("ColumnType", column.name.to_owned()));
        rows.push(("ColumnKeywords", format!("{},{}", site.short, column.name)));
        rows.push(("ColumnDescription", format!("{}{}栏目", site.name, column.name)));
    }
    if let Some(item) = item {
        rows.push(("ArticleTitle", item.title.clone()));
        if column.is_none_or(|c| c.show != Show::Undated) {
            rows.push(("PubDate", stamp_of(item, item.label)));
        }
        rows.push(("ContentSource", item.source.clone()));
    }
    rows.iter().fold(String::new(), |mut html, (name, value)| {
        let _ = writeln!(html, "<meta name=\"{name}\" content=\"{}\">", escape(value));
        html
    })
}

/// Date and time of day of an article, `2026-11-23 09:15`; the time follows from its number.
pub(super) fn stamp(item: &Item) -> String {
    stamp_of(item, item.date)
}

fn stamp_of(item: &Item, date: Date) -> String {
    format!("{date} {:02}:{:02}", 8 + item.number % 10, item.number * 7 % 60)
}

/// `MM-DD`.
pub(super) fn month_day(date: Date) -> String {
    date.strftime("%m-%d").to_string()
}

/// The identity of the site as footers show it.
pub(super) fn identity(site: &Site) -> String {
    let outside = &site.outside;
    let map = site.column(SITE_MAP).map(|c| list_path(site.cms, c, 1)).unwrap_or_default();
    format!(
        "<p>主办单位：{name}　联系电话：{phone}　地址：{address}</p>\
         <p>网站标识码：{code}　<a href=\"http://{outside}/beian/icp.html\">{icp}</a>　<a href=\"http://{outside}/beian/police.html\">{police}</a></p>\
         <p><a href=\"http://{outside}/bszs.html\">党政机关网站标识</a>　<a href=\"http://{outside}/zhaocuo.html\">我为政府网站找错</a>　\
         <a href=\"{base}{map}\">网站地图</a>{extra}</p>",
        name = site.name,
        phone = site.phone(0),
        address = site.address(),
        code = site.site_code(),
        icp = site.icp(),
        police = site.police(),
        base = site.base,
        extra = site.footer_extra,
    )
}

/// Links to the other sites of the group.
pub(super) fn neighbours(site: &Site) -> String {
    site.neighbours.iter().fold(String::new(), |mut html, (name, address)| {
        let _ = write!(html, "<a href=\"{address}\" target=\"_blank\">{}</a>　", escape(name));
        html
    })
}

/// The neighbours of an article in its list: the newer and the older one.
pub(super) fn before_and_after<'a>(column: &'a Column, item: &Item) -> (Option<&'a Item>, Option<&'a Item>) {
    match column.items.iter().position(|i| i.number == item.number) {
        Some(at) => (at.checked_sub(1).and_then(|b| column.items.get(b)), column.items.get(at + 1)),
        None => (None, None),
    }
}

/// 上一篇 and 下一篇.
pub(super) fn reading_on(site: &Site, column: &Column, item: &Item) -> String {
    let (before, after) = before_and_after(column, item);
    let link = |label: &str, other: Option<&Item>| match other {
        Some(other) => format!(
            "<li>{label}：<a href=\"{}{}\">{}</a></li>",
            site.base,
            item_path(site.cms, column, other),
            escape(&other.title)
        ),
        None => format!("<li>{label}：没有了</li>"),
    };
    format!("<ul class=\"pre-next\">{}{}</ul>", link("上一篇", before), link("下一篇", after))
}

/// What a list page shows in place of items, where it shows none.
pub(super) fn instead_of_items(site: &Site, column: &Column) -> Option<String> {
    if let Show::Letters(style) = column.show {
        return Some(inquiries::list(site, column, style));
    }
    if column.show == Show::ByScript {
        return Some(format!(
            "<ul id=\"dynamic-list\"></ul><script type=\"text/javascript\">\n\
             loadList({{url: \"/interface/list.do\", column: {}, box: \"#dynamic-list\", \
             row: '<li><a href=\"{{url}}\">{{title}}</a><span>{{date}}</span></li>'}});\n</script>",
            column.number
        ));
    }
    column.items.is_empty().then(|| match column.note {
        "" => "<ul class=\"list\"></ul>".to_owned(),
        note => format!("<ul class=\"list\"></ul><p class=\"empty\">{note}</p>"),
    })
}
