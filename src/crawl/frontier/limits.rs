//! How the frontier comes to an end before its addresses do: a site's limits, a stop, and what was stopped as endless.

use std::collections::BTreeMap;

use crate::crawl::frontier::Frontier;
use crate::crawl::frontier::job::{Progress, Target, TargetId};
use crate::facts::SkipReason;
use crate::finding::StoppedTrap;

impl Frontier {
    /// Whether as many pages of a site are admitted as may be read.
    pub(crate) fn is_full(&self, owner: usize) -> bool {
        let most = self.territory.group().sites[owner].limits.max_pages;
        self.closed.contains_key(&owner) || self.pages.get(&owner).is_some_and(|pages| *pages >= most)
    }

    /// Asks nothing more of a site: a limit of it is used up.
    pub(crate) fn close(&mut self, owner: usize, reason: SkipReason) {
        if self.closed.insert(owner, reason).is_none() {
            let waiting = |t: &&mut Target| t.owner == Some(owner) && t.progress == Progress::Waiting;
            self.targets
                .iter_mut()
                .filter(waiting)
                .for_each(|t| t.progress = Progress::Skipped(reason));
        }
    }

    /// The limit that closed a site, where one did.
    pub(crate) fn closed_for(&self, owner: usize) -> Option<SkipReason> {
        self.closed.get(&owner).copied()
    }

    /// An address was asked as often as it will be.
    pub(crate) fn done(&mut self, id: TargetId) {
        self.targets[id as usize].progress = Progress::Done;
    }

    /// An address was not asked after all.
    pub(crate) fn skip(&mut self, id: TargetId, reason: SkipReason) {
        self.targets[id as usize].progress = Progress::Skipped(reason);
    }

    /// What was stopped as endless, a site.
    pub(crate) fn stopped_traps(&mut self) -> BTreeMap<usize, Vec<StoppedTrap>> {
        let targets = &self.targets;
        let of = |owner: usize| {
            let stopped = move |t: &&Target| t.owner == Some(owner) && t.progress == Progress::Skipped(SkipReason::Trap);
            targets.iter().filter(stopped).map(|t| (&t.url, t.kin))
        };
        self.traps
            .iter_mut()
            .map(|(owner, traps)| (*owner, traps.report(of(*owner))))
            .collect()
    }

    /// Hands out nothing more; what waits is left undone.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        for target in &mut self.targets {
            if target.progress == Progress::Waiting {
                target.progress = Progress::Skipped(SkipReason::Interrupted);
            }
        }
    }
}
