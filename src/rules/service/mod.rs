//! What a site does for its visitors: search, reachability over IPv6, speed.

pub(super) mod ipv6_missing;
pub(super) mod page_slow;
pub(super) mod search_failed;
