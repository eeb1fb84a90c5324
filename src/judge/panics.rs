//! A fault in a rule costs what it was judging, which is then for a person to look at.

use crate::facts::Why;
use crate::finding::Verdict;
use crate::panics::survive;

/// The verdict of a rule; one that panics has not judged.
pub(super) fn verdict(check: impl FnOnce() -> Verdict) -> Verdict {
    survive(check).unwrap_or(Verdict::NotJudged(Why::Fault))
}

/// The verdicts of a rule over many subjects at once.
pub(super) fn verdicts(check: impl FnOnce() -> Vec<Verdict>) -> Vec<Verdict> {
    survive(check).unwrap_or_else(|| vec![Verdict::NotJudged(Why::Fault)])
}
