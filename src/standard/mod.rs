//! What the authorities require, as data: column kinds and their update periods, the elements of a service
//! guide and the headings they stand under, the parts of a footer, the words of message boxes, working days, the clauses
//! findings refer to, and the indicator tables.
//!
//! Layer 0: imports nothing of ours and touches nothing of the world.

mod clause;
mod column;
mod guide;
mod identity;
mod inquiry;
mod table;
mod workdays;

pub(crate) use clause::{Clause, basis_text};
pub use column::ColumnKind;
pub(crate) use column::{HOME_WINDOW, Period};
pub(crate) use guide::{GuideElement, guide_columns, guide_other_headings};
pub(crate) use identity::{IdentityPart, RECORD_PROVINCES, is_site_code, names_yearly_report};
pub(crate) use inquiry::{Channel, InquiryField, InquiryStatus, channel_of, field_of_label, says_nothing, speaks_of_messages, status_of};
pub use table::Table;
pub(crate) use table::{Condition, Count, Item, Newest, Part, PointsFor, Sampling, TableMistake, Test, Wanted, Where};
pub(crate) use workdays::{NoCount, WORKDAYS_YAML, WorkYear, Workdays};
