//! The cores of the machine, for work of which every piece stands by itself.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::judge::Hands;

/// More threads than this have nothing to do while the rest of a batch goes on one thread.
const MOST: usize = 16;

/// As many threads as there are cores.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cores(usize);

impl Cores {
    /// Those of this machine.
    pub(super) fn all() -> Self {
        Cores(thread::available_parallelism().map_or(1, usize::from).min(MOST))
    }
}

impl Hands for Cores {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let threads = self.0.min(items.len());
        if threads < 2 {
            return items.iter().map(work).collect();
        }
        // Pages differ in size by orders of magnitude: each thread takes the next one when it is through with its last.
        let next = AtomicUsize::new(0);
        let take = || {
            let mut done = Vec::new();
            while let Some((at, item)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?))) {
                done.push((at, work(item)));
            }
            done
        };
        let mut done = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
            let mut done = take();
            for other in others {
                done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            done
        });
        done.sort_unstable_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, result)| result).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_stands_in_the_order_of_what_went_in() {
        let items: Vec<usize> = (0..1000).collect();
        // The first take longest, so that later ones are done before them.
        let work = |n: &usize| {
            thread::sleep(std::time::Duration::from_micros(if *n < 10 { 500 } else { 0 }));
            n * 2
        };
        let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
        for cores in [1, 2, 7, 5000] {
            assert_eq!(Cores(cores).each(&items, work), doubled, "{cores}");
        }
        assert!(Cores(4).each(&[], work).is_empty());
    }

    #[test]
    #[should_panic(expected = "a bug")]
    fn a_panic_of_the_work_goes_on_here() {
        Cores(2).each(&[1, 2, 3, 4], |n| assert_ne!(*n, 3, "a bug"));
    }
}
