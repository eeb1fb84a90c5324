//! What a crawl has learned of addresses and pages: states, tries, counts. Grows by one row at a time.

mod coverage;
mod guide_lists;
mod hindsight;
mod home_gap;
mod load_times;
mod sheets_loaded;
pub(crate) mod soft404;

use std::collections::{HashMap, HashSet};

use url::Url;

use self::load_times::LoadTimes;
use self::sheets_loaded::SheetsLoaded;
use self::soft404::Probes;
use crate::crawl::SiteProgress;
use crate::crawl::frontier::hosts::origin;
use crate::crawl::frontier::placed::{Place, PlacedPage, Territory};
use crate::crawl::frontier::{Frontier, Progress, TargetId};
use crate::crawl::manners::breaker::{Ending, ending};
use crate::crawl::manners::budget::{bytes_of, requests_of};
use crate::facts::similarity::Likeness;
use crate::facts::{
    Answer, Attempt, Exchange, LinkState, MeasuredFacts, Method, Outcome, PageKind, PageRow, Probed, RateUsed, Reason, Sketch, names_image,
};
use crate::judge::{Circumstances, Crawled, LinkEntry, LinkTable, PagePlaces, SiteCrawled, SoftError, judge_exchange};
use crate::plan::Reach;
use crate::site::{PerSite, SiteIndex};
use crate::store::Seq;

pub(super) use self::hindsight::plan_probes;

type ByTarget<T> = HashMap<TargetId, T, rustc_hash::FxBuildHasher>;

/// See the module.
pub(crate) struct Results {
    territory: Territory,
    pub(crate) probes: Probes,
    states: Vec<Option<LinkState>>,
    prints: Vec<u64>,
    likenesses: ByTarget<Likeness>,
    /// What the states on error pages known by their likeness rest on.
    probed: ByTarget<Probed>,
    places: PagePlaces,
    /// Kept for every target that is not plainly alive at its own address at the first try, and for home pages.
    exchanges: ByTarget<Exchange>,
    /// Where a redirect ended, for good answers.
    ends: ByTarget<Url>,
    /// Targets that were answered with a good status and a page of no bytes.
    empty: rustc_hash::FxHashSet<TargetId>,
    pages: Vec<PageRead>,
    page_of: HashMap<u64, usize, rustc_hash::FxBuildHasher>,
    guide_items: rustc_hash::FxHashSet<u64>,
    sites: PerSite<SiteResults>,
    outside_requests: u64,
    /// Servers that answered a question of our own (robots.txt, a sitemap, a probe).
    answered_origins: HashSet<String>,
}

/// A page that was read.
struct PageRead {
    /// Its key in the log.
    key: String,
    /// The place of its row in the log.
    seq: Seq,
    /// Its site.
    owner: SiteIndex,
    /// The numbers of the targets it links to.
    targets: Box<[TargetId]>,
    /// Whether it is a service guide.
    has_guide: bool,
    /// Whether it is a web page, and not a style sheet.
    is_web_page: bool,
    /// Whether it is a style sheet.
    is_sheet: bool,
    /// Whether it shows nothing itself: it forwards, or a script fills it.
    is_bare: bool,
    /// Whether its styles load more addresses than are asked for.
    styles_left_out: bool,
    /// The print of what it says.
    print: u64,
}

/// What was learned of one site.
#[derive(Debug, Default)]
struct SiteResults {
    /// Pages read.
    pages: u64,
    /// Pages judged from the stored copy.
    unchanged: u64,
    /// Pages that are new or changed since they were last read.
    changed: u64,
    /// Requests sent.
    requests: u64,
    /// Body bytes read.
    bytes: u64,
    /// Body bytes saved by answers 304.
    saved: u64,
    /// Targets found dead so far.
    broken: u64,
    /// What went wrong for the site as a whole, in Chinese.
    gaps: Vec<String>,
    /// What is missing where its home page is all that was read of it.
    home_gap: Option<String>,
    /// How fast its politeness group was asked.
    rate: RateUsed,
    /// How long its pages took.
    load_times: LoadTimes,
}

impl Results {
    pub(crate) fn new(territory: Territory) -> Self {
        Results {
            sites: PerSite::new(territory.group(), |_| SiteResults::default()),
            territory,
            probes: Probes::default(),
            states: Vec::new(),
            prints: Vec::new(),
            likenesses: HashMap::default(),
            probed: HashMap::default(),
            places: PagePlaces::default(),
            exchanges: HashMap::default(),
            ends: HashMap::default(),
            empty: rustc_hash::FxHashSet::default(),
            pages: Vec::new(),
            page_of: HashMap::default(),
            guide_items: rustc_hash::FxHashSet::default(),
            outside_requests: 0,
            answered_origins: HashSet::new(),
        }
    }

    /// Takes in an exchange about a host, and not about an address that is judged.
    pub(crate) fn ask(&mut self, owner: Option<SiteIndex>, url: &Url, exchange: &Exchange) {
        self.count(owner, exchange);
        if matches!(ending(exchange), Ending::Answered(_) | Ending::Busy) {
            self.answered_origins.insert(origin(url));
        }
    }

    /// Counts the requests and bytes of an exchange.
    pub(crate) fn count(&mut self, owner: Option<SiteIndex>, exchange: &Exchange) {
        let (requests, bytes) = (requests_of(exchange), bytes_of(exchange));
        match owner.filter(|o| self.territory.inspects(*o)) {
            Some(owner) => {
                self.sites[owner].requests += requests;
                self.sites[owner].bytes += bytes;
            }
            None => self.outside_requests += requests,
        }
    }

    /// Takes in an exchange of a target; a second one adds to the first.
    pub(crate) fn record(&mut self, frontier: &Frontier, id: TargetId, exchange: &Exchange, sketch: Sketch) {
        let target = frontier.target(id);
        self.count(target.owner, exchange);
        if let Some(owner) = target.owner {
            self.sites[owner].load_times.take(id, target, exchange);
        }
        self.note(frontier, id, exchange, sketch);
    }

    /// [`Results::record`] for an exchange that was counted under the address it was asked at.
    pub(crate) fn note(&mut self, frontier: &Frontier, id: TargetId, exchange: &Exchange, sketch: Sketch) {
        let target = frontier.target(id);
        let merged = self.exchanges.remove(&id).map(|mut earlier| {
            earlier.attempts.extend(exchange.attempts.iter().cloned());
            earlier
        });
        let all = merged.as_ref().unwrap_or(exchange);
        let circumstances = Circumstances {
            inside: target.owner.is_some(),
            soft: sketch.error_page.then_some(SoftError::ErrorPage),
        };
        let state = judge_exchange(all, circumstances);
        let index = id as usize;
        if self.states.len() <= index {
            self.states.resize(index + 1, None);
            self.prints.resize(index + 1, 0);
        }
        if let Some(owner) = target.owner {
            let broken = &mut self.sites[owner].broken;
            *broken -= u64::from(matches!(self.states[index], Some(LinkState::Dead(_))));
            *broken += u64::from(matches!(state, LinkState::Dead(_)));
        }
        if is_empty_page(all) {
            self.empty.insert(id);
        } else {
            self.empty.remove(&id);
        }
        let redirected = all.last().is_some_and(|a| !a.hops.is_empty());
        if state == LinkState::Alive && redirected {
            self.ends.insert(id, all.final_url(&target.url));
        }
        let is_home = target.owner.is_some_and(|o| self.territory.site(o).url == target.url);
        let hijacked = all.answer().is_some_and(|a| a.hijack.is_some());
        let plain = state == LinkState::Alive && all.attempts.len() == 1 && !redirected && !hijacked;
        // How a good page was asked is also told where it turns out to be an error page: only a print could show that.
        if !plain || is_home || is_page_for_picture(all) {
            let kept = merged.unwrap_or_else(|| exchange.clone());
            self.exchanges.insert(id, kept);
        }
        self.states[index] = Some(state);
        self.prints[index] = sketch.print;
    }

    /// Whether the page at this key is to be taken in: it is new, or it was asked again because a list of guides names
    /// it and it had not been read as one.
    pub(crate) fn is_new_page(&self, key: u64) -> bool {
        self.page_of
            .get(&key)
            .is_none_or(|page| !self.pages[*page].has_guide && self.guide_items.contains(&key))
    }

    /// Takes in a page that was read, with the numbers of the targets it links to.
    pub(crate) fn add_page(&mut self, frontier: &Frontier, seq: Seq, row: &PageRow, at: &Place, placed: &PlacedPage, edges: Vec<TargetId>) {
        let facts = &row.facts;
        let Some(owner) = at.owner else { return };
        let site = self.territory.site(owner);
        let (items, gap) = guide_lists::items(site, &self.territory, at, facts, placed);
        self.guide_items.extend(items);
        if let Some(gap) = gap {
            self.gap(owner, gap);
        }
        if let Some(gap) = home_gap::of_home(facts, owner, &self.territory) {
            self.sites[owner].home_gap = Some(gap);
        }
        if let Some(page) = self.page_of.get(&at.id) {
            // Read again as a guide.
            let page = &mut self.pages[*page];
            page.has_guide = facts.guide.is_some();
            page.seq = seq;
            return;
        }
        let not_modified = row.head.exchange.answer().is_some_and(|a| a.status == 304);
        let own = &mut self.sites[owner];
        own.pages += u64::from(row.is_web_page());
        own.unchanged += u64::from(not_modified);
        own.changed += u64::from(!row.head.unchanged);
        own.saved += if not_modified { row.head.bytes } else { 0 };
        if let Some(id) = frontier.id_of(at.id) {
            self.likenesses.extend(placed.likeness.clone().map(|likeness| (id, likeness)));
            if !self.places.add(id, placed.places.as_deref()) {
                self.gap(owner, "页内位置过多，超出部分的页内链接没有核对".to_owned());
            }
        }
        self.page_of.insert(at.id, self.pages.len());
        self.pages.push(PageRead {
            key: row.head.key.clone(),
            seq,
            owner,
            targets: edges.into_boxed_slice(),
            has_guide: facts.guide.is_some(),
            styles_left_out: facts.styles_left_out(),
            print: placed.print,
            is_web_page: row.is_web_page(),
            is_sheet: facts.sheet.is_some(),
            is_bare: matches!(facts.kind, PageKind::Stub | PageKind::Error),
        });
    }

    /// Whether a list of guides names this page.
    pub(crate) fn is_guide_item(&self, key: u64) -> bool {
        self.guide_items.contains(&key)
    }

    /// Says that something of a site could not be looked at.
    pub(crate) fn gap(&mut self, owner: SiteIndex, gap: String) {
        let gaps = &mut self.sites[owner].gaps;
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
            .filter(|(_, exchange)| exchange.last().is_some_and(|a| a.outcome.may_pass()));
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
        self.states.get(id as usize).is_some_and(Option::is_some)
    }

    /// The tries of a target so far, as far as they are kept.
    pub(crate) fn exchange_of(&self, id: TargetId) -> Option<&Exchange> {
        self.exchanges.get(&id)
    }

    /// Takes the tries of these moments out of what is known of a target: an outage swallowed them.
    pub(crate) fn forget_tries(&mut self, id: TargetId, moments: &[i64]) {
        if let Some(exchange) = self.exchanges.get_mut(&id).filter(|_| !moments.is_empty()) {
            exchange.attempts.retain(|a: &Attempt| !moments.contains(&a.at));
        }
    }

    /// How fast the politeness group of a site was asked.
    pub(crate) fn rate(&mut self, site: SiteIndex, rate: RateUsed) {
        self.sites[site].rate = rate;
    }

    /// The bytes a site has cost so far.
    pub(crate) fn bytes_of_site(&self, site: SiteIndex) -> u64 {
        self.sites[site].bytes
    }

    /// How many pages were read.
    pub(crate) fn pages_read(&self) -> usize {
        self.pages.len()
    }

    pub(crate) fn requests(&self) -> u64 {
        self.outside_requests + self.sites.values().map(|s| s.requests).sum::<u64>()
    }

    pub(crate) fn progress(&self, site: SiteIndex, frontier: &Frontier) -> SiteProgress {
        SiteProgress {
            site,
            pages: self.sites[site].pages,
            waiting: frontier.waiting_of(site),
            broken: self.sites[site].broken,
            note: None,
        }
    }

    /// Turns what was learned into what is judged.
    pub(crate) fn finish(
        mut self,
        mut frontier: Frontier,
        reach: Reach,
        mut measured: PerSite<MeasuredFacts>,
        interrupted: bool,
    ) -> Crawled {
        hindsight::drop_second_addresses(&mut self);
        let silent = hindsight::settle_silent_servers(&mut self, &frontier);
        hindsight::apply_probes(&mut self, &frontier);
        hindsight::doubt_own_network(&mut self, &frontier);
        hindsight::find_pages_for_pictures(&mut self, &frontier);
        hindsight::find_empty_pages(&mut self, &frontier);
        let mut traps = frontier.stopped_traps();
        let (targets, numbers) = frontier.into_parts();
        self.states.resize(targets.len(), None);
        for (index, target) in targets.iter().enumerate() {
            // Robots forbid what the gate refused; said under its own name in the coverage.
            if target.progress == Progress::Done && self.states[index].is_none() {
                self.states[index] = Some(LinkState::Skipped(Reason::Interrupted));
            }
        }
        let sheets = SheetsLoaded::of(&self, &numbers);
        let sites = self.territory.inspected().map(|site| {
            let measured = MeasuredFacts {
                load: self.sites[site].load_times.facts(&targets),
                ..std::mem::take(&mut measured[site])
            };
            let crawled = coverage::site(
                &self,
                site,
                &targets,
                reach,
                interrupted,
                std::mem::take(&mut traps[site]),
                measured,
            );
            SiteCrawled {
                sheets: sheets.of_site(&self, site),
                ..crawled
            }
        });
        let sites = sites.collect();
        let states = self.states.into_iter();
        let links = targets.into_iter().zip(states).map(|(target, state)| LinkEntry {
            state: state.unwrap_or_else(|| coverage::unasked(target.progress)),
            url: target.url,
            inside: target.owner.is_some(),
        });
        let links = links.collect();
        Crawled {
            sites,
            links: LinkTable::new(
                self.territory.hasher().clone(),
                numbers,
                links,
                self.exchanges,
                self.probed,
                self.places,
            )
            .with_silent(silent),
            interrupted,
        }
    }
}

/// Whether a page came of which nothing is there: a white window.
fn is_empty_page(exchange: &Exchange) -> bool {
    exchange.last().is_some_and(|last| {
        let is_page = |a: &Answer| {
            let html = a.content_type.as_deref().is_none_or(|t| t.contains("html"));
            a.status == 200 && html && !a.partial && a.refresh.is_none() && a.challenge.is_none()
        };
        last.bytes == 0 && last.method == Method::Get && matches!(&last.outcome, Outcome::Answer(answer) if is_page(answer))
    })
}

/// Whether a web page came where the address names a picture.
fn is_page_for_picture(exchange: &Exchange) -> bool {
    names_image(&exchange.url)
        && exchange
            .answer()
            .is_some_and(|a| a.status == 200 && a.signature.as_deref() == Some("html"))
}
