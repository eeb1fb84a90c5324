//! The sites' own searches: one that knows its articles, one whose index was forgotten, one that a script fills.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::answers::Entry;
use super::cms::item_path;
use super::model::{Column, Item, Site, escape};

/// How a site's search behaves.
#[derive(Clone, Copy, PartialEq)]
enum Search {
    Good,
    /// Knows the notices of years ago and nothing since.
    Forgotten,
    ByScript,
}

fn search_of(site: &Site) -> Option<Search> {
    match site.id {
        "main" => Some(Search::Good),
        "jinsui" => Some(Search::Forgotten),
        "linxi" => Some(Search::ByScript),
        _ => None,
    }
}

/// Where a site's search is asked, as `sites.yaml` would say it.
pub(super) fn template(site: &Site) -> Option<String> {
    search_of(site).map(|_| site.url("/so.html?q={query}"))
}

/// What stands for itself in a query, as browsers send it.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// What the search answers, by path with query; without one of these queries it has found nothing.
pub(super) fn entries(site: &Site) -> Vec<(String, Entry)> {
    let Some(search) = search_of(site) else { return Vec::new() };
    let page = |results: &str| Entry::good("text/html; charset=utf-8", results_page(site, results));
    if search == Search::ByScript {
        let filled = "<div id=\"results\"></div>\n<script>loadResults(location.search);</script>";
        return vec![("/so.html".to_owned(), page(filled))];
    }
    let mut all = vec![("/so.html".to_owned(), page("<p>没有找到相关内容。</p>"))];
    let mut answer = |words: &str, results: &str| {
        all.push((format!("/so.html?q={}", utf8_percent_encode(words, PLAIN)), page(results)));
    };
    let notices = site.column("tzgg").into_iter().flat_map(|c| c.items.iter().map(move |i| (c, i)));
    let of_years_ago: String = notices
        .rev()
        .take(5)
        .map(|(column, item)| result(site, column, item, &format!("通知：{}", item.title)))
        .collect();
    answer("通知", &of_years_ago);
    if search == Search::Good {
        for column in &site.columns {
            for item in &column.items {
                answer(&item.title, &result(site, column, item, &item.title));
            }
        }
    }
    all
}

fn result(site: &Site, column: &Column, item: &Item, title: &str) -> String {
    let path = item_path(site.cms, column, item);
    format!("<li><a href=\"{}{path}\">{}</a></li>\n", site.base, escape(title))
}

fn results_page(site: &Site, results: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>站内搜索_{0}</title>\n</head>\n<body>\n\
         <p><a href=\"{1}/\">{0}</a></p>\n<ul>\n{results}</ul>\n</body>\n</html>\n",
        site.name, site.base
    )
}
