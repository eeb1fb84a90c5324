//! A panic costs the piece of work it is in, and not the run: the crawl of a night is behind it.
//!
//! Layer 0. What reads strangers' bytes, what judges, and a model of the user's may fail in ways nobody foresaw; whoever
//! calls them says what a failure counts for.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs some work; nothing where it panics. The panic is reported by the hook of the program.
///
/// What the work leaves half done must be nobody's to see: a value of its own, or one that is given up with it.
pub(crate) fn survive<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_gives_nothing_and_the_next_goes_on() {
        assert_eq!(survive(|| -> u8 { panic!("a bug") }), None);
        assert_eq!(survive(|| 1), Some(1));
    }
}
