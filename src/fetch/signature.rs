//! What a body is by its first bytes, whatever its name or type says.

/// How many bytes at the beginning are looked at.
const WINDOW: usize = 4096;

/// Names what the bytes are: `pdf`, `ole` (doc, xls, ppt, wps), `zip` (docx, xlsx, ofd too), `rar`, `7z`, `gzip`, `rtf`,
/// `mht`, `image`, `media`, `html`, `office_html` (a document an office program saved as a web page), `xml`, `json`, `text`;
/// `None` where nothing is recognised or there are no bytes.
pub fn recognise(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(WINDOW)];
    by_magic(head).or_else(|| by_markup(head))
}

/// Whether a signature is one of text.
pub(super) fn is_text(signature: Option<&str>) -> bool {
    matches!(signature, Some("html" | "office_html" | "xml" | "json" | "text"))
}

fn by_magic(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "ole"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"Rar!\x1A\x07", "rar"),
        (b"7z\xBC\xAF\x27\x1C", "7z"),
        (b"\x1F\x8B\x08", "gzip"),
        (b"{\\rtf", "rtf"),
        (b"MIME-Version:", "mht"),
        (b"\x89PNG\r\n\x1A\n", "image"),
        (b"\xFF\xD8\xFF", "image"),
        (b"GIF87a", "image"),
        (b"GIF89a", "image"),
        (b"II*\0", "image"),
        (b"MM\0*", "image"),
        (b"\0\0\x01\0", "image"),
        (b"ID3", "media"),
        (b"FLV\x01", "media"),
        (b"OggS", "media"),
        (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "media"),
        (b"\0\0\x01\xBA", "media"),
    ];
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    match head {
        // A bitmap says its own size, with two reserved words of zero behind it.
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] | [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("image"),
        [b'R', b'I', b'F', b'F', ..] | [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("media"),
        // Readers take a PDF whose header stands anywhere in the first kilobyte.
        _ if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") && !starts_markup(head) => Some("pdf"),
        _ => None,
    }
}

fn starts_markup(head: &[u8]) -> bool {
    skip_blank(head).first() == Some(&b'<')
}

fn skip_blank(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let blank = head.iter().take_while(|b| b.is_ascii_whitespace()).count();
    &head[blank..]
}

fn by_markup(head: &[u8]) -> Option<&'static str> {
    const TAGS: &[&str] = &[
        "!doctype html",
        "html",
        "head",
        "body",
        "title",
        "meta",
        "script",
        "style",
        "link",
        "div",
        "table",
        "p",
        "a",
        "h1",
        "h2",
        "h3",
        "center",
        "font",
        "span",
        "br",
        "iframe",
        "img",
        "form",
    ];
    if head.is_empty() {
        return None;
    }
    let mut rest = skip_blank(head);
    let mut xml = false;
    // Comments and the XML declaration may stand before what decides. Each turn takes at least one byte.
    loop {
        if let Some(after) = rest.strip_prefix(b"<!--") {
            let Some(end) = find(after, b"-->") else { return Some("html") };
            rest = skip_blank(&after[end + 3..]);
        } else if rest.starts_with(b"<?xml") {
            xml = true;
            let Some(end) = find(rest, b"?>") else { return Some("xml") };
            rest = skip_blank(&rest[end + 2..]);
        } else {
            break;
        }
    }
    if let Some(tag) = rest.strip_prefix(b"<") {
        let known = TAGS.iter().any(|t| {
            tag.get(..t.len()).is_some_and(|n| n.eq_ignore_ascii_case(t.as_bytes()))
                && tag.get(t.len()).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
        });
        if known {
            return Some(if find(head, b"urn:schemas-microsoft-com:office").is_some() {
                "office_html"
            } else {
                "html"
            });
        }
        if xml || tag.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'!') {
            return Some("xml");
        }
    }
    // Control bytes other than white space, form feed and escape stand in no text of one-byte units.
    let binary = rest.iter().any(|b| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31));
    (!binary).then_some(if is_json(rest) { "json" } else { "text" })
}

/// The beginning of an object, or of a list of objects: what programs answer.
fn is_json(rest: &[u8]) -> bool {
    let object = rest.strip_prefix(b"[").map_or(rest, skip_blank);
    object.strip_prefix(b"{").map(skip_blank).is_some_and(|r| r.starts_with(b"\""))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_decide() {
        let gbk_text: &[u8] = b"\xd6\xd0\xce\xc4\r\n";
        for (bytes, name) in [
            (&b"%PDF-1.7\n"[..], Some("pdf")),
            (b"\r\njunk\x00%PDF-1.4", Some("pdf")),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", Some("ole")),
            (b"PK\x03\x04\x14\0", Some("zip")),
            (b"Rar!\x1A\x07\x01\0", Some("rar")),
            (b"\xFF\xD8\xFF\xE0", Some("image")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image")),
            (b"\0\0\0\x20ftypisom", Some("media")),
            (b"\xEF\xBB\xBF\r\n<!DOCTYPE HTML>", Some("html")),
            (b"<!-- x --><!--y-->\n<HTML lang=zh>", Some("html")),
            (b"<?xml version=\"1.0\"?><html xmlns=\"x\">", Some("html")),
            (b"<?xml version=\"1.0\"?><urlset>", Some("xml")),
            (
                b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>",
                Some("office_html"),
            ),
            (b"<html><!-- %PDF- is how one begins -->", Some("html")),
            (b"<abbr>", Some("xml")),
            (b"\xEF\xBB\xBF {\n \"code\": 404}", Some("json")),
            (b"[{\"a\":1}]", Some("json")),
            (b"{x} [1]", Some("text")),
            (gbk_text, Some("text")),
            (b"\x01\x02\x03\x04", None),
            (b"", None),
        ] {
            assert_eq!(recognise(bytes), name, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn every_prefix_of_anything_is_read_without_panic() {
        for sample in [
            &b"<?xml <!-- <?xml ?> --> <!DOCTYPE html"[..],
            b"<!--",
            b"RIFF",
            b"BM\0\0\0\0\0\0\0\0",
        ] {
            for end in 0..=sample.len() {
                recognise(&sample[..end]);
            }
        }
    }
}
