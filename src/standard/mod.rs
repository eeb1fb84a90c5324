//! What the authorities require, as data: column kinds and their update periods, the elements of a service
//! guide and the headings they stand under, and the clauses findings refer to.
//!
//! Layer 0: imports nothing of ours and touches nothing of the world.

mod clause;
mod column;
mod guide;

pub use clause::{Clause, basis_text};
pub use column::{ColumnKind, HOME_WINDOW, Period};
pub use guide::{GuideElement, guide_columns, guide_other_headings};
