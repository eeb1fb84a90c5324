//! What an address is likely to be, by its spelling and by how it is linked.

use url::Url;

use crate::facts::{FileKind, LinkFrom};

/// How an address inside a site is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressKind {
    /// Read and searched for links: pages and style sheets.
    Page,
    /// Checked only: images, documents, scripts, media.
    File,
}

/// The class of an address found at `from`.
pub(crate) fn address_kind(url: &Url, from: LinkFrom) -> AddressKind {
    match from {
        LinkFrom::Stylesheet | LinkFrom::CssImport | LinkFrom::Data => return AddressKind::Page,
        LinkFrom::Script
        | LinkFrom::Img
        | LinkFrom::Srcset
        | LinkFrom::Lazy
        | LinkFrom::Media
        | LinkFrom::Object
        | LinkFrom::CssUrl
        | LinkFrom::Link
        | LinkFrom::Attachment => return AddressKind::File,
        _ => {}
    }
    match FileKind::of_address(url.path()) {
        Some(kind) if kind.is_file() => AddressKind::File,
        _ => AddressKind::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_what_may_hold_links() {
        let class_of = |text: &str, from| address_kind(&text.parse().unwrap(), from);
        assert_eq!(class_of("http://a/x.htm", LinkFrom::A), AddressKind::Page);
        assert_eq!(class_of("http://a/x.do?f=1.pdf", LinkFrom::A), AddressKind::Page);
        assert_eq!(class_of("http://a/", LinkFrom::A), AddressKind::Page);
        assert_eq!(class_of("http://a/x.PDF", LinkFrom::A), AddressKind::File);
        assert_eq!(class_of("http://a/site.css?v=2", LinkFrom::Stylesheet), AddressKind::Page);
        assert_eq!(class_of("http://a/image.do?id=1", LinkFrom::Img), AddressKind::File);
        assert_eq!(class_of("http://a/frame.html", LinkFrom::Frame), AddressKind::Page);
        assert_eq!(class_of("http://a/list.json", LinkFrom::Data), AddressKind::Page);
    }
}
