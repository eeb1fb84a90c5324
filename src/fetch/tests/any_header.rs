//! Fuzzing of headers: whatever stands in one, it is read, bounded, and leads nowhere but to http.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use reqwest::header::HeaderValue;
use url::Url;

use super::super::attempt::seconds_of;
use super::super::content_type::ContentType;
use super::super::redirect::{MOST_HOPS, Trail, is_redirect};
use crate::facts::Failure;
use crate::fuzzing::mutation::{Words, fuzz, pick};

/// Pieces of header values.
const WORDS: Words = &[
    b"text/html",
    b"/",
    b";",
    b",",
    b"charset",
    b"=",
    b":",
    b"gbk",
    b"utf-8",
    b"\"",
    b"'",
    b" ",
    b"\t",
    b"120",
    b"-",
    b"99999999999999999999",
    b"Mon, 23 Nov 2026 09:00:07 GMT",
    b"GMT",
    b"http://",
    b"//",
    b"..",
    b"a.gov.cn",
    b"?",
    b"#",
    b"%",
    b"\\",
    b"@",
    b"[",
    b"\xd6\xd0",
    b"\xff",
    b"\x80",
    "中".as_bytes(),
    b"a=b",
    b"; path=/",
    b"; domain=.gov.cn",
    b"; expires=",
    b"; max-age=-1",
    b"; secure",
    b"__Host-",
];

#[test]
fn any_content_type_is_read() {
    fuzz("header", WORDS, |bytes, _| {
        let read = ContentType::parse(bytes);
        prop_assert_eq!(&ContentType::parse(bytes), &read, "another time");
        for part in [&read.mime, &read.charset].into_iter().flatten() {
            prop_assert!(!part.is_empty() && part.len() <= 100 && part.is_ascii(), "{:?}", read);
            prop_assert!(!part.bytes().any(|b| b.is_ascii_uppercase()), "{:?}", read);
        }
        read.claim();
        Ok(())
    });
}

#[test]
fn any_retry_after_is_a_time_or_none() {
    // A thousand years hence, for dates on both sides of now.
    let nows = [0, 1_795_424_400, 32_503_680_000].map(|s| UNIX_EPOCH + Duration::from_secs(s));
    fuzz("header", WORDS, |bytes, dice| {
        let now = pick(&nows, dice, 0);
        for value in String::from_utf8_lossy(bytes).lines() {
            let seconds = seconds_of(value, now);
            prop_assert_eq!(seconds_of(value, now), seconds, "another time");
            prop_assert!(
                seconds.is_none() || value.bytes().any(|b| b.is_ascii_digit()),
                "{:?} from {:?}",
                seconds,
                value
            );
        }
        Ok(())
    });
}

/// Every line is a Location, with the line before it as a cookie.
#[test]
fn any_location_and_any_cookie_lead_to_http_or_nowhere() {
    fuzz("header", WORDS, |bytes, dice| {
        let start: Url = pick(&["http://a.gov.cn/x/y?q#f", "https://[::1]:8443/"], dice, 0).parse().unwrap();
        let status = pick(&[301, 302, 303, 307, 308], dice, 1);
        prop_assert!(is_redirect(status));
        let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').chain([bytes]).collect();
        let mut trail = Trail::new(&start);
        for (n, location) in lines.iter().enumerate() {
            let cookie = HeaderValue::from_bytes(lines[n.saturating_sub(1)]).ok();
            match trail.follow(status, location, cookie.iter()) {
                Ok(()) => {
                    let here = trail.here();
                    prop_assert!(matches!(here.scheme(), "http" | "https") && here.has_host() && here.fragment().is_none());
                    let again = Url::parse(here.as_str());
                    prop_assert_eq!(again.as_ref(), Ok(here), "it parses to something else");
                    trail.cookies();
                }
                Err(Failure::BadRedirect { location, .. }) => prop_assert!(location.chars().count() <= 500),
                Err(Failure::RedirectLoop { hops }) => {
                    prop_assert!(hops as usize <= MOST_HOPS);
                    break;
                }
                Err(other) => prop_assert!(false, "{:?}", other),
            }
            prop_assert!(trail.len() <= MOST_HOPS);
        }
        Ok(())
    });
}
