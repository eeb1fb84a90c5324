//! What came of the rules on a site, passed ones too: what scoring rests on besides the findings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Evidence, Finding};

/// What came of every rule on one site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleOutcomes {
    /// One row a rule and facet, sorted.
    pub rows: Vec<RuleOutcome>,
    /// The pages that were drawn, one sample a kind of page.
    pub samples: Vec<PageSample>,
}

/// What came of one rule on one facet of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOutcome {
    /// The rule's id.
    pub rule: String,
    /// What of the site: a column kind's id for column rules, `home` or `inner` for rules over pages, else empty.
    pub facet: String,
    /// What its subjects are counted by, in Chinese (`个页面`, `个栏目`); empty where they are things of several sorts.
    pub unit: String,
    /// How many subjects were looked at and right.
    pub passed: u64,
    /// How many of the right ones bear a mark of the evidence (`system`, `attachment`), by its key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marked: BTreeMap<String, u64>,
    /// How many were wrong.
    pub failed: u64,
    /// How many could not be judged, or are left to a person.
    pub unjudged: u64,
    /// Why not, in Chinese, distinct, the first few; of what is left to a person the list of reviews says it.
    pub why: Vec<String>,
    /// How many of those not judged are left to a person with something said of them.
    pub reviews: u64,
    /// What is said of these, as far as a table asks for it; of very many different ones the first.
    pub reviewed: Vec<Reviewed>,
}

/// Subjects left to a person, of which the same is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// What their evidence says, one entry a finding.
    pub said: Vec<Evidence>,
    /// How many there are.
    pub count: u64,
}

/// Pages drawn by the run's seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageSample {
    /// Of which kind of page, as `xuncha page` prints it.
    pub of: String,
    /// How many there were to draw from.
    pub population: u64,
    /// The drawn ones in the order of the draw: a test that asks for five takes the first five.
    pub pages: Vec<SampledPage>,
}

/// A page that was drawn, with what was found on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampledPage {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// What was found on it: the number of the finding in the list of problems, and the finding as it is of this page.
    pub findings: Vec<SampledFinding>,
    /// The rules that could not be judged on it, and why in Chinese.
    pub unjudged: Vec<(String, String)>,
    /// The rules that have nothing to say of such a page: for them it is no page of the sample, good or bad.
    pub skipped: Vec<String>,
}

/// What was found on a page that was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampledFinding {
    /// The id under which the list of problems tells it (of a template fault: on the first page it stands on).
    pub id: String,
    /// The finding.
    pub finding: Finding,
}
