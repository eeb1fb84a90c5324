//! Pages to facts.

use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use xuncha::extract::{PageInput, extract_page, sketch};
use xuncha::facts::PageFacts;

use super::addresses::is_sound_link;
use super::mutation::{fuzz, pick};
use super::words::PAGE;

const HEADERS: &[Option<&str>] = &[None, Some("utf-8"), Some("gbk"), Some("iso-8859-1"), Some("utf-16"), Some("x'\"=")];

/// What facts may weigh, as JSON: links carry their base of at most 2,048 bytes, everything else is a part of the text,
/// which is at most three bytes for one and written down in at most ten places (escapes included).
const BASE: usize = 2_048 + 700;
const PLACES: usize = 3 * 10;
/// The names of the fields.
const FRAME: usize = 4_096;

fn facts(bytes: &[u8], dice: u64) -> PageFacts {
    extract_page(&PageInput {
        url: &"http://www.x.gov.cn/zwgk/a/index.html".parse().unwrap(),
        bytes,
        header_charset: pick(HEADERS, dice, 0),
        today: date(2026, 11, 23),
        is_home: pick(&[false, false, true], dice, 1),
        guide_hint: pick(&[false, true], dice, 2),
        cut_off: pick(&[false, true], dice, 3),
    })
}

fn holds(bytes: &[u8], dice: u64) -> TestCaseResult {
    let read = facts(bytes, dice);
    prop_assert_eq!(&facts(bytes, dice), &read, "another time");
    let stored = serde_json::to_vec(&read).unwrap();
    prop_assert_eq!(
        &serde_json::from_slice::<PageFacts>(&stored).unwrap(),
        &read,
        "stored and read back"
    );
    prop_assert!(read.links.len() <= bytes.len() + 1000, "{} links", read.links.len());
    let heaviest = FRAME + PLACES * bytes.len() + BASE * read.links.len();
    prop_assert!(stored.len() <= heaviest, "{} bytes of {}", stored.len(), bytes.len());
    prop_assert!(read.text.chars().count() <= 200_000 && read.text_chars <= 3 * bytes.len());
    prop_assert!(read.error_words.as_ref().is_none_or(|w| !w.is_empty() && w.chars().count() <= 60));
    read.links.iter().try_for_each(is_sound_link)?;

    let seen = sketch(bytes, pick(HEADERS, dice, 0));
    prop_assert_eq!(&seen, &sketch(bytes, pick(HEADERS, dice, 0)), "sketched another time");
    if !pick(&[false, false, true], dice, 1) {
        prop_assert_eq!(&seen.error_words, &read.error_words, "a page that is checked and one that is read");
    }
    Ok(())
}

#[test]
fn any_bytes_are_a_page() {
    fuzz("page", PAGE, holds);
}

/// Texts and words of the other readers, in a page.
#[test]
fn any_sentence_may_stand_on_a_page() {
    fuzz("words", super::words::SENTENCE, |bytes, dice| {
        let shape = pick(
            &[
                ("<title>", "</title>"),
                ("<p>", "</p>"),
                ("<ul><li><a href=a>x</a>", "</ul>"),
                ("<td>", ""),
            ],
            dice,
            4,
        );
        holds(&[shape.0.as_bytes(), bytes, shape.1.as_bytes()].concat(), dice)
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Only where it is really so: plain anchors, no script, no base, no encoding but ASCII.
    #[test]
    fn a_page_that_was_cut_has_the_first_links_of_the_whole(count in 1..60_usize, cut in any::<prop::sample::Index>()) {
        let mut page = String::from("<!DOCTYPE html><html><head><title>x</title></head><body>");
        for n in 0..count {
            write!(page, "<p><a href=\"/{n}.html\">link {n}</a></p>\n").unwrap();
        }
        let whole = facts(page.as_bytes(), 0).links;
        prop_assert_eq!(whole.len(), count);
        let part = facts(&page.as_bytes()[..cut.index(page.len() + 1)], 0).links;
        // The last one may have lost a part of its address or its text.
        let sure = part.len().saturating_sub(1);
        prop_assert_eq!(&part[..sure], &whole[..sure]);
    }
}
