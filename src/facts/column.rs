//! Lists of items, and the columns they make.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, Stamp, Why};
use crate::standard::{ColumnKind, Period};

/// A list of items as it stands on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingFacts {
    /// The heading of the list.
    pub column: Option<String>,
    /// Where 更多 or the heading leads, for a box on a home page.
    pub more_url: Option<String>,
    /// The items in page order.
    pub items: Vec<ListItem>,
    /// Which page of the list this is; 1 is the first. Of later pages only the activities of a year are counted.
    pub page_number: u32,
    /// Whether a pagination stands on the page, so that there may be more of the list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paged: bool,
}

impl ListingFacts {
    /// The frame of a list in which nothing stands, on this page of it.
    pub fn empty(page_number: u32, paged: bool) -> Self {
        ListingFacts {
            column: None,
            more_url: None,
            items: Vec::new(),
            page_number,
            paged,
        }
    }

    /// The newest date printed on the list. The largest, since pinned and ascending lists put it anywhere.
    pub fn newest(&self) -> Option<Date> {
        self.items.iter().filter_map(|i| i.date.map(|s| s.date)).max()
    }
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// The full title (the `title` attribute where the text was cut with an ellipsis).
    pub title: String,
    /// The absolute address without fragment, where it leads anywhere.
    pub url: Option<String>,
    /// The date printed beside it.
    pub date: Option<Stamp>,
    /// Whether the year was not printed and was taken from the address or from today.
    #[serde(default)]
    pub year_inferred: bool,
    /// Whether it is marked as pinned (置顶).
    #[serde(default)]
    pub pinned: bool,
}

/// Dates in a row from which a list stands oldest first for certain: four in order by chance are one in 24, of a paged list.
const RISING: usize = 4;

/// A column of a site, as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnFacts {
    /// Its name, from `sites.yaml` or from the page.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What it is for.
    pub kind: ColumnKind,
    /// Whether `sites.yaml` lists it (else it was recognised).
    pub listed: bool,
    /// Its own period from `max_age_days`, which goes before the official one of its kind.
    pub own_period: Option<Period>,
    /// Why it is exempt from update checks, where `sites.yaml` says so.
    pub exempt: Option<String>,
    /// The items of its first page with dates completed from the articles themselves, or why they are not known.
    pub items: Fact<Vec<ListItem>>,
    /// A sentence on the page that says it has nothing to show (暂无相关信息).
    pub blank_note: Option<String>,
    /// Items that carry no date on the list nor on their own page, which was read: title and address.
    pub undated: Vec<ListItem>,
    /// How many items could not be dated because their page was not read.
    pub undecided: usize,
    /// How far below the home page it stands: 1 for a first-level column (一级栏目); none where the page does not say.
    pub level: Option<u8>,
    /// What is known of its list behind the first page.
    pub later: LaterPages,
}

/// What is known of a list behind its first page. Read only of columns of activities, which are counted over a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterPages {
    /// Whether a pagination stands on the first page, so that there may be some.
    pub may_stand: bool,
    /// How many were read without a gap after the first page.
    pub read: u32,
    /// Their items, with dates completed from the articles themselves.
    pub items: Vec<ListItem>,
    /// The item of the newest date printed on any of them.
    #[serde(default)]
    pub newest: Option<ListItem>,
}

impl ColumnFacts {
    /// A recognised column in which nothing stands.
    pub fn blank(name: &str, url: &str, kind: ColumnKind) -> Self {
        ColumnFacts {
            name: name.to_owned(),
            url: url.to_owned(),
            kind,
            listed: false,
            own_period: None,
            exempt: None,
            items: Fact::Known(Vec::new()),
            blank_note: None,
            undated: Vec::new(),
            undecided: 0,
            level: None,
            later: LaterPages::default(),
        }
    }

    /// The period it must be updated in: its own, else the official one of its kind.
    pub fn period(&self) -> Option<Period> {
        self.own_period.or_else(|| self.kind.period())
    }

    /// Whether the list goes on behind its first page and stands oldest first: its newest items are elsewhere.
    pub fn rises(&self) -> bool {
        let items = self.items.known().into_iter().flatten().filter(|i| !i.pinned);
        let dates: Vec<_> = items.filter_map(|i| i.date).collect();
        let ends = dates.first().zip(dates.last());
        self.later.may_stand && dates.len() >= RISING && dates.is_sorted() && ends.is_some_and(|(first, last)| first < last)
    }

    /// The newest item that carries a date not after `today`; of a list that stands oldest first, over the later pages that
    /// were read.
    pub fn newest(&self, today: Date) -> Fact<Option<&ListItem>> {
        match &self.items {
            Fact::Unknown(why) => Fact::Unknown(*why),
            Fact::Known(items) => {
                if self.rises() && self.later.newest.is_none() {
                    return Fact::Unknown(Why::NotFetched);
                }
                let newest = items
                    .iter()
                    .chain(self.later.newest.as_ref().filter(|_| self.rises()))
                    .filter(|i| i.date.is_some_and(|s| s.date <= today))
                    .max_by_key(|i| i.date);
                match newest {
                    // Nothing dated, but some items' own pages were not read: they may well be new.
                    None if self.undecided > 0 => Fact::Unknown(Why::ItemsUnread),
                    newest => Fact::Known(newest),
                }
            }
        }
    }
}
