//! Policies, their interpretations, and what was repealed: how the documents of a site stand to each other.

use jiff::civil::Date;

use super::{Extent, Fact};

/// What is known of the documents of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFacts {
    /// How much of the site was read.
    pub extent: Extent,
    /// Its home page.
    pub home: String,
    /// The policies, sorted by address. Drafts are none.
    pub policies: Vec<PolicyPage>,
    /// The interpretations, sorted by address.
    pub interpretations: Vec<InterpretationPage>,
    /// Policies that another page of the site says no longer hold, sorted by address.
    pub repealed: Vec<RepealedPage>,
}

impl PolicyFacts {
    /// A site read whole on which no document stands.
    #[cfg(test)]
    pub(crate) fn blank(home: impl Into<String>) -> Self {
        PolicyFacts {
            extent: Extent::Whole,
            home: home.into(),
            policies: Vec::new(),
            interpretations: Vec::new(),
            repealed: Vec::new(),
        }
    }
}

/// A page that holds a document, as findings name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its address, normalised.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its column.
    pub column: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
}

impl Paper {
    /// A paper without column and date.
    pub fn plain(url: &str, title: &str) -> Self {
        Paper {
            url: url.to_owned(),
            title: title.to_owned(),
            column: None,
            date: None,
        }
    }
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPage {
    /// The page.
    pub paper: Paper,
    /// Whether it was issued in the name of whom the site belongs to; what cannot be told is not.
    pub issued_here: bool,
    /// Whether some page of the site interprets it, or the page itself links to an interpretation.
    pub interpreted: bool,
}

/// An interpretation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterpretationPage {
    /// The page.
    pub paper: Paper,
    /// What it interprets.
    pub interprets: Interpreted,
}

/// What an interpretation interprets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interpreted {
    /// A policy on this site.
    Here {
        /// The policy.
        policy: Paper,
        /// What tells that it is this one.
        known_by: KnownBy,
        /// Whether the interpretation links to it.
        to_policy: Fact<bool>,
        /// Whether it links to the interpretation.
        to_interpretation: Fact<bool>,
    },
    /// Not on this site, or not by this name, but the page links to it.
    Elsewhere,
    /// A policy of this name, of which neither a page was read nor a link leads there.
    Unfound(String),
    /// It names none and links to none.
    Unnamed,
}

/// What tells which policy an interpretation interprets, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// Its title names it.
    Title,
    /// Its text names it, and a link leads there.
    Link,
    /// Its text names it and no other policy of the site.
    Text,
}

/// A policy that another page says no longer holds, while its own page does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepealedPage {
    /// The policy.
    pub paper: Paper,
    /// Its 文号, where known.
    pub number: Option<String>,
    /// The page that says so.
    pub by: Paper,
    /// Whether it names the policy by its number, so that no other can be meant.
    pub by_number: bool,
    /// How many policies of the site have the name that was repealed.
    pub namesakes: usize,
}
