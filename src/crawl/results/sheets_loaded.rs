//! Which style sheets the pages of a site load: their own, those of another site, and those that sheets import.

use std::collections::HashMap;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::Results;
use crate::crawl::frontier::TargetId;
use crate::judge::PageAt;
use crate::site::SiteIndex;

/// The style sheets that were read, each under every number of its address.
pub(super) struct SheetsLoaded(FxHashMap<TargetId, usize>);

impl SheetsLoaded {
    /// Of all that was read; `numbers` are those of the addresses.
    pub(super) fn of(results: &Results, numbers: &HashMap<u64, TargetId, rustc_hash::FxBuildHasher>) -> Self {
        let id_of = |url: &Url| results.territory.id(url);
        let sheets = results.pages.iter().enumerate().filter(|(_, page)| page.is_sheet);
        let places: FxHashMap<u64, usize> = sheets
            .filter_map(|(place, page)| Some((id_of(&page.key.parse().ok()?), place)))
            .collect();
        let mut loaded: FxHashMap<TargetId, usize> = places.iter().filter_map(|(id, place)| Some((*numbers.get(id)?, *place))).collect();
        // An address and where a redirect from it ends are one sheet.
        let ends = results
            .ends
            .iter()
            .filter_map(|(target, end)| Some((*target, *places.get(&id_of(end))?)));
        loaded.extend(ends);
        SheetsLoaded(loaded)
    }

    /// Those that the pages of a site load.
    pub(super) fn of_site(&self, results: &Results, site: SiteIndex) -> Vec<PageAt> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let loads = |place: usize| results.pages[place].targets.iter().filter_map(|target| self.0.get(target).copied());
        let own = results.pages.iter().enumerate().filter(|(_, page)| page.owner == site);
        let mut open: Vec<usize> = own.flat_map(|(place, _)| loads(place)).collect();
        let mut found: FxHashSet<usize> = FxHashSet::default();
        while let Some(place) = open.pop() {
            if found.insert(place) {
                open.extend(loads(place));
            }
        }
        let at = |place: usize| PageAt {
            key: results.pages[place].key.clone(),
            seq: results.pages[place].seq,
        };
        let mut sheets: Vec<PageAt> = found.into_iter().map(at).collect();
        sheets.sort();
        sheets
    }
}
