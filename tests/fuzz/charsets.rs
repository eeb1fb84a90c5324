//! Bytes to text.

use encoding_rs::Encoding;
use proptest::prelude::*;
use xuncha::extract::decode;

use super::mutation::{fuzz, pick};
use super::words::CHARSET;

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
    fuzz("charset", CHARSET, |bytes, dice| {
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
    fuzz("charset", CHARSET, |bytes, _| {
        let text = String::from_utf8_lossy(bytes).replace(['\0', '\u{feff}', '\u{fffd}'], "");
        let (read, facts, _) = decode(text.as_bytes(), Some("utf-8"));
        prop_assert_eq!(&read, text.trim_start_matches(|c: char| c.is_ascii_whitespace()), "{:?}", facts);
        Ok(())
    });
}
