//! What is kept of pages and style sheets, so that links which only a sheet in a file of its own hides can be told when both
//! were read.

use serde::{Deserialize, Serialize};

/// What a style sheet in a file of its own says of how things are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SheetFacts {
    /// Its rules for a reader at a desk, as far as they can hide something or show it again: style sheet text, each rule
    /// a selector list with its declarations.
    pub rules: String,
    /// The absolute addresses of the sheets it imports for such a reader, in order.
    pub imports: Vec<String>,
    /// Whether it says more than is kept.
    pub cut: bool,
}

/// The links of a page to strangers that its own styles show, with what is needed to ask its style sheets about them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StyledLinks {
    /// What dresses the page, in the order of the page.
    pub sheets: Vec<PageSheet>,
    /// These links and frames with the elements around them: markup that holds nothing else of the page.
    pub markup: String,
    /// Whether there are more of them than are kept.
    pub cut: bool,
    /// The sheets of the page of which nothing is known; filled in when the page is judged.
    #[serde(skip)]
    pub unread: Vec<UnreadSheet>,
}

/// One of the things that dress a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageSheet {
    /// A file, by its absolute address.
    File(String),
    /// The rules of a style block, as [`SheetFacts::rules`] has them.
    Block(String),
}

/// A style sheet of a page that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadSheet {
    /// Its absolute address.
    pub url: String,
    /// Why, in Chinese.
    pub why: String,
}
