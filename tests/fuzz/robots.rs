//! robots.txt: any bytes, any address.

use proptest::prelude::*;
use url::Url;
use xuncha::testing::crawl::robots::Robots;

use super::mutation::{Words, fuzz, pick};

/// Pieces of robots.txt.
const WORDS: Words = &[
    b"User-agent: *\n",
    b"User-agent: xuncha\n",
    b"user agent:",
    b"Disallow: ",
    b"Disallow:/\n",
    b"Disalow ",
    b"Allow: ",
    b"Crawl-delay: ",
    b"Sitemap: ",
    b"/",
    b"*",
    b"$",
    b"%2A",
    b"%",
    b"#",
    b":",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"1e39",
    b"-1",
    b"http://b.test/s.xml\n",
    b"a",
    b"\xd6\xd0",
    "中".as_bytes(),
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
];

const PATHS: &[&str] = &[
    "/",
    "/x",
    "/admin/public/x?y=1",
    "/a/b.doc",
    "/%E4%B8%AD/",
    "/%C8A$*",
    "//",
    "/x/../y;z",
    "/?",
];

#[test]
fn any_bytes_are_a_robots_txt() {
    fuzz("robots", WORDS, |bytes, dice| {
        let base: Url = "http://a.test/robots.txt".parse().unwrap();
        let status = pick(&[200, 200, 200, 206, 204, 301, 403, 404, 429, 500, 503, 999], dice, 0);
        let robots = Robots::from_answer(status, bytes);
        let again = Robots::from_answer(status, bytes);
        let own = String::from_utf8_lossy(bytes)
            .lines()
            .take(5)
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let long = format!("/{}", pick(&["a*a", "/x", "%2A", "%C8A"], dice, 1).repeat(400));
        for path in PATHS.iter().copied().chain(own.iter().map(String::as_str)).chain([long.as_str()]) {
            let Ok(url) = base.join(path) else { continue };
            let allowed = robots.allowed(&url);
            prop_assert_eq!(allowed, again.allowed(&url), "{} another time", url);
            match status {
                200..=299 => {}
                500..=599 => prop_assert_eq!(allowed, url.path() == "/robots.txt", "{}", url),
                _ => prop_assert!(allowed, "{}", url),
            }
        }
        prop_assert!(robots.allowed(&base), "robots.txt itself");
        prop_assert_eq!(robots.gap().is_some(), (500..600).contains(&status));
        prop_assert!(robots.crawl_delay().is_none_or(|d| !d.is_zero()));
        let maps = robots.sitemaps(&base);
        prop_assert!(maps.len() <= 100 && maps.iter().all(|m| matches!(m.scheme(), "http" | "https")));
        prop_assert!(robots.notes().len() < 10);
        prop_assert_eq!(robots.notes(), again.notes());
        Ok(())
    });
}

/// What a site forbids to all, and allows to nobody anywhere, stays forbidden, whatever else stands in the file.
#[test]
fn a_door_that_is_shut_stays_shut() {
    fuzz("robots", WORDS, |bytes, _| {
        let text = String::from_utf8_lossy(bytes);
        // Other groups for us, other rules and markup in front would make it another file.
        let rest: String = text
            .lines()
            .filter(|l| !l.to_ascii_lowercase().contains('a'))
            .map(|l| format!("{l}\n"))
            .collect();
        let file = format!("User-agent: *\nDisallow: /\n{rest}");
        let robots = Robots::parse(file.as_bytes());
        for path in PATHS {
            let Ok(url) = Url::parse("http://a.test/").unwrap().join(path) else {
                continue;
            };
            prop_assert!(!robots.allowed(&url), "{} by {:?}", url, file);
        }
        Ok(())
    });
}
