//! What is asked of each site once all its pages are read: its own search for titles of its own articles, and whether it
//! answers over IPv6. Only where the whole site is inspected.

mod ipv6;
mod search;

use std::collections::{BTreeMap, HashMap};

use tokio::sync::watch;

use self::search::Sample;
use super::{Crawl, CrawlError};
use crate::facts::{Fact, Ipv6, MeasuredFacts, SearchTry};
use crate::plan::Reach;
use crate::survey::SearchPage;

/// See the module.
#[derive(Debug)]
pub(super) struct Measurements {
    seed: u64,
    /// The articles drawn so far, by site.
    samples: BTreeMap<usize, Sample>,
    /// What searches were answered before the run was stopped, by the address asked.
    recalled: HashMap<String, SearchPage>,
    searched: BTreeMap<usize, Vec<SearchTry>>,
    ipv6: BTreeMap<usize, Fact<Ipv6>>,
}

impl Measurements {
    pub(super) fn new(seed: u64) -> Self {
        Measurements {
            seed,
            samples: BTreeMap::new(),
            recalled: HashMap::new(),
            searched: BTreeMap::new(),
            ipv6: BTreeMap::new(),
        }
    }

    /// Hands over what was learned.
    pub(super) fn tell(self, measured: &mut BTreeMap<usize, MeasuredFacts>) {
        for (site, tries) in self.searched {
            measured.entry(site).or_default().search = Some(tries);
        }
        for (site, fact) in self.ipv6 {
            measured.entry(site).or_default().ipv6 = Some(fact);
        }
    }
}

impl Crawl {
    /// Runs the measurements; whether it was interrupted.
    pub(super) async fn run_measurements(&mut self, stop: &mut watch::Receiver<bool>) -> Result<bool, CrawlError> {
        if self.plan.reach != Reach::Whole {
            return Ok(false);
        }
        tokio::select! {
            biased;
            _ = stop.changed() => Ok(true),
            done = self.do_measurements() => done.map(|()| false),
        }
    }

    async fn do_measurements(&mut self) -> Result<(), CrawlError> {
        self.ask_searches().await?;
        self.ask_over_ipv6().await;
        Ok(())
    }
}
