//! From the facts of single pages to the facts of a site: its home page and its columns.
//!
//! Layer 3, pure. A [`Survey`] takes pages one by one, in any order, and keeps only what columns and the home page
//! need: first pages of lists, and the date of every other page.

mod column_kind;
mod home;
mod inquiries;
mod listed;
mod recognise;

pub use column_kind::kind_of_name;

use std::collections::HashMap;

use jiff::civil::Date;
use url::Url;

use self::inquiries::Inquiries;
use crate::facts::{Fact, InquiryForm, ListItem, ListingFacts, PageFacts, PageKind, SiteFacts, Why};
use crate::site::{Site, url_key};
use crate::standard::Channel;

/// What is known of a page's date by the key of its address.
type Dates = HashMap<u64, Fact<Date>>;

/// Collects the pages of one site.
#[derive(Debug, Default)]
pub struct Survey {
    dates: Dates,
    lists: Vec<ListPage>,
    home: Option<HomePage>,
    inquiries: Inquiries,
}

/// The first page of a list.
#[derive(Debug, Clone)]
struct ListPage {
    url: String,
    name: Option<String>,
    column_type: Option<String>,
    crumbs: Vec<String>,
    listing: ListingFacts,
    blank_note: Option<String>,
    script_filled: bool,
    kind: PageKind,
    /// What the messages on it say of its channel, where it lists messages.
    channel: Option<Channel>,
}

#[derive(Debug, Clone)]
struct HomePage {
    url: String,
    title: Option<String>,
    boxes: Vec<ListingFacts>,
    script_filled: bool,
}

impl Survey {
    /// Takes one page in. `asked` is the address it was found under.
    pub fn add(&mut self, site: &Site, asked: &Url, facts: &PageFacts) {
        if same_page(asked, &site.url) {
            let boxes = facts.boxes.iter().chain(facts.listing.as_ref()).cloned().collect();
            self.home = Some(HomePage {
                url: facts.url.clone(),
                title: facts.title.clone(),
                boxes,
                script_filled: facts.script_filled,
            });
        }
        self.inquiries.add(asked, facts);
        for address in [asked.as_str(), facts.url.as_str()] {
            self.dates.entry(date_key(address)).or_insert(Fact::Unknown(Why::NotText));
        }
        let listed = site.columns.iter().any(|c| same_page(asked, &c.url));
        let url = if listed { asked.to_string() } else { facts.url.clone() };
        match &facts.listing {
            Some(listing) if listing.page_number == 1 && !same_page(asked, &site.url) => self.lists.push(ListPage {
                url,
                name: facts
                    .column
                    .clone()
                    .or_else(|| listing.column.clone())
                    .or_else(|| facts.title.clone()),
                column_type: label(facts, "ColumnType"),
                crumbs: facts.breadcrumb.iter().map(|c| c.text.clone()).collect(),
                listing: listing.clone(),
                blank_note: facts.blank_note.clone(),
                script_filled: facts.script_filled,
                kind: facts.kind,
                channel: channel(facts),
            }),
            // A listed column whose page shows no list still has to be accounted for.
            None if listed => self.lists.push(ListPage {
                url,
                name: facts.column.clone().or_else(|| facts.title.clone()),
                column_type: label(facts, "ColumnType"),
                crumbs: Vec::new(),
                listing: ListingFacts {
                    column: None,
                    more_url: None,
                    items: merge_boxes(facts),
                    page_number: 1,
                },
                blank_note: facts.blank_note.clone(),
                script_filled: facts.script_filled,
                kind: facts.kind,
                channel: channel(facts),
            }),
            _ => {
                let date = match &facts.pub_date {
                    Fact::Known(stamp) => Fact::Known(stamp.date),
                    // Not an article: a form, a picture page, a list inside a list. Its date says nothing.
                    Fact::Unknown(_) if !is_content(facts) => Fact::Unknown(Why::NotText),
                    Fact::Unknown(why) => Fact::Unknown(*why),
                };
                for address in [asked.as_str(), facts.url.as_str()] {
                    self.dates.insert(date_key(address), date.clone());
                }
            }
        }
    }

    /// Whether the home page was among the pages.
    pub fn has_home(&self) -> bool {
        self.home.is_some()
    }

    /// The addresses of every first list page, for the next daily reading.
    pub fn column_urls(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|l| l.url.as_str())
    }

    /// The facts of the site. `failed` says why listed columns could not be read, by key of address.
    pub fn finish(&self, site: &Site, today: Date, failed: &dyn Fn(&Url) -> Why) -> SiteFacts {
        let mut columns = if site.columns.is_empty() {
            recognise::recognise(&self.lists, &self.dates)
        } else {
            listed::listed(&self.lists, &self.dates, site, failed)
        };
        columns.sort_by(|a, b| a.url.cmp(&b.url));
        let home = home::home(self.home.as_ref(), &columns, &self.dates, site, today, failed);
        SiteFacts {
            home,
            columns,
            inquiries: self.inquiries.finish(site),
        }
    }
}

fn channel(facts: &PageFacts) -> Option<Channel> {
    let found = facts.inquiries.as_ref()?;
    (found.form == InquiryForm::List).then_some(found.channel)
}

fn merge_boxes(facts: &PageFacts) -> Vec<ListItem> {
    facts.boxes.iter().flat_map(|b| b.items.iter().cloned()).collect()
}

/// Whether a page is an article that ought to carry a date. One without any mark of an article still is one when it is
/// plain text of some length under a title.
fn is_content(facts: &PageFacts) -> bool {
    let plain_text = facts.kind == PageKind::Other && facts.title.is_some() && facts.boxes.is_empty() && facts.text_chars >= PLAIN_TEXT;
    plain_text || matches!(facts.kind, PageKind::Article | PageKind::Policy | PageKind::Interpretation)
}

/// Characters from which plain text counts as an article.
const PLAIN_TEXT: usize = 100;

fn label(facts: &PageFacts, name: &str) -> Option<String> {
    facts
        .labels
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.trim().to_owned())
        .filter(|v| !v.is_empty())
}

/// Items completed with the dates of their own pages, the undated ones, and how many cannot be decided.
struct Dated {
    items: Vec<ListItem>,
    undated: Vec<ListItem>,
    undecided: usize,
}

fn complete_dates(items: &[ListItem], dates: &Dates) -> Dated {
    let mut dated = Dated {
        items: Vec::with_capacity(items.len()),
        undated: Vec::new(),
        undecided: 0,
    };
    for item in items {
        let mut item = item.clone();
        let own = item.url.as_deref().and_then(|u| dates.get(&date_key(u)));
        // A year that was inferred gives way to the one on the item's own page.
        if item.date.is_none() || item.year_inferred {
            match own {
                Some(Fact::Known(date)) => {
                    item.date = Some((*date).into());
                    item.year_inferred = false;
                }
                Some(Fact::Unknown(Why::NotShown)) if item.date.is_none() => dated.undated.push(item.clone()),
                // It leads to a list, a form, a service: no item that could be new.
                Some(Fact::Unknown(Why::NotText)) => {}
                _ if item.date.is_none() => dated.undecided += 1,
                _ => {}
            }
        }
        dated.items.push(item);
    }
    dated
}

/// The key of a page's address in the table of dates.
fn date_key(address: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    let key = address.parse::<Url>().map_or_else(|_| address.to_owned(), |u| url_key(&u));
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(key)
}

/// Whether two addresses are one page: http or https, with or without `index.*`.
fn same_page(a: &Url, b: &Url) -> bool {
    page_identity(a) == page_identity(b)
}

/// The address without scheme and without `index.*`/`default.*` at its end: a folder and its index page are one.
pub fn page_identity(url: &Url) -> String {
    let key = url_key(url);
    let bare = key.split_once("://").map_or(key.as_str(), |(_, rest)| rest);
    match bare.rsplit_once('/') {
        Some((folder, file))
            if file.contains('.')
                && ["index.", "default."].iter().any(|p| file.to_ascii_lowercase().starts_with(p))
                && !file.contains('?') =>
        {
            format!("{folder}/")
        }
        _ => bare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::ColumnKind;
    use jiff::civil::date;

    fn site() -> Site {
        Site::plain("a", "鹭岛市公安局", "http://a.gov.cn/".parse().unwrap())
    }

    fn page(url: &str, kind: PageKind) -> PageFacts {
        PageFacts::blank(url, kind)
    }

    fn list(url: &str, name: &str, items: Vec<ListItem>) -> PageFacts {
        PageFacts {
            column: Some(name.into()),
            listing: Some(ListingFacts {
                column: Some(name.into()),
                more_url: None,
                items,
                page_number: 1,
            }),
            ..page(url, PageKind::List)
        }
    }

    fn item(url: &str, day: Option<Date>) -> ListItem {
        ListItem {
            title: url.into(),
            url: Some(url.into()),
            date: day.map(Into::into),
            year_inferred: false,
            pinned: false,
        }
    }

    fn finish(pages: &[PageFacts]) -> SiteFacts {
        let site = site();
        let mut survey = Survey::default();
        for facts in pages {
            survey.add(&site, &facts.url.parse().unwrap(), facts);
        }
        survey.finish(&site, date(2026, 11, 23), &|_| Why::NotFetched)
    }

    #[test]
    fn a_list_without_dates_takes_them_from_its_articles() {
        let mut article = page("http://a.gov.cn/tzgg/1.htm", PageKind::Article);
        article.pub_date = Fact::Known(date(2026, 11, 20).into());
        let undated = page("http://a.gov.cn/tzgg/2.htm", PageKind::Article);
        let items = vec![
            item("http://a.gov.cn/tzgg/1.htm", None),
            item("http://a.gov.cn/tzgg/2.htm", None),
            item("http://b.cn/3.htm", None),
        ];
        let facts = finish(&[list("http://a.gov.cn/tzgg/", "通知公告", items), article, undated]);
        let column = &facts.columns[0];
        assert_eq!(column.kind, ColumnKind::Notice);
        assert_eq!(
            column.newest(date(2026, 11, 23)).known().unwrap().unwrap().date.unwrap().date,
            date(2026, 11, 20)
        );
        assert_eq!(column.undated.len(), 1);
        assert_eq!(column.undecided, 1);
    }

    #[test]
    fn a_column_and_its_index_page_are_one() {
        let items = || vec![item("http://a.gov.cn/x/1.htm", Some(date(2026, 11, 1)))];
        let facts = finish(&[
            list("http://a.gov.cn/x/index.html", "工作动态", items()),
            list("http://a.gov.cn/x/", "工作动态", items()),
        ]);
        assert_eq!(facts.columns.len(), 1);
        assert_eq!(facts.columns[0].url, "http://a.gov.cn/x/");
    }

    #[test]
    fn a_home_page_that_is_only_a_way_in_is_judged_by_its_columns() {
        let home = page("http://a.gov.cn/", PageKind::Home);
        let column = list(
            "http://a.gov.cn/x/",
            "工作动态",
            vec![item("http://a.gov.cn/x/1.htm", Some(date(2026, 11, 1)))],
        );
        let facts = finish(&[home, column]);
        assert!(facts.home.navigation_only);
        assert_eq!(facts.home.item_dates, Fact::Known(vec![date(2026, 11, 1)]));
    }

    #[test]
    fn one_article_in_two_boxes_is_one_item() {
        let mut home = page("http://a.gov.cn/", PageKind::Home);
        let boxed = || ListingFacts {
            column: None,
            more_url: None,
            items: vec![item("http://a.gov.cn/1.htm", Some(date(2026, 11, 20)))],
            page_number: 1,
        };
        home.boxes = vec![boxed(), boxed()];
        assert_eq!(finish(&[home]).home.item_dates, Fact::Known(vec![date(2026, 11, 20)]));
    }
}
