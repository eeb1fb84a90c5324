//! What was judged: findings, verdicts, coverage, and the inspection that holds them.
//!
//! Layer 2. [`Inspection`] is the one result document; every file of a run is a view of it.

mod comparison;
mod coverage;
mod document;
mod evidence;
mod inspection;
mod link_verdict;
mod pool;
mod rating;
mod record;
mod rule_outcomes;
mod subject;
mod tls_verdict;
mod trace;
mod words;

pub(crate) use crate::facts::{names_document, names_image};
pub(crate) use comparison::Rejudgement;
pub(crate) use comparison::{Amount, Changes, Comparing, RatingChange, differing};
pub use coverage::Coverage;
pub(crate) use coverage::StoppedTrap;
pub(crate) use document::signature_text;
pub use evidence::Evidence;
pub(crate) use evidence::{Ids, Key, Shape, Words};
pub(crate) use inspection::{ColumnResult, Draw, DrawRow, IdleEntry, ReadingNote, WordingHead};
pub use inspection::{DeadTarget, Inspection, RunHead, SiteResult};
pub(crate) use link_verdict::{Cause, Reason, is_passing_fault};
pub use link_verdict::{Circumstances, LinkVerdict, SoftError, judge_exchange};
pub use pool::Pool;
pub(crate) use rating::{ItemRating, Points, Rating, Standing, TestRating, TestState};
pub(crate) use record::Text;
pub use record::{Finding, FindingRecord, Grade, ReviewRecord, State, Verdict};
pub(crate) use rule_outcomes::{PageSample, RuleOutcome, RuleOutcomes, SampledFinding, SampledPage};
pub use subject::Subject;
pub(crate) use trace::{LogState, RunNote, Trace};
pub(crate) use words::cause_in_chinese;
