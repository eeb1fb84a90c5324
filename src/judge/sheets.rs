//! The style sheets of a site, and what they hide of its pages.

use std::cell::RefCell;
use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};
use url::Url;

use super::crawled::LinkTable;
use crate::extract::{ReadSheet, hidden_by_sheets};
use crate::facts::{Cause, Extent, HiddenHow, LinkState, PageFacts, PageRow, PageSheet, Reason, SheetFacts, UnreadSheet};
use crate::site::{Scope, url_key};
use crate::survey::LinkEvidence as _;

/// Bytes of rules that are kept of one site: hundreds of large sheets.
const MOST: usize = 16 << 20;
/// Sheets that import each other, and sheets that one page is dressed by.
const DEEP: usize = 4;
const MOST_OF_PAGE: usize = 200;

/// The style sheets of one site.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    by_address: FxHashMap<String, usize>,
    kept: Vec<SheetFacts>,
    /// Their places by a hash of what they say: one sheet is often served under many addresses.
    by_content: FxHashMap<u64, usize>,
    /// Those that were needed, made ready.
    read: RefCell<FxHashMap<usize, ReadSheet>>,
    bytes: usize,
}

/// Why a sheet is not known that this inspection does not ask for: of a daily reading no gap.
const UNASKED: &str = "本次没有读取";

/// Why a sheet is not known that stands on the page's own host, and belongs to a part of it that is not inspected.
const BESIDE: &str = "在同一主机上，但不在本次检查的站点范围之内，没有读取";

/// What dresses one page.
#[derive(Default)]
struct Wardrobe {
    sheets: Vec<ReadSheet>,
    unread: Vec<UnreadSheet>,
    seen: Vec<String>,
}

impl Sheets {
    /// Takes a sheet in. Other pages are none.
    pub(super) fn add(&mut self, row: &PageRow) {
        let Some(sheet) = &row.facts.sheet else { return };
        let addresses = [row.head.exchange.url.as_str(), row.facts.url.as_str()];
        let keys: Vec<String> = addresses.iter().filter_map(|a| Some(url_key(&a.parse().ok()?))).collect();
        if keys.iter().all(|key| self.by_address.contains_key(key)) {
            return;
        }
        let print = FxBuildHasher.hash_one(sheet);
        let same = self.by_content.get(&print).copied();
        let place = match same.filter(|place| self.kept[*place] == *sheet) {
            Some(place) => place,
            // What there is no room for stays unknown, and is told so.
            None if self.bytes + sheet.rules.len() > MOST => return,
            None => {
                self.bytes += sheet.rules.len();
                self.kept.push(sheet.clone());
                self.by_content.insert(print, self.kept.len() - 1);
                self.kept.len() - 1
            }
        };
        self.by_address.extend(keys.into_iter().map(|key| (key, place)));
    }

    /// Adds to the hidden links of a page what these sheets hide of it, and says which of its sheets are not known.
    pub(super) fn dress(&self, facts: &mut PageFacts, links: &LinkTable, extent: Extent) {
        let Some(styled) = &facts.styled else { return };
        let Ok(page) = facts.url.parse::<Url>() else { return };
        let mut wardrobe = Wardrobe::default();
        for sheet in &styled.sheets {
            match sheet {
                PageSheet::Block(rules) => wardrobe.sheets.push(ReadSheet::of(rules)),
                PageSheet::File(address) => self.file(address, &page, links, 0, &mut wardrobe),
            }
        }
        let found = hidden_by_sheets(styled, &page, &wardrobe.sheets);
        // What nobody sees is not told of as seen as well.
        let is_told = |url: &str| found.iter().flat_map(|b| &b.links).any(|l| l.url == url);
        let is_seen = |how: HiddenHow| how == HiddenHow::Shown;
        facts.hidden.retain(|b| !is_seen(b.how) || !b.links.iter().all(|l| is_told(&l.url)));
        facts.hidden.extend(found);
        if let Some(styled) = &mut facts.styled {
            styled.unread = wardrobe
                .unread
                .into_iter()
                .filter(|s| extent != Extent::Front || s.why != UNASKED)
                .collect();
        }
    }

    /// Puts a sheet on, behind those that it imports.
    fn file(&self, address: &str, page: &Url, links: &LinkTable, depth: usize, on: &mut Wardrobe) {
        let Ok(url) = address.parse::<Url>() else { return };
        let key = url_key(&url);
        // A sheet that is named twice counts where it stands last; that it stands in the first place too changes little.
        if on.seen.contains(&key) {
            return;
        }
        on.seen.push(key.clone());
        let place = self.by_address.get(&key).copied().or_else(|| {
            let end = links.end_of(&url)?.parse().ok()?;
            self.by_address.get(&url_key(&end)).copied()
        });
        let mut unread = |why: &str| {
            on.unread.push(UnreadSheet {
                url: address.to_owned(),
                why: why.to_owned(),
            });
        };
        let Some(place) = place else {
            if let Some(why) = why_unknown(&url, page, links) {
                unread(why);
            }
            return;
        };
        if depth >= DEEP || on.sheets.len() >= MOST_OF_PAGE {
            unread("样式表层层引用过多");
            return;
        }
        let sheet = &self.kept[place];
        if sheet.cut {
            unread("样式表过大，只读了前面一部分");
        }
        for imported in &sheet.imports {
            self.file(imported, page, links, depth + 1, on);
        }
        let mut read = self.read.borrow_mut();
        on.sheets
            .push(read.entry(place).or_insert_with(|| ReadSheet::of(&sheet.rules)).clone());
    }
}

/// Why a sheet is not known; none where there is none: a missing sheet hides nothing.
fn why_unknown(url: &Url, page: &Url, links: &LinkTable) -> Option<&'static str> {
    let link = links.get(url);
    match link.map(|l| (l.state, l.inside)) {
        Some((LinkState::Dead(Cause::Http(404 | 410) | Cause::Soft404 | Cause::RedirectHome | Cause::EmptyFile | Cause::Dns), _)) => None,
        Some((LinkState::Skipped(Reason::Limit), _)) | None => Some(UNASKED),
        Some((LinkState::Skipped(reason) | LinkState::Suspect(reason), _)) => Some(reason.chinese()),
        Some((LinkState::Dead(_), _)) => Some("打不开"),
        Some((_, false)) if Scope::place(url) == Scope::place(page) => Some(BESIDE),
        Some((_, false)) => Some("在别的网站上，没有读取"),
        Some((_, true)) => Some("服务器没有说明它是样式表"),
    }
}
