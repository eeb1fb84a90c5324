//! Room for parsing: how many pages, and how much of them, are turned into trees at once.
//!
//! A tree takes some twenty times the memory of its page. Ordinary pages are small and go side by side; a few huge ones
//! (a yearly budget as one table) go one after another, so that memory stays bounded whatever a site serves.

use tokio::sync::Semaphore;

/// Bytes of pages in parsing at once: the largest page that is read at all ([`PAGE_LIMIT`](crate::fetch::PAGE_LIMIT)).
const BYTES: usize = crate::fetch::PAGE_LIMIT;
/// What one permit stands for.
const UNIT: usize = 64 << 10;

/// See the module.
#[derive(Debug)]
pub(crate) struct ParsePool {
    turns: Semaphore,
    units: Semaphore,
}

impl ParsePool {
    /// Room for this many pages at once.
    pub(crate) fn new(pages: usize) -> Self {
        ParsePool {
            turns: Semaphore::new(pages),
            units: Semaphore::new(BYTES / UNIT),
        }
    }

    /// Runs work over a page of so many bytes away from the network threads, when there is room for it. A panic of the
    /// work goes on here.
    pub(crate) async fn work<T: Send + 'static>(&self, bytes: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
        let units = bytes.div_ceil(UNIT).clamp(1, BYTES / UNIT) as u32;
        // Neither semaphore is ever closed; were one, the work would only be done sooner.
        let _turn = self.turns.acquire().await;
        let _units = self.units.acquire_many(units).await;
        match tokio::task::spawn_blocking(work).await {
            Ok(value) => value,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// The most that ran at once of eight pieces of work over pages of this size.
    async fn at_once(bytes: usize) -> usize {
        let room = Arc::new(ParsePool::new(4));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (room, now, most) = (room.clone(), now.clone(), most.clone());
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(5));
                        now.fetch_sub(1, Ordering::SeqCst);
                    };
                    room.work(bytes, work).await;
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        most.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn small_pages_go_side_by_side_and_huge_ones_alone() {
        assert!(at_once(1000).await <= 4);
        assert_eq!(at_once(BYTES).await, 1);
        assert_eq!(at_once(100 * BYTES).await, 1, "more than the room holds waits for all of it");
    }
}
