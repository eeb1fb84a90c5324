//! Dates with the English name of the month (`Nov 20, 2026`, `20th November 2026`), and Chinese ones in that order.

use super::numerals::{is_numeral, small_number};
use super::{Day, Hit, clock, full, number, small};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `Nov 20, 2026` at byte `at`.
pub(super) fn with_month_name(text: &str, at: usize) -> Option<Hit> {
    let (month, end) = month_name(text, at)?;
    let day = small(text, skip(text, end, ". -"))?;
    // `Nov 20 09:30:00 CST 2026`, as programs print it: the clock and its zone before the year.
    let at = skip(text, day.end, " ");
    if let (end, Some(clock)) = clock(text, at) {
        let zone = skip(text, end, " ");
        let letters = text.as_bytes()[zone..]
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_uppercase())
            .count();
        let year = number(text, skip(text, zone + letters, " ")).filter(|y| y.digits == 4)?;
        return Some((year.end, Day::Full(full(year.value()?, month, day.value()?)?), Some(clock)));
    }
    let year = number(text, skip(text, ordinal(text, day.end), ", -")).filter(|y| y.digits == 4 && y.end > day.end + 4)?;
    finish(text, year.end, full(year.value()?, month, day.value()?)?)
}

/// `5月 28, 2024` and `五月 28, 2024` at byte `at`: the English order with a Chinese month, as translated systems print it.
pub(super) fn with_translated_month(text: &str, at: usize) -> Option<Hit> {
    let (month, end) = if let Some(figure) = small(text, at) {
        let end = skip(text, figure.end, " ");
        (figure.value()?, text[end..].starts_with('月').then_some(end + '月'.len_utf8())?)
    } else {
        let mut chars = text[at..].chars();
        if text[..at].ends_with(is_numeral) {
            return None;
        }
        (small_number(&mut chars, '月')?, text.len() - chars.as_str().len())
    };
    let blank = skip(text, end, " ");
    let day = small(text, blank)?;
    let comma = skip(text, day.end, ",");
    let year = number(text, skip(text, comma, " ")).filter(|y| y.digits == 4 && comma > day.end)?;
    // 1月2,2000元 is an amount; systems that print this order set a blank behind the month.
    if blank == end && text[year.end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    finish(text, year.end, full(year.value()?, month, day.value()?)?)
}

/// `20 Nov 2026` at byte `at`.
pub(super) fn with_month_name_behind(text: &str, at: usize) -> Option<Hit> {
    let day = small(text, at)?;
    let (month, end) = month_name(text, skip(text, ordinal(text, day.end), " -/"))?;
    let year = number(text, skip(text, end, "., -/")).filter(|y| y.digits == 4)?;
    finish(text, year.end, full(year.value()?, month, day.value()?)?)
}

/// `20 Nov` and `Nov 20`, and nothing else: the parts of a day that is set in several.
pub(super) fn day_and_month(text: &str) -> Option<(i8, i8)> {
    let letters = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (month, end) = month_name(text, letters)?;
    let figure = if letters == 0 {
        small(text, skip(text, end, ". "))
    } else {
        small(text, 0)
    }?;
    let rest = if letters == 0 {
        text[figure.end..].trim()
    } else {
        text[end..].trim_matches(['.', ' '])
    };
    let joined = letters == 0 || text[figure.end..letters].trim().is_empty();
    (rest.is_empty() && joined).then_some((month, figure.value()?))
}

/// Whether a text is the name of a month, with figures or without.
pub(super) fn names_month(text: &str) -> bool {
    let word = text
        .find(|c: char| c.is_ascii_alphabetic())
        .and_then(|at| month_name(text, at).map(|(_, end)| at..end));
    word.is_some_and(|w| {
        text.len() <= 24
            && text
                .char_indices()
                .all(|(i, c)| w.contains(&i) || c.is_ascii_digit() || ",. ".contains(c))
    })
}

fn finish(text: &str, end: usize, date: jiff::civil::Date) -> Option<Hit> {
    if text[end..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (end, clock) = clock(text, end);
    Some((end, Day::Full(date), clock))
}

/// The month whose name (or its first three letters, or `Sept`) stands at `at`, and where it ends.
fn month_name(text: &str, at: usize) -> Option<(i8, usize)> {
    let word = text.as_bytes()[at..]
        .iter()
        .take(10)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    if word < 3 {
        return None;
    }
    let name = &text[at..at + word];
    let index = MONTHS.iter().position(|m| {
        let short = word == 3 || word == 4 && m.starts_with("sept");
        (short && m[..word].eq_ignore_ascii_case(name)) || m.eq_ignore_ascii_case(name)
    })?;
    Some((i8::try_from(index).ok()? + 1, at + word))
}

/// Past `st`, `nd`, `rd`, `th`.
fn ordinal(text: &str, at: usize) -> usize {
    let mark = text.get(at..at + 2).unwrap_or_default();
    at + if ["st", "nd", "rd", "th"].contains(&mark) { 2 } else { 0 }
}

/// Past at most three of these signs.
fn skip(text: &str, at: usize, signs: &str) -> usize {
    let bytes = text.as_bytes();
    at + bytes[at..].iter().take(3).take_while(|b| signs.as_bytes().contains(b)).count()
}
