//! The dates people print on Chinese pages, found in running text with their places.
//!
//! One scanner, no regular expression: it runs over every piece of text of every page.

mod address;
mod clock;
mod digits;
mod english;
mod loose;
mod machine;
mod numerals;
mod pieces;
mod relative;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use self::clock::{Clock, clock};
use self::digits::{Number, digits, number};
use self::english::{with_month_name, with_month_name_behind, with_translated_month};
use self::numerals::with_numerals;
use crate::facts::Stamp;

pub(super) use self::address::{written_in, year_for};
pub(super) use self::loose::{alone, unset};
pub(super) use self::machine::machine;
pub(super) use self::pieces::{is_piece, of_pieces};
pub(super) use self::relative::before_today;

/// The calendar part of a printed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// With its year.
    Full(Date),
    /// Month and day only, as home pages print them.
    MonthDay(i8, i8),
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands, in bytes, clock included.
    pub(super) span: Range<usize>,
    /// The day.
    pub(super) day: Day,
    /// The time of day behind it.
    pub(super) clock: Option<(u8, u8, Option<u8>)>,
}

impl Found {
    /// The date as a stamp, and whether its year had to be inferred: from the dates in `url`, else the latest year
    /// that does not lie after `today`.
    pub(super) fn stamp(&self, url: Option<&str>, today: Date) -> Option<(Stamp, bool)> {
        let (date, inferred) = self.day.completed(url, today)?;
        Some((Stamp { date, clock: self.clock }, inferred))
    }
}

impl Day {
    /// The day with its year, and whether that had to be inferred, as [`Found::stamp`] does.
    pub(super) fn completed(self, url: Option<&str>, today: Date) -> Option<(Date, bool)> {
        match self {
            Day::Full(date) => Some((date, false)),
            Day::MonthDay(month, day) => Some((year_for(month, day, url, today)?, true)),
        }
    }
}

/// Every date in `text`, in order, none overlapping.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    find_into(text, 0, &mut found);
    found
}

/// Like [`find`], with `offset` added to every span, onto the end of `found`.
pub(super) fn find_into(text: &str, offset: usize, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let digit = byte.is_ascii_digit() || byte == 0xEF && number(text, at).is_some();
        let hit = if digit {
            if starts_a_number(text, at) { any_form(text, at) } else { None }
        } else if byte.is_ascii_alphabetic() {
            if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() {
                with_month_name(text, at)
            } else {
                None
            }
        } else if byte >= 0xE3 {
            with_numerals(text, at).or_else(|| with_translated_month(text, at))
        } else {
            None
        };
        if let Some((end, day, clock)) = hit {
            found.push(Found {
                span: at + offset..end + offset,
                day,
                clock,
            });
            at = end;
        } else if digit {
            // The rest of this number is no date either.
            at = number(text, at).map_or(at + 1, |n| n.end);
        } else {
            at += utf8_len(byte);
        }
    }
}

/// A date that begins with a number.
fn any_form(text: &str, at: usize) -> Option<Hit> {
    with_digits(text, at)
        .or_else(|| with_year_behind(text, at))
        .or_else(|| with_month_name_behind(text, at))
        .or_else(|| with_numerals(text, at))
        .or_else(|| with_translated_month(text, at))
}

/// The date at the very beginning of `text`, white space before it allowed. A number of eight digits (20261120) is one
/// here, behind a label, and nowhere in running text.
pub(super) fn at_start(text: &str) -> Option<Found> {
    let skipped = text.len() - text.trim_start().len();
    let rest = &text[skipped..];
    let (end, day, clock) = any_form(rest, 0)
        .or_else(|| with_month_name(rest, 0))
        .or_else(|| loose::compact(rest, 0))?;
    Some(Found {
        span: skipped..end + skipped,
        day,
        clock,
    })
}

/// The date of a text that begins with a full date.
pub(super) fn full_at_start(text: &str) -> Option<Stamp> {
    let found = at_start(text)?;
    match found.day {
        Day::Full(date) => Some(Stamp { date, clock: found.clock }),
        Day::MonthDay(..) => None,
    }
}

fn full(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// Where a date ends, and what it says.
type Hit = (usize, Day, Option<Clock>);

/// Whether a number that begins at `at` may begin a date: not the tail of a word, a version, a telephone number, an IP.
fn starts_a_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(before) = at.checked_sub(1).map(|i| bytes[i]) else {
        return true;
    };
    if before.is_ascii_alphanumeric() || before == b'%' {
        return false;
    }
    let joined = matches!(before, b'.' | b'-' | b'/' | b':' | b'_');
    !(joined && at >= 2 && bytes[at - 2].is_ascii_alphanumeric())
}

fn with_digits(text: &str, at: usize) -> Option<Hit> {
    let first = number(text, at)?;
    match first.digits {
        4 => {
            let (sep, month_at, _) = separator(text, first.end, true)?;
            let month = small(text, month_at)?;
            let (second, day_at, spaced) = separator(text, month.end, true)?;
            // The same sign twice, 年 and 月, or one of the two with a sign (2026年11.20, 2026-11月20日).
            let mixed = (sep == '年') != (second == '月');
            if !mixed && sep != '年' && sep != second {
                return None;
            }
            let day = small(text, day_at)?;
            let date = full(first.value()?, month.value()?, day.value()?)?;
            let end = close_day(text, day.end, if mixed { '月' } else { second })?;
            // 2020年1-5月 is a stretch of months and 2020年1.25亿 an amount: a mixed date is whole and ends there.
            let closed = text[..end].ends_with(['日', '号', '號']);
            let whole = second == '月' && closed
                || sep == '年' && !spaced && day.digits == 2 && (closed || !text[end..].starts_with(char::is_alphanumeric));
            if mixed && !whole {
                return None;
            }
            let (end, clock) = clock(text, end);
            Some((end, Day::Full(date), clock))
        }
        1 | 2 => {
            let (sep, day_at, _) = separator(text, first.end, false)?;
            let second = small(text, day_at)?;
            let two_by_two = first.digits == 2 && second.digits == 2;
            if !(sep == '月' || (matches!(sep, '-' | '/') && two_by_two)) {
                return None;
            }
            let (month, day): (i8, i8) = (first.value()?, second.value()?);
            Date::new(2000, month, day).ok()?; // a leap year: 02-29 may be right
            let end = close_day(text, second.end, sep)?;
            if sep == '月' && !text[..end].ends_with(['日', '号', '號']) {
                return None;
            }
            let (end, clock) = clock(text, end);
            Some((end, Day::MonthDay(month, day), clock))
        }
        _ => None,
    }
}

/// `11/20/2026`, as English pages print it. Where both numbers may be months the first is one: in the lists of the collected
/// sites all 46 such dates are American; a dozen of the other order stand in one table of an article.
fn with_year_behind(text: &str, at: usize) -> Option<Hit> {
    let first = small(text, at)?;
    let (sign, at, _) = separator(text, first.end, false)?;
    let second = small(text, at)?;
    let (same, at, _) = separator(text, second.end, false)?;
    let year = number(text, at).filter(|n| n.digits == 4)?;
    let two_by_two = first.digits == 2 && second.digits == 2;
    if sign != same || sign != '/' && !(two_by_two && matches!(sign, '-' | '.')) {
        return None;
    }
    let (month, day) = match (first.value::<i8>()?, second.value::<i8>()?) {
        (day, month) if day > 12 => (month, day),
        (month, day) => (month, day),
    };
    let date = full(year.value()?, month, day)?;
    let end = close_day(text, year.end, sign)?;
    let (end, clock) = clock(text, end);
    Some((end, Day::Full(date), clock))
}

/// A number of one or two digits.
fn small(text: &str, at: usize) -> Option<Number<'_>> {
    number(text, at).filter(|n| n.digits <= 2)
}

/// The sign between two parts of a date, where the next part begins, and whether blanks stand round it. White space is
/// allowed round 年 and 月; round other signs only blanks, and only behind a year (2026 - 11 - 20).
fn separator(text: &str, at: usize, blanks: bool) -> Option<(char, usize, bool)> {
    let rest = &text[at..];
    let trimmed = rest.trim_start();
    let sign = trimmed.chars().next()?;
    let before = rest.len() - trimmed.len();
    let after = at + before + sign.len_utf8();
    let next = &text[after..];
    let behind = next.len() - next.trim_start().len();
    let kind = match sign {
        '年' | '月' => return Some((sign, after + behind, before + behind > 0)),
        '-' | '－' | '‐'..='―' | '−' | '─' | '﹣' => '-',
        '/' | '／' | '∕' => '/',
        '.' | '．' | '·' => '.',
        _ => return None,
    };
    let spaced = before + behind > 0;
    let wide = |gap: &str| gap.len() > 3 || gap.chars().count() > 1 || gap.contains('\n');
    if spaced && (!blanks || wide(&rest[..before]) || wide(&next[..behind])) {
        return None;
    }
    Some((kind, after + behind, spaced))
}

/// Takes 日 or 号 behind a day, and refuses a day that goes on as another number.
fn close_day(text: &str, at: usize, sep: char) -> Option<usize> {
    let rest = &text[at..];
    if sep == '月' {
        let trimmed = rest.trim_start();
        if trimmed.starts_with(['日', '号', '號']) {
            return Some(at + rest.len() - trimmed.len() + '日'.len_utf8());
        }
    }
    let mut next = rest.chars();
    match next.next() {
        Some(c) if c.is_ascii_digit() || matches!(c, '%' | '％' | '元' | '岁' | '月') => None,
        Some('T') => Some(at),
        Some(c) if c.is_ascii_alphabetic() => None,
        Some('.' | '-' | '/' | '_') if next.next().is_some_and(|c| c.is_ascii_digit()) => None,
        _ => Some(at),
    }
}

fn utf8_len(first: u8) -> usize {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}
