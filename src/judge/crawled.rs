//! Sites as crawled: a plain value with everything judging needs besides the pages themselves.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use url::Url;

use super::page_places::PagePlaces;
use crate::facts::{Exchange, Extent, LinkState, MeasuredFacts, Probed, Reason, SilentServer, Unreachable, Why, place_named};
use crate::finding::Coverage;
use crate::site::url_key;
use crate::survey::LinkEvidence;

/// What a crawl leaves for judging.
#[derive(Debug, Default)]
pub struct Crawled {
    /// The inspected sites, in the order of the group.
    pub sites: Vec<SiteCrawled>,
    /// Every address that was met.
    pub links: LinkTable,
    /// Whether the crawl was stopped before it was through.
    pub interrupted: bool,
}

/// One site as crawled.
#[derive(Debug, Clone)]
pub struct SiteCrawled {
    /// Its id.
    pub id: String,
    /// How much of it was read: the one answer to that question.
    pub extent: Extent,
    /// Whether its home page was read.
    pub home_read: bool,
    /// The pages that were read, in the order of their addresses.
    pub pages: Vec<PageAt>,
    /// The style sheets that these pages load, whatever site serves them, in the order of their addresses.
    pub sheets: Vec<PageAt>,
    /// What was looked at and what was not; what judging adds is still nought.
    pub coverage: Coverage,
    /// Distinct addresses of the site itself that stand on its pages and whose state is known.
    pub links_inside: u64,
    /// The same of all other addresses.
    pub links_outside: u64,
    /// Pages that are new or changed since they were last read.
    pub changed: u64,
    /// What was measured of it.
    pub measured: MeasuredFacts,
}

impl SiteCrawled {
    /// A site of this id of which nothing was read.
    pub fn unread(id: &str, extent: Extent) -> Self {
        SiteCrawled {
            id: id.to_owned(),
            extent,
            home_read: false,
            pages: Vec::new(),
            sheets: Vec::new(),
            coverage: Coverage::default(),
            links_inside: 0,
            links_outside: 0,
            changed: 0,
            measured: MeasuredFacts::default(),
        }
    }
}

/// Where a page stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageAt {
    /// Its key: the canonical form of its address.
    pub key: String,
    /// The place of its row.
    pub seq: u32,
}

/// Every address that was met, with its state.
#[derive(Debug, Default)]
pub struct LinkTable {
    hasher: RandomState,
    numbers: HashMap<u64, u32, rustc_hash::FxBuildHasher>,
    links: Vec<LinkEntry>,
    exchanges: HashMap<u32, Exchange, rustc_hash::FxBuildHasher>,
    probed: HashMap<u32, Probed, rustc_hash::FxBuildHasher>,
    places: PagePlaces,
    silent: Vec<SilentServer>,
    /// The place in `silent` of the server an address belongs to.
    silent_of: HashMap<u32, usize, rustc_hash::FxBuildHasher>,
}

/// One address.
#[derive(Debug)]
pub(crate) struct LinkEntry {
    /// The address.
    pub url: Url,
    /// Whether it belongs to one of the sites of the group.
    pub inside: bool,
    /// What became of it.
    pub state: LinkState,
}

/// One address as the rules see it.
#[derive(Debug, Clone, Copy)]
pub struct LinkView<'a> {
    /// The address.
    pub url: &'a Url,
    /// Whether it belongs to one of the sites of the group.
    pub inside: bool,
    /// What became of it.
    pub state: &'a LinkState,
    /// Every try, where its state rests on any.
    pub exchange: Option<&'a Exchange>,
    /// The missing page whose answer it resembles, where its state rests on that.
    pub probed: Option<&'a Probed>,
    /// The server, where it answered nothing at all.
    pub silent: Option<&'a SilentServer>,
}

impl LinkTable {
    /// Of addresses known by the hash of their keys. `exchanges` and `probed` are by the number of the address.
    pub(crate) fn new(
        hasher: RandomState,
        numbers: HashMap<u64, u32, rustc_hash::FxBuildHasher>,
        links: Vec<LinkEntry>,
        exchanges: HashMap<u32, Exchange, rustc_hash::FxBuildHasher>,
        probed: HashMap<u32, Probed, rustc_hash::FxBuildHasher>,
        places: PagePlaces,
    ) -> Self {
        LinkTable {
            hasher,
            numbers,
            links,
            exchanges,
            probed,
            places,
            silent: Vec::new(),
            silent_of: HashMap::default(),
        }
    }

    /// With these servers that answered nothing, each with the numbers of its addresses.
    pub(crate) fn with_silent(mut self, silent: Vec<(SilentServer, Vec<u32>)>) -> Self {
        for (origin, addresses) in silent {
            let place = self.silent.len();
            self.silent_of.extend(addresses.into_iter().map(|number| (number, place)));
            self.silent.push(origin);
        }
        self
    }

    /// The addresses whose state rests on how another page was answered, and whose own tries are not kept: of what looked
    /// alive, only the log remembers how it was asked.
    pub fn without_tries(&self) -> HashMap<String, u32> {
        let open = self.probed.keys().filter(|number| !self.exchanges.contains_key(number));
        open.map(|number| (url_key(&self.links[*number as usize].url), *number)).collect()
    }

    /// Adds an address with its state and the tries it rests on; gives the number by which more can be made known of it.
    pub fn insert(&mut self, url: Url, inside: bool, state: LinkState, exchange: Option<Exchange>) -> u32 {
        let number = self.links.len() as u32;
        self.numbers.insert(self.hasher.hash_one(url_key(&url)), number);
        self.links.push(LinkEntry { url, inside, state });
        self.exchanges.extend(exchange.map(|e| (number, e)));
        number
    }

    /// Makes the tries of an address known.
    pub fn recall(&mut self, number: u32, exchange: Exchange) {
        self.exchanges.insert(number, exchange);
    }

    /// Makes the missing page known whose answer an address resembles.
    pub fn liken(&mut self, number: u32, probed: Probed) {
        self.probed.insert(number, probed);
    }

    /// Makes the places of the page at an address known, as [`PageFacts::places`](crate::facts::PageFacts::places) has them.
    /// False where there was no room for them.
    pub fn add_places(&mut self, number: u32, places: Option<&[u32]>) -> bool {
        self.places.add(number, places)
    }

    /// What is known of an address; none where it was not met.
    pub fn get(&self, url: &Url) -> Option<LinkView<'_>> {
        self.numbers.get(&self.hasher.hash_one(url_key(url))).map(|n| self.view(*n))
    }

    fn view(&self, number: u32) -> LinkView<'_> {
        let link = &self.links[number as usize];
        LinkView {
            url: &link.url,
            inside: link.inside,
            state: &link.state,
            exchange: self.exchanges.get(&number),
            probed: self.probed.get(&number),
            silent: self.silent_of.get(&number).map(|place| &self.silent[*place]),
        }
    }

    /// Whether the page at this address opens, was read whole, and has no place of this name. Never true of what a fragment
    /// means to a script.
    pub fn lacks_place(&self, url: &Url, fragment: &str) -> bool {
        let (Some(number), Some(place)) = (self.numbers.get(&self.hasher.hash_one(url_key(url))), place_named(fragment)) else {
            return false;
        };
        self.links[*number as usize].state == LinkState::Alive && self.places.lacks(*number, place)
    }
}

impl LinkEvidence for LinkTable {
    fn end_of(&self, url: &Url) -> Option<String> {
        let last = self.get(url)?.exchange?.last()?;
        last.hops.last().map(|hop| hop.to.clone())
    }

    fn why_unread(&self, url: &Url) -> Why {
        match self.get(url).map(|l| l.state) {
            Some(LinkState::Skipped(Reason::Robots)) => Why::Robots,
            Some(LinkState::Dead(_) | LinkState::Suspect(_) | LinkState::Local) => Why::FetchFailed,
            _ => Why::NotFetched,
        }
    }

    fn failure_of(&self, url: &Url) -> Option<Unreachable> {
        let link = self.get(url)?;
        let tries = link.exchange.map_or(1, |e| e.attempts.len()) as u32;
        match link.state {
            LinkState::Dead(cause) => Some(Unreachable {
                cause: cause.id(),
                cause_text: cause.chinese(),
                tries,
            }),
            LinkState::Suspect(reason @ Reason::HostDown) => Some(Unreachable {
                cause: reason.id().to_owned(),
                cause_text: reason.chinese().to_owned(),
                tries,
            }),
            _ => None,
        }
    }

    fn opens(&self, url: &Url) -> bool {
        self.get(url).is_some_and(|l| *l.state == LinkState::Alive)
    }
}
