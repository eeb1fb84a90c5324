//! Crawl-delay: what the robots.txt of one host name asks between two requests to that name.
//!
//! It is kept beside the lanes and not in them: other names on the same server, which ask for nothing of the kind, go on at the
//! lane's own pace.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};

use super::pace::LONGEST_CRAWL_DELAY;

/// The delay of one host, and when its next request may go out.
#[derive(Debug, Clone)]
pub(super) struct HostDelay {
    delay: Duration,
    next: Arc<Mutex<Option<Instant>>>,
}

/// Leave of a host to ask its lane for a turn; nobody else has it meanwhile.
#[must_use]
pub(super) struct Turn {
    delay: Duration,
    next: OwnedMutexGuard<Option<Instant>>,
}

impl HostDelay {
    /// As much of a delay as is obeyed, at most [`LONGEST_CRAWL_DELAY`]. `last` is when the host was last asked, if it was.
    pub(super) fn new(delay: Duration, last: Option<Instant>) -> Self {
        let delay = delay.min(LONGEST_CRAWL_DELAY);
        HostDelay {
            delay,
            next: Arc::new(Mutex::new(last.map(|last| last + delay))),
        }
    }

    /// What is obeyed.
    pub(super) fn obeyed(&self) -> Duration {
        self.delay
    }

    /// The longer of this delay and another, with what is known of the last request.
    pub(super) fn or_longer(&mut self, delay: Duration) {
        self.delay = self.delay.max(delay.min(LONGEST_CRAWL_DELAY));
    }

    /// Waits until the host may be asked. Who comes first goes first.
    pub(super) async fn turn(self) -> Turn {
        let next = self.next.lock_owned().await;
        if let Some(at) = *next {
            sleep_until(at).await;
        }
        Turn { delay: self.delay, next }
    }
}

impl Turn {
    /// The request goes out now.
    pub(super) fn taken(mut self) {
        *self.next = Some(Instant::now() + self.delay);
    }
}
