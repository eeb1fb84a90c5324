//! The documents of a site: policies, interpretations and repeals, taken in page by page, and how they stand to each other.
//!
//! Of a page only what tells documents apart is kept: address, names, number, and where its links lead.

mod links;
mod names;
mod pairing;
mod repeal;

use jiff::civil::Date;
use url::Url;

use self::links::Linked;
use self::names::{forms, interpreted, is_document, is_interpretation, issuer, quoted};
use self::repeal::Gone;
use super::kind_of_name;
use crate::facts::{Extent, PageFacts, PageKind, Paper, PolicyFacts, PolicyPage};
use crate::lexicon::{PAPER_TITLES, Words};
use crate::site::page_identity;
use crate::site::{Site, report_url};
use crate::standard::{ColumnKind, RECORD_PROVINCES};

/// Documents of one site that are kept, and pages that repeal some: far more than any site has of them.
const MOST_PAPERS: usize = 40_000;
/// Repealed documents that are kept of one site.
const MOST_GONE: usize = 50_000;
/// Characters of an interpretation's text within which it names what it interprets.
const LEAD: usize = 600;
/// Characters of a title that are kept.
const TITLE: usize = 200;

/// Takes in the documents of one site.
#[derive(Debug, Default)]
pub(super) struct Papers {
    policies: Vec<Policy>,
    interpretations: Vec<Interpretation>,
    repeals: Vec<Repeal>,
    /// How many documents the repeals name.
    gone: usize,
    overflown: bool,
}

#[derive(Debug)]
struct Policy {
    paper: Paper,
    names: Vec<String>,
    number: Option<String>,
    issued_here: bool,
    withdrawn: bool,
    linked: Linked,
}

#[derive(Debug)]
struct Interpretation {
    paper: Paper,
    /// The names of the page itself, by which others link to it.
    names: Vec<String>,
    /// The documents its title names.
    about: Vec<Vec<String>>,
    /// The documents the beginning of its text names.
    mentions: Vec<String>,
    linked: Linked,
}

#[derive(Debug)]
struct Repeal {
    paper: Paper,
    gone: Vec<Gone>,
}

/// What a page is among the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Policy,
    Interpretation,
}

impl Papers {
    /// Takes one page in. `end` says where a redirect from an address ended, where one did.
    pub(super) fn add(&mut self, site: &Site, facts: &PageFacts, today: Date, end: &dyn Fn(&Url) -> Option<String>) {
        let Some(title) = facts.title.as_deref().filter(|_| is_text(facts)) else {
            return;
        };
        if self.policies.len() + self.interpretations.len() + self.repeals.len() >= MOST_PAPERS {
            self.overflown = true;
            return;
        }
        let paper = || Paper {
            url: facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u)),
            title: title.chars().take(TITLE).collect(),
            column: facts.column.clone(),
            date: facts.pub_date.known().map(|s| s.date),
        };
        let role = role(site, facts, title);
        let decision = repeal::is_decision(title);
        if decision || role == Some(Role::Policy) {
            let gone = repeal::read(title, &facts.text, today);
            self.gone += gone.len();
            self.overflown |= self.gone > MOST_GONE;
            if !gone.is_empty() && self.gone <= MOST_GONE {
                self.repeals.push(Repeal { paper: paper(), gone });
            }
        }
        let names = forms(title);
        match role {
            Some(Role::Policy) if !decision && !is_draft(title) => self.policies.push(Policy {
                paper: paper(),
                number: facts.document.number.clone(),
                issued_here: issued_here(site, facts, title) && !is_routine(title),
                withdrawn: is_withdrawn(facts),
                linked: Linked::of(facts, &names, end),
                names,
            }),
            Some(Role::Interpretation) => {
                let lead: String = facts.text.chars().take(LEAD).collect();
                self.interpretations.push(Interpretation {
                    paper: paper(),
                    about: interpreted(title),
                    mentions: quoted(&lead).iter().flat_map(|q| forms(q.inner)).collect(),
                    linked: Linked::of(facts, &names, end),
                    names,
                });
            }
            _ => {}
        }
    }

    /// How the documents stand to each other.
    pub(super) fn finish(mut self, home: &str, extent: Extent) -> PolicyFacts {
        self.policies.sort_by(|a, b| a.paper.url.cmp(&b.paper.url));
        self.policies.dedup_by(|a, b| a.paper.url == b.paper.url);
        self.interpretations.sort_by(|a, b| a.paper.url.cmp(&b.paper.url));
        self.interpretations.dedup_by(|a, b| a.paper.url == b.paper.url);
        self.repeals.sort_by(|a, b| a.paper.url.cmp(&b.paper.url));
        let index = pairing::Index::of(&self.policies);
        let (interpretations, interpreted) = pairing::interpretations(&self.interpretations, &self.policies, &index);
        let repealed = pairing::repealed(&self.repeals, &self.policies, &index);
        let policies = self
            .policies
            .into_iter()
            .zip(interpreted)
            .map(|(policy, interpreted)| PolicyPage {
                paper: policy.paper,
                issued_here: policy.issued_here && !policy.withdrawn,
                interpreted,
            })
            .collect();
        PolicyFacts {
            extent: if self.overflown && extent == Extent::Whole {
                Extent::Partly
            } else {
                extent
            },
            home: home.to_owned(),
            policies,
            interpretations,
            repealed,
        }
    }
}

/// Whether a page is taken in as an interpretation.
pub(super) fn interprets(site: &Site, facts: &PageFacts) -> bool {
    let title = facts.title.as_deref().filter(|_| is_text(facts));
    title.is_some_and(|title| role(site, facts, title) == Some(Role::Interpretation))
}

/// Whether a page is a text by itself.
fn is_text(facts: &PageFacts) -> bool {
    matches!(
        facts.kind,
        PageKind::Article | PageKind::Policy | PageKind::Interpretation | PageKind::Attachment | PageKind::Other
    ) && facts.listing.is_none()
}

fn role(site: &Site, facts: &PageFacts, title: &str) -> Option<Role> {
    let listed = facts
        .column
        .as_deref()
        .and_then(|name| site.columns.iter().find(|c| c.name == name))
        .or_else(|| {
            let page = page_identity(&facts.url.parse().ok()?);
            site.columns.iter().find(|c| {
                let folder = page_identity(&c.url);
                folder.ends_with('/') && page.len() > folder.len() && page.starts_with(&folder)
            })
        });
    let named = || {
        let crumbs = facts.breadcrumb.iter().rev().map(|c| c.text.as_str());
        let mut kinds = facts.column.as_deref().into_iter().chain(crumbs).map(kind_of_name);
        kinds.find(|k| matches!(k, ColumnKind::Policy | ColumnKind::Interpretation))
    };
    let kind = listed.map(|c| c.kind).filter(|k| *k != ColumnKind::Other).or_else(named);
    match kind {
        Some(ColumnKind::Interpretation) if is_document(title) => Some(Role::Policy),
        Some(ColumnKind::Interpretation) => Some(Role::Interpretation),
        _ if is_interpretation(title) => Some(Role::Interpretation),
        Some(ColumnKind::Policy) => Some(Role::Policy),
        _ if facts.kind == PageKind::Policy => Some(Role::Policy),
        _ => None,
    }
}

/// A text that is asked for opinions on, or that reports of one, is no document yet.
fn is_draft(title: &str) -> bool {
    static DRAFT: Words = Words::used(PAPER_TITLES, "draft");
    DRAFT.any_in(title)
}

/// What is issued in the course of business and asks for no interpretation.
fn is_routine(title: &str) -> bool {
    static ROUTINE: Words = Words::used(PAPER_TITLES, "routine");
    ROUTINE.any_in(title)
}

fn is_withdrawn(facts: &PageFacts) -> bool {
    let says = |text: &str| text.contains("废止") || text.contains("失效");
    facts.document.withdrawn.is_some()
        || facts.column.as_deref().is_some_and(says)
        || facts.breadcrumb.iter().any(|c| says(&c.text))
        || facts.title.as_deref().is_some_and(says)
}

/// Whether a document was issued in the name of whom the site belongs to: its title begins with that name, or it has a
/// number, names nobody else, and comes from there.
fn issued_here(site: &Site, facts: &PageFacts, title: &str) -> bool {
    let sponsor = facts.footer.sponsor.as_deref().unwrap_or_default();
    let own: Vec<&str> = [site.name.as_str(), sponsor]
        .into_iter()
        .filter(|n| n.chars().count() >= 4)
        .collect();
    if let Some(issuer) = issuer(title) {
        return own
            .iter()
            .any(|name| issuer.starts_with(name) || (issuer.chars().count() >= 5 && name.starts_with(issuer)));
    }
    if own.iter().any(|name| title.starts_with(name)) {
        return true;
    }
    let numbered = facts
        .document
        .number
        .as_deref()
        .is_some_and(|number| own.iter().any(|name| is_number_of(number, name)));
    let source = facts.source.as_deref().unwrap_or_default();
    numbered && source.chars().count() >= 4 && own.iter().any(|name| name.contains(source) || source.contains(name))
}

/// Whether a number may be one of an authority: it begins with a sign of its place (鹭公规 of 鹭岛市公安局, 望公 of its
/// 望海分局) or of its province (闽公综). What begins otherwise is of another: ministries begin with what they are for (民发,
/// 发改经体), 国 or 中.
fn is_number_of(number: &str, name: &str) -> bool {
    let Some(first) = number.chars().next() else { return false };
    let higher = matches!(first, '国' | '中') || number.contains('部') || number.contains("总局");
    !higher && (RECORD_PROVINCES.contains(first) || places_of(name).any(|place| place.chars().take(2).any(|c| c == first)))
}

/// The parts of an authority's name that begin with a place: the first, each division, and what stands behind the body it
/// belongs to.
fn places_of(name: &str) -> impl Iterator<Item = &str> {
    let mut of_body = true;
    name.split_inclusive(['省', '市', '区', '县', '州', '盟', '旗', '局', '厅', '委'])
        .filter(move |part| {
            let begins = std::mem::replace(&mut of_body, part.ends_with(['局', '厅', '委']));
            begins || part.ends_with(['省', '市', '区', '县', '州', '盟', '旗'])
        })
}

#[cfg(test)]
mod tests;
