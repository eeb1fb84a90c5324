//! What rules about pages as wholes share: a finding about a home page, a column, a document, any page.

use super::{Context, Rule};
use crate::facts::{ColumnFacts, DatedPage, PageFacts, Paper, SiteFacts};
use crate::finding::{Evidence, Finding, Text};

/// The page a finding is about, and where on it to look.
pub(super) struct At<'a> {
    url: &'a str,
    title: Option<&'a str>,
    column: Option<&'a str>,
    place: &'a str,
}

impl<'a> At<'a> {
    pub(super) fn home(facts: &'a SiteFacts, place: &'a str) -> Self {
        At {
            url: &facts.home.url,
            title: facts.home.title.as_deref(),
            column: None,
            place,
        }
    }

    pub(super) fn paper(paper: &'a Paper, place: &'a str) -> Self {
        At {
            url: &paper.url,
            title: Some(&paper.title),
            column: paper.column.as_deref(),
            place,
        }
    }

    pub(super) fn dated(page: &'a DatedPage, place: &'a str) -> Self {
        At {
            url: &page.url,
            title: page.title.as_deref(),
            column: page.column.as_deref(),
            place,
        }
    }

    /// The same site, on another of its pages.
    pub(super) fn on(self, url: &'a str) -> Self {
        At { url, title: None, ..self }
    }

    /// Any page; `url` is its address as findings name it.
    pub(super) fn page(url: &'a str, facts: &'a PageFacts, place: &'a str) -> Self {
        At {
            url,
            title: facts.title.as_deref().or(facts.html_title.as_deref()),
            column: facts.column.as_deref(),
            place,
        }
    }

    pub(super) fn column(column: &'a ColumnFacts, place: &'a str) -> Self {
        At {
            url: &column.url,
            title: Some(&column.name),
            column: Some(&column.name),
            place,
        }
    }
}

/// A finding about one page of a site.
pub(super) fn finding(rule: &Rule, cx: &Context<'_>, at: &At<'_>, message: String, evidence: Evidence, advice: &str) -> Finding {
    Finding {
        rule: rule.id.into(),
        grade: rule.grade,
        site: cx.site.id.as_str().into(),
        column: at.column.map(Into::into),
        page_url: at.url.into(),
        page_title: at.title.map(Into::into),
        message: message.into(),
        place: at.place.into(),
        target_url: None,
        evidence: evidence.into(),
        advice: advice.into(),
        basis: crate::standard::basis_text(rule.basis).into(),
        key: Text::default(),
    }
}
