//! What was looked at on each site, and what was not.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::judge::Judged;
use super::{certificate, reach};
use crate::crawl::CrawlOutcome;
use crate::facts::{ColumnFacts, Exchange, Failure, Outcome};
use crate::finding::{ColumnResult, Coverage, LinkVerdict, Reason, SiteResult, SkipReason};
use crate::plan::Plan;
use crate::site::{Group, RobotsPolicy};

/// The results of the inspected sites but for the counts of findings, in the order of the group.
pub(super) fn results(group: &Group, plan: &Plan, outcome: &CrawlOutcome, judged: &Judged, today: Date) -> Vec<SiteResult> {
    group
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| plan.sites.contains(&site.id))
        .map(|(index, site)| {
            let coverage = coverage(group, index, outcome, judged);
            let (inside, outside) = outcome.distinct_targets(index);
            let encryption = certificate::of_home(outcome.target(&site.url).and_then(|t| t.exchange), today);
            let surveyed = judged
                .surveyed
                .get(&index)
                .map(|facts| facts.columns.as_slice())
                .unwrap_or_default();
            let mut notes = encryption.notes;
            notes.extend(reach::unmatched(surveyed));
            SiteResult {
                id: site.id.clone(),
                name: site.name.clone(),
                url: site.url.to_string(),
                owner: site.owner.clone(),
                pages: coverage.pages,
                links: inside + outside,
                findings: BTreeMap::new(),
                coverage,
                columns: columns(surveyed, today),
                certificate_days: encryption.days,
                notes,
                ratings: Vec::new(),
            }
        })
        .collect()
}

fn columns(columns: &[ColumnFacts], today: Date) -> Vec<ColumnResult> {
    columns
        .iter()
        .map(|c| ColumnResult {
            name: c.name.clone(),
            url: c.url.clone(),
            kind: c.kind.id().to_owned(),
            newest: c.newest(today).known().copied().flatten().and_then(|i| i.date).map(|s| s.date),
            exempt: c.exempt.clone(),
        })
        .collect()
}

/// Whether a site was read to its end.
pub(super) fn is_whole(group: &Group, index: usize, outcome: &CrawlOutcome) -> bool {
    !outcome.interrupted && coverage(group, index, outcome, &Judged::default()).gaps.is_empty()
}

fn coverage(group: &Group, index: usize, outcome: &CrawlOutcome, judged: &Judged) -> Coverage {
    let site = &group.sites[index];
    let tally = outcome.tallies.get(&index).cloned().unwrap_or_default();
    let counts = judged.counts.get(&index).copied().unwrap_or_default();
    let (mut skipped, files) = outcome.skipped_of(index);
    let mut failed: BTreeMap<String, u64> = BTreeMap::new();
    let (mut found, mut refused) = (0, 0_u64);
    for target in outcome.targets_of(index) {
        found += 1;
        let last = target.exchange.and_then(Exchange::last);
        refused += u64::from(last.is_some_and(|a| a.outcome == Outcome::Failure(Failure::Busy)));
        match target.verdict {
            LinkVerdict::Dead(cause) => *failed.entry(cause.id()).or_default() += 1,
            LinkVerdict::Suspect(Reason::HostDown) => *skipped.entry(SkipReason::HostDown).or_default() += 1,
            LinkVerdict::Suspect(reason) => *failed.entry(reason.id().to_owned()).or_default() += 1,
            LinkVerdict::Skipped(Reason::Robots) => *skipped.entry(SkipReason::Robots).or_default() += 1,
            LinkVerdict::Alive | LinkVerdict::Local | LinkVerdict::Skipped(_) => {}
        }
    }
    let mut gaps = tally.gaps.clone();
    // The server is there and refused everything as too much: what was not asked any more was not looked at.
    if refused > 0 {
        let reason = Reason::RateLimited.chinese();
        gaps.push(format!("{reason}：{refused} 个网址未检查，请调低 rate_per_second 后再检查"));
    }
    if !outcome.surveys.get(&index).is_some_and(crate::survey::Survey::has_home) {
        let why = match outcome.target(&site.url).map(|t| t.verdict) {
            Some(LinkVerdict::Dead(cause)) => cause.chinese(),
            Some(LinkVerdict::Suspect(reason) | LinkVerdict::Skipped(reason)) => reason.chinese().to_owned(),
            Some(LinkVerdict::Local) => "首页地址在内网，不允许访问".to_owned(),
            Some(LinkVerdict::Alive) => "首页跳转到了检查范围之外，或者不是网页；请核对 sites.yaml 中的 url".to_owned(),
            None => "没有检查到首页".to_owned(),
        };
        gaps.push(format!("首页没有读到：{why}"));
    }
    for (reason, count) in skipped.iter().filter(|(reason, _)| reason.leaves_gap()) {
        gaps.push(format!("{}：{count} 个网址未检查", reason.chinese()));
    }
    Coverage {
        found,
        pages: tally.pages,
        files,
        external: outcome.distinct_targets(index).1,
        unchanged: tally.unchanged,
        skipped,
        failed,
        requests: tally.requests,
        bytes: tally.bytes,
        bytes_saved: tally.saved,
        rate_limit: tally.usage.limit,
        peak_rate: tally.usage.peak_per_second,
        columns: counts.columns,
        columns_unjudged: counts.columns_unjudged,
        guides: counts.guides,
        reviews: judged.reviews.iter().filter(|r| r.site == site.id).count() as u64,
        robots_ignored: site.limits.robots == RobotsPolicy::Ignore,
        gaps,
        traps: outcome.traps.get(&index).cloned().unwrap_or_default(),
    }
}
