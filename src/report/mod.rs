//! report
/// One file.
pub struct ReportFile {
    /// n
    pub name: &'static str,
    /// b
    pub bytes: Vec<u8>,
}
