//! Columns: what must exist, be filled, be dated and be kept up to date.

pub(super) mod activity_few;
pub(super) mod column_absent;
pub(super) mod column_blank;
pub(super) mod column_stale;
pub(super) mod column_undated;
pub(super) mod columns_near_veto;

use crate::finding::{Key, Shape};

/// How deep below the home page a column lies.
const LEVEL: Key = Key::shown("level", Shape::Number, "第 ", " 级栏目");
/// How many within a year.
const IN_YEAR: Key = Key::for_programs("in_year", Shape::Number);
