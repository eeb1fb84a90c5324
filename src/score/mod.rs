//! Verdicts to points: what a table of indicators says of a site.
//!
//! Layer 3, pure. Scoring sees findings, what came of the rules, and a table; it never sees facts, and rules never see
//! points. What was not looked at, or needs a person, is never counted as right: points are told as a span.

mod judgement;
mod newest;
mod occurrences;
mod points;
mod verdict;

pub(crate) use occurrences::SAMPLES_KEPT;

use jiff::civil::Date;

use crate::finding::{FindingRecord, Rating, RuleOutcomes, SiteResult};
use crate::site::Site;
use crate::standard::{PointsFor, Table, Workdays};

/// What is rated: one site as an inspection left it.
pub(crate) struct RatedSite<'a> {
    /// The site as configured.
    pub site: &'a Site,
    /// Its result: columns and coverage.
    pub result: &'a SiteResult,
    /// What came of the rules on it.
    pub outcomes: &'a RuleOutcomes,
    /// Its findings.
    pub findings: &'a [&'a FindingRecord],
    /// The day freshness is judged by.
    pub today: Date,
    /// The calendar that working days are counted by.
    pub workdays: &'a Workdays,
}

impl RatedSite<'_> {
    /// Whether everything in its scope was looked at.
    fn is_whole(&self) -> bool {
        self.result.coverage.gaps.is_empty()
    }

    /// Whether its name is one of portals (某某县人民政府), where the configuration does not say whether it is one.
    fn is_named_as_portal(&self) -> bool {
        let ends = ["人民政府", "政府网", "政府网站", "门户网站"];
        ends.iter().any(|end| self.site.name.trim().ends_with(end))
    }
}

/// Rates a site by a table.
pub(crate) fn rate(table: &Table, rated: &RatedSite<'_>) -> Rating {
    let items: Vec<_> = table.items.iter().map(|item| points::item(item, rated)).collect();
    let reference = table.marks.points_for == PointsFor::Portal && !rated.site.portal;
    let points = points::sum(table, &items, rated.site.services);
    let (standing, reasons) = verdict::of(table, &items, points, reference, rated.is_whole());
    Rating {
        table: table.id.clone(),
        name: table.name.clone(),
        standing,
        points,
        reference,
        reasons,
        items,
    }
}

#[cfg(test)]
mod counting_tests;
#[cfg(test)]
mod subject_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
