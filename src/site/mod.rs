//! What we watch: `sites.yaml` as written, and as meant.
//!
//! Layer 1. [`parse`] turns the text of a configuration into a [`Group`]; every mistake in it becomes a message in
//! Chinese with line, column and what to do. The way: `yaml` (text to a tree with places) → `config` (keys and types)
//! → `validate` (what it means, and whether it fits together).

mod address;
mod archive;
mod belonging;
#[cfg(test)]
mod broken_configs;
mod config;
mod fields;
mod group;
mod hours;
mod index_page;
mod limits;
mod mistake;
mod near;
mod per_site;
mod run_day;
mod scope;
mod url_key;
mod validate;
mod workdays;
mod yaml;
mod yaml_error;

pub(crate) use archive::{is_archive, is_hand_held};
pub use group::{ColumnSpec, Group, Role, Site};
pub(crate) use group::{Limits, RobotsPolicy};
pub(crate) use hours::Hours;
pub(crate) use index_page::{is_folder, is_front, page_identity, same_page};
pub(crate) use mistake::ConfigErrors;
pub use near::nearest;
pub(crate) use per_site::{PerSite, SiteIndex};
pub use run_day::RunDay;
pub(crate) use scope::Scope;
pub(crate) use url_key::{plain_address, two_slashes};
pub use url_key::{report_url, url_key};
pub use validate::{parse, parse_bytes};
pub(crate) use workdays::read_workdays;
pub use workdays::shipped_workdays;
