//! The dates people print on Chinese pages, found in running text with their places.
//!
//! One scanner, no regular expression: it runs over every piece of text of every page.

mod address;
mod numerals;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use self::numerals::with_numerals;
use crate::facts::Stamp;

pub(super) use self::address::{written_in, year_for};

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
        let (date, inferred) = match self.day {
            Day::Full(date) => (date, false),
            Day::MonthDay(month, day) => (year_for(month, day, url, today)?, true),
        };
        Some((Stamp { date, clock: self.clock }, inferred))
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
        let hit = if byte.is_ascii_digit() {
            if starts_a_number(bytes, at) { with_digits(text, at) } else { None }
        } else if byte >= 0xE3 {
            with_numerals(text, at)
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
        } else if byte.is_ascii_digit() {
            // The rest of this number is no date either.
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
        } else {
            at += utf8_len(byte);
        }
    }
}

/// The date at the very beginning of `text`, white space before it allowed.
pub(super) fn at_start(text: &str) -> Option<Found> {
    let skipped = text.len() - text.trim_start().len();
    let rest = &text[skipped..];
    let (end, day, clock) = match rest.as_bytes().first()? {
        b if b.is_ascii_digit() => with_digits(rest, 0)?,
        b if *b >= 0xE3 => with_numerals(rest, 0)?,
        _ => return None,
    };
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

/// Hour, minute and second, as printed.
type Clock = (u8, u8, Option<u8>);
/// Where a date ends, and what it says.
type Hit = (usize, Day, Option<Clock>);

/// Whether a number that begins at `at` may begin a date: not the tail of a word, a version, a telephone number, an IP.
fn starts_a_number(bytes: &[u8], at: usize) -> bool {
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
    let bytes = text.as_bytes();
    let first = digits(bytes, at);
    let after = at + first;
    match first {
        4 => {
            let year = text[at..after].parse().ok()?;
            let (sep, month_at) = separator(text, after)?;
            let month_len = digits(bytes, month_at);
            if !(1..=2).contains(&month_len) {
                return None;
            }
            let month = text[month_at..month_at + month_len].parse().ok()?;
            let (second, day_at) = separator(text, month_at + month_len)?;
            // 年 goes with 月; otherwise both separators are the same sign.
            if (sep == '年') != (second == '月') || (sep != '年' && sep != second) {
                return None;
            }
            let day_len = digits(bytes, day_at);
            if !(1..=2).contains(&day_len) {
                return None;
            }
            let date = full(year, month, text[day_at..day_at + day_len].parse().ok()?)?;
            let end = close_day(text, day_at + day_len, second)?;
            let (end, clock) = clock(text, end);
            Some((end, Day::Full(date), clock))
        }
        1 | 2 => {
            let month: i8 = text[at..after].parse().ok()?;
            let (sep, day_at) = separator(text, after)?;
            let day_len = digits(bytes, day_at);
            if !(1..=2).contains(&day_len) {
                return None;
            }
            let two_by_two = first == 2 && day_len == 2;
            if !(sep == '月' || (matches!(sep, '-' | '/') && two_by_two)) {
                return None;
            }
            let day: i8 = text[day_at..day_at + day_len].parse().ok()?;
            Date::new(2000, month, day).ok()?; // a leap year: 02-29 may be right
            let end = close_day(text, day_at + day_len, sep)?;
            if sep == '月' && !text[..end].ends_with(['日', '号']) {
                return None;
            }
            let (end, clock) = clock(text, end);
            Some((end, Day::MonthDay(month, day), clock))
        }
        _ => None,
    }
}

/// The sign between two parts of a date and where the next part begins. White space is allowed round 年 and 月 only.
fn separator(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = &text[at..];
    let trimmed = rest.trim_start();
    let sign = trimmed.chars().next()?;
    let after = at + (rest.len() - trimmed.len()) + sign.len_utf8();
    match sign {
        '年' | '月' => {
            let next = &text[after..];
            Some((sign, after + next.len() - next.trim_start().len()))
        }
        _ if trimmed.len() != rest.len() => None,
        '-' | '－' | '–' => Some(('-', after)),
        '/' | '／' => Some(('/', after)),
        '.' | '．' => Some(('.', after)),
        _ => None,
    }
}

/// Takes 日 or 号 behind a day, and refuses a day that goes on as another number.
fn close_day(text: &str, at: usize, sep: char) -> Option<usize> {
    let rest = &text[at..];
    if sep == '月' {
        let trimmed = rest.trim_start();
        if trimmed.starts_with(['日', '号']) {
            return Some(at + rest.len() - trimmed.len() + '日'.len_utf8());
        }
    }
    let mut next = rest.chars();
    match next.next() {
        Some(c) if c.is_ascii_digit() || matches!(c, '%' | '％' | '元' | '岁') => None,
        Some('T') => Some(at),
        Some(c) if c.is_ascii_alphabetic() => None,
        Some('.' | '-' | '/' | '_') if next.next().is_some_and(|c| c.is_ascii_digit()) => None,
        _ => Some(at),
    }
}

/// The time of day behind a date: `09:05`, `09:05:30`, broken `14:55:0`, `9时5分`. Gives the end of what was read.
fn clock(text: &str, at: usize) -> (usize, Option<Clock>) {
    read_clock(text, at).map_or((at, None), |(end, clock)| (end, Some(clock)))
}

fn read_clock(text: &str, at: usize) -> Option<(usize, Clock)> {
    let bytes = text.as_bytes();
    let mut pos = at;
    let rest = text[pos..].trim_start_matches(|c: char| c.is_whitespace() || c == 'T' || c == ',');
    // A weekday may stand between: 2026年11月23日 星期一 09:05.
    let rest = ["星期", "周"]
        .iter()
        .find_map(|w| rest.strip_prefix(w))
        .and_then(|r| r.chars().next().map(|c| r[c.len_utf8()..].trim_start()))
        .unwrap_or(rest);
    if text.len() - rest.len() - at > 24 {
        return None;
    }
    pos = text.len() - rest.len();
    let mut part = |seps: &[char]| -> Option<u8> {
        let len = digits(bytes, pos);
        if !(1..=2).contains(&len) {
            return None;
        }
        let value = text[pos..pos + len].parse().ok()?;
        let sign = text[pos + len..].chars().next();
        match sign {
            Some(c) if seps.contains(&c) => {
                pos += len + c.len_utf8();
                Some(value)
            }
            _ if seps.is_empty() => {
                pos += len;
                Some(value)
            }
            _ => None,
        }
    };
    let hour = part(&[':', '：', '时', '点']).filter(|h| *h < 24)?;
    let minute = part(&[]).filter(|m| *m < 60)?;
    let mut end = pos;
    let mut second = None;
    if let Some(c @ (':' | '：' | '分')) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        let len = digits(bytes, next);
        if (1..=2).contains(&len)
            && let Some(s) = text[next..next + len].parse().ok().filter(|s: &u8| *s < 60)
        {
            second = Some(s);
            end = next + len;
        } else if c == '分' {
            end = next;
        }
    }
    Some((end, (hour, minute, second)))
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
}

fn utf8_len(first: u8) -> usize {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}
