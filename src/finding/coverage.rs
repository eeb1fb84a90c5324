//! What was looked at and what was not, so that "nothing found" can be told from "not looked".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Why an address was found and not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// `exclude` in sites.yaml.
    Excluded,
    /// robots.txt forbids it.
    Robots,
    /// `max_pages` was reached.
    PageLimit,
    /// `max_depth` was reached.
    DepthLimit,
    /// The plan does not ask for it (a daily run reads only part of a site).
    Plan,
    /// The site stopped answering.
    HostDown,
    /// The run was stopped before it came to it.
    Interrupted,
    /// It looks like an endless family of addresses (a calendar, a counter).
    Trap,
    /// `max_megabytes` was reached.
    ByteLimit,
    /// `max_hours` was reached.
    TimeLimit,
}

impl SkipReason {
    /// Every reason, in the order of the columns of `覆盖情况.csv`.
    pub const ALL: [SkipReason; 10] = [
        SkipReason::Excluded,
        SkipReason::Robots,
        SkipReason::Plan,
        SkipReason::PageLimit,
        SkipReason::DepthLimit,
        SkipReason::HostDown,
        SkipReason::Trap,
        SkipReason::Interrupted,
        SkipReason::ByteLimit,
        SkipReason::TimeLimit,
    ];

    /// The reason in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            SkipReason::Excluded => "配置排除",
            SkipReason::Robots => "robots 禁止",
            SkipReason::PageLimit => "超出页数上限",
            SkipReason::DepthLimit => "超出层数上限",
            SkipReason::Plan => "本次不检查",
            SkipReason::HostDown => "站点无响应",
            SkipReason::Interrupted => "中途停止",
            SkipReason::Trap => "疑似无限网址",
            SkipReason::ByteLimit => "超出流量上限",
            SkipReason::TimeLimit => "超出时间上限",
        }
    }

    /// Whether skipping for this reason leaves the inspection incomplete (exit code 3).
    pub fn leaves_gap(self) -> bool {
        matches!(
            self,
            SkipReason::PageLimit
                | SkipReason::DepthLimit
                | SkipReason::HostDown
                | SkipReason::Interrupted
                | SkipReason::ByteLimit
                | SkipReason::TimeLimit
        )
    }
}

/// The coverage of one site in one run: one row of `覆盖情况.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Addresses in scope that were found (pages and files).
    pub found: u64,
    /// Pages fetched and read.
    pub pages: u64,
    /// Files (images, attachments, scripts, style sheets) checked.
    pub files: u64,
    /// Addresses outside the site that its pages link to and that were checked.
    pub external: u64,
    /// Pages that had not changed since the last run and were judged from the stored copy (answer 304).
    pub unchanged: u64,
    /// Skipped, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Failed, by cause (the `cause` of link-broken or the `reason` of link-suspect).
    pub failed: BTreeMap<String, u64>,
    /// Requests sent, redirects, retries, robots.txt and sitemaps included.
    pub requests: u64,
    /// Body bytes read.
    pub bytes: u64,
    /// Body bytes that answers 304 saved, as far as the earlier sizes are known.
    pub bytes_saved: u64,
    /// The configured rate of the site's politeness group, requests per second; none where the limit was off.
    pub rate_limit: Option<f64>,
    /// The highest number of requests sent to the site's politeness group in any one second.
    pub peak_rate: u32,
    /// Columns judged, and columns that could not be judged.
    pub columns: u64,
    /// Columns that could not be judged.
    pub columns_unjudged: u64,
    /// Service guides judged.
    pub guides: u64,
    /// Places handed to a person (rows of 人工核查.csv).
    pub reviews: u64,
    /// Whether robots.txt was set aside by configuration.
    pub robots_ignored: bool,
    /// What makes the inspection of this site incomplete, in Chinese; empty where it is complete.
    pub gaps: Vec<String>,
    /// Which endless families of addresses were stopped, most addresses first; ten at most.
    #[serde(default)]
    pub traps: Vec<StoppedTrap>,
}

/// An endless family of addresses that was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoppedTrap {
    /// The addresses, with what counts taken out: `/calendar?month=…`.
    pub pattern: String,
    /// Why it looks endless, in Chinese.
    pub why: String,
    /// How many of its addresses were found and not asked.
    pub addresses: u64,
}

impl StoppedTrap {
    /// As one phrase.
    pub fn chinese(&self) -> String {
        format!("{}：{}（跳过 {} 个）", self.pattern, self.why, self.addresses)
    }
}
