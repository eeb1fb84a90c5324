//! Later pages of lists: of activities, since 调查征集 and 在线访谈 are counted over a year, which the first page may not
//! hold; and the newest item of any, for lists that stand oldest first.

use std::cmp::Reverse;
use std::collections::HashMap;

use url::Url;

use super::dates::{Dates, complete_dates};
use super::kind_of_name;
use crate::facts::{LaterPages, ListItem, ListingFacts};
use crate::site::Site;
use crate::site::page_identity;
use crate::standard::ColumnKind;

/// Pages of one list that are kept; a year of activities fills one or two.
const MOST_OF_LIST: u32 = 10;
/// Later pages kept of one site at most.
const MOST_PAGES: usize = 1_000;
/// Items kept of one of them.
const MOST_ITEMS: usize = 200;

/// Words that name a column of activities, also one that is closed (往期访谈) and counts no less.
const ACTIVITIES: &[&str] = &["访谈", "征集", "调查"];

/// Collects them.
#[derive(Debug, Default)]
pub(super) struct Later {
    pages: Vec<Page>,
    /// The newest dated item on the later pages of each list, by its folder and name: where a list stands oldest first, its
    /// first page says nothing of how it is kept.
    newest: HashMap<(String, Option<String>), ListItem>,
}

#[derive(Debug)]
struct Page {
    list: String,
    name: Option<String>,
    number: u32,
    url: String,
    items: Vec<ListItem>,
}

impl Later {
    /// Takes in a later page of a list, where it may be one of activities.
    pub(super) fn add(&mut self, site: &Site, url: &Url, name: Option<&str>, listing: &ListingFacts) {
        let folder = folder(url);
        let key = (folder.clone(), name.map(str::to_owned));
        let known = self.newest.get(&key).map(|item| (item.date, Reverse(item.url.clone())));
        let newest = listing
            .items
            .iter()
            .filter(|i| i.date.is_some())
            .max_by_key(|i| (i.date, Reverse(i.url.clone())));
        if let Some(item) = newest.filter(|item| known < Some((item.date, Reverse(item.url.clone()))))
            && (known.is_some() || self.newest.len() < MOST_PAGES)
        {
            self.newest.insert(key, item.clone());
        }
        let listed = site
            .columns
            .iter()
            .any(|c| is_activity(c.kind, &c.name) && self::folder(&c.url) == folder);
        let named = name.is_some_and(|n| is_activity(kind_of_name(n), n));
        if (listed || named) && listing.page_number <= MOST_OF_LIST && self.pages.len() < MOST_PAGES {
            self.pages.push(Page {
                list: folder,
                name: name.map(str::to_owned),
                number: listing.page_number,
                url: url.to_string(),
                items: listing.items.iter().take(MOST_ITEMS).cloned().collect(),
            });
        }
    }

    /// What is known of a list behind its first page.
    pub(super) fn of(&self, url: &Url, name: Option<&str>, first: &ListingFacts, dates: &Dates) -> LaterPages {
        let folder = folder(url);
        let mut pages: Vec<&Page> = self
            .pages
            .iter()
            .filter(|p| p.list == folder && p.name.as_deref() == name && p.number > 1)
            .collect();
        pages.sort_by(|a, b| (a.number, &a.url).cmp(&(b.number, &b.url)));
        pages.dedup_by_key(|p| p.number);
        let read = pages.iter().zip(2..).take_while(|(page, number)| page.number == *number).count();
        let items: Vec<ListItem> = pages.iter().flat_map(|p| p.items.iter().cloned()).collect();
        LaterPages {
            may_stand: first.paged || !pages.is_empty(),
            read: read as u32,
            items: complete_dates(&items, dates).items,
            newest: self.newest_of(url, name),
        }
    }

    fn newest_of(&self, url: &Url, name: Option<&str>) -> Option<ListItem> {
        let of = |folder: String| self.newest.get(&(folder, name.map(str::to_owned)));
        [folder(url), stem(url)]
            .into_iter()
            .filter_map(of)
            .max_by_key(|item| item.date)
            .cloned()
    }
}

/// The path of a first page without its extension: the folder of its later pages where they stand below it (`tzgg.htm`,
/// `tzgg/30.htm`).
fn stem(url: &Url) -> String {
    let identity = page_identity(url);
    let path = identity.split('?').next().unwrap_or_default();
    let file = path.rfind('/').map_or(0, |at| at + 1);
    path[file..].rfind('.').map_or(path, |at| &path[..file + at]).to_owned()
}

/// Whether a column is one of activities.
pub(super) fn is_activity(kind: ColumnKind, name: &str) -> bool {
    let may_be = matches!(kind, ColumnKind::Survey | ColumnKind::Interview | ColumnKind::Other);
    may_be && (kind != ColumnKind::Other || ACTIVITIES.iter().any(|word| name.contains(word)))
}

/// The folder of a list, which its pages share.
fn folder(url: &Url) -> String {
    let identity = page_identity(url);
    let path = identity.split('?').next().unwrap_or_default();
    path.rsplit_once('/').map_or(path, |(folder, _)| folder).to_owned()
}
