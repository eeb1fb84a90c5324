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
