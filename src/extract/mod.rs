//! A page's bytes to [`PageFacts`]: never fails, says what it could not read.
//!
//! Layer 3, and the only place with a DOM.

mod guides;
mod resolve;

pub use resolve::Resolver;
use url::Url;
pub struct PageInput<'a> {
    pub url: &'a Url,
    pub bytes: &'a [u8],
    pub header_charset: Option<&'a str>,
    pub today: jiff::civil::Date,
    pub is_home: bool,
    pub guide_hint: bool,
    pub cut_off: bool,
}
pub fn extract_page(_: &PageInput<'_>) -> crate::facts::PageFacts {
    todo!()
}
pub fn extract_css(_: &[u8], _: Option<&str>, _: &Url) -> crate::facts::PageFacts {
    todo!()
}
pub struct Sketch {
    pub title: String,
    pub text: String,
    pub error_words: Option<String>,
}
pub fn sketch(_: &[u8], _: Option<&str>, _: &Url) -> Sketch {
    todo!()
}
