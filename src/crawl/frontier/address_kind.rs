//! What an address is likely to be, by its spelling and by how it is linked.

use url::Url;

use crate::facts::LinkFrom;

/// How an address inside a site is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressKind {
    /// Read and searched for links: pages and style sheets.
    Page,
    /// Checked only: images, documents, scripts, media.
    File,
}

/// Extensions that are never pages. Anything else (`.do`, `.jspx`, none) may be one.
const FILES: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "bmp", "svg", "ico", "webp", "tif", "tiff", "js", "mjs", "json", "map", "woff", "woff2", "ttf", "eot",
    "otf", "mp3", "mp4", "m4v", "avi", "wmv", "flv", "mov", "wav", "webm", "swf", "rm", "rmvb", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx", "wps", "et", "dps", "ofd", "rtf", "txt", "csv", "zip", "rar", "7z", "gz", "tar", "exe", "apk", "msi", "dwg", "xml", "rss",
    "ceb",
];

/// The class of an address found at `from`.
pub(crate) fn address_kind(url: &Url, from: LinkFrom) -> AddressKind {
    match from {
        LinkFrom::Stylesheet | LinkFrom::CssImport => return AddressKind::Page,
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
    match extension(url) {
        Some(extension) if FILES.iter().any(|f| extension.eq_ignore_ascii_case(f)) => AddressKind::File,
        _ => AddressKind::Page,
    }
}

fn extension(url: &Url) -> Option<&str> {
    let (_, extension) = url.path().rsplit('/').next()?.rsplit_once('.')?;
    Some(extension)
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
    }
}
