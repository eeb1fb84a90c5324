//! What the authorities require, as data: column kinds and their update periods, the elements of a service
//! guide and the headings they stand under, the words of message boxes, working days, and the clauses findings refer to.
//!
//! Layer 0: imports nothing of ours and touches nothing of the world.

mod clause;
mod column;
mod guide;
mod inquiry;
mod workdays;

pub use clause::{Clause, basis_text};
pub use column::{ColumnKind, Period};
pub use guide::{GuideElement, guide_columns, guide_other_headings};
pub use inquiry::{Channel, InquiryField, InquiryStatus, channel_of, field_of_label, says_nothing, speaks_of_messages, status_of};
pub use workdays::{NoCount, WORKDAYS_YAML, WorkYear, Workdays};
