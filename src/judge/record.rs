//! From what was judged to what is recorded: ids, first sightings, order, and the tables drawn from findings.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::crawled::{Crawled, SiteCrawled};
use super::judging::{Judged, SiteJudged, Terms};
use super::{alike, idle, ratings, sites};
use crate::facts::{Cause, Fact, LinkState, SiteFacts};
use crate::finding::{
    DeadTarget, Finding, FindingRecord, IdleEntry, Inspection, Key, ReadingNote, ReviewRecord, RunHead, SiteResult, State, Text,
    WordingHead,
};
use crate::plan::{Plan, Reach};
use crate::rules::{CAUSE, RULES, STATUS, TRIES, dead_cause};
use crate::site::{Group, SiteIndex};
use crate::wording::{Proofreading, Tier};

/// What earlier runs knew.
#[derive(Debug, Clone, Default)]
pub(crate) struct Earlier {
    /// The day each finding of the judged run was first found, in their order; none where it never was before.
    pub first_seen: Vec<Option<Date>>,
    /// What was open when each site was last looked at, for the log of a daily reading.
    pub open: Vec<Before>,
}

/// A finding that was open before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Before {
    /// Its id.
    pub id: String,
    /// Its rule.
    pub rule: String,
    /// Its site.
    pub site: String,
    /// The page to look at.
    pub page_url: String,
    /// The address in question.
    pub target_url: Option<String>,
}

/// What the result document of a run is made with besides what was judged.
pub(crate) struct Document<'a> {
    /// Which run, and what is missing of it; whether it is complete is filled in.
    pub head: RunHead,
    /// When its findings were seen, RFC 3339 with offset.
    pub seen_at: &'a str,
    /// What it set out to do.
    pub plan: &'a Plan,
}

/// The one result document of a run.
pub(crate) fn inspection(document: Document<'_>, terms: &Terms<'_>, crawled: &Crawled, judged: Judged, earlier: &Earlier) -> Inspection {
    let Document { head, seen_at, plan } = document;
    let group = terms.group;
    let mut results = sites::results(group, crawled, &judged, terms.today.date());
    let complete = head.gaps.is_empty() && !crawled.interrupted && results.iter().all(|r| r.coverage.gaps.is_empty());
    let idle = idle::report(group, plan, &mut results, judged.idle);
    let (findings, reviews) = records((&head, seen_at), group, judged.findings, judged.reviews, &earlier.first_seen);
    let reading = match plan.reach {
        Reach::Front => reading(
            group,
            crawled,
            &judged.sites,
            terms.today.date(),
            (&findings, &reviews),
            &earlier.open,
        ),
        Reach::Whole => Vec::new(),
    };
    let mut sites = count_findings(results, &findings);
    if plan.reach == Reach::Whole {
        ratings::rate(&mut sites, group, &judged.sites, &findings, terms);
    }
    Inspection {
        head: RunHead {
            complete,
            wording: Some(wording(terms.wording, idle)),
            ..head
        },
        sites,
        dead_targets: dead_targets(&findings),
        findings,
        reviews: alike::as_rows(reviews, group),
        draw: plan.draw.clone(),
        reading,
    }
}

/// Findings with their ids and first sightings, and what a person must look at, both in their final order.
fn records(
    (head, seen_at): (&RunHead, &str),
    group: &Group,
    findings: Vec<Finding>,
    mut reviews: Vec<ReviewRecord>,
    first_seen: &[Option<Date>],
) -> (Vec<FindingRecord>, Vec<ReviewRecord>) {
    let place: HashMap<&str, SiteIndex> = group.indexes().map(|site| (group[site].id.as_str(), site)).collect();
    let mut seen = HashSet::new();
    let (id_of_run, seen_at): (Text, Text) = (head.run.as_str().into(), seen_at.into());
    let owners: HashMap<&str, Text> = group.sites.iter().map(|s| (s.id.as_str(), s.owner.as_str().into())).collect();
    let mut records: Vec<FindingRecord> = findings
        .into_iter()
        .map(|finding| (finding.id(), finding))
        .zip(first_seen.iter().copied().chain(std::iter::repeat(None)))
        // One page under two addresses gives the same finding twice.
        .filter(|((id, _), _)| seen.insert(id.clone()))
        .map(|((id, finding), first_seen)| FindingRecord {
            // A run of an earlier day may be closed after a later one found the same.
            first_seen: first_seen.map_or(head.as_of, |day| day.min(head.as_of)),
            run: id_of_run.clone(),
            seen_at: seen_at.clone(),
            owner: owners.get(&*finding.site).cloned().unwrap_or_default(),
            due: None,
            state: State::Open,
            former_id: Some(finding.former_id()).filter(|former| *former != id),
            finding,
            id,
        })
        .collect();
    let rules: HashMap<&str, usize> = RULES.iter().enumerate().map(|(i, r)| (r.id, i)).collect();
    let order = |site: &str, rule: &str| (place.get(site).copied(), rules.get(rule).copied());
    records.sort_by(|a, b| {
        let key = |r: &FindingRecord| order(&r.finding.site, &r.finding.rule);
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.finding.page_url, &a.id).cmp(&(&b.finding.page_url, &b.id)))
    });
    reviews.sort_by(|a, b| {
        order(&a.site, &a.rule)
            .cmp(&order(&b.site, &b.rule))
            .then_with(|| (&a.page_url, &a.message).cmp(&(&b.page_url, &b.message)))
    });
    reviews.dedup();
    (records, reviews)
}

/// The results of the sites with their findings counted, of which remarks are none.
fn count_findings(mut results: Vec<SiteResult>, findings: &[FindingRecord]) -> Vec<SiteResult> {
    for result in &mut results {
        for record in findings.iter().filter(|r| *r.finding.site == *result.id && !r.finding.remark) {
            *result.findings.entry(record.finding.rule.to_string()).or_default() += 1;
        }
    }
    results
}

/// One row a dead target, those on most pages first.
fn dead_targets(findings: &[FindingRecord]) -> Vec<DeadTarget> {
    let mut targets: BTreeMap<&str, (DeadTarget, BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    let dead: Vec<&str> = RULES.iter().filter(|rule| rule.finds_dead_links()).map(|rule| rule.id).collect();
    for finding in findings.iter().map(|r| &r.finding).filter(|f| dead.contains(&&*f.rule)) {
        let Some(url) = finding.target_url.as_deref() else { continue };
        let text = |key: Key| finding.evidence.get(key.id).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        // The page opens; it is no dead address.
        if text(CAUSE) == Cause::Fragment.id() {
            continue;
        }
        let number = |key: Key| finding.evidence.get(key.id).and_then(serde_json::Value::as_u64);
        let (_, sites, pages) = targets.entry(url).or_insert_with(|| {
            let target = DeadTarget {
                url: url.to_owned(),
                cause: text(CAUSE),
                cause_text: dead_cause(&finding.evidence),
                status: number(STATUS).and_then(|s| u16::try_from(s).ok()),
                tries: number(TRIES).unwrap_or_default() as u32,
                sites: Vec::new(),
                pages: 0,
                examples: Vec::new(),
            };
            (target, BTreeSet::new(), BTreeSet::new())
        });
        sites.insert(&finding.site);
        pages.insert(&finding.page_url);
    }
    let mut targets: Vec<DeadTarget> = targets
        .into_values()
        .map(|(target, sites, pages)| DeadTarget {
            sites: sites.into_iter().map(str::to_owned).collect(),
            pages: pages.len() as u64,
            examples: pages.into_iter().take(3).map(str::to_owned).collect(),
            ..target
        })
        .collect();
    targets.sort_by(|a, b| b.pages.cmp(&a.pages).then_with(|| a.url.cmp(&b.url)));
    targets
}

/// The reading log of a daily run: one note a site, compared with the findings of the run before.
fn reading(
    group: &Group,
    crawled: &Crawled,
    judged: &[SiteJudged],
    today: Date,
    (findings, reviews): (&[FindingRecord], &[ReviewRecord]),
    before: &[Before],
) -> Vec<ReadingNote> {
    let ids = |r: &'_ FindingRecord| [Some(r.id.clone()), r.former_id.clone()];
    let now: HashSet<String> = findings.iter().flat_map(ids).flatten().collect();
    let note = |own: &SiteCrawled| {
        let site = group.sites.iter().find(|s| s.id == own.id)?;
        let open = before.iter().filter(|r| r.site == site.id);
        let (still, gone): (Vec<_>, Vec<_>) = open.partition(|r| now.contains(&r.id));
        // Fixed is only what was looked at again.
        let looked_at = |url: &str| {
            url.parse()
                .ok()
                .and_then(|u| crawled.links.get(&u))
                .is_some_and(|l| !matches!(l.state, LinkState::Skipped(_)))
        };
        // Nor is what a rule could not judge this time, such as that a column is missing on the whole site.
        let unjudged = |f: &Before| {
            reviews
                .iter()
                .any(|r| (&r.rule, &r.site, &r.page_url) == (&f.rule, &f.site, &f.page_url))
        };
        let fixed = gone
            .iter()
            .filter(|r| !unjudged(r))
            .filter(|r| looked_at(r.target_url.as_deref().unwrap_or(&r.page_url)))
            .count();
        let facts = judged.iter().find(|j| j.id == own.id).and_then(|j| j.facts.as_ref());
        Some(ReadingNote {
            site: site.id.clone(),
            home_ok: own.home_read,
            new_items: facts.map_or(0, |facts| items_on(facts, today)),
            read: own.changed,
            fixed: fixed as u64,
            still_open: still.len() as u64,
        })
    };
    crawled.sites.iter().filter_map(note).collect()
}

/// The items of a site with the date of this day, for the reading log.
fn items_on(facts: &SiteFacts, day: Date) -> u64 {
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

/// What the wording was read with.
fn wording(by: &Proofreading, idle: Vec<IdleEntry>) -> WordingHead {
    let tiers = by.engine.tiers();
    let id = |t: &Tier| {
        serde_json::to_value(t)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    let (pairs, terms) = by.engine.known();
    WordingHead {
        tiers: tiers.iter().map(id).collect(),
        tiers_text: tiers_text(&tiers, by.engine.has_reranker()),
        pairs: pairs as u64,
        terms: terms as u64,
        model: by.model.clone(),
        reranker: by.reranker.clone(),
        idle,
    }
}

fn tiers_text(tiers: &[Tier], reranked: bool) -> String {
    let mut names: Vec<&str> = tiers.iter().map(|t| t.chinese()).collect();
    names.extend(reranked.then_some("复核模型"));
    names.join("、")
}
