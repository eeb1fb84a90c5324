//! robots.txt by RFC 9309: what a site asks robots not to read.
//!
//! The matching is texting_robots'. What is done here is everything that comes before it: size and line limits, byte
//! order marks, GBK paths, error pages served as robots.txt, patterns made to burn time. Where something must be cut,
//! a `Disallow` grows rather than shrinks: when in doubt the page is left alone.

use std::borrow::Cow;
use std::time::Duration;

use encoding_rs::Encoding;
use texting_robots::Robot;
use url::Url;

use crate::site::report_url;

/// The product token robots.txt knows us by.
pub const AGENT: &str = "xuncha";
/// RFC 9309 §2.5: a parser reads at least 500 KiB. It is also where this one stops.
pub const MAX_BYTES: usize = 500 * 1024;
/// Lines that are read; real files have some hundred at most.
const MAX_LINES: usize = 5_000;
/// A rule is cut here: no address that is fetched is longer (see [`super::trap`]).
const MAX_RULE: usize = 2_048;
/// Wildcards in one rule. With more the rule ends at the last one, which makes it wider.
const MAX_WILDCARDS: usize = 16;
/// Rules that end in `$` become regular expressions, which cost the most.
const MAX_ANCHORED: usize = 500;
/// Sitemaps named in one file that are taken.
const MAX_SITEMAPS: usize = 100;

/// What a site says in its robots.txt.
#[derive(Debug)]
pub struct Robots {
    state: State,
    /// What was cut or set right while reading, in Chinese, for the log.
    notes: Vec<&'static str>,
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

    /// Reads a robots.txt. Any bytes give an answer.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut notes = Vec::new();
        let text = capped(bytes, &mut notes);
        let text = without_mark(text);
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

fn capped<'a>(bytes: &'a [u8], notes: &mut Vec<&'static str>) -> &'a [u8] {
    if bytes.len() <= MAX_BYTES {
        return bytes;
    }
    notes.push("robots.txt 超过 500 KiB，只读取了前面的部分");
    let head = &bytes[..MAX_BYTES];
    // A line cut in half could say something else.
    let end = head.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
    &head[..end]
}

fn without_mark(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == encoding_rs::UTF_8 => Cow::Borrowed(&bytes[length..]),
        Some((encoding, length)) => {
            let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(bytes),
    }
}

/// The lines that mean something, in a form texting_robots can neither stumble nor linger over.
fn cleaned(text: &[u8], notes: &mut Vec<&'static str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len().min(MAX_BYTES));
    let mut anchored = 0;
    let mut note = |text| {
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    let lines = text
        .split(|b| matches!(b, b'\n' | b'\r' | 0))
        .map(|line| line.split(|b| *b == b'#').next().unwrap_or_default().trim_ascii())
        .filter(|line| !line.is_empty());
    for (count, line) in lines.enumerate() {
        if count == MAX_LINES {
            note("robots.txt 行数过多，只读取了前 5000 行");
            break;
        }
        let Some((key, value)) = key_and_value(line) else { continue };
        let key = key.to_ascii_lowercase();
        if matches!(key.as_slice(), b"user-agent" | b"user agent" | b"useragent") {
            out.extend_from_slice(b"user-agent: ");
            out.extend_from_slice(product(value));
        } else if key == b"allow" {
            // A rule that had to be cut allows too much, so it is left out.
            let rule = normal_rule(value);
            if rule.cut || (rule.text.contains(&b'$') && !fits_a_regex(&rule.text, &mut anchored)) {
                note("robots.txt 中有过长或过于复杂的规则");
                continue;
            }
            out.extend_from_slice(b"allow: ");
            out.extend_from_slice(&rule.text);
        } else if key.starts_with(b"d") && key.ends_with(b"w") && key.len() <= 10 {
            // texting_robots reads the usual misspellings of "disallow", so the key stays as it is.
            let mut rule = normal_rule(value);
            if rule.text.contains(&b'$') && !fits_a_regex(&rule.text, &mut anchored) {
                rule.text.truncate(rule.text.iter().position(|b| *b == b'$').unwrap_or_default());
                rule.cut = true;
            }
            if rule.cut {
                note("robots.txt 中有过长或过于复杂的规则");
            }
            // Cut down to nothing it would turn into "Disallow:", which allows everything.
            if rule.cut && rule.text.is_empty() {
                rule.text.push(b'/');
            }
            out.extend_from_slice(&key);
            out.extend_from_slice(b": ");
            out.extend_from_slice(&rule.text);
        } else if value.len() <= MAX_RULE {
            out.extend_from_slice(&key);
            out.extend_from_slice(b": ");
            out.extend_from_slice(value);
        } else {
            continue;
        }
        out.push(b'\n');
    }
    out
}

/// `key: value`, and the `key value` some files write.
fn key_and_value(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line
        .iter()
        .position(|b| *b == b':')
        .or_else(|| line.iter().position(u8::is_ascii_whitespace))?;
    Some((line[..at].trim_ascii(), line[at + 1..].trim_ascii()))
}

/// RFC 9309 §2.2.1: the name alone is compared, without a version. A star stays a star.
fn product(value: &[u8]) -> &[u8] {
    if value.starts_with(b"*") {
        return b"*";
    }
    let end = value
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
        .unwrap_or(value.len());
    // A value that is no name must not turn into an empty one.
    if end == 0 { b"-" } else { &value[..end] }
}

struct Rule {
    text: Vec<u8>,
    cut: bool,
}

/// A rule in the form addresses are compared in: bytes above ASCII and blanks as percent escapes, escapes in upper
/// case, unreserved characters bare (RFC 9309 §2.2.2) — so a path in raw GBK meets the same path in a link.
fn normal_rule(value: &[u8]) -> Rule {
    let mut text = Vec::with_capacity(value.len());
    let mut wildcards = 0;
    let mut rest = value.iter().copied().enumerate();
    while let Some((i, byte)) = rest.next() {
        if text.len() + 3 > MAX_RULE {
            return Rule { text, cut: true };
        }
        match byte {
            b'*' if text.last() == Some(&b'*') => {}
            b'*' => {
                wildcards += 1;
                if wildcards > MAX_WILDCARDS {
                    return Rule { text, cut: true };
                }
                text.push(byte);
            }
            b'%' => match (value.get(i + 1).copied().and_then(hex), value.get(i + 2).copied().and_then(hex)) {
                (Some(high), Some(low)) => {
                    rest.nth(1);
                    push_escaped(&mut text, high * 16 + low);
                }
                _ => text.push(byte),
            },
            0x21..=0x7e => text.push(byte),
            _ => push_percent(&mut text, byte),
        }
    }
    Rule { text, cut: false }
}

fn push_escaped(text: &mut Vec<u8>, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        text.push(byte);
    } else {
        push_percent(text, byte);
    }
}

fn push_percent(text: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend([b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|d| d as u8)
}

/// Whether a rule with `$` compiles within texting_robots' limits: one that does not would spoil the whole file.
fn fits_a_regex(rule: &[u8], count: &mut usize) -> bool {
    *count += 1;
    if *count > MAX_ANCHORED {
        return false;
    }
    let mut line = b"disallow: ".to_vec();
    line.extend_from_slice(rule);
    Robot::new(AGENT, &line).is_ok()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

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

    #[test]
    fn a_rule_made_to_burn_time_is_cut_wider_not_dropped() {
        let hostile = format!("User-agent: *\nDisallow: /{}$\n", "*a".repeat(100_000));
        let address = format!("http://a.test/{}", "a".repeat(1_900));
        let robots = Robots::parse(hostile.as_bytes());
        assert!(!robots.allowed(&url(&address)));
        assert!(!robots.notes().is_empty());
        assert!(robots.allowed(&url("http://a.test/b")));
        assert!(!allowed(
            format!("User-agent: *\nDisallow: /{}", "x".repeat(9_000)),
            &format!("http://a.test/{}", "x".repeat(5_000))
        ));
        assert!(
            allowed(
                format!("User-agent: *\nAllow: /{}\nDisallow: /q", "*a".repeat(90)),
                "http://a.test/b"
            ),
            "an Allow that had to be cut says nothing"
        );
    }

    #[test]
    fn many_costly_rules_stay_cheap() {
        let mut text = String::from("User-agent: *\n");
        for i in 0..20_000 {
            let _ = writeln!(text, "Disallow: /*{i}*a*b*c*d$");
        }
        let robots = Robots::parse(text.as_bytes());
        assert!(robots.notes().iter().any(|n| n.contains("5000")));
        assert!(robots.allowed(&url("http://a.test/x")));
    }

    #[test]
    fn a_file_over_the_limit_is_cut_at_a_line() {
        let mut text = String::from("User-agent: *\nDisallow: /x\n");
        while text.len() < MAX_BYTES - 3 {
            text.push_str("# filling ............................................................\n");
        }
        text.truncate(MAX_BYTES - 12);
        text.push_str("\nDisallow: /abc/def/ghi\n");
        let robots = Robots::parse(text.as_bytes());
        assert!(!robots.allowed(&url("http://a.test/x")));
        assert!(robots.allowed(&url("http://a.test/abc")), "half a line is no rule");
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
