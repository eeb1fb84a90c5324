//! What led to a finding, as far as the store still has it.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::{FindingRecord, Grade};
use crate::facts::LogRow;

/// Everything that led to one finding.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    /// The finding as the newest run that has it recorded it.
    pub(crate) record: FindingRecord,
    /// The name of its site, where that run's result was kept.
    pub(crate) site_name: Option<String>,
    /// The runs that found it, newest first; of many the newest ones.
    pub(crate) found_by: Vec<RunNote>,
    /// How many runs found it.
    pub(crate) found_by_all: u64,
    /// Later runs that came to their end, looked at its site and did not find it, newest first.
    pub(crate) missed_by: Vec<RunNote>,
    /// The run whose log the rows below are from, and whether it could be read.
    pub(crate) log: (String, LogState),
    /// The clock of that run.
    pub(crate) offset: Offset,
    /// The rows about the page.
    pub(crate) page: Vec<LogRow>,
    /// The rows about the address in question.
    pub(crate) target: Vec<LogRow>,
    /// The rows about the missing page it was compared with.
    pub(crate) probe: Vec<LogRow>,
    /// The robots.txt that forbade to ask, where one did.
    pub(crate) robots: Vec<LogRow>,
    /// The rows about further addresses that its evidence names.
    pub(crate) named: Vec<LogRow>,
    /// The rows about the site as a whole.
    pub(crate) site: Vec<LogRow>,
}

/// One run in the history of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunNote {
    /// Its id.
    pub(crate) run: String,
    /// `daily`, `monthly`, `quarterly` or `demo`.
    pub(crate) mode: String,
    /// The day it judged by.
    pub(crate) as_of: Date,
    /// When it ended, RFC 3339; none where it did not.
    pub(crate) finished_at: Option<String>,
    /// Whether it looked at everything it set out to.
    pub(crate) complete: bool,
    /// The grade it gave; none where it did not find it.
    pub(crate) grade: Option<Grade>,
}

/// What this program can read of the log of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogState {
    /// All of it.
    Readable,
    /// It is there, but another program wrote it, which may have read the same pages otherwise.
    OtherFormat,
    /// It is not there.
    Gone,
}

impl LogState {
    /// The word for programs.
    pub(crate) fn id(self) -> &'static str {
        match self {
            LogState::Readable => "readable",
            LogState::OtherFormat => "other_format",
            LogState::Gone => "gone",
        }
    }
}
