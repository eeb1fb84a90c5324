//! What a crawl has learned so far: verdicts, surveys and counts. Grows by one exchange at a time, live or replayed.

mod guide_lists;
mod hindsight;
mod load_times;
pub(crate) mod outcome;
mod places;
pub(crate) mod soft404;

use std::collections::{BTreeMap, HashMap};

use url::Url;

use crate::crawl::SiteProgress;
use crate::crawl::manners::budget::{bytes_of, requests_of};
use crate::crawl::frontier::placed::{PlacedPage, Place, Territory};
use crate::crawl::frontier::{Frontier, Progress, TargetId};
use crate::facts::similarity::Likeness;
use crate::crawl::results::load_times::Loads;
use crate::crawl::results::outcome::{CrawlOutcome, PageLinks, Tally};
use crate::crawl::results::places::Places;
use crate::crawl::manners::politeness::Usage;
use crate::crawl::visits::read_page::Sketch;
use crate::crawl::results::soft404::Probes;
use crate::crawl::visits::final_url;
use crate::facts::{Attempt, Exchange, MeasuredFacts, PageFacts, PageKind, Probed};
use crate::finding::{Circumstances, LinkVerdict, Reason, SoftError, is_passing_fault, judge_exchange, names_image};
use crate::survey::Survey;

/// How new a page is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Freshness {
    pub(crate) unchanged: bool,
    pub(crate) changed: bool,
    pub(crate) saved: u64,
}

/// Where the links of a page lead, and how new the page is.
pub(crate) struct Links {
    pub(crate) edges: Vec<TargetId>,
    pub(crate) freshness: Freshness,
}

/// See the module.
pub(crate) struct Results {
    territory: Territory,
    pub(crate) probes: Probes,
    verdicts: Vec<Option<LinkVerdict>>,
    prints: Vec<u64>,
    likenesses: HashMap<TargetId, Likeness, rustc_hash::FxBuildHasher>,
    /// What the verdicts on error pages known by their likeness rest on.
    probed: HashMap<TargetId, Probed, rustc_hash::FxBuildHasher>,
    places: Places,
    /// Kept for every target that is not plainly alive at its own address at the first try, and for home pages.
    exchanges: HashMap<TargetId, Exchange, rustc_hash::FxBuildHasher>,
    /// Where a redirect ended, for good answers.
    ends: HashMap<TargetId, Url, rustc_hash::FxBuildHasher>,
    pages: Vec<PageLinks>,
    page_of: HashMap<u64, usize, rustc_hash::FxBuildHasher>,
    guide_items: rustc_hash::FxHashSet<u64>,
    surveys: BTreeMap<usize, Survey>,
    tallies: BTreeMap<usize, Tally>,
    outside_requests: u64,
    broken: BTreeMap<usize, u64>,
    loads: Loads,
}

impl Results {
    pub(crate) fn new(territory: Territory) -> Self {
        let surveys = territory.inspected().iter().map(|i| (*i, Survey::default())).collect();
        let tallies = territory.inspected().iter().map(|i| (*i, Tally::default())).collect();
        Results {
            territory,
            probes: Probes::default(),
            verdicts: Vec::new(),
            prints: Vec::new(),
            likenesses: HashMap::default(),
            probed: HashMap::default(),
            places: Places::default(),
            exchanges: HashMap::default(),
            ends: HashMap::default(),
            pages: Vec::new(),
            page_of: HashMap::default(),
            guide_items: rustc_hash::FxHashSet::default(),
            surveys,
            tallies,
            outside_requests: 0,
            broken: BTreeMap::new(),
            loads: Loads::default(),
        }
    }

    /// Counts the requests and bytes of an exchange.
    pub(crate) fn count(&mut self, owner: Option<usize>, exchange: &Exchange) {
        let (requests, bytes) = (requests_of(exchange), bytes_of(exchange));
        match owner.and_then(|o| self.tallies.get_mut(&o)) {
            Some(tally) => {
                tally.requests += requests;
                tally.bytes += bytes;
            }
            None => self.outside_requests += requests,
        }
    }

    /// Takes in an exchange of a target; a second one adds to the first.
    pub(crate) fn record(&mut self, frontier: &Frontier, id: TargetId, exchange: Exchange, sketch: Sketch) {
        self.count(frontier.target(id).owner, &exchange);
        self.loads.take(id, frontier.target(id), &exchange);
        self.note(frontier, id, exchange, sketch);
    }

    /// [`Results::record`] for an exchange that was counted under the address it was asked at.
    pub(crate) fn note(&mut self, frontier: &Frontier, id: TargetId, exchange: Exchange, sketch: Sketch) {
        let target = frontier.target(id);
        let exchange = match self.exchanges.remove(&id) {
            Some(mut earlier) => {
                earlier.attempts.extend(exchange.attempts);
                earlier
            }
            None => exchange,
        };
        let soft = sketch.error_page.then_some(SoftError::ErrorPage);
        let verdict = judge_exchange(
            &exchange,
            Circumstances {
                inside: target.owner.is_some(),
                soft,
            },
        );
        let index = id as usize;
        if self.verdicts.len() <= index {
            self.verdicts.resize(index + 1, None);
            self.prints.resize(index + 1, 0);
        }
        if let Some(owner) = target.owner {
            let broken = self.broken.entry(owner).or_default();
            *broken -= u64::from(matches!(self.verdicts[index], Some(LinkVerdict::Dead(_))));
            *broken += u64::from(matches!(verdict, LinkVerdict::Dead(_)));
        }
        let redirected = exchange.last().is_some_and(|a| !a.hops.is_empty());
        if verdict == LinkVerdict::Alive && redirected {
            self.ends.insert(id, final_url(&exchange, &target.url));
        }
        let is_home = target.owner.is_some_and(|o| self.territory.group().sites[o].url == target.url);
        let stained = exchange.answer().is_some_and(|a| a.stain.is_some());
        let plain = verdict == LinkVerdict::Alive && exchange.attempts.len() == 1 && !redirected && !stained;
        if !plain || is_home || is_page_for_picture(&exchange) {
            self.exchanges.insert(id, exchange);
        }
        self.verdicts[index] = Some(verdict);
        self.prints[index] = sketch.print;
    }

    /// Whether the page at this key is to be taken in: it is new, or it was asked again because a list of guides names
    /// it and it had not been read as one.
    pub(crate) fn is_new_page(&self, key: u64) -> bool {
        self.page_of
            .get(&key)
            .is_none_or(|page| !self.pages[*page].has_guide && self.guide_items.contains(&key))
    }

    /// Takes in a page that was read.
    pub(crate) fn add_page(&mut self, frontier: &Frontier, at: &Place, facts: &PageFacts, digest: &PlacedPage, links: Links) {
        let Links { edges, freshness } = links;
        let Some(owner) = at.owner else { return };
        let site = &self.territory.group().sites[owner];
        let (items, gap) = guide_lists::items(site, &self.territory, at, facts, digest);
        self.guide_items.extend(items);
        if let Some(gap) = gap {
            self.gap(owner, gap);
        }
        let site = &self.territory.group().sites[owner];
        if let Some(page) = self.page_of.get(&at.id) {
            // Read again as a guide: everything else of it is known.
            self.pages[*page].has_guide = facts.guide.is_some();
            return;
        }
        if let Some(survey) = self.surveys.get_mut(&owner) {
            survey.add(site, &at.url, facts);
        }
        let is_web_page = facts.kind != PageKind::StyleSheet;
        let tally = self.tallies.entry(owner).or_default();
        tally.pages += u64::from(is_web_page);
        tally.unchanged += u64::from(freshness.unchanged);
        tally.changed += u64::from(freshness.changed);
        tally.saved += freshness.saved;
        if let Some((id, likeness)) = frontier.id_of(at.id).zip(digest.likeness.clone()) {
            self.likenesses.insert(id, likeness);
        }
        let mut named: Box<[(TargetId, u32)]> = Box::default();
        let kept = frontier.id_of(at.id).is_none_or(|id| self.places.add(id, digest.places.as_deref()));
        if kept && self.places.make_room(digest.named.len()) {
            let numbered = digest.named.iter().filter_map(|(id, place)| Some((frontier.id_of(*id)?, *place)));
            named = numbered.collect();
        } else {
            self.gap(owner, "页内位置过多，超出部分的页内链接没有核对".to_owned());
        }
        self.page_of.insert(at.id, self.pages.len());
        self.pages.push(PageLinks {
            key: crate::site::url_key(&at.url),
            owner,
            targets: edges.into_boxed_slice(),
            has_guide: facts.guide.is_some(),
            print: digest.print,
            cut_off: facts.cut_off,
            is_web_page,
            has_odd_links: digest.odd_links,
            named,
            has_lost_places: false,
        });
    }

    /// Whether a list of guides names this page.
    pub(crate) fn is_guide_item(&self, key: u64) -> bool {
        self.guide_items.contains(&key)
    }

    /// Says that something of a site could not be looked at.
    pub(crate) fn gap(&mut self, owner: usize, gap: String) {
        let gaps = &mut self.tallies.entry(owner).or_default().gaps;
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }

    /// The targets to ask once more when everything else is done: failures that may pass, and pages of guide lists
    /// that were read before it was known what they are.
    pub(crate) fn worth_another_try(&self, frontier: &Frontier) -> Vec<TargetId> {
        let failed = self
            .exchanges
            .iter()
            .filter(|(_, exchange)| exchange.last().is_some_and(|a| is_passing_fault(&a.outcome)));
        let unread_guides = self
            .guide_items
            .iter()
            .filter(|key| self.page_of.get(key).is_some_and(|page| !self.pages[*page].has_guide))
            .filter_map(|key| frontier.id_of(*key));
        let mut ids: Vec<TargetId> = failed.map(|(id, _)| *id).chain(unread_guides).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether something is known of a target.
    pub(crate) fn is_judged(&self, id: TargetId) -> bool {
        self.verdicts.get(id as usize).is_some_and(Option::is_some)
    }

    /// Takes tries out of what is known of a target, where it is to be asked once more.
    pub(crate) fn forget_tries(&mut self, id: TargetId, which: impl Fn(&Attempt) -> bool) {
        if let Some(exchange) = self.exchanges.get_mut(&id) {
            exchange.attempts.retain(|a| !which(a));
        }
    }

    /// The bytes a site has cost so far.
    pub(crate) fn bytes_of_site(&self, site: usize) -> u64 {
        self.tallies.get(&site).map_or(0, |t| t.bytes)
    }

    /// How many pages were read.
    pub(crate) fn pages_read(&self) -> usize {
        self.pages.len()
    }

    pub(crate) fn requests(&self) -> u64 {
        self.outside_requests + self.tallies.values().map(|t| t.requests).sum::<u64>()
    }

    pub(crate) fn progress(&self, site: usize, frontier: &Frontier) -> SiteProgress {
        SiteProgress {
            site,
            pages: self.tallies.get(&site).map_or(0, |t| t.pages),
            waiting: frontier.waiting_of(site),
            broken: self.broken.get(&site).copied().unwrap_or_default(),
            note: None,
        }
    }

    /// Turns what was learned into what is judged.
    pub(crate) fn finish(mut self, mut frontier: Frontier, usage: BTreeMap<usize, Usage>, interrupted: bool) -> CrawlOutcome {
        self.drop_second_addresses();
        self.apply_probes(&frontier);
        self.doubt_own_network(&frontier);
        self.find_pages_for_pictures(&frontier);
        for (site, usage) in usage {
            self.tallies.entry(site).or_default().usage = usage;
        }
        let traps = frontier.stopped_traps();
        let (targets, ids) = frontier.into_parts();
        self.verdicts.resize(targets.len(), None);
        for (index, target) in targets.iter().enumerate() {
            // Robots forbid what the gate refused; said under its own name in the coverage.
            if target.progress == Progress::Done && self.verdicts[index].is_none() {
                self.verdicts[index] = Some(LinkVerdict::Skipped(Reason::Interrupted));
            }
        }
        self.places.look_up(&mut self.pages, &self.verdicts);
        let mut measured: BTreeMap<usize, MeasuredFacts> = BTreeMap::new();
        for (site, load) in self.loads.facts(&targets) {
            measured.entry(site).or_default().load = Some(load);
        }
        CrawlOutcome {
            places: self.places,
            territory: self.territory,
            targets,
            ids,
            verdicts: self.verdicts,
            exchanges: self.exchanges,
            probed: self.probed,
            pages: self.pages,
            measured,
            surveys: self.surveys,
            tallies: self.tallies,
            traps,
            interrupted,
        }
    }
}

/// Whether a web page came where the address names a picture.
fn is_page_for_picture(exchange: &Exchange) -> bool {
    names_image(&exchange.url)
        && exchange
            .answer()
            .is_some_and(|a| a.status == 200 && a.signature.as_deref() == Some("html"))
}
