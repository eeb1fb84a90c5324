//! Text, as every part of the program handles it: white space folded, what is long cut, what is Chinese counted.
//!
//! Layer 0, pure. White space is what Unicode calls so, the Chinese blank (U+3000) and the one that does not break (U+00A0)
//! among it. Lengths are in characters: bytes are left to [`str::floor_char_boundary`] and its like.

mod shown;

use std::ops::RangeInclusive;

pub(crate) use shown::{is_hostile, masked, percent_hostile};

/// The Chinese characters that are told from the rest: CJK Unified Ideographs (U+4E00 to U+9FFF), in which all that stands on
/// the pages of an office is written but for a few rare names.
pub(crate) const HAN: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Whether this is a Chinese character (see [`HAN`]).
pub(crate) fn is_han(c: char) -> bool {
    HAN.contains(&c)
}

/// How many Chinese characters stand in a text.
pub(crate) fn count_han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}

/// Whether a character reorders what stands around it, and so can disguise an address or the name of a file.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character shows nothing and parts nothing: soft hyphens, joiners, blanks of no width, marks of direction.
/// Editors leave them in the middle of words unseen.
pub(crate) fn is_invisible(c: char) -> bool {
    turns_direction(c) || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// A character of the full-width forms (`Ａ`, `：`, `（`) as ASCII has it; any other as it is.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// The text with every run of white space folded to one blank, and none at its ends.
pub(crate) fn folded(text: &str) -> String {
    folded_parts([text])
}

/// Several parts of a text as one, white space folded as by [`folded`]; parts are parted by a blank.
pub(crate) fn folded_parts<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for word in parts.into_iter().flat_map(str::split_whitespace) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// As [`folded`], but at most so many characters, and no blank at the end where it is cut. Reads no further than it has to.
pub(crate) fn folded_to(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most));
    let mut left = most;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            if left < 2 {
                break;
            }
            out.push(' ');
            left -= 1;
        }
        let fits = first(word, left);
        out.push_str(fits);
        left -= fits.chars().count();
        if left == 0 {
            break;
        }
    }
    out
}

/// The text without any white space.
pub(crate) fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many characters a text has that are no white space.
pub(crate) fn count_written(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// What of a text carries meaning, for comparing titles and names: letters, figures and Chinese characters, full-width forms
/// as ASCII, lower case.
pub(crate) fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(narrow) {
        // Chinese characters need no table to be known as such, and have no case.
        if is_han(c) {
            out.push(c);
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The first `most` characters of a text.
pub(crate) fn first(text: &str, most: usize) -> &str {
    // No character is shorter than a byte.
    if text.len() <= most {
        return text;
    }
    let mut rest = text.chars();
    if let Some(last) = most.checked_sub(1) {
        rest.nth(last);
    }
    &text[..text.len() - rest.as_str().len()]
}

/// The last `most` characters of a text.
pub(crate) fn last(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let start = text.char_indices().rev().take(most).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_of_every_kind_is_folded() {
        assert_eq!(folded("\u{3000} 厦门\u{a0}\n公安 "), "厦门 公安");
        assert_eq!(folded_parts([" 厦门", "", "\t公安 局"]), "厦门 公安 局");
        assert_eq!(unspaced(" 厦 门\u{3000}公\u{a0}安\n"), "厦门公安");
        assert_eq!(count_written(" 厦 门\u{3000}\n"), 2);
    }

    #[test]
    fn a_text_is_cut_by_characters() {
        assert_eq!(folded_to("一二三 四五", 4), "一二三");
        assert_eq!(folded_to("一二三 四五", 5), "一二三 四");
        assert_eq!((first("厦门公安", 2), last("厦门公安", 2)), ("厦门", "公安"));
        assert_eq!((first("厦门", 9), last("厦门", 9)), ("厦门", "厦门"));
        assert_eq!((first("厦门", 0), last("厦门", 0)), ("", ""));
    }

    #[test]
    fn what_is_chinese_is_told_from_what_stands_beside_it() {
        assert_eq!(count_han("厦门110，〇㐀！"), 2);
        assert!(is_han('\u{4e00}') && is_han('\u{9fff}') && !is_han('\u{a000}') && !is_han('、'));
    }

    #[test]
    fn names_are_compared_by_what_they_mean() {
        assert_eq!(comparable("《关于Ａ类（2023）的 通知》"), comparable("关于a类2023的通知"));
        let wide: String = "Ａｚ０～：（）".chars().map(narrow).collect();
        assert_eq!(wide, "Az0~:()");
        assert_eq!(narrow('　'), '　');
    }

    #[test]
    fn what_cannot_be_seen_is_known() {
        for c in "\u{ad}\u{200b}\u{200d}\u{200e}\u{202e}\u{2060}\u{2067}\u{feff}\u{61c}".chars() {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in "厦a1 \u{3000}\u{a0}\u{2028}\n".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
        assert!(turns_direction('\u{202e}') && !turns_direction('\u{200b}'));
    }

    proptest! {
        #[test]
        fn any_text_is_folded_and_cut_alike(text in "[ \u{3000}\n厦a😀\u{a0}]{0,40}", most in 0_usize..20) {
            let whole = folded(&text);
            prop_assert_eq!(folded_to(&text, most), first(&whole, most).trim_end());
            prop_assert_eq!(unspaced(&whole), unspaced(&text));
            prop_assert_eq!(count_written(&text), unspaced(&text).chars().count());
            let count = text.chars().count();
            let parted = format!("{}{}", first(&text, most), last(&text, count.saturating_sub(most)));
            prop_assert_eq!(parted, text);
        }
    }
}
