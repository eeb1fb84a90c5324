//! Sites in, exchanges and page facts out.
//!
//! One coordinator owns the state; visits run side by side as futures it polls, so there is no task per link and no lock per
//! page. Whatever comes is a row of the log and changes the state in `apply` alone: a run that was stopped applies its log
//! and goes on. `frontier` knows what there is to do, `visits` do it, `manners` say when it may be done, `results` and
//! `measurements` hold what came of it.

mod apply;
mod coordinator;
mod frontier;
mod manners;
mod measurements;
mod progress;
mod results;
mod visits;

pub use frontier::trap;
pub use manners::outage::Patience;
pub use manners::{politeness, robots};
pub(crate) use progress::{Progress, SiteProgress};
pub use visits::sitemap;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use thiserror::Error;
use tokio::sync::watch;

use self::apply::{State, Worked};
use self::coordinator::Crawl;
use self::frontier::placed::Territory;
use self::manners::politeness::Politeness;
use crate::fetch::Client;
use crate::judge::Crawled;
use crate::plan::Plan;
use crate::site::{Group, RunDay, Site};
use crate::store::{Store, StoreError, Writer};

/// What a crawl is given.
pub struct Setup {
    /// The sites.
    pub group: Arc<Group>,
    /// What to do with them.
    pub plan: Arc<Plan>,
    /// The day freshness is judged by, and those on which is read.
    pub today: RunDay,
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

/// What ends a crawl before its time. A page, server or link never does.
#[derive(Debug, Error)]
pub enum CrawlError {
    /// The state could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Crawls the sites of a plan until everything is asked or `stop` turns true.
pub async fn crawl(setup: Setup, tell: &mut dyn FnMut(&Progress), stop: watch::Receiver<bool>) -> Result<Crawled, CrawlError> {
    Crawl::new(setup).await?.run(tell, stop).await
}

/// What a run knew when it was over: its log, applied once more. Nobody is asked anything.
pub(crate) async fn crawled_by(log: &Log<'_>) -> Result<Crawled, CrawlError> {
    let mut state = log.state();
    let territory = state.territory.clone();
    log.store
        .replay(log.run, |seq, row| {
            let worked = Worked::of(&row, &territory);
            state.apply(seq, &row, worked);
        })
        .await?;
    Ok(state.finish())
}

/// The log of a run, and what it was made with.
pub(crate) struct Log<'a> {
    /// The sites.
    pub group: &'a Arc<Group>,
    /// What was to be done with them.
    pub plan: &'a Arc<Plan>,
    /// The day freshness is judged by.
    pub today: Date,
    /// The seed of every draw.
    pub seed: u64,
    /// The state of all runs.
    pub store: &'a Store,
    /// The run's id.
    pub run: &'a str,
}

impl Log<'_> {
    /// What was known before anything was asked.
    fn state(&self) -> State {
        let wanted: HashSet<&str> = self.plan.sites.iter().map(String::as_str).collect();
        let is_wanted = |site: &Site| site.enabled && wanted.contains(site.id.as_str());
        let inspected = self.group.indexes().filter(|site| is_wanted(&self.group[*site]));
        let territory = Territory::new(self.group.clone(), inspected.collect());
        State::new(territory, self.plan, self.today, self.seed)
    }
}
