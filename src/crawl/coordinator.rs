//! The coordinator: it owns the state, hands out jobs, and takes in what comes of them.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

use super::apply::{State, Worked};
use super::frontier::hosts::HostId;
use super::frontier::{Job, TargetId};
use super::manners::breaker::is_dead_silence;
use super::manners::budget::limit_of;
use super::manners::gatekeeper::Gatekeeper;
use super::manners::outage::{Next, Outages, unasked_row};
use super::visits::parse_pool::ParsePool;
use super::visits::{Asked, Came, NewRow, Visit, Visitor};
use super::{CrawlError, Log, Progress, Setup, measurements, progress};
use crate::facts::{Attempt, EndRow, Exchange, Failure, LogRow, RateUsed, Sighting};
use crate::judge::Crawled;
use crate::plan::Reach;
use crate::store::{Writer, encode};

/// A visit on its way.
type UnderWay = Pin<Box<dyn Future<Output = Visit> + Send>>;

/// Visits under way at once, over all hosts. Each may hold one page of up to 8 MiB.
pub(super) const MOST_UNDER_WAY: usize = 512;
/// How often probes are planned: again where the second look at failures led to new pages.
const MOST_PROBINGS: u32 = 3;
/// How often progress is told.
const TICK: Duration = Duration::from_millis(250);

/// See the module.
pub(super) struct Crawl {
    state: State,
    visitor: Arc<Visitor>,
    writer: Writer,
    run: String,
    homes: HashSet<u64>,
    outages: Outages,
    /// How often probes were planned, and for how many pages the last time.
    probed: (u32, usize),
}

impl Crawl {
    pub(super) async fn new(setup: Setup) -> Result<Self, CrawlError> {
        let log = Log {
            group: &setup.group,
            plan: &setup.plan,
            today: setup.today.date(),
            seed: setup.seed,
            store: &setup.store,
            run: &setup.run,
        };
        let state = log.state();
        let territory = state.territory.clone();
        let sites = || territory.inspected().map(|site| territory.site(site));
        let mut known = setup.store.known(&sites().map(|s| s.id.as_str()).collect()).await?;
        let mut sightings: HashMap<String, Box<[Sighting]>> = HashMap::new();
        for (key, page) in &mut known {
            let seen = std::mem::take(&mut page.sightings);
            sightings.extend((!seen.is_empty()).then(|| (key.clone(), seen)));
        }
        // Only a daily reading saves requests: a whole inspection looks at everything anew.
        if setup.plan.reach == Reach::Whole {
            known = HashMap::new();
        }
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
            state,
            visitor: Arc::new(visitor),
            writer: setup.writer,
            run: setup.run,
            homes,
            outages: Outages::new(setup.patience),
            probed: (0, 0),
        })
    }

    /// Asks until there is nothing left to ask, or `stop` turns true.
    pub(super) async fn run(mut self, tell: &mut dyn FnMut(&Progress), mut stop: watch::Receiver<bool>) -> Result<Crawled, CrawlError> {
        self.go_on().await?;
        let mut under_way = FuturesUnordered::new();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut interrupted = *stop.borrow();
        while !interrupted {
            while under_way.len() < MOST_UNDER_WAY {
                let Some((host, job)) = self.state.frontier.next() else { break };
                under_way.extend(self.begin(host, job).await?);
            }
            for host in self.outages.take_due() {
                under_way.push(self.ping(host));
            }
            if under_way.is_empty() {
                match self.ask_on().await? {
                    Next::Go => continue,
                    Next::Ask(jobs) => {
                        for (host, job) in jobs {
                            under_way.extend(self.begin(host, job).await?);
                        }
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
                    tell(&progress::progress(&mut self.state, &self.outages, &self.visitor.gate));
                }
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
            }
        }
        drop(under_way);
        interrupted = interrupted || self.measure(&mut stop).await?;
        self.end(interrupted).await?;
        tell(&progress::progress(&mut self.state, &self.outages, &self.visitor.gate));
        self.writer.close().await?;
        Ok(self.state.finish())
    }

    /// Reads back what this run has seen before it was stopped; nothing for a new run.
    async fn go_on(&mut self) -> Result<(), CrawlError> {
        let visitor = self.visitor.clone();
        visitor.store.reopen_log(&self.run).await?;
        let state = &mut self.state;
        visitor
            .store
            .replay(&self.run, |seq, row| {
                if let LogRow::Robots(robots) = &row {
                    visitor.gate.learn_row(robots);
                }
                if let (LogRow::Page(_) | LogRow::Target(_), Some(exchange)) = (&row, row.exchange())
                    && let Ok(url) = Url::parse(&exchange.url)
                {
                    state.frontier.answered_before(&url, exchange);
                }
                let worked = Worked::of(&row, &visitor.territory);
                state.apply(seq, &row, worked);
            })
            .await?;
        for site in visitor.territory.inspected() {
            visitor.gate.budgets().spend(Some(site), self.state.results.bytes_of_site(site));
        }
        Ok(())
    }

    /// Takes in what came of a job.
    async fn take(&mut self, visit: Visit) -> Result<(), CrawlError> {
        self.state.frontier.returned(visit.host);
        for visit in self.outages.watch(&mut self.state, &self.visitor.gate, visit) {
            self.settle(visit).await?;
        }
        for row in self.outages.take_given_up(&mut self.state) {
            self.keep(row).await?;
        }
        Ok(())
    }

    async fn settle(&mut self, visit: Visit) -> Result<(), CrawlError> {
        let Came::Row(new) = visit.came else {
            // Counted and weighed where it came in.
            return Ok(());
        };
        let NewRow {
            mut row,
            worked,
            mut encoded,
        } = *new;
        // What a limit kept back was not asked, and is asked when the run goes on.
        if let Some(reason) = row.exchange().and_then(limit_of) {
            let exchange = row.exchange().cloned().unwrap_or_default();
            self.state.results.count(self.state.territory.owner(&visit.asked), &exchange);
            match (visit.job, row) {
                (Job::Target(id), _) => self.state.frontier.skip(id, reason),
                (Job::Robots(_), LogRow::Robots(robots)) => {
                    self.visitor.gate.learn_row(&robots);
                    self.state.frontier.robots_known(&visit.asked, true);
                }
                _ => {}
            }
            return Ok(());
        }
        if let LogRow::Robots(robots) = &row {
            self.visitor.gate.learn_row(robots);
        }
        if let Job::Target(id) = visit.job {
            let noted = self.note_outages(id, &mut row);
            let is_target;
            (row, is_target) = self.state.as_logged(row, &worked);
            if noted || is_target {
                encoded = encode(&row);
            }
        }
        let seq = self.writer.put(encoded).await?;
        self.state.apply(seq, &row, worked);
        Ok(())
    }

    /// Tries of a target that an outage swallowed say nothing of it, once it is answered. True where the row says so now.
    fn note_outages(&self, id: TargetId, row: &mut LogRow) -> bool {
        let (LogRow::Page(_) | LogRow::Target(_)) = row else { return false };
        let answered = row.exchange().is_some_and(|e| e.answer().is_some());
        let Some(earlier) = self.state.exchange_of(id).filter(|_| answered) else {
            return false;
        };
        let url = &self.state.frontier.target(id).url;
        let met = |a: &&Attempt| a.hops.is_empty() && is_dead_silence(&a.outcome) && self.visitor.gate.was_out(url, a.at);
        let moments: Vec<i64> = earlier.attempts.iter().filter(met).map(|a| a.at).collect();
        let changed = !moments.is_empty();
        match row {
            LogRow::Page(page) => page.head.outages = moments,
            LogRow::Target(target) => target.outages = moments,
            _ => {}
        }
        changed
    }

    /// Writes a row and applies it. What a limit kept back was not asked: it is not written, and asked when the run goes on.
    async fn keep(&mut self, row: LogRow) -> Result<(), CrawlError> {
        let seq = match row.exchange().and_then(limit_of) {
            Some(_) => 0,
            None => self.writer.put(encode(&row)).await?,
        };
        let worked = Worked::of(&row, &self.state.territory);
        self.state.apply(seq, &row, worked);
        Ok(())
    }

    /// Starts a job, or settles it at once where it is needless or its host is left alone.
    async fn begin(&mut self, host: HostId, job: Job) -> Result<Option<UnderWay>, CrawlError> {
        if self.state.is_settled(&job) {
            self.state.frontier.returned(host);
            return Ok(None);
        }
        if let Some(failure) = self
            .state
            .frontier
            .hosts_mut()
            .down(host)
            .filter(|_| !matches!(job, Job::Robots(_)))
        {
            self.state.frontier.returned(host);
            if let Job::Target(id) = job {
                self.leave_alone(id, failure).await?;
            }
            return Ok(None);
        }
        let asked = match &job {
            Job::Target(id) => {
                let target = self.state.frontier.target(*id);
                let key = self.state.territory.id(&target.url);
                Asked::of(
                    target,
                    self.homes.contains(&key),
                    self.state.results.is_guide_item(key),
                    self.state.is_second_look(*id),
                )
            }
            Job::Robots(host) | Job::Ping(host) => {
                let hosts = self.state.frontier.hosts_mut();
                Asked {
                    host_answers: hosts.ever_answered(*host),
                    ..Asked::plain(hosts.front_of(*host), None)
                }
            }
            Job::Sitemap { url, site, .. } => Asked::plain(url.clone(), Some(*site)),
            Job::Probe(url) => Asked::plain(url.clone(), self.state.territory.owner(url)),
        };
        Ok(Some(Box::pin(self.visitor.clone().visit(host, job, asked))))
    }

    /// Asks a host that has fallen silent whether it is back.
    fn ping(&mut self, host: HostId) -> UnderWay {
        let hosts = self.state.frontier.hosts_mut();
        let url = hosts.good_of(host);
        hosts.occupy(host);
        let owner = self.state.territory.owner(&url);
        let asked = Asked {
            again: true,
            ..Asked::plain(url, owner)
        };
        Box::pin(self.visitor.clone().visit(host, Job::Ping(host), asked))
    }

    /// A target of a host that is left alone: settled as the host is. What was asked itself before keeps its own state.
    async fn leave_alone(&mut self, id: TargetId, failure: Failure) -> Result<(), CrawlError> {
        let exchange = Exchange {
            url: self.state.frontier.target(id).url.to_string(),
            attempts: Vec::new(),
        };
        if self.state.results.is_judged(id) {
            self.state.frontier.done(id);
            return Ok(());
        }
        self.keep(unasked_row(exchange, &failure)).await
    }

    /// When everything is asked: first the hosts that fell silent, then how hosts answer missing pages, then once more what
    /// failed in a way that may pass. What is newly read on the way may lead on, and then it all begins again.
    async fn ask_on(&mut self) -> Result<Next, CrawlError> {
        self.keep_budgets();
        if let Some(next) = self.outages.ask_the_silent(&mut self.state) {
            for row in self.outages.take_given_up(&mut self.state) {
                self.keep(row).await?;
            }
            return Ok(next);
        }
        let (times, pages) = self.probed;
        if times == 0 || times < MOST_PROBINGS && pages < self.state.results.pages_read() {
            self.probed = (times + 1, self.state.results.pages_read());
            self.state.ask_probes();
            return Ok(Next::Go);
        }
        Ok(if self.state.ask_second_looks() { Next::Go } else { Next::Over })
    }

    /// Closes the sites whose bytes or time are used up.
    fn keep_budgets(&mut self) {
        for site in self.visitor.territory.inspected() {
            if let Some(reason) = self.visitor.gate.budgets().used_up(Some(site)) {
                self.state.frontier.close(site, reason);
            }
        }
    }

    /// Asks each site what is asked at the end; whether it was interrupted.
    async fn measure(&mut self, stop: &mut watch::Receiver<bool>) -> Result<bool, CrawlError> {
        if self.state.reach != Reach::Whole {
            return Ok(false);
        }
        while let Some(question) = measurements::next_question(&self.state.territory, &self.state.measurements) {
            let (robots, answer) = tokio::select! {
                biased;
                _ = stop.changed() => return Ok(true),
                rows = question.ask(&self.visitor) => rows,
            };
            for row in robots.into_iter().chain([answer]) {
                self.keep(row).await?;
            }
        }
        let rows = tokio::select! {
            biased;
            _ = stop.changed() => return Ok(true),
            rows = measurements::ask_over_ipv6(&self.visitor, &self.state.measurements) => rows,
        };
        for row in rows {
            self.keep(row).await?;
        }
        Ok(false)
    }

    /// Writes what only the end knows of each site.
    async fn end(&mut self, interrupted: bool) -> Result<(), CrawlError> {
        let visitor = self.visitor.clone();
        for index in visitor.territory.inspected() {
            let site = visitor.territory.site(index);
            let usage = visitor.gate.politeness().usage(&site.url);
            let row = EndRow {
                site: site.id.clone(),
                interrupted,
                closed: self.state.frontier.closed_for(index),
                gaps: self.outages.gaps_of(index),
                rate: RateUsed {
                    limit: usage.limit,
                    peak_per_second: usage.peak_per_second,
                },
            };
            self.keep(LogRow::End(row)).await?;
        }
        Ok(())
    }
}
