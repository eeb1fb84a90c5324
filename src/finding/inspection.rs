//! The one result document of a run.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Coverage, FindingRecord, Rating, ReviewRecord};

/// All that a run found and did not find. Sorted at its border: two runs over the same answers give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Which run.
    pub head: RunHead,
    /// The sites, in the order of `sites.yaml`.
    pub sites: Vec<SiteResult>,
    /// The findings, sorted by site, rule, page and id.
    pub findings: Vec<FindingRecord>,
    /// What a person must look at, in the same order.
    pub reviews: Vec<ReviewRecord>,
    /// Dead targets, one each, sorted by number of pages (most first), then address.
    pub dead_targets: Vec<DeadTarget>,
    /// The draw of a quarterly run.
    pub draw: Option<Draw>,
    /// The reading log of a daily run, one entry a site.
    pub reading: Vec<ReadingNote>,
}

/// Which run it was and how it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunHead {
    /// The run's id: `2026-11-23-monthly`.
    pub run: String,
    /// `daily`, `monthly`, `quarterly` or `demo`.
    pub mode: String,
    /// The name of the group of sites.
    pub group: String,
    /// The day freshness was judged by.
    pub as_of: Date,
    /// When the run began, RFC 3339 with the group's offset.
    pub started_at: String,
    /// When it ended.
    pub finished_at: String,
    /// Whether everything the plan asked for was looked at.
    pub complete: bool,
    /// Whether it was stopped in the middle: the same command goes on with it.
    #[serde(default)]
    pub stopped: bool,
    /// What is missing, in Chinese, for the whole run.
    pub gaps: Vec<String>,
    /// The options that shaped it, as given.
    pub options: BTreeMap<String, String>,
    /// The version of the tool.
    pub version: String,
    /// What the wording was read with, where it was read.
    #[serde(default)]
    pub wording: Option<WordingHead>,
    /// Where its reports lie, as the person would type it; none before they are written.
    #[serde(default)]
    pub folder: Option<String>,
}

/// What the wording of a run was read with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WordingHead {
    /// The tiers that were on, by id (`pair`, `term`, `dictionary` or `model`).
    pub tiers: Vec<String>,
    /// The same for people.
    pub tiers_text: String,
    /// How many wrong strings were known.
    pub pairs: u64,
    /// How many terms were protected.
    pub terms: u64,
    /// Where the model of the site's own texts was read from.
    pub model: Option<String>,
    /// Where the model that gives a second opinion was read from.
    #[serde(default)]
    pub reranker: Option<String>,
    /// What the user's lists except and no page had, as far as whole sites were read.
    #[serde(default)]
    pub idle: Vec<IdleEntry>,
}

/// A line of the user's lists of exceptions that nothing needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleEntry {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The site it is for; none for every site.
    pub site: Option<String>,
    /// What is not to be reported.
    pub text: String,
}

/// One site of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteResult {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its home page.
    pub url: String,
    /// Who answers for it.
    pub owner: String,
    /// Pages read.
    pub pages: u64,
    /// Distinct link targets that stand on its pages and whose state is known.
    pub links: u64,
    /// Findings by rule id.
    pub findings: BTreeMap<String, u64>,
    /// What was looked at.
    pub coverage: Coverage,
    /// The columns that were judged, good ones too: the next daily reading begins from them.
    #[serde(default)]
    pub columns: Vec<ColumnResult>,
    /// Days until the certificate of its home page expires, from the day of the inspection; none without HTTPS.
    #[serde(default)]
    pub certificate_days: Option<i64>,
    /// What else is to be said of the site as a whole, in Chinese.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What the tables of indicators say of it; none in a run that does not read whole sites.
    #[serde(default)]
    pub ratings: Vec<Rating>,
}

/// A column as this run saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnResult {
    /// Its name.
    pub name: String,
    /// Its first page.
    pub url: String,
    /// Its kind, by the id of `sites.yaml`.
    pub kind: String,
    /// How deep below the home page it lies, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The date of its newest item, where one is known.
    pub newest: Option<Date>,
    /// Why it is exempt from update checks, where it is.
    pub exempt: Option<String>,
}

/// A dead link target: one row of `错链汇总.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadTarget {
    /// The target, absolute and normalised.
    pub url: String,
    /// The `cause` of link-broken.
    pub cause: String,
    /// The cause in Chinese.
    pub cause_text: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// How many times it was tried.
    pub tries: u32,
    /// The sites whose pages link to it.
    pub sites: Vec<String>,
    /// On how many pages it stands.
    pub pages: u64,
    /// Up to three of these pages.
    pub examples: Vec<String>,
}

/// The draw of a quarterly spot check, which anybody can repeat from its seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// The seed.
    pub seed: u64,
    /// The share asked for, percent; where a number of sites was asked for, the share that makes.
    pub percent: u32,
    /// Every subsite: id, name, and why it was taken (`drawn`, `failed_last_time`) or not (`not_drawn`).
    pub rows: Vec<DrawRow>,
}

/// One subsite in a draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawRow {
    /// The site's id.
    pub site: String,
    /// Its name.
    pub name: String,
    /// Its ticket: the number that decided; the lowest tickets are drawn.
    pub ticket: u64,
    /// `drawn`, `failed_last_time` or `not_drawn`.
    pub outcome: String,
}

/// What a daily reading found on one site: one row of `读网记录.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingNote {
    /// The site's id.
    pub site: String,
    /// Whether the home page opened.
    pub home_ok: bool,
    /// Items published on the day of the reading or since the last run, as far as they were read.
    pub new_items: u64,
    /// Pages read anew or changed.
    pub read: u64,
    /// Open findings of the last run that are gone now.
    pub fixed: u64,
    /// Open findings of the last run that still stand.
    pub still_open: u64,
}
