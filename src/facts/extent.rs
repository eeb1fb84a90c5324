//! How much of a site was read, and what is known of it besides its pages.

use serde::{Deserialize, Serialize};

use super::{MeasuredFacts, YearlyReport};

/// How much of a site was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Only home page, columns and news, as planned.
    #[default]
    Front,
    /// All of it was to be read and was not.
    Partly,
    /// All of it that may be read.
    Whole,
}

/// What is known of a site besides its pages.
#[derive(Debug, Clone)]
pub struct SiteEvidence<'a> {
    /// How much of it was read.
    pub extent: Extent,
    /// What was measured of it.
    pub measured: MeasuredFacts,
    /// The yearly reports that the main sites of its group name: a bureau may publish there for its subsites.
    pub reports_elsewhere: &'a [YearlyReport],
}

impl SiteEvidence<'_> {
    /// Of a site of which so much was read, and nothing else is known.
    pub fn read(extent: Extent) -> Self {
        SiteEvidence {
            extent,
            measured: MeasuredFacts::default(),
            reports_elsewhere: &[],
        }
    }
}
