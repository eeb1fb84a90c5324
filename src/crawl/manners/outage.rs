//! Hosts that fall silent: who is left alone, who is waited for, and what is asked again.
//!
//! A stranger that stops answering is left alone and asked again when all else is done: one address, and one more; if
//! one is answered, everything is asked. A host of an inspected site that answered before is waited for: while other
//! hosts are asked, and then for some minutes more, one address that was good before is asked again with growing pauses.
//! When it is answered, all that was met with silence is asked anew, as if nothing had happened.

use std::collections::HashMap;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::time::Instant;
use url::Url;

use super::breaker::{Ending, ending};
use super::budget::limit_of;
use super::gatekeeper::Gatekeeper;
use crate::crawl::apply::State;
use crate::crawl::coordinator::MOST_UNDER_WAY;
use crate::crawl::frontier::Job;
use crate::crawl::frontier::hosts::{HostId, origin};
use crate::crawl::frontier::placed::Territory;
use crate::crawl::visits::{Came, Visit, not_asked};
use crate::facts::{Attempt, Exchange, Failure, LogRow, Outcome, UnaskedRow};
use crate::site::SiteIndex;

/// How long a host of an inspected site is waited for when it has fallen silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// The first pause; it doubles …
    pub first: Duration,
    /// … up to this.
    pub longest: Duration,
    /// How many pauses there are when nothing else is left to do.
    pub pauses: u32,
}

impl Default for Patience {
    /// 5, 10, 20, 40, 60, 60 and 60 s: four minutes and a quarter. A web server is restarted within a minute, a machine
    /// or a router within three.
    fn default() -> Self {
        Patience {
            first: Duration::from_secs(5),
            longest: Duration::from_mins(1),
            pauses: 7,
        }
    }
}

impl Patience {
    /// The pause after so many questions in vain (from one).
    fn pause(&self, asked: u32) -> Duration {
        let factor = 2_u32.saturating_pow(asked.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.longest)
    }

    /// All pauses together.
    fn whole(&self) -> Duration {
        (1..=self.pauses).map(|n| self.pause(n)).sum()
    }
}

/// How often one address may be met by an outage and asked anew. Where it is the address itself that brings the server
/// down, that must end.
const MOST_OUTAGES: u8 = 2;

/// The hosts that are waited for.
pub(crate) struct Outages {
    patience: Patience,
    waits: Vec<Wait>,
    /// What was met with silence, by host: judged only when it is known whether the host or the address was to blame.
    held: HashMap<HostId, Vec<Visit>>,
    /// How often an address was asked anew, by its number.
    anew: FxHashMap<u64, u8>,
    /// Hosts that are not waited for any longer.
    given_up: Vec<HostId>,
    /// What is to be said of sites whose hosts did not come back, in Chinese.
    gaps: Vec<(SiteIndex, String)>,
}

struct Wait {
    host: HostId,
    /// When it is asked next; none while a question is under way.
    due: Option<Instant>,
    in_vain: u32,
}

/// What to do when nothing is under way.
pub(crate) enum Next {
    /// Go on: there are jobs again.
    Go,
    /// Ask these.
    Ask(Vec<(HostId, Job)>),
    /// Wait until a host is asked again.
    Wait,
    /// Everything is done.
    Over,
}

impl Outages {
    pub(crate) fn new(patience: Patience) -> Self {
        Outages {
            patience,
            waits: Vec::new(),
            held: HashMap::new(),
            anew: FxHashMap::default(),
            given_up: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn wait_for(&mut self, host: HostId) {
        if !self.waits.iter().any(|w| w.host == host) {
            // At once: perhaps it is some addresses that are dead, and the host is well.
            self.waits.push(Wait {
                host,
                due: Some(Instant::now()),
                in_vain: 0,
            });
        }
    }

    /// When the next question is due.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.waits.iter().filter_map(|w| w.due).min()
    }

    /// The hosts to ask now.
    pub(crate) fn take_due(&mut self) -> Vec<HostId> {
        let now = Instant::now();
        let due = self.waits.iter_mut().filter(|w| w.due.is_some_and(|due| due <= now));
        due.map(|w| {
            w.due = None;
            w.host
        })
        .collect()
    }

    fn in_vain(&mut self, host: HostId) {
        let patience = self.patience;
        if let Some(wait) = self.waits.iter_mut().find(|w| w.host == host) {
            wait.in_vain += 1;
            wait.due = Some(Instant::now() + patience.pause(wait.in_vain));
        }
    }

    /// Whether a host is waited for: not merely doubted, but asked in vain.
    pub(crate) fn is_out(&self, host: HostId) -> bool {
        self.waits.iter().any(|w| w.host == host && w.in_vain > 0)
    }

    /// Hosts with answers held back that nobody asks about.
    fn doubted(&self) -> Vec<HostId> {
        let mut hosts: Vec<HostId> = self
            .held
            .iter()
            .filter(|(_, held)| !held.is_empty())
            .map(|(host, _)| *host)
            .collect();
        hosts.retain(|host| !self.waits.iter().any(|w| w.host == *host));
        hosts.sort_unstable();
        hosts
    }

    /// Looks at what came back for what it says of the host; gives what is to be settled now.
    pub(crate) fn watch(&mut self, state: &mut State, gate: &Gatekeeper, visit: Visit) -> Vec<Visit> {
        let host = visit.host;
        let is_ping = matches!(visit.job, Job::Ping(_));
        if is_ping {
            let owner = state.territory.owner(&visit.asked);
            state.results.count(owner, visit.exchange());
        }
        match ending(visit.exchange()) {
            Ending::Answered(at) => {
                let mut settled = Vec::new();
                if state.frontier.hosts_mut().answered(host, &visit.asked, at) {
                    settled = self.release(state, gate, host);
                }
                settled.extend((!is_ping).then_some(visit));
                settled
            }
            Ending::Busy => {
                state.frontier.hosts_mut().refused(host);
                (!is_ping).then_some(visit).into_iter().collect()
            }
            Ending::Silent { .. } if is_ping => {
                self.in_vain(host);
                Vec::new()
            }
            // A robots.txt alone says little; it is asked for again once the host answers.
            Ending::Silent { .. } if matches!(visit.job, Job::Robots(_)) => vec![visit],
            Ending::Silent { since, timeout } => self.silent(state, visit, since, timeout),
            Ending::Nothing if is_ping => {
                // A limit of the site is used up: there is nothing left to wait for.
                self.given_up.push(host);
                Vec::new()
            }
            Ending::Nothing => vec![visit],
        }
    }

    fn silent(&mut self, state: &mut State, visit: Visit, since: i64, timeout: bool) -> Vec<Visit> {
        let host = visit.host;
        let hosts = state.frontier.hosts_mut();
        let nameless = match visit.exchange().last().map(|a| &a.outcome) {
            Some(Outcome::Failure(failure @ Failure::Dns { .. })) => Some(failure.clone()),
            _ => None,
        };
        if hosts.is_waited_for(host) {
            // A name that led somewhere a moment ago is lost with the network.
            if hosts.silent(host, since, timeout) || nameless.is_some() && hosts.leave(host) {
                self.wait_for(host);
            }
            let anew = self.anew.get(&state.territory.id(&visit.asked));
            if anew.is_some_and(|times| *times >= MOST_OUTAGES) {
                return vec![visit];
            }
            self.held.entry(host).or_default().push(visit);
            return Vec::new();
        }
        match nameless {
            Some(failure) => hosts.nameless(host, failure),
            None => drop(hosts.silent(host, since, timeout)),
        }
        vec![visit]
    }

    /// The host is back. What it met with silence is asked anew where that was the host's fault, and settled as it is
    /// where the host answered others meanwhile.
    fn release(&mut self, state: &mut State, gate: &Gatekeeper, host: HostId) -> Vec<Visit> {
        let was_out = self.is_out(host);
        self.waits.retain(|w| w.host != host);
        let held = self.held.remove(&host).unwrap_or_default();
        if was_out {
            tracing::info!(host = %state.frontier.hosts_mut().good_of(host), "the host answers again");
        }
        let mut settled = Vec::new();
        // Backwards, so that the first is the first in the queue.
        for visit in held.into_iter().rev() {
            let asked = &visit.asked;
            let met = |a: &Attempt| gate.was_out(asked, a.at);
            let times = self.anew.entry(state.territory.id(asked)).or_default();
            // Where no question went unanswered it may have been two bad addresses side by side: once is enough then.
            if was_out || *times == 0 && visit.exchange().last().is_some_and(met) {
                *times += 1;
                state.results.count(state.territory.owner(asked), visit.exchange());
                state.frontier.put_back(host, visit.job);
            } else {
                settled.push(visit);
            }
        }
        settled.reverse();
        settled
    }

    /// A host of ours did not come back: what it met with silence and what it was not asked for is suspect. Gives the rows
    /// that say so.
    fn give_up(&mut self, state: &mut State, host: HostId) -> Vec<LogRow> {
        self.waits.retain(|w| w.host != host);
        let front = state.frontier.hosts_mut().good_of(host);
        state.frontier.hosts_mut().give_up(host);
        let mut rows = Vec::new();
        for visit in self.held.remove(&host).unwrap_or_default() {
            let (Job::Target(id), Came::Row(new)) = (visit.job, visit.came) else {
                continue;
            };
            let exchange = new.row.exchange().cloned().unwrap_or_default();
            if let Some(reason) = limit_of(&exchange) {
                state.results.count(state.frontier.target(id).owner, &exchange);
                state.frontier.skip(id, reason);
                continue;
            }
            rows.push(unasked_row(exchange, &Failure::HostDown));
        }
        let place = origin(&front);
        tracing::warn!(
            host = place.as_str(),
            silent = rows.len(),
            "the host stopped answering and did not come back"
        );
        let gap = format!(
            "站点中途停止响应（{place}），等了约 {} 分钟仍未恢复，其余网址没有检查；恢复后请再检查一次",
            self.patience.whole().as_secs().div_ceil(60)
        );
        self.gaps
            .extend(sites_on(&state.territory, &front).into_iter().map(|site| (site, gap.clone())));
        rows
    }

    /// What is to be said of a site because its host fell silent for good.
    pub(crate) fn gaps_of(&self, site: SiteIndex) -> Vec<String> {
        self.gaps.iter().filter(|(of, _)| *of == site).map(|(_, gap)| gap.clone()).collect()
    }

    /// Hosts that nobody waits for any longer; gives the rows that say what was not asked for.
    pub(crate) fn take_given_up(&mut self, state: &mut State) -> Vec<LogRow> {
        let hosts = std::mem::take(&mut self.given_up);
        hosts.into_iter().flat_map(|host| self.give_up(state, host)).collect()
    }

    /// Nothing is under way: what is to be done for hosts that fell silent.
    pub(crate) fn ask_the_silent(&mut self, state: &mut State) -> Option<Next> {
        // Silence to which nobody gave an answer since: the host may be out.
        let doubted = self.doubted();
        if !doubted.is_empty() {
            for host in doubted {
                state.frontier.hosts_mut().leave(host);
                self.wait_for(host);
            }
            return Some(Next::Wait);
        }
        let most = self.patience.pauses;
        if let Some(over) = self.waits.iter().find(|w| w.in_vain > most).map(|w| w.host) {
            self.given_up.push(over);
            return Some(Next::Go);
        }
        if !self.waits.is_empty() {
            return Some(Next::Wait);
        }
        let mut asked = Vec::new();
        let mut gave_up = false;
        for (host, had_its_chances) in state.frontier.hosts_mut().left_alone() {
            if had_its_chances {
                state.frontier.hosts_mut().give_up(host);
                gave_up = true;
            } else if asked.len() < MOST_UNDER_WAY {
                asked.extend(state.frontier.last_chance(host).map(|job| (host, job)));
            }
        }
        if !asked.is_empty() {
            return Some(Next::Ask(asked));
        }
        gave_up.then_some(Next::Go)
    }

    /// What is to be told of a site's hosts while the run goes on, in Chinese.
    pub(crate) fn note(&self, state: &mut State, site: SiteIndex) -> Option<String> {
        let out: Vec<HostId> = self.waits.iter().filter(|w| w.in_vain > 0).map(|w| w.host).collect();
        out.into_iter().find_map(|host| {
            let url = state.frontier.hosts_mut().good_of(host);
            let concerned = sites_on(&state.territory, &url).contains(&site);
            concerned.then(|| format!("{} 没有响应，正在等它恢复", origin(&url)))
        })
    }
}

/// The site of the group a host of ours serves, and whoever else lives there.
fn sites_on(territory: &Territory, url: &Url) -> Vec<SiteIndex> {
    match territory.owner(url).filter(|o| territory.inspects(*o)) {
        Some(owner) => vec![owner],
        None => territory.on_host(url),
    }
}

/// The row of an address that is not asked for, for this reason, with the tries it had.
pub(crate) fn unasked_row(mut exchange: Exchange, failure: &Failure) -> LogRow {
    let address = Url::parse(&exchange.url);
    exchange
        .attempts
        .extend(address.iter().flat_map(|url| not_asked(url, failure.clone()).attempts));
    LogRow::Unasked(UnaskedRow { exchange })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_grows_and_ends() {
        let usual = Patience::default();
        let pauses: Vec<u64> = (1..=usual.pauses).map(|n| usual.pause(n).as_secs()).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60, 60]);
        assert_eq!(usual.whole(), Duration::from_secs(255));
        assert_eq!(usual.pause(u32::MAX), usual.longest);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_asked_at_once_and_then_after_each_pause() {
        let mut outages = Outages::new(Patience::default());
        outages.wait_for(7);
        outages.wait_for(7);
        assert_eq!(outages.take_due(), [7]);
        assert_eq!((outages.due(), outages.is_out(7)), (None, false), "the first question is under way");
        let began = Instant::now();
        outages.in_vain(7);
        assert!(outages.is_out(7));
        assert_eq!(outages.due(), Some(began + Duration::from_secs(5)));
        assert!(outages.take_due().is_empty());
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(outages.take_due(), [7]);
        outages.in_vain(7);
        assert_eq!(outages.due(), Some(began + Duration::from_secs(15)));
    }
}
