//! Policy documents and their interpretations.

pub(super) mod interpretation_missing;
pub(super) mod interpretation_unlinked;
pub(super) mod policy_repealed;
