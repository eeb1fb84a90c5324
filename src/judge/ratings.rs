//! Every inspected site by every table it is rated by.

use super::judging::{SiteJudged, Terms};
use crate::finding::{FindingRecord, RuleOutcomes, SiteResult};
use crate::score::{RatedSite, rate as by_table};
use crate::site::Group;

/// Fills in the ratings of the sites.
pub(super) fn rate(sites: &mut [SiteResult], group: &Group, judged: &[SiteJudged], findings: &[FindingRecord], terms: &Terms<'_>) {
    let none = RuleOutcomes::default();
    for result in sites {
        let Some(site) = group.sites.iter().find(|s| s.id == result.id) else {
            continue;
        };
        // A remark is said of what is right: no table knows of it.
        let counts = |r: &&FindingRecord| *r.finding.site == *site.id && !r.finding.remark;
        let own: Vec<&FindingRecord> = findings.iter().filter(counts).collect();
        let chosen = terms
            .tables
            .iter()
            .filter(|t| site.standards.is_empty() || site.standards.contains(&t.id));
        result.ratings = chosen
            .map(|table| {
                let rated = RatedSite {
                    site,
                    result,
                    outcomes: judged.iter().find(|j| j.id == site.id).map_or(&none, |j| &j.outcomes),
                    findings: &own,
                    today: terms.today.date(),
                    workdays: terms.workdays,
                };
                by_table(table, &rated)
            })
            .collect();
    }
}
