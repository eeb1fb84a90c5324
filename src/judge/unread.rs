//! Pages of which most of the visible text went unread: counted for the coverage, and one row for a person where it matters.

use crate::facts::{PageFacts, PageKind};
use crate::finding::{ReviewRecord, UnreadText};
use crate::rules;
use crate::site::{Site, page_identity};

/// Pages of a site from which they are of a kind and no single curiosity.
const A_KIND: u64 = 3;

/// Such pages of one site, as far as they came.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// How many, and the first of them.
    pub(super) text: UnreadText,
    /// The first that is the page of a column.
    column: Option<(String, Option<String>)>,
}

impl Unread {
    /// Takes a page in that goes by this address.
    pub(super) fn add(&mut self, site: &Site, facts: &PageFacts, url: &str) {
        // What is no page of the site has no text of it.
        let foreign = matches!(facts.kind, PageKind::Error | PageKind::Stub | PageKind::StyleSheet | PageKind::Data);
        if foreign || !facts.running.is_mostly_unread() {
            return;
        }
        self.text.add(url);
        if self.column.is_none() && is_of_column(site, facts) {
            self.column = Some((url.to_owned(), facts.column.clone()));
        }
    }

    /// What a person has to look at: one row, since one fault of a template or of this program is behind most of them.
    pub(super) fn review(&self, site: &str) -> Option<ReviewRecord> {
        let (page_url, column) = match &self.column {
            Some((url, column)) => (url, column.clone()),
            None if self.text.pages >= A_KIND => (self.text.examples.first()?, None),
            None => return None,
        };
        Some(ReviewRecord {
            rule: rules::UNREAD_WORDING.id.to_owned(),
            site: site.to_owned(),
            column,
            page_url: page_url.clone(),
            page_title: None,
            message: format!("{}，这些文字的错别字和表述没有检查，请人工核查", self.text.chinese()),
        })
    }
}

/// Whether it is the first page of a column, recognised or listed.
fn is_of_column(site: &Site, facts: &PageFacts) -> bool {
    let is_first = facts.listing.as_ref().is_some_and(|list| list.page_number == 1);
    is_first || url::Url::parse(&facts.url).is_ok_and(|at| site.columns.iter().any(|c| page_identity(&c.url) == page_identity(&at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ListingFacts, RunningText};

    fn article(read: u32, unread: u32) -> PageFacts {
        PageFacts {
            running: RunningText { read, unread },
            ..PageFacts::blank("http://a.gov.cn/1.html", PageKind::Article)
        }
    }

    fn told(pages: &[PageFacts]) -> (u64, Option<String>) {
        let site = Site::plain("a", "某局", "http://a.gov.cn/".parse().unwrap());
        let mut unread = Unread::default();
        for (n, facts) in pages.iter().enumerate() {
            unread.add(&site, facts, &format!("http://a.gov.cn/{n}.html"));
        }
        (unread.text.pages, unread.review("a").map(|row| row.message))
    }

    #[test]
    fn a_kind_of_pages_is_one_row_and_a_single_one_is_none() {
        assert_eq!(told(&[article(0, 99), article(300, 300), article(900, 0)]), (0, None));
        assert_eq!(told(&[article(0, 100), article(300, 301)]), (2, None));
        let (pages, row) = told(&[article(0, 200), article(0, 200), article(0, 200), article(0, 200)]);
        assert_eq!(pages, 4);
        assert_eq!(
            row.as_deref(),
            Some(
                "4 个页面的正文大部分没有读到（如 http://a.gov.cn/0.html、http://a.gov.cn/1.html、http://a.gov.cn/2.html），\
                 这些文字的错别字和表述没有检查，请人工核查"
            )
        );
        let error = PageFacts {
            kind: PageKind::Error,
            ..article(0, 500)
        };
        assert_eq!(told(&[error.clone(), error.clone(), error]), (0, None));
    }

    #[test]
    fn one_page_of_a_column_is_a_row() {
        let column = PageFacts {
            listing: Some(ListingFacts {
                column: None,
                more_url: None,
                items: Vec::new(),
                page_number: 1,
                paged: false,
            }),
            ..article(0, 200)
        };
        assert!(told(&[column]).1.is_some());
    }
}
