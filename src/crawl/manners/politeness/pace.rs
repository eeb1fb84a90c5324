//! When the next request of a lane may go out, and what went out.
//!
//! The spacing is governor's (GCRA), on tokio's clock, so that tests run on paused time.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

use super::latency::Latency;

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
    /// The Crawl-delay that the robots.txt of the host asks for, as obeyed.
    pub crawl_delay: Option<Duration>,
    /// How many times the server asked for less (429, 503).
    pub slowdowns: u32,
    /// How many times the rate was halved because the server's answers took clearly longer than they used to.
    pub slowed: u32,
}

/// The pace of one lane.
#[derive(Debug)]
pub(super) struct Pace {
    /// Requests per second as configured.
    rate: Option<f64>,
    /// 1 at full speed, halved at every complaint and whenever the server becomes slower.
    share: f64,
    good: u32,
    complained: Option<Instant>,
    slowdowns: u32,
    latency: Latency,
    slowed: u32,
    /// Whether the last answer was slow: it heals nothing.
    was_slow: bool,
    not_before: Option<Instant>,
    limiter: Option<Limiter>,
    /// When the requests of the last second went out.
    recent: VecDeque<Instant>,
    peak: usize,
    requests: u64,
}

impl Pace {
    pub(super) fn new(rate: Option<f64>) -> Self {
        let mut pace = Pace {
            rate: rate.map(sane),
            share: 1.0,
            good: 0,
            complained: None,
            slowdowns: 0,
            latency: Latency::default(),
            slowed: 0,
            was_slow: false,
            not_before: None,
            limiter: None,
            recent: VecDeque::new(),
            peak: 0,
            requests: 0,
        };
        pace.set_limiter(Instant::now());
        pace
    }

    /// Goes at this rate from now on, or at the slower of this and the present one.
    pub(super) fn set_rate(&mut self, rate: Option<f64>, or_slower: bool) {
        let rate = rate.map(sane);
        let rate = match (rate, self.rate) {
            (Some(new), Some(old)) if or_slower => Some(new.min(old)),
            (None, old) if or_slower => old,
            _ => rate,
        };
        if self.rate != rate {
            self.rate = rate;
            self.set_limiter(Instant::now());
        }
    }

    pub(super) fn usage(&self) -> Usage {
        Usage {
            requests: self.requests,
            peak_per_second: u32::try_from(self.peak).unwrap_or(u32::MAX),
            limit: self.rate,
            crawl_delay: None,
            slowdowns: self.slowdowns,
            slowed: self.slowed,
        }
    }

    /// Counts a request that goes out now, or says how long to wait first.
    pub(super) fn take_turn(&mut self, now: Instant) -> Result<(), Duration> {
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

    /// Requests per second as things stand; none where nothing limits.
    fn rate_now(&self) -> Option<f64> {
        self.rate.map(|rate| rate * self.share)
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

    /// The server asked for less: half the rate, and no request before `retry_after` is over.
    pub(super) fn slow_down(&mut self, retry_after: Option<Duration>, now: Instant) {
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

    /// An answer took so long: where most of the last ones took far longer than this server's do, it is as if it had
    /// complained. With the limit off there is nothing to slow down.
    pub(super) fn took(&mut self, elapsed: Duration, now: Instant) {
        if self.rate.is_none() {
            return;
        }
        self.was_slow = !self.latency.is_quick(elapsed);
        if self.latency.took(elapsed) {
            self.good = 0;
            self.slowed = self.slowed.saturating_add(1);
            self.share = (self.share / 2.0).max(SLOWEST_SHARE);
            self.set_limiter(now);
        }
    }

    /// A request ended: after enough of them without a complaint the pace heals by one step.
    pub(super) fn request_ended(&mut self, now: Instant) {
        if self.share >= 1.0 || self.was_slow {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_rates_are_made_usable() {
        for rate in [f64::NAN, -1.0, 0.0, f64::INFINITY, f64::MIN_POSITIVE] {
            assert!((RATES.0..=RATES.1).contains(&sane(rate)), "{rate}");
        }
    }
}
