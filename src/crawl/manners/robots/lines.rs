//! The lines of a robots.txt, made so that the parser can neither stumble nor linger over them.
//!
//! Size and line limits, byte order marks, GBK paths, patterns made to burn time. Where something must be cut, a
//! `Disallow` grows rather than shrinks: when in doubt the page is left alone.

use std::borrow::Cow;

use encoding_rs::Encoding;
use texting_robots::Robot;

use super::AGENT;

/// RFC 9309 §2.5: a parser reads at least 500 KiB. It is also where this one stops.
const MAX_BYTES: usize = 500 * 1024;
/// Lines that are read; real files have some hundred at most.
const MAX_LINES: usize = 5_000;
/// A rule is cut here: no address that is fetched is longer (see [`crate::crawl::frontier::trap`]).
const MAX_RULE: usize = 2_048;
/// Wildcards in one rule. With more the rule ends at the last one, which makes it wider.
const MAX_WILDCARDS: usize = 16;
/// Rules that end in `$` become regular expressions, which cost the most.
const MAX_ANCHORED: usize = 500;

pub(super) fn capped<'a>(bytes: &'a [u8], notes: &mut Vec<&'static str>) -> &'a [u8] {
    if bytes.len() <= MAX_BYTES {
        return bytes;
    }
    notes.push("robots.txt 超过 500 KiB，只读取了前面的部分");
    let head = &bytes[..MAX_BYTES];
    // A line cut in half could say something else.
    let end = head.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
    &head[..end]
}

pub(super) fn without_mark(bytes: &[u8]) -> Cow<'_, [u8]> {
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
pub(super) fn cleaned(text: &[u8], notes: &mut Vec<&'static str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len().min(MAX_BYTES));
    let mut anchored = 0;
    let mut begun = false;
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
            begun = true;
            out.extend_from_slice(b"user-agent: ");
            out.extend_from_slice(product(value));
        } else if !begun && key != b"sitemap" {
            // RFC 9309 §2.2.1: a rule belongs to a group, and only a line that names a robot begins one. A file whose colons
            // are Chinese ones has none; what it says of sitemaps holds wherever it stands (§2.2.4).
            note("robots.txt 中有写在 User-agent 之前的规则，按规范不算规则");
            continue;
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

    use url::Url;

    use super::super::Robots;
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn allowed(robots: impl AsRef<[u8]>, address: &str) -> bool {
        Robots::parse(robots.as_ref()).allowed(&url(address))
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
    fn lines_before_any_user_agent_are_no_rules() {
        for free in [
            "Disallow: /",
            "Disallow: /\nCrawl-delay: 9\nUser-agent: other\nDisallow: /",
            "User-agent：*\nDisallow：/\nDisallow: /",
            "User-agent： *\nDisallow: /",
            "Disallow: /\n\nUser-agent: *\nDisallow:",
            "Agent: *\nDisallow: /",
        ] {
            assert!(allowed(free, "http://a.test/x"), "{free}");
            assert_eq!(Robots::parse(free.as_bytes()).crawl_delay(), None, "{free}");
            assert!(
                Robots::parse(free.as_bytes()).notes().iter().any(|n| n.contains("User-agent")),
                "{free}"
            );
        }
        // Neighbours that are rules: the name in other spellings, and what stands behind a line nobody knows.
        for kept in [
            "Disallow: /y\nUser-agent: *\nDisallow: /x",
            "Host: a.test\nuseragent: *\nDisallow: /x",
            "User Agent: xuncha\nNoindex: /y\nDisallow: /x",
        ] {
            assert!(!allowed(kept, "http://a.test/x"), "{kept}");
            assert!(allowed(kept, "http://a.test/y"), "{kept}");
        }
        let robots = Robots::parse(b"Sitemap: http://a.test/s.xml\nDisallow: /");
        assert_eq!(robots.sitemaps(&url("http://a.test/robots.txt")).len(), 1);
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
}
