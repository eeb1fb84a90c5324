//! What is to be said of each site as a whole, but for its findings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::certificate;
use super::crawled::Crawled;
use super::judging::{Judged, SiteJudged};
use crate::facts::{ColumnFacts, Why};
use crate::finding::{ColumnResult, Coverage, SiteResult};
use crate::site::Group;

/// The results of the crawled sites but for the counts of findings, in the order of the group.
pub(super) fn results(group: &Group, crawled: &Crawled, judged: &Judged, today: Date) -> Vec<SiteResult> {
    let nothing = SiteJudged::default();
    let sites = crawled.sites.iter().filter_map(|own| {
        let site = group.sites.iter().find(|s| s.id == own.id)?;
        let said = judged.sites.iter().find(|s| s.id == own.id).unwrap_or(&nothing);
        let encryption = certificate::of_home(crawled.links.get(&site.url).and_then(|l| l.exchange), today);
        let columns = said.facts.as_ref().map_or(&[][..], |facts| &facts.columns);
        let mut notes = encryption.notes;
        notes.extend(unmatched(columns));
        Some(SiteResult {
            id: site.id.clone(),
            name: site.name.clone(),
            url: site.url.to_string(),
            owner: site.owner.clone(),
            pages: own.coverage.pages,
            links: own.links_inside + own.links_outside,
            findings: BTreeMap::new(),
            coverage: Coverage {
                columns: said.columns,
                columns_unjudged: said.columns_unjudged,
                guides: said.guides,
                unread_text: said.unread_text.clone(),
                reviews: judged.reviews.iter().filter(|r| r.site == site.id).count() as u64,
                ..own.coverage.clone()
            },
            columns: columns.iter().map(|c| result(c, today)).collect(),
            certificate_days: encryption.days,
            notes,
            ratings: Vec::new(),
        })
    });
    sites.collect()
}

fn result(column: &ColumnFacts, today: Date) -> ColumnResult {
    let newest = column.newest(today);
    ColumnResult {
        name: column.name.clone(),
        url: column.url.clone(),
        kind: column.kind.id().to_owned(),
        level: column.level,
        newest: newest.known().copied().flatten().and_then(|i| i.date).map(|s| s.date),
        exempt: column.exempt.clone(),
    }
}

/// The columns that `sites.yaml` lists and of which nothing was read, as 站点汇总 says it.
fn unmatched(columns: &[ColumnFacts]) -> Option<String> {
    let lost: Vec<String> = columns
        .iter()
        .filter(|c| c.listed)
        .filter_map(|c| Some((c, c.items.unknown()?)))
        .filter(|(_, why)| matches!(why, Why::FetchFailed | Why::NotFetched | Why::Forwards | Why::Robots))
        .map(|(column, why)| format!("“{}”（{}）", column.name, why.chinese()))
        .collect();
    (!lost.is_empty()).then(|| format!("sites.yaml 中的栏目没有读到：{}", lost.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Fact;
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
