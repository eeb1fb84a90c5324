//! A page's bytes to [`PageFacts`]: never fails, says what it could not read.
//!
//! Layer 3, and the only place with a DOM. One file a reader; [`extract_page`] puts them together:
//! `charset` bytes to text · `dom` text to a tree, in bounded work · `resolve` an address as written to where it leads ·
//! `links` (with `css`, `script_links`) · `labels` · `identity` · and the readers of content.

mod attributes;
mod charset;
mod collector;
mod css;
mod dom;
mod guard;
mod identity;
mod labels;
mod link_text;
mod links;
mod resolve;
mod script_links;
mod script_token;
mod tag;
mod visible;

pub use charset::decode;
pub use css::css_links;
pub use dom::{Dom, parse};
pub use links::links;
pub use resolve::Resolver;

use jiff::civil::Date;
use url::Url;

use crate::facts::{Fact, PageFacts, PageKind, Why};

/// What is known of a page before it is read.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// The address it was finally served from.
    pub url: &'a Url,
    /// Its body, decompressed.
    pub bytes: &'a [u8],
    /// The `charset` of the Content-Type header.
    pub header_charset: Option<&'a str>,
    /// Today, by which dates without a year are completed.
    pub today: Date,
    /// Whether it is the home page of its site.
    pub is_home: bool,
    /// Whether it is expected to be a service guide: linked from a list of guides, or named as one in `sites.yaml`.
    pub guide_hint: bool,
    /// Whether the body was cut off at the size limit.
    pub cut_off: bool,
}

/// Everything one page says. Never fails: what cannot be read is unknown, and why.
pub fn extract_page(input: &PageInput<'_>) -> PageFacts {
    let (text, charset, encoding) = charset::decode(input.bytes, input.header_charset);
    let dom = dom::parse(&text);
    let html = &dom.html;
    let resolver = Resolver::new(input.url, html, encoding);
    let (html_title, labels) = labels::read(html);
    let footer = identity::read(html);
    let links = links::links(html, &resolver);
    let too_many = links.len() >= collector::MAX_LINKS;
    // PLACEHOLDER until the readers of content and guides are merged (article, listing, text, kind, error_page, guides):
    // everything below that is not one of the variables above.
    PageFacts {
        url: input.url.to_string(),
        charset,
        kind: if input.is_home { PageKind::Home } else { PageKind::Other },
        title: html_title.clone(),
        html_title,
        pub_date: Fact::Unknown(Why::NotShown),
        source: None,
        column: None,
        breadcrumb: Vec::new(),
        labels,
        footer,
        listing: None,
        boxes: Vec::new(),
        guide: None,
        links,
        text: String::new(),
        text_chars: 0,
        blank_note: None,
        error_words: None,
        script_filled: false,
        cut_off: input.cut_off || dom.cut_off || too_many,
    }
}

#[cfg(test)]
mod shared_pages;
