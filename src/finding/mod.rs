//! What was judged: findings, verdicts, coverage, and the inspection that holds them.
//!
//! Layer 2. [`Inspection`] is the one result document; every file of a run is a view of it.

mod comparison;
mod coverage;
mod evidence;
mod inspection;
mod pool;
mod rating;
mod record;
mod rule_outcomes;
mod subject;
mod trace;

pub(crate) use comparison::Rejudgement;
pub(crate) use comparison::{Amount, Changes, Comparing, RatingChange, differing};
pub use coverage::Coverage;
pub(crate) use coverage::{StoppedTrap, UnreadText};
pub use evidence::Evidence;
pub(crate) use evidence::{Ids, Key, Shape, Words};
pub(crate) use inspection::{ColumnResult, Draw, DrawRow, IdleEntry, ReadingNote, WordingHead};
pub use inspection::{DeadTarget, Inspection, RunHead, SiteResult};
pub use pool::Pool;
pub(crate) use rating::{ItemRating, Points, Rating, Standing, TestRating, TestState};
pub(crate) use record::Text;
pub use record::{Finding, FindingRecord, Grade, ReviewRecord, State, Verdict};
pub(crate) use rule_outcomes::{PageSample, Reviewed, RuleOutcome, RuleOutcomes, SampledFinding, SampledPage};
pub use subject::Subject;
pub(crate) use trace::{LogState, RunNote, Trace};
