//! What a page outside the inspected sites is, where it is nothing a government site should lead to.

use serde::{Deserialize, Serialize};

/// What an outside page was found to be, by what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stain {
    /// What it is.
    pub sort: StainSort,
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
pub enum StainSort {
    /// A domain that is for sale, expired, or parked.
    Parked,
    /// 赌博
    Gambling,
    /// 色情
    Porn,
    /// Other things that are advertised against the law.
    Trade,
}

impl StainSort {
    /// Every sort.
    pub const ALL: [StainSort; 4] = [StainSort::Parked, StainSort::Gambling, StainSort::Porn, StainSort::Trade];

    /// The stable name, `evidence.sort`.
    pub fn id(self) -> &'static str {
        match self {
            StainSort::Parked => "parked",
            StainSort::Gambling => "gambling",
            StainSort::Porn => "porn",
            StainSort::Trade => "trade",
        }
    }

    /// What it is, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            StainSort::Parked => "域名出售或停放",
            StainSort::Gambling => "赌博",
            StainSort::Porn => "色情",
            StainSort::Trade => "违法推广",
        }
    }
}
