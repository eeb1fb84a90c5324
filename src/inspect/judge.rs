//! Everything that is judged once the crawl is over.

mod sites;

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use url::Url;

use super::fold::Folds;
use super::gathered::Gathered;
use super::guard::{self, survive};
use super::outcomes::{Tally, Ticket};
use super::places;
use crate::crawl::CrawlOutcome;
use crate::facts::{Exchange, PageFacts, SiteFacts, Target, Why};
use crate::finding::{Cause, Finding, LinkVerdict, Outcomes, Pool, ReviewRecord, Subject, Verdict};
use crate::plan::Reach;
use crate::rules::{Check, Context, Fold, GuideCase, LinkFacts, PageRef, RULES, Rule};
use crate::site::{Group, Site, report_url};
use crate::standard::Workdays;
use crate::store::{Store, StoreError};
use crate::wording::{Entry, Proofreading};

use super::proofread::{self, Reader};

/// What judging gives.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) reviews: Vec<ReviewRecord>,
    /// The facts of each inspected site, by index into the group.
    pub(super) surveyed: BTreeMap<usize, SiteFacts>,
    /// Columns judged and not judged, guides judged, by index into the group.
    pub(super) counts: BTreeMap<usize, Counts>,
    /// What came of the rules on each inspected site, by index into the group.
    pub(super) outcomes: BTreeMap<usize, Outcomes>,
    /// What the user's lists except and no page had.
    pub(super) idle: Vec<Entry>,
}

/// How much of a site was judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) columns: u64,
    pub(super) columns_unjudged: u64,
    pub(super) guides: u64,
}

/// By what a run is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    /// The day freshness is judged by.
    pub(super) today: Date,
    /// The seed of the draw of pages.
    pub(super) seed: u64,
    /// How far into the sites it went.
    pub(super) reach: Reach,
    /// The calendar that working days are counted by.
    pub(super) workdays: &'a Workdays,
}

impl<'a> Terms<'a> {
    /// What a rule is given about a site.
    fn context(&self, site: &'a Site) -> Context<'a> {
        Context {
            site,
            today: self.today,
            workdays: self.workdays,
        }
    }
}

/// Judges a run.
pub(super) async fn judge(
    store: &Store,
    run: &str,
    group: &Group,
    terms: Terms<'_>,
    outcome: &CrawlOutcome,
    wording: &Proofreading,
) -> Result<Judged, StoreError> {
    let mut judge = Judge::new(RULES, group, terms, outcome, wording);
    // Every page has wording; and in a daily reading a page may link to a target that only another page made us check.
    let keys: Vec<String> = outcome.pages.iter().map(|p| p.key.clone()).collect();
    store
        .pages_at(run, &keys, |row| {
            if let Some(facts) = &row.facts {
                judge.page(&row.site, facts);
                judge.gathered.add(group, outcome, &row, facts, terms.today);
            }
        })
        .await?;
    judge.sites();
    Ok(judge.finish())
}

/// What a verdict is about: the site, the page or column that reviews name, and where what came of it is counted.
#[derive(Clone, Copy)]
struct Spot<'a> {
    index: usize,
    site: &'a Site,
    url: &'a str,
    title: Option<&'a str>,
    column: Option<&'a str>,
    facet: &'static str,
    /// The page's place in the draw, where it is drawn.
    ticket: Option<&'a Ticket>,
}

struct Judge<'a> {
    rules: &'a [&'static Rule],
    folds: Folds,
    tally: Tally,
    gathered: Gathered,
    terms: Terms<'a>,
    reader: Reader<'a>,
    pool: Pool,
    group: &'a Group,
    outcome: &'a CrawlOutcome,
    judged: Judged,
}

impl<'a> Judge<'a> {
    fn new(rules: &'a [&'static Rule], group: &'a Group, terms: Terms<'a>, outcome: &'a CrawlOutcome, wording: &'a Proofreading) -> Self {
        Judge {
            rules,
            folds: Folds::default(),
            tally: Tally::default(),
            gathered: Gathered::default(),
            terms,
            reader: Reader::new(wording),
            pool: Pool::default(),
            group,
            outcome,
            judged: Judged::default(),
        }
    }

    /// Page, guide and link rules, over one page.
    fn page(&mut self, site_id: &str, facts: &PageFacts) {
        let Some((index, site)) = self.group.sites.iter().enumerate().find(|(_, s)| s.id == site_id) else {
            return;
        };
        let cx = self.terms.context(site);
        let url = facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u));
        let title = facts.shown_title();
        let at = PageRef {
            url: &url,
            title,
            column: facts.column.as_deref(),
            is_home: facts.kind == crate::facts::PageKind::Home,
        };
        let ticket = self.tally.draw(self.terms.seed, index, &url, facts);
        let spot = Spot {
            index,
            site,
            url: &url,
            title,
            column: at.column,
            facet: if at.is_home { "home" } else { "inner" },
            ticket: ticket.as_ref(),
        };
        let slips = survive(|| self.reader.page(&site.id, facts)).unwrap_or_else(|| {
            self.fault("typo", site, &url, "用字");
            Vec::new()
        });
        for rule in self.rules.iter().copied() {
            match rule.check {
                Check::Wording(_) if slips.is_empty() => self.tally.passed(index, rule, spot.facet, 1),
                Check::Wording(check) => self.take(rule, &spot, guard::verdict(|| check(&proofread::case(at, &slips), &cx))),
                Check::Page(check) => self.take(rule, &spot, guard::verdict(|| check(facts, &cx))),
                Check::Guide(check) => {
                    if let Some(guide) = &facts.guide {
                        let form_verdicts: Vec<Option<LinkVerdict>> = guide
                            .forms
                            .iter()
                            .map(|f| self.outcome.target(&f.url.as_deref()?.parse().ok()?).map(|t| t.verdict))
                            .collect();
                        let case = GuideCase {
                            page: facts,
                            at,
                            guide,
                            form_verdicts: &form_verdicts,
                        };
                        self.take(rule, &spot, guard::verdict(|| check(&case, &cx)));
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
        if facts.guide.is_some() {
            self.judged.counts.entry(index).or_default().guides += 1;
        }
        if facts.cut_off {
            self.judged.reviews.push(ReviewRecord {
                rule: "link-broken".to_owned(),
                site: site.id.clone(),
                column: facts.column.clone(),
                page_url: url.clone(),
                page_title: title.map(str::to_owned),
                message: format!("{}，其余部分没有检查，请人工核查", Why::CutOff.chinese()),
            });
        }
        self.links(&spot, facts, at, &cx);
        self.places(&spot, facts, at, &cx);
    }

    /// The link rules, over links to places that are not there.
    fn places(&mut self, spot: &Spot<'_>, facts: &PageFacts, at: PageRef<'_>, cx: &Context<'_>) {
        let outcome = self.outcome;
        for lost in places::lost(facts, &|url, place| outcome.lacks_place(url, place)) {
            let case = lost.case(at);
            for rule in self.rules.iter().copied() {
                if let Check::Link(check) = rule.check {
                    self.take(rule, spot, lost.told(guard::verdict(|| check(&case, cx))));
                }
            }
        }
    }

    fn links(&mut self, spot: &Spot<'_>, facts: &PageFacts, at: PageRef<'_>, cx: &Context<'_>) {
        let mut seen = HashSet::new();
        let mut alive = 0;
        for link in &facts.links {
            let parsed;
            let (target, verdict, asked, inside) = match &link.target {
                Target::Web { url, .. } => {
                    let Ok(url) = url.parse::<Url>() else { continue };
                    parsed = report_url(&url);
                    match self.outcome.target(&url) {
                        Some(t) => (parsed.as_str(), t.verdict, (t.exchange, t.probed), t.owner.is_some()),
                        None => continue,
                    }
                }
                Target::Local(raw) => (raw.as_str(), LinkVerdict::Local, (None, None), false),
                Target::Invalid(raw) => (raw.as_str(), LinkVerdict::Dead(Cause::InvalidUrl), (None, None), false),
            };
            // Of what opens there is one thing to say: what it has become.
            let stained = asked.0.is_some_and(|e: &Exchange| e.answer().is_some_and(|a| a.stain.is_some()));
            alive += u64::from(verdict == LinkVerdict::Alive);
            if verdict == LinkVerdict::Alive && !stained || !seen.insert(target.to_owned()) {
                continue;
            }
            let case = LinkFacts {
                target,
                verdict: &verdict,
                exchange: asked.0,
                probed: asked.1,
                link,
                page: at,
                inside,
            };
            for rule in self.rules.iter().copied() {
                if let Check::Link(check) = rule.check {
                    self.take(rule, spot, guard::verdict(|| check(&case, cx)));
                }
            }
        }
        let passed = self.rules.iter().copied().filter(|rule| rule.tells_dead_links());
        passed.for_each(|rule| self.tally.passed(spot.index, rule, spot.facet, alive));
    }

    /// Hands to a person what a fault of the program kept from being judged.
    fn fault(&mut self, rule: &str, site: &Site, page_url: &str, what: &str) {
        self.judged.reviews.push(ReviewRecord {
            rule: rule.to_owned(),
            site: site.id.clone(),
            column: None,
            page_url: page_url.to_owned(),
            page_title: None,
            message: format!("{what}没有检查：{}，请人工核查", Why::Fault.chinese()),
        });
    }

    fn finish(mut self) -> Judged {
        self.judged.idle = self.reader.idle();
        self.judged.outcomes = self.tally.finish();
        let (findings, reviews) = self.folds.told();
        self.judged.findings.extend(findings);
        self.judged.reviews.extend(reviews);
        self.judged
    }

    fn tell(&mut self, rule: &Rule, finding: Finding, at_home: bool) {
        match rule.fold {
            Fold::Site(words) if finding.subject.is_of_many_pages() => self.folds.finding(finding, words, at_home),
            Fold::Site(_) | Fold::Page => self.judged.findings.push(self.pool.share(finding)),
        }
    }

    /// A template that cannot be judged is looked at once, not on every page.
    fn hand_over(&mut self, rule: &Rule, subject: Subject, review: ReviewRecord, at_home: bool) {
        match rule.fold {
            Fold::Site(_) if subject.is_of_many_pages() => self.folds.review(subject, review, at_home),
            Fold::Site(_) | Fold::Page => self.judged.reviews.push(review),
        }
    }

    fn take(&mut self, rule: &'static Rule, spot: &Spot<'_>, verdict: Verdict) {
        self.tally.count(spot.index, rule, spot.facet, &verdict);
        let at_home = spot.facet == "home";
        if let Some(ticket) = spot.ticket {
            self.tally.keep(ticket, rule, &verdict);
        }
        match verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Fail(findings) => {
                for finding in findings {
                    self.tell(rule, finding, at_home);
                }
            }
            Verdict::NeedsReview(findings) => {
                for finding in findings {
                    let review = ReviewRecord::of(&finding);
                    self.hand_over(rule, finding.subject, review, at_home);
                }
            }
            Verdict::NotJudged(why) => {
                let review = ReviewRecord {
                    rule: rule.id.to_owned(),
                    site: spot.site.id.clone(),
                    column: spot.column.map(str::to_owned),
                    page_url: spot.url.to_owned(),
                    page_title: spot.title.map(str::to_owned),
                    message: format!("无法判断“{}”：{}，请人工核查", rule.title, why.chinese()),
                };
                self.hand_over(rule, Subject::thing(why.chinese()), review, at_home);
            }
        }
    }
}

#[cfg(test)]
mod tests;
