//! Everything that is judged once the crawl is over.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use super::places;
use crate::crawl::CrawlOutcome;
use crate::facts::{Exchange, Fact, PageFacts, SiteFacts, Target, Unreachable, Why};
use crate::finding::{Cause, Finding, LinkVerdict, Pool, Reason, ReviewRecord, Text, Verdict};
use crate::rules::{Check, Context, Fold, GuideCase, KindCase, LinkFacts, PageRef, RULES, Rule};
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
}

/// How much of a site was judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) columns: u64,
    pub(super) columns_unjudged: u64,
    pub(super) guides: u64,
}

/// Judges a run.
pub(super) async fn judge(
    store: &Store,
    run: &str,
    group: &Group,
    today: Date,
    outcome: &CrawlOutcome,
    wording: &Proofreading,
) -> Result<Judged, StoreError> {
    let mut judge = Judge {
        folded: BTreeMap::new(),
        reader: Reader::new(wording),
        pool: Pool::default(),
        group,
        today,
        outcome,
        judged: Judged {
            findings: vec![],
            reviews: vec![],
            surveyed: BTreeMap::new(),
            counts: BTreeMap::new(),
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

struct Judge<'a> {
    /// What is told once a site, by rule, site and thing: the finding on the first page by address, the words behind the
    /// number of pages, and that number.
    folded: BTreeMap<(Text, Text, Text), Folded>,
    reader: Reader<'a>,
    pool: Pool,
    group: &'a Group,
    today: Date,
    outcome: &'a CrawlOutcome,
    judged: Judged,
}

impl Judge<'_> {
    /// Site and column rules, over the surveys.
    fn sites(&mut self) {
        for (index, survey) in &self.outcome.surveys {
            let site = &self.group.sites[*index];
            let failed = |url: &Url| self.why_unread(url);
            let mut facts = survey.finish(site, self.today, &failed);
            facts.home.unreachable = self.home_failure(site);
            let cx = Context { site, today: self.today };
            let counts = self.judged.counts.entry(*index).or_default();
            let mut verdicts: Vec<(&Rule, String, Option<String>, Verdict)> = Vec::new();
            for rule in RULES {
                match rule.check {
                    Check::Site(check) => verdicts.push((rule, facts.home.url.clone(), None, check(&facts, &cx))),
                    Check::Column(check) => {
                        for column in &facts.columns {
                            verdicts.push((rule, column.url.clone(), Some(column.name.clone()), check(column, &cx)));
                        }
                    }
                    Check::Kind(check) => {
                        for kind in ColumnKind::ALL.iter().copied() {
                            let case = KindCase {
                                kind,
                                columns: facts.columns.iter().filter(|c| c.kind == kind).collect(),
                                site: &facts,
                            };
                            verdicts.push((rule, facts.home.url.clone(), None, check(&case, &cx)));
                        }
                    }
                    Check::Page(_) | Check::Link(_) | Check::Guide(_) | Check::Wording(_) => {}
                }
            }
            let unjudged: HashSet<&String> = verdicts
                .iter()
                .filter(|(_, _, column, v)| column.is_some() && matches!(v, Verdict::NotJudged(_)))
                .map(|(_, url, _, _)| url)
                .collect();
            counts.columns_unjudged = unjudged.len() as u64;
            counts.columns = facts.columns.len() as u64 - counts.columns_unjudged;
            for (rule, url, column, verdict) in verdicts {
                // A home page that did not open says so itself; that its items are unknown goes without saying.
                let title = column.clone().or_else(|| facts.home.title.clone());
                self.take(rule, site, &url, title.as_deref(), column.as_deref(), verdict);
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
        let cx = Context { site, today: self.today };
        let url = facts.url.parse::<Url>().map_or_else(|_| facts.url.clone(), |u| report_url(&u));
        let title = facts.title.as_deref().or(facts.html_title.as_deref());
        let at = PageRef {
            url: &url,
            title,
            column: facts.column.as_deref(),
            is_home: facts.kind == crate::facts::PageKind::Home,
        };
        let slips = self.reader.page(&site.id, facts);
        for rule in RULES {
            match rule.check {
                Check::Wording(check) if !slips.is_empty() => {
                    let verdict = check(&proofread::case(at, &slips), &cx);
                    self.take(rule, site, &url, title, at.column, verdict);
                }
                Check::Page(check) => self.take(rule, site, &url, title, at.column, check(facts, &cx)),
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
                        let verdict = check(&case, &cx);
                        self.take(rule, site, &url, title, at.column, verdict);
                    }
                }
                Check::Link(_) | Check::Kind(_) | Check::Column(_) | Check::Site(_) | Check::Wording(_) => {}
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
        self.links(site, facts, at, &cx);
        self.places(site, facts, at, &cx);
    }

    /// The link rules, over links to places that are not there.
    fn places(&mut self, site: &Site, facts: &PageFacts, at: PageRef<'_>, cx: &Context<'_>) {
        let outcome = self.outcome;
        for lost in places::lost(facts, &|url, place| outcome.lacks_place(url, place)) {
            let case = lost.case(at);
            for rule in RULES {
                if let Check::Link(check) = rule.check {
                    self.take(rule, site, at.url, at.title, at.column, lost.told(check(&case, cx)));
                }
            }
        }
    }

    fn links(&mut self, site: &Site, facts: &PageFacts, at: PageRef<'_>, cx: &Context<'_>) {
        let mut seen = HashSet::new();
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
            for rule in RULES {
                if let Check::Link(check) = rule.check {
                    let verdict = check(&case, cx);
                    self.take(rule, site, at.url, at.title, at.column, verdict);
                }
            }
        }
    }

    fn finish(mut self) -> Judged {
        for Folded { mut finding, words, pages } in self.folded.into_values() {
            Arc::make_mut(&mut finding.evidence).insert("pages".into(), pages.into());
            if pages > 1 {
                finding.message = format!("{}（共{pages}个页面{words}）", finding.message).into();
            }
            self.judged.findings.push(finding);
        }
        self.judged
    }

    fn tell(&mut self, rule: &Rule, finding: Finding) {
        let thing = finding.target_url.clone().unwrap_or_else(|| finding.key.clone());
        match rule.fold {
            Fold::Site(words) if !thing.is_empty() => {
                let key = (finding.rule.clone(), finding.site.clone(), thing);
                fold(&mut self.folded, key, finding, words);
            }
            Fold::Site(_) | Fold::Page => self.judged.findings.push(self.pool.share(finding)),
        }
    }

    fn take(&mut self, rule: &Rule, site: &Site, page_url: &str, title: Option<&str>, column: Option<&str>, verdict: Verdict) {
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
                site: site.id.clone(),
                column: column.map(str::to_owned),
                page_url: page_url.to_owned(),
                page_title: title.map(str::to_owned),
                message: format!("无法判断“{}”：{}，请人工核查", rule.title, why.chinese()),
            }),
        }
    }
}

/// A finding that is told once for all pages it stands on.
struct Folded {
    finding: Finding,
    words: &'static str,
    pages: u64,
}

/// Keeps of equal findings the one on the first page by address, and counts the pages.
fn fold(kept: &mut BTreeMap<(Text, Text, Text), Folded>, key: (Text, Text, Text), finding: Finding, words: &'static str) {
    use std::collections::btree_map::Entry;
    match kept.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(Folded { finding, words, pages: 1 });
        }
        Entry::Occupied(mut entry) => {
            let folded = entry.get_mut();
            folded.pages += 1;
            if finding.page_url < folded.finding.page_url {
                folded.finding = finding;
            }
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
