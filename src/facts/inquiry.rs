//! Messages of the public and their answers (政务咨询、留言、信箱).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, Stamp, Why};
use crate::standard::{Channel, InquiryStatus};

/// The messages one page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiriesOnPage {
    /// Whether the page is one message or a list of them.
    pub form: InquiryForm,
    /// What the names of the page's column and of those above it say of the channel.
    pub channel: Channel,
    /// The messages in page order; of more than [`InquiriesOnPage::KEPT`] those that look unanswered first.
    pub items: Vec<InquiryFacts>,
    /// How many there were.
    pub seen: usize,
}

impl InquiriesOnPage {
    /// How many messages of one page are kept.
    pub const KEPT: usize = 200;
}

/// How a page shows messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryForm {
    /// A list, one row a message.
    List,
    /// One message, with its answer where there is one.
    Message,
}

/// What is known of one message. Who wrote it is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryFacts {
    /// Its title, at most 120 characters.
    pub title: Option<String>,
    /// The address of its own page, absolute without fragment, where it has one.
    pub url: Option<String>,
    /// When it was asked.
    pub asked: Fact<Stamp>,
    /// When it was answered.
    pub answered: Fact<Stamp>,
    /// Who answered: an office by name, or empty where somebody is named who may be a person.
    pub answerer: Fact<String>,
    /// Whether there is an answer; `Known(false)` only where its place is there and empty, or says so.
    pub answer: Fact<bool>,
    /// How far it has come.
    pub status: Fact<InquiryStatus>,
    /// The status as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_word: Option<String>,
    /// What stands where a date should and is none: label and value (`答复时间 0000-00-00`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_dates: Vec<String>,
}

impl InquiryFacts {
    /// A message of which nothing is known.
    pub fn blank() -> Self {
        InquiryFacts {
            title: None,
            url: None,
            asked: Fact::Unknown(Why::NotShown),
            answered: Fact::Unknown(Why::NotShown),
            answerer: Fact::Unknown(Why::NotShown),
            answer: Fact::Unknown(Why::NotShown),
            status: Fact::Unknown(Why::NotShown),
            status_word: None,
            no_dates: Vec::new(),
        }
    }

    /// Whether it was answered, as far as it shows: an answer or its date goes before a status word, which often lags
    /// behind. None where that cannot be told, and where no answer is owed.
    pub fn is_answered(&self) -> Option<bool> {
        if self.answer == Fact::Known(true) || self.answered.known().is_some() {
            return Some(true);
        }
        match (&self.status, &self.answer) {
            (Fact::Known(InquiryStatus::Answered), _) => Some(true),
            (Fact::Known(InquiryStatus::Open), _) => Some(false),
            (Fact::Known(InquiryStatus::Closed | InquiryStatus::Unclear), _) => None,
            (Fact::Unknown(_), Fact::Known(false)) => Some(false),
            (Fact::Unknown(_), _) => None,
        }
    }

    /// Whether no answer is owed (不予受理).
    pub fn is_closed(&self) -> bool {
        self.status == Fact::Known(InquiryStatus::Closed)
    }
}

/// One message of a site, from its row and its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteInquiry {
    /// What is known of it.
    pub facts: InquiryFacts,
    /// Whether its own page was read.
    pub page_read: bool,
    /// The page it was read on: its own, else the list.
    pub seen_on: String,
    /// The column that page belongs to.
    pub column: Option<String>,
}

/// The messages of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteInquiries {
    /// The messages that are kept, sorted by the day they were asked, oldest first, those without a day last. Where a site
    /// has too many, messages answered soon go first.
    pub messages: Vec<SiteInquiry>,
    /// How many different messages were seen, channels that are left out not counted.
    pub seen: usize,
    /// How many of them were asked in each year, as far as that is known.
    pub by_year: BTreeMap<i16, usize>,
    /// How many stand in channels that the tables leave out.
    pub left_out: usize,
    /// Pages that show lists of messages, with their column.
    pub lists: Vec<(String, Option<String>)>,
}

impl SiteInquiries {
    /// The newest day a message or an answer of the site carries, up to `today`.
    pub fn newest(&self, today: Date) -> Option<(Date, &SiteInquiry)> {
        let day = |m: &SiteInquiry| {
            [&m.facts.asked, &m.facts.answered]
                .into_iter()
                .filter_map(|f| f.known().map(|s| s.date))
                .filter(|d| *d <= today)
                .max()
        };
        self.messages.iter().filter_map(|m| Some((day(m)?, m))).max_by_key(|(d, _)| *d)
    }
}
