//! The gate every request goes through: robots.txt, the site's budgets, then politeness.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;
use url::Url;

use crate::crawl::frontier::hosts::origin;
use crate::crawl::frontier::placed::Territory;
use crate::crawl::manners::breaker::is_dead_silence;
use crate::crawl::manners::budget::{Budgets, kept_back};
use crate::crawl::manners::politeness::Politeness;
use crate::crawl::manners::robots::Robots;
use crate::crawl::manners::silence::Silences;
use crate::facts::SkipReason;
use crate::facts::{Exchange, Failure, Outcome, RobotsRow};
use crate::fetch::{Gate, Pass};
use crate::site::RobotsPolicy;

/// See the module. Cheap to share; used by every fetch of a run.
pub(crate) struct Gatekeeper {
    politeness: Politeness,
    territory: Territory,
    robots: RwLock<HashMap<String, Arc<Robots>>>,
    budgets: Budgets,
    silences: Mutex<Silences>,
}

impl Gatekeeper {
    pub(crate) fn new(politeness: Politeness, territory: Territory) -> Self {
        Gatekeeper {
            budgets: Budgets::new(&territory),
            silences: Mutex::default(),
            politeness,
            territory,
            robots: RwLock::new(HashMap::new()),
        }
    }

    pub(crate) fn politeness(&self) -> &Politeness {
        &self.politeness
    }

    pub(crate) fn budgets(&self) -> &Budgets {
        &self.budgets
    }

    fn silences(&self) -> MutexGuard<'_, Silences> {
        self.silences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an address belongs to a site that is inspected.
    fn is_ours(&self, url: &Url) -> bool {
        self.territory.owner(url).is_some_and(|o| self.territory.inspects(o))
    }

    /// Whether a request sent to the host of this address at that moment met an outage that is over: of the host, or of
    /// the network here.
    pub(crate) fn was_out(&self, url: &Url, at: i64) -> bool {
        self.silences().covers(&origin(url), at)
    }

    /// Takes the tries an outage swallowed out of an exchange that came to an answer: they say nothing of the page.
    pub(crate) fn forgive(&self, url: &Url, exchange: &mut Exchange) {
        if exchange.attempts.len() > 1 && exchange.answer().is_some() {
            exchange
                .attempts
                .retain(|a| !(a.hops.is_empty() && is_dead_silence(&a.outcome) && self.was_out(url, a.at)));
        }
    }

    /// Makes a host's robots.txt known.
    pub(crate) fn learn(&self, url: &Url, robots: Robots) {
        if let Some(delay) = robots.crawl_delay().filter(|_| self.obeys(url)) {
            self.politeness.crawl_delay(url, delay);
        }
        if let Ok(mut known) = self.robots.write() {
            known.insert(origin(url), Arc::new(robots));
        }
    }

    /// Goes by the robots.txt of a row from now on.
    pub(crate) fn learn_row(&self, row: &RobotsRow) {
        if let Ok(url) = row.url.parse() {
            self.learn(&url, Robots::from_exchange(&row.exchange, &row.text, row.host_answers));
        }
    }

    /// Whether the robots.txt of this address's host was read.
    pub(crate) fn knows(&self, url: &Url) -> bool {
        self.robots.read().is_ok_and(|known| known.contains_key(&origin(url)))
    }

    /// Whether robots.txt counts for this address: always, but for sites whose owner set it aside.
    pub(crate) fn obeys(&self, url: &Url) -> bool {
        self.territory
            .owner(url)
            .is_none_or(|o| self.territory.site(o).limits.robots == RobotsPolicy::Respect)
    }

    fn allows(&self, url: &Url) -> bool {
        let robots = self.robots.read().ok().and_then(|known| known.get(&origin(url)).cloned());
        // A host whose robots.txt is not known yet is one a redirect leads to: one visit, no crawl.
        robots.is_none_or(|robots| url.path() == "/robots.txt" || !self.obeys(url) || robots.allowed(url))
    }
}

impl Gate for Gatekeeper {
    fn enter<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Pass, Failure>> {
        Box::pin(async move {
            if !self.allows(url) {
                return Err(Failure::Robots);
            }
            let owner = self.territory.owner(url);
            // robots.txt is small, asked for once, and other sites on its host go by it too.
            let used_up = || self.budgets.used_up(owner).filter(|_| url.path() != "/robots.txt");
            if let Some(reason) = used_up() {
                return Err(kept_back(reason));
            }
            let pass = self.politeness.enter(url, self.budgets.until(owner)).await;
            let pass = pass.ok_or_else(|| kept_back(SkipReason::TimeLimit))?;
            // Waiting may have taken hours.
            used_up().map_or(Ok(Box::new(pass) as Pass), |reason| Err(kept_back(reason)))
        })
    }

    fn leave(&self, url: &Url, outcome: &Outcome, elapsed: Duration) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64);
        let began = now - elapsed.as_millis() as i64;
        let (host, ours) = (&origin(url), self.is_ours(url));
        match outcome {
            silence if is_dead_silence(silence) => self.silences().silent(host, ours, self.territory.id(url), began),
            Outcome::Answer(_) | Outcome::Failure(Failure::Timeout { .. } | Failure::Truncated { .. }) => {
                self.silences().answered(host, ours, began, now);
            }
            Outcome::Failure(_) => {}
        }
        // Who does not answer in time is slow; who refuses at once is not quick.
        if matches!(outcome, Outcome::Answer(_) | Outcome::Failure(Failure::Timeout { .. })) {
            self.politeness.took(url, elapsed);
        }
        if let Outcome::Answer(answer) = outcome
            && matches!(answer.status, 429 | 503)
        {
            self.politeness
                .slow_down(url, answer.retry_after.map(|s| Duration::from_secs(s.into())));
        }
    }
}
