//! What is judged of a site's documents and dates together, gathered while its pages are judged one by one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use crate::crawl::CrawlOutcome;
use crate::facts::{DateFacts, Extent, PageFacts, PolicyFacts};
use crate::finding::SkipReason;
use crate::site::Group;
use crate::store::PageRow;
use crate::survey::{Dating, Papers};

/// The documents and the dates of each site, by index into the group.
#[derive(Default)]
pub(super) struct Gathered {
    papers: BTreeMap<usize, Papers>,
    dating: BTreeMap<usize, Dating>,
}

impl Gathered {
    /// Takes one page in.
    pub(super) fn add(&mut self, group: &Group, outcome: &CrawlOutcome, row: &PageRow, facts: &PageFacts, today: Date) {
        let Some(index) = group.sites.iter().position(|s| s.id == row.site) else {
            return;
        };
        let end = |url: &Url| {
            let exchange = outcome.target(url)?.exchange?;
            exchange.last()?.hops.last().map(|hop| hop.to.clone())
        };
        self.papers.entry(index).or_default().add(&group.sites[index], facts, today, &end);
        let modified = row.exchange.answer().and_then(|a| a.last_modified.as_deref());
        self.dating.entry(index).or_default().add(facts, modified, today);
    }

    /// The facts of one site with this home page.
    pub(super) fn take(&mut self, index: usize, home: &str, outcome: &CrawlOutcome) -> (PolicyFacts, DateFacts) {
        let papers = self.papers.remove(&index).unwrap_or_default();
        let dating = self.dating.remove(&index).unwrap_or_default();
        (papers.finish(home, extent(index, outcome)), dating.finish(home))
    }
}

/// How much of a site was read.
fn extent(index: usize, outcome: &CrawlOutcome) -> Extent {
    let (skipped, _) = outcome.skipped_of(index);
    let gaps = outcome.tallies.get(&index).is_some_and(|t| !t.gaps.is_empty());
    if skipped.contains_key(&SkipReason::Plan) {
        Extent::Front
    } else if outcome.interrupted || gaps || skipped.keys().any(|reason| reason.leaves_gap()) {
        Extent::Partly
    } else {
        Extent::Whole
    }
}
