//! Where a site names a kind of column: whether such a column stands is told by what the site says, not only by lists.

use serde::{Deserialize, Serialize};

use super::Why;

/// One place that names a kind of column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// The words.
    pub text: String,
    /// Where they lead, or the page they stand over.
    pub url: Option<String>,
    /// Whether the words mean this kind and no other; else a person has to look.
    pub plain: bool,
    /// What became of the address.
    pub led: Led,
}

/// What became of an address that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Led {
    /// It was read, or at least opened, on the site itself.
    Read,
    /// It was not read, and why.
    Unread(Why),
    /// It leads to another site.
    Outside,
    /// The words stand on a page and lead nowhere that could be followed.
    Nowhere,
}
