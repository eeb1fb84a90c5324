//! Columns of a site that `sites.yaml` does not list: recognised among the lists that were read.

use std::collections::{BTreeMap, HashSet};

use url::Url;

use super::dates::Dates;
use super::kind_of_name;
use super::later::Later;
use super::list_page::{ListPage, column};
use super::old_site::OldSite;
use super::view;
use crate::facts::{ColumnFacts, PageKind, Why};
use crate::lexicon::{COLUMN_NAMES, Words};
use crate::site::{is_archive, page_identity};
use crate::standard::{Channel, ColumnKind};

/// Names under which a list is no column: results, maps and indexes.
static NO_COLUMN: Words = Words::used(COLUMN_NAMES, "no-column");

pub(super) fn recognise(lists: &[ListPage], dates: &Dates, later: &Later, old: &OldSite, home: &Url) -> Vec<ColumnFacts> {
    let mut columns: BTreeMap<String, (&ListPage, ColumnFacts)> = BTreeMap::new();
    let identity = |url: &str| Url::parse(url).ok().map(|url| page_identity(&url));
    let read: HashSet<String> = lists.iter().filter_map(|page| identity(&page.url)).collect();
    // The front page of a part of the site, whose longest box is no column: that stands, and is judged, where the box leads.
    let is_front = |page: &ListPage| {
        let whole = page.box_of.as_deref().and_then(identity);
        whole.is_some_and(|whole| read.contains(&whole) && identity(&page.url) != Some(whole))
    };
    let views = view::views(lists);
    let whole = lists.iter().zip(views).filter(|(_, is_view)| !is_view).map(|(page, _)| page);
    for page in whole.filter(|page| !is_front(page)) {
        let (Some(name), Ok(url)) = (page.name.as_deref().map(clean_name), Url::parse(&page.url)) else {
            continue;
        };
        // What a system makes of all articles of a word, an author or a month is nobody's to keep up to date.
        if page.column_type.is_none() && is_archive(&url, home) {
            continue;
        }
        if name.is_empty() || NO_COLUMN.any_in(name) || is_search(&url) || !is_column(page) {
            continue;
        }
        // What was kept of a former site is nobody's to keep up to date either, and still must not be empty.
        let kind = if old.has(page) { ColumnKind::Other } else { kind(page, name) };
        let column = column(page, name, &page.url, kind, false, dates, later);
        match columns.entry(page_identity(&url)) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert((page, column));
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                // The same column under `/x/` and `/x/index.html`: the shorter address is the one people know.
                let shorter = (page.url.len(), &page.url) < (entry.get().0.url.len(), &entry.get().0.url);
                if shorter {
                    entry.insert((page, column));
                }
            }
        }
    }
    columns.into_values().map(|(_, column)| column).collect()
}

/// Whether a list page stands for a column: it says so itself, or it is a list in the plain sense. A list without items
/// counts only where the page calls itself a column, since an empty frame may be anything.
fn is_column(page: &ListPage) -> bool {
    let columns = matches!(page.kind, PageKind::List | PageKind::Consultation);
    let labelled = page.column_type.is_some() || page.crumbs.len() >= 2 || page.listing.column.is_some();
    if page.listing.items.is_empty() {
        columns && labelled
    } else {
        columns
    }
}

/// Whether the address is that of a search: what it lists is whatever was asked for, under the crumbs of any column.
fn is_search(url: &Url) -> bool {
    const FOLDERS: &[&str] = &["search", "sousuo", "jiansuo", "query"];
    const ASKED: &[&str] = &["q", "wd", "kw", "keyword", "keywords", "searchword", "searchkey"];
    let named = url.path_segments().is_some_and(|mut segments| {
        segments.any(|s| {
            let stem = s.split('.').next().unwrap_or_default();
            FOLDERS.iter().any(|f| stem.eq_ignore_ascii_case(f))
        })
    });
    named || url.query_pairs().any(|(key, _)| ASKED.iter().any(|a| key.eq_ignore_ascii_case(a)))
}

fn kind(page: &ListPage, name: &str) -> ColumnKind {
    // Whether it is a column at all has to be seen first; nothing else is asked of it, under whatever name.
    if page.unreadable == Some(Why::NothingShown) {
        return ColumnKind::Other;
    }
    let own = kind_of_name(name);
    if own != ColumnKind::Other {
        // A branch of a closed collection (专题 > 工作动态) is closed with it.
        let closed_above = page.crumbs.iter().any(|c| c.contains("专题") || c.contains("专栏"));
        return if closed_above { ColumnKind::Other } else { own };
    }
    let typed = page.column_type.as_deref().map_or(ColumnKind::Other, kind_of_name);
    // A list of messages under a name that says nothing (来信选登 below 互动交流).
    if typed == ColumnKind::Other && page.channel == Some(Channel::Consultation) {
        return ColumnKind::Consultation;
    }
    typed
}

/// The name without the site's name and decorations around it.
pub(super) fn clean_name(name: &str) -> &str {
    name.split(['_', '|', '｜', '—'])
        .next()
        .unwrap_or(name)
        .trim()
        .trim_matches(|c: char| "-·:： >".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_decorations() {
        assert_eq!(clean_name(" 通知公告_鹭岛市公安局 "), "通知公告");
        assert_eq!(clean_name("· 警务动态 >"), "警务动态");
    }

    #[test]
    fn a_search_is_known_by_its_address() {
        let search = |url: &str| is_search(&url.parse().unwrap());
        assert!(search("http://a.gov.cn/search.jsp?x=1") && search("http://a.gov.cn/list?keyword=x"));
        assert!(!search("http://a.gov.cn/research/?id=1"));
    }
}
