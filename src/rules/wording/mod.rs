//! Slips in the wording of pages.

pub(super) mod typo;
pub(super) mod typo_serious;
pub(super) mod typo_text;
