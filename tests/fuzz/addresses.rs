//! Addresses as written to addresses as fetched.

use encoding_rs::Encoding;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use url::Url;
use xuncha::testing::crawl::trap;
use xuncha::testing::extract::{Resolver, parse};
use xuncha::testing::facts::{Link, Target};
use xuncha::testing::site::{report_url, url_key};

use super::mutation::{Words, fuzz, pick};

/// Pieces of addresses.
const WORDS: Words = &[
    b"/",
    b"//",
    b"\\",
    b"..",
    ".／".as_bytes(),
    b".",
    b":",
    b"@",
    b"?",
    b"#",
    b"%",
    b"%2",
    b"%C8A",
    b"%2e",
    b"%u4e2d",
    b"%00",
    b"&",
    b"=",
    b";",
    b" ",
    b"\t",
    b"\n",
    b"\0",
    b"\xff",
    b"http:",
    b"HTTPS://",
    b"http:///",
    b"file:///",
    b"C:\\",
    b"\\\\a\\b",
    b"javascript:",
    b"a.gov.cn",
    b"a.gov.cn.",
    b"localhost",
    b"127.1",
    b"0x7f",
    b"[::1]",
    b"[",
    b"]",
    b":65536",
    b":0",
    b"xn--",
    b"{{",
    b"}}",
    b"${",
    b"}",
    b"jsessionid=0123456789abcdef01",
    "中国".as_bytes(),
    "。".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{ad}".as_bytes(),
    "\u{fdfa}".as_bytes(),
    "😀".as_bytes(),
    "ß".as_bytes(),
    b"\xd6\xd0",
    b"\xef\xbb\xbf",
];

const PAGES: &[&str] = &[
    "http://www.x.gov.cn/",
    "https://www.x.gov.cn:8443/zwgk/a/index.html?id=3&x=%C8A",
    "http://127.0.0.1/a//b/..;/c",
    "http://[2400:3200::1]/x/",
    "http://xn--fiqs8s.cn/%E4%B8%AD/",
    "file:///C:/pages/a.html",
];

const LABELS: &[&str] = &[
    "utf-8",
    "gbk",
    "gb18030",
    "big5",
    "iso-2022-jp",
    "windows-1252",
    "utf-16le",
    "x-user-defined",
];

/// No character of an address turns into more bytes than this: the worst, U+FDFA in a host, becomes 18 characters.
const GROWTH: usize = 20;

/// What holds for every target that was resolved.
pub(super) fn is_sound(target: &Target) -> TestCaseResult {
    match target {
        Target::Web { url, fragment } => {
            let parsed = Url::parse(url);
            prop_assert!(parsed.is_ok(), "{url}: {parsed:?}");
            let parsed = parsed.unwrap();
            prop_assert_eq!(parsed.as_str(), url, "it parses to something else");
            prop_assert!(matches!(parsed.scheme(), "http" | "https") && parsed.has_host(), "{}", url);
            prop_assert!(parsed.fragment().is_none(), "{}", url);
            prop_assert!(fragment.as_ref().is_none_or(|f| !f.is_empty() && f.chars().count() <= 500));
            has_one_key(&parsed)
        }
        Target::Local(raw) | Target::Invalid(raw) => {
            prop_assert!(!raw.is_empty() && raw.chars().count() <= 500);
            Ok(())
        }
    }
}

/// What holds for every link of a page or a sheet.
pub(super) fn is_sound_link(link: &Link) -> TestCaseResult {
    prop_assert!(link.raw.chars().count() <= 500 && link.text.chars().count() <= 80, "{link:?}");
    is_sound(&link.target)
}

/// The key of an address is the address of the same key: a run that goes on finds what it stored.
fn has_one_key(url: &Url) -> TestCaseResult {
    let (key, shown) = (url_key(url), report_url(url));
    let again = Url::parse(&key).map(|u| url_key(&u));
    prop_assert_eq!(again.as_deref(), Ok(key.as_str()), "the key of the key of {}", url);
    let again = Url::parse(&shown).map(|u| report_url(&u));
    prop_assert_eq!(again.as_deref(), Ok(shown.as_str()), "what is shown of {}", url);
    prop_assert!(key.len() <= url.as_str().len() && shown.len() <= url.as_str().len());
    prop_assert_eq!(trap::trap(url), trap::trap(url));
    Ok(())
}

#[test]
fn any_address_leads_where_it_says_or_nowhere() {
    fuzz("address", WORDS, |bytes, dice| {
        let text = String::from_utf8_lossy(bytes);
        let page: Url = pick(PAGES, dice, 0).parse().unwrap();
        let encoding = Encoding::for_label(pick(LABELS, dice, 1).as_bytes()).unwrap();
        let lines: Vec<&str> = text.lines().chain([&*text]).collect();
        // One of the lines is also the base.
        let base = lines[(dice >> 16) as usize % lines.len()].replace(['"', '&'], "");
        for head in [String::new(), format!("<base href=\"{base}\">")] {
            let resolver = Resolver::new(&page, &parse(&head).html, encoding);
            let base = resolver.base().as_str();
            prop_assert!(base.len() <= 2048 || base == page.as_str());
            for raw in &lines {
                let Some(target) = resolver.resolve(raw) else { continue };
                is_sound(&target)?;
                prop_assert_eq!(resolver.resolve(raw), Some(target.clone()), "another time");
                let length = target.web().map_or(0, str::len);
                prop_assert!(length <= base.len() + GROWTH * raw.len() + 8, "{} bytes of {}", length, raw.len());
            }
        }
        Ok(())
    });
}
