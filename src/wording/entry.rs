//! A line of a user's list that keeps something from being reported: where it stands, so that one nothing needs can be named.

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file, as it was named when it was read.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The site it is for; `None` for every site.
    pub site: Option<String>,
    /// What is not to be reported.
    pub text: String,
}
