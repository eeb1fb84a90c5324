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

pub use crate::facts::{names_document, names_image};
pub use comparison::Rejudgement;
pub(crate) use comparison::{Amount, Changes, Comparing, RatingChange, differing};
pub use coverage::{Coverage, StoppedTrap};
pub use document::signature_text;
pub use evidence::{Evidence, Ids, Key, Shape, Words};
pub use inspection::{ColumnResult, DeadTarget, Draw, DrawRow, IdleEntry, Inspection, ReadingNote, RunHead, SiteResult, WordingHead};
pub use link_verdict::{Cause, Circumstances, LinkVerdict, Reason, SoftError, is_passing_fault, judge_exchange};
pub use pool::Pool;
pub use rating::{ItemRating, Points, Rating, Standing, TestRating, TestState};
pub use record::{Finding, FindingRecord, Grade, ReviewRecord, State, Text, Verdict};
pub use rule_outcomes::{PageSample, RuleOutcome, RuleOutcomes, SampledFinding, SampledPage};
pub use subject::Subject;
pub(crate) use trace::{LogState, RunNote, Trace};
pub use words::cause_in_chinese;
