//! From the plan of the sites to what every server answers. Pure: the same day and addresses give the same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use encoding_rs::GBK;
use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

use super::answers::{self, Entry};
use super::cms::{self, article, item_path, list_alias, list_path};
use super::model::{Addresses, Cms, Missing, Show, Site, escape};
use super::planted::{self, Planted, Row, Spot, fill_in};
use super::swap::Swap;
use super::{related, search, sites};

/// What one server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    /// By path with query, percent-encoded as it comes in a request.
    pub entries: BTreeMap<String, Entry>,
    /// What any other path answers.
    pub missing: Entry,
}

/// The whole demonstration.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub sites: Vec<Site>,
    /// By `127.0.0.1:port`.
    pub hosts: BTreeMap<String, Host>,
    pub planted: Vec<Planted>,
    /// The addresses of the pages of each site, by site id, home page first.
    pub pages: BTreeMap<&'static str, Vec<String>>,
}

/// Makes the demonstration of the day `today` for servers at these addresses.
pub(super) fn content(today: Date, addresses: &Addresses) -> io::Result<Content> {
    let rows = planted::rows(today)?;
    let mut sites = sites::sites(today, addresses);
    for row in &rows {
        redate(row, &mut sites)?;
    }
    for site in &mut sites {
        related::relate(site, &rows);
    }
    for row in &rows {
        plant(row, &mut sites, addresses)?;
    }
    // Last, since they name items by their place and pages by what they say.
    for row in rows.iter().filter(|r| !r.swap.is_empty()) {
        if let Some(site) = sites.iter_mut().find(|s| s.id == row.site) {
            let swaps = Swap::of(row, site);
            site.swaps.extend(swaps);
        }
    }
    let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
    for host in addresses.hosts.iter().chain([&addresses.outside, &addresses.other]) {
        hosts.insert(
            host.clone(),
            Host {
                entries: BTreeMap::new(),
                missing: Entry::error(404),
            },
        );
    }
    let mut pages = BTreeMap::new();
    for site in &sites {
        let host = hosts
            .get_mut(&site.host)
            .ok_or_else(|| io::Error::other("a site without a server"))?;
        host.missing = match site.missing {
            Missing::NotFound => Entry::error(404),
            Missing::ErrorPage => answers::error_page_as_good(),
            Missing::ToHome => Entry::redirect("/"),
        };
        pages.insert(site.id, serve_site(site, host));
    }
    if let Some(host) = addresses.hosts.first().and_then(|h| hosts.get_mut(h)) {
        host.entries.insert(
            "/robots.txt".to_owned(),
            Entry::good("text/plain", "User-agent: *\nDisallow: /admin/\nAllow: /\n"),
        );
    }
    if let Some(outside) = hosts.get_mut(&addresses.outside) {
        for (path, title) in [
            ("/beian/icp.html", "备案信息查询"),
            ("/beian/police.html", "联网备案信息查询"),
            ("/bszs.html", "党政机关网站标识"),
            ("/zhaocuo.html", "我为政府网站找错"),
        ] {
            outside.entries.insert(path.to_owned(), outside_page(title));
        }
    }
    for row in &rows {
        answer(row, &sites, addresses, &mut hosts)?;
    }
    let planted = planted::resolve(&rows, &sites, addresses, |site| pages.get(site.id).cloned().unwrap_or_default())?;
    Ok(Content {
        sites,
        hosts,
        planted,
        pages,
    })
}

fn outside_page(title: &str) -> Entry {
    Entry::page(answers::small_page(title, "本页面为演示用的外部网站页面，内容正常。"))
}

/// Gives an article the dates a row says.
fn redate(row: &Row, sites: &mut [Site]) -> io::Result<()> {
    let Some(dates) = row.dates else { return Ok(()) };
    let nowhere = || io::Error::other(format!("planted: {} has no article for its dates", row.id));
    let site = sites.iter_mut().find(|s| s.id == row.site).ok_or_else(nowhere)?;
    let day = |days: i64| site.today.saturating_sub(days.days());
    let [shown, filed, label, modified] = [dates.shown, dates.filed, dates.label, dates.modified].map(|d| d.map(day));
    let Spot::Item(dir, at) = Spot::of(&row.page) else {
        return Err(nowhere());
    };
    let column = site.columns.iter_mut().find(|c| c.dir == dir).ok_or_else(nowhere)?;
    let item = column.items.get_mut(at).ok_or_else(nowhere)?;
    item.date = shown.unwrap_or(item.date);
    item.filed = filed.unwrap_or(item.filed);
    item.label = label.or(shown).unwrap_or(item.label);
    item.modified = modified;
    Ok(())
}

/// Puts a row's HTML where it says.
fn plant(row: &Row, sites: &mut [Site], addresses: &Addresses) -> io::Result<()> {
    let nowhere = || io::Error::other(format!("planted: {} has no place for its HTML", row.id));
    let site = sites.iter_mut().find(|s| s.id == row.site).ok_or_else(nowhere)?;
    let href = escape(&row.href(site, addresses));
    let fill = |html: &Option<String>| html.as_ref().map(|h| fill_in(&h.replace("{target}", &href), addresses));
    let (html, head) = (fill(&row.html), fill(&row.head));
    if html.is_none() && head.is_none() {
        return Ok(());
    }
    match Spot::of(&row.page) {
        Spot::Home => site.home_extra.push_str(&html.unwrap_or_default()),
        Spot::Everywhere => site.footer_extra.push_str(&html.unwrap_or_default()),
        Spot::List(..) => return Err(nowhere()),
        Spot::Item(dir, at) => {
            let column = site.columns.iter_mut().find(|c| c.dir == dir).ok_or_else(nowhere)?;
            let item = column.items.get_mut(at).ok_or_else(nowhere)?;
            item.body.push_str(&html.unwrap_or_default());
            item.head.push_str(&head.unwrap_or_default());
        }
    }
    Ok(())
}

/// Makes the server give a row's answer.
fn answer(row: &Row, sites: &[Site], addresses: &Addresses, hosts: &mut BTreeMap<String, Host>) -> io::Result<()> {
    let Some(word) = &row.answer else { return Ok(()) };
    let wrong = || io::Error::other(format!("planted: {} asks for an answer that cannot be given", row.id));
    let site = sites.iter().find(|s| s.id == row.site).ok_or_else(wrong)?;
    let url = row.address(site, addresses).and_then(|a| Url::parse(&a).ok()).ok_or_else(wrong)?;
    let place = format!("{}:{}", url.host_str().unwrap_or_default(), url.port().unwrap_or(80));
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let page = |html: &str| {
        if place == site.host {
            extra_page(site, &row.page, &path, html)
        } else {
            Entry::page(answers::small_page("演示用外部网站", html))
        }
    };
    let entries = answers::entries(word, &path, page).ok_or_else(wrong)?;
    let host = hosts.get_mut(&place).ok_or_else(wrong)?;
    host.entries.extend(entries);
    Ok(())
}

/// A page beside the articles of a column that stands in no list.
fn extra_page(site: &Site, beside: &str, path: &str, html: &str) -> Entry {
    let dir = beside.split([':', '@']).next().unwrap_or_default();
    let Some(column) = site.column(dir) else {
        return Entry::page(answers::small_page("相关资料", html));
    };
    let item = sites::item(site, 9, "相关资料汇编".to_owned(), 20, html.to_owned());
    let path = path.strip_prefix(site.base).unwrap_or(path);
    bytes(site, &article(site, column, &item, path))
}

/// Puts all pages and files of a site on its server, and gives the addresses of the pages, home page first.
fn serve_site(site: &Site, host: &mut Host) -> Vec<String> {
    let mut pages = vec![site.url("/")];
    let mut put = |path: &str, entry: Entry| host.entries.insert(format!("{}{path}", site.base), entry);
    put("/", bytes(site, &site.swapped("/", cms::home(site))));
    for column in &site.columns {
        let first = list_path(site.cms, column, 1);
        for page in 1..=column.pages() {
            let path = list_path(site.cms, column, page);
            let html = match column.show {
                Show::Text => {
                    let item = sites::item(site, column.number * 100, column.name.to_owned(), 45, column.text.clone());
                    article(site, column, &item, &path)
                }
                Show::ForwardsTo(dir) => forward(site, dir),
                _ => cms::list(site, column, page),
            };
            let html = site.swapped(&path, html);
            put(&path, bytes(site, &html));
            pages.push(site.url(&path));
            if let Some(alias) = list_alias(site.cms, column).filter(|_| path == first) {
                put(&alias, bytes(site, &html));
            }
        }
        for item in &column.items {
            let path = item_path(site.cms, column, item);
            let html = site.swapped(&path, article(site, column, item, &path));
            let mut entry = bytes(site, &html);
            // Noon in Greenwich is the evening of the same day in Beijing.
            entry.headers.extend(
                item.modified
                    .map(|d| ("Last-Modified", d.strftime("%a, %d %b %Y 12:00:00 GMT").to_string())),
            );
            put(&path, entry);
            pages.push(site.url(&path));
        }
    }
    let (style, script, folder) = match site.cms {
        Cms::Trs => ("/css/style.css", "/js/common.js", "/images"),
        Cms::Empire => ("/skin/default/css/style.css", "/skin/default/js/tabs.js", "/skin/default/images"),
        Cms::Dede => (
            "/templets/default/style/dedecms.css",
            "/include/dedeajax2.js",
            "/templets/default/images",
        ),
        Cms::Platform => ("/r/cms/www/css/main.css", "/r/cms/front.js", "/r/cms/www/images"),
    };
    // The platform's files are the server's, not the site's.
    let base = if site.cms == Cms::Platform { "" } else { site.base };
    let mut files = vec![
        (style.to_owned(), answers::style_sheet()),
        (script.to_owned(), answers::script()),
        (format!("{folder}/logo.png"), answers::picture()),
        (format!("{folder}/bg.png"), answers::picture()),
        ("/favicon.ico".to_owned(), answers::picture()),
    ];
    if site.cms == Cms::Dede {
        files.push(("/uploads/allimg/ok.png".to_owned(), answers::picture()));
        files.push(("/images/bszn.png".to_owned(), answers::picture()));
    }
    for (path, entry) in search::entries(site) {
        host.entries.insert(format!("{}{path}", site.base), entry);
    }
    for (path, entry) in files {
        host.entries.insert(format!("{base}{path}"), entry);
    }
    pages
}

/// A column page that only forwards, as TRS writes parent columns.
fn forward(site: &Site, dir: &str) -> String {
    let to = site.column(dir).map(|c| list_path(site.cms, c, 1)).unwrap_or_default();
    format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n\
         <meta http-equiv=\"refresh\" content=\"0;url={}{to}\">\n<title>{}</title>\n</head>\n<body></body>\n</html>\n",
        site.base, site.name
    )
}

/// A page in the encoding of its site.
fn bytes(site: &Site, html: &str) -> Entry {
    let body = if site.gbk {
        GBK.encode(html).0
    } else {
        Cow::Borrowed(html.as_bytes())
    };
    Entry::page(body.into_owned())
}
