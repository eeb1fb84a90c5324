//! What only shows when everything is asked: second addresses of one page, a network of our own that fails, pages in the
//! place of pictures, error pages known by their likeness.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::{PageRead, Results, is_page_for_picture};
use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::hosts::origin;
use crate::crawl::frontier::{Frontier, TargetId};
use crate::crawl::manners::breaker::{is_dead_silence, is_silence};
use crate::crawl::results::soft404::{GoodPage, Home};
use crate::facts::{Attempt, Cause, Exchange, Failure, LinkState, Outcome, Reason, SilentServer};
use crate::judge::{Circumstances, SoftError, judge_exchange};
use crate::site::page_identity;

/// A folder and its index page, when they say the same, are one page: it is judged under its shorter address, so that
/// no fault of it is told twice.
pub(super) fn drop_second_addresses(results: &mut Results) {
    let identity = |page: &PageRead| {
        (
            page.key.parse().map_or_else(|_| page.key.clone(), |url: Url| page_identity(&url)),
            page.print,
        )
    };
    let mut first: HashMap<(String, u64), String> = HashMap::new();
    for page in &results.pages {
        let known = first.entry(identity(page)).or_insert_with(|| page.key.clone());
        if (page.key.len(), &page.key) < (known.len(), known) {
            known.clone_from(&page.key);
        }
    }
    let sites = &mut results.sites;
    results.pages.retain(|page| {
        let kept = first.get(&identity(page)) == Some(&page.key);
        if !kept {
            sites[page.owner].pages -= u64::from(page.is_web_page);
        }
        kept
    });
}

/// A server that answered nothing at all is one fact, whatever the order in which its addresses came up: those that were
/// asked before it was left alone, and those that were not, get the state of most that were asked.
pub(super) fn settle_silent_servers(results: &mut Results, frontier: &Frontier) -> Vec<(SilentServer, Vec<TargetId>)> {
    let at = |id: TargetId| origin(&frontier.target(id).url);
    let mut silent: BTreeMap<String, Vec<TargetId>> = BTreeMap::new();
    for (id, _) in results.exchanges.iter().filter(|(_, exchange)| is_unanswered(exchange)) {
        silent.entry(at(*id)).or_default().push(*id);
    }
    if silent.is_empty() {
        return Vec::new();
    }
    let mut answered: HashSet<String> = results.answered_origins.clone();
    for (index, state) in results.states.iter().enumerate() {
        let id = index as TargetId;
        // What is not kept was plainly alive.
        let came = !matches!(state, None | Some(LinkState::Skipped(_))) && !results.exchanges.get(&id).is_some_and(is_unanswered);
        if came {
            answered.insert(at(id));
        }
    }
    let mut origins = Vec::new();
    for (at, mut ids) in silent.into_iter().filter(|(at, _)| !answered.contains(at)) {
        ids.sort_unstable();
        let Some((cause, tried)) = common_cause(results, &ids) else {
            continue;
        };
        let plain = at.strip_prefix("https://").map(|rest| format!("http://{rest}"));
        for id in &ids {
            results.states[*id as usize] = Some(LinkState::Dead(cause.clone()));
            if !results.exchanges.get(id).is_some_and(was_tried) {
                results.exchanges.insert(*id, tried.clone());
            }
        }
        let origin = SilentServer {
            http_answers: plain.is_some_and(|plain| answered.contains(&plain)),
            addresses: ids.len() as u64,
            origin: at,
        };
        origins.push((origin, ids));
    }
    origins
}

/// The cause most of these unanswered addresses have, and the tries of the first of them by address; none where none was
/// tried.
fn common_cause(results: &Results, ids: &[TargetId]) -> Option<(Cause, Exchange)> {
    let mut causes: BTreeMap<String, (u32, Cause)> = BTreeMap::new();
    let mut tried: Option<&Exchange> = None;
    for exchange in ids.iter().filter_map(|id| results.exchanges.get(id)).filter(|e| was_tried(e)) {
        let own: Vec<Attempt> = exchange.attempts.iter().filter(|a| is_silence(&a.outcome)).cloned().collect();
        let own = Exchange {
            url: exchange.url.clone(),
            attempts: own,
        };
        if let LinkState::Dead(cause) = judge_exchange(&own, Circumstances::default()) {
            causes.entry(cause.id()).or_insert((0, cause)).0 += 1;
            if tried.is_none_or(|t| exchange.url < t.url) {
                tried = Some(exchange);
            }
        }
    }
    let most = causes.into_values().max_by(|a, b| a.0.cmp(&b.0).then(b.1.id().cmp(&a.1.id())));
    most.map(|(_, cause)| cause).zip(tried.cloned())
}

/// Where nobody outside answered at all, it is this machine that cannot get out: nothing is said of the others.
pub(super) fn doubt_own_network(results: &mut Results, frontier: &Frontier) {
    let unanswered = |state: &Option<LinkState>| matches!(state, Some(LinkState::Dead(Cause::Dns | Cause::Connect | Cause::Timeout)));
    let outside = |id: usize| {
        let target = frontier.target(id as TargetId);
        target.owner.is_none() && is_public(&target.url)
    };
    let mut silent = std::collections::HashSet::new();
    for (id, state) in results.states.iter().enumerate().filter(|(id, v)| v.is_some() && outside(*id)) {
        match state {
            state if unanswered(state) => drop(silent.insert(host(&frontier.target(id as TargetId).url))),
            Some(LinkState::Suspect(_) | LinkState::Skipped(_) | LinkState::Local) | None => {}
            Some(LinkState::Alive | LinkState::Dead(_)) => return,
        }
    }
    if silent.len() < SILENT_HOSTS {
        return;
    }
    for id in 0..results.states.len() {
        if unanswered(&results.states[id]) && outside(id) {
            results.states[id] = Some(LinkState::Suspect(Reason::OwnNetwork));
        }
    }
}

/// A page of our own sites in the place of a picture is no picture. Where a link leads to it as well, it may be meant.
pub(super) fn find_pages_for_pictures(results: &mut Results, frontier: &Frontier) {
    for (id, exchange) in &results.exchanges {
        let target = frontier.target(*id);
        let state = &mut results.states[*id as usize];
        if *state == Some(LinkState::Alive) && target.picture && target.owner.is_some() && is_page_for_picture(exchange) {
            *state = Some(LinkState::Dead(Cause::WrongContent));
        }
    }
}

/// A page of our own sites of no bytes that a link leads to shows its reader a white window. What only scripts and frames ask
/// for may be empty on purpose.
pub(super) fn find_empty_pages(results: &mut Results, frontier: &Frontier) {
    for id in &results.empty {
        let target = frontier.target(*id);
        let owner = target.owner.map(|owner| results.territory.site(owner));
        let wanted = target.clicked || owner.is_some_and(|site| site.url == target.url);
        let state = &mut results.states[*id as usize];
        if *state == Some(LinkState::Alive) && owner.is_some() && target.kind == AddressKind::Page && wanted {
            *state = Some(LinkState::Dead(Cause::EmptyFile));
        }
    }
}

/// The good answers a missing page could hide behind.
fn good_pages<'a>(results: &'a Results, frontier: &'a Frontier) -> impl Iterator<Item = (TargetId, GoodPage<'a>)> {
    let ids = (0..results.states.len()).filter(|id| results.states[*id] == Some(LinkState::Alive));
    ids.filter_map(|index| {
        let id = index as TargetId;
        let target = frontier.target(id);
        let page = GoodPage {
            url: &target.url,
            print: results.prints[index],
            likeness: results.likenesses.get(&id),
            end: results.ends.get(&id).filter(|end| **end != target.url),
            inside: target.owner.is_some(),
        };
        (page.print != 0 || page.end.is_some()).then_some((id, page))
    })
}

/// Which addresses to probe, now that all pages are known.
pub(crate) fn plan_probes(results: &mut Results, frontier: &Frontier, all: bool) -> Vec<Url> {
    let mut probes = std::mem::take(&mut results.probes);
    let pages = good_pages(results, frontier);
    let planned = probes.plan(
        pages
            .filter(|(id, _)| frontier.target(*id).kind == AddressKind::Page)
            .map(|(_, page)| page),
        all,
    );
    results.probes = probes;
    planned
}

/// Good answers that are a host's answer to missing pages turn out to be dead.
pub(super) fn apply_probes(results: &mut Results, frontier: &Frontier) {
    let mut homes: HashMap<String, Home<'_>> = HashMap::new();
    for index in results.territory.inspected() {
        let home = &results.territory.site(index).url;
        if let Some(id) = frontier.id_of(results.territory.id(home)) {
            let page = Home {
                url: results.ends.get(&id).unwrap_or(home),
                print: results.prints.get(id as usize).copied().unwrap_or_default(),
                likeness: results.likenesses.get(&id),
            };
            homes.insert(host(home), page);
        }
    }
    let mut probes = std::mem::take(&mut results.probes);
    probes.compare(good_pages(results, frontier).map(|(_, page)| page));
    let judged = |(id, page): (TargetId, GoodPage<'_>)| Some((id, probes.judge(page, homes.get(&host(page.url)))?));
    let hidden: Vec<(TargetId, SoftError)> = good_pages(results, frontier).filter_map(judged).collect();
    for (id, soft) in hidden {
        let cause = match soft {
            SoftError::Home => Cause::RedirectHome,
            SoftError::ErrorPage => Cause::Soft404,
        };
        results.states[id as usize] = Some(LinkState::Dead(cause));
        results
            .probed
            .extend(probes.probed(&frontier.target(id).url).map(|probed| (id, probed)));
    }
}

/// Whether no try of an address came to anything but the silence of its own server, or none was made because of it.
fn is_unanswered(exchange: &Exchange) -> bool {
    let left_alone = |a: &Attempt| matches!(a.outcome, Outcome::Failure(Failure::HostDown));
    let silent = |a: &Attempt| a.hops.is_empty() && (is_dead_silence(&a.outcome) || left_alone(a));
    !exchange.attempts.is_empty() && exchange.attempts.iter().all(silent)
}

/// Whether an unanswered address was tried at all.
fn was_tried(exchange: &Exchange) -> bool {
    exchange.attempts.iter().any(|a| is_silence(&a.outcome))
}

/// Outside hosts that must all be silent before our own network is doubted: one or two may well be gone.
const SILENT_HOSTS: usize = 5;

/// Whether an address is one of the internet, by its spelling.
fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => !matches!(name.rsplit('.').next(), Some("localhost" | "invalid" | "test")),
        Some(url::Host::Ipv4(ip)) => crate::fetch::class_of(ip.into()) == crate::fetch::AddressClass::Public,
        Some(url::Host::Ipv6(ip)) => crate::fetch::class_of(ip.into()) == crate::fetch::AddressClass::Public,
        None => false,
    }
}

fn host(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}
