//! What was looked at and what was not, so that "nothing found" can be told from "not looked".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facts::SkipReason;

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
    /// Pages that were read, but most of whose visible text was not.
    #[serde(default, skip_serializing_if = "UnreadText::is_empty")]
    pub unread_text: UnreadText,
}

/// Pages of which most of what a visitor sees as running text went unread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadText {
    /// How many.
    pub pages: u64,
    /// The addresses of the first, three at most.
    pub examples: Vec<String>,
}

impl UnreadText {
    /// Addresses that are named.
    const NAMED: usize = 3;

    /// Takes a page in.
    pub fn add(&mut self, url: &str) {
        self.pages += 1;
        if self.examples.len() < Self::NAMED {
            self.examples.push(url.to_owned());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pages == 0
    }

    /// As one phrase.
    pub fn chinese(&self) -> String {
        let all = self.examples.len() as u64 == self.pages;
        let such_as = if all { "" } else { "如 " };
        format!("{} 个页面的正文大部分没有读到（{such_as}{}）", self.pages, self.examples.join("、"))
    }
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
