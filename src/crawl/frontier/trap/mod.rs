//! Endless addresses: everything that recognises them, one site at a time, and what was stopped.

mod address;
mod echo;
mod family;
mod growth;

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

pub use self::address::{MAX_COMBINATIONS, MAX_LENGTH, MAX_ODD_DAYS, MAX_SEGMENTS, MAX_TOKENS, QueryFamily, trap};
use self::echo::Echoes;
use self::growth::Growth;
use crate::finding::StoppedTrap;

/// Traps of one site that are reported.
const MOST_REPORTED: usize = 10;
/// Patterns of one site that are counted before the ten are chosen.
const MOST_COUNTED: usize = 10_000;

/// Who names an address: nobody vouches for one that only its like names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Naming {
    /// Only pages of its own family, or of one that has had nothing new to say for long.
    pub(crate) kin: bool,
    /// Only pages of its own ground, and no list that others lead to.
    pub(crate) alone: bool,
}

impl Naming {
    /// Somebody who knows: the configuration, a plan, the home page.
    pub(crate) const VOUCHED: Naming = Naming { kin: false, alone: false };
}

/// Where links stand: what is asked of the address of their page, worked out once for all of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    family: u64,
    ground: u64,
}

impl Origin {
    /// Of the links of the page at this address.
    pub(crate) fn of(page: &Url) -> Self {
        Origin {
            family: family::family(page),
            ground: growth::ground(page),
        }
    }
}

/// The recognisers of one site.
#[derive(Debug)]
pub(crate) struct SiteTraps {
    queries: QueryFamily,
    echoes: Echoes,
    growth: Growth,
}

impl SiteTraps {
    pub(crate) fn new(today: Date) -> Self {
        SiteTraps {
            queries: QueryFamily::new(today),
            echoes: Echoes::default(),
            growth: Growth::default(),
        }
    }

    /// Why an address must not be followed, in Chinese.
    pub(crate) fn refuses(&mut self, url: &Url, naming: Naming) -> Option<&'static str> {
        self.has_closed(url, naming)
            .or_else(|| trap(url))
            .or_else(|| self.queries.admit(url))
    }

    /// Why an address that may wait in a queue must not be followed any more, in Chinese.
    pub(crate) fn has_closed(&self, url: &Url, naming: Naming) -> Option<&'static str> {
        if naming.kin && self.echoes.is_closed(url) {
            Some("内容反复相同")
        } else if naming.alone && self.growth.is_closed(url) {
            Some("网页只互相链接，越读越多")
        } else {
            None
        }
    }

    /// Why an address beyond the last level must not be followed, in Chinese: its family had long had nothing new to say.
    pub(crate) fn is_idle(&self, url: &Url, naming: Naming) -> Option<&'static str> {
        (naming.kin && self.echoes.is_idle(url)).then_some("内容反复相同")
    }

    /// A page was read, with these prints of what it says (without numbers, and with them). `links` are the addresses it links
    /// to that may be followed, each with whether no page had named it before; `alone` is how the page itself is named. True
    /// where that closes its family or its ground.
    pub(crate) fn read(&mut self, at: &Url, prints: (u64, u64), links: &[(&Url, bool)], alone: bool) -> bool {
        let brought = links.iter().filter(|(_, new)| *new).map(|(url, _)| *url);
        let echoes = self.echoes.read(at, prints, brought);
        let grows = alone && self.growth.read(at, links.iter().copied(), self.queries.combines(at));
        echoes || grows
    }

    /// Whether a link says no more than that a family goes on.
    pub(crate) fn is_kin(&self, from: &Origin, to: &Url) -> bool {
        self.echoes.is_kin(from.family, to)
    }

    /// Whether a link leads no further than the ground it stands on.
    pub(crate) fn is_same_ground(from: &Origin, to: &Url) -> bool {
        from.ground == growth::ground(to)
    }

    /// What was stopped, most first.
    pub(crate) fn report<'a>(&mut self, stopped: impl Iterator<Item = (&'a Url, Naming)>) -> Vec<StoppedTrap> {
        let mut counts: BTreeMap<(String, &'static str), u64> = BTreeMap::new();
        for (url, naming) in stopped {
            let why = self.refuses(url, naming).or_else(|| self.is_idle(url, naming));
            let why = why.unwrap_or("疑似无限网址");
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
