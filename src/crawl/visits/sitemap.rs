//! Sitemaps: addresses a site tells of itself (sitemaps.org 0.9), as further places to begin from.
//!
//! Reads `urlset`, `sitemapindex`, plain text lists, and any of them gzipped. A broken file gives what was read of it so
//! far; a web page served in its place gives nothing. Following an index (two levels at most) is the caller's.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, GB18030, UTF_8};
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use url::Url;

/// sitemaps.org: at most 50,000 addresses in one file …
pub const MAX_ENTRIES: usize = 50_000;
/// … and at most 50 MiB uncompressed.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;
/// sitemaps.org: an address has less than 2,048 characters. In bytes, with escapes, somewhat more.
const MAX_ADDRESS: usize = 8 * 1024;

/// What one sitemap file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// The pages it names, absolute, in its order.
    pub pages: Vec<Url>,
    /// The further sitemaps it names, absolute, in its order.
    pub sitemaps: Vec<Url>,
    /// Whether it was not read to its end: broken, over a limit, or cut off.
    pub partial: bool,
}

/// Reads the bytes of a sitemap; `base` is the address they came from. Any bytes give an answer.
pub fn parse(bytes: &[u8], base: &Url) -> Sitemap {
    let mut partial = false;
    let plain = plain(bytes, &mut partial);
    let text = decoded(&plain);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let mut sitemap = if text.starts_with('<') {
        from_xml(text, base)
    } else {
        from_lines(text, base)
    };
    sitemap.partial |= partial;
    sitemap
}

impl Sitemap {
    /// Takes an address while there is room for it.
    fn push(&mut self, url: Url, is_sitemap: bool) {
        if self.pages.len() + self.sitemaps.len() >= MAX_ENTRIES {
            self.partial = true;
        } else if is_sitemap {
            self.sitemaps.push(url);
        } else {
            self.pages.push(url);
        }
    }

    fn is_full(&self) -> bool {
        self.partial && self.pages.len() + self.sitemaps.len() >= MAX_ENTRIES
    }
}

/// Unpacked where it is gzip (by its first bytes, whatever name and headers say), and cut at the limit.
fn plain<'a>(bytes: &'a [u8], partial: &mut bool) -> Cow<'a, [u8]> {
    let whole = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        // What was unpacked before a fault stays in `out`.
        let result = MultiGzDecoder::new(bytes).take(MAX_BYTES as u64 + 1).read_to_end(&mut out);
        *partial |= result.is_err();
        Cow::Owned(out)
    } else {
        Cow::Borrowed(bytes)
    };
    if whole.len() <= MAX_BYTES {
        return whole;
    }
    *partial = true;
    match whole {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[..MAX_BYTES]),
        Cow::Owned(mut bytes) => {
            bytes.truncate(MAX_BYTES);
            Cow::Owned(bytes)
        }
    }
}

/// As text: by byte order mark; else UTF-8 where that is what it is, whatever it claims; else as declared; else GBK.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = declared_encoding(bytes).filter(|e| *e != UTF_8);
    declared.unwrap_or(GB18030).decode_without_bom_handling(bytes).0
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let head = &head[..head.windows(2).position(|w| w == b"?>")?];
    let at = head.windows(8).position(|w| w == b"encoding")? + 8;
    let quoted = head[at..].split(|b| matches!(b, b'"' | b'\'')).nth(1)?;
    Encoding::for_label(quoted)
}

fn from_xml(text: &str, base: &Url) -> Sitemap {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut sitemap = Sitemap::default();
    let mut first = true;
    // Extensions have a location of their own (`<image:loc>`), so the whole name counts, prefix included.
    let (mut in_entry, mut in_location) = (false, false);
    let mut location = String::new();
    while !sitemap.is_full() {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(_) => {
                sitemap.partial = true;
                break;
            }
        };
        match event {
            Event::DocType(doctype) if doctype.trim_start().to_ascii_lowercase().starts_with("html") => {
                return Sitemap::default();
            }
            Event::Start(tag) => {
                let name = tag.name();
                let name = name.as_ref();
                if std::mem::replace(&mut first, false) && name.eq_ignore_ascii_case("html") {
                    return Sitemap::default();
                }
                if matches!(name, "url" | "sitemap") {
                    in_entry = true;
                    location.clear();
                }
                in_location = in_entry && name == "loc";
            }
            Event::Text(part) if in_location => append(&part, &mut location),
            Event::CData(part) if in_location => append(&part, &mut location),
            Event::GeneralRef(entity) if in_location => {
                if let Ok(Some(c)) = entity.resolve_char_ref() {
                    append(c.encode_utf8(&mut [0; 4]), &mut location);
                } else if let Some(text) = resolve_predefined_entity(&entity) {
                    append(text, &mut location);
                }
            }
            Event::End(tag) => {
                in_location = false;
                let name = tag.name();
                let name = name.as_ref();
                if matches!(name, "url" | "sitemap") {
                    in_entry = false;
                    if let Some(url) = address(&location, base) {
                        sitemap.push(url, name == "sitemap");
                    }
                    location.clear();
                }
            }
            _ => {}
        }
    }
    sitemap
}

fn append(text: &str, location: &mut String) {
    if location.len() + text.len() <= MAX_ADDRESS {
        location.push_str(text);
    } else {
        // Half an address would be another address; this one is none.
        location.clear();
        location.push_str("about:blank ");
    }
}

/// One address a line. A line that is not a whole http address is not one: the text may be anything.
fn from_lines(text: &str, base: &Url) -> Sitemap {
    let mut sitemap = Sitemap::default();
    for line in text.lines().map(str::trim) {
        if sitemap.is_full() {
            break;
        }
        if (line.starts_with("http://") || line.starts_with("https://"))
            && !line.contains(char::is_whitespace)
            && let Some(url) = address(line, base)
        {
            sitemap.push(url, false);
        }
    }
    sitemap
}

fn address(text: &str, base: &Url) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_ADDRESS {
        return None;
    }
    let mut url = base.join(text).ok()?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        "http://a.test/maps/sitemap.xml".parse().unwrap()
    }

    fn urls(bytes: &[u8]) -> Vec<String> {
        let sitemap = parse(bytes, &base());
        let maps = sitemap.sitemaps.iter().map(|url| format!("map {url}"));
        sitemap.pages.iter().map(Url::to_string).chain(maps).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    const SET: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc> http://a.test/x?a=1&amp;b=2&#x26;c=3 </loc><lastmod>2026-11-23T08:00:00+08:00</lastmod>
  <image:image><image:loc>http://a.test/pic.jpg</image:loc></image:image></url>
 <url><loc><![CDATA[/新闻/1.htm#top]]></loc><lastmod>yesterday</lastmod></url>
 <url><loc>javascript:void(0)</loc></url>
</urlset>"#;

    #[test]
    fn a_set_gives_its_pages() {
        let expected = ["http://a.test/x?a=1&b=2&c=3", "http://a.test/%E6%96%B0%E9%97%BB/1.htm"];
        assert_eq!(urls(SET.as_bytes()), expected);
        assert_eq!(urls(&gzip(SET.as_bytes())), expected);
        assert!(!parse(SET.as_bytes(), &base()).partial);
    }

    #[test]
    fn an_index_gives_further_sitemaps() {
        let index = "<sitemapindex><sitemap><loc>http://a.test/1.xml.gz</loc></sitemap><sitemap><loc>2.xml</loc></sitemap></sitemapindex>";
        assert_eq!(
            urls(index.as_bytes()),
            ["map http://a.test/1.xml.gz", "map http://a.test/maps/2.xml"]
        );
    }

    #[test]
    fn a_list_in_plain_text_is_a_sitemap() {
        let text = "\u{feff}http://a.test/1\r\nhttps://b.test/2\n\nnot an address\nhttp://a.test/and more\n";
        assert_eq!(urls(text.as_bytes()), ["http://a.test/1", "https://b.test/2"]);
    }

    #[test]
    fn the_charset_is_what_the_bytes_say() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset><url><loc>http://a.test/中</loc></url></urlset>";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        assert_eq!(urls(&gbk), ["http://a.test/%E4%B8%AD"], "says UTF-8, is GBK");
        let claimed = text.replace("UTF-8", "gb2312");
        assert_eq!(urls(claimed.as_bytes()), ["http://a.test/%E4%B8%AD"], "says gb2312, is UTF-8");
        let wide: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        assert_eq!(urls(&wide), ["http://a.test/%E4%B8%AD"]);
    }

    #[test]
    fn a_broken_file_gives_what_was_read() {
        let cut = &SET.as_bytes()[..SET.find("yesterday").unwrap()];
        assert_eq!(urls(cut), ["http://a.test/x?a=1&b=2&c=3"]);
        let crossed = "<urlset><url><loc>http://a.test/1</loc></urlset></url><url><loc>http://a.test/a&b</loc></url><url <";
        let sitemap = parse(crossed.as_bytes(), &base());
        assert!(sitemap.partial);
        assert!(!sitemap.pages.is_empty());
        let packed = gzip(SET.repeat(200).as_bytes());
        let half = parse(&packed[..packed.len() / 2], &base());
        assert!(half.partial && !half.pages.is_empty());
    }

    #[test]
    fn a_web_page_is_no_sitemap() {
        for page in [
            "<!DOCTYPE html>\n<html><body><url><loc>http://a.test/1</loc></url></body></html>",
            "<HTML><body><url><loc>http://a.test/1</loc></url>",
            "\n\n<?xml version='1.0'?><!DOCTYPE HTML PUBLIC '-//W3C//DTD XHTML 1.0'><x><url><loc>http://a.test/1</loc></url></x>",
            "页面不存在",
            "",
        ] {
            assert!(urls(page.as_bytes()).is_empty(), "{page}");
        }
    }

    #[test]
    fn limits_hold_and_are_told() {
        let many = "<url><loc>http://a.test/1</loc></url>".repeat(MAX_ENTRIES + 5);
        let sitemap = parse(format!("<urlset>{many}</urlset>").as_bytes(), &base());
        assert_eq!((sitemap.pages.len(), sitemap.partial), (MAX_ENTRIES, true));
        let bomb = gzip(&vec![b' '; MAX_BYTES + 1000]);
        assert!(parse(&bomb, &base()).partial);
        let long = format!("<urlset><url><loc>http://a.test/{}</loc></url></urlset>", "x".repeat(MAX_ADDRESS));
        assert!(urls(long.as_bytes()).is_empty());
        let deep = "<url>".repeat(200_000);
        assert!(urls(format!("<urlset>{deep}").as_bytes()).is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            parse(&bytes, &base());
        }

        #[test]
        fn any_markup_gives_an_answer(parts in proptest::collection::vec("(<url>|</url>|<loc>|</loc>|http://a.test/|&amp;|&#x0;|&|<!\\[CDATA\\[|\\]\\]>|<|>|<!--|é)", 0..60)) {
            parse(format!("<urlset>{}", parts.concat()).as_bytes(), &base());
        }
    }
}
