//! Endless addresses: everything that recognises them, one site at a time, and what was stopped.

mod address;
mod echo;
mod family;

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

pub use self::address::{MAX_COMBINATIONS, MAX_LENGTH, MAX_ODD_DAYS, MAX_SEGMENTS, MAX_TOKENS, QueryFamily, trap};
use self::echo::Echoes;
use crate::finding::StoppedTrap;

/// Traps of one site that are reported.
const MOST_REPORTED: usize = 10;
/// Patterns of one site that are counted before the ten are chosen.
const MOST_COUNTED: usize = 10_000;

/// The recognisers of one site.
#[derive(Debug)]
pub(crate) struct SiteTraps {
    queries: QueryFamily,
    echoes: Echoes,
}

impl SiteTraps {
    pub(crate) fn new(today: Date) -> Self {
        SiteTraps {
            queries: QueryFamily::new(today),
            echoes: Echoes::default(),
        }
    }

    /// Why an address must not be followed, in Chinese. `kin` says that only pages of its own kind name it.
    pub(crate) fn refuses(&mut self, url: &Url, kin: bool) -> Option<&'static str> {
        if kin && self.echoes.is_closed(url) {
            return Some("内容反复相同");
        }
        trap(url).or_else(|| self.queries.admit(url))
    }

    /// Whether an address that waits in a queue has turned out to be an echo since.
    pub(crate) fn is_echo(&self, url: &Url) -> bool {
        self.echoes.is_closed(url)
    }

    /// A page was read, with these prints of what it says (without numbers, and with them), and these addresses were
    /// found on it for the first time. True where that closes its family.
    pub(crate) fn read<'a>(&mut self, at: &Url, prints: (u64, u64), brought: impl Iterator<Item = &'a Url>) -> bool {
        self.echoes.read(at, prints, brought)
    }

    /// Whether a link says no more than that a family goes on.
    pub(crate) fn is_kin(&self, from: &Url, to: &Url) -> bool {
        self.echoes.is_kin(from, to)
    }

    /// What was stopped, most first.
    pub(crate) fn report<'a>(&mut self, stopped: impl Iterator<Item = (&'a Url, bool)>) -> Vec<StoppedTrap> {
        let mut counts: BTreeMap<(String, &'static str), u64> = BTreeMap::new();
        for (url, kin) in stopped {
            let why = self.refuses(url, kin).unwrap_or("疑似无限网址");
            let key = (family::pattern(url), why);
            if counts.len() < MOST_COUNTED || counts.contains_key(&key) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let mut reported: Vec<StoppedTrap> = counts
            .into_iter()
            .map(|((pattern, why), addresses)| StoppedTrap {
                pattern,
                why: why.to_owned(),
                addresses,
            })
            .collect();
        reported.sort_by(|a, b| b.addresses.cmp(&a.addresses).then_with(|| a.pattern.cmp(&b.pattern)));
        reported.truncate(MOST_REPORTED);
        reported
    }
}
