//! What must be made public and when: yearly reports, and dates that are true and whole.

pub(super) mod annual_report_missing;
pub(super) mod date_forged;
pub(super) mod time_format;
