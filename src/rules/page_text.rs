//! What home and column rules share: a finding about a page as a whole.

use super::{Context, Rule};
use crate::facts::{ColumnFacts, PageFacts, SiteFacts};
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

    pub(super) fn page(page: &'a PageFacts, place: &'a str) -> Self {
        At {
            url: &page.url,
            title: page.title.as_deref().or(page.html_title.as_deref()),
            column: page.column.as_deref(),
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
