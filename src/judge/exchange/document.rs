//! What the first bytes of a document may be, by the extension of its address.

use crate::facts::extension_of;

/// A family of documents: its extensions, and the signatures (see `fetch::recognise_signature`) that open as one. Of documents
/// of no family nothing is known.
struct Family {
    extensions: &'static [&'static str],
    opens: Opens,
}

enum Opens {
    /// Only these.
    As(&'static [&'static str]),
    /// Anything but these: office programs open nearly everything that is called a document.
    AllBut(&'static [&'static str]),
}

/// A page that shows the document, or forwards to it, is what the link is for; nothing is known of a file in a foreign
/// compression.
const NEVER_WRONG: &[&str] = &["html_viewer", "html_stub", "gzip"];

const FAMILIES: &[Family] = &[
    Family {
        extensions: &["pdf"],
        opens: Opens::As(&["pdf"]),
    },
    Family {
        // With a password they are OLE files. Word also opens what is RTF or a saved web page inside.
        extensions: &["docx", "xlsx", "pptx"],
        opens: Opens::As(&["zip", "ole", "rtf", "mht", "office_html"]),
    },
    Family {
        extensions: &["ofd"],
        opens: Opens::As(&["zip"]),
    },
    Family {
        // Packers go by the content.
        extensions: &["zip", "rar", "7z"],
        opens: Opens::As(&["zip", "rar", "7z"]),
    },
    Family {
        extensions: &["doc", "xls", "ppt", "wps", "et", "dps", "rtf"],
        opens: Opens::AllBut(&["html", "json"]),
    },
];

fn family(address: &str) -> Option<&'static Family> {
    let extension = extension_of(address)?;
    FAMILIES
        .iter()
        .find(|f| f.extensions.iter().any(|e| extension.eq_ignore_ascii_case(e)))
}

/// Whether the first bytes show that the document at the address is none: they are recognised, and as something that does
/// not open under this name.
pub(super) fn is_something_else(address: &str, signature: Option<&str>) -> bool {
    let (Some(family), Some(signature)) = (family(address), signature) else {
        return false;
    };
    let opens = match family.opens {
        Opens::As(good) => good.contains(&signature),
        Opens::AllBut(bad) => !bad.contains(&signature),
    };
    !opens && !NEVER_WRONG.contains(&signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_have_a_content_they_must_have() {
        for extension in FAMILIES.iter().flat_map(|f| f.extensions) {
            assert!(crate::facts::names_document(&format!("http://a/x.{extension}")), "{extension}");
        }
    }

    #[test]
    fn each_kind_of_document_opens_what_it_opens() {
        for (name, wrong, right) in [
            (
                "x.pdf",
                &["html", "html_bare", "json", "xml", "text", "zip", "image"][..],
                &["pdf", "html_viewer", "html_stub"][..],
            ),
            ("x.docx", &["html", "html_bare", "json", "text", "image", "pdf"], &["zip", "ole"]),
            ("x.ofd", &["html", "xml", "ole"], &["zip"]),
            ("x.rar", &["html", "text"], &["rar", "zip", "7z"]),
            ("x.zip", &["html", "json"], &["zip"]),
            (
                "x.xls",
                &["html", "json"],
                &["ole", "zip", "rtf", "office_html", "mht", "xml", "html_bare", "text"],
            ),
            ("x.doc", &["html", "json"], &["ole", "zip", "rtf", "pdf", "html_bare"]),
            ("x.wps", &["html"], &["ole", "zip"]),
        ] {
            for signature in wrong {
                assert!(is_something_else(name, Some(signature)), "{name} {signature}");
            }
            for signature in right {
                assert!(!is_something_else(name, Some(signature)), "{name} {signature}");
            }
            assert!(!is_something_else(name, None), "{name}: bytes nothing is recognised in");
        }
        assert!(!is_something_else("x.htm", Some("html")));
    }
}
