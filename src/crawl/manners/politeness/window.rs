//! The hours of a lane: outside them nothing goes out.

use std::sync::Arc;
use std::time::Duration;

use jiff::Zoned;

use crate::site::Hours;

/// What time it is in the group's zone: the machine's clock, or a test's.
pub type WallClock = Arc<dyn Fn() -> Zoned + Send + Sync>;

/// The wait is looked at again this often: clocks are set, machines sleep, and summer time begins.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The windows of the sites on one lane: it is open when all of them are.
#[derive(Debug, Default)]
pub(super) struct Windows(Vec<Hours>);

/// Whether a lane is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Open,
    /// Closed for so long.
    Closed(Duration),
    /// The sites of the lane agree on no time at all.
    Never,
}

impl Gate {
    /// How long to sleep before looking again.
    pub(super) fn nap(wait: Duration) -> Duration {
        wait.min(LOOK_AGAIN)
    }
}

impl Windows {
    pub(super) fn join(&mut self, hours: Option<Hours>) {
        if let Some(hours) = hours.filter(|h| !self.0.contains(h)) {
            self.0.push(hours);
        }
    }

    pub(super) fn at(&self, clock: &WallClock) -> Gate {
        if self.0.is_empty() {
            return Gate::Open;
        }
        match Hours::opens_in(&self.0, clock().time()) {
            Some(Duration::ZERO) => Gate::Open,
            Some(wait) => Gate::Closed(wait),
            None => Gate::Never,
        }
    }
}
