//! robots.txt by RFC 9309: what a site asks robots not to read.
//!
//! The matching is texting_robots'; `lines` makes any bytes safe for it. What an answer's status means is decided here.

mod lines;

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use self::lines::{capped, cleaned, without_mark};
use crate::crawl::manners::budget::limit_of;
use crate::facts::{Exchange, text_of_bytes};
use crate::site::report_url;

/// The product token robots.txt knows us by.
pub const AGENT: &str = "xuncha";
/// Sitemaps named in one file that are taken.
const MAX_SITEMAPS: usize = 100;

/// What a site says in its robots.txt.
#[derive(Debug)]
pub struct Robots {
    state: State,
    /// What was cut or set right while reading, in Chinese, for the log.
    notes: Vec<&'static str>,
}

/// The bytes of a robots.txt as text, as much of them as counts; parsing it gives what parsing the bytes gives.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    text_of_bytes(&without_mark(capped(bytes, &mut Vec::new())))
}

#[derive(Debug)]
enum State {
    /// It was read.
    Rules(Robot),
    /// There is none, or nothing that could be one: everything may be read.
    AllowAll,
    /// It could not be fetched: RFC 9309 §2.3.1.4 asks to treat the whole site as disallowed.
    Unreachable,
}

impl Robots {
    /// Everything may be read: there is no robots.txt.
    pub fn allow_all() -> Self {
        Robots {
            state: State::AllowAll,
            notes: Vec::new(),
        }
    }

    /// It could not be fetched, after retries: nothing may be read, and [`Robots::gap`] says so.
    pub fn unreachable() -> Self {
        Robots {
            state: State::Unreachable,
            notes: Vec::new(),
        }
    }

    /// From the final answer to the request (after at most five redirects): 2xx is parsed, 5xx is unreachable,
    /// everything else (4xx, and redirects that never ended) means there is none.
    pub fn from_answer(status: u16, body: &[u8]) -> Self {
        match status {
            200..=299 => Self::parse(body),
            500..=599 => Self::unreachable(),
            _ => Self::allow_all(),
        }
    }

    /// From all tries to fetch it and what they brought ([`text_of`]). Where nobody answers at all the pages themselves
    /// will say so, and better; but a host that serves pages and not this one file may not be read (RFC 9309 §2.3.1.4).
    pub(crate) fn from_exchange(exchange: &Exchange, text: &str, host_answers: bool) -> Self {
        match exchange.answer() {
            Some(answer) => Self::from_answer(answer.status, text.as_bytes()),
            // A limit kept it back: what it says is not known.
            None if limit_of(exchange).is_some() || host_answers => Self::unreachable(),
            None => Self::allow_all(),
        }
    }

    /// Reads a robots.txt. Any bytes give an answer.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut notes = Vec::new();
        let text = without_mark(capped(bytes, &mut notes));
        if text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<') {
            notes.push("robots.txt 的内容是网页，按没有 robots.txt 处理");
            return Robots {
                state: State::AllowAll,
                notes,
            };
        }
        let lines = cleaned(&text, &mut notes);
        let state = if let Ok(robot) = Robot::new(AGENT, &lines) {
            State::Rules(robot)
        } else {
            notes.push("robots.txt 无法解析，按没有 robots.txt 处理");
            State::AllowAll
        };
        Robots { state, notes }
    }

    /// Whether the address may be read. robots.txt itself always may.
    pub fn allowed(&self, url: &Url) -> bool {
        match &self.state {
            State::AllowAll => true,
            State::Unreachable => url.path() == "/robots.txt",
            State::Rules(robot) => robot.allowed(&report_url(url)),
        }
    }

    /// Whether it could not be fetched, so that nothing of the site may be read.
    pub fn is_unreachable(&self) -> bool {
        matches!(self.state, State::Unreachable)
    }

    /// What the coverage table must say because of this robots.txt, in Chinese: a site that was not read for want of
    /// its robots.txt must never look like a site without faults.
    pub fn gap(&self) -> Option<&'static str> {
        self.is_unreachable().then_some(
            "robots.txt 打不开（服务器错误或无响应），按规范视为禁止访问，本次未检查该主机；如系自己管理的站点，可配置 robots: ignore",
        )
    }

    /// Crawl-delay for us, as asked (not yet bounded).
    pub fn crawl_delay(&self) -> Option<Duration> {
        let State::Rules(robot) = &self.state else { return None };
        let seconds = robot.delay.filter(|d| *d > 0.0)?;
        Some(Duration::try_from_secs_f32(seconds).unwrap_or(Duration::MAX))
    }

    /// The sitemaps it names, absolute, each once; `base` is the address robots.txt came from.
    pub fn sitemaps(&self, base: &Url) -> Vec<Url> {
        let State::Rules(robot) = &self.state else { return Vec::new() };
        let mut found: Vec<Url> = Vec::new();
        for url in robot.sitemaps.iter().filter_map(|s| base.join(s).ok()) {
            if matches!(url.scheme(), "http" | "https") && !found.contains(&url) {
                found.push(url);
            }
            if found.len() == MAX_SITEMAPS {
                break;
            }
        }
        found
    }

    /// What was cut or set right while reading, in Chinese.
    pub fn notes(&self) -> &[&'static str] {
        &self.notes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn allowed(robots: impl AsRef<[u8]>, address: &str) -> bool {
        Robots::parse(robots.as_ref()).allowed(&url(address))
    }

    #[test]
    fn the_longest_rule_of_the_closest_group_decides() {
        let text = "\
User-agent: *
Disallow: /admin/
Disallow: /*.doc$
Allow: /admin/public/   # but this
Disallow: /search?

User-agent: Baiduspider
Disallow: /
";
        for (path, expected) in [
            ("/", true),
            ("/admin/x", false),
            ("/admin/public/x", true),
            ("/a/b.doc", false),
            ("/a/b.docx", true),
            ("/search?q=1", false),
            ("/search/", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(allowed(text, &format!("http://a.test{path}")), expected, "{path}");
        }
    }

    #[test]
    fn a_group_for_us_sets_the_general_one_aside() {
        let text = "User-agent: *\nDisallow: /\n\nUser-Agent: Xuncha/1.0 (inspection)\nUser-agent: other\nDisallow: /secret\n";
        assert!(allowed(text, "http://a.test/x"));
        assert!(!allowed(text, "http://a.test/secret"));
    }

    #[test]
    fn spellings_of_one_path_are_one_path() {
        let gbk = b"User-agent: *\nDisallow: /\xd6\xd0\xce\xc4/\n";
        assert!(!allowed(gbk, "http://a.test/%D6%D0%CE%C4/x.htm"));
        assert!(!allowed(gbk, "http://a.test/%d6%d0%ce%c4/x.htm"));
        assert!(allowed(gbk, "http://a.test/中文/x.htm"));
        assert!(!allowed("User-agent: *\nDisallow: /中文/", "http://a.test/%e4%b8%ad%e6%96%87/x"));
        assert!(!allowed("User-agent: *\nDisallow: /%e4%b8%ad/", "http://a.test/中/x"));
        assert!(!allowed("User-agent: *\nDisallow: /%7ename/", "http://a.test/~name/x"));
    }

    #[test]
    fn marks_and_foreign_encodings_are_read() {
        assert!(!allowed("\u{feff}User-agent: *\nDisallow: /x", "http://a.test/x"));
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("User-agent: *\r\nDisallow: /x".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(!allowed(wide, "http://a.test/x"));
    }

    #[test]
    fn an_error_page_is_no_robots_txt() {
        let page = "\n<!DOCTYPE html><html><body>\nUser-agent: *\nDisallow: /\n</body></html>";
        assert!(allowed(page, "http://a.test/x"));
        assert!(allowed("", "http://a.test/x"));
        assert!(allowed("您访问的页面不存在", "http://a.test/x"));
    }

    #[test]
    fn the_status_decides_before_the_body() {
        let body = b"User-agent: *\nDisallow: /x";
        let home = url("http://a.test/x");
        for (status, expected, gap) in [
            (200, false, false),
            (404, true, false),
            (403, true, false),
            (302, true, false),
            (503, false, true),
        ] {
            let robots = Robots::from_answer(status, body);
            assert_eq!(robots.allowed(&home), expected, "{status}");
            assert_eq!(robots.gap().is_some(), gap, "{status}");
        }
    }

    #[test]
    fn an_empty_disallow_allows() {
        assert!(allowed("User-agent: *\nDisallow:\n", "http://a.test/x"));
    }

    #[test]
    fn delays_and_sitemaps_are_given() {
        let robots = Robots::parse(
            b"Sitemap: /map.xml\nUser-agent: *\nCrawl-delay: 2.5\nSitemap: https://b.test/s.xml.gz\nSitemap: /map.xml\nSitemap: ftp://b.test/x",
        );
        assert_eq!(robots.crawl_delay(), Some(Duration::from_millis(2500)));
        let base = url("http://a.test/robots.txt");
        let sitemaps: Vec<String> = robots.sitemaps(&base).iter().map(Url::to_string).collect();
        assert_eq!(sitemaps, ["http://a.test/map.xml", "https://b.test/s.xml.gz"]);
        for odd in ["inf", "-1", "nan", "x", "1e38", "0"] {
            let robots = Robots::parse(format!("User-agent: *\nCrawl-delay: {odd}").as_bytes());
            assert!(robots.crawl_delay().is_none_or(|d| d > Duration::from_mins(1)), "{odd}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..600), path in "\\PC{0,40}") {
            let robots = Robots::parse(&bytes);
            if let Ok(address) = url("http://a.test/").join(&path) {
                robots.allowed(&address);
            }
            robots.sitemaps(&url("http://a.test/robots.txt"));
            robots.crawl_delay();
        }

        #[test]
        fn any_rules_give_an_answer(rules in proptest::collection::vec("(User-agent: (\\*|xuncha|b)|(Dis)?allow: /?[*$a%/.?\\[(\\\\é中]{0,30}|Crawl-delay: [0-9.e-]{0,6})", 0..40), path in "[*$a%/.?\\[(\\\\é中]{0,40}") {
            let robots = Robots::parse(rules.join("\n").as_bytes());
            if let Ok(address) = url("http://a.test/").join(&path) {
                robots.allowed(&address);
            }
        }
    }
}
