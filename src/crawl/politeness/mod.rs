//! Politeness: which requests share a lane, so that no server feels more of us than was agreed.
//!
//! The unit is the server, not the host name: shared platforms serve hundreds of government sites from one address. A
//! host belongs to the lane of its resolved address, or of the `platform` its site names in `sites.yaml`; the strictest
//! of the sites on a lane sets its rate. A host that does not resolve has a lane of its own.

mod address;
mod agreed;
mod lane;
mod pace;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

pub use self::address::{Resolve, system_resolver};
use self::agreed::Agreed;
use self::lane::Lane;
pub use self::lane::Pass;
pub use self::pace::{LONGEST_CRAWL_DELAY, LONGEST_PAUSE, Usage};
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
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    hosts: FxHashMap<String, Arc<HostEntry>>,
    by_address: FxHashMap<IpAddr, Arc<Lane>>,
    by_platform: FxHashMap<String, Arc<Lane>>,
    by_name: FxHashMap<String, Arc<Lane>>,
    /// Crawl-delays said before the host was first entered (robots.txt kept from an earlier run).
    delays: FxHashMap<String, Duration>,
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
    /// Lanes for a group of sites, with the system's resolver.
    pub fn new(group: &Group) -> Self {
        Self::with_resolver(group, system_resolver())
    }

    /// Lanes for a group of sites, with this resolver.
    pub fn with_resolver(group: &Group, resolve: Resolve) -> Self {
        Politeness {
            resolve,
            outside: group.outside.clone(),
            agreed: Agreed::of(group),
            table: Mutex::default(),
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resolves the hosts of all sites now, so that sites that share a server know of each other before the first
    /// request goes out. Without it they learn of each other as they are met.
    pub async fn prepare(&self, group: &Group) {
        let lanes = group.enabled().map(|site| self.lane(&site.url));
        futures_util::future::join_all(lanes).await;
    }

    /// Waits until one request to this address may go out. The pass is held until the answer is read, and dropped
    /// before the next one is asked for (also between the hops of a redirect).
    pub async fn enter(&self, url: &Url) -> Pass {
        self.lane(url).await.enter().await
    }

    /// The server answered 429 or 503: half the rate, and a pause as long as Retry-After says, bounded by
    /// [`LONGEST_PAUSE`]. Every ten requests that end without another complaint bring a quarter of the rate back.
    /// Where the limit is off only the pause is kept.
    pub fn slow_down(&self, url: &Url, retry_after: Option<Duration>) {
        if let Some(lane) = self.known_lane(url) {
            lane.slow_down(retry_after);
        }
    }

    /// robots.txt asks for this much time between two requests: the rate is capped accordingly. Gives back the delay
    /// that is obeyed, which is at most [`LONGEST_CRAWL_DELAY`]; the report should say so where it is less than asked.
    pub fn crawl_delay(&self, url: &Url, delay: Duration) -> Duration {
        if let Some(lane) = self.known_lane(url) {
            lane.crawl_delay(delay)
        } else {
            let obeyed = delay.min(LONGEST_CRAWL_DELAY);
            self.table().delays.insert(Scope::place(url), obeyed);
            obeyed
        }
    }

    /// What was sent to the politeness group of this address so far.
    pub fn usage(&self, url: &Url) -> Usage {
        match self.known_lane(url) {
            Some(lane) => lane.usage(),
            None => Usage {
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
        if let Some(delay) = table.delays.remove(place) {
            lane.crawl_delay(delay);
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
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use jiff::tz::TimeZone;

    use super::*;
    use crate::site::{Role, Scope, Site};

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn site(address: &str, rate: Option<f64>, platform: Option<&str>) -> Site {
        let home = url(address);
        Site {
            id: address.to_owned(),
            name: address.to_owned(),
            scope: Scope::new(std::slice::from_ref(&home), &[]),
            url: home,
            role: Role::Subsite,
            owner: String::new(),
            site_code: None,
            columns: Vec::new(),
            guides: Vec::new(),
            entry_urls: Vec::new(),
            limits: Limits {
                rate_per_second: rate,
                concurrency: 4,
                ..Limits::default()
            },
            platform: platform.map(str::to_owned),
            enabled: true,
        }
    }

    fn group(sites: Vec<Site>) -> Group {
        Group {
            name: "测试".to_owned(),
            timezone: TimeZone::UTC,
            contact: String::new(),
            sites,
            disabled: Vec::new(),
            outside: Limits {
                rate_per_second: Some(9.0),
                ..Limits::default()
            },
        }
    }

    /// `a`, `b` and `c` are on one server, `d` is alone, nothing else resolves.
    fn resolver(asked: Arc<AtomicUsize>) -> Resolve {
        Arc::new(move |host, _| {
            asked.fetch_add(1, Ordering::SeqCst);
            let ip = match host {
                "a.test" | "b.test" | "c.test" => Some([203, 0, 113, 1].into()),
                "d.test" => Some([203, 0, 113, 2].into()),
                _ => None,
            };
            Box::pin(async move { ip })
        })
    }

    fn politeness(sites: Vec<Site>) -> Politeness {
        Politeness::with_resolver(&group(sites), resolver(Arc::default()))
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_on_one_address_share_a_lane_at_the_strictest_rate() {
        let sites = vec![
            site("http://a.test/", Some(4.0), None),
            site("http://b.test:8080/", Some(1.0), None),
            site("http://d.test/", Some(3.0), None),
        ];
        let politeness = politeness(sites.clone());
        politeness.prepare(&group(sites)).await;
        let before = Instant::now();
        for host in ["http://a.test/", "http://b.test:8080/x", "http://203.0.113.1:99/", "http://c.test/"] {
            drop(politeness.enter(&url(host)).await);
        }
        assert!(before.elapsed() >= Duration::from_secs(3));
        let usage = politeness.usage(&url("http://c.test/other"));
        assert_eq!((usage.requests, usage.limit), (4, Some(1.0)));
        assert!(usage.peak_per_second <= 2);
        assert_eq!(politeness.usage(&url("http://d.test/")).limit, Some(3.0));
        assert_eq!(politeness.usage(&url("http://d.test/")).requests, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_platform_is_one_lane_whatever_the_addresses() {
        let politeness = politeness(vec![
            site("http://a.test/", Some(4.0), Some("集约化")),
            site("http://d.test/", Some(2.0), Some("集约化")),
        ]);
        drop(politeness.enter(&url("http://a.test/")).await);
        drop(politeness.enter(&url("http://d.test/")).await);
        drop(politeness.enter(&url("http://b.test/")).await); // a stranger on the platform's first address
        let usage = politeness.usage(&url("http://b.test/"));
        assert_eq!((usage.requests, usage.limit), (3, Some(2.0)));
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_get_the_limits_for_outside_until_a_site_shares_their_server() {
        let politeness = politeness(vec![site("http://a.test/", Some(2.0), None)]);
        drop(politeness.enter(&url("http://c.test/")).await);
        assert_eq!(politeness.usage(&url("http://c.test/")).limit, Some(9.0));
        drop(politeness.enter(&url("http://a.test/")).await);
        assert_eq!(politeness.usage(&url("http://c.test/")).limit, Some(2.0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_does_not_resolve_goes_by_its_name_and_is_asked_again_later() {
        let asked = Arc::new(AtomicUsize::new(0));
        let politeness = Politeness::with_resolver(&group(vec![]), resolver(Arc::clone(&asked)));
        for _ in 0..5 {
            drop(politeness.enter(&url("http://nowhere.test/")).await);
            drop(politeness.enter(&url("http://d.test/")).await);
        }
        assert_eq!(asked.load(Ordering::SeqCst), 2, "one question a host");
        assert_eq!(politeness.usage(&url("http://nowhere.test/")).requests, 5);
        tokio::time::advance(FAILURE_HOLDS).await;
        drop(politeness.enter(&url("http://nowhere.test/")).await);
        drop(politeness.enter(&url("http://d.test/")).await);
        assert_eq!(asked.load(Ordering::SeqCst), 3, "only the failure is asked again");
        assert_eq!(politeness.usage(&url("http://nowhere.test/")).requests, 6, "its lane stays its own");
    }

    #[tokio::test(start_paused = true)]
    async fn a_resolver_that_hangs_does_not_hang_us() {
        let never: Resolve = Arc::new(|_, _| Box::pin(std::future::pending()));
        let politeness = Politeness::with_resolver(&group(vec![]), never);
        let before = Instant::now();
        drop(politeness.enter(&url("http://slow.test/")).await);
        assert!(before.elapsed() <= address::LONGEST + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_said_before_the_first_request_is_kept() {
        let politeness = politeness(vec![site("http://a.test/", Some(10.0), None)]);
        let obeyed = politeness.crawl_delay(&url("http://a.test/"), Duration::from_mins(2));
        assert_eq!(obeyed, LONGEST_CRAWL_DELAY);
        let before = Instant::now();
        drop(politeness.enter(&url("http://a.test/")).await);
        drop(politeness.enter(&url("http://b.test/")).await);
        assert!(before.elapsed() >= LONGEST_CRAWL_DELAY);
    }

    #[tokio::test(start_paused = true)]
    async fn a_complaint_counts_for_the_whole_server() {
        let politeness = politeness(vec![site("http://a.test/", Some(10.0), None)]);
        drop(politeness.enter(&url("http://a.test/")).await);
        drop(politeness.enter(&url("http://b.test/")).await);
        let before = Instant::now();
        politeness.slow_down(&url("http://a.test/"), Some(Duration::from_secs(20)));
        drop(politeness.enter(&url("http://b.test/")).await);
        assert!(before.elapsed() >= Duration::from_secs(20));
    }

    /// With the limit off the lanes must never be what holds a run up. Counted, not timed against a wall: ten thousand
    /// passes need not one wait, so paused time stands still.
    #[tokio::test(start_paused = true)]
    async fn without_a_limit_nothing_waits() {
        let politeness = politeness(vec![site("http://a.test/", None, None)]);
        let address = url("http://a.test/x");
        let before = Instant::now();
        for _ in 0..10_000 {
            drop(politeness.enter(&address).await);
        }
        assert_eq!(before.elapsed(), Duration::ZERO);
        let usage = politeness.usage(&address);
        assert_eq!((usage.requests, usage.peak_per_second, usage.limit), (10_000, 10_000, None));
    }

    /// `cargo test --release --lib -- --ignored --nocapture passes_a_second`
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "a measurement"]
    async fn passes_a_second() {
        let politeness = Arc::new(politeness(vec![site("http://a.test/", None, None)]));
        let before = Instant::now();
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let politeness = Arc::clone(&politeness);
                tokio::spawn(async move {
                    let address = url("http://a.test/x");
                    for _ in 0..50_000 {
                        drop(politeness.enter(&address).await);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        println!("{:.0} passes a second", 400_000.0 / before.elapsed().as_secs_f64());
    }
}
