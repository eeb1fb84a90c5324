//! The dates of items: printed beside them, or on their own pages.

use std::collections::HashMap;

use jiff::civil::Date;
use url::Url;

use crate::facts::{Fact, ListItem, Why};
use crate::site::url_key;

/// What is known of a page's date by the key of its address.
pub(super) type Dates = HashMap<u64, Fact<Date>>;

/// What systems print where no date was entered: the beginning of their clocks.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Items completed with the dates of their own pages, the undated ones, and how many cannot be decided.
pub(super) struct Dated {
    pub(super) items: Vec<ListItem>,
    pub(super) undated: Vec<ListItem>,
    pub(super) undecided: usize,
}

/// Whether a date is one that somebody entered.
pub(super) fn is_real(date: Date) -> bool {
    date != EPOCH
}

pub(super) fn complete_dates(items: &[ListItem], dates: &Dates) -> Dated {
    let mut dated = Dated {
        items: Vec::with_capacity(items.len()),
        undated: Vec::new(),
        undecided: 0,
    };
    for item in items {
        let mut item = item.clone();
        item.date = item.date.filter(|stamp| is_real(stamp.date));
        let own = item.url.as_deref().and_then(|u| dates.get(&date_key(u)));
        // A year that was inferred gives way to the one on the item's own page.
        if item.date.is_none() || item.year_inferred {
            match own {
                Some(Fact::Known(date)) => {
                    item.date = Some((*date).into());
                    item.year_inferred = false;
                }
                Some(Fact::Unknown(Why::NotShown)) if item.date.is_none() => dated.undated.push(item.clone()),
                // It leads to a list, a form, a service: no item that could be new.
                Some(Fact::Unknown(Why::NotText)) => {}
                _ if item.date.is_none() => dated.undecided += 1,
                _ => {}
            }
        }
        dated.items.push(item);
    }
    dated
}

/// The key of a page's address in the table of dates.
pub(super) fn date_key(address: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    let key = address.parse::<Url>().map_or_else(|_| address.to_owned(), |u| url_key(&u));
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(key)
}

/// The dates that lists print beside their items, by key of the items' addresses: for items that stand elsewhere without.
pub(super) fn printed<'a>(items: impl Iterator<Item = &'a ListItem>) -> HashMap<u64, Date> {
    let date = |item: &ListItem| item.date.map(|stamp| stamp.date).filter(|d| is_real(*d) && !item.year_inferred);
    items
        .filter_map(|item| Some((date_key(item.url.as_deref()?), date(item)?)))
        .collect()
}
