//! Messages of the public and their answers: lists of them, and the pages of single ones.
//!
//! [`header`] reads lists under a row of labels, [`rows`] lists whose rows carry their own labels or status words,
//! [`message`] the page of one message, [`answer`] whether an answer stands on it. [`marks`] finds labels in text,
//! [`cells`] the cells of rows. Names of people are read over, never kept.

mod answer;
mod cells;
mod header;
mod marks;
mod message;
mod row;
mod rows;

use jiff::civil::Date;

use super::{Resolver, outline::Outline};
use crate::facts::{Crumb, InquiriesOnPage, InquiryFacts, InquiryForm};
use crate::lexicon::{INQUIRY_PAGES, Words};
use crate::standard::{Channel, channel_of};

/// What is known of the page beforehand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    /// Its address.
    pub(super) url: &'a str,
    /// Today, by which dates without a year are completed.
    pub(super) today: Date,
    /// The headline.
    pub(super) title: Option<&'a str>,
    /// The column.
    pub(super) column: Option<&'a str>,
    /// 当前位置.
    pub(super) breadcrumb: &'a [Crumb],
}

/// Reads them, where the page shows any.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, seen: &Seen<'_>) -> Option<InquiriesOnPage> {
    static SPEAKS: Words = Words::used(INQUIRY_PAGES, "speaks");
    // Most pages speak of no messages: nothing more is looked at on them.
    if !SPEAKS.any_in(&outline.text) {
        return None;
    }
    let marks = marks::find(outline, 0..outline.runs.len());
    let listed = || {
        // 标题, 时间 and status words stand over lists of applications and tenders as well: such a list must be named a box.
        let named = || channel_of(seen.column.into_iter().chain(seen.title)) == Channel::Consultation;
        if let Some((telling, rows)) = header::read(outline, resolver, seen.today) {
            return (telling || named()).then_some(rows);
        }
        let (sign, rows) = rows::read(outline, resolver, &marks, seen.today)?;
        let messages = rows::has_labels_of_messages(outline, &marks) || sign == rows::Sign::Status && named();
        (messages && rows::is_list(&rows)).then_some(rows)
    };
    let certain = message::is_certain(outline, &marks, seen.today);
    let rows = if certain { Vec::new() } else { listed().unwrap_or_default() };
    let message = (rows.len() < 2)
        .then(|| message::read(outline, &marks, seen.title, seen.today))
        .flatten();
    if let Some(facts) = message.filter(|m| rows.is_empty() || m.answer.known().is_some()) {
        return Some(InquiriesOnPage {
            form: InquiryForm::Message,
            channel: names(seen, InquiryForm::Message),
            items: vec![InquiryFacts {
                url: Some(seen.url.to_owned()),
                ..facts
            }],
            seen: 1,
        });
    }
    if rows.is_empty() {
        return None;
    }
    let count = rows.len();
    let mut items: Vec<InquiryFacts> = rows.into_iter().filter(|r| !r.special_kind).map(|r| r.facts).collect();
    for item in &mut items {
        // A link to the very list is a button.
        if item.url.as_deref() == Some(seen.url) {
            item.url = None;
        }
    }
    Some(InquiriesOnPage {
        form: InquiryForm::List,
        channel: names(seen, InquiryForm::List),
        items: kept(items),
        seen: count,
    })
}

/// Of too many messages those that may be unanswered, then the first of the page, in page order.
fn kept(items: Vec<InquiryFacts>) -> Vec<InquiryFacts> {
    if items.len() <= InquiriesOnPage::KEPT {
        return items;
    }
    let mut order: Vec<(bool, usize)> = items
        .iter()
        .enumerate()
        .map(|(i, m)| (m.is_answered() == Some(true) || m.is_closed(), i))
        .collect();
    order.sort_unstable();
    order.truncate(InquiriesOnPage::KEPT);
    let mut chosen: Vec<usize> = order.into_iter().map(|(_, i)| i).collect();
    chosen.sort_unstable();
    let mut next = chosen.into_iter().peekable();
    items
        .into_iter()
        .enumerate()
        .filter(|(i, _)| next.next_if_eq(i).is_some())
        .map(|(_, m)| m)
        .collect()
}

/// What the names of the page's column and of those above it say. The title of a message is no name of a channel, and
/// neither is that of the home page.
fn names(seen: &Seen<'_>, form: InquiryForm) -> Channel {
    let title = seen.title.filter(|_| form == InquiryForm::List);
    let is_title = |name: &str| {
        form == InquiryForm::Message
            && seen
                .title
                .is_some_and(|t| t == name || t.starts_with(name) && name.chars().count() > 8)
    };
    let crumbs = seen.breadcrumb.iter().skip(1).rev().map(|c| c.text.as_str());
    channel_of(seen.column.into_iter().chain(title).chain(crumbs).filter(|n| !is_title(n)))
}

#[cfg(test)]
mod tests;
