//! The gate every request goes through: robots.txt, then politeness.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use url::Url;

use super::digest::Territory;
use super::hosts::origin;
use super::politeness::{Pass, Politeness};
use super::robots::Robots;
use crate::facts::{Failure, Outcome};
use crate::fetch::Gate;
use crate::site::RobotsPolicy;

/// See the module. Cheap to share; used by every fetch of a run.
pub(crate) struct Gatekeeper {
    politeness: Politeness,
    territory: Territory,
    robots: RwLock<HashMap<String, Arc<Robots>>>,
}

impl Gatekeeper {
    pub(crate) fn new(politeness: Politeness, territory: Territory) -> Self {
        Gatekeeper {
            politeness,
            territory,
            robots: RwLock::new(HashMap::new()),
        }
    }

    pub(crate) fn politeness(&self) -> &Politeness {
        &self.politeness
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

    /// Whether robots.txt counts for this address: always, but for sites whose owner set it aside.
    pub(crate) fn obeys(&self, url: &Url) -> bool {
        self.territory
            .owner(url)
            .is_none_or(|o| self.territory.group().sites[o].limits.robots == RobotsPolicy::Respect)
    }

    fn allows(&self, url: &Url) -> bool {
        let robots = self.robots.read().ok().and_then(|known| known.get(&origin(url)).cloned());
        // A host whose robots.txt is not known yet is one a redirect leads to: one visit, no crawl.
        robots.is_none_or(|robots| url.path() == "/robots.txt" || !self.obeys(url) || robots.allowed(url))
    }
}

impl Gate for Gatekeeper {
    type Pass = Pass;

    async fn enter(&self, url: &Url) -> Result<Pass, Failure> {
        if !self.allows(url) {
            return Err(Failure::Robots);
        }
        Ok(self.politeness.enter(url).await)
    }

    fn leave(&self, url: &Url, outcome: &Outcome, _elapsed: Duration) {
        if let Outcome::Answer(answer) = outcome
            && matches!(answer.status, 429 | 503)
        {
            self.politeness
                .slow_down(url, answer.retry_after.map(|s| Duration::from_secs(s.into())));
        }
    }
}
