//! Lists of items: the main list of a column page, and the boxes of a home page.
//!
//! [`rows`] finds the links that are items, [`clickable`] what a script opens instead, and the row each stands in; [`groups`] puts
//! rows of one parent together; [`heading`] names them, [`filter`] knows choices from names; [`signs`] says what speaks for an
//! article; [`choice`] tells the main list from boxes; [`item`] reads title and date of a row, [`tooltip`] what its tooltip says of
//! them; [`pager`] tells which page of a list this is; [`blank`]
//! judges a list without items by what stands [`besides`] it and what is [`shown`] in its place.

mod besides;
mod blank;
mod choice;
mod clickable;
mod filter;
mod groups;
mod heading;
mod item;
mod pager;
mod rows;
mod shown;
mod signs;
mod tooltip;

pub(super) use self::signs::labelled;

use jiff::civil::Date;
use url::Url;

use super::{Resolver, outline::Outline};
use crate::facts::ListingFacts;

/// The lists of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listings {
    /// The list the page is for, where it is a column page; without items where the column is empty.
    pub(super) main: Option<ListingFacts>,
    /// What the list would be if that one stood beside the page's own, which only other pages can tell; without items where
    /// the frame of a list stands empty.
    pub(super) otherwise: Option<ListingFacts>,
    /// Whether the page says something of its own besides that list, where there is no other.
    pub(super) says_own: bool,
    /// Every other short list under a heading, in page order.
    pub(super) boxes: Vec<ListingFacts>,
    /// A sentence that says there is nothing to show on purpose.
    pub(super) blank_note: Option<String>,
    /// Whether the list is there but empty, and a script would fill it.
    pub(super) script_filled: bool,
    /// Whether nothing stands on it but its frame.
    pub(super) bare: bool,
    /// Whether what stands round its text marks the page as an article.
    pub(super) article: bool,
    /// Whether at least one such sign stands, its address alone: then no list is missing on it.
    pub(super) may_be_article: bool,
}

/// What is known of the page itself before its lists are read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Own<'n> {
    /// What it calls itself: the steps of 当前位置, its headline, its column, comparable.
    pub(super) names: &'n [String],
    /// Where its headline stands, in bytes, where it has one of its own.
    pub(super) headline: Option<(usize, usize)>,
    /// Whether the way to it ends in a word for the text of an article.
    pub(super) is_text: bool,
}

/// Reads them. `today` gives the year of dates printed without one.
pub(super) fn read(outline: &Outline<'_>, resolver: &Resolver, url: &Url, today: Date, own: Own<'_>) -> Listings {
    let dates = item::Dates::of(outline);
    let rows = rows::find(outline, &dates);
    let mut groups = groups::find(outline, &rows, &dates);
    filter::unname(outline, &mut groups, own.names);
    let signs = signs::Signs::of(outline, url, &groups, own);
    let choice = choice::choose(outline, &groups, signs, own);
    let page_number = pager::page_number(outline, url);
    let facts = |group: &groups::Group| {
        let items = item::read(outline, resolver, &dates, group, today);
        ListingFacts {
            column: group.heading.clone(),
            more_url: group
                .more
                .and_then(|a| resolver.resolve(outline.attr(a, "href")?))
                .and_then(item::web),
            items,
            page_number: 1,
            paged: false,
        }
    };
    let mut out = Listings {
        // An address alone makes no article: calendars and archives have a page a day too.
        article: signs.weight() > signs::CERTAIN,
        may_be_article: signs.weight() >= signs::CERTAIN,
        ..Listings::default()
    };
    for (i, group) in groups.iter().enumerate() {
        if Some(i) == choice.main {
            out.main = Some(ListingFacts {
                page_number,
                paged: pager::stands(outline),
                ..facts(group)
            });
        } else if choice.boxes.contains(&i) {
            out.boxes.push(facts(group));
        }
    }
    if let Some(chosen) = choice.main
        && let Some(other) = choice::otherwise(outline, &groups, signs, own, chosen)
    {
        let paged = pager::stands(outline);
        if let Some(group) = other.main {
            let list = facts(&groups[group]);
            out.otherwise = Some(ListingFacts {
                page_number,
                paged,
                ..list
            });
        } else {
            let empty = blank::judge(outline, url, &other, signs, own.names);
            out.says_own = empty.says_own;
            if empty.is_column && !empty.script_filled {
                out.otherwise = Some(ListingFacts::empty(page_number, paged));
                out.blank_note = empty.note;
            }
        }
    }
    if out.main.is_none() {
        let empty = blank::judge(outline, url, &choice, signs, own.names);
        out.blank_note = empty.note;
        out.script_filled = empty.script_filled;
        out.bare = empty.bare;
        if empty.is_column {
            out.main = Some(ListingFacts::empty(page_number, pager::stands(outline)));
        }
    }
    out
}

#[cfg(test)]
mod tests;
