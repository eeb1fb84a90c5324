//! From what was judged to what is recorded: ids, first sightings, order, and the tables drawn from findings.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use crate::crawl::CrawlOutcome;
use crate::facts::{Fact, SiteFacts};
use crate::finding::{
    Cause, DeadTarget, Finding, FindingRecord, IdleEntry, LinkVerdict, ReadingNote, ReviewRecord, SiteResult, State, Text, WordingHead,
};
use crate::plan::Plan;
use crate::site::Group;
use crate::store::{OpenFinding, RunRow, Store, StoreError};
use crate::wording::{Proofreading, Tier};

/// Findings with their ids and first sightings, and what a person must look at, both in their final order.
pub(super) async fn records(
    store: &Store,
    run: &RunRow,
    group: &Group,
    findings: Vec<Finding>,
    mut reviews: Vec<ReviewRecord>,
    now: &str,
) -> Result<(Vec<FindingRecord>, Vec<ReviewRecord>), StoreError> {
    let place: HashMap<&str, usize> = group.sites.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let ids: Vec<String> = findings.iter().map(Finding::id).collect();
    let first_seen = store.first_seen(&ids).await?;
    let mut seen = HashSet::new();
    let (id_of_run, seen_at): (Text, Text) = (run.id.as_str().into(), now.into());
    let owners: HashMap<&str, Text> = group.sites.iter().map(|s| (s.id.as_str(), s.owner.as_str().into())).collect();
    let mut records: Vec<FindingRecord> = findings
        .into_iter()
        .zip(ids)
        .zip(first_seen)
        // One page under two addresses gives the same finding twice.
        .filter(|((_, id), _)| seen.insert(id.clone()))
        .map(|((finding, id), first_seen)| FindingRecord {
            // A run of an earlier day may be closed after a later one found the same.
            first_seen: first_seen.map_or(run.as_of, |day| day.min(run.as_of)),
            run: id_of_run.clone(),
            seen_at: seen_at.clone(),
            owner: owners.get(&*finding.site).cloned().unwrap_or_default(),
            due: None,
            state: State::Open,
            finding,
            id,
        })
        .collect();
    let rules: HashMap<&str, usize> = crate::rules::RULES.iter().enumerate().map(|(i, r)| (r.id, i)).collect();
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
    Ok((records, reviews))
}

/// The results of the sites with their findings counted.
pub(super) fn count_findings(mut results: Vec<SiteResult>, findings: &[FindingRecord]) -> Vec<SiteResult> {
    for result in &mut results {
        for record in findings.iter().filter(|r| *r.finding.site == *result.id) {
            *result.findings.entry(record.finding.rule.to_string()).or_default() += 1;
        }
    }
    results
}

/// One row a dead target, those on most pages first.
pub(super) fn dead_targets(findings: &[FindingRecord]) -> Vec<DeadTarget> {
    let mut targets: BTreeMap<&str, (DeadTarget, BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for finding in findings.iter().map(|r| &r.finding).filter(|f| &*f.rule == "link-broken") {
        let Some(url) = finding.target_url.as_deref() else { continue };
        let text = |key: &str| finding.evidence.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        // The page opens; it is no dead address.
        if text("cause") == Cause::Fragment.id() {
            continue;
        }
        let number = |key: &str| finding.evidence.get(key).and_then(serde_json::Value::as_u64);
        let (_, sites, pages) = targets.entry(url).or_insert_with(|| {
            let target = DeadTarget {
                url: url.to_owned(),
                cause: text("cause"),
                cause_text: finding
                    .message
                    .rsplit_once("打不开：")
                    .map_or(String::new(), |(_, cause)| cause.to_owned()),
                status: number("status").and_then(|s| u16::try_from(s).ok()),
                tries: number("tries").unwrap_or_default() as u32,
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
pub(super) fn reading(
    group: &Group,
    plan: &Plan,
    outcome: &CrawlOutcome,
    surveyed: &BTreeMap<usize, SiteFacts>,
    today: Date,
    (findings, reviews): (&[FindingRecord], &[ReviewRecord]),
    before: &[OpenFinding],
) -> Vec<ReadingNote> {
    let now: HashSet<&str> = findings.iter().map(|r| r.id.as_str()).collect();
    group
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| plan.sites.contains(&site.id))
        .map(|(index, site)| {
            let open = before.iter().filter(|r| r.site == site.id);
            let (still, gone): (Vec<_>, Vec<_>) = open.partition(|r| now.contains(r.id.as_str()));
            // Fixed is only what was looked at again.
            let looked_at = |url: &str| {
                url.parse()
                    .ok()
                    .and_then(|u| outcome.target(&u))
                    .is_some_and(|t| !matches!(t.verdict, LinkVerdict::Skipped(_)))
            };
            // Nor is what a rule could not judge this time, such as that a column is missing on the whole site.
            let unjudged = |f: &OpenFinding| {
                reviews
                    .iter()
                    .any(|r| (&r.rule, &r.site, &r.page_url) == (&f.rule, &f.site, &f.page_url))
            };
            let fixed = gone
                .iter()
                .filter(|r| !unjudged(r))
                .filter(|r| looked_at(r.target_url.as_deref().unwrap_or(&r.page_url)))
                .count();
            ReadingNote {
                site: site.id.clone(),
                home_ok: outcome.surveys.get(&index).is_some_and(crate::survey::Survey::has_home),
                new_items: surveyed.get(&index).map_or(0, |facts| items_on(facts, today)),
                read: outcome.tallies.get(&index).map_or(0, |t| t.changed),
                fixed: fixed as u64,
                still_open: still.len() as u64,
            }
        })
        .collect()
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
pub(super) fn wording(by: &Proofreading, idle: Vec<IdleEntry>) -> WordingHead {
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
