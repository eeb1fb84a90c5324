//! What we watch: `sites.yaml` as written, and as meant.
//!
//! Layer 1. [`parse`] turns the text of a configuration into a [`Group`]; every mistake in it becomes a message in
//! Chinese with line, column and what to do.

mod group;
mod scope;
mod url_key;

pub use group::{ColumnSpec, Group, Limits, RobotsPolicy, Role, Site};
pub use scope::Scope;
pub use url_key::{report_url, url_key};
