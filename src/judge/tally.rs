//! What came of the rules, counted while pages are judged one by one, and the pages that are drawn for the tables.

use std::collections::BTreeMap;

use crate::draw::{Offered, Sample, ticket};
use crate::facts::{PageFacts, PageKind};
use crate::finding::{Finding, PageSample, RuleOutcome, RuleOutcomes, SampledFinding, SampledPage, Verdict};
use crate::rules::Rule;
use crate::score::SAMPLES_KEPT;

/// Reasons kept of what could not be judged.
const REASONS: usize = 3;

/// Counts for one site. Memory does not grow with pages.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: BTreeMap<(&'static str, &'static str), RuleOutcome>,
    /// Pages of one kind, drawn by their addresses.
    samples: BTreeMap<PageKind, Sample<DrawnPage>>,
}

/// A page that is drawn as things stand.
#[derive(Debug, Default)]
struct DrawnPage {
    title: Option<String>,
    findings: Vec<Finding>,
    unjudged: Vec<String>,
}

/// A page among those of its kind: where what is found on it is kept while it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    kind: PageKind,
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
    /// Counts a verdict.
    pub(super) fn count(&mut self, rule: &'static Rule, facet: &'static str, verdict: &Verdict) {
        let (passed, failed, why) = match verdict {
            Verdict::NotApplicable => return,
            Verdict::Pass => (1, 0, None),
            Verdict::Fail(_) => (0, 1, None),
            Verdict::NeedsReview(_) => (0, 0, Some("需人工核查")),
            Verdict::NotJudged(why) => (0, 0, Some(why.chinese())),
        };
        let row = self.row(rule.id, facet);
        row.passed += passed;
        row.failed += failed;
        if let Some(why) = why {
            row.unjudged += 1;
            if row.why.len() < REASONS && !row.why.iter().any(|w| w == why) {
                row.why.push(why.to_owned());
            }
        }
    }

    /// Counts subjects that were looked at and right, which no rule was called for.
    pub(super) fn passed(&mut self, rule: &'static Rule, facet: &'static str, count: u64) {
        if count > 0 {
            self.row(rule.id, facet).passed += count;
        }
    }

    fn row(&mut self, rule: &'static str, facet: &'static str) -> &mut RuleOutcome {
        self.rows.entry((rule, facet)).or_insert_with(|| RuleOutcome {
            rule: rule.to_owned(),
            facet: facet.to_owned(),
            ..RuleOutcome::default()
        })
    }

    /// Draws a page, or not: none where it is of no kind that is drawn, or its ticket is too high. The ticket is a hash of
    /// the seed and the address, so that anybody can repeat the draw and the order of pages does not matter.
    pub(super) fn draw(&mut self, seed: u64, url: &str, facts: &PageFacts) -> Option<Ticket> {
        if !DRAWN_OF.iter().any(|(kind, _)| *kind == facts.kind) {
            return None;
        }
        let page = DrawnPage {
            title: facts.title.clone(),
            ..DrawnPage::default()
        };
        let sample = self.samples.entry(facts.kind).or_insert_with(|| Sample::new(SAMPLES_KEPT));
        // One page under two addresses comes twice.
        match sample.offer(ticket(seed, url), url, page) {
            Offered::Kept(_) => Some(Ticket {
                kind: facts.kind,
                url: url.to_owned(),
            }),
            Offered::TooHigh(_) | Offered::Twice(_) => None,
        }
    }

    /// Keeps what a rule said of a drawn page.
    pub(super) fn keep(&mut self, ticket: &Ticket, rule: &Rule, verdict: &Verdict) {
        let drawn = self.samples.get_mut(&ticket.kind).and_then(|sample| sample.get_mut(&ticket.url));
        let Some(drawn) = drawn else { return };
        match verdict {
            Verdict::Fail(findings) => drawn.findings.extend(findings.iter().cloned()),
            Verdict::NeedsReview(_) | Verdict::NotJudged(_) => drawn.unjudged.push(rule.id.to_owned()),
            Verdict::Pass | Verdict::NotApplicable => {}
        }
    }

    /// Keeps what a rule over a whole site said of pages that are drawn.
    pub(super) fn keep_by_address(&mut self, rule: &Rule, verdict: &Verdict) {
        let (Verdict::Fail(findings) | Verdict::NeedsReview(findings)) = verdict else {
            return;
        };
        for finding in findings {
            let url = rule.faulty_page(finding);
            for drawn in self.samples.values_mut().filter_map(|sample| sample.get_mut(url)) {
                match verdict {
                    Verdict::Fail(_) => drawn.findings.push(finding.clone()),
                    _ => drawn.unjudged.push(rule.id.to_owned()),
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
