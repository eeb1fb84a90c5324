//! The family of an address: what is left of it when everything that only counts is taken out.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;
use url::Url;

use super::address::{CALENDAR, PAGING, VARIANTS};

/// Path segments with letters and digits from this length on are taken for a token: a session, a hash, a time stamp.
const TOKEN: usize = 16;
/// The longest pattern that is told, in characters.
const LONGEST_PATTERN: usize = 80;

/// The number of an address's family: its host; its path with runs of digits and tokens folded, each distinct segment
/// once (`/x/1/2/3` and `/x/7` are one family, and so are `/a/b/a/b` and `/a/b`); and the names of its parameters.
pub(super) fn family(url: &Url) -> u64 {
    let mut hash = FxHasher::default();
    (url.host_str(), url.port()).hash(&mut hash);
    // Every link of every page comes here: the parts stand in one string, one after another.
    let mut parts = String::with_capacity(url.path().len());
    let mut seen: Vec<Range<usize>> = Vec::new();
    for segment in url.path().split('/') {
        let from = parts.len();
        fold(segment, &mut parts);
        let folded = &parts[from..];
        if seen.iter().any(|part| parts[part.clone()] == *folded) {
            parts.truncate(from);
        } else {
            folded.hash(&mut hash);
            seen.push(from..parts.len());
        }
    }
    let mut names: Vec<String> = url.query_pairs().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    names.hash(&mut hash);
    hash.finish()
}

/// What the addresses of a family differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// A parameter shows the same page another way, or carries a session.
    Variants,
    /// Days, pages of a list, or folders within folders: what has no end by itself.
    Counting,
    /// Anything else: numbers of articles, names.
    Plain,
}

/// Path segments of calendars.
const CALENDAR_FOLDERS: &[&str] = &["cal", "calendar", "rili", "date", "day", "month", "year"];
/// File names of the pages of a list, before their number.
const LIST_FILES: &[&str] = &["index_#", "list_#", "index-#", "list-#"];
/// So many segments more than different ones make a path that only gets deeper.
const REPEATED_SEGMENTS: usize = 3;

/// What kind of family an address belongs to.
pub(super) fn nature(url: &Url) -> Nature {
    let names: Vec<String> = url.query_pairs().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let any = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    if any(VARIANTS) || any(&["sid"]) || url.path().contains(";jsessionid") {
        return Nature::Variants;
    }
    let segments: Vec<String> = url.path().split('/').filter(|s| !s.is_empty()).map(folded).collect();
    let mut different = segments.clone();
    different.sort_unstable();
    different.dedup();
    let deepens = segments.len() >= different.len() + REPEATED_SEGMENTS;
    let of_calendar = segments.iter().any(|s| CALENDAR_FOLDERS.contains(&s.as_str()));
    let of_list = segments
        .last()
        .is_some_and(|file| LIST_FILES.iter().any(|name| file.starts_with(name)));
    if any(PAGING) || any(CALENDAR) || deepens || of_calendar || of_list {
        Nature::Counting
    } else {
        Nature::Plain
    }
}

/// The family as people read it: `/calendar/…?month=…`.
pub(super) fn pattern(url: &Url) -> String {
    let mut path = String::new();
    let mut before = String::new();
    for segment in url.path().split('/').skip(1) {
        let shown = folded(segment).replace('#', "…");
        if shown.is_empty() || shown != before {
            path.push('/');
            path.push_str(&shown);
        }
        before = shown;
    }
    let mut names: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    names.sort_unstable();
    names.dedup();
    let query: Vec<String> = names.iter().map(|n| format!("{n}=…")).collect();
    let all = if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    };
    match all.char_indices().nth(LONGEST_PATTERN) {
        Some((end, _)) => format!("{}…", &all[..end]),
        None => all,
    }
}

/// A path segment without what counts: digits to `#`, tokens to `#`, what follows a semicolon away.
pub(super) fn folded(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    fold(segment, &mut out);
    out
}

/// Adds a segment as [`folded`] to `out`.
pub(super) fn fold(segment: &str, out: &mut String) {
    let segment = segment.split(';').next().unwrap_or_default();
    let plain = segment.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain && segment.len() >= TOKEN && segment.bytes().any(|b| b.is_ascii_digit()) {
        out.push('#');
        return;
    }
    let mut counts = false;
    for c in segment.chars() {
        // A `#` of its own stands for digits as well.
        match c {
            '0'..='9' if counts => {}
            '0'..='9' => out.push('#'),
            c => out.push(c),
        }
        counts = c.is_ascii_digit() || c == '#';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        url::Url::parse("http://a.test").unwrap().join(text).unwrap()
    }

    #[test]
    fn what_only_counts_makes_no_other_family() {
        for (one, other) in [
            ("/cal?month=5&year=2026", "/cal?year=1999&month=12"),
            ("/calendar/2031/05/", "/calendar/1999/12/31/"),
            ("/x/1/2/3", "/x/9"),
            ("/a/b/b/a", "/a/b"),
            ("/list_2.html", "/list_4711.html"),
            ("/s/0123456789abcdef0123/p.htm", "/s/fedcba98765432100000/p.htm"),
            ("/p.htm;jsessionid=AB12", "/p.htm;jsessionid=CD34"),
        ] {
            assert_eq!(family(&url(one)), family(&url(other)), "{one} {other}");
        }
        for (one, other) in [
            ("/cal?month=5", "/cal?day=5"),
            ("/a/1.htm", "/b/1.htm"),
            ("/a/1.htm", "/a/1.pdf"),
            ("/a/", "/a/?p=1"),
        ] {
            assert_ne!(family(&url(one)), family(&url(other)), "{one} {other}");
        }
    }

    #[test]
    fn patterns_are_for_people() {
        for (address, expected) in [
            ("/calendar?month=2031-05", "/calendar?month=…"),
            ("/cal/2031/05/12.html", "/cal/…/….html"),
            ("/x/1/2/3/4", "/x/…"),
            ("/list.jsp?page=3&col=7&page=4", "/list.jsp?col=…&page=…"),
            ("/", "/"),
        ] {
            assert_eq!(pattern(&url(address)), expected);
        }
        assert!(pattern(&url(&"/%E4%B8%AD".repeat(300))).chars().count() <= LONGEST_PATTERN + 1);
    }

    #[test]
    fn natures_are_told_by_what_is_spelt_out() {
        for (address, expected) in [
            ("/x?SID=1", Nature::Variants),
            ("/x?id=1&print=1", Nature::Variants),
            ("/p.htm;jsessionid=AB12", Nature::Variants),
            ("/list.jsp?page=3", Nature::Counting),
            ("/calendar/2026/11/", Nature::Counting),
            ("/zwgk/index_12.html", Nature::Counting),
            ("/x/1/2/1/2/", Nature::Counting),
            ("/x?id=1", Nature::Plain),
            ("/p17.html", Nature::Plain),
            ("/art/2026/11/23/art_1_99.html", Nature::Plain),
        ] {
            assert_eq!(nature(&url(address)), expected, "{address}");
        }
    }
}
