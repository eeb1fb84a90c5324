//! What a crawl leaves behind for judging.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use url::Url;

use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::placed::Territory;
use crate::crawl::frontier::{Progress, Target, TargetId};
use crate::crawl::results::places::Places;
use crate::crawl::manners::politeness::Usage;
use crate::facts::{Exchange, MeasuredFacts, Probed, place_named};
use crate::finding::{LinkVerdict, Reason, SkipReason, StoppedTrap};
use crate::site::url_key;
use crate::store::{Store, StoreError};
use crate::survey::Survey;

/// All a crawl knows when it ends.
pub struct CrawlOutcome {
    pub(crate) territory: Territory,
    pub(crate) targets: Vec<Target>,
    pub(crate) ids: HashMap<u64, TargetId, rustc_hash::FxBuildHasher>,
    pub(crate) verdicts: Vec<Option<LinkVerdict>>,
    pub(crate) probed: HashMap<TargetId, Probed, rustc_hash::FxBuildHasher>,
    pub(crate) places: Places,
    pub(crate) exchanges: HashMap<TargetId, Exchange, rustc_hash::FxBuildHasher>,
    /// Which targets each page links to, in the order the pages were read.
    pub pages: Vec<PageLinks>,
    /// What was measured of the inspected sites, by index into the group.
    pub measured: BTreeMap<usize, MeasuredFacts>,
    /// The surveys of the inspected sites, by index into the group.
    pub surveys: BTreeMap<usize, Survey>,
    /// Counts, by index into the group.
    pub tallies: BTreeMap<usize, Tally>,
    /// The endless families of addresses that were stopped, by index into the group.
    pub traps: BTreeMap<usize, Vec<StoppedTrap>>,
    /// Whether the run was stopped before it was through.
    pub interrupted: bool,
}

/// The targets of one page.
pub struct PageLinks {
    /// The key of the page in the store.
    pub key: String,
    /// Index of its site.
    pub owner: usize,
    /// The numbers of its targets.
    pub(crate) targets: Box<[TargetId]>,
    /// Whether it holds something that is judged at the end besides its links (a service guide).
    pub has_guide: bool,
    /// Whether only a part of it could be read.
    pub cut_off: bool,
    /// Whether it is a web page, and not a style sheet.
    pub(crate) is_web_page: bool,
    /// The print of its content.
    pub(crate) print: u64,
    /// Whether it has links that lead nowhere a request could go: local files, addresses that are none, places missing on
    /// the page itself.
    pub has_odd_links: bool,
    /// The places its links name on other pages, until they are looked up.
    pub(crate) named: Box<[(TargetId, u32)]>,
    /// Whether some of these are not there.
    pub(crate) has_lost_places: bool,
}

/// Counts of one site.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Pages read.
    pub pages: u64,
    /// Pages judged from the stored copy.
    pub unchanged: u64,
    /// Pages that are new or changed since they were last read.
    pub changed: u64,
    /// Requests sent.
    pub requests: u64,
    /// Body bytes read.
    pub bytes: u64,
    /// Body bytes saved by answers 304.
    pub saved: u64,
    /// What went wrong for the site as a whole, in Chinese.
    pub gaps: Vec<String>,
    /// The use of its politeness group.
    pub usage: Usage,
}

/// One target as the judge sees it.
pub struct TargetView<'a> {
    /// The address.
    pub url: &'a Url,
    /// Index of the site it belongs to.
    pub owner: Option<usize>,
    /// The verdict.
    pub verdict: LinkVerdict,
    /// Every try, where the verdict rests on any.
    pub exchange: Option<&'a Exchange>,
    /// The missing page whose answer it resembles, where the verdict rests on that.
    pub probed: Option<&'a Probed>,
}

impl CrawlOutcome {
    /// A crawl of all sites of a group that met nothing.
    #[cfg(test)]
    pub(crate) fn of_nothing(group: std::sync::Arc<crate::site::Group>) -> Self {
        let all = (0..group.sites.len()).collect();
        CrawlOutcome {
            territory: Territory::new(group, all),
            targets: Vec::new(),
            ids: HashMap::default(),
            verdicts: Vec::new(),
            probed: HashMap::default(),
            places: Places::default(),
            exchanges: HashMap::default(),
            pages: Vec::new(),
            measured: BTreeMap::new(),
            surveys: BTreeMap::new(),
            tallies: BTreeMap::new(),
            traps: BTreeMap::new(),
            interrupted: false,
        }
    }

    /// Fetches the exchanges back on which verdicts rest that were only reached at the end: of what looked alive, only the log
    /// remembers how it was asked.
    pub(crate) async fn recall(&mut self, store: &Store, run: &str) -> Result<(), StoreError> {
        for id in self.probed.keys() {
            if let Entry::Vacant(entry) = self.exchanges.entry(*id)
                && let Some(exchange) = store.exchange_at(run, &url_key(&self.targets[*id as usize].url)).await?
            {
                entry.insert(exchange);
            }
        }
        Ok(())
    }

    /// The target at this address, where the crawl met it.
    pub fn target(&self, url: &Url) -> Option<TargetView<'_>> {
        self.ids.get(&self.territory.id(url)).map(|id| self.view(*id))
    }

    /// Whether any target of a page is not plainly alive, or lacks a place that is linked to.
    pub fn is_doubtful(&self, page: &PageLinks) -> bool {
        let alive = |id: &TargetId| matches!(self.verdicts[*id as usize], Some(LinkVerdict::Alive));
        page.has_lost_places || !page.targets.iter().all(alive)
    }

    /// Whether the page at this address opens, was read whole, and has no place of this name. Never true of what a fragment
    /// means to a script.
    pub fn lacks_place(&self, url: &Url, fragment: &str) -> bool {
        let (Some(id), Some(place)) = (self.ids.get(&self.territory.id(url)), place_named(fragment)) else {
            return false;
        };
        matches!(self.verdicts[*id as usize], Some(LinkVerdict::Alive)) && self.places.lacks(*id, place)
    }

    /// The numbers of distinct targets with a verdict that stand on the pages of a site: inside and outside.
    pub fn distinct_targets(&self, owner: usize) -> (u64, u64) {
        let mut seen = rustc_hash::FxHashSet::default();
        let (mut inside, mut outside) = (0, 0);
        for page in self.pages.iter().filter(|p| p.owner == owner) {
            for id in page.targets.iter().filter(|id| self.verdicts[**id as usize].is_some()) {
                if seen.insert(*id) {
                    if self.targets[*id as usize].owner == Some(owner) {
                        inside += 1;
                    } else {
                        outside += 1;
                    }
                }
            }
        }
        (inside, outside)
    }

    /// Every target of a site, for its coverage.
    pub fn targets_of(&self, owner: usize) -> impl Iterator<Item = TargetView<'_>> {
        (0..self.targets.len() as TargetId)
            .filter(move |id| self.targets[*id as usize].owner == Some(owner))
            .map(|id| self.view(id))
    }

    /// Why the targets of a site that were not asked were not, and how many files were checked.
    pub fn skipped_of(&self, owner: usize) -> (BTreeMap<SkipReason, u64>, u64) {
        let mut skipped = BTreeMap::new();
        let mut files = 0;
        for target in self.targets.iter().filter(|t| t.owner == Some(owner)) {
            match target.progress {
                Progress::Skipped(reason) => *skipped.entry(reason).or_default() += 1,
                Progress::Done if target.class == AddressKind::File => files += 1,
                Progress::Done | Progress::Waiting => {}
            }
        }
        (skipped, files)
    }

    fn view(&self, id: TargetId) -> TargetView<'_> {
        let target = &self.targets[id as usize];
        let verdict = match (&self.verdicts[id as usize], target.progress) {
            (Some(verdict), _) => verdict.clone(),
            (None, Progress::Skipped(reason)) => LinkVerdict::Skipped(match reason {
                SkipReason::Excluded => Reason::Excluded,
                SkipReason::Robots => Reason::Robots,
                SkipReason::HostDown => Reason::HostDown,
                SkipReason::Interrupted => Reason::Interrupted,
                SkipReason::PageLimit
                | SkipReason::DepthLimit
                | SkipReason::Plan
                | SkipReason::Trap
                | SkipReason::ByteLimit
                | SkipReason::TimeLimit => Reason::Limit,
            }),
            (None, _) => LinkVerdict::Skipped(Reason::Interrupted),
        };
        TargetView {
            url: &target.url,
            owner: target.owner,
            verdict,
            exchange: self.exchanges.get(&id),
            probed: self.probed.get(&id),
        }
    }
}
