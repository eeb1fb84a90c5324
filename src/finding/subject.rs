//! What a finding is about: with rule and site, what it is known again by.

use serde::{Deserialize, Serialize};
use url::Url;

use super::Text;
use crate::site::page_identity;

/// What a finding is about. Nothing of it depends on the run, nor on which page happens to speak for many: a page is part of
/// it only where the problem is one of that page. Pages and columns are named by `page_identity`, so that `http` and
/// `https`, a folder and its index page are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The site as a whole.
    Site,
    /// One thing of the site, wherever it shows: a part of its template, a kind of column, a sentence.
    Thing(Text),
    /// A column, by its first page.
    Column(Text),
    /// One page as a whole.
    Page(Text),
    /// One thing on one page: a form of a guide, the missing link to another page.
    OnPage(Text, Text),
    /// A link target, wherever it is linked.
    Target(Text),
    /// A link target (first) on one of the pages that link to it (second): one problem with a row a page.
    TargetOn(Text, Text),
    /// A server that does not answer (first), with a row for each of its addresses on each page that links to it (second).
    ServerOn(Text, Text),
}

impl Subject {
    /// A thing of the site.
    pub(crate) fn thing(thing: impl Into<Text>) -> Self {
        Subject::Thing(thing.into())
    }

    /// The column with this first page.
    pub(crate) fn column(url: &str) -> Self {
        Subject::Column(identity(url))
    }

    /// The page at this address.
    pub fn page(url: &str) -> Self {
        Subject::Page(identity(url))
    }

    /// A thing on the page at this address.
    pub(crate) fn on_page(url: &str, thing: impl Into<Text>) -> Self {
        Subject::OnPage(identity(url), thing.into())
    }

    /// The target of a link.
    pub(crate) fn target(target: &str) -> Self {
        Subject::Target(target.into())
    }

    /// The target of a link on the page at this address.
    pub(crate) fn target_on(target: &str, url: &str) -> Self {
        Subject::TargetOn(target.into(), identity(url))
    }

    /// A server that does not answer, of which an address is linked on the page at this address.
    pub(crate) fn server_on(origin: &str, target: &str, url: &str) -> Self {
        Subject::ServerOn(origin.into(), format!("{target} {}", identity(url)).into())
    }

    /// The server that does not answer, where it is one.
    pub(crate) fn server(&self) -> Option<&str> {
        match self {
            Subject::ServerOn(origin, _) => Some(origin),
            _ => None,
        }
    }

    /// The thing it is, as its rule calls it; empty where it is a site, a column, a page or a target.
    pub fn name(&self) -> &str {
        match self {
            Subject::Thing(thing) | Subject::OnPage(_, thing) => thing,
            _ => "",
        }
    }

    /// Whether it is the same on many pages: what is told once a site.
    pub fn is_of_many_pages(&self) -> bool {
        matches!(self, Subject::Site | Subject::Thing(_) | Subject::Column(_) | Subject::Target(_))
    }

    /// What is wrong, as parts of a hash: the same for all rows of one problem.
    pub(super) fn parts(&self) -> [&str; 3] {
        match self {
            Subject::Site => ["site", "", ""],
            Subject::Thing(thing) => ["thing", thing, ""],
            Subject::Column(column) => ["column", column, ""],
            Subject::Page(page) => ["page", page, ""],
            Subject::OnPage(page, thing) => ["on_page", page, thing],
            Subject::Target(target) | Subject::TargetOn(target, _) => ["target", target, ""],
            Subject::ServerOn(origin, _) => ["server", origin, ""],
        }
    }

    /// What tells the rows of one problem apart; empty where it has one row.
    pub(super) fn place(&self) -> &str {
        match self {
            Subject::TargetOn(_, page) => page,
            Subject::ServerOn(_, place) => place,
            _ => "",
        }
    }

    /// The same with its texts handed through a function: equal texts may be kept once.
    #[must_use]
    pub(super) fn map(self, mut text: impl FnMut(Text) -> Text) -> Self {
        match self {
            Subject::Site => Subject::Site,
            Subject::Thing(thing) => Subject::Thing(text(thing)),
            Subject::Column(column) => Subject::Column(text(column)),
            Subject::Page(page) => Subject::Page(text(page)),
            Subject::OnPage(page, thing) => Subject::OnPage(text(page), text(thing)),
            Subject::Target(target) => Subject::Target(text(target)),
            Subject::TargetOn(target, page) => Subject::TargetOn(text(target), text(page)),
            Subject::ServerOn(origin, place) => Subject::ServerOn(text(origin), text(place)),
        }
    }
}

/// The page an address belongs to; what is no address stays as it is.
fn identity(url: &str) -> Text {
    url.parse::<Url>()
        .map_or_else(|_| Text::from(url), |parsed| page_identity(&parsed).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_is_one_subject_under_all_its_addresses() {
        let page = Subject::page("http://a.gov.cn/x/");
        for address in ["https://a.gov.cn/x/", "http://A.gov.cn/x/index.html", "http://a.gov.cn:80/x/#top"] {
            assert_eq!(Subject::page(address), page, "{address}");
        }
        assert_ne!(Subject::page("http://a.gov.cn/x/1.htm"), page);
        assert_ne!(Subject::column("http://a.gov.cn/x/").parts(), page.parts());
    }

    #[test]
    fn only_a_target_on_pages_has_more_rows_than_one() {
        let (one, other) = (
            Subject::target_on("http://b/", "http://a/1"),
            Subject::target_on("http://b/", "http://a/2"),
        );
        assert_eq!(one.parts(), other.parts());
        assert_ne!(one.place(), other.place());
        assert_eq!(Subject::target("http://b/").parts(), one.parts());
        assert!(!one.is_of_many_pages() && Subject::target("http://b/").is_of_many_pages());
        assert_eq!(Subject::on_page("http://a/1", "申请表").place(), "");
        // A server that does not answer is one problem, whichever of its addresses are linked.
        let (one, other) = (
            Subject::server_on("http://b", "http://b/1", "http://a/1"),
            Subject::server_on("http://b", "http://b/2", "http://a/1"),
        );
        assert_eq!((one.parts(), one.server()), (other.parts(), Some("http://b")));
        assert_ne!(one.place(), other.place());
    }
}
