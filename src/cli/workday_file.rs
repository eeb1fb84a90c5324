//! The calendar of working days of a run: what is shipped, and the `workdays.yaml` beside the configuration.

use std::path::Path;

use super::exit::CliError;
use super::wording_files::read_capped;
use crate::site::{read_workdays, shipped_workdays};
use crate::standard::Workdays;

/// The file's name.
pub(super) const FILE: &str = "workdays.yaml";

/// The largest file that is read: a year takes a kilobyte.
const LARGEST: u64 = 1 << 20;

/// The calendar for the sites of this configuration file.
pub(super) fn of_run(config: &Path) -> Result<Workdays, CliError> {
    let path = config.parent().unwrap_or(Path::new("")).join(FILE);
    if !path.is_file() {
        return Ok(shipped_workdays().clone());
    }
    let bytes = read_capped(&path, LARGEST)?;
    Ok(read_workdays(&bytes, &path.display().to_string())?)
}

/// What is said where a year is missing.
pub(super) fn missing(year: i16) -> String {
    format!(
        "注意：工作日历中没有 {year} 年的放假安排，涉及 {year} 年的“5个工作日”都无法判断。\n改法：按国务院办公厅的通知，在 sites.yaml 同目录的 {FILE} 中补上 {year} 年。"
    )
}
