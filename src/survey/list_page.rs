//! What is kept of a page that shows a column.

use url::Url;

use super::dates::{Dates, complete_dates};
use super::later::Later;
use super::level::level;
use crate::facts::{ColumnFacts, Fact, InquiryForm, LinkFrom, ListItem, ListingFacts, PageFacts, PageKind, Why};
use crate::site::{ColumnSpec, Site};
use crate::standard::{Channel, ColumnKind};
use crate::text::comparable;

/// Text from which a page without a list is the column's content itself, characters.
const SOME_TEXT: usize = 20;

/// The first page of a list.
#[derive(Debug, Clone)]
pub(super) struct ListPage {
    pub(super) url: String,
    pub(super) name: Option<String>,
    /// Its `<title>`, where nothing but a heading on the page names it.
    pub(super) html_title: Option<String>,
    /// Its `<title>` in any case.
    pub(super) page_title: Option<String>,
    pub(super) column_type: Option<String>,
    pub(super) crumbs: Vec<String>,
    /// Where the last step of the way down to it leads.
    pub(super) way: Option<String>,
    pub(super) level: Option<u8>,
    pub(super) listing: ListingFacts,
    /// What its list would be if that one belonged to other pages.
    pub(super) otherwise: Option<ListingFacts>,
    /// Whether the page says something of its own without its list, and has no other.
    pub(super) says_own: bool,
    pub(super) blank_note: Option<String>,
    /// Whether `sites.yaml` lists it.
    pub(super) is_listed: bool,
    /// Why its items cannot be told, where they cannot.
    pub(super) unreadable: Option<Why>,
    /// Where it only leads on.
    pub(super) forwards: Option<String>,
    /// Where its list stands, where it shows one from elsewhere: pages of frames, files of records.
    pub(super) list_at: Vec<String>,
    /// Where all of its list stands, for a page that calls itself by no name: it shows a box of that column.
    pub(super) box_of: Option<String>,
    /// Whether what it shows besides is content of its own, for one that has no list.
    pub(super) kind: PageKind,
    /// What the messages on it say of its channel, where it lists messages.
    pub(super) channel: Option<Channel>,
}

impl ListPage {
    /// The first page of a list, as it was read.
    pub(super) fn of(site: &Site, url: String, facts: &PageFacts, listing: &ListingFacts, spec: Option<&ColumnSpec>) -> Self {
        let name = name(facts, Some(listing));
        let names: Vec<&str> = name.as_deref().into_iter().chain(spec.map(|s| s.name.as_str())).collect();
        ListPage {
            url,
            level: level(site, facts, &names),
            name: name.clone(),
            html_title: facts.html_title.clone().filter(|_| facts.column.is_none()),
            page_title: facts.html_title.clone(),
            column_type: super::label(facts, "ColumnType"),
            way: facts.breadcrumb.last().and_then(|step| step.url.clone()),
            crumbs: facts.breadcrumb.iter().map(|c| c.text.clone()).collect(),
            listing: listing.clone(),
            otherwise: facts.listing_otherwise.clone(),
            says_own: facts.says_own,
            is_listed: spec.is_some(),
            blank_note: facts.blank_note.clone(),
            unreadable: listing.items.is_empty().then(|| unreadable(facts)).flatten(),
            forwards: None,
            list_at: facts.list_at.clone(),
            box_of: listing.more_url.clone().filter(|_| !calls_itself(facts, listing)),
            kind: facts.kind,
            channel: channel(facts),
        }
    }

    /// A page on which nothing stands, under the name it has.
    pub(super) fn showing_nothing(site: &Site, facts: &PageFacts) -> Self {
        let listing = ListingFacts {
            column: facts.title.clone(),
            ..ListingFacts::empty(1, false)
        };
        ListPage {
            kind: PageKind::List,
            unreadable: Some(Why::NothingShown),
            ..ListPage::of(site, facts.url.clone(), facts, &listing, None)
        }
    }

    /// A listed column whose page shows no list still has to be accounted for.
    pub(super) fn without_list(site: &Site, url: String, facts: &PageFacts, spec: &ColumnSpec) -> Self {
        let mut listing = ListingFacts {
            column: None,
            more_url: None,
            items: facts.boxes.iter().flat_map(|b| b.items.iter().cloned()).collect(),
            page_number: 1,
            paged: false,
        };
        let refresh = facts
            .links
            .iter()
            .find(|l| l.from == LinkFrom::Refresh)
            .and_then(|l| l.target.web());
        let mut unreadable = unreadable(facts).filter(|_| listing.items.is_empty());
        if listing.items.is_empty() && unreadable.is_none() && facts.blank_note.is_none() {
            if facts.text_chars >= SOME_TEXT {
                // 领导信息, 机构职能: the page is its own content.
                listing.items.push(ListItem {
                    title: facts.title.clone().unwrap_or_else(|| spec.name.clone()),
                    url: Some(facts.url.clone()),
                    date: facts.pub_date.known().copied(),
                    year_inferred: false,
                    pinned: false,
                });
            } else if spec.kind.period().is_none() {
                // A picture of the offices, a film: only what has to be updated is certainly a list.
                unreadable = Some(Why::NotText);
            }
        }
        ListPage {
            unreadable,
            forwards: refresh.filter(|_| facts.kind == PageKind::Stub).map(str::to_owned),
            crumbs: Vec::new(),
            ..ListPage::of(site, url, facts, &listing, Some(spec))
        }
    }
}

fn channel(facts: &PageFacts) -> Option<Channel> {
    let found = facts.inquiries.as_ref()?;
    (found.form == InquiryForm::List).then_some(found.channel)
}

/// Why an empty page says nothing of a column.
fn unreadable(facts: &PageFacts) -> Option<Why> {
    match facts.kind {
        PageKind::Error => Some(Why::FetchFailed),
        PageKind::Stub => Some(Why::Forwards),
        _ if facts.error_words.is_some() => Some(Why::FetchFailed),
        _ if facts.script_filled => Some(Why::ByScript),
        // The page of the frame may be known; it is asked for where the columns are put together.
        _ if !facts.list_at.is_empty() => Some(Why::NotFetched),
        _ if facts.cut_off => Some(Why::CutOff),
        _ => None,
    }
}

/// What a list page calls itself.
pub(super) fn name(facts: &PageFacts, listing: Option<&ListingFacts>) -> Option<String> {
    let heading = || listing.and_then(|l| l.column.clone());
    facts.column.clone().or_else(heading).or_else(|| facts.title.clone())
}

/// Whether a page has a name of its own that makes it a column: the way down to it or a label, or its list is called as it is.
fn calls_itself(facts: &PageFacts, listing: &ListingFacts) -> bool {
    let heading = listing.column.as_deref().map(comparable).unwrap_or_default();
    let mut titles = [&facts.title, &facts.html_title].into_iter().flatten();
    facts.column.is_some() || facts.breadcrumb.len() >= 2 || titles.any(|title| comparable(title).contains(&heading))
}

/// The column a list page makes.
pub(super) fn column(page: &ListPage, name: &str, url: &str, kind: ColumnKind, listed: bool, dates: &Dates, later: &Later) -> ColumnFacts {
    let dated = complete_dates(&page.listing.items, dates);
    let later = Url::parse(&page.url).map(|at| later.of(&at, page.name.as_deref(), &page.listing, dates));
    ColumnFacts {
        listed,
        items: page.unreadable.map_or(Fact::Known(dated.items), Fact::Unknown),
        blank_note: page.blank_note.clone(),
        undated: dated.undated,
        undecided: dated.undecided,
        level: page.level,
        later: later.unwrap_or_default(),
        ..ColumnFacts::blank(name, url, kind)
    }
}
