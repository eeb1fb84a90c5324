//! Endless addresses by their spelling: places where following links never ends although nothing new comes.
//!
//! Two recognisers. [`trap`] looks at one address alone. [`QueryFamily`] counts the query strings of one path over a
//! whole site. Both are conservative, because an address that is cut is a page nobody inspects: `/2018/2018/`, 5,000
//! articles under `?id=`, and articles under `?column=&id=` all pass; whatever slips through is bounded by `max_pages`.

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::hash::BuildHasher;
use url::Url;

/// Addresses longer than this many characters are not fetched: browsers of the time cut them at 2,083.
pub const MAX_LENGTH: usize = 2_000;
/// Path segments of one address.
pub const MAX_SEGMENTS: usize = 25;
/// Different query strings one path may have, where they are combinations of the same few choices.
pub const MAX_COMBINATIONS: usize = 2_000;
/// Addresses of one path that may ask for days out of range: an archive of 1949 is real, an endless calendar is not.
pub const MAX_ODD_DAYS: usize = 12;
/// Session tokens one path may show: every answer to a visitor without a cookie invents another one.
pub const MAX_TOKENS: usize = 20;

/// How often in a row a cycle of path segments must stand …
const REPEATS: usize = 3;
/// … and a cycle of numbers alone: `/01/01/01/` is how classifications are written.
const NUMBER_REPEATS: usize = 6;
/// The longest cycle that is looked for, segments.
const LONGEST_CYCLE: usize = 4;
/// Parameters of one path that are told apart.
const MAX_PARAMETERS: usize = 16;

/// Parameters that count pages: their end is the end of the list.
pub(super) const PAGING: &[&str] = &[
    "page",
    "pageno",
    "pagenum",
    "pageindex",
    "pagenumber",
    "curpage",
    "currentpage",
    "cpage",
    "p",
    "pn",
    "pg",
    "start",
    "offset",
];
/// Parameters that show the same things in another way, or never the same way twice.
pub(super) const VARIANTS: &[&str] = &[
    "sort",
    "order",
    "orderby",
    "sortby",
    "asc",
    "desc",
    "dir",
    "print",
    "printable",
    "view",
    "style",
    "theme",
    "t",
    "ts",
    "timestamp",
    "rand",
    "random",
    "rnd",
    "nocache",
    "sessionid",
    "session",
    "phpsessid",
    "jsessionid",
    "token",
];
/// Parameters that name a day or a part of one.
pub(super) const CALENDAR: &[&str] = &[
    "year",
    "month",
    "day",
    "date",
    "y",
    "m",
    "d",
    "ym",
    "ymd",
    "yearmonth",
    "calendar",
    "cal",
    "nian",
    "yue",
    "rq",
    "riqi",
];

/// Why this address looks endless by its own shape, in Chinese; `None` where it does not. In this order:
/// - longer than 2,000 characters, or more than 25 path segments;
/// - a cycle of one to four path segments three times in a row (`/a/b/a/b/a/b`), six times where all are numbers;
/// - two session tokens in one path (`/(S(…))/(S(…))/`).
pub fn trap(url: &Url) -> Option<&'static str> {
    if url.as_str().len() > MAX_LENGTH {
        return Some("网址过长（超过 2000 个字符）");
    }
    let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
    if segments.len() > MAX_SEGMENTS {
        return Some("路径层数过多（超过 25 层）");
    }
    if (1..=LONGEST_CYCLE).any(|period| cycles(&segments, period)) {
        return Some("路径中同样的目录反复出现");
    }
    if segments.iter().filter(|s| is_session_token(s)).count() >= 2 {
        return Some("路径中有多个会话标识");
    }
    None
}

/// Whether some run of segments repeats with this period often enough.
fn cycles(segments: &[&str], period: usize) -> bool {
    let mut same = 0;
    for i in period..segments.len() {
        same = if segments[i] == segments[i - period] { same + 1 } else { 0 };
        // `same` matches in a row are a run of `same + period` segments that repeat with this period.
        let numbers = || segments[i + 1 - period..=i].iter().all(|s| s.bytes().all(|b| b.is_ascii_digit()));
        if same >= period * (REPEATS - 1) && (!numbers() || same >= period * (NUMBER_REPEATS - 1)) {
            return true;
        }
    }
    false
}

/// `(S(24 characters))`, `(A(…)S(…))`: a session written into the path.
pub(super) fn is_session_token(segment: &str) -> bool {
    segment.len() >= 20 && segment.starts_with('(') && segment.ends_with("))") && segment[1..].contains('(')
}

/// The query strings of every path of one site: each path is a family.
///
/// An address is refused, and says why, when its path already has
/// - more than 12 addresses that ask for a day later than a year from today or before 1990 (a parameter that names a
///   year, month or day, or a value written as a date under such a name);
/// - more than 20 session tokens that differ (the path is compared without its token);
/// - more than 2,000 different query strings, *and* these are either combinations (two or more parameters vary, page
///   numbers not counted, and there are at least twice as many strings as values of the most varied parameter) or
///   variants (a parameter varies that sorts, prints, carries a day, a session or a time stamp).
///
/// One parameter that varies is never refused, nor are two of which one decides the other (`?column=3&id=4711`).
/// An address that was let through is let through again.
#[derive(Debug)]
pub struct QueryFamily {
    today: Date,
    families: FxHashMap<u64, Family>,
}

#[derive(Debug, Default)]
struct Family {
    /// The query strings (and path tokens) that were let through.
    seen: FxHashSet<u64>,
    tokens: FxHashSet<u64>,
    odd_days: usize,
    /// The values of every parameter, by its name in lower case.
    values: Vec<(String, FxHashSet<u64>)>,
}

impl QueryFamily {
    /// Counts for one site; `today` is the day of the run.
    pub fn new(today: Date) -> Self {
        QueryFamily {
            today,
            families: FxHashMap::default(),
        }
    }

    /// Counts this address in; the reason in Chinese where it must not be followed.
    pub fn admit(&mut self, url: &Url) -> Option<&'static str> {
        let token = url.path().split('/').find(|s| is_session_token(s));
        let query = url.query().unwrap_or_default();
        if query.is_empty() && token.is_none() {
            return None;
        }
        let key = key_of(url, token);
        let family = self.families.entry(key).or_default();
        let this = hash((query, token));
        if family.seen.contains(&this) {
            return None;
        }

        if let Some(token) = token {
            let token = hash(token);
            if family.tokens.len() >= MAX_TOKENS && !family.tokens.contains(&token) {
                return Some("同一页面带有过多不同的会话标识");
            }
            family.tokens.insert(token);
        }
        if asks_for_an_odd_day(url, self.today) {
            family.odd_days += 1;
            if family.odd_days > MAX_ODD_DAYS {
                return Some("日历类网址超出合理日期范围");
            }
        }
        if family.seen.len() >= MAX_COMBINATIONS
            && let Some(reason) = family.is_endless()
        {
            return Some(reason);
        }
        family.seen.insert(this);
        for (name, value) in url.query_pairs() {
            family.note(&name, &value);
        }
        None
    }

    /// Whether the query strings of this address's path are combinations or variants, however many there are.
    pub fn combines(&self, url: &Url) -> bool {
        let token = url.path().split('/').find(|s| is_session_token(s));
        let family = self.families.get(&key_of(url, token));
        family.is_some_and(|f| f.is_endless().is_some())
    }
}

/// The number of an address's path on its host, without the session in it.
fn key_of(url: &Url, token: Option<&str>) -> u64 {
    let path = url.path();
    let bare = token.map_or_else(|| path.to_owned(), |t| path.replacen(t, "", 1));
    hash((url.host_str(), url.port_or_known_default(), bare))
}

impl Family {
    fn note(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        let value = hash(value);
        if let Some((_, values)) = self.values.iter_mut().find(|(n, _)| *n == name) {
            values.insert(value);
        } else if self.values.len() < MAX_PARAMETERS {
            self.values.push((name, FxHashSet::from_iter([value])));
        }
    }

    fn is_endless(&self) -> Option<&'static str> {
        let varying = || self.values.iter().filter(|(_, values)| values.len() > 1);
        if varying().any(|(name, _)| VARIANTS.contains(&name.as_str()) || CALENDAR.contains(&name.as_str())) {
            return Some("同一页面的排序、打印、日期等变体过多");
        }
        let mut choices = varying().filter(|(name, _)| !PAGING.contains(&name.as_str())).map(|(_, v)| v.len());
        let first = choices.next()?;
        let (count, most) = choices.fold((1, first), |(count, most), n| (count + 1, most.max(n)));
        (count >= 2 && self.seen.len() >= most * 2).then_some("同一页面的参数组合过多")
    }
}

/// Whether the query asks for a day later than a year from today, or before 1990.
fn asks_for_an_odd_day(url: &Url, today: Date) -> bool {
    let last = today.year() + 1;
    url.query_pairs().any(|(name, value)| {
        let name = name.to_ascii_lowercase();
        if !CALENDAR.contains(&name.as_str()) {
            return false;
        }
        // A year stands first, alone or before a month: 2031, 203101, 2031-01-05, 2031/1.
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        let year = match digits {
            4 | 6 | 8 => value.get(..4).and_then(|y| y.parse::<i16>().ok()),
            _ => None,
        };
        year.is_some_and(|y| y < 1990 || y > last)
    })
}

fn hash(value: impl std::hash::Hash) -> u64 {
    FxBuildHasher.hash_one(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        url::Url::parse("http://a.test").unwrap().join(text).unwrap()
    }

    #[test]
    fn paths_that_repeat_are_traps() {
        for path in [
            "/a/a/a/x.htm",
            "/x/news/news/news/",
            "/a/b/a/b/a/b",
            "/q/a/b/c/a/b/c/a/b/c/x.htm",
            "/1/a/1/a/1/a/x.htm",
            "/a/b/c/d/a/b/c/d/a/b/c/d",
            "/2018/2018/2018/2018/2018/2018/x.htm",
        ] {
            assert!(trap(&url(path)).is_some(), "{path}");
        }
    }

    #[test]
    fn real_paths_are_not() {
        for path in [
            "/",
            "/2018/2018/x.htm",
            "/2018/2018/2018/x.htm",
            "/xxgk/xxgk/zfxxgk/xxgk/",
            "/a/b/a/b/x.htm",
            "/a/a/b/a/a/b/c.htm",
            "/col/01/01/01/art_01.html",
            "/a//b///c.htm",
            "/1/2/1/2/1/2/t20181101_12.htm",
            "/(S(abcdefghijklmnopqrstuvwx))/default.aspx",
        ] {
            assert_eq!(trap(&url(path)), None, "{path}");
        }
    }

    #[test]
    fn depth_and_length_have_ends() {
        let deep = |n: usize| {
            "/d".repeat(n)
                .split_inclusive('d')
                .enumerate()
                .fold(String::new(), |path, (i, part)| path + part + &i.to_string())
        };
        assert_eq!(trap(&url(&deep(MAX_SEGMENTS))), None);
        assert!(trap(&url(&deep(MAX_SEGMENTS + 1))).is_some());
        let long = |n: usize| format!("/{}", "x".repeat(n - "http://a.test/".len()));
        assert_eq!(trap(&url(&long(MAX_LENGTH))), None);
        assert!(trap(&url(&long(MAX_LENGTH + 1))).is_some());
        let two = "/(S(abcdefghijklmnopqrstuvwx))/(S(zbcdefghijklmnopqrstuvwx))/default.aspx";
        assert!(trap(&url(two)).is_some());
    }

    fn today() -> Date {
        jiff::civil::date(2026, 11, 23)
    }

    /// How many of these addresses are refused.
    fn refused(addresses: impl IntoIterator<Item = String>) -> usize {
        let mut families = QueryFamily::new(today());
        addresses.into_iter().filter(|a| families.admit(&url(a)).is_some()).count()
    }

    #[test]
    fn articles_are_never_cut() {
        assert_eq!(refused((0..5_000).map(|i| format!("/show.jsp?id={i}"))), 0);
        assert_eq!(refused((0..5_000).map(|i| format!("/show.jsp?column={}&id={i}", i % 90))), 0);
        assert_eq!(
            refused((0..5_000).map(|i| format!("/list.jsp?column={}&page={}", i / 40, i % 40))),
            0
        );
        assert_eq!(refused((0..5_000).map(|i| format!("/{i}.htm"))), 0);
    }

    #[test]
    fn combinations_are_cut_after_two_thousand() {
        let facets = |i: usize| format!("/s.jsp?kind={}&area={}&page={}", i % 17, i / 17 % 19, i / 323);
        assert_eq!(refused((0..3_000).map(facets)), 3_000 - MAX_COMBINATIONS);
        assert_eq!(
            refused((0..2_500).map(|i| format!("/show.jsp?id={i}&sort={}", i % 2))),
            500,
            "an id and its variants"
        );
        assert_eq!(refused((0..2_500).map(|i| format!("/x?t={i}"))), 500, "a time stamp");
    }

    #[test]
    fn what_was_let_through_stays_let_through() {
        let mut families = QueryFamily::new(today());
        for i in 0..2_100 {
            families.admit(&url(&format!("/x?t={i}")));
        }
        assert_eq!(families.admit(&url("/x?t=7")), None);
        assert!(families.admit(&url("/x?t=9999")).is_some());
        assert_eq!(families.admit(&url("/y?t=9999")), None, "another path is another family");
    }

    #[test]
    fn an_endless_calendar_ends() {
        let months = |from: i32, count: i32| (0..count).map(move |i| format!("/cal?year={}&month={}", from + i / 12, i % 12 + 1));
        assert_eq!(refused(months(1990, 12 * 38)), 0, "1990 to next year");
        assert_eq!(refused(months(2028, 120)), 120 - MAX_ODD_DAYS);
        assert_eq!(refused((0..50).map(|i| format!("/cal?date=19{}-10-01", 30 + i))), 50 - MAX_ODD_DAYS);
        assert_eq!(refused(std::iter::once("/history?date=1949-10-01".to_owned())), 0);
        assert_eq!(refused((3_000..3_100).map(|i| format!("/show?id={i}"))), 0, "an id is no year");
    }

    #[test]
    fn session_tokens_in_the_path_end() {
        let addresses = (0..60).map(|i| format!("/(S(abcdefghijklmnopqrstuv{i:02}))/default.aspx"));
        assert_eq!(refused(addresses), 60 - MAX_TOKENS);
        let one_session = (0..300).map(|i| format!("/(S(abcdefghijklmnopqrstuv00))/show.aspx?id={i}"));
        assert_eq!(refused(one_session), 0);
    }
}
