//! How a rule states what it found: about what, where, in which words, for which reasons, and what to do.

use serde_json::Value;

use super::page_class::address;
use super::{Context, PageRef, Rule};
use crate::facts::{ColumnFacts, DatedPage, PageFacts, Paper, SiteFacts};
use crate::finding::{Evidence, Finding, Grade, Key, Subject, Text};
use crate::standard::{Clause, basis_text};

/// A finding of a rule about a subject, to be said in the methods of [`Statement`]. On the home page unless it says where.
pub(crate) fn finding<'r>(rule: &'r Rule, cx: &Context<'_>, subject: Subject) -> Statement<'r> {
    let former_key = match &subject {
        Subject::Thing(thing) | Subject::OnPage(_, thing) => thing.clone(),
        _ => Text::default(),
    };
    Statement {
        rule,
        evidence: Evidence::new(),
        finding: Finding {
            rule: rule.id.into(),
            grade: rule.grade,
            site: cx.site.id.as_str().into(),
            column: None,
            page_url: cx.site.url.as_str().into(),
            page_title: None,
            message: Text::default(),
            place: Text::default(),
            target_url: None,
            evidence: Evidence::new().into(),
            advice: Text::default(),
            basis: basis_text(rule.basis).into(),
            subject,
            remark: false,
            former_key,
        },
    }
}

/// A finding that is being said.
#[derive(Clone)]
pub(crate) struct Statement<'r> {
    rule: &'r Rule,
    evidence: Evidence,
    finding: Finding,
}

impl Statement<'_> {
    /// The page that is named, and the place on it.
    pub(crate) fn at(mut self, page: impl Into<At>, place: impl Into<Text>) -> Self {
        let At { url, title, column } = page.into();
        self.finding.page_url = url;
        self.finding.page_title = title;
        self.finding.column = column;
        self.finding.place = place.into();
        self
    }

    /// One sentence in Chinese that a person can forward.
    pub(crate) fn says(mut self, message: impl Into<Text>) -> Self {
        self.finding.message = message.into();
        self
    }

    /// What to do.
    pub(crate) fn advice(mut self, advice: impl Into<Text>) -> Self {
        self.finding.advice = advice.into();
        self
    }

    /// The address in question.
    pub(crate) fn link(mut self, target: impl Into<Text>) -> Self {
        self.finding.target_url = Some(target.into());
        self
    }

    /// Another grade than the rule's.
    pub(crate) fn grade(mut self, grade: Grade) -> Self {
        self.finding.grade = grade;
        self
    }

    /// Other clauses than all the rule's.
    pub(crate) fn basis(mut self, clauses: &[Clause]) -> Self {
        self.finding.basis = basis_text(clauses).into();
        self
    }

    /// One thing the judgement rests on, under a key that the rule declares.
    pub(crate) fn because(mut self, key: Key, value: impl Into<Value>) -> Self {
        let value = value.into();
        debug_assert!(
            self.declares(key.id, &value),
            "{} does not declare {} to be {value}",
            self.rule.id,
            key.id
        );
        self.evidence.insert(key.id.to_owned(), value);
        self
    }

    /// The same where it is known.
    pub(crate) fn because_known(self, key: Key, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.because(key, value),
            None => self,
        }
    }

    /// That something is so. That it is not goes without saying.
    pub(crate) fn because_so(self, key: Key, so: bool) -> Self {
        if so { self.because(key, true) } else { self }
    }

    /// All that was gathered elsewhere, under keys that the rule declares.
    pub(crate) fn because_of(mut self, evidence: Evidence) -> Self {
        for (key, value) in evidence {
            debug_assert!(self.declares(&key, &value), "{} does not declare {key} to be {value}", self.rule.id);
            self.evidence.insert(key, value);
        }
        self
    }

    fn declares(&self, key: &str, value: &Value) -> bool {
        self.rule.keys().any(|own| own.id == key && own.shape.takes(value))
    }

    /// What told this finding from others of its page before findings had subjects, where that was not the thing it is about:
    /// under it the first sighting is found in a store of the version before.
    pub(crate) fn formerly(mut self, key: impl Into<Text>) -> Self {
        self.finding.former_key = key.into();
        self
    }

    /// The finding.
    pub(crate) fn done(self) -> Finding {
        Finding {
            evidence: self.evidence.into(),
            ..self.finding
        }
    }
}

/// The page a finding names.
#[derive(Debug, Clone)]
pub(crate) struct At {
    url: Text,
    title: Option<Text>,
    column: Option<Text>,
}

impl At {
    /// The page at an address, normalised, of which nothing else is known.
    pub(crate) fn url(url: &str) -> Self {
        At {
            url: url.into(),
            title: None,
            column: None,
        }
    }

    /// The same with a title.
    pub(crate) fn titled(self, title: Option<&str>) -> Self {
        At {
            title: title.map(Into::into),
            ..self
        }
    }

    /// The same in a column.
    pub(crate) fn of_column(self, column: Option<&str>) -> Self {
        At {
            column: column.map(Into::into),
            ..self
        }
    }
}

/// The home page.
impl From<&SiteFacts> for At {
    fn from(facts: &SiteFacts) -> Self {
        At::url(&facts.home.url).titled(facts.home.title.as_deref())
    }
}

impl From<&Paper> for At {
    fn from(paper: &Paper) -> Self {
        At::url(&paper.url).titled(Some(&paper.title)).of_column(paper.column.as_deref())
    }
}

impl From<&DatedPage> for At {
    fn from(page: &DatedPage) -> Self {
        At::url(&page.url).titled(page.title.as_deref()).of_column(page.column.as_deref())
    }
}

impl From<&PageFacts> for At {
    fn from(facts: &PageFacts) -> Self {
        At::url(&address(facts))
            .titled(facts.title.as_deref().or(facts.html_title.as_deref()))
            .of_column(facts.column.as_deref())
    }
}

impl From<&ColumnFacts> for At {
    fn from(column: &ColumnFacts) -> Self {
        At::url(&column.url).titled(Some(&column.name)).of_column(Some(&column.name))
    }
}

impl From<PageRef<'_>> for At {
    fn from(page: PageRef<'_>) -> Self {
        At::url(page.url).titled(page.title).of_column(page.column)
    }
}
