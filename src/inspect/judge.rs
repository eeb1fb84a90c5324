//! Everything that is judged once the crawl is over.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use url::Url;

use super::folded::Folded;
use super::outcomes::{Tally, Ticket};
use super::{places, reach};
use crate::crawl::CrawlOutcome;
use crate::facts::{Fact, PageFacts, SiteFacts, Target, Unreachable, Why};
use crate::finding::{Cause, Finding, LinkVerdict, Outcomes, Pool, Reason, ReviewRecord, Verdict};
use crate::plan::Reach;
use crate::rules::{Check, Context, GuideCase, KindCase, LinkFacts, PageRef, RULES, Rule};
use crate::site::{Group, Site, report_url};
use crate::standard::ColumnKind;
use crate::store::{Store, StoreError};
use crate::wording::Proofreading;

use super::proofread::{self, Reader};

/// What judging gives.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) reviews: Vec<ReviewRecord>,
    /// The facts of each inspected site, by index into the group.
    pub(super) surveyed: BTreeMap<usize, SiteFacts>,
    /// Columns judged and not judged, guides judged, by index into the group.
    pub(super) counts: BTreeMap<usize, Counts>,
    /// What came of the rules on each inspected site, by index into the group.
    pub(super) outcomes: BTreeMap<usize, Outcomes>,
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
pub(super) struct Terms {
    /// The day freshness is judged by.
    pub(super) today: Date,
    /// The seed of the draw of pages.
    pub(super) seed: u64,
    /// How far into the sites it went.
    pub(super) reach: Reach,
}

/// Judges a run.
pub(super) async fn judge(
    store: &Store,
    run: &str,
    group: &Group,
    terms: Terms,
    outcome: &CrawlOutcome,
    wording: &Proofreading,
) -> Result<Judged, StoreError> {
    let mut judge = Judge {
        folded: Folded::default(),
        tally: Tally::default(),
        terms,
        reader: Reader::new(wording),
        pool: Pool::default(),
        group,
        outcome,
        judged: Judged {
            findings: vec![],
            reviews: vec![],
            surveyed: BTreeMap::new(),
            counts: BTreeMap::new(),
            outcomes: BTreeMap::new(),
        },
    };
    judge.sites();
    // Every page has wording; and in a daily reading a page may link to a target that only another page made us check.
    let keys: Vec<String> = outcome.pages.iter().map(|p| p.key.clone()).collect();
    store
        .pages_at(run, &keys, |row| {
            if let Some(facts) = &row.facts {
                judge.page(&row.site, facts);
            }
        })
        .await?;
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
    /// What is told once a site.
    folded: Folded,
    tally: Tally,
    terms: Terms,
    reader: Reader<'a>,
    pool: Pool,
    group: &'a Group,
    outcome: &'a CrawlOutcome,
    judged: Judged,
}

impl Judge<'_> {
    /// Site and column rules, over the surveys.
    fn sites(&mut self) {
        for (index, survey) in &self.outcome.surveys {
            let site = &self.group.sites[*index];
            let failed = |url: &Url| self.why_unread(url);
            let mut facts = survey.finish(site, self.terms.today, &failed);
            facts.home.unreachable = self.home_failure(site);
            reach::complete(&mut facts, self.outcome, self.terms.reach, *index, site);
            let cx = Context {
                site,
                today: self.terms.today,
            };
            let counts = self.judged.counts.entry(*index).or_default();
            let mut verdicts: Vec<(&'static Rule, String, Option<String>, &'static str, Verdict)> = Vec::new();
            for rule in RULES {
                match rule.check {
                    Check::Site(check) => verdicts.push((rule, facts.home.url.clone(), None, "", check(&facts, &cx))),
                    Check::Column(check) => {
                        for column in &facts.columns {
                            let name = Some(column.name.clone());
                            verdicts.push((rule, column.url.clone(), name, column.kind.id(), check(column, &cx)));
                        }
                    }
                    Check::Kind(check) => {
                        for kind in ColumnKind::ALL.iter().copied() {
                            let case = KindCase {
                                kind,
                                columns: facts.columns.iter().filter(|c| c.kind == kind).collect(),
                                site: &facts,
                            };
                            verdicts.push((rule, facts.home.url.clone(), None, kind.id(), check(&case, &cx)));
                        }
                    }
                    Check::Page(_) | Check::Link(_) | Check::Guide(_) | Check::Wording(_) => {}
                }
            }
            let unjudged: HashSet<&String> = verdicts
                .iter()
                .filter(|(_, _, column, _, v)| column.is_some() && matches!(v, Verdict::NotJudged(_)))
                .map(|(_, url, ..)| url)
                .collect();
            counts.columns_unjudged = unjudged.len() as u64;
            counts.columns = facts.columns.len() as u64 - counts.columns_unjudged;
            for (rule, url, column, facet, verdict) in verdicts {
                // A home page that did not open says so itself; that its items are unknown goes without saying.
                let title = column.clone().or_else(|| facts.home.title.clone());
                let spot = Spot {
                    index: *index,
                    site,
                    url: &url,
                    title: title.as_deref(),
                    column: column.as_deref(),
                    facet,
                    ticket: None,
                };
                self.take(rule, &spot, verdict);
            }
            self.judged.surveyed.insert(*index, facts);
        }
    }

    fn why_unread(&self, url: &Url) -> Why {
        match self.outcome.target(url).map(|t| t.verdict) {
            Some(LinkVerdict::Skipped(Reason::Robots)) => Why::Robots,
            Some(LinkVerdict::Dead(_) | LinkVerdict::Suspect(_) | LinkVerdict::Local) => Why::FetchFailed,
            _ => Why::NotFetched,
        }
    }

    fn home_failure(&self, site: &Site) -> Option<Unreachable> {
        let target = self.outcome.target(&site.url)?;
        let tries = target.exchange.map_or(1, |e| e.attempts.len()) as u32;
        match target.verdict {
            LinkVerdict::Dead(cause) => Some(Unreachable {
                cause: cause.id(),
                cause_text: cause.chinese(),
                tries,
            }),
            LinkVerdict::Suspect(reason @ Reason::HostDown) => Some(Unreachable {
                cause: reason.id().to_owned(),
                cause_text: reason.chinese().to_owned(),
                tries,
            }),
            _ => None,
        }
    }

    /// Page, guide and link rules, over one page.
    fn page(&mut self, site_id: &str, facts: &PageFacts) {
        let Some((index, site)) = self.group.sites.iter().enumerate().find(|(_, s)| s.id == site_id) else {
            return;
        };
        let cx = Context {
            site,
            today: self.terms.today,
        };
        let url = facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u));
        let title = facts.title.as_deref().or(facts.html_title.as_deref());
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
        let slips = self.reader.page(&site.id, facts);
        for rule in RULES {
            match rule.check {
                Check::Wording(_) if slips.is_empty() => self.tally.passed(index, rule, spot.facet, 1),
                Check::Wording(check) => self.take(rule, &spot, check(&proofread::case(at, &slips), &cx)),
                Check::Page(check) => self.take(rule, &spot, check(facts, &cx)),
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
                        self.take(rule, &spot, check(&case, &cx));
                    }
                }
                Check::Link(_) | Check::Kind(_) | Check::Column(_) | Check::Site(_) => {}
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
            for rule in RULES {
                if let Check::Link(check) = rule.check {
                    self.take(rule, spot, lost.told(check(&case, cx)));
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
            if verdict == LinkVerdict::Alive {
                alive += 1;
                continue;
            }
            if !seen.insert(target.to_owned()) {
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
            for rule in RULES {
                if let Check::Link(check) = rule.check {
                    self.take(rule, spot, check(&case, cx));
                }
            }
        }
        let passed = RULES.iter().filter(|rule| rule.id == "link-broken");
        passed.for_each(|rule| self.tally.passed(spot.index, rule, spot.facet, alive));
    }

    fn finish(mut self) -> Judged {
        self.judged.outcomes = self.tally.finish(|finding| self.folded.id_of(finding));
        self.judged.findings.extend(self.folded.finish());
        self.judged
    }

    fn tell(&mut self, rule: &Rule, finding: Finding) {
        if let Some(finding) = self.folded.take(rule.fold, finding) {
            self.judged.findings.push(self.pool.share(finding));
        }
    }

    fn take(&mut self, rule: &'static Rule, spot: &Spot<'_>, verdict: Verdict) {
        self.tally.count(spot.index, rule, spot.facet, &verdict);
        if let Some(ticket) = spot.ticket {
            self.tally.keep(ticket, rule, &verdict);
        }
        match verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Fail(findings) => {
                for finding in findings {
                    self.tell(rule, finding);
                }
            }
            Verdict::NeedsReview(findings) => self.judged.reviews.extend(findings.iter().map(ReviewRecord::of)),
            Verdict::NotJudged(why) => self.judged.reviews.push(ReviewRecord {
                rule: rule.id.to_owned(),
                site: spot.site.id.clone(),
                column: spot.column.map(str::to_owned),
                page_url: spot.url.to_owned(),
                page_title: spot.title.map(str::to_owned),
                message: format!("无法判断“{}”：{}，请人工核查", rule.title, why.chinese()),
            }),
        }
    }
}

/// The dates of a site's items, for the reading log.
pub(super) fn items_on(facts: &SiteFacts, day: Date) -> u64 {
    let mut seen = HashSet::new();
    let columns = facts.columns.iter().filter_map(|c| c.items.known()).flatten();
    let in_columns = columns
        .filter(|i| i.date.is_some_and(|s| s.date == day) && seen.insert(i.url.as_deref().unwrap_or(&i.title)))
        .count();
    let at_home = match &facts.home.item_dates {
        Fact::Known(dates) => dates.iter().filter(|d| **d == day).count(),
        Fact::Unknown(_) => 0,
    };
    in_columns.max(at_home) as u64
}
