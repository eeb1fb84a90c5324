//! One politeness group's own lane: how many requests at once, and each at its turn.
//!
//! A lane is one server as its owner feels it: all hosts on one address share it. Nothing is locked while a task waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use super::pace::{Pace, Usage};

/// No lane takes more requests at once.
const MOST_AT_ONCE: usize = 4096;

/// The lane of one politeness group.
#[derive(Debug)]
pub(super) struct Lane {
    slots: Arc<Semaphore>,
    state: Mutex<State>,
}

/// Everything that changes, behind one short lock.
#[derive(Debug)]
struct State {
    pace: Pace,
    concurrency: usize,
    /// Slots to take away as soon as their requests end.
    excess: usize,
    /// Whether one of the configured sites is served here.
    has_site: bool,
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
        let mut state = self.lane.state();
        if state.excess > 0 {
            state.excess -= 1;
            if let Some(slot) = self.slot.take() {
                slot.forget();
            }
        }
        state.pace.request_ended(Instant::now());
    }
}

impl Lane {
    /// A lane with the limits of a host nobody configured; [`Lane::join`] makes it a site's.
    pub(super) fn new(rate: Option<f64>, concurrency: usize) -> Self {
        let concurrency = concurrency.clamp(1, MOST_AT_ONCE);
        Lane {
            slots: Arc::new(Semaphore::new(concurrency)),
            state: Mutex::new(State {
                pace: Pace::new(rate),
                concurrency,
                excess: 0,
                has_site: false,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A configured site is served here: the strictest of all sites counts, whatever strangers were allowed.
    pub(super) fn join(&self, rate: Option<f64>, concurrency: usize) {
        let mut state = self.state();
        let mut concurrency = concurrency.clamp(1, MOST_AT_ONCE);
        if state.has_site {
            concurrency = concurrency.min(state.concurrency);
        }
        let had_site = std::mem::replace(&mut state.has_site, true);
        state.pace.set_rate(rate, had_site);
        if concurrency < state.concurrency {
            let fewer = state.concurrency - concurrency;
            state.excess += fewer - self.slots.forget_permits(fewer);
        } else {
            let more = concurrency - state.concurrency;
            let kept = more.min(state.excess);
            state.excess -= kept;
            self.slots.add_permits(more - kept);
        }
        state.concurrency = concurrency;
    }

    /// Waits for a slot, then for the turn.
    pub(super) async fn enter(self: Arc<Self>) -> Pass {
        // The semaphore is never closed; were it, going on with the spacing alone would still be polite.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            let turn = self.state().pace.take_turn(Instant::now());
            match turn {
                Ok(()) => return Pass { lane: self, slot },
                Err(wait) => sleep(wait).await,
            }
        }
    }

    /// The server asked for less.
    pub(super) fn slow_down(&self, retry_after: Option<Duration>) {
        self.state().pace.slow_down(retry_after, Instant::now());
    }

    /// robots.txt asks for this much time between two requests; gives back what is obeyed.
    pub(super) fn crawl_delay(&self, delay: Duration) -> Duration {
        self.state().pace.crawl_delay(delay)
    }

    /// What was sent so far.
    pub(super) fn usage(&self) -> Usage {
        self.state().pace.usage()
    }
}

#[cfg(test)]
mod tests {
    use super::super::pace::{LONGEST_CRAWL_DELAY, LONGEST_PAUSE};
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
}
