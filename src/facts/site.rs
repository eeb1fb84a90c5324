//! What is known of a whole site once its pages are read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ColumnFacts, Fact, MeasuredFacts, Naming, SiteIdentity, SiteInquiries, Why};
use crate::standard::ColumnKind;

/// The facts of one site that site and column rules judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFacts {
    /// The home page.
    pub home: HomeFacts,
    /// The columns, listed and recognised, sorted by address.
    pub columns: Vec<ColumnFacts>,
    /// Where links, headings and pages of the site name a kind of column, the plainest first, a few a kind.
    pub named: BTreeMap<ColumnKind, Vec<Naming>>,
    /// Whether the whole site was read: only then can something be said to be missing on it.
    pub whole: Fact<()>,
    /// What was measured of it.
    #[serde(default)]
    pub measured: MeasuredFacts,
    /// What its pages together say of its identity.
    #[serde(default)]
    pub identity: SiteIdentity,
    /// The messages of the public and their answers.
    #[serde(default)]
    pub inquiries: SiteInquiries,
}

impl SiteFacts {
    /// A site of which only the home page is known.
    pub fn of_home(home: HomeFacts) -> Self {
        SiteFacts {
            home,
            columns: Vec::new(),
            named: BTreeMap::new(),
            whole: Fact::Unknown(Why::NotWhole),
            measured: MeasuredFacts::default(),
            identity: SiteIdentity::default(),
            inquiries: SiteInquiries::default(),
        }
    }
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
    /// Why some of the columns that stand in for a home page that is only a way in could not be read, where that is so.
    pub unread: Option<Why>,
    /// Whether a box of it shows new items only, and the list behind it was not read: there may be more of them.
    pub more: bool,
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
            unread: None,
            more: false,
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
