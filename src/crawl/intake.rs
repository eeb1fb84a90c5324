//! What came of a job, taken in: pages feed the frontier, everything else is settled in the ledger.

use url::{Position, Url};

use super::class::class;
use super::frontier::{Job, TargetId, Want};
use super::hosts::HostId;
use super::ledger::{Freshness, Links};
use super::reading::{ReadPage, Sketch};
use super::robots::Robots;
use super::sitemap::Sitemap;
use super::visit::{Outcomes, Visit};
use super::{Crawl, CrawlError};
use crate::facts::{Exchange, LinkFrom};
use crate::plan::Reach;
use crate::site::url_key;
use crate::store::TargetRow;

/// Sitemap files read for one site at most; an index may name 50,000.
const MOST_SITEMAPS: u32 = 50;

impl Crawl {
    /// Takes in what came of a job.
    pub(super) async fn take(&mut self, visit: Visit) -> Result<(), CrawlError> {
        let Visit { host, job, result } = visit;
        self.frontier.returned(host);
        match result {
            Outcomes::Robots { url, robots, exchange } => self.take_robots(host, &url, robots, &exchange),
            Outcomes::Sitemap { entries, exchange } => {
                if let Job::Sitemap { site, level, .. } = job {
                    self.ledger.count(Some(site), &exchange);
                    self.take_sitemap(site, level, entries);
                }
            }
            Outcomes::Probe { answer, exchange } => {
                if let Job::Probe(url) = job {
                    let owner = self.visitor.territory.owner(&url);
                    self.ledger.count(owner, &exchange);
                    if let Some(second) = self.ledger.probes.answered(&url, owner.is_some(), answer) {
                        self.frontier.push(&second.clone(), owner, Job::Probe(second));
                    }
                }
            }
            Outcomes::Target {
                id,
                exchange,
                read,
                sketch,
                row,
            } => {
                self.frontier.hosts_mut().ended(host, &exchange);
                self.frontier.done(id);
                if let Some(row) = row {
                    self.writer.put(row).await?;
                }
                match read {
                    Some(read) => self.take_page(id, exchange, *read).await?,
                    None => self.ledger.record(&self.frontier, id, exchange, sketch),
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
        self.ledger.record(&self.frontier, id, exchange.clone(), sketch);
        if asked_elsewhere {
            // A redirect led here: the address asked for needs a row of its own to be known after a restart.
            let asked = TargetRow {
                key: url_key(&self.frontier.target(id).url),
                exchange: exchange.clone(),
                body_words: Some(super::replay::remember(Sketch::default(), true)),
                verdict: None,
            };
            self.writer.put(asked.encode()).await?;
        }
        // Outside the inspected sites, or read before under another address: nothing more to take from it.
        let inside = at.owner.is_some_and(|o| self.visitor.territory.inspected().contains(&o));
        if !inside || !self.ledger.is_new_page(at.id) {
            return Ok(());
        }
        self.writer.put(row).await?;
        if asked_elsewhere {
            let end = self.frontier.settle(&at, Want::Read, depth);
            self.ledger.note(&self.frontier, end, exchange, sketch);
        }
        let edges = self.frontier.absorb(depth, &digest, changed);
        let freshness = Freshness { unchanged, changed, saved };
        self.ledger
            .add_page(&self.frontier, &at, &facts, &digest, Links { edges, freshness });
        Ok(())
    }

    fn take_robots(&mut self, host: HostId, url: &Url, robots: Robots, exchange: &Exchange) {
        let owner = self.visitor.territory.owner(url);
        self.ledger.count(owner, exchange);
        // All sites that live on this host, for its sitemaps and for what a missing robots.txt means to them.
        let territory = self.visitor.territory.clone();
        let on_host: Vec<usize> = territory
            .inspected()
            .iter()
            .copied()
            .filter(|i| territory.group().sites[*i].url[..Position::BeforePath] == url[..Position::BeforePath])
            .collect();
        if let Some(gap) = robots.gap().filter(|_| self.visitor.gate.obeys(url)) {
            for site in &on_host {
                self.ledger.gap(*site, gap.to_owned());
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
        self.frontier.hosts_mut().robots_known(host);
    }

    fn ask_sitemap(&mut self, site: usize, url: Url, level: u8) {
        let asked = self.sitemaps.entry(site).or_default();
        if *asked < MOST_SITEMAPS && self.visitor.territory.owner(&url) == Some(site) {
            *asked += 1;
            self.frontier.push(&url.clone(), Some(site), Job::Sitemap { site, url, level });
        }
    }

    fn take_sitemap(&mut self, site: usize, level: u8, entries: Sitemap) {
        let territory = self.visitor.territory.clone();
        for url in entries.pages {
            if territory.owner(&url) == Some(site) {
                let class = class(&url, LinkFrom::A);
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
