//! What was measured of a site besides what its pages say: how fast they come, IPv6, its search.

use serde::{Deserialize, Serialize};

use super::Fact;

/// See the module. What is `None` was not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuredFacts {
    /// How long its pages took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<LoadFacts>,
    /// Whether it can be reached over IPv6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<Fact<Ipv6>>,
    /// What its search answered to titles of its own articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<Vec<SearchTry>>,
}

/// How long the pages of a site took, from the request to the last byte: waiting our turn is not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadFacts {
    /// Pages that were read whole.
    pub pages: u32,
    /// Half of them took longer (milliseconds).
    pub median_ms: u32,
    /// How many took longer than the official three seconds.
    pub slow: u32,
    /// Up to three of the slowest, slowest first.
    pub slowest: Vec<String>,
}

/// What is known of a site and IPv6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ipv6 {
    /// Its home page answers over IPv6.
    Answers,
    /// Its name has no IPv6 address (AAAA).
    NoAddress,
    /// It has one, and nothing answers there although others answer over IPv6; the reason in Chinese.
    Silent(String),
}

/// One title that the search of a site was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchTry {
    /// The title.
    pub title: String,
    /// The article it belongs to.
    pub article: String,
    /// The address that was asked.
    pub asked: String,
    /// What came of it.
    pub hit: Fact<Hit>,
}

/// What a search made of a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hit {
    /// The article stands on the first page of results.
    Found,
    /// It does not.
    Missing,
    /// The search does not open.
    Broken {
        /// The `cause` of link-broken.
        cause: String,
        /// The same in Chinese.
        text: String,
    },
}
