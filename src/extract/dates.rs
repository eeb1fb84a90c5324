//! The dates people print on Chinese pages, found in running text with their places.
//!
//! One scanner, no regular expression: it runs over every piece of text of every page.

use std::ops::Range;

use jiff::civil::Date;

use crate::facts::Stamp;

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

/// The year of a month and day printed without one. The address of the item (`/202611/`, `/2026-11-20/`,
/// `t20261120_`) decides where it lies within two months of the date; else the latest such day not after `today`.
pub(super) fn year_for(month: i8, day: i8, url: Option<&str>, today: Date) -> Option<Date> {
    if let Some(near) = url.and_then(in_url) {
        let best = (near.year() - 1..=near.year() + 1)
            .filter_map(|y| Date::new(y, month, day).ok())
            .min_by_key(|d| days_between(*d, near));
        if let Some(date) = best
            && days_between(date, near) <= 62
        {
            return Some(date);
        }
    }
    // 29 February may need a few years back.
    (0..=8)
        .filter_map(|back| Date::new(today.year() - back, month, day).ok())
        .find(|d| *d <= today)
}

fn days_between(a: Date, b: Date) -> i64 {
    (b - a).get_days().unsigned_abs().into()
}

/// A date written in the path of an address: `/2026-11-20/`, `/20261120/`, `t20261120_`, `/202611/` (the 15th),
/// `/2026/11/20/`. The last one wins, since parent folders are coarser.
pub(super) fn in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let bytes = path.as_bytes();
    let mut last = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = digits(bytes, at);
        let number = &path[at..at + run];
        let date = match run {
            8 => ymd(&number[..4], &number[4..6], &number[6..]),
            6 => ymd(&number[..4], &number[4..], "15"),
            4 => {
                let month = at + 5;
                let sep = bytes.get(at + 4).copied();
                let month_len = digits(bytes, month);
                if matches!(sep, Some(b'-' | b'/' | b'_')) && (1..=2).contains(&month_len) {
                    let day = month + month_len + 1;
                    let day_len = if bytes.get(day - 1).copied() == sep {
                        digits(bytes, day)
                    } else {
                        0
                    };
                    if (1..=2).contains(&day_len) {
                        ymd(number, &path[month..month + month_len], &path[day..day + day_len])
                    } else {
                        ymd(number, &path[month..month + month_len], "15")
                    }
                } else {
                    None
                }
            }
            _ => None,
        };
        last = date.or(last);
        at += run;
    }
    last
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    full(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn full(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

type Hit = (usize, Day, Option<(u8, u8, Option<u8>)>);

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
fn clock(text: &str, at: usize) -> (usize, Option<(u8, u8, Option<u8>)>) {
    read_clock(text, at).map_or((at, None), |(end, clock)| (end, Some(clock)))
}

fn read_clock(text: &str, at: usize) -> Option<(usize, (u8, u8, Option<u8>))> {
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

/// `二○一七年十一月二十四日`
fn with_numerals(text: &str, at: usize) -> Option<Hit> {
    let mut chars = text[at..].chars();
    let mut year = 0_i16;
    for _ in 0..4 {
        year = year * 10 + i16::from(numeral(chars.next()?)?);
    }
    if chars.next()? != '年' {
        return None;
    }
    let month = small_number(&mut chars, '月')?;
    let rest = chars.as_str();
    let day = small_number(&mut chars, '日').or_else(|| {
        chars = rest.chars();
        small_number(&mut chars, '号')
    })?;
    let end = text.len() - chars.as_str().len();
    Some((end, Day::Full(full(year, month, day)?), None))
}

fn numeral(c: char) -> Option<i8> {
    Some(match c {
        '〇' | '○' | '零' | 'Ｏ' | '０' | 'О' | 'O' | '◯' => 0,
        '一' | '１' => 1,
        '二' | '２' => 2,
        '三' | '３' => 3,
        '四' | '４' => 4,
        '五' | '５' => 5,
        '六' | '６' => 6,
        '七' | '７' => 7,
        '八' | '８' => 8,
        '九' | '９' => 9,
        _ => return None,
    })
}

/// A number below a hundred in numerals up to the sign `close`.
fn small_number(chars: &mut std::str::Chars<'_>, close: char) -> Option<i8> {
    let (mut tens, mut ones, mut any_ten) = (0, 0, false);
    for _ in 0..4 {
        let c = chars.next()?;
        if c == close {
            let value = if any_ten { tens * 10 + ones } else { ones };
            return (value > 0).then_some(value);
        }
        match c {
            '十' => {
                tens = if ones == 0 { 1 } else { ones };
                ones = 0;
                any_ten = true;
            }
            '廿' => {
                tens = 2;
                any_ten = true;
            }
            // Full-width digits stand two by two: １２月.
            _ => {
                ones = if any_ten || ones == 0 {
                    numeral(c)?
                } else {
                    ones * 10 + numeral(c)?
                }
            }
        }
        if ones > 9 && any_ten {
            return None;
        }
    }
    None
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        find(text)
            .iter()
            .map(|f| match f.day {
                Day::Full(date) => Stamp { date, clock: f.clock }.to_string(),
                Day::MonthDay(m, d) => format!("{m:02}-{d:02}"),
            })
            .collect()
    }

    #[test]
    fn every_printed_form_is_read() {
        for (text, want) in [
            ("2026-11-23", "2026-11-23"),
            ("发布日期：2026-11-03 09:05:30 浏览", "2026-11-03 09:05:30"),
            ("2026/1/3", "2026-01-03"),
            ("2026.1.3", "2026-01-03"),
            ("时间:2026年1月3日", "2026-01-03"),
            ("2026 年 1 月 3 日", "2026-01-03"),
            ("2026年11月23日 星期一 14:05", "2026-11-23 14:05"),
            ("2020-08-26 14:55:0", "2020-08-26 14:55:00"),
            ("2026年3月5日9时30分", "2026-03-05 09:30"),
            ("【信息发布时间：2020-10-27阅读次数：】", "2020-10-27"),
            ("2020-10-27T08:00:01+08:00", "2020-10-27 08:00:01"),
            ("通告(2020-12-16)", "2020-12-16"),
            ("[11-23]", "11-23"),
            ("(12-29)", "12-29"),
            ("06/08", "06-08"),
            ("6月8日", "06-08"),
            ("二○一七年十一月二十四日", "2017-11-24"),
            ("二〇二〇年十二月三十一日", "2020-12-31"),
            ("二零一九年二月十日", "2019-02-10"),
        ] {
            assert_eq!(shown(text), [want], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_left_alone() {
        for text in [
            "2020-13-01",
            "2023-02-29",
            "2020年2月30日",
            "1899-01-01",
            "0000-00-00",
            "v2020.1.3.4",
            "192.168.10.12",
            "0592-12-2012",
            "010-56803635",
            "12-30%",
            "1-5",
            "3.15",
            "24-12",
            "2019-2020学年",
            "京ICP备13026484",
            "a2020-01-01",
            "20200101",
            "六月二十二日",
        ] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_year_of_a_short_date_comes_from_the_address_or_from_today() {
        let today = date(2026, 11, 23);
        for (m, d, url, want) in [
            (11, 20, Some("http://a.gov.cn/x/202511/t20251120_1.htm"), date(2025, 11, 20)),
            (12, 29, Some("http://a.gov.cn/x/2021-01-03/1.htm"), date(2020, 12, 29)),
            (11, 20, Some("http://a.gov.cn/x/202502/t20250220_1.htm"), date(2026, 11, 20)),
            (12, 1, None, date(2025, 12, 1)),
            (11, 23, None, date(2026, 11, 23)),
            (2, 29, None, date(2024, 2, 29)),
        ] {
            assert_eq!(year_for(m, d, url, today), Some(want), "{m}-{d} {url:?}");
        }
    }

    #[test]
    fn addresses_carry_dates_in_folders_and_names() {
        for (url, want) in [
            ("http://a.cn/x/202006/t20200623_11.html", Some(date(2020, 6, 23))),
            ("http://a.cn/2018-07-25/5.html", Some(date(2018, 7, 25))),
            ("http://a.cn/2018/7/25/5.html", Some(date(2018, 7, 25))),
            ("http://a.cn/art/2018/7/5.html", Some(date(2018, 7, 5))),
            ("http://a.cn/202013/5.html", None),
            ("http://a.cn/5867.html", None),
            ("http://20200101.cn/", None),
        ] {
            assert_eq!(in_url(url), want, "{url}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe_and_spans_are_in_order(text in "\\PC{0,60}") {
            let mut end = 0;
            for f in find(&text) {
                prop_assert!(f.span.start >= end && f.span.end > f.span.start);
                prop_assert!(text.get(f.span.clone()).is_some());
                end = f.span.end;
            }
        }

        #[test]
        fn dateish_text_is_safe(text in "[0-9年月日 :./十二○T-]{0,30}") {
            for f in find(&text) {
                prop_assert!(text.get(f.span.clone()).is_some());
            }
        }

        #[test]
        fn a_real_day_is_read_in_every_form(y in 1990_i16..=2100, ordinal in 1_i16..=365, form in 0_usize..4) {
            let day = date(y, 1, 1).saturating_add(jiff::Span::new().days(ordinal - 1));
            let (m, d) = (day.month(), day.day());
            let text = match form {
                0 => format!("（{y}-{m:02}-{d:02}）"),
                1 => format!("x {y}/{m}/{d},"),
                2 => format!("{y}.{m}.{d}"),
                _ => format!("于{y}年{m}月{d}日起"),
            };
            let found = find(&text);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].day, Day::Full(day));
        }
    }
}
