//! Dates in the addresses of pages, and the year of a short date by them.

use jiff::civil::Date;
use url::Url;

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

/// The date that the path of a page's address gives it, where nothing else can be meant: a folder or the head of the file
/// name. Of a month, its last day. The finest wins, and of equal ones the last.
pub(in crate::extract) fn written_in(url: &Url) -> Option<Date> {
    let segments: Vec<&str> = url.path_segments()?.collect();
    let mut best: Option<(bool, Date)> = None;
    let mut offer = |whole: bool, date: Option<Date>| {
        if let Some(date) = date
            && best.is_none_or(|(kept, _)| whole || !kept)
        {
            best = Some((whole, date));
        }
    };
    for (at, segment) in segments.iter().enumerate() {
        let is_file = at + 1 == segments.len();
        let number = |from: &str, length: usize| from.len() == length && from.bytes().all(|b| b.is_ascii_digit());
        let stem = if is_file {
            segment.split(['.', '_']).next().unwrap_or_default()
        } else {
            segment
        };
        let day = stem.strip_prefix(['t', 'T']).unwrap_or(stem);
        if number(day, 8) {
            offer(true, ymd(&day[..4], &day[4..6], &day[6..]));
        }
        if is_file {
            continue;
        }
        if number(segment, 6) {
            offer(false, ymd(&segment[..4], &segment[4..], "1").map(jiff::civil::Date::last_of_month));
        }
        let parts: Vec<&str> = segment.split('-').collect();
        match parts[..] {
            [year, month, day] if number(year, 4) => offer(true, ymd(year, month, day)),
            [year, month] if number(year, 4) => offer(false, ymd(year, month, "1").map(jiff::civil::Date::last_of_month)),
            [year] if number(year, 4) => {
                // /2019/0312/, /2019/03/12/, /2019/03/
                let next = segments
                    .get(at + 1)
                    .filter(|_| at + 2 < segments.len())
                    .copied()
                    .unwrap_or_default();
                let after = segments
                    .get(at + 2)
                    .filter(|_| at + 3 < segments.len())
                    .copied()
                    .unwrap_or_default();
                if number(next, 4) {
                    offer(true, ymd(year, &next[..2], &next[2..]));
                } else if (number(next, 2) || number(next, 1)) && (number(after, 2) || number(after, 1)) {
                    offer(true, ymd(year, next, after));
                } else if number(next, 2) {
                    offer(false, ymd(year, next, "1").map(jiff::civil::Date::last_of_month));
                }
            }
            _ => {}
        }
    }
    best.map(|(_, date)| date)
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    full(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_address_gives_a_date_only_where_nothing_else_is_meant() {
        for (path, want) in [
            ("/jwyw/201903/t20190312_88.htm", Some(date(2019, 3, 12))),
            ("/html/jwyw/2019-03-12/7.html", Some(date(2019, 3, 12))),
            ("/a/jwyw/2019/0312/7.html", Some(date(2019, 3, 12))),
            ("/art/2019/3/12/art_1_2.html", Some(date(2019, 3, 12))),
            ("/jwyw/201903/88.htm", Some(date(2019, 3, 31))),
            ("/2019/03/88.htm", Some(date(2019, 3, 31))),
            ("/content/20190312.html", Some(date(2019, 3, 12))),
            ("/info/1001/20191.htm", None),
            ("/col/col201903/index.html", None),
            ("/jwyw/201903.htm", None),
            ("/2019/88.htm", None),
            ("/jwyw/20191342/1.htm", None),
            ("/x?d=20190312", None),
        ] {
            let url = Url::parse(&format!("http://a.gov.cn{path}")).unwrap();
            assert_eq!(written_in(&url), want, "{path}");
        }
    }
}
