//! From sites as crawled to sites as judged: the one runner of all rules, and what becomes of their verdicts.
//!
//! Layer 4, pure: no store, no network, no clock. [`Judging`] takes the pages of a run in the order of their
//! addresses, and knows of everything else by [`Crawled`], a plain value. So the same log always gives the same
//! [`Inspection`](crate::finding::Inspection), whoever reads it, and however often the run was stopped.

mod alike;
mod certificate;
mod crawled;
mod exchange;
mod fold;
mod hands;
mod idle;
mod judging;
mod look;
mod lost_places;
mod page_places;
mod panics;
mod proofread;
mod ratings;
mod record;
pub(crate) mod runner;
mod sheets;
mod single;
mod sites;
mod tally;
mod unread;

pub(crate) use crawled::LinkEntry;
pub use crawled::{Crawled, LinkTable, PageAt, SiteCrawled};
pub use exchange::{Circumstances, SoftError, judge_exchange};
pub(crate) use hands::Hands;
pub use judging::{Judged, Judging, Terms};
pub(crate) use page_places::PagePlaces;
pub(crate) use record::{Before, Document, Earlier, inspection};
pub use single::judge_page;

#[cfg(test)]
mod tests;
