//! What a page outside the inspected sites is, where it is nothing a government site should lead to.

use serde::{Deserialize, Serialize};

/// What an outside page was found to be, by what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hijack {
    /// What it is.
    pub sort: HijackSort,
    /// The words it is known by, at most ten.
    pub words: Vec<String>,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Whether the page leaves little doubt; else a person looks first.
    pub certain: bool,
}

/// What an outside page can be that it should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HijackSort {
    /// A domain that is for sale, expired, or parked.
    Parked,
    /// 赌博
    Gambling,
    /// 色情
    Porn,
    /// Other things that are advertised against the law.
    Trade,
}

impl HijackSort {
    /// Every sort.
    pub const ALL: [HijackSort; 4] = [HijackSort::Parked, HijackSort::Gambling, HijackSort::Porn, HijackSort::Trade];

    /// The stable name, `evidence.sort`.
    pub fn id(self) -> &'static str {
        match self {
            HijackSort::Parked => "parked",
            HijackSort::Gambling => "gambling",
            HijackSort::Porn => "porn",
            HijackSort::Trade => "trade",
        }
    }

    /// What it is, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            HijackSort::Parked => "域名出售或停放",
            HijackSort::Gambling => "赌博",
            HijackSort::Porn => "色情",
            HijackSort::Trade => "违法推广",
        }
    }
}
