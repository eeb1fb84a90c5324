//! History in SQLite: every run, the log of what it fetched, and what it found. All SQL of the product lives here.
//!
//! Layer 5. The state of a run is a log: a run that was stopped is resumed by replaying [`PageRow`]s and
//! [`TargetRow`]s through the same pure folds that saw them the first time. One process holds the folder (a lock
//! file), one task writes ([`Writer`]), a page is kept as last seen.
//!
//! [`ReportFolder`] stands here too: it puts what `report` rendered on the disk.

mod error;
mod files;
mod lock;
mod log;
mod open;
mod packed;
mod result;
mod run;
mod writer;

pub use error::StoreError;
pub use files::{Kept, ReportFolder, Written, write_one};
pub use log::{EncodedRow, Known, PageRow, TargetRow};
pub use open::Store;
pub use result::OpenFinding;
pub(crate) use run::VERSION;
pub use run::{NewRun, RunRow};
pub use writer::Writer;
