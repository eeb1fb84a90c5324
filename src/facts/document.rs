//! What a page says of the document on it, as a document.

use serde::{Deserialize, Serialize};

/// The marks of an official document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// 文号, brackets made alike: `鹭公规〔2026〕3号`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The words or the picture by which the page says that the document no longer holds (有效性：失效, 已废止), where it
    /// does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

impl DocumentFacts {
    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.number.is_none() && self.withdrawn.is_none()
    }
}
