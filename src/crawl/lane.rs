//! One politeness group's own lane: how many requests at once, how far apart, and what was really sent.
//!
//! A lane is one server as its owner feels it: all hosts on one address share it. The spacing is governor's (GCRA), on
//! tokio's clock, so that tests run on paused time. Nothing is locked while a task waits.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

/// Retry-After is obeyed up to here: a longer pause is for the caller to turn into "the site does not answer".
pub const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Crawl-delay is obeyed up to here: at more than that a site of 2,000 pages would take a day.
pub const LONGEST_CRAWL_DELAY: Duration = Duration::from_secs(30);
/// The rate is never pushed below this share of the configured one: the pause does the rest.
const SLOWEST_SHARE: f64 = 1.0 / 8.0;
/// Good answers after which a slowed lane speeds up by one step.
const GOOD_ANSWERS: u32 = 10;
/// One step of speeding up.
const SPEED_UP: f64 = 1.25;
/// Two complaints closer together than this are one: requests under way at once are all refused together.
const ONE_COMPLAINT: Duration = Duration::from_secs(1);
/// What a configuration can ask for is kept within these bounds, requests per second.
const RATES: (f64, f64) = (0.001, 100_000.0);
/// No lane takes more requests at once.
const MOST_AT_ONCE: usize = 4096;

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// tokio's clock as governor wants it: real time, or a test's paused time.
#[derive(Debug, Clone)]
struct TokioClock {
    zero: Instant,
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.zero.elapsed()
    }
}

/// What was sent to a politeness group.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// Requests let through.
    pub requests: u64,
    /// The most requests let through in any one second, measured.
    pub peak_per_second: u32,
    /// The configured rate, requests per second; none where the limit is off.
    pub limit: Option<f64>,
    /// The Crawl-delay that robots.txt asks for, as obeyed.
    pub crawl_delay: Option<Duration>,
    /// How many times the server asked for less (429, 503).
    pub slowdowns: u32,
}

/// The lane of one politeness group.
#[derive(Debug)]
pub(super) struct Lane {
    slots: Arc<Semaphore>,
    pace: Mutex<Pace>,
}

/// Everything that changes, behind one short lock.
#[derive(Debug)]
struct Pace {
    /// The strictest site's rate; the limits of strangers until a site joins.
    rate: Option<f64>,
    concurrency: usize,
    has_site: bool,
    /// Slots to take away as soon as their requests end.
    excess: usize,
    delay: Option<Duration>,
    /// 1 at full speed, halved at every complaint.
    share: f64,
    good: u32,
    complained: Option<Instant>,
    slowdowns: u32,
    not_before: Option<Instant>,
    limiter: Option<Limiter>,
    /// When the requests of the last second went out.
    recent: VecDeque<Instant>,
    peak: usize,
    requests: u64,
}

/// Leave to send one request. Hold it until the answer is read, drop it then; never hold it while asking for another
/// (a redirect inside one group would wait for itself).
#[derive(Debug)]
#[must_use = "the request counts against its group until the pass is dropped"]
pub struct Pass {
    lane: Arc<Lane>,
    slot: Option<OwnedSemaphorePermit>,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut pace = self.lane.pace();
        if pace.excess > 0 {
            pace.excess -= 1;
            if let Some(slot) = self.slot.take() {
                slot.forget();
            }
        }
        pace.request_ended(Instant::now());
    }
}

impl Lane {
    /// A lane with the limits of a host nobody configured; [`Lane::join`] makes it a site's.
    pub(super) fn new(rate: Option<f64>, concurrency: usize) -> Self {
        let concurrency = concurrency.clamp(1, MOST_AT_ONCE);
        let mut pace = Pace {
            rate: rate.map(sane),
            concurrency,
            has_site: false,
            excess: 0,
            delay: None,
            share: 1.0,
            good: 0,
            complained: None,
            slowdowns: 0,
            not_before: None,
            limiter: None,
            recent: VecDeque::new(),
            peak: 0,
            requests: 0,
        };
        pace.set_limiter(Instant::now());
        Lane {
            slots: Arc::new(Semaphore::new(concurrency)),
            pace: Mutex::new(pace),
        }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A configured site is served here: the strictest of all sites counts, whatever strangers were allowed.
    pub(super) fn join(&self, rate: Option<f64>, concurrency: usize) {
        let rate = rate.map(sane);
        let concurrency = concurrency.clamp(1, MOST_AT_ONCE);
        let mut pace = self.pace();
        let (new_rate, new_concurrency) = if pace.has_site {
            (stricter(pace.rate, rate), pace.concurrency.min(concurrency))
        } else {
            (rate, concurrency)
        };
        pace.has_site = true;
        if pace.rate != new_rate {
            pace.rate = new_rate;
            pace.set_limiter(Instant::now());
        }
        if new_concurrency < pace.concurrency {
            let fewer = pace.concurrency - new_concurrency;
            pace.excess += fewer - self.slots.forget_permits(fewer);
        } else {
            let more = new_concurrency - pace.concurrency;
            let kept = more.min(pace.excess);
            pace.excess -= kept;
            self.slots.add_permits(more - kept);
        }
        pace.concurrency = new_concurrency;
    }

    /// Waits for a slot, then for the turn.
    pub(super) async fn enter(self: Arc<Self>) -> Pass {
        // The semaphore is never closed; were it, going on with the spacing alone would still be polite.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            let turn = self.pace().take_turn(Instant::now());
            match turn {
                Ok(()) => return Pass { lane: self, slot },
                Err(wait) => sleep(wait).await,
            }
        }
    }

    /// The server asked for less.
    pub(super) fn slow_down(&self, retry_after: Option<Duration>) {
        self.pace().slow_down(retry_after, Instant::now());
    }

    /// robots.txt asks for this much time between two requests; gives back what is obeyed.
    pub(super) fn crawl_delay(&self, delay: Duration) -> Duration {
        let obeyed = delay.min(LONGEST_CRAWL_DELAY);
        let mut pace = self.pace();
        if obeyed > Duration::ZERO && pace.delay.is_none_or(|d| d < obeyed) {
            pace.delay = Some(obeyed);
            pace.set_limiter(Instant::now());
        }
        obeyed
    }

    pub(super) fn usage(&self) -> Usage {
        let pace = self.pace();
        Usage {
            requests: pace.requests,
            peak_per_second: u32::try_from(pace.peak).unwrap_or(u32::MAX),
            limit: pace.rate,
            crawl_delay: pace.delay,
            slowdowns: pace.slowdowns,
        }
    }
}

impl Pace {
    /// Counts a request that goes out now, or says how long to wait first.
    fn take_turn(&mut self, now: Instant) -> Result<(), Duration> {
        if let Some(start) = self.not_before {
            if now < start {
                return Err(start - now);
            }
            self.not_before = None;
        }
        if let Some(limiter) = &self.limiter
            && let Err(not_until) = limiter.check()
        {
            return Err(not_until.wait_time_from(limiter.clock().now()));
        }
        while self.recent.front().is_some_and(|t| now - *t >= Duration::from_secs(1)) {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        self.peak = self.peak.max(self.recent.len());
        self.requests += 1;
        Ok(())
    }

    /// Requests per second as things stand; none where nothing limits. With the limit off, Crawl-delay is off too:
    /// that is only accepted for one's own loopback servers.
    fn rate_now(&self) -> Option<f64> {
        let asked = self.delay.map_or(f64::INFINITY, |d| 1.0 / d.as_secs_f64());
        self.rate.map(|rate| (rate * self.share).min(asked))
    }

    /// Begins a new spacing. A fresh limiter would let a request through at once, whenever the last one was: so the
    /// last request's own interval is kept by `not_before`.
    fn set_limiter(&mut self, now: Instant) {
        let Some(rate) = self.rate_now() else {
            self.limiter = None;
            return;
        };
        let interval = Duration::from_secs_f64(1.0 / rate);
        if let Some(last) = self.recent.back() {
            self.hold_until(*last + interval);
        }
        // A timer is up to a millisecond late: from 50 requests a second on, 20 ms may be caught up, far inside the
        // promise of `rate × 1.1 + 1`. Below that there is no burst at all.
        let burst = NonZeroU32::MIN.saturating_add((rate / 50.0) as u32);
        self.limiter =
            Quota::with_period(interval).map(|quota| RateLimiter::direct_with_clock(quota.allow_burst(burst), TokioClock { zero: now }));
    }

    fn hold_until(&mut self, start: Instant) {
        self.not_before = Some(self.not_before.map_or(start, |s| s.max(start)));
    }

    fn slow_down(&mut self, retry_after: Option<Duration>, now: Instant) {
        self.good = 0;
        if self.complained.is_none_or(|t| now - t >= ONE_COMPLAINT) {
            self.complained = Some(now);
            self.slowdowns = self.slowdowns.saturating_add(1);
            self.share = (self.share / 2.0).max(SLOWEST_SHARE);
            self.set_limiter(now);
        }
        if let Some(pause) = retry_after {
            self.hold_until(now + pause.min(LONGEST_PAUSE));
        }
    }

    fn request_ended(&mut self, now: Instant) {
        if self.share >= 1.0 {
            return;
        }
        self.good += 1;
        if self.good >= GOOD_ANSWERS {
            self.good = 0;
            self.share = (self.share * SPEED_UP).min(1.0);
            self.set_limiter(now);
        }
    }
}

fn sane(rate: f64) -> f64 {
    if rate.is_nan() { RATES.0 } else { rate.clamp(RATES.0, RATES.1) }
}

fn stricter(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(rate: Option<f64>, concurrency: usize) -> Arc<Lane> {
        Arc::new(Lane::new(rate, concurrency))
    }

    /// Lets `count` requests through one after another and gives the times they went out, from the first.
    async fn times(lane: &Arc<Lane>, count: usize) -> Vec<Duration> {
        let mut out = Vec::new();
        for _ in 0..count {
            drop(Arc::clone(lane).enter().await);
            out.push(Instant::now());
        }
        out.iter().map(|t| *t - out[0]).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_evenly_spaced_from_the_first_on() {
        for rate in [0.5, 2.0, 10.0, 40.0] {
            let lane = lane(Some(rate), 4);
            tokio::time::advance(Duration::from_secs(30)).await; // idling saves nothing up
            let times = times(&lane, 20).await;
            let interval = 1.0 / rate;
            for pair in times.windows(2) {
                let gap = pair[1].as_secs_f64() - pair[0].as_secs_f64();
                assert!(gap >= interval - 1e-6 && gap < interval + 0.003, "{rate}: {gap}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_than_promised_however_many_wait() {
        for rate in [1.0, 2.0, 7.0, 50.0, 300.0] {
            let lane = lane(Some(rate), 64);
            let tasks: Vec<_> = (0..400).map(|_| tokio::spawn(Arc::clone(&lane).enter())).collect();
            for task in tasks {
                drop(task.await.unwrap());
            }
            let usage = lane.usage();
            assert_eq!(usage.requests, 400);
            assert!(
                f64::from(usage.peak_per_second) <= rate * 1.1 + 1.0,
                "{rate}: {}",
                usage.peak_per_second
            );
            assert!(
                f64::from(usage.peak_per_second) >= rate * 0.8,
                "{rate}: {} is slower than asked",
                usage.peak_per_second
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_peak_is_of_any_second_not_of_clock_seconds() {
        let lane = lane(None, 8);
        tokio::time::advance(Duration::from_millis(600)).await;
        times(&lane, 3).await;
        tokio::time::advance(Duration::from_millis(800)).await;
        times(&lane, 4).await;
        assert_eq!(lane.usage().peak_per_second, 7);
        tokio::time::advance(Duration::from_secs(1)).await;
        times(&lane, 6).await;
        assert_eq!(lane.usage().peak_per_second, 7, "a whole second apart is another second");
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_at_once_than_there_are_slots() {
        let lane = lane(None, 2);
        let first = Arc::clone(&lane).enter().await;
        let second = Arc::clone(&lane).enter().await;
        let third = tokio::spawn(Arc::clone(&lane).enter());
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(!third.is_finished());
        drop(first);
        let third = third.await.unwrap();
        drop((second, third));
        assert_eq!(lane.usage().requests, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stricter_site_slows_everybody_and_takes_slots_away() {
        let lane = lane(Some(100.0), 9);
        lane.join(Some(5.0), 4);
        assert_eq!(lane.usage().limit, Some(5.0), "the first site sets strangers' limits aside");
        let held = [Arc::clone(&lane).enter().await, Arc::clone(&lane).enter().await];
        lane.join(Some(2.0), 1);
        lane.join(None, 8);
        assert_eq!(lane.usage().limit, Some(2.0));
        drop(held);
        assert_eq!(lane.slots.available_permits(), 1);
        let times = times(&lane, 3).await;
        assert!(times[2] >= Duration::from_secs(1), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_complaint_pauses_and_halves_and_good_answers_heal() {
        let lane = lane(Some(10.0), 2);
        times(&lane, 2).await;
        let before = Instant::now();
        lane.slow_down(Some(Duration::from_secs(7)));
        lane.slow_down(None); // the second of two refused at once
        drop(Arc::clone(&lane).enter().await);
        assert!(before.elapsed() >= Duration::from_secs(7));
        assert_eq!(lane.usage().slowdowns, 1);
        let slow = times(&lane, 5).await;
        assert!(slow[4] >= Duration::from_millis(800), "{slow:?}");
        times(&lane, 60).await;
        let healed = times(&lane, 5).await;
        assert!(healed[4] <= Duration::from_millis(450), "{healed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_bounded_and_the_rate_has_a_floor() {
        let lane = lane(Some(8.0), 1);
        let before = Instant::now();
        lane.slow_down(Some(Duration::from_hours(24)));
        drop(Arc::clone(&lane).enter().await);
        assert!(before.elapsed() <= LONGEST_PAUSE + Duration::from_secs(1));
        for _ in 0..20 {
            tokio::time::advance(Duration::from_secs(2)).await;
            lane.slow_down(None);
        }
        let times = times(&lane, 3).await;
        assert!(times[2] <= Duration::from_millis(2010), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn crawl_delay_caps_the_rate_and_is_bounded() {
        let lane = lane(Some(10.0), 2);
        assert_eq!(lane.crawl_delay(Duration::from_secs(3)), Duration::from_secs(3));
        assert_eq!(lane.crawl_delay(Duration::from_secs(1)), Duration::from_secs(1));
        let spaced = times(&lane, 3).await;
        assert!(spaced[2] >= Duration::from_secs(6), "the longer of two wins: {spaced:?}");
        assert_eq!(lane.crawl_delay(Duration::MAX), LONGEST_CRAWL_DELAY);
        assert_eq!(lane.usage().crawl_delay, Some(LONGEST_CRAWL_DELAY));
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_of_rate_opens_no_gap() {
        let lane = lane(Some(2.0), 2);
        times(&lane, 1).await;
        lane.crawl_delay(Duration::from_secs(4));
        let before = Instant::now();
        times(&lane, 1).await;
        assert!(before.elapsed() >= Duration::from_millis(3990));
    }

    #[test]
    fn odd_rates_are_made_usable() {
        for rate in [f64::NAN, -1.0, 0.0, f64::INFINITY, f64::MIN_POSITIVE] {
            assert!((RATES.0..=RATES.1).contains(&sane(rate)), "{rate}");
        }
    }
}
