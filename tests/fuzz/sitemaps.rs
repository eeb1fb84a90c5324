//! Sitemaps, packed and plain.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use url::Url;
use xuncha::testing::crawl::sitemap::{MAX_ENTRIES, parse};

use super::mutation::{Words, fuzz};

/// Pieces of sitemaps.
const WORDS: Words = &[
    b"<urlset>",
    b"<sitemapindex>",
    b"<url>",
    b"<sitemap>",
    b"<loc>",
    b"</loc>",
    b"</url>",
    b"</sitemap>",
    b"<url><loc>http://a.test/1</loc></url>",
    b"http://a.test/2",
    b"https://b.test/3\n",
    b"/x",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?xml encoding=\"gbk\"?>",
    b"<!DOCTYPE ",
    b"[<!ENTITY a \"",
    b"&a;",
    b"&amp;",
    b"&#x26;",
    b"&",
    b"<html>",
    b"<",
    b">",
    b"/>",
    b"\"",
    b" ",
    b"\n",
    b"\xd6\xd0",
    b"\xff\xfe",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
    b"\0",
];

/// Deflate makes at most 1,032 bytes of one (https://zlib.net/zlib_tech.html), and an entry takes at least 20.
const MOST_PER_BYTE: usize = 1_032 / 20 + 1;

#[test]
fn any_bytes_are_a_sitemap() {
    fuzz("sitemap", WORDS, |bytes, dice| {
        let base: Url = "http://a.test/maps/sitemap.xml".parse().unwrap();
        let map = parse(bytes, &base);
        prop_assert_eq!(&parse(bytes, &base), &map, "another time");
        let entries = map.pages.len() + map.sitemaps.len();
        let packed = bytes.starts_with(&[0x1f, 0x8b]);
        let most = if packed { MOST_PER_BYTE * bytes.len() } else { bytes.len() / 8 };
        prop_assert!(entries <= MAX_ENTRIES.min(most + 1), "{} entries of {} bytes", entries, bytes.len());
        for url in map.pages.iter().chain(&map.sitemaps) {
            prop_assert!(matches!(url.scheme(), "http" | "https") && url.has_host() && url.fragment().is_none());
            prop_assert!(url.as_str().len() <= 3 * 8 * 1024 + 100);
        }
        if !packed {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
            gzip.write_all(bytes).unwrap();
            let packed = gzip.finish().unwrap();
            prop_assert_eq!(&parse(&packed, &base), &map, "packed");
            // A packed file that breaks off gives no page twice and none that the whole has not.
            let part = parse(&packed[..dice as usize % packed.len()], &base);
            prop_assert!(part.pages.len() <= map.pages.len() + 1 || map.pages.is_empty());
        }
        Ok(())
    });
}
