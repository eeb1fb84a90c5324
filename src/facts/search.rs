//! What a site's own search answered, as far as it is kept.

use serde::{Deserialize, Serialize};

use super::Why;

/// One answer of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchPage {
    /// A page that was read.
    Read(SearchSeen),
    /// The search does not open.
    Broken {
        /// The `cause` of link-broken.
        cause: String,
        /// The same in Chinese.
        text: String,
    },
    /// Nothing that could be judged.
    Unknown(Why),
}

/// What was seen on a page of results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchSeen {
    /// Links that are what was asked for.
    pub hits: Vec<u64>,
    /// All links that do not only ask the search again.
    pub links: Vec<u64>,
}
