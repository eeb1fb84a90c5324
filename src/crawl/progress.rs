//! How far the crawl has come, and how fast it was: for whoever watches, and for the coverage.

use std::collections::BTreeMap;

use crate::crawl::manners::politeness::Usage;
use crate::crawl::{Crawl, Progress, SiteProgress};

impl Crawl {
    pub(crate) fn progress(&mut self) -> Progress {
        let sites = self.visitor.territory.inspected().to_vec();
        let sites = sites
            .into_iter()
            .map(|index| SiteProgress {
                note: self.hours_note(index).or_else(|| self.outage_note(index)),
                ..self.results.progress(index, &self.frontier)
            })
            .collect();
        Progress {
            sites,
            waiting: self.frontier.waiting(),
            requests: self.results.requests(),
        }
    }

    /// Said of a site whose hours are over.
    fn hours_note(&self, site: usize) -> Option<String> {
        let site = &self.visitor.territory.group().sites[site];
        let opens = self.visitor.gate.politeness().opens_at(&site.url)?;
        let hours = site
            .limits
            .hours
            .map_or_else(|| "同一服务器上各站的访问时段".to_owned(), |h| format!("访问时段 {}", h.text()));
        Some(format!("不在{hours}之内，等到 {} 继续", opens.strftime("%m-%d %H:%M")))
    }

    pub(crate) fn usage(&self) -> BTreeMap<usize, Usage> {
        let territory = &self.visitor.territory;
        territory
            .inspected()
            .iter()
            .map(|i| (*i, self.visitor.gate.politeness().usage(&territory.group().sites[*i].url)))
            .collect()
    }
}
