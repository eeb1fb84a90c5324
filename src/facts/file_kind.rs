//! What an address names, by its extension. The one table of extensions; whoever asks says what it needs to know.

/// What kind of file an extension stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A web page, written or made by a program.
    Page,
    /// A style sheet.
    StyleSheet,
    /// A script.
    Script,
    /// What programs read.
    Data,
    /// A picture.
    Picture,
    /// Sound or moving pictures.
    Media,
    /// A font.
    Font,
    /// A document people download to read or fill in.
    Document,
    /// A packed file, mostly of documents.
    Archive,
    /// A program to be installed.
    Program,
}

use FileKind::{Archive, Data, Document, Font, Media, Page, Picture, Program, Script, StyleSheet};

const EXTENSIONS: &[(FileKind, &[&str])] = &[
    (
        Page,
        &[
            "htm", "html", "shtml", "shtm", "xhtml", "jhtml", "jsp", "jspx", "asp", "aspx", "php", "do", "action",
        ],
    ),
    (StyleSheet, &["css"]),
    (Script, &["js", "mjs"]),
    (Data, &["json", "xml", "rss", "map"]),
    (Picture, &["jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff"]),
    (
        Media,
        &[
            "mp3", "mp4", "m4v", "wav", "wma", "wmv", "flv", "avi", "mov", "webm", "m3u8", "swf", "rm", "rmvb",
        ],
    ),
    (Font, &["woff", "woff2", "ttf", "eot", "otf"]),
    (
        // wps, et, dps: of WPS Office. ofd: GB/T 33190. ceb, cebx: of Founder. caj: of CNKI.
        Document,
        &[
            "pdf", "ofd", "doc", "docx", "wps", "rtf", "xls", "xlsx", "et", "csv", "ppt", "pptx", "dps", "txt", "ceb", "cebx", "caj", "dwg",
        ],
    ),
    (Archive, &["zip", "rar", "7z", "gz", "tar"]),
    (Program, &["exe", "msi", "apk"]),
];

impl FileKind {
    /// The kind an extension (without its dot, in any case) stands for; none for what is not known, which may be anything.
    pub(crate) fn of_extension(extension: &str) -> Option<FileKind> {
        EXTENSIONS
            .iter()
            .find(|(_, known)| known.iter().any(|k| extension.eq_ignore_ascii_case(k)))
            .map(|(kind, _)| *kind)
    }

    /// The kind of what an address (or a path alone) names.
    pub(crate) fn of_address(address: &str) -> Option<FileKind> {
        FileKind::of_extension(extension_of(address)?)
    }

    /// Whether people download it, to read or to fill in.
    pub(crate) fn is_document(self) -> bool {
        matches!(self, Document | Archive)
    }

    /// Whether it is never searched for links. Anything of an unknown extension (`.jspa`, none) may be a page.
    pub(crate) fn is_file(self) -> bool {
        !matches!(self, Page | StyleSheet)
    }

    /// Whether HEAD tells as much of it as GET: a part of a page, or a file for a person, that every server keeps as it is. A
    /// document is opened instead, and data may be made by a program.
    pub(crate) fn is_known_by_head(self) -> bool {
        matches!(self, StyleSheet | Script | Picture | Media | Font | Program)
    }
}

/// The extension of the last part of an address's path, without its dot. What stands in the query is none.
pub(crate) fn extension_of(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(extension)
}

/// Whether the address names a document people download to read or fill in, packed or not.
pub(crate) fn names_document(address: &str) -> bool {
    FileKind::of_address(address).is_some_and(FileKind::is_document)
}

/// Whether the address names a picture.
pub(crate) fn names_image(address: &str) -> bool {
    FileKind::of_address(address) == Some(Picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_of_the_path_tells() {
        for (address, kind) in [
            ("http://a/x.PDF?v=1#p", Some(Document)),
            ("http://a.cn/x/%E8%A1%A8.DOCX?x=1", Some(Document)),
            ("http://a.cn/a.b/c.pptx", Some(Document)),
            ("/x.7z", Some(Archive)),
            ("http://a/x.htm", Some(Page)),
            ("http://a/down.jsp?f=x.pdf", Some(Page)),
            ("http://a/x.pdf/", None),
            ("http://a.cn/pdf", None),
            ("http://a/x.mp4", Some(Media)),
            ("http://a/b.JPG?x", Some(Picture)),
            ("http://a/", None),
            ("", None),
        ] {
            assert_eq!(FileKind::of_address(address), kind, "{address}");
        }
        assert!(names_document("x.rar") && names_document("x.csv") && !names_document("x.jpg") && !names_document("x"));
        assert!(names_image("http://a/b.svg") && !names_image("http://a/count.jsp"));
    }

    #[test]
    fn every_extension_stands_for_one_kind() {
        let all: Vec<&str> = EXTENSIONS.iter().flat_map(|(_, known)| *known).copied().collect();
        for (kind, known) in EXTENSIONS {
            for extension in *known {
                assert_eq!(FileKind::of_extension(extension), Some(*kind), "{extension}");
                assert_eq!(all.iter().filter(|e| *e == extension).count(), 1, "{extension}");
                assert_eq!(**extension, extension.to_ascii_lowercase());
            }
        }
    }
}
