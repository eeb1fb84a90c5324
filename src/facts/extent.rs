//! How much of a site was read.

use serde::{Deserialize, Serialize};

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
