//! The proofreading engine: which characters in a Chinese sentence are wrong, and what was meant.
//!
//! Layer 2, pure. Exact strings and protected terms, whose findings are near certain; and a general tier that weighs what
//! stands there against what may have been meant, by a dictionary and, where one was trained, by a model of the site's own
//! texts. docs/wording.md says how, how well, and where the lists come from.

mod confusion;
mod engine;
mod evaluate;
mod exact;
mod general;
mod lattice;
mod lexicon;
mod lists;
mod near_miss;
mod ngram;
mod pairs;
mod prepare;
mod slip;
mod table;

pub use engine::{Engine, ListFault};
pub use evaluate::{Measured, Score};
pub use ngram::{NGram, NoModel, Own, Trainer};
pub use slip::{Slip, Tier};
