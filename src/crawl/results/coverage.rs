//! What was looked at on one site, and what was not.

use std::collections::BTreeMap;

use super::Results;
use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::{Progress, Target};
use crate::facts::handles::ADVICE;
use crate::facts::{Exchange, Extent, Failure, LinkState, MeasuredFacts, Outcome, Reason, SkipReason, bounds};
use crate::finding::{Coverage, StoppedTrap};
use crate::judge::{PageAt, SiteCrawled};
use crate::plan::Reach;
use crate::site::{RobotsPolicy, SiteIndex, page_identity, url_key};

/// The state of an address that nothing came of.
pub(super) fn unasked(progress: Progress) -> LinkState {
    LinkState::Skipped(match progress {
        Progress::Skipped(reason) => match reason {
            SkipReason::Excluded => Reason::Excluded,
            SkipReason::Robots => Reason::Robots,
            SkipReason::HostDown => Reason::HostDown,
            SkipReason::Interrupted => Reason::Interrupted,
            SkipReason::PageLimit
            | SkipReason::DepthLimit
            | SkipReason::Plan
            | SkipReason::Trap
            | SkipReason::ByteLimit
            | SkipReason::TimeLimit => Reason::Limit,
        },
        Progress::Done | Progress::Waiting => Reason::Interrupted,
    })
}

/// One site as crawled.
pub(super) fn site(
    results: &Results,
    index: SiteIndex,
    targets: &[Target],
    reach: Reach,
    interrupted: bool,
    traps: Vec<StoppedTrap>,
    measured: MeasuredFacts,
) -> SiteCrawled {
    let site = results.territory.site(index);
    let own = &results.sites[index];
    let home = home_identities(results, index, targets);
    let mut pages: Vec<PageAt> = Vec::new();
    let (mut home_read, mut more_read) = (false, false);
    let mut left_out: Vec<&str> = Vec::new();
    for page in results.pages.iter().filter(|p| p.owner == index) {
        let is_home = page.key.parse().is_ok_and(|url| home.contains(&page_identity(&url)));
        home_read |= page.is_web_page && is_home;
        more_read |= page.is_web_page && !is_home && !page.is_bare;
        if page.styles_left_out {
            left_out.push(&page.key);
        }
        pages.push(PageAt {
            key: page.key.clone(),
            seq: page.seq,
        });
    }
    pages.sort();
    let (links_inside, links_outside) = distinct_targets(results, index, targets);
    let mut coverage = Coverage {
        pages: own.pages,
        external: links_outside,
        unchanged: own.unchanged,
        requests: own.requests,
        bytes: own.bytes,
        bytes_saved: own.saved,
        rate_limit: own.rate.limit,
        peak_rate: own.rate.peak_per_second,
        robots_ignored: site.limits.robots == RobotsPolicy::Ignore,
        gaps: own.gaps.clone(),
        traps,
        ..Coverage::default()
    };
    let refused = count_targets(results, index, targets, &mut coverage);
    // The server is there and refused everything as too much: what was not asked any more was not looked at.
    if refused > 0 {
        let reason = Reason::RateLimited.chinese();
        coverage
            .gaps
            .push(format!("{reason}：{refused} 个网址未检查，请调低 rate_per_second 后再检查"));
    }
    let unopened = count_unopened(results, index);
    if unopened > 0 {
        coverage.gaps.push(format!("{ADVICE}：{unopened} 个网址没有问到"));
    }
    if !home_read {
        coverage
            .gaps
            .push(format!("首页没有读到：{}", why_no_home(results, index, targets)));
    }
    if home_read && !more_read {
        // Nothing found behind such a page is nothing looked at.
        coverage.gaps.extend(own.home_gap.clone());
    }
    if let Some(first) = left_out.iter().min() {
        coverage.gaps.push(format!(
            "样式中引用的图片等地址过多：{} 个样式表或页面只检查了前 {} 个地址，如 {first}",
            left_out.len(),
            bounds::STYLE_LINKS
        ));
    }
    for (reason, count) in coverage.skipped.iter().filter(|(reason, _)| reason.leaves_gap()) {
        coverage.gaps.push(format!("{}：{count} 个网址未检查", reason.chinese()));
    }
    let extent = match reach {
        Reach::Front => Extent::Front,
        Reach::Whole if interrupted || !coverage.gaps.is_empty() => Extent::Partly,
        Reach::Whole => Extent::Whole,
    };
    SiteCrawled {
        id: site.id.clone(),
        extent,
        home_read,
        pages,
        sheets: Vec::new(),
        coverage,
        links_inside,
        links_outside,
        changed: own.changed,
        measured,
    }
}

/// Counts what became of the addresses of a site; gives how many the server refused as too much.
fn count_targets(results: &Results, index: SiteIndex, targets: &[Target], coverage: &mut Coverage) -> u64 {
    let mut refused = 0;
    for (id, target) in targets.iter().enumerate().filter(|(_, t)| t.owner == Some(index)) {
        coverage.found += 1;
        match target.progress {
            Progress::Skipped(reason) => *coverage.skipped.entry(reason).or_default() += 1,
            Progress::Done if target.kind == AddressKind::File => coverage.files += 1,
            Progress::Done | Progress::Waiting => {}
        }
        let last = results.exchanges.get(&(id as u32)).and_then(Exchange::last);
        refused += u64::from(last.is_some_and(|a| a.outcome == Outcome::Failure(Failure::Busy)));
        count_state(results.states[id].as_ref(), &mut coverage.failed, &mut coverage.skipped);
    }
    refused
}

/// For how many addresses on the pages of a site, inside and outside, there was no connection to be had here.
fn count_unopened(results: &Results, owner: SiteIndex) -> u64 {
    let unopened = |id: &u32| {
        let last = results.exchanges.get(id).and_then(Exchange::last);
        last.is_some_and(|a| matches!(a.outcome, Outcome::Failure(Failure::OutOfHandles { .. })))
    };
    let on_pages = results.pages.iter().filter(|p| p.owner == owner).flat_map(|p| p.targets.iter());
    let distinct: rustc_hash::FxHashSet<_> = on_pages.filter(|id| unopened(id)).collect();
    distinct.len() as u64
}

/// The numbers of distinct targets on the pages of a site whose state is known: inside and outside.
fn distinct_targets(results: &Results, owner: SiteIndex, targets: &[Target]) -> (u64, u64) {
    let mut seen = rustc_hash::FxHashSet::default();
    let (mut inside, mut outside) = (0, 0);
    for page in results.pages.iter().filter(|p| p.owner == owner) {
        for id in page.targets.iter().filter(|id| results.states[**id as usize].is_some()) {
            if seen.insert(*id) {
                if targets[*id as usize].owner == Some(owner) {
                    inside += 1;
                } else {
                    outside += 1;
                }
            }
        }
    }
    (inside, outside)
}

/// The home page under its own address and where a redirect from it ended.
fn home_identities(results: &Results, index: SiteIndex, targets: &[Target]) -> Vec<String> {
    let home = &results.territory.site(index).url;
    let key = url_key(home);
    let ends = results.ends.iter().filter(|(id, _)| url_key(&targets[**id as usize].url) == key);
    ends.map(|(_, end)| end).chain([home]).map(page_identity).collect()
}

fn why_no_home(results: &Results, index: SiteIndex, targets: &[Target]) -> String {
    let home = &results.territory.site(index).url;
    let key = url_key(home);
    let id = targets.iter().position(|t| url_key(&t.url) == key);
    let state = id.map(|id| results.states[id].clone().unwrap_or_else(|| unasked(targets[id].progress)));
    match state {
        Some(LinkState::Dead(cause)) => cause.chinese(),
        Some(LinkState::Suspect(reason) | LinkState::Skipped(reason)) => reason.chinese().to_owned(),
        Some(LinkState::Local) => "首页地址在内网，不允许访问".to_owned(),
        Some(LinkState::Alive) if led_to(results, id).is_some() => {
            format!("首页跳转到 {}，请把 url 改为它", led_to(results, id).unwrap_or_default())
        }
        Some(LinkState::Alive) => "首页跳转到了检查范围之外，或者不是网页；请核对 sites.yaml 中的 url".to_owned(),
        None => "没有检查到首页".to_owned(),
    }
}

/// Where a redirect from the home page ended, outside of what is inspected as its site.
fn led_to(results: &Results, id: Option<usize>) -> Option<String> {
    results.ends.get(&(id? as u32)).map(ToString::to_string)
}

fn count_state(state: Option<&LinkState>, failed: &mut BTreeMap<String, u64>, skipped: &mut BTreeMap<SkipReason, u64>) {
    match state {
        Some(LinkState::Dead(cause)) => *failed.entry(cause.id()).or_default() += 1,
        Some(LinkState::Suspect(Reason::HostDown)) => *skipped.entry(SkipReason::HostDown).or_default() += 1,
        Some(LinkState::Suspect(reason)) => *failed.entry(reason.id().to_owned()).or_default() += 1,
        Some(LinkState::Skipped(Reason::Robots)) => *skipped.entry(SkipReason::Robots).or_default() += 1,
        Some(LinkState::Alive | LinkState::Local | LinkState::Skipped(_)) | None => {}
    }
}
