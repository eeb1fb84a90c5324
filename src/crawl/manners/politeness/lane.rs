//! One politeness group's own lane: how many requests at once, and each at its turn.
//!
//! A lane is one server as its owner feels it: all hosts on one address share it. Nothing is locked while a task waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use super::pace::{Pace, Usage};
use super::window::{Gate, WallClock, Windows};
use crate::site::Hours;

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
    windows: Windows,
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
                windows: Windows::default(),
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

    /// A configured site that is served here may only be asked in these hours.
    pub(super) fn keep_hours(&self, hours: Hours) {
        self.state().windows.join(Some(hours));
    }

    /// Whether the hours of all sites on this lane let a request out now.
    pub(super) fn gate(&self, clock: &WallClock) -> Gate {
        self.state().windows.at(clock)
    }

    /// Waits for a slot, then for the hours and the turn: no request goes out in a minute that is not open, however long
    /// it stood in line. Nothing where the lane does not open before `until`.
    pub(super) async fn enter(self: Arc<Self>, clock: &WallClock, until: Option<Instant>) -> Option<Pass> {
        // The semaphore is never closed; were it, going on with the spacing alone would still be polite.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            match self.gate(clock) {
                Gate::Open => {}
                Gate::Closed(wait) if until.is_none_or(|end| Instant::now() + wait < end) => {
                    sleep(Gate::nap(wait)).await;
                    continue;
                }
                Gate::Closed(_) | Gate::Never => return None,
            }
            let turn = self.state().pace.take_turn(Instant::now());
            match turn {
                Ok(()) => return Some(Pass { lane: self, slot }),
                Err(wait) => sleep(wait).await,
            }
        }
    }

    /// An answer took so long: where the server has become slower, so does the lane.
    pub(super) fn took(&self, elapsed: Duration) {
        self.state().pace.took(elapsed, Instant::now());
    }

    /// The server asked for less.
    pub(super) fn slow_down(&self, retry_after: Option<Duration>) {
        self.state().pace.slow_down(retry_after, Instant::now());
    }

    /// What was sent so far.
    pub(super) fn usage(&self) -> Usage {
        self.state().pace.usage()
    }
}

#[cfg(test)]
mod tests {
    use super::super::pace::LONGEST_PAUSE;
    use super::*;

    fn lane(rate: Option<f64>, concurrency: usize) -> Arc<Lane> {
        Arc::new(Lane::new(rate, concurrency))
    }

    /// A pass, at an hour that is always open.
    fn enter(lane: &Arc<Lane>) -> impl Future<Output = Pass> + use<> {
        let lane = Arc::clone(lane);
        async move { lane.enter(&at("2026-11-23T12:00:00"), None).await.unwrap() }
    }

    /// A clock that shows this time now and goes on with tokio's.
    fn at(time: &str) -> WallClock {
        let (began, time) = (Instant::now(), time.parse::<jiff::civil::DateTime>().unwrap());
        Arc::new(move || {
            let gone = jiff::SignedDuration::try_from(began.elapsed()).unwrap();
            (time + gone).to_zoned(jiff::tz::TimeZone::UTC).unwrap()
        })
    }

    #[tokio::test(start_paused = true)]
    async fn outside_its_hours_nothing_goes_out() {
        let lane = lane(Some(0.1), 2);
        lane.keep_hours(Hours::parse("20:00-07:00").unwrap());
        lane.keep_hours(Hours::parse("22:00-09:00").unwrap());
        let clock = at("2026-11-23T06:59:45");
        let began = Instant::now();
        for seconds in [0, 10] {
            drop(Arc::clone(&lane).enter(&clock, None).await.unwrap());
            assert_eq!(began.elapsed().as_secs(), seconds);
        }
        // Its turn comes at 07:00:05, when the first window has closed; both are open at 22:00.
        drop(Arc::clone(&lane).enter(&clock, None).await.unwrap());
        assert_eq!(began.elapsed().as_secs(), 15 * 3_600 + 15);
        assert_eq!(clock().time(), jiff::civil::time(22, 0, 0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_opens_too_late_or_never_is_said_at_once() {
        let closed = lane(None, 1);
        closed.keep_hours(Hours::parse("20:00-07:00").unwrap());
        let (clock, began) = (at("2026-11-23T12:00:00"), Instant::now());
        let soon = Some(began + Duration::from_hours(2));
        assert!(Arc::clone(&closed).enter(&clock, soon).await.is_none());
        closed.keep_hours(Hours::parse("10:00-13:00").unwrap());
        assert!(closed.enter(&clock, None).await.is_none(), "no common hour");
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_slows_down_is_asked_less_and_quick_answers_heal() {
        let lane = lane(Some(10.0), 4);
        let spaced = async |elapsed: u64, count: usize| {
            let mut out = Vec::new();
            for _ in 0..count {
                let pass = enter(&lane).await;
                out.push(Instant::now());
                lane.took(Duration::from_millis(elapsed));
                drop(pass);
            }
            (out[count - 1] - out[0]).as_secs_f64() / (count - 1) as f64
        };
        assert!(spaced(60, 20).await < 0.105);
        let mut one_slow = Vec::new();
        for elapsed in [60, 14_000, 60, 60, 60, 9_000] {
            one_slow.push(spaced(elapsed, 2).await);
        }
        assert!(one_slow.iter().all(|s| *s < 0.105), "single slow pages: {one_slow:?}");
        spaced(1_800, 30).await;
        let slow = spaced(1_800, 3).await;
        assert!(slow >= 0.39, "{slow}");
        assert!(lane.usage().slowed >= 2 && lane.usage().slowdowns == 0);
        let stays = spaced(1_800, 3).await;
        assert!(stays >= slow - 1e-3, "slow answers do not heal: {stays}");
        spaced(60, 120).await;
        let healed = spaced(60, 10).await;
        assert!(healed < 0.105, "{healed}");
    }

    #[tokio::test(start_paused = true)]
    async fn with_the_limit_off_nothing_is_slowed() {
        let lane = lane(None, 4);
        let began = Instant::now();
        for elapsed in [[10; 40], [5_000; 40]].concat() {
            let pass = enter(&lane).await;
            lane.took(Duration::from_millis(elapsed));
            drop(pass);
        }
        assert_eq!((began.elapsed(), lane.usage().slowed), (Duration::ZERO, 0));
    }

    /// Lets `count` requests through one after another and gives the times they went out, from the first.
    async fn times(lane: &Arc<Lane>, count: usize) -> Vec<Duration> {
        let mut out = Vec::new();
        for _ in 0..count {
            drop(enter(lane).await);
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
            let tasks: Vec<_> = (0..400).map(|_| tokio::spawn(enter(&lane))).collect();
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
        let first = enter(&lane).await;
        let second = enter(&lane).await;
        let third = tokio::spawn(enter(&lane));
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
        let held = [enter(&lane).await, enter(&lane).await];
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
        drop(enter(&lane).await);
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
        drop(enter(&lane).await);
        assert!(before.elapsed() <= LONGEST_PAUSE + Duration::from_secs(1));
        for _ in 0..20 {
            tokio::time::advance(Duration::from_secs(2)).await;
            lane.slow_down(None);
        }
        let times = times(&lane, 3).await;
        assert!(times[2] <= Duration::from_millis(2010), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_of_rate_opens_no_gap() {
        let lane = lane(Some(2.0), 2);
        times(&lane, 1).await;
        lane.join(Some(0.25), 2);
        let before = Instant::now();
        times(&lane, 1).await;
        assert!(before.elapsed() >= Duration::from_millis(3990));
    }
}
