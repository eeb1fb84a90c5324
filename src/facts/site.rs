//! What is known of a whole site once its pages are read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ColumnFacts, Fact, SiteInquiries, Why};

/// The facts of one site that site and column rules judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFacts {
    /// The home page.
    pub home: HomeFacts,
    /// The columns, listed and recognised, sorted by address.
    pub columns: Vec<ColumnFacts>,
    /// The messages of the public and their answers.
    #[serde(default)]
    pub inquiries: SiteInquiries,
}

/// The home page of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeFacts {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// Dates of the items the home page shows (newest first), from the list or from the items' own pages,
    /// or why they are not known. Where the home page is only a way in (no dated items of its own), the dates of
    /// the first pages of all columns.
    pub item_dates: Fact<Vec<Date>>,
    /// Whether `item_dates` were taken from the second level because the home page is only a way in.
    pub navigation_only: bool,
    /// How many items it shows that carry no date, neither there nor on their own page, which was read.
    pub undated: usize,
    /// How many items it shows whose own page was not read, so that they may have any date.
    pub undecided: usize,
    /// Why the home page did not open, where it was asked and did not.
    pub unreachable: Option<Unreachable>,
}

impl HomeFacts {
    /// A home page of which nothing is known.
    pub fn unknown(url: impl Into<String>, why: Why) -> Self {
        HomeFacts {
            url: url.into(),
            title: None,
            item_dates: Fact::Unknown(why),
            navigation_only: false,
            undated: 0,
            undecided: 0,
            unreachable: None,
        }
    }
}

/// How a page failed to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreachable {
    /// The `cause` of link-broken.
    pub cause: String,
    /// The cause in Chinese.
    pub cause_text: String,
    /// How many times it was tried.
    pub tries: u32,
}
