//! The home page: whether it opens, and whether anything new stands on it.

pub(super) mod home_few;
pub(super) mod home_quiet;
pub(super) mod home_stale;
pub(super) mod home_unreachable;

use crate::finding::{Key, Shape};

/// How often there must be something new on a home page.
const WINDOW: Key = Key::shown("window", Shape::Text, "更新要求 ", "");
/// Whether it only leads to columns, so that their first pages were looked at.
const NAVIGATION_ONLY: Key = Key::for_programs("navigation_only", Shape::Flag);
