//! Messages of the public and what became of them.

pub(super) mod inquiry_stale;
mod inquiry_text;
pub(super) mod inquiry_unanswered;
pub(super) mod inquiry_undisclosed;
