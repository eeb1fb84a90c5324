//! What a crawl knows, and the one function that changes it.
//!
//! A row that came from the network and one that was read back from the log go through [`State::apply`] alike. So a run
//! that goes on after a stop knows what it would have known without, and a run that is over can be judged again from its
//! log.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use super::frontier::address_kind::address_kind;
use super::frontier::placed::{Place, PlacedPage, Territory, place_page};
use super::frontier::{Frontier, Job, TargetId, Want};
use super::manners::breaker::{Ending, ending};
use super::manners::robots::Robots;
use super::measurements::Measurements;
use super::results::{Results, plan_probes};
use crate::facts::{EndRow, Exchange, LinkFrom, LogRow, PageRow, ProbeRow, RobotsRow, SitemapRow, Sketch, TargetRow, UnaskedRow};
use crate::judge::Crawled;
use crate::plan::{Again, Plan, Reach};
use crate::site::{PerSite, RobotsPolicy, SiteIndex, url_key};
use crate::store::Seq;

/// Sitemap files read for one site at most; an index may name 50,000.
const MOST_SITEMAPS: usize = 50;
/// Sitemap files without an answer after which no more of them are asked for: each costs up to a minute.
const MOST_FAILED_SITEMAPS: u32 = 3;
/// Index files above a sitemap that is still followed.
const MOST_LEVELS: u8 = 2;
/// Addresses of one sitemap that are taken in, and counted as skipped, once a site has as many pages as may be read.
const MOST_BEYOND: u32 = 1_000;

/// What is worked out of a row before it is applied, where it costs time: away from the coordinator.
#[derive(Debug)]
pub(crate) enum Worked {
    /// Where a page stands and where its links lead.
    Page(Place, PlacedPage),
    /// The rules of a robots.txt.
    Robots(Robots),
    /// The pages and the further files a sitemap names.
    Sitemap(Vec<Url>, Vec<Url>),
    /// Nothing.
    Nothing,
}

impl Worked {
    /// Of a row.
    pub(crate) fn of(row: &LogRow, territory: &Territory) -> Self {
        match row {
            LogRow::Page(page) => match Url::parse(&page.facts.url) {
                Ok(at) => {
                    let kind = address_kind(&at, LinkFrom::A);
                    Worked::Page(territory.place(at, kind), place_page(&page.facts, territory))
                }
                Err(_) => Worked::Nothing,
            },
            LogRow::Robots(row) => Worked::Robots(Robots::from_exchange(&row.exchange, &row.text, row.host_answers)),
            LogRow::Sitemap(row) => {
                let parsed = |all: &[String]| all.iter().filter_map(|u| Url::parse(u).ok()).collect();
                Worked::Sitemap(parsed(&row.pages), parsed(&row.sitemaps))
            }
            _ => Worked::Nothing,
        }
    }
}

/// The sitemaps of one site.
#[derive(Debug, Default)]
struct Sitemaps {
    asked: rustc_hash::FxHashSet<u64>,
    answered: rustc_hash::FxHashSet<u64>,
    failed: u32,
}

impl Sitemaps {
    /// Whether no more of them are asked for.
    fn is_hopeless(&self) -> bool {
        self.failed >= MOST_FAILED_SITEMAPS
    }
}

/// What is known of one site besides its addresses.
#[derive(Debug, Default)]
struct SiteState {
    sitemaps: Sitemaps,
    /// Whether its crawl came to its end.
    ended: bool,
}

/// Everything a crawl knows.
pub(crate) struct State {
    pub(crate) territory: Territory,
    pub(crate) frontier: Frontier,
    pub(crate) results: Results,
    pub(crate) measurements: Measurements,
    pub(crate) reach: Reach,
    sites: PerSite<SiteState>,
    /// Probes that were answered, by their addresses.
    probed: rustc_hash::FxHashSet<u64>,
    /// Targets that were asked once more at the end.
    second_looks: HashSet<TargetId>,
    interrupted: bool,
}

impl State {
    /// What is known before anything was asked: the addresses the plan names itself.
    pub(crate) fn new(territory: Territory, plan: &Arc<Plan>, today: Date, seed: u64) -> Self {
        let mut state = State {
            frontier: Frontier::new(territory.clone(), plan.reach, today),
            results: Results::new(territory.clone()),
            measurements: Measurements::new(&territory, seed, today),
            reach: plan.reach,
            sites: PerSite::new(territory.group(), |_| SiteState::default()),
            probed: rustc_hash::FxHashSet::default(),
            second_looks: HashSet::new(),
            interrupted: false,
            territory,
        };
        state.seed(plan);
        state
    }

    fn seed(&mut self, plan: &Plan) {
        let territory = self.territory.clone();
        for index in territory.inspected() {
            let site = territory.site(index);
            let named = |urls: &[Again]| -> Vec<Url> {
                urls.iter()
                    .filter(|a| a.site == site.id)
                    .filter_map(|a| Url::parse(&a.url).ok())
                    .collect()
            };
            let mut pages: Vec<(Url, u32)> = vec![(site.url.clone(), 0)];
            pages.extend(site.entry_urls.iter().map(|u| (u.clone(), 1)));
            pages.extend(site.columns.iter().map(|c| (c.url.clone(), 1)));
            pages.extend(site.guides.iter().map(|u| (u.clone(), 1)));
            pages.extend(named(&plan.columns).into_iter().map(|u| (u, 1)));
            pages.extend(named(&plan.again).into_iter().map(|u| (u, 2)));
            for (url, depth) in pages {
                let kind = address_kind(&url, LinkFrom::A);
                self.frontier.seed(&territory.place(url, kind), Want::Read, depth);
            }
        }
    }

    /// The row as it goes into the log: a page that stands outside the inspected sites, or was read under another address,
    /// has nothing more to say than that its address opens. Says with it whether the row was changed.
    pub(crate) fn as_logged(&self, row: LogRow, worked: &Worked) -> (LogRow, bool) {
        let (page, at, placed) = match (row, worked) {
            (LogRow::Page(page), Worked::Page(at, placed)) => (page, at, placed),
            (row, _) => return (row, false),
        };
        let inside = at.owner.is_some_and(|o| self.territory.inspects(o));
        if inside && self.results.is_new_page(at.id) {
            return (LogRow::Page(page), false);
        }
        let head = page.head;
        let row = TargetRow {
            key: head
                .exchange
                .url
                .parse()
                .map_or_else(|_| head.exchange.url.clone(), |url| url_key(&url)),
            exchange: head.exchange,
            outages: head.outages,
            again: head.again,
            to_read: true,
            sketch: Sketch {
                print: placed.print,
                error_page: false,
            },
        };
        (LogRow::Target(row), true)
    }

    /// Takes one row in; `seq` is its place in the log. Nothing else changes what the crawl knows.
    pub(crate) fn apply(&mut self, seq: Seq, row: &LogRow, worked: Worked) {
        match (row, worked) {
            (LogRow::Robots(row), Worked::Robots(robots)) => self.robots(row, &robots),
            (LogRow::Sitemap(row), Worked::Sitemap(pages, sitemaps)) => self.sitemap(row, pages, sitemaps),
            (LogRow::Probe(row), _) => self.probe(row),
            (LogRow::Search(row), _) => {
                let site = self.territory.index_of(&row.site);
                self.results.count(site, &row.exchange);
                self.measurements.searched(&row.url, row.page.clone());
            }
            (LogRow::Ipv6(row), _) => {
                let site = self.territory.index_of(&row.site);
                if let Some(exchange) = &row.exchange {
                    self.results.count(site, exchange);
                }
                if let Some(site) = site {
                    self.measurements.over_ipv6(site, row.fact.clone());
                }
            }
            (LogRow::Page(row), Worked::Page(at, placed)) => self.page(seq, row, &at, &placed),
            (LogRow::Target(row), _) => self.target(row),
            (LogRow::Unasked(row), _) => self.unasked(row),
            (LogRow::End(row), _) => self.end(row),
            // A page or file whose own address cannot be read tells nothing.
            (LogRow::Robots(_) | LogRow::Sitemap(_) | LogRow::Page(_), _) => {}
        }
    }

    fn robots(&mut self, row: &RobotsRow, robots: &Robots) {
        let Ok(url) = Url::parse(&row.url) else { return };
        let territory = self.territory.clone();
        let on_host = territory.on_host(&url);
        self.results
            .ask(territory.owner(&url).or(on_host.first().copied()), &url, &row.exchange);
        let obeyed = |site: SiteIndex| territory.site(site).limits.robots == RobotsPolicy::Respect;
        // All sites that live on this host, for its sitemaps and for what a missing robots.txt means to them.
        if let Some(gap) = robots.gap() {
            for site in on_host.iter().filter(|site| obeyed(**site)) {
                self.results.gap(*site, gap.to_owned());
            }
        }
        if self.reach == Reach::Whole {
            for site in on_host {
                let mut maps = robots.sitemaps(&url);
                if maps.is_empty() {
                    maps.extend(territory.site(site).url.join("sitemap.xml").ok());
                }
                for map in maps {
                    self.ask_sitemap(site, map, 0);
                }
            }
        }
        let answered = !matches!(ending(&row.exchange), Ending::Silent { .. });
        self.frontier.robots_known(&url, answered);
    }

    fn ask_sitemap(&mut self, site: SiteIndex, url: Url, level: u8) {
        let id = self.territory.id(&url);
        let own = self.territory.owner(&url) == Some(site);
        let known = &mut self.sites[site].sitemaps;
        if own && known.asked.len() < MOST_SITEMAPS && !known.is_hopeless() && known.asked.insert(id) {
            self.frontier.push(&url.clone(), Some(site), Job::Sitemap { site, url, level });
        }
    }

    fn sitemap(&mut self, row: &SitemapRow, pages: Vec<Url>, sitemaps: Vec<Url>) {
        let (Some(site), Ok(url)) = (self.territory.index_of(&row.site), Url::parse(&row.url)) else {
            return;
        };
        let territory = self.territory.clone();
        self.results.ask(Some(site), &url, &row.exchange);
        let known = &mut self.sites[site].sitemaps;
        known.answered.insert(territory.id(&url));
        known.failed += u32::from(row.exchange.answer().is_none());
        let mut beyond = 0;
        for url in pages {
            // Of what exceeds the pages that may be read only so much is remembered: fifty files may name millions.
            beyond += u32::from(self.frontier.is_full(site));
            if beyond > MOST_BEYOND {
                break;
            }
            if territory.owner(&url) == Some(site) {
                let kind = address_kind(&url, LinkFrom::A);
                self.frontier.seed(&territory.place(url, kind), Want::Read, 1);
            }
        }
        if row.level < MOST_LEVELS {
            for map in sitemaps {
                self.ask_sitemap(site, map, row.level + 1);
            }
        }
    }

    fn probe(&mut self, row: &ProbeRow) {
        let Ok(url) = Url::parse(&row.url) else { return };
        let owner = self.territory.owner(&url);
        self.results.ask(owner, &url, &row.exchange);
        self.probed.insert(self.territory.id(&url));
        if let Some(second) = self.results.probes.answered(&url, owner.is_some(), row.answer.clone()) {
            self.frontier.push(&second.clone(), owner, Job::Probe(second));
        }
    }

    fn page(&mut self, seq: Seq, row: &PageRow, at: &Place, placed: &PlacedPage) {
        let head = &row.head;
        let Ok(asked) = Url::parse(&head.exchange.url) else { return };
        let sketch = Sketch {
            print: placed.print,
            error_page: false,
        };
        let asked = self.territory.place(asked, at.kind);
        let id = self.frontier.settle(&asked, Want::Read, head.depth);
        self.look_again(id, head.again, &head.outages);
        self.results.record(&self.frontier, id, &head.exchange, sketch);
        if asked.id != at.id {
            let end = self.frontier.settle(at, Want::Read, head.depth);
            self.results.note(&self.frontier, end, &head.exchange, sketch);
        }
        let edges = self.frontier.absorb(at, head.depth, placed, !head.unchanged);
        self.results.add_page(&self.frontier, seq, row, at, placed, edges);
        self.measurements.offer(&self.territory, at, &row.facts);
    }

    fn target(&mut self, row: &TargetRow) {
        let Ok(url) = Url::parse(&row.exchange.url) else { return };
        let kind = address_kind(&url, LinkFrom::A);
        let place = self.territory.place(url, kind);
        // An address that was to be read and could not be is not asked again because a page links to it.
        let id = self.frontier.settle(&place, if row.to_read { Want::Read } else { Want::Check }, 0);
        self.look_again(id, row.again, &row.outages);
        self.results.record(&self.frontier, id, &row.exchange, row.sketch);
    }

    fn look_again(&mut self, id: TargetId, again: bool, outages: &[i64]) {
        if again {
            self.second_looks.insert(id);
        }
        self.results.forget_tries(id, outages);
    }

    fn unasked(&mut self, row: &UnaskedRow) {
        let Ok(url) = Url::parse(&row.exchange.url) else { return };
        let kind = address_kind(&url, LinkFrom::A);
        let id = self.frontier.settle(&self.territory.place(url, kind), Want::Check, 0);
        self.results.record(&self.frontier, id, &row.exchange, Sketch::default());
    }

    fn end(&mut self, row: &EndRow) {
        let Some(site) = self.territory.index_of(&row.site) else { return };
        if let Some(reason) = row.closed {
            self.frontier.close(site, reason);
        }
        for gap in &row.gaps {
            self.results.gap(site, gap.clone());
        }
        self.results.rate(site, row.rate);
        self.interrupted |= row.interrupted;
        self.sites[site].ended = true;
    }

    /// Whether a job has become needless since it was queued.
    pub(crate) fn is_settled(&self, job: &Job) -> bool {
        match job {
            Job::Sitemap { site, url, .. } => {
                let sitemaps = &self.sites[*site].sitemaps;
                sitemaps.is_hopeless() || sitemaps.answered.contains(&self.territory.id(url))
            }
            Job::Probe(url) => self.probed.contains(&self.territory.id(url)),
            Job::Robots(_) | Job::Target(_) | Job::Ping(_) => false,
        }
    }

    /// Queues how hosts answer missing pages, as far as it is not known.
    pub(crate) fn ask_probes(&mut self) {
        for probe in plan_probes(&mut self.results, &self.frontier, self.reach == Reach::Whole) {
            let owner = self.territory.owner(&probe);
            self.frontier.push(&probe.clone(), owner, Job::Probe(probe));
        }
    }

    /// Queues once more what failed in a way that may pass, each address once a run. False where there is nothing.
    pub(crate) fn ask_second_looks(&mut self) -> bool {
        let mut doubtful = self.results.worth_another_try(&self.frontier);
        doubtful.retain(|id| self.second_looks.insert(*id));
        if doubtful.is_empty() {
            return false;
        }
        self.frontier.hosts_mut().forgive();
        for id in doubtful {
            self.frontier.again(id);
        }
        true
    }

    /// Whether a target is asked for the second time, at the end.
    pub(crate) fn is_second_look(&self, id: TargetId) -> bool {
        self.second_looks.contains(&id)
    }

    /// The tries of a target so far, where it was asked before.
    pub(crate) fn exchange_of(&self, id: TargetId) -> Option<&Exchange> {
        self.results.exchange_of(id)
    }

    /// What is judged, now that nothing more is asked.
    pub(crate) fn finish(mut self) -> Crawled {
        let ended = self.territory.inspected().all(|site| self.sites[site].ended);
        let interrupted = self.interrupted || !ended;
        if interrupted {
            self.frontier.stop();
        }
        let measured = self.measurements.finish(&self.territory);
        self.results.finish(self.frontier, self.reach, measured, interrupted)
    }
}
