//! How far a site was read, and what became of the addresses by which it names its columns.

use url::Url;

use crate::crawl::CrawlOutcome;
use crate::facts::{ColumnFacts, Exchange, Fact, Led, SiteFacts, Why};
use crate::finding::{LinkVerdict, SkipReason};
use crate::plan::Reach;
use crate::site::Site;

/// Adds to the facts of a site what only the crawl knows.
pub(super) fn complete(facts: &mut SiteFacts, outcome: &CrawlOutcome, reach: Reach, index: usize, site: &Site) {
    let gaps = outcome.tallies.get(&index).is_none_or(|t| !t.gaps.is_empty());
    let skipped = outcome.skipped_of(index).0.into_keys().any(SkipReason::leaves_gap);
    if reach == Reach::Front || outcome.interrupted || gaps || skipped {
        facts.whole = Fact::Unknown(Why::NotWhole);
    }
    for naming in facts.named.values_mut().flatten() {
        // A redirect on the site itself, or a file: it opens, under whatever address. One that ends elsewhere leads there.
        if naming.led == Led::Unread(Why::NotFetched)
            && let Some(url) = naming.url.as_deref().and_then(|u| u.parse().ok())
            && let Some(target) = outcome.target(&url)
            && target.verdict == LinkVerdict::Alive
        {
            let hop = target.exchange.and_then(Exchange::last).and_then(|a| a.hops.last());
            let end = hop.and_then(|hop| Url::parse(&hop.to).ok());
            let leaves = end.is_some_and(|end| site.scope.depth_of(&end).is_none());
            naming.led = if leaves { Led::Outside } else { Led::Read };
        }
    }
}

/// The columns that `sites.yaml` lists and of which nothing was read, as 站点汇总 says it.
pub(super) fn unmatched(columns: &[ColumnFacts]) -> Option<String> {
    let lost: Vec<String> = columns
        .iter()
        .filter(|c| c.listed)
        .filter_map(|c| Some((c, c.items.unknown()?)))
        .filter(|(_, why)| matches!(why, Why::FetchFailed | Why::NotFetched | Why::Robots))
        .map(|(column, why)| format!("“{}”（{}）", column.name, why.chinese()))
        .collect();
    (!lost.is_empty()).then(|| format!("sites.yaml 中的栏目没有读到：{}", lost.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::ColumnKind;

    #[test]
    fn only_listed_columns_that_nothing_matched_are_named() {
        let column = |name: &str, listed: bool, items| ColumnFacts {
            listed,
            items,
            ..ColumnFacts::blank(name, "http://a.gov.cn/x/", ColumnKind::News)
        };
        let columns = [
            column("要闻", true, Fact::Unknown(Why::FetchFailed)),
            column("公告", true, Fact::Known(vec![])),
            column("动态", true, Fact::Unknown(Why::ByScript)),
            column("访谈", false, Fact::Unknown(Why::NotFetched)),
        ];
        assert_eq!(
            unmatched(&columns).as_deref(),
            Some("sites.yaml 中的栏目没有读到：“要闻”（页面打不开）")
        );
        assert_eq!(unmatched(&columns[1..]), None);
    }
}
