//! Dates in the addresses of pages, and the year of a short date by them.

use jiff::civil::Date;

use super::{digits, full};

/// The year of a month and day printed without one. The address of the item (`/202611/`, `/2026-11-20/`,
/// `t20261120_`) decides where it lies within two months of the date; else the latest such day not after `today`.
pub(in crate::extract) fn year_for(month: i8, day: i8, url: Option<&str>, today: Date) -> Option<Date> {
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
