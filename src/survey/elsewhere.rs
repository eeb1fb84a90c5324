//! Columns whose list stands elsewhere: in the page of a frame, or in a file of records that a script asks for. What was
//! read there is theirs.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::dates::{Dates, date_key};
use super::list_page::ListPage;
use crate::facts::{PageFacts, PageKind, Why};
use crate::site::page_identity;

/// Whether a page that is a later page of a list by its address may be what a frame shows (`list_12.html`): it does not say
/// that it belongs anywhere.
pub(super) fn may_be_framed(facts: &PageFacts) -> bool {
    facts.kind == PageKind::Data || facts.breadcrumb.is_empty() && facts.column.is_none()
}

/// The lists of a site, each where its column is. `bare` are pages that are nothing but what others show; `listed` are the
/// addresses of `sites.yaml`, by identity, which stay whatever else shows them.
pub(super) fn joined(
    lists: Vec<ListPage>,
    bare: &[ListPage],
    dates: &Dates,
    listed: &[Vec<String>],
    failed: &dyn Fn(&Url) -> Why,
) -> Vec<ListPage> {
    // Hardly any site has such columns, and a large one has many lists.
    if lists.iter().all(|page| page.list_at.is_empty() && page.kind != PageKind::Data) {
        return lists;
    }
    let identity = |url: &str| Url::parse(url).ok().map(|url| page_identity(&url));
    let found: HashMap<String, &ListPage> = bare
        .iter()
        .chain(&lists)
        .filter_map(|page| Some((identity(&page.url)?, page)))
        .collect();
    let mut shown = HashSet::new();
    let mut out = Vec::with_capacity(lists.len());
    for page in &lists {
        let is_listed = identity(&page.url).is_some_and(|id| listed.iter().any(|ids| ids.contains(&id)));
        let addresses = || page.list_at.iter().filter_map(|address| Url::parse(address).ok());
        if page.list_at.is_empty() || !page.listing.items.is_empty() {
            out.push(page.clone());
            continue;
        }
        let there: Vec<&ListPage> = addresses().filter_map(|url| found.get(&page_identity(&url)).copied()).collect();
        let full = there.iter().filter(|list| !list.listing.items.is_empty());
        // Of several frames the one with the most items is the list; others are menus.
        if let Some(list) = full.max_by_key(|list| list.listing.items.len()).or(there.first()) {
            shown.extend(identity(&list.url));
            out.push(ListPage {
                listing: list.listing.clone(),
                blank_note: page.blank_note.clone().or_else(|| list.blank_note.clone()),
                unreadable: list.unreadable,
                channel: page.channel.or(list.channel),
                ..page.clone()
            });
            continue;
        }
        let was_read = |url: &Url| dates.contains_key(&date_key(url.as_str()));
        let unread = addresses().find(|url| !was_read(url));
        // A frame that shows a form, a map, a text: the column is no list.
        if unread.is_some() || is_listed {
            let why = unread.map_or(Why::NotText, |url| failed(&url));
            let unreadable = page.unreadable.map(|own| if own == Why::ByScript { own } else { why });
            out.push(ListPage {
                unreadable,
                ..page.clone()
            });
        }
    }
    let is_beside = |page: &ListPage| {
        let id = identity(&page.url).unwrap_or_default();
        shown.contains(&id) && !listed.iter().any(|ids| ids.contains(&id))
    };
    out.retain(|page| page.kind != PageKind::Data && !is_beside(page));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ColumnFacts, Fact, ListingFacts};
    use crate::survey::testing::{finish, list_in};

    const COLUMN: &str = "http://a.gov.cn/jwdt/";

    fn page(url: &str, kind: PageKind, items: usize, page_number: u32) -> PageFacts {
        PageFacts {
            listing: Some(ListingFacts {
                page_number,
                ..list_in("/jwdt", items)
            }),
            ..PageFacts::blank(url, kind)
        }
    }

    /// A column that shows its list in these pages.
    fn column(list_at: &[&str]) -> PageFacts {
        PageFacts {
            column: Some("警务动态".into()),
            labels: [("ColumnType".to_owned(), "新闻类".to_owned())].into(),
            list_at: list_at.iter().map(|a| format!("http://a.gov.cn/{a}")).collect(),
            ..page(COLUMN, PageKind::List, 0, 1)
        }
    }

    fn columns(pages: &[PageFacts]) -> Vec<ColumnFacts> {
        finish(pages).columns
    }

    fn counted(columns: &[ColumnFacts]) -> Vec<(&str, Fact<usize>)> {
        let count = |c: &ColumnFacts| match &c.items {
            Fact::Known(items) => Fact::Known(items.len()),
            Fact::Unknown(why) => Fact::Unknown(*why),
        };
        columns.iter().map(|c| (c.url.as_str(), count(c))).collect()
    }

    #[test]
    fn what_was_read_elsewhere_is_the_columns() {
        for list in [
            page("http://a.gov.cn/inc/list.html", PageKind::List, 6, 1),
            // By its name the twelfth page of a list, and a file of records.
            page("http://a.gov.cn/inc/list.html", PageKind::List, 6, 12),
            page("http://a.gov.cn/inc/list.html", PageKind::Data, 6, 1),
        ] {
            let mut pages = vec![
                column(&["inc/menu.html", "inc/list.html"]),
                list,
                page("http://a.gov.cn/inc/menu.html", PageKind::List, 2, 1),
            ];
            for _ in 0..pages.len() {
                pages.rotate_left(1);
                let found = columns(&pages);
                let of_column: Vec<_> = counted(&found).into_iter().filter(|(url, _)| !url.ends_with("menu.html")).collect();
                assert_eq!(of_column, [(COLUMN, Fact::Known(6))], "one column");
            }
        }
    }

    #[test]
    fn what_was_not_read_is_not_known() {
        assert_eq!(
            counted(&columns(&[column(&["inc/list.html"])])),
            [(COLUMN, Fact::Unknown(Why::NotFetched))]
        );
        let by_script = PageFacts {
            script_filled: true,
            ..column(&["inc/list.json"])
        };
        assert_eq!(counted(&columns(&[by_script])), [(COLUMN, Fact::Unknown(Why::ByScript))]);
        // The frame shows a list that a script fills in turn.
        let inner = PageFacts {
            script_filled: true,
            ..page("http://a.gov.cn/inc/list.html", PageKind::List, 0, 1)
        };
        assert_eq!(
            counted(&columns(&[column(&["inc/list.html"]), inner])),
            [(COLUMN, Fact::Unknown(Why::ByScript))]
        );
    }

    #[test]
    fn a_frame_with_something_else_makes_no_column() {
        let form = PageFacts::blank("http://a.gov.cn/inc/form.html", PageKind::Other);
        assert_eq!(columns(&[column(&["inc/form.html"]), form]), []);
        let own = PageFacts {
            list_at: vec!["http://a.gov.cn/inc/form.html".into()],
            ..page(COLUMN, PageKind::List, 3, 1)
        };
        let named = PageFacts {
            column: Some("警务动态".into()),
            ..own
        };
        assert_eq!(
            counted(&columns(&[named])),
            [(COLUMN, Fact::Known(3))],
            "what it shows itself is its list"
        );
    }
}
