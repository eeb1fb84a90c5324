//! The one place that calls rules: over a page with its links, guide and wording, and over a site as read.

use std::collections::HashSet;

use url::Url;

use super::crawled::LinkTable;
use super::lost_places;
use super::panics;
use super::proofread;
use crate::facts::{Cause, Exchange, LinkState, PageFacts, PageKind, Target};
use crate::finding::Verdict;
use crate::rules::{
    ATTACHMENT, Check, Context, GuideCase, InquiryCase, KindCase, LinkFacts, PageRef, Rule, SYSTEM, leads_to_document, leads_to_system,
};
use crate::site::report_url;
use crate::standard::ColumnKind;
use crate::survey::SiteRead;
use crate::wording::Slip;

/// A page by its address as findings name it.
pub struct PageCase<'a> {
    /// The page.
    pub facts: &'a PageFacts,
    /// Its address as findings name it.
    pub url: &'a str,
    /// The slips in its wording, each with its sentence.
    pub slips: &'a [(String, Slip)],
}

impl<'a> PageCase<'a> {
    /// The page as rules name it.
    pub fn at(&self) -> PageRef<'a> {
        at(self.facts, self.url)
    }
}

/// A page as rules name it; `url` is its address as findings name it.
pub(super) fn at<'a>(facts: &'a PageFacts, url: &'a str) -> PageRef<'a> {
    PageRef {
        url,
        title: facts.shown_title(),
        column: facts.column.as_deref(),
        is_home: facts.kind == PageKind::Home,
    }
}

/// The address of a page as findings name it.
pub fn named(facts: &PageFacts) -> String {
    facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u))
}

/// What came of a rule on a page.
pub enum Said {
    /// It judged.
    Verdict(Verdict),
    /// So many subjects were right, for which it need not be called.
    Passed(u64),
    /// So many of these bear a mark of the evidence, by its key.
    Marked(&'static str, u64),
}

/// Links that are plainly alive.
#[derive(Default)]
struct Alive {
    all: u64,
    /// Those that lead to a document, and to a system.
    attachments: u64,
    systems: u64,
}

/// Page, wording, guide and link rules, over one page.
pub fn page(rules: &[&'static Rule], case: &PageCase<'_>, links: &LinkTable, cx: &Context<'_>, say: &mut dyn FnMut(&'static Rule, Said)) {
    let (facts, at) = (case.facts, case.at());
    for rule in rules.iter().copied() {
        match rule.check {
            Check::Wording(_) if case.slips.is_empty() => say(rule, Said::Passed(1)),
            Check::Wording(check) => {
                let verdict = panics::verdict(|| check(&proofread::case(at, case.slips), cx));
                say(rule, Said::Verdict(verdict));
            }
            Check::Page(check) => say(rule, Said::Verdict(panics::verdict(|| check(facts, cx)))),
            Check::Guide(check) => {
                if let Some(guide) = &facts.guide {
                    let state_of = |url: Option<&String>| Some(links.get(&url?.parse().ok()?)?.state.clone());
                    let form_states: Vec<Option<LinkState>> = guide.forms.iter().map(|f| state_of(f.url.as_ref())).collect();
                    let case = GuideCase {
                        page: facts,
                        at,
                        guide,
                        form_states: &form_states,
                    };
                    say(rule, Said::Verdict(panics::verdict(|| check(&case, cx))));
                }
            }
            Check::Link(_)
            | Check::Kind(_)
            | Check::Column(_)
            | Check::Papers(_)
            | Check::Dates(_)
            | Check::Inquiries(_)
            | Check::Site(_) => {}
        }
    }
    let mut of_links = |case: &LinkFacts<'_>, tell: &dyn Fn(Verdict) -> Verdict| {
        for rule in rules.iter().copied() {
            if let Check::Link(check) = rule.check {
                say(rule, Said::Verdict(tell(panics::verdict(|| check(case, cx)))));
            }
        }
    };
    let alive = links_of(facts, at, links, &mut |case| of_links(case, &|verdict| verdict));
    for lost in lost_places::lost(facts, &|url, place| links.lacks_place(url, place)) {
        of_links(&lost.case(at), &|verdict| lost.with_others(verdict));
    }
    let dead = rules.iter().copied().filter(|rule| rule.finds_dead_links());
    for rule in dead {
        if alive.all == 0 {
            continue;
        }
        say(rule, Said::Passed(alive.all));
        say(rule, Said::Marked(ATTACHMENT.id, alive.attachments));
        say(rule, Said::Marked(SYSTEM.id, alive.systems));
    }
}

/// Every link of a page of which something is to be said, each target once; gives how many are plainly alive.
fn links_of(facts: &PageFacts, at: PageRef<'_>, links: &LinkTable, each: &mut dyn FnMut(&LinkFacts<'_>)) -> Alive {
    let mut seen = HashSet::new();
    let mut alive = Alive::default();
    for link in &facts.links {
        let parsed;
        let local;
        let (target, state, asked, inside) = match &link.target {
            Target::Web { url, .. } => {
                let Ok(url) = url.parse::<Url>() else { continue };
                parsed = report_url(&url);
                match links.get(&url) {
                    Some(l) => (parsed.as_str(), l.state, (l.exchange, l.probed, l.silent), l.inside),
                    None => continue,
                }
            }
            Target::Local(raw) => (raw.as_str(), &LinkState::Local, (None, None, None), false),
            Target::Invalid(raw) => {
                local = LinkState::Dead(Cause::InvalidUrl);
                (raw.as_str(), &local, (None, None, None), false)
            }
        };
        // Of what opens there is one thing to say: what it has become.
        let hijacked = asked.0.is_some_and(|e: &Exchange| e.answer().is_some_and(|a| a.hijack.is_some()));
        if *state == LinkState::Alive {
            alive.all += 1;
            alive.attachments += u64::from(leads_to_document(link, target));
            alive.systems += u64::from(leads_to_system(link, target));
        }
        if *state == LinkState::Alive && !hijacked || !seen.insert(target.to_owned()) {
            continue;
        }
        each(&LinkFacts {
            target,
            state,
            exchange: asked.0,
            probed: asked.1,
            silent: asked.2,
            link,
            page: at,
            inside,
        });
    }
    alive
}

/// How much of a site is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View<'a> {
    /// All that was read of it.
    Site,
    /// One page of it, by its address: what is said of the whole is left aside.
    Page(&'a str),
}

/// What a rule said of a site.
pub struct OfSite {
    /// The rule.
    pub rule: &'static Rule,
    /// The page that reviews name.
    pub url: String,
    /// The column it is about, where it is about one.
    pub column: Option<String>,
    /// Where it is counted: the id of a kind of column, else empty.
    pub facet: &'static str,
    /// What it said.
    pub verdict: Verdict,
}

/// The rules over sites, columns, kinds of columns, messages, documents and dates.
pub fn site(rules: &[&'static Rule], read: &SiteRead, view: View<'_>, cx: &Context<'_>) -> Vec<OfSite> {
    let facts = &read.facts;
    let mut said = Vec::new();
    let whole = view == View::Site;
    for rule in rules.iter().copied() {
        let mut of_site = |facet: &'static str, verdict: Verdict| {
            said.push(OfSite {
                rule,
                url: facts.home.url.clone(),
                column: None,
                facet,
                verdict,
            });
        };
        match rule.check {
            Check::Site(check) if whole => of_site("", panics::verdict(|| check(facts, cx))),
            Check::Papers(check) if whole => {
                let found = panics::verdicts(|| check(&read.policies, cx));
                for verdict in found {
                    of_site("", verdict);
                }
            }
            Check::Dates(check) => {
                for verdict in panics::verdicts(|| check(&read.dates, cx)) {
                    of_site("", verdict);
                }
            }
            Check::Inquiries(check) => {
                let consultation = facts.columns.iter().filter(|c| whole && c.kind == ColumnKind::Consultation);
                let case = InquiryCase {
                    inquiries: &facts.inquiries,
                    columns: consultation.collect(),
                    whole,
                };
                for verdict in panics::verdicts(|| check(&case, cx)) {
                    of_site("", verdict);
                }
            }
            Check::Kind(check) if whole => {
                for kind in ColumnKind::ALL.iter().copied() {
                    let case = KindCase {
                        kind,
                        columns: facts.columns.iter().filter(|c| c.kind == kind).collect(),
                        site: facts,
                    };
                    of_site(kind.id(), panics::verdict(|| check(&case, cx)));
                }
            }
            Check::Column(check) => {
                let in_view = facts.columns.iter().filter(|c| match view {
                    View::Site => true,
                    View::Page(url) => c.url == url,
                });
                said.extend(in_view.map(|column| OfSite {
                    rule,
                    url: column.url.clone(),
                    column: Some(column.name.clone()),
                    facet: column.kind.id(),
                    verdict: panics::verdict(|| check(column, cx)),
                }));
            }
            Check::Site(_) | Check::Papers(_) | Check::Kind(_) | Check::Page(_) | Check::Link(_) | Check::Guide(_) | Check::Wording(_) => {}
        }
    }
    said
}
