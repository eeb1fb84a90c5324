//! What is asked of each site once all its pages are read: its own search for titles of its own articles, and whether it
//! answers over IPv6. Only where the whole site is inspected.

mod ipv6;
mod search;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use self::search::Articles;
use super::frontier::placed::{Place, Territory};
use crate::facts::{Fact, Ipv6, MeasuredFacts, PageFacts, SearchPage};

pub(super) use ipv6::ask as ask_over_ipv6;
pub(super) use search::next_question;

/// What was learned of it so far.
#[derive(Debug)]
pub(crate) struct Measurements {
    seed: u64,
    today: Date,
    /// The articles drawn so far, by site.
    samples: BTreeMap<usize, Articles>,
    /// What searches answered, by the address asked.
    answers: HashMap<String, SearchPage>,
    ipv6: BTreeMap<usize, Fact<Ipv6>>,
}

impl Measurements {
    pub(super) fn new(seed: u64, today: Date) -> Self {
        Measurements {
            seed,
            today,
            samples: BTreeMap::new(),
            answers: HashMap::new(),
            ipv6: BTreeMap::new(),
        }
    }

    /// Puts a page into the draw, where it is an article and its site has a search that is known.
    pub(super) fn offer(&mut self, territory: &Territory, at: &Place, facts: &PageFacts) {
        let searched = |owner: &usize| territory.group().sites[*owner].search.is_some();
        if let Some(owner) = at.owner.filter(searched)
            && let Some(title) = search::title_to_ask(facts, self.today)
        {
            let articles = self.samples.entry(owner).or_insert_with(search::articles);
            search::offer(articles, self.seed, title, &at.url);
        }
    }

    /// What the search at this address answered.
    pub(super) fn searched(&mut self, url: &str, page: SearchPage) {
        self.answers.insert(url.to_owned(), page);
    }

    /// Whether a site answers over IPv6.
    pub(super) fn over_ipv6(&mut self, site: usize, fact: Fact<Ipv6>) {
        self.ipv6.insert(site, fact);
    }

    /// Whether it is known of a site how it answers over IPv6.
    pub(super) fn knows_ipv6(&self, site: usize) -> bool {
        self.ipv6.contains_key(&site)
    }

    /// What was measured of each site.
    pub(super) fn finish(mut self, territory: &Territory) -> BTreeMap<usize, MeasuredFacts> {
        let mut measured: BTreeMap<usize, MeasuredFacts> = BTreeMap::new();
        for index in territory.inspected() {
            if let Some(template) = &territory.group().sites[*index].search {
                let sample = self.samples.remove(index).unwrap_or_else(search::articles);
                measured.entry(*index).or_default().search = search::settled(template, sample, &self.answers);
            }
        }
        for (site, fact) in self.ipv6 {
            measured.entry(site).or_default().ipv6 = Some(fact);
        }
        measured
    }
}
