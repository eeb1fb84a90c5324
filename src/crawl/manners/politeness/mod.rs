//! Politeness: which requests share a lane, so that no server feels more of us than was agreed.
//!
//! The unit is the server, not the host name: shared platforms serve hundreds of government sites from one address. A
//! host belongs to the lane of its resolved address, or of the `platform` its site names in `sites.yaml`; the strictest
//! of the sites on a lane sets its rate. A host that does not resolve has a lane of its own. A Crawl-delay is kept for the
//! host name whose robots.txt asks for it (`delay`).

mod address;
mod agreed;
mod delay;
mod lane;
mod latency;
mod pace;
mod window;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use jiff::{Timestamp, Zoned};
use rustc_hash::FxHashMap;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use self::address::Resolve;
use self::agreed::Agreed;
use self::delay::HostDelay;
use self::lane::Lane;
pub use self::lane::Pass;
pub use self::pace::{LONGEST_CRAWL_DELAY, LONGEST_PAUSE, Usage};
use self::window::Gate;
pub use self::window::WallClock;
use crate::fetch::{LOOKUPS, Resolver};
use crate::site::{Group, Limits, Scope};

/// How long a host keeps the lane its address gave it.
const ADDRESS_HOLDS: Duration = Duration::from_mins(30);
/// How long a host that did not resolve goes by its name before it is asked for again.
const FAILURE_HOLDS: Duration = Duration::from_mins(1);

/// The lanes of all politeness groups of a run.
pub struct Politeness {
    resolve: Resolve,
    outside: Limits,
    agreed: Agreed,
    clock: WallClock,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    hosts: FxHashMap<String, Arc<HostEntry>>,
    by_address: FxHashMap<IpAddr, Arc<Lane>>,
    by_platform: FxHashMap<String, Arc<Lane>>,
    by_name: FxHashMap<String, Arc<Lane>>,
    /// The Crawl-delays of hosts, by `host[:port]`.
    delays: FxHashMap<String, HostDelay>,
}

struct HostEntry {
    since: Instant,
    lane: OnceCell<(Arc<Lane>, bool)>,
}

impl HostEntry {
    fn is_fresh(&self) -> bool {
        let holds = match self.lane.get() {
            Some((_, true)) => ADDRESS_HOLDS,
            Some((_, false)) => FAILURE_HOLDS,
            None => return true,
        };
        self.since.elapsed() < holds
    }
}

impl Politeness {
    /// Lanes for a group of sites, whose hosts this resolver knows.
    pub fn new(group: &Group, resolver: &Resolver) -> Self {
        Self::with_resolver(group, address::by(resolver))
    }

    fn with_resolver(group: &Group, resolve: Resolve) -> Self {
        let zone = group.timezone.clone();
        Politeness {
            clock: Arc::new(move || Timestamp::now().to_zoned(zone.clone())),
            resolve,
            outside: group.outside.clone(),
            agreed: Agreed::of(group),
            table: Mutex::default(),
        }
    }

    /// The same by another clock than the machine's.
    #[must_use]
    pub fn with_clock(self, clock: WallClock) -> Self {
        Politeness { clock, ..self }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resolves the hosts of all sites now, so that sites that share a server know of each other before the first
    /// request goes out. Without it they learn of each other as they are met.
    pub async fn prepare(&self, group: &Group) {
        // No more at once than the resolver takes: who waits behind others has less time for an answer.
        futures_util::stream::iter(group.enabled())
            .for_each_concurrent(LOOKUPS, async |site| drop(self.lane(&site.url).await))
            .await;
    }

    /// Waits until one request to this address may go out. The pass is held until the answer is read, and dropped
    /// before the next one is asked for (also between the hops of a redirect). Nothing where the hours of the sites on
    /// that server let no request out before `until`.
    pub async fn enter(&self, url: &Url, until: Option<Instant>) -> Option<Pass> {
        let lane = self.lane(url).await;
        // With the limit off, Crawl-delay is off too: that is only accepted for one's own loopback servers.
        let delay = self.delay(url).filter(|_| lane.usage().limit.is_some());
        let Some(delay) = delay else {
            return lane.enter(&self.clock, until).await;
        };
        // It waits for its own turn before it stands in line with others, and takes no slot from them meanwhile.
        let turn = delay.turn().await;
        let pass = lane.enter(&self.clock, until).await;
        if pass.is_some() {
            turn.taken();
        }
        pass
    }

    /// When the lane of this address opens, where its sites' hours have it closed now.
    pub fn opens_at(&self, url: &Url) -> Option<Zoned> {
        match self.known_lane(url)?.gate(&self.clock) {
            Gate::Closed(wait) => (self.clock)().checked_add(wait).ok(),
            Gate::Open | Gate::Never => None,
        }
    }

    /// An answer of this server took so long on the wire. Where most of its last answers took far longer than they used
    /// to, the rate is halved as by a complaint; quick ones bring it back.
    pub fn took(&self, url: &Url, elapsed: Duration) {
        if let Some(lane) = self.known_lane(url) {
            lane.took(elapsed);
        }
    }

    /// The server answered 429 or 503: half the rate, and a pause as long as Retry-After says, bounded by
    /// [`LONGEST_PAUSE`]. Every ten requests that end without another complaint bring a quarter of the rate back.
    /// Where the limit is off only the pause is kept.
    pub fn slow_down(&self, url: &Url, retry_after: Option<Duration>) {
        if let Some(lane) = self.known_lane(url) {
            lane.slow_down(retry_after);
        }
    }

    /// robots.txt asks for this much time between two requests to its host: they are so far apart from now on, whatever else
    /// the lane does. Gives back the delay that is obeyed, which is at most [`LONGEST_CRAWL_DELAY`]; the report should say so
    /// where it is less than asked.
    pub fn crawl_delay(&self, url: &Url, delay: Duration) -> Duration {
        if delay.is_zero() {
            return delay;
        }
        // A host with a lane was asked at least for the file that says so.
        let last = self.known_lane(url).map(|_| Instant::now());
        let mut table = self.table();
        let known = table.delays.entry(Scope::place(url)).or_insert_with(|| HostDelay::new(delay, last));
        known.or_longer(delay);
        delay.min(LONGEST_CRAWL_DELAY)
    }

    fn delay(&self, url: &Url) -> Option<HostDelay> {
        let table = self.table();
        // Hardly any robots.txt asks for one.
        if table.delays.is_empty() {
            return None;
        }
        table.delays.get(&Scope::place(url)).cloned()
    }

    /// What was sent to the politeness group of this address so far.
    pub fn usage(&self, url: &Url) -> Usage {
        let crawl_delay = self.delay(url).map(|delay| delay.obeyed());
        match self.known_lane(url) {
            Some(lane) => Usage {
                crawl_delay,
                ..lane.usage()
            },
            None => Usage {
                crawl_delay,
                limit: self.agreed.rate(&Scope::place(url), self.outside.rate_per_second),
                ..Usage::default()
            },
        }
    }

    fn known_lane(&self, url: &Url) -> Option<Arc<Lane>> {
        let table = self.table();
        let entry = table.hosts.get(&Scope::place(url))?;
        entry.lane.get().map(|(lane, _)| Arc::clone(lane))
    }

    async fn lane(&self, url: &Url) -> Arc<Lane> {
        let place = Scope::place(url);
        let entry = {
            let mut table = self.table();
            match table.hosts.get(&place) {
                Some(entry) if entry.is_fresh() => Arc::clone(entry),
                _ => {
                    let entry = Arc::new(HostEntry {
                        since: Instant::now(),
                        lane: OnceCell::new(),
                    });
                    table.hosts.insert(place.clone(), Arc::clone(&entry));
                    entry
                }
            }
        };
        if let Some((lane, _)) = entry.lane.get() {
            return Arc::clone(lane);
        }
        let (lane, _) = entry
            .lane
            .get_or_init(|| async {
                let address = address::of(url, &self.resolve).await;
                (self.lane_for(&place, address), address.is_some())
            })
            .await;
        Arc::clone(lane)
    }

    /// The lane of a host: its platform's, else its address's, else its own. What one of them already has is shared
    /// with the others, so that a host that is found late joins the lane its server is using.
    fn lane_for(&self, place: &str, address: Option<IpAddr>) -> Arc<Lane> {
        let platform = self.agreed.platform(place);
        let mut table = self.table();
        let found = platform
            .and_then(|p| table.by_platform.get(p))
            .or_else(|| address.and_then(|ip| table.by_address.get(&ip)))
            .or_else(|| table.by_name.get(place))
            .map(Arc::clone);
        // Where no site of the group has a limit they are test sites on loopback, and so are their neighbours there.
        let test_neighbour = self.agreed.is_unlimited() && address.is_some_and(|ip| ip.is_loopback());
        let (rate, concurrency) = if test_neighbour {
            (None, usize::MAX >> 4)
        } else {
            (self.outside.rate_per_second, self.outside.concurrency)
        };
        let lane = found.unwrap_or_else(|| Arc::new(Lane::new(rate, concurrency)));
        for (rate, concurrency) in self.agreed.limits(place) {
            lane.join(rate, concurrency);
        }
        for hours in self.agreed.hours(place) {
            lane.keep_hours(hours);
        }
        if let Some(platform) = platform {
            table.by_platform.entry(platform.to_owned()).or_insert_with(|| Arc::clone(&lane));
        }
        match address {
            Some(ip) => {
                table.by_address.entry(ip).or_insert_with(|| Arc::clone(&lane));
            }
            None => {
                table.by_name.entry(place.to_owned()).or_insert_with(|| Arc::clone(&lane));
            }
        }
        lane
    }
}

#[cfg(test)]
mod tests;
