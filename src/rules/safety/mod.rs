//! What endangers readers: hidden links, hijacked sites, personal data.

pub(super) mod link_hidden;
pub(super) mod link_hijacked;
pub(super) mod privacy_leak;
