//! A fault in a rule or in the proofreading costs what it was judging and not the run: a crawl of a night is behind it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::facts::Why;
use crate::finding::Verdict;

/// Runs something that judges; nothing where it panics. What it was judging is then for a person to look at.
pub(super) fn survive<T>(judge: impl FnOnce() -> T) -> Option<T> {
    // What it leaves half done is a value of its own that nobody sees; counts and findings are only added to afterwards.
    catch_unwind(AssertUnwindSafe(judge)).ok()
}

/// The verdict of a rule; one that panics has not judged.
pub(super) fn verdict(check: impl FnOnce() -> Verdict) -> Verdict {
    survive(check).unwrap_or(Verdict::NotJudged(Why::Fault))
}

/// The verdicts of a rule over many subjects at once.
pub(super) fn verdicts(check: impl FnOnce() -> Vec<Verdict>) -> Vec<Verdict> {
    survive(check).unwrap_or_else(|| vec![Verdict::NotJudged(Why::Fault)])
}
