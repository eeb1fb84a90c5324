//! A page's bytes to [`PageFacts`]: never fails, says what it could not read.
//!
//! Layer 3, and the only place with a DOM.

mod article;
mod dates;
mod error_page;
mod kind;
mod listing;
mod outline;
mod resolve;
mod text;

#[cfg(test)]
mod shared_content;

pub use resolve::Resolver;

/// The words by which a page looks like an error page served as a good one, by its `<title>` and main text.
pub fn looks_like_error(title: Option<&str>, text: &str) -> Option<String> {
    error_page::error_words(title, text)
}
