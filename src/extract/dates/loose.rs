//! Forms that are dates only where nothing else stands beside them: `20261120`, `26-11-20`, `11.20`.

use jiff::civil::Date;

use super::{Day, Found, Hit, full, number, separator, small};

/// The last year that is written with two digits; from 90 on they are of the century before.
const LATEST: i16 = 40;

/// A text that is a loose date and nothing else, brackets, bars and white space aside. `offset` is added to its span.
pub(in crate::extract) fn alone(text: &str, offset: usize) -> Option<Found> {
    let (from, inner) = unwrapped(text)?;
    let (end, day, clock) = compact(inner, 0).or_else(|| short_year(inner)).or_else(|| dotted(inner))?;
    (end == inner.len()).then(|| Found {
        span: from + offset..from + end + offset,
        day,
        clock,
    })
}

/// A text without what stands round it, and where that begins; none where it is too long for a date.
fn unwrapped(text: &str) -> Option<(usize, &str)> {
    let wrapping = |c: char| c.is_whitespace() || "()[]（）【】［］〔〕<>|｜".contains(c);
    let from = text.len() - text.trim_start_matches(wrapping).len();
    let inner = text[from..].trim_end_matches(wrapping);
    // The longest is 20 with three signs of three bytes and wide digits.
    (inner.len() <= 40).then_some((from, inner))
}

/// What programs print where no day was set, by year, month and day: the beginning of their time, as it stands or in a zone of
/// the west, or zeros.
const UNSET: &[(i16, i8, i8)] = &[(1970, 1, 1), (1969, 12, 31), (1900, 1, 1), (1, 1, 1), (0, 0, 0)];

/// What a day that was never set is read as.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A text that stands where a date would, and says that none was set (`1970-01-01`, `0000-00-00 00:00:00`).
pub(in crate::extract) fn unset(text: &str, offset: usize) -> Option<Found> {
    let (from, inner) = unwrapped(text)?;
    let year = number(inner, 0).filter(|n| n.digits == 4)?;
    let (sign, at, _) = separator(inner, year.end, false)?;
    let month = number(inner, at).filter(|n| n.digits <= 2)?;
    let (second, at, _) = separator(inner, month.end, false)?;
    let day = number(inner, at).filter(|n| n.digits <= 2)?;
    let same = if sign == '年' { second == '月' } else { sign == second };
    if !same || !UNSET.contains(&(year.value()?, month.value()?, day.value()?)) {
        return None;
    }
    let end = super::close_day(inner, day.end, second)?;
    let (end, _) = super::clock(inner, end);
    (end == inner.len()).then(|| Found {
        span: from + offset..from + end + offset,
        day: Day::Full(EPOCH),
        clock: None,
    })
}

/// `20261120`, the number going no further.
pub(super) fn compact(text: &str, at: usize) -> Option<Hit> {
    let all = number(text, at).filter(|n| n.digits == 8)?;
    let number: i32 = all.value()?;
    let part = |value: i32| i8::try_from(value).ok();
    let date = full(i16::try_from(number / 10_000).ok()?, part(number / 100 % 100)?, part(number % 100)?)?;
    let goes_on = text[all.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    (!goes_on).then_some((all.end, Day::Full(date), None))
}

/// `26-11-20`, a clock behind it allowed.
fn short_year(text: &str) -> Option<Hit> {
    let year = number(text, 0).filter(|n| n.digits == 2)?;
    let (sign, at, _) = separator(text, year.end, false)?;
    let month = small(text, at)?;
    let (second, at, _) = separator(text, month.end, false)?;
    let day = small(text, at)?;
    let same = if sign == '年' { second == '月' } else { sign == second };
    let two_by_two = sign == '年' || month.digits == 2 && day.digits == 2;
    if !same || !two_by_two {
        return None;
    }
    let year = match year.value::<i16>()? {
        y if y <= LATEST => 2000 + y,
        y if y >= 90 => 1900 + y,
        _ => return None,
    };
    let date = full(year, month.value()?, day.value()?)?;
    let end = super::close_day(text, day.end, second)?;
    let (end, clock) = super::clock(text, end);
    Some((end, Day::Full(date), clock))
}

/// `11.20`: an amount elsewhere.
fn dotted(text: &str) -> Option<Hit> {
    let month = number(text, 0).filter(|n| n.digits == 2)?;
    let (sign, at, _) = separator(text, month.end, false)?;
    let day = number(text, at).filter(|n| n.digits == 2 && sign == '.')?;
    let (month, of_month) = (month.value()?, day.value()?);
    Date::new(2000, month, of_month).ok()?;
    Some((day.end, Day::MonthDay(month, of_month), None))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn loose_forms_are_dates_where_they_stand_alone() {
        for (text, want) in [
            ("20261120", Some(Day::Full(date(2026, 11, 20)))),
            ("[ 26-11-20 ]", Some(Day::Full(date(2026, 11, 20)))),
            ("| 10/10/25 |", Some(Day::Full(date(2010, 10, 25)))),
            ("98.05.01", Some(Day::Full(date(1998, 5, 1)))),
            ("26年1月3日", Some(Day::Full(date(2026, 1, 3)))),
            ("【11.20】", Some(Day::MonthDay(11, 20))),
            ("66-11-20", None),
            ("26-13-20", None),
            ("1.5", None),
            ("3.15", None),
            ("20261342", None),
            ("202611201", None),
            ("26-11-20号文件", None),
            ("10-20-30-40", None),
        ] {
            assert_eq!(alone(text, 0).map(|f| f.day), want, "{text}");
        }
    }

    #[test]
    fn a_day_that_was_never_set_is_known_by_what_programs_print_then() {
        for text in [
            "1970-01-01",
            "[1970-1-1 08:00:00]",
            "0000-00-00 00:00:00",
            "1900/01/01",
            "0001年1月1日",
            "1969-12-31",
        ] {
            assert_eq!(unset(text, 0).map(|f| f.day), Some(Day::Full(EPOCH)), "{text}");
        }
        for text in ["1970-01-02", "1970-01-01生效", "2026-00-00", "1900-01", "0-0-0"] {
            assert_eq!(unset(text, 0), None, "{text}");
        }
    }
}
