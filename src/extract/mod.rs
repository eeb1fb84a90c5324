//! A page's bytes to [`PageFacts`]: never fails, says what it could not read.
//!
//! Layer 3, and the only place with a DOM.

mod guides;
mod resolve;

pub use resolve::Resolver;
