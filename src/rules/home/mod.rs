//! The home page: whether it opens, and whether anything new stands on it.

pub(super) mod home_few;
pub(super) mod home_quiet;
pub(super) mod home_stale;
pub(super) mod home_unreachable;
