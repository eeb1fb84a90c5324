//! History in SQLite: every run, the log of what it fetched, and what it found. All SQL of the product lives here.
//!
//! Layer 6. The state of a run is its log: what the crawl knows, it knows by applying rows, live or read back. One process
//! holds the folder (a lock file), one task writes ([`Writer`]).
//!
//! `ReportFolder` stands here too: it puts what `report` rendered on the disk.

mod error;
mod files;
mod lock;
mod log;
mod lookup;
mod open;
mod packed;
mod pages;
mod result;
mod run;
mod writer;

pub(crate) use error::StoreError;
pub(crate) use files::write_apart;
pub(crate) use files::{Kept, Written, write_one};
pub(crate) use log::{EncodedRow, KnownPage, encode};
pub use log::{FORMAT, Seq};
pub use open::Store;
pub(crate) use pages::PackedPage;
pub(crate) use result::OpenFinding;
pub use run::NewRun;
pub(crate) use run::RunRow;
pub(crate) use writer::Writer;
