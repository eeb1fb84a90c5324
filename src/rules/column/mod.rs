//! Columns: what must exist, be filled, be dated and be kept up to date.

pub(super) mod activity_few;
pub(super) mod column_absent;
pub(super) mod column_blank;
pub(super) mod column_stale;
pub(super) mod column_undated;
pub(super) mod columns_near_veto;
