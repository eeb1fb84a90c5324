//! Style sheets.

use proptest::prelude::*;
use xuncha::testing::extract::{css_links, extract_css};
use xuncha::testing::facts::LinkFrom;

use super::addresses::is_sound_link;
use super::mutation::{Words, fuzz, pick};

/// Pieces of style sheets.
const WORDS: Words = &[
    b"url(",
    b"URL( \"",
    b"@import ",
    b"@import url(",
    b"@namespace ",
    b"@",
    b"a.png",
    b")",
    b"\"",
    b"'",
    b"(",
    b";",
    b"{",
    b"}",
    b"/*",
    b"*/",
    b"*",
    b"_a:",
    b"behavior:",
    b"a{b:",
    b"\\",
    b"\\61 ",
    b"\\110000",
    b"\n",
    b" ",
    "中".as_bytes(),
    b"\xd6\xd0",
    b"data:image/png;base64,AA==",
];

#[test]
fn any_bytes_are_a_sheet() {
    fuzz("sheet", WORDS, |bytes, dice| {
        let base = "http://www.x.gov.cn/css/site.css".parse().unwrap();
        let facts = extract_css(bytes, pick(&[None, Some("gbk"), Some("utf-8")], dice, 0), &base);
        prop_assert_eq!(
            &extract_css(bytes, pick(&[None, Some("gbk"), Some("utf-8")], dice, 0), &base),
            &facts
        );
        // The shortest way to name an address is `@import'x'`, or `url(x)`.
        prop_assert!(
            facts.links.len() <= bytes.len() / 5 + 1,
            "{} links of {}",
            facts.links.len(),
            bytes.len()
        );
        for link in &facts.links {
            prop_assert!(matches!(link.from, LinkFrom::CssUrl | LinkFrom::CssImport));
            is_sound_link(link)?;
        }
        Ok(())
    });
}

/// A sheet that ends its statement is read the same whatever follows it.
#[test]
fn what_was_read_does_not_change_by_what_follows() {
    fuzz("sheet", WORDS, |bytes, _| {
        let base = "http://www.x.gov.cn/css/site.css".parse().unwrap();
        let text = String::from_utf8_lossy(bytes);
        let first = css_links(&format!("a{{b:url(first.png)}}{text}"), &base);
        prop_assert_eq!(first[0].target.web(), Some("http://www.x.gov.cn/css/first.png"));
        Ok(())
    });
}
