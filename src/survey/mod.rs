//! From the facts of single pages to the facts of a site: its home page and its columns.
//!
//! Layer 3, pure. A [`Survey`] takes pages one by one, in any order, and keeps only what columns and the home page
//! need: first pages of lists, and the date of every other page. [`Papers`] does the same for the documents of a site, and
//! [`Dating`] for the dates of its pages; both want pages whole, with text and links.

mod column_kind;
mod dates;
mod dating;
mod home;
mod identity;
mod inquiries;
mod later;
mod level;
mod list_page;
mod listed;
mod naming;
mod naming_words;
mod papers;
mod recognise;
mod search;

pub use column_kind::kind_of_name;
pub use dating::{Dating, has_date_line};
pub use papers::Papers;
pub use search::{COMMON_WORD, SearchPage, SearchSeen, settle as settle_search};

use jiff::civil::Date;
use url::Url;

use self::dates::{Dates, date_key};
use self::home::HomePage;
use self::inquiries::Inquiries;
use self::later::Later;
use self::list_page::ListPage;
use self::naming::Names;
use crate::facts::{Fact, PageFacts, PageKind, SiteFacts, Why, YearlyReport};
use crate::site::{Site, page_identity, same_page};

/// Pages of a site from which it is held to have been seen: one whose menus are made by script shows fewer.
const SEEN: usize = 10;

/// Collects the pages of one site.
#[derive(Debug, Default)]
pub struct Survey {
    dates: Dates,
    lists: Vec<ListPage>,
    later: Later,
    names: Names,
    home: Option<HomePage>,
    pages: usize,
    identity: identity::Collected,
    inquiries: Inquiries,
}

impl Survey {
    /// Takes one page in. `asked` is the address it was found under.
    pub fn add(&mut self, site: &Site, asked: &Url, facts: &PageFacts) {
        // A style sheet is read for where it leads; whatever its address, it is neither the home page nor a column.
        let is_page = facts.kind != PageKind::StyleSheet;
        self.pages += usize::from(is_page);
        self.names.add(site, facts);
        self.identity.add(facts);
        let is_home = is_page && same_page(asked, &site.url);
        if is_home {
            self.home = Some(HomePage::of(site, facts));
        }
        self.inquiries.add(asked, facts);
        for address in [asked.as_str(), facts.url.as_str()] {
            self.dates.entry(date_key(address)).or_insert(Fact::Unknown(Why::NotText));
        }
        let listed = site.columns.iter().find(|c| is_page && same_page(asked, &c.url));
        let url = if listed.is_some() { asked.to_string() } else { facts.url.clone() };
        match (&facts.listing, listed) {
            // What is listed is the first page of its column, whatever its pagination says.
            (Some(listing), spec) if (listing.page_number == 1 || spec.is_some()) && !is_home => {
                self.lists.push(ListPage::of(site, url, facts, listing, spec));
            }
            (None, Some(spec)) => self.lists.push(ListPage::without_list(site, url, facts, spec)),
            (Some(listing), _) if !is_home => self
                .later
                .add(site, asked, list_page::name(facts, Some(listing)).as_deref(), listing),
            _ => {
                let date = match &facts.pub_date {
                    Fact::Known(stamp) if dates::is_real(stamp.date) => Fact::Known(stamp.date),
                    Fact::Known(_) => Fact::Unknown(Why::NotShown),
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

    /// The yearly reports of the website that its pages name.
    pub fn reports(&self) -> &[YearlyReport] {
        self.identity.reports()
    }

    /// The facts of the site. `failed` says why listed columns could not be read, by key of address.
    pub fn finish(&self, site: &Site, today: Date, failed: &dyn Fn(&Url) -> Why) -> SiteFacts {
        let mut columns = if site.columns.is_empty() {
            recognise::recognise(&self.lists, &self.dates, &self.later)
        } else {
            listed::listed(&self.lists, &self.dates, &self.later, site, failed)
        };
        columns.sort_by(|a, b| a.url.cmp(&b.url));
        let printed = dates::printed(self.lists.iter().flat_map(|l| &l.listing.items));
        let known = home::Known {
            lists: &self.lists,
            columns: &columns,
            dates: &self.dates,
            printed: &printed,
        };
        let home = home::home(self.home.as_ref(), &known, site, today, failed);
        let whole = match &self.home {
            None => Fact::Unknown(failed(&site.url)),
            Some(home) => match home.unread {
                Some(why) => Fact::Unknown(why),
                None if self.pages < SEEN => Fact::Unknown(Why::NotWhole),
                None => Fact::Known(()),
            },
        };
        SiteFacts {
            named: self.names.finish(&self.dates, failed),
            whole,
            columns,
            identity: self.identity.finish(),
            inquiries: self.inquiries.finish(site),
            ..SiteFacts::of_home(home)
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ListItem, ListingFacts};
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
                paged: false,
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
    fn a_style_sheet_is_never_the_home_page() {
        let home = PageFacts {
            boxes: list("", "", vec![item("http://a.gov.cn/1.htm", Some(date(2026, 11, 20)))])
                .listing
                .into_iter()
                .collect(),
            ..page("http://a.gov.cn/", PageKind::Home)
        };
        for address in [
            "http://a.gov.cn/index.vsb1.css",
            "http://a.gov.cn/index.css",
            "http://a.gov.cn/index.html",
        ] {
            let facts = finish(&[home.clone(), page(address, PageKind::StyleSheet)]);
            assert_eq!(facts.home.url, "http://a.gov.cn/", "{address}");
            assert_eq!(facts.home.item_dates, Fact::Known(vec![date(2026, 11, 20)]), "{address}");
        }
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
            paged: false,
        };
        home.boxes = vec![boxed(), boxed()];
        assert_eq!(finish(&[home]).home.item_dates, Fact::Known(vec![date(2026, 11, 20)]));
    }
}
