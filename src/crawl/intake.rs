//! What came of a job, taken in: pages feed the frontier, everything else is settled in the results.

use url::Url;

use crate::crawl::manners::breaker::{Ending, ending};
use crate::crawl::manners::budget::limit_of;
use crate::crawl::frontier::address_kind::address_kind;
use crate::crawl::frontier::{Job, TargetId, Want};
use crate::crawl::frontier::hosts::HostId;
use crate::crawl::results::{Freshness, Links};
use crate::crawl::visits::read_page::{ReadPage, Sketch};
use crate::crawl::manners::robots::Robots;
use crate::crawl::visits::sitemap::Sitemap;
use crate::crawl::visits::{Outcomes, Visit};
use crate::crawl::{Crawl, CrawlError};
use crate::facts::{Exchange, LinkFrom};
use crate::plan::Reach;
use crate::site::url_key;
use crate::store::TargetRow;

/// Sitemap files read for one site at most; an index may name 50,000.
const MOST_SITEMAPS: usize = 50;
/// Sitemap files without an answer after which no more of them are asked for: each costs up to a minute.
const MOST_FAILED_SITEMAPS: u32 = 3;

/// Addresses of one sitemap that are taken in, and counted as skipped, once a site has as many pages as may be read.
const MOST_BEYOND: u32 = 1_000;

/// The sitemaps of one site.
#[derive(Debug, Default)]
pub(crate) struct Sitemaps {
    asked: rustc_hash::FxHashSet<u64>,
    failed: u32,
}

impl Sitemaps {
    /// Whether no more of them are asked for.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.failed >= MOST_FAILED_SITEMAPS
    }
}

impl Crawl {
    /// Takes in what came of a job.
    pub(crate) async fn take(&mut self, visit: Visit) -> Result<(), CrawlError> {
        self.frontier.returned(visit.host);
        for visit in self.watch(visit) {
            self.settle(visit).await?;
        }
        Ok(())
    }

    async fn settle(&mut self, visit: Visit) -> Result<(), CrawlError> {
        let Visit { host, job, result } = visit;
        match result {
            Outcomes::Robots { url, robots, exchange } => self.take_robots(host, &url, robots, &exchange),
            Outcomes::Sitemap { entries, exchange } => {
                if let Job::Sitemap { site, level, .. } = job {
                    self.results.count(Some(site), &exchange);
                    if exchange.answer().is_none() {
                        self.sitemaps.entry(site).or_default().failed += 1;
                    }
                    self.take_sitemap(site, level, entries);
                }
            }
            Outcomes::Probe { answer, exchange } => {
                if let Job::Probe(url) = job {
                    let owner = self.visitor.territory.owner(&url);
                    self.results.count(owner, &exchange);
                    if let Some(second) = self.results.probes.answered(&url, owner.is_some(), answer) {
                        self.frontier.push(&second.clone(), owner, Job::Probe(second));
                    }
                }
            }
            // Counted and weighed where it came in.
            Outcomes::Ping { .. } => {}
            Outcomes::Target {
                id,
                url: _,
                exchange,
                read,
                sketch,
                row,
            } => {
                if let Some(reason) = limit_of(&exchange) {
                    self.results.count(self.frontier.target(id).owner, &exchange);
                    self.frontier.skip(id, reason);
                    return Ok(());
                }
                self.forget_outages(id, &exchange);
                self.frontier.done(id);
                if let Some(row) = row {
                    self.writer.put(row).await?;
                }
                match read {
                    Some(read) => self.take_page(id, exchange, *read).await?,
                    None => self.results.record(&self.frontier, id, exchange, sketch),
                }
            }
        }
        Ok(())
    }

    async fn take_page(&mut self, id: TargetId, exchange: Exchange, read: ReadPage) -> Result<(), CrawlError> {
        let ReadPage {
            at,
            facts,
            digest,
            row,
            unchanged,
            changed,
            saved,
        } = read;
        let depth = self.frontier.target(id).depth;
        let asked_elsewhere = self.frontier.id_of(at.id) != Some(id);
        let sketch = Sketch {
            print: digest.print,
            error_page: false,
        };
        self.results.record(&self.frontier, id, exchange.clone(), sketch);
        if asked_elsewhere {
            // A redirect led here: the address asked for needs a row of its own to be known after a restart.
            let asked = TargetRow {
                key: url_key(&self.frontier.target(id).url),
                exchange: exchange.clone(),
                body_words: Some(crate::crawl::replay::remember(Sketch::default(), true)),
                verdict: None,
            };
            self.writer.put(asked.encode()).await?;
        }
        // Outside the inspected sites, or read before under another address: nothing more to take from it.
        let inside = at.owner.is_some_and(|o| self.visitor.territory.inspected().contains(&o));
        if !inside || !self.results.is_new_page(at.id) {
            return Ok(());
        }
        self.writer.put(row).await?;
        if asked_elsewhere {
            let end = self.frontier.settle(&at, Want::Read, depth);
            self.results.note(&self.frontier, end, exchange, sketch);
        }
        let edges = self.frontier.absorb(&at, depth, &digest, changed);
        let freshness = Freshness { unchanged, changed, saved };
        self.results
            .add_page(&self.frontier, &at, &facts, &digest, Links { edges, freshness });
        self.offer_for_search(&at, &facts);
        Ok(())
    }

    fn take_robots(&mut self, host: HostId, url: &Url, robots: Robots, exchange: &Exchange) {
        let territory = self.visitor.territory.clone();
        let on_host = territory.on_host(url);
        self.results.count(territory.owner(url).or(on_host.first().copied()), exchange);
        // All sites that live on this host, for its sitemaps and for what a missing robots.txt means to them.
        if let Some(gap) = robots.gap().filter(|_| self.visitor.gate.obeys(url)) {
            for site in &on_host {
                self.results.gap(*site, gap.to_owned());
            }
        }
        if self.plan.reach == Reach::Whole {
            for site in on_host {
                let mut maps = robots.sitemaps(url);
                if maps.is_empty() {
                    maps.extend(territory.group().sites[site].url.join("sitemap.xml").ok());
                }
                for map in maps {
                    self.ask_sitemap(site, map, 0);
                }
            }
        }
        self.visitor.gate.learn(url, robots);
        let answered = !matches!(ending(exchange), Ending::Silent { .. });
        self.frontier.hosts_mut().robots_known(host, answered);
    }

    fn ask_sitemap(&mut self, site: usize, url: Url, level: u8) {
        let id = self.visitor.territory.id(&url);
        let own = self.visitor.territory.owner(&url) == Some(site);
        let course = self.sitemaps.entry(site).or_default();
        if own && course.asked.len() < MOST_SITEMAPS && !course.is_hopeless() && course.asked.insert(id) {
            self.frontier.push(&url.clone(), Some(site), Job::Sitemap { site, url, level });
        }
    }

    fn take_sitemap(&mut self, site: usize, level: u8, entries: Sitemap) {
        let territory = self.visitor.territory.clone();
        let mut beyond = 0;
        for url in entries.pages {
            // Of what exceeds the pages that may be read only so much is remembered: fifty files may name millions.
            beyond += u32::from(self.frontier.is_full(site));
            if beyond > MOST_BEYOND {
                break;
            }
            if territory.owner(&url) == Some(site) {
                let class = address_kind(&url, LinkFrom::A);
                self.frontier.seed(&territory.place(url, class), Want::Read, 1);
            }
        }
        if level < 2 {
            for map in entries.sitemaps {
                self.ask_sitemap(site, map, level + 1);
            }
        }
    }
}
