//! Bytes to text.

use encoding_rs::Encoding;
use proptest::prelude::*;
use xuncha::testing::extract::decode;

use super::mutation::{Words, fuzz, pick};

/// Pieces of text in all kinds of encodings, and what announces them.
const WORDS: Words = &[
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\0",
    b"\x1b$B",
    b"\x1b(B",
    b"\x0e",
    b"~{",
    b"~}",
    b"+AGE-",
    b"\xe4\xb8\xad",
    b"\xe4\xb8",
    b"\xd6\xd0",
    b"\xd6",
    b"\x81\x30\x81\x30",
    b"\xa4\xa4",
    b"\xc1\xaa\xcd\xa8",
    b"\x80",
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80",
    b"a",
    b"<p>",
    b"\r\n",
    b"<meta charset=",
    b"<meta http-equiv=content-type content=\"text/html; charset=",
    b"gb2312",
    b"gbk",
    b"gb18030",
    b"big5",
    b"utf-8",
    b"utf-16",
    b"iso-8859-1",
    b"iso-2022-jp",
    b"hz-gb-2312",
    b"x-user-defined",
    b"'",
    b"\"",
    b">",
    b" ",
];

/// Labels of the standard and misspellings of them, as headers carry them.
const LABELS: &[&str] = &[
    "",
    "utf-8",
    "UTF8",
    "utf-16",
    "utf-16be",
    "utf-7",
    "gb2312",
    "gbk",
    "GB18030",
    "gb-2312",
    "big5",
    "big5-hkscs",
    "euc-jp",
    "shift_jis",
    "iso-2022-jp",
    "iso-2022-cn",
    "hz-gb-2312",
    "euc-kr",
    "iso-8859-1",
    "windows-1252",
    "x-user-defined",
    "replacement",
    "\"gbk\"",
    "gbk;x",
    "none",
    "\u{feff}gbk",
];

#[test]
fn any_bytes_are_text_in_some_encoding() {
    fuzz("charset", WORDS, |bytes, dice| {
        let label = pick(LABELS, dice, 0);
        let header = (dice >> 40 & 3 != 0).then_some(label);
        let (text, facts, encoding) = decode(bytes, header);
        prop_assert_eq!(&decode(bytes, header), &(text.clone(), facts.clone(), encoding), "another time");
        // One byte becomes one character of at most three bytes; a broken end of a sequence may add one more.
        prop_assert!(text.len() <= 3 * bytes.len() + 3, "{} bytes of {}", text.len(), bytes.len());
        prop_assert!(!text.starts_with('\u{feff}'), "a mark is left in front");
        prop_assert_eq!(facts.lossy, text.contains('\u{fffd}'));
        prop_assert_eq!(Encoding::for_label(facts.name.as_bytes()), Some(encoding));
        prop_assert!(facts.declared.is_none_or(|label| label.chars().count() <= 40));
        Ok(())
    });
}

/// UTF-8 that says so is read as it stands.
#[test]
fn utf8_that_says_so_is_left_alone() {
    fuzz("charset", WORDS, |bytes, _| {
        let text = String::from_utf8_lossy(bytes).replace(['\0', '\u{feff}', '\u{fffd}'], "");
        let (read, facts, _) = decode(text.as_bytes(), Some("utf-8"));
        prop_assert_eq!(&read, text.trim_start_matches(|c: char| c.is_ascii_whitespace()), "{:?}", facts);
        Ok(())
    });
}
