//! What came of the rules, counted while pages are judged one by one, and the pages that are drawn for the tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::draw::{Offered, Sample, ticket};
use crate::facts::{PageFacts, PageKind};
use crate::finding::{Evidence, Finding, PageSample, Reviewed, RuleOutcome, RuleOutcomes, SampledFinding, SampledPage, Verdict};
use crate::rules::{Check, Rule};
use crate::score::SAMPLES_KEPT;

/// Reasons kept of what could not be judged.
const REASONS: usize = 3;

/// Kinds of reviews told apart for one rule; those of more count wherever their rule does.
const REVIEWED: usize = 50;

/// What is said of a page that is left to a person.
const REVIEW: &str = "原因见人工核查.csv";

/// Counts for one site. Memory does not grow with pages.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The keys of evidence that any table asks for.
    asked: BTreeSet<String>,
    rows: BTreeMap<(&'static str, &'static str), RuleOutcome>,
    /// Pages of one kind, drawn by their addresses.
    samples: BTreeMap<PageKind, Sample<DrawnPage>>,
}

/// A page that is drawn as things stand.
#[derive(Debug, Default)]
struct DrawnPage {
    title: Option<String>,
    findings: Vec<Finding>,
    unjudged: Vec<(String, String)>,
    skipped: Vec<String>,
}

/// A page among those of its kinds: where what is found on it is kept while it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    kinds: Vec<PageKind>,
    url: String,
}

/// The names of the kinds pages are drawn of, as `xuncha page` prints them.
const DRAWN_OF: [(PageKind, &str); 6] = [
    (PageKind::Guide, "guide"),
    (PageKind::Article, "article"),
    (PageKind::List, "list"),
    (PageKind::Interpretation, "interpretation"),
    (PageKind::Policy, "policy"),
    (PageKind::Reply, "reply"),
];

impl Tally {
    /// Nothing counted yet; `asked` are the keys of evidence that any table asks for.
    pub(super) fn asking(asked: BTreeSet<String>) -> Self {
        Tally { asked, ..Tally::default() }
    }

    /// Counts a verdict.
    pub(super) fn count(&mut self, rule: &'static Rule, facet: &'static str, verdict: &Verdict) {
        match verdict {
            Verdict::NotApplicable => {}
            Verdict::Pass | Verdict::Remark(_) => self.row(rule, facet).passed += 1,
            Verdict::Fail(_) => self.row(rule, facet).failed += 1,
            Verdict::NeedsReview(findings) => self.review(rule, facet, findings),
            Verdict::NotJudged(why) => self.unjudged(rule, facet, why.chinese()),
        }
    }

    /// Counts what is left to a person: one subject, or every page that its row names.
    fn review(&mut self, rule: &'static Rule, facet: &'static str, findings: &[Finding]) {
        let subjects = findings.iter().map(|f| rule.faulty_pages(f).len()).max().unwrap_or(1).max(1) as u64;
        let mut said: Vec<Evidence> = Vec::new();
        for finding in findings {
            let asked = |(key, _): &(&String, &_)| self.asked.contains(*key);
            let one: Evidence = finding.evidence.iter().filter(asked).map(|(k, v)| (k.clone(), v.clone())).collect();
            if !said.contains(&one) {
                said.push(one);
            }
        }
        let row = self.row(rule, facet);
        row.unjudged += subjects;
        row.reviews += subjects;
        if let Some(same) = row.reviewed.iter_mut().find(|r| r.said == said) {
            same.count += subjects;
        } else if row.reviewed.len() < REVIEWED {
            row.reviewed.push(Reviewed { said, count: subjects });
        }
    }

    /// Counts a subject that could not be judged.
    fn unjudged(&mut self, rule: &'static Rule, facet: &'static str, why: &str) {
        let row = self.row(rule, facet);
        row.unjudged += 1;
        if row.why.len() < REASONS && !row.why.iter().any(|w| w == why) {
            row.why.push(why.to_owned());
        }
    }

    /// Counts a page whose text could not be read, for a rule that had nothing to say of it. The rule that tells of it has a
    /// row for a person.
    pub(super) fn unread(&mut self, rule: &'static Rule, facet: &'static str, ticket: Option<&Ticket>, why: &str) {
        self.unjudged(rule, facet, why);
        let Some(ticket) = ticket else { return };
        for drawn in self.drawn(ticket) {
            drawn.unjudged.push((rule.id.to_owned(), why.to_owned()));
        }
    }

    /// Counts subjects that were looked at and right, which no rule was called for.
    pub(super) fn passed(&mut self, rule: &'static Rule, facet: &'static str, count: u64) {
        if count > 0 {
            self.row(rule, facet).passed += count;
        }
    }

    /// Counts those of them that bear a mark of the evidence: none is a number too.
    pub(super) fn marked(&mut self, rule: &'static Rule, facet: &'static str, key: &'static str, count: u64) {
        *self.row(rule, facet).marked.entry(key.to_owned()).or_default() += count;
    }

    fn row(&mut self, rule: &'static Rule, facet: &'static str) -> &mut RuleOutcome {
        self.rows.entry((rule.id, facet)).or_insert_with(|| RuleOutcome {
            rule: rule.id.to_owned(),
            facet: facet.to_owned(),
            unit: rule.unit().to_owned(),
            ..RuleOutcome::default()
        })
    }

    /// Draws a page, or not: none where it is of no kind that is drawn, or its ticket is too high. The ticket is a hash of
    /// the seed and the address, so that anybody can repeat the draw and the order of pages does not matter.
    ///
    /// An interpretation is what the rules over documents hold for one (`interprets`), whatever the page by itself looks like:
    /// what they never judge is no page to draw.
    pub(super) fn draw(&mut self, seed: u64, url: &str, facts: &PageFacts, interprets: bool) -> Option<Ticket> {
        let own = (facts.kind != PageKind::Interpretation).then_some(facts.kind);
        let kinds = own.into_iter().chain(interprets.then_some(PageKind::Interpretation));
        let mut kept = Vec::new();
        for kind in kinds.filter(|kind| DRAWN_OF.iter().any(|(of, _)| of == kind)) {
            let page = DrawnPage {
                title: facts.title.clone(),
                ..DrawnPage::default()
            };
            let sample = self.samples.entry(kind).or_insert_with(|| Sample::new(SAMPLES_KEPT));
            // One page under two addresses comes twice.
            if let Offered::Kept(_) = sample.offer(ticket(seed, url), url, page) {
                kept.push(kind);
            }
        }
        (!kept.is_empty()).then(|| Ticket {
            kinds: kept,
            url: url.to_owned(),
        })
    }

    /// A page in the samples it is drawn for.
    fn drawn<'t>(&'t mut self, ticket: &'t Ticket) -> impl Iterator<Item = &'t mut DrawnPage> {
        let samples = self.samples.iter_mut().filter(|(kind, _)| ticket.kinds.contains(kind));
        samples.filter_map(|(_, sample)| sample.get_mut(&ticket.url))
    }

    /// Keeps what a rule said of a drawn page.
    pub(super) fn keep(&mut self, ticket: &Ticket, rule: &Rule, verdict: &Verdict) {
        let id = || rule.id.to_owned();
        for drawn in self.drawn(ticket) {
            match verdict {
                Verdict::Fail(findings) => drawn.findings.extend(findings.iter().cloned()),
                Verdict::NeedsReview(_) => drawn.unjudged.push((id(), REVIEW.to_owned())),
                Verdict::NotJudged(why) => drawn.unjudged.push((id(), why.chinese().to_owned())),
                // What wears no template, or is no page of the site itself, is left aside by rules over pages; a guide in which
                // there is nothing to complain of is a good one.
                Verdict::NotApplicable if matches!(rule.check, Check::Page(_)) => drawn.skipped.push(id()),
                Verdict::Pass | Verdict::Remark(_) | Verdict::NotApplicable => {}
            }
        }
    }

    /// Keeps what a rule over a whole site said of pages that are drawn.
    pub(super) fn keep_by_address(&mut self, rule: &Rule, verdict: &Verdict) {
        let (Verdict::Fail(findings) | Verdict::NeedsReview(findings)) = verdict else {
            return;
        };
        for finding in findings {
            for url in rule.faulty_pages(finding) {
                for drawn in self.samples.values_mut().filter_map(|sample| sample.get_mut(url)) {
                    match verdict {
                        Verdict::Fail(_) => drawn.findings.push(finding.clone()),
                        _ => drawn.unjudged.push((rule.id.to_owned(), REVIEW.to_owned())),
                    }
                }
            }
        }
    }

    /// What was counted.
    pub(super) fn finish(self) -> RuleOutcomes {
        let samples = self.samples.into_iter().map(|(kind, sample)| {
            let of = DRAWN_OF.iter().find(|(k, _)| *k == kind).map_or("", |(_, name)| name);
            let population = sample.population();
            let pages = sample.into_drawn().into_iter().map(|drawn| SampledPage {
                url: drawn.key,
                title: drawn.value.title,
                findings: drawn
                    .value
                    .findings
                    .into_iter()
                    .map(|finding| SampledFinding { id: finding.id(), finding })
                    .collect(),
                unjudged: drawn.value.unjudged,
                skipped: drawn.value.skipped,
            });
            PageSample {
                of: of.to_owned(),
                population,
                pages: pages.collect(),
            }
        });
        RuleOutcomes {
            samples: samples.collect(),
            rows: self.rows.into_values().collect(),
        }
    }
}
