//! Sites in, exchanges and page facts out.
//!
//! One coordinator owns the `frontier`; visits run side by side as futures it polls, so there is no task per link
//! and no lock per page. What a run has seen is a log in the store: a run that was stopped replays it through the same
//! functions and goes on.

mod frontier;
mod intake;
mod manners;
mod measurements;
mod progress;
mod replay;
mod results;
mod visits;

pub use frontier::trap;
pub use manners::outage::Patience;
pub use manners::{politeness, robots};
pub use results::outcome::{CrawlOutcome, PageLinks, Tally, TargetView};
pub use visits::sitemap;

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::civil::Date;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

use self::frontier::hosts::HostId;
use self::frontier::placed::Territory;
use self::frontier::{Frontier, Job, TargetId, Want, address_kind};
use self::intake::Sitemaps;
use self::manners::gatekeeper::Gatekeeper;
use self::manners::outage::{Next, Outages};
use self::manners::politeness::Politeness;
use self::measurements::Measurements;
use self::results::Results;
use self::visits::parse_pool::ParsePool;
use self::visits::{Asked, Visit, Visitor, read_page};
use crate::facts::Failure;
use crate::fetch::Client;
use crate::plan::{Plan, Reach};
use crate::site::Group;
use crate::store::{Known, Store, StoreError, Writer};

/// Visits under way at once, over all hosts. Each may hold one page of up to 8 MiB.
const MOST_UNDER_WAY: usize = 512;
/// How often probes are planned: again where the second look at failures led to new pages.
const MOST_PROBINGS: u32 = 3;
/// How often progress is told.
const TICK: Duration = Duration::from_millis(250);

/// What a crawl is given.
pub struct Setup {
    /// The sites.
    pub group: Arc<Group>,
    /// What to do with them.
    pub plan: Arc<Plan>,
    /// The day freshness is judged by.
    pub today: Date,
    /// The seed of every draw.
    pub seed: u64,
    /// The HTTP client.
    pub client: Client,
    /// Who may ask whom, and when.
    pub politeness: Politeness,
    /// The state of this and earlier runs.
    pub store: Store,
    /// The writer of this run's log.
    pub writer: Writer,
    /// The run's id.
    pub run: String,
    /// How long a host of an inspected site is waited for when it falls silent.
    pub patience: Patience,
}

/// How far a crawl has come: told four times a second.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Each inspected site, in the order of the group.
    pub sites: Vec<SiteProgress>,
    /// Jobs that wait, over all hosts.
    pub waiting: usize,
    /// Requests sent.
    pub requests: u64,
}

/// How far one site has come.
#[derive(Debug, Clone, Default)]
pub struct SiteProgress {
    /// Index into the group.
    pub site: usize,
    /// Pages read.
    pub pages: u64,
    /// Addresses found in its scope and not yet asked.
    pub waiting: u64,
    /// Link targets found dead so far (before they are confirmed at the end).
    pub broken: u64,
    /// Why nothing is asked of it just now, in Chinese, where that is so.
    pub note: Option<String>,
}

/// What ends a crawl before its time. A page, server or link never does.
#[derive(Debug, Error)]
pub enum CrawlError {
    /// The state could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Crawls the sites of a plan until everything is asked or `stop` turns true.
pub async fn crawl(setup: Setup, tell: &mut dyn FnMut(&Progress), stop: watch::Receiver<bool>) -> Result<CrawlOutcome, CrawlError> {
    Crawl::new(setup).await?.run(tell, stop).await
}

struct Crawl {
    frontier: Frontier,
    results: Results,
    visitor: Arc<Visitor>,
    writer: Writer,
    plan: Arc<Plan>,
    run: String,
    homes: HashSet<u64>,
    sitemaps: HashMap<usize, Sitemaps>,
    outages: Outages,
    /// How often probes were planned, and for how many pages the last time.
    probed: (u32, usize),
    /// Targets that were asked once more at the end.
    second_looks: HashSet<TargetId>,
    measurements: Measurements,
}

impl Crawl {
    async fn new(setup: Setup) -> Result<Self, CrawlError> {
        let wanted: HashSet<&str> = setup.plan.sites.iter().map(String::as_str).collect();
        let inspected: Vec<usize> = setup
            .group
            .sites
            .iter()
            .enumerate()
            .filter(|(_, s)| s.enabled && wanted.contains(s.id.as_str()))
            .map(|(i, _)| i)
            .collect();
        let territory = Territory::new(setup.group.clone(), inspected);
        let mut known: HashMap<String, Known> = HashMap::new();
        if setup.plan.reach == Reach::Front {
            for index in territory.inspected() {
                known.extend(setup.store.validators(&setup.group.sites[*index].id).await?);
            }
        }
        let mut sightings = HashMap::new();
        for index in territory.inspected() {
            sightings.extend(setup.store.sightings(&setup.group.sites[*index].id).await?);
        }
        let sites = || territory.inspected().iter().map(|i| &setup.group.sites[*i]);
        let homes = sites().map(|s| territory.id(&s.url)).collect();
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let visitor = Visitor {
            client: setup.client,
            gate: Gatekeeper::new(setup.politeness, territory.clone()),
            territory: territory.clone(),
            store: setup.store,
            today: setup.today,
            known,
            sightings,
            // A few more than cores, so that none waits for the coordinator.
            parse_pool: ParsePool::new(2 * cores),
        };
        Ok(Crawl {
            frontier: Frontier::new(territory.clone(), setup.plan.reach, setup.today),
            results: Results::new(territory),
            visitor: Arc::new(visitor),
            writer: setup.writer,
            plan: setup.plan,
            run: setup.run,
            homes,
            sitemaps: HashMap::new(),
            outages: Outages::new(setup.patience),
            probed: (0, 0),
            second_looks: HashSet::new(),
            measurements: Measurements::new(setup.seed),
        })
    }

    async fn run(mut self, tell: &mut dyn FnMut(&Progress), mut stop: watch::Receiver<bool>) -> Result<CrawlOutcome, CrawlError> {
        self.replay().await?;
        self.seed();
        let mut under_way = FuturesUnordered::new();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut interrupted = *stop.borrow();
        while !interrupted {
            while under_way.len() < MOST_UNDER_WAY {
                let Some((host, job)) = self.frontier.next() else { break };
                if let Some(visit) = self.begin(host, job) {
                    under_way.push(visit);
                }
            }
            for host in self.outages.take_due() {
                under_way.push(Box::pin(self.begin_ping(host)) as Pin<Box<dyn Future<Output = Visit>>>);
            }
            if under_way.is_empty() {
                match self.ask_on() {
                    Next::Go => continue,
                    Next::Ask(jobs) => {
                        under_way.extend(jobs.into_iter().filter_map(|(host, job)| self.begin(host, job)));
                        continue;
                    }
                    Next::Wait => {}
                    Next::Over => break,
                }
            }
            let due = self.outages.due();
            tokio::select! {
                biased;
                _ = stop.changed() => interrupted = true,
                Some(visit) = under_way.next() => self.take(visit).await?,
                _ = tick.tick() => {
                    self.keep_budgets();
                    tell(&self.progress());
                }
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
            }
        }
        drop(under_way);
        interrupted = interrupted || self.run_measurements(&mut stop).await?;
        if interrupted {
            self.frontier.stop();
        }
        tell(&self.progress());
        let usage = self.usage();
        self.writer.close().await?;
        let mut outcome = self.results.finish(self.frontier, usage, interrupted);
        self.measurements.tell(&mut outcome.measured);
        outcome.recall(&self.visitor.store, &self.run).await?;
        Ok(outcome)
    }

    /// What the plan names itself. After a replay most of it is known already.
    fn seed(&mut self) {
        let visitor = self.visitor.clone();
        let territory = &visitor.territory;
        for index in territory.inspected() {
            let site = &territory.group().sites[*index];
            let named = |urls: &[crate::plan::Again]| -> Vec<Url> {
                urls.iter()
                    .filter(|a| a.site == site.id)
                    .filter_map(|a| Url::parse(&a.url).ok())
                    .collect()
            };
            let mut pages: Vec<(Url, Want, u32)> = vec![(site.url.clone(), Want::Read, 0)];
            pages.extend(site.entry_urls.iter().map(|u| (u.clone(), Want::Read, 1)));
            pages.extend(site.columns.iter().map(|c| (c.url.clone(), Want::Read, 1)));
            pages.extend(site.guides.iter().map(|u| (u.clone(), Want::Read, 1)));
            pages.extend(named(&self.plan.columns).into_iter().map(|u| (u, Want::Read, 1)));
            pages.extend(named(&self.plan.again).into_iter().map(|u| (u, Want::Read, 2)));
            for (url, want, depth) in pages {
                let class = address_kind::address_kind(&url, crate::facts::LinkFrom::A);
                self.frontier.seed(&territory.place(url, class), want, depth);
            }
        }
    }

    /// Starts a job, or settles it at once where its host is left alone.
    fn begin(&mut self, host: HostId, job: Job) -> Option<Pin<Box<dyn Future<Output = Visit>>>> {
        if matches!(&job, Job::Sitemap { site, .. } if self.sitemaps.get(site).is_some_and(Sitemaps::is_hopeless)) {
            self.frontier.returned(host);
            return None;
        }
        if let Some(failure) = self.frontier.hosts_mut().down(host).filter(|_| !matches!(job, Job::Robots(_))) {
            match job {
                Job::Target(id) => self.leave_alone(host, id, failure),
                _ => self.frontier.returned(host),
            }
            return None;
        }
        let asked = match &job {
            Job::Target(id) => {
                let key = self.visitor.territory.id(&self.frontier.target(*id).url);
                Some(Asked::of(
                    self.frontier.target(*id),
                    self.homes.contains(&key),
                    self.results.is_guide_item(key),
                    self.second_looks.contains(id),
                ))
            }
            Job::Robots(host) => self.frontier.hosts_mut().front_of(*host).map(|url| Asked {
                url,
                owner: None,
                class: address_kind::AddressKind::Page,
                want: Want::Check,
                depth: 0,
                is_home: false,
                from_guide_list: false,
                again: false,
            }),
            Job::Sitemap { .. } | Job::Probe(_) | Job::Ping(_) => None,
        };
        Some(Box::pin(self.visitor.clone().visit(host, job, asked)))
    }

    /// A target of a host that is left alone: settled as the host is. What was asked itself before keeps its own verdict.
    fn leave_alone(&mut self, host: HostId, id: TargetId, failure: Failure) {
        if !self.results.is_judged(id) {
            let exchange = visits::not_asked(&self.frontier.target(id).url, failure);
            self.results.record(&self.frontier, id, exchange, read_page::Sketch::default());
        }
        self.frontier.done(id);
        self.frontier.returned(host);
    }

    /// When everything is asked: first the hosts that fell silent, then how hosts answer missing pages, then once more what
    /// failed in a way that may pass. What is newly read on the way may lead on, and then it all begins again.
    fn ask_on(&mut self) -> Next {
        self.keep_budgets();
        if let Some(next) = self.ask_the_silent() {
            return next;
        }
        let (times, pages) = self.probed;
        if times == 0 || times < MOST_PROBINGS && pages < self.results.pages_read() {
            self.probed = (times + 1, self.results.pages_read());
            for probe in self.results.plan_probes(&self.frontier, self.plan.reach == Reach::Whole) {
                let owner = self.visitor.territory.owner(&probe);
                self.frontier.push(&probe.clone(), owner, Job::Probe(probe));
            }
            return Next::Go;
        }
        let mut doubtful = self.results.worth_another_try(&self.frontier);
        doubtful.retain(|id| self.second_looks.insert(*id));
        if doubtful.is_empty() {
            return Next::Over;
        }
        self.frontier.hosts_mut().forgive();
        for id in doubtful {
            self.frontier.again(id);
        }
        Next::Go
    }

    /// Closes the sites whose bytes or time are used up.
    fn keep_budgets(&mut self) {
        for site in self.visitor.territory.inspected() {
            if let Some(reason) = self.visitor.gate.budgets().used_up(Some(*site)) {
                self.frontier.close(*site, reason);
            }
        }
    }
}
