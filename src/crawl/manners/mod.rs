//! How a crawl behaves towards servers: what it may ask, when, how much, and what it does when they fall silent.

pub(crate) mod breaker;
pub(crate) mod budget;
pub(crate) mod gatekeeper;
pub(crate) mod outage;
pub mod politeness;
pub mod robots;
pub(crate) mod silence;
