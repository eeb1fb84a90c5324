//! What is asked of each site once all its pages are read: its own search for titles of its own articles, and whether it
//! answers over IPv6. Only where the whole site is inspected.

mod ipv6;
mod search;

use std::collections::HashMap;

use jiff::civil::Date;

use self::search::Articles;
use super::frontier::placed::{Place, Territory};
use crate::facts::{Fact, Ipv6, MeasuredFacts, PageFacts, SearchPage};
use crate::site::{PerSite, SiteIndex};

pub(super) use ipv6::ask as ask_over_ipv6;
pub(super) use search::next_question;

/// What was learned of it so far.
#[derive(Debug)]
pub(crate) struct Measurements {
    seed: u64,
    today: Date,
    /// What searches answered, by the address asked.
    answers: HashMap<String, SearchPage>,
    sites: PerSite<OfSite>,
}

/// What was learned of one site.
#[derive(Debug)]
struct OfSite {
    /// The articles drawn so far.
    articles: Articles,
    /// Whether it answers over IPv6, where that was asked.
    ipv6: Option<Fact<Ipv6>>,
}

impl Measurements {
    pub(super) fn new(territory: &Territory, seed: u64, today: Date) -> Self {
        let nothing = |_| OfSite {
            articles: search::articles(),
            ipv6: None,
        };
        Measurements {
            seed,
            today,
            answers: HashMap::new(),
            sites: PerSite::new(territory.group(), nothing),
        }
    }

    /// Puts a page into the draw, where it is an article and its site has a search that is known.
    pub(super) fn offer(&mut self, territory: &Territory, at: &Place, facts: &PageFacts) {
        let searched = |owner: &SiteIndex| territory.site(*owner).search.is_some();
        if let Some(owner) = at.owner.filter(searched)
            && let Some(title) = search::title_to_ask(facts, self.today)
        {
            search::offer(&mut self.sites[owner].articles, self.seed, title, &at.url);
        }
    }

    /// What the search at this address answered.
    pub(super) fn searched(&mut self, url: &str, page: SearchPage) {
        self.answers.insert(url.to_owned(), page);
    }

    /// Whether a site answers over IPv6.
    pub(super) fn over_ipv6(&mut self, site: SiteIndex, fact: Fact<Ipv6>) {
        self.sites[site].ipv6 = Some(fact);
    }

    /// Whether it is known of a site how it answers over IPv6.
    pub(super) fn knows_ipv6(&self, site: SiteIndex) -> bool {
        self.sites[site].ipv6.is_some()
    }

    /// What was measured of each site.
    pub(super) fn finish(self, territory: &Territory) -> PerSite<MeasuredFacts> {
        let searched = |site, articles| {
            let template = territory.site(site).search.as_ref()?;
            search::settled(template, articles, &self.answers)
        };
        self.sites.map(|site, own| MeasuredFacts {
            search: searched(site, own.articles),
            ipv6: own.ipv6,
            ..MeasuredFacts::default()
        })
    }
}
