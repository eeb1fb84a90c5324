//! The canonical form of an address: two spellings of one place have one key.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

/// Path and query parameters that name a visitor's session, never a page.
const SESSION_NAMES: &[&str] = &["jsessionid", "phpsessid", "aspsessionid", "sessionid", "session_id", "sid"];

/// The address as findings print it: absolute, no fragment, no default port, dot segments resolved, host in lower case
/// without a trailing dot, percent-encoding in one form (upper-case digits, unreserved characters bare).
pub fn report_url(url: &Url) -> String {
    let mut text = String::with_capacity(url.as_str().len() + 8);
    text.push_str(url.scheme());
    text.push_str("://");
    let host = url.host_str().unwrap_or_default();
    // One dot more is the same host; two are none, and `80..` without its dots would be the address 0.0.0.80.
    let bare = host.strip_suffix('.').filter(|b| !b.is_empty() && !b.ends_with('.'));
    text.push_str(bare.unwrap_or(host));
    if let Some(port) = url.port() {
        text.push(':');
        text.push_str(&port.to_string());
    }
    push_normal_percent(&mut text, url.path());
    if let Some(query) = url.query() {
        text.push('?');
        push_normal_percent(&mut text, query);
    }
    text
}

/// Takes from an address what changes nothing for whom it is opened: user name and password (no report or log may show them,
/// and a server that wants them says so), and the dot at the end of a host.
pub(crate) fn plain_address(url: &mut Url) {
    // These fail on addresses without a host only, which have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(host) = url.host_str().and_then(|h| h.strip_suffix('.')).filter(|h| !h.is_empty()) {
        let host = host.to_owned();
        let _ = url.set_host(Some(&host));
    }
}

/// A relative address that begins with more than two slashes, of either kind, with two: browsers skip all others before a host
/// (WHATWG URL, "special authority ignore slashes"), as `url` does behind a scheme. `///a.gov.cn/x` leads to `a.gov.cn`.
pub(crate) fn two_slashes(raw: &str) -> Cow<'_, str> {
    // Tabs and line ends within an address are nothing to a browser.
    let skipped = |c: char| matches!(c, '/' | '\\' | '\t' | '\n' | '\r');
    let rest = raw.trim_start_matches(skipped);
    let slashes = raw[..raw.len() - rest.len()].bytes().filter(|b| matches!(b, b'/' | b'\\')).count();
    if slashes > 2 {
        Cow::Owned(format!("//{rest}"))
    } else {
        Cow::Borrowed(raw)
    }
}

/// The key two addresses share when they are the same place: [`report_url`] without session ids and an empty query.
/// Parameters keep their order: some systems read them by position.
pub fn url_key(url: &Url) -> String {
    let text = report_url(url);
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text.as_str(), None),
    };
    let bare_path = match path.find(';') {
        // `/.` and `/..` without what follows would be other places.
        Some(at) if is_session(&path[at + 1..]) && !path[..at].ends_with("/.") && !path[..at].ends_with("/..") => &path[..at],
        _ => path,
    };
    if query.is_none() && bare_path.len() == path.len() {
        return text;
    }
    let kept: Vec<&str> = query
        .unwrap_or_default()
        .split('&')
        .filter(|p| !p.is_empty() && !is_session(p))
        .collect();
    if kept.is_empty() {
        bare_path.to_owned()
    } else {
        format!("{bare_path}?{}", kept.join("&"))
    }
}

fn is_session(parameter: &str) -> bool {
    let name = parameter.split(['=', ';', '/']).next().unwrap_or_default().to_ascii_lowercase();
    // `sid` is also what small CMSs call an article, so a value must look like a token.
    let value = parameter.split_once('=').map_or("", |(_, v)| v);
    SESSION_NAMES
        .iter()
        .any(|n| name == *n || (*n == "aspsessionid" && name.starts_with(n)))
        && value.len() >= 16
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~".contains(&b))
}

/// Writes `part` with every percent escape in upper case and escapes of unreserved ASCII undone.
fn push_normal_percent(out: &mut String, part: &str) {
    if !part.contains('%') {
        out.push_str(part);
        return;
    }
    let bytes = part.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'%' && i + 2 < bytes.len() && bytes[i + 1].is_ascii_hexdigit() && bytes[i + 2].is_ascii_hexdigit() {
            let escape = &part[i..i + 3];
            let byte = percent_decode_str(escape).next().unwrap_or(b'%');
            // Undone behind a stray `%`, it would make an escape that nobody wrote.
            let behind_stray = matches!(out.as_bytes(), [.., b'%'] | [.., b'%', b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F']);
            if !behind_stray && (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
                out.push(char::from(byte));
            } else {
                out.push_str(&escape.to_ascii_uppercase());
            }
            i += 3;
        } else {
            let step = part[i..].chars().next().map_or(1, char::len_utf8);
            out.push_str(&part[i..i + step]);
            i += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        url_key(&text.parse().unwrap())
    }

    #[test]
    fn spellings_of_one_place_share_a_key() {
        for (a, b) in [
            ("HTTP://A.gov.cn:80/x/../y/./z.htm#top", "http://a.gov.cn/y/z.htm"),
            ("http://a.gov.cn./", "http://a.gov.cn/"),
            ("http://a.gov.cn/%e4%b8%ad%7e.htm", "http://a.gov.cn/中~.htm"),
            (
                "http://a.gov.cn/x.jsp;jsessionid=0123456789ABCDEF01?id=3",
                "http://a.gov.cn/x.jsp?id=3",
            ),
            ("http://a.gov.cn/x?PHPSESSID=0123456789abcdef01&id=3", "http://a.gov.cn/x?id=3"),
            ("http://a.gov.cn/x?", "http://a.gov.cn/x"),
        ] {
            assert_eq!(key(a), key(b), "{a}");
        }
    }

    #[test]
    fn different_places_keep_different_keys() {
        for (a, b) in [
            ("http://a.gov.cn/x?b=1&a=2", "http://a.gov.cn/x?a=2&b=1"),
            ("http://a.gov.cn/a%2Fb", "http://a.gov.cn/a/b"),
            ("http://a.gov.cn/X", "http://a.gov.cn/x"),
            ("http://a.gov.cn/x?sid=12", "http://a.gov.cn/x?sid=13"),
            ("https://a.gov.cn/", "http://a.gov.cn/"),
            ("http://./", "http://../"),
            ("http://80../", "http://80/"),
            ("http://a.gov.cn/%%36%31", "http://a.gov.cn/%61"),
        ] {
            assert_ne!(key(a), key(b), "{a}");
        }
    }

    #[test]
    fn odd_escapes_are_left_alone() {
        assert_eq!(report_url(&"http://a.gov.cn/%C8A%zz%".parse().unwrap()), "http://a.gov.cn/%C8A%zz%");
    }
}
