//! Pages that are aimed at robots instead of readers: script challenges, firewall blocks, slider puzzles, login walls.
//!
//! A page is one only where it holds nothing else: a service page with a login box in its corner, or a letter form that
//! asks for a 验证码, is an ordinary page.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, packed};
use encoding_rs::GB18030;
use url::Url;

use crate::lexicon::{CHALLENGE_PAGES, typed};

/// What is known of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Clues<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The address that was asked for.
    pub asked: &'a Url,
    /// The address that answered.
    pub answered: &'a Url,
    /// Whether redirects lie between the two.
    pub redirected: bool,
    /// The body after decompression.
    pub body: &'a [u8],
    /// Whether that is all of it.
    pub whole: bool,
}

/// Challenge pages are small: the largest known (Alibaba Cloud's, mostly one script) has 16 KB.
const LARGEST: usize = 20 * 1024;
/// From this many visible characters on, a page says something of its own.
const MOST_WORDS: usize = 400;
/// From this many links on, a page is part of a site.
const MOST_LINKS: usize = 8;
/// A page that shows less than this lives by its script.
const NEXT_TO_NOTHING: usize = 40;

/// Words that firewalls and challenge services put in their pages, and what to call them in a report.
static NAMED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| typed(CHALLENGE_PAGES, Some));

/// What a script that writes a cookie holds.
const COOKIE: &[u8] = b"document.cookie";

/// Finds [`COOKIE`] (pattern 0) and every [`NAMED`] word in UTF-8 and in GBK bytes alike (word `n` is pattern `2n + 1` and
/// `2n + 2`), in one pass: every small page of a run goes through here.
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostFirst)
        .build(sought())
        .expect("a constant list of words")
});

/// Whether any of them is there at all, by vector instructions: most pages hold none, and are through in two thirds of the time (perf).
/// None on machines without such instructions.
static ANY: LazyLock<Option<packed::Searcher>> = LazyLock::new(|| {
    packed::Config::new()
        .heuristic_pattern_limits(false)
        .builder()
        .extend(sought())
        .build()
});

/// What [`FINDER`] finds.
fn sought() -> impl Iterator<Item = Vec<u8>> {
    let words = NAMED
        .iter()
        .flat_map(|(word, _)| [word.as_bytes().to_vec(), GB18030.encode(word).0.into_owned()]);
    std::iter::once(COOKIE.to_vec()).chain(words)
}

/// The words by which an answer looks like a challenge or block page, in Chinese for a report; `None` for anything else.
pub fn recognise(clues: &Clues) -> Option<String> {
    if !clues.whole || clues.body.len() > LARGEST {
        return None;
    }
    if matches!(clues.status, 412 | 521) && (clues.body.is_empty() || contains(clues.body, b"<script")) {
        return Some(format!("脚本验证页面（HTTP {}）", clues.status));
    }
    // Most pages hold none of this and are not measured at all.
    let mut named = None;
    let mut cookie = false;
    let any = ANY.as_ref().is_none_or(|any| any.find(clues.body).is_some());
    for found in any.then(|| FINDER.find_iter(clues.body)).into_iter().flatten() {
        match found.pattern().as_usize().checked_sub(1) {
            None => cookie = true,
            Some(pattern) => named = named.or(Some(NAMED[pattern / 2].1)),
        }
    }
    let by_script = cookie && sets_cookie_and_reloads(clues.body);
    let login = is_login_wall(clues);
    if named.is_none() && !by_script && !login {
        return None;
    }
    let shown = measure(clues.body);
    if shown.words >= MOST_WORDS || shown.links >= MOST_LINKS {
        return None;
    }
    match named {
        Some(name) => Some(name.to_owned()),
        None if by_script && shown.words < NEXT_TO_NOTHING => Some("脚本验证页面（写入 Cookie 后刷新）".to_owned()),
        None if login => Some("转到登录页面".to_owned()),
        None => None,
    }
}

/// A script that writes a cookie and loads the same page again. A bare move to another address is a stub, not a challenge.
fn sets_cookie_and_reloads(body: &[u8]) -> bool {
    let writes = positions(body, COOKIE).any(|at| {
        let after = body[at + COOKIE.len()..].trim_ascii_start();
        matches!(after, [b'=', next, ..] if *next != b'=')
    });
    let reloads = [
        &b"location.reload"[..],
        b"location.href=location",
        b"location.href = location",
        b"location.replace(location",
        b"location=location",
        b"window.location=window.location",
    ]
    .iter()
    .any(|way| contains(body, way));
    writes && reloads
}

/// A redirect from an ordinary address to one that is about logging in, which shows a password field.
fn is_login_wall(clues: &Clues) -> bool {
    let asks_password = || {
        [&b"type=\"password"[..], b"type='password", b"type=password"]
            .iter()
            .any(|field| contains(clues.body, field))
    };
    clues.redirected && !is_about_login(clues.asked) && is_about_login(clues.answered) && asks_password()
}

fn is_about_login(url: &Url) -> bool {
    const SIGNS: &[&str] = &["login", "sso", "cas", "passport", "oauth", "oauth2", "signin", "auth", "uaa"];
    let host = url.host_str().unwrap_or_default();
    let first_label = host.split('.').next().unwrap_or_default();
    // `/cas/login`, `/userLogin.jsp`, `sso.example.gov.cn`; not `/cases/`.
    SIGNS.contains(&first_label)
        || url.path().split(['/', '.', ';']).any(|part| {
            let part = part.to_ascii_lowercase();
            SIGNS.contains(&part.as_str()) || part.ends_with("login") || part.starts_with("login")
        })
}

/// What a reader would see of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Characters of text, white space not counted.
    pub(super) words: usize,
    /// `<a href`.
    pub(super) links: usize,
}

/// Measures a page without building a tree: text outside tags, comments, scripts and styles. One pass over bytes.
pub(super) fn measure(body: &[u8]) -> Shown {
    let width = if std::str::from_utf8(body).is_ok() { 3 } else { 2 };
    let mut shown = Shown::default();
    let mut wide = 0;
    let mut rest = body;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        count(&rest[..at], &mut shown.words, &mut wide);
        rest = skip_markup(&rest[at..], &mut shown.links);
    }
    count(rest, &mut shown.words, &mut wide);
    shown.words += wide / width;
    shown
}

fn count(text: &[u8], narrow: &mut usize, wide: &mut usize) {
    *narrow += text.iter().filter(|b| b.is_ascii_graphic()).count();
    *wide += text.iter().filter(|b| !b.is_ascii()).count();
}

/// What follows the markup that begins here. Always shorter than what was given.
fn skip_markup<'a>(at: &'a [u8], links: &mut usize) -> &'a [u8] {
    let after = |end: &[u8]| positions(at, end).next().map_or(&[][..], |found| &at[found + end.len()..]);
    if at.starts_with(b"<!--") {
        return after(b"-->");
    }
    for (open, close) in [
        (&b"<script"[..], &b"</script"[..]),
        (b"<style", b"</style"),
        (b"<noscript", b"</noscript"),
        (b"<title", b"</title"),
    ] {
        if at.get(..open.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(open)) {
            let end = at.windows(close.len()).position(|w| w.eq_ignore_ascii_case(close));
            // The closing tag itself is skipped on the next turn.
            return end.map_or(&[][..], |end| &at[end..]);
        }
    }
    if at.get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'a')) && at.get(2).is_some_and(u8::is_ascii_whitespace) {
        *links += 1;
    }
    after(b">")
}

fn positions<'b>(body: &'b [u8], needle: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    body.windows(needle.len())
        .enumerate()
        .filter(move |(_, w)| *w == needle)
        .map(|(at, _)| at)
}

fn contains(body: &[u8], needle: &[u8]) -> bool {
    positions(body, needle).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(status: u16, asked: &str, answered: &str, body: &[u8]) -> Option<String> {
        recognise(&Clues {
            status,
            asked: &asked.parse().unwrap(),
            answered: &answered.parse().unwrap(),
            redirected: asked != answered,
            body,
            whole: true,
        })
    }

    fn plain(status: u16, body: &str) -> Option<String> {
        judge(status, "http://a.gov.cn/x.htm", "http://a.gov.cn/x.htm", body.as_bytes())
    }

    const ARTICLE: &str = "今年以来，全市公安机关持续推进便民服务，窗口办理时间进一步缩短。";

    #[test]
    fn script_challenges() {
        assert!(plain(412, "<html><head><script>var a=1</script></head></html>").is_some());
        assert!(plain(521, "").is_some());
        assert!(
            plain(
                521,
                "<script>document.cookie='__jsl_clearance=1'; location.href = location.pathname</script>"
            )
            .is_some()
        );
        for script in [
            "document.cookie = 'k=1;path=/';window.location.reload();",
            "setTimeout(function(){document.cookie=\"k=\"+f();location.href=location.pathname},9)",
        ] {
            let page = format!("<html><body><script>{script}</script>请稍候</body></html>");
            assert!(plain(200, &page).is_some_and(|w| w.contains("Cookie")), "{script}");
        }
    }

    #[test]
    fn stubs_and_scripts_of_ordinary_pages_are_not_challenges() {
        for page in [
            "<script>location.href='/index/'</script>",
            "<script>if (document.cookie == '') x(); location.reload</script>",
            "<script>document.cookie='mobile=1'; location.href='/m/'</script>",
            "<html><frameset><frame src=a.htm></frameset></html>",
            "",
        ] {
            assert_eq!(plain(200, page), None, "{page}");
        }
        let page = format!(
            "<script>document.cookie='n=1'; function r(){{location.reload()}}</script><p>{}</p>",
            ARTICLE.repeat(2)
        );
        assert_eq!(plain(200, &page), None);
    }

    #[test]
    fn firewalls_are_named_in_both_encodings() {
        for (text, name) in [
            ("当前访问疑似攻击，已被创宇盾拦截", "创宇盾"),
            ("您的请求带有不合法参数", "防火墙"),
            ("很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。", "阿里云"),
            ("请按住滑块，拖动滑块到最右边", "滑动"),
        ] {
            let page = format!("<html><title>x</title><body><div>{text}</div></body></html>");
            assert!(plain(403, &page).is_some_and(|w| w.contains(name)), "{text}");
            let gbk = GB18030.encode(&page).0;
            assert!(
                judge(200, "http://a.cn/", "http://a.cn/", &gbk).is_some_and(|w| w.contains(name)),
                "{text}"
            );
        }
    }

    #[test]
    fn pages_with_content_of_their_own_are_ordinary() {
        let article = format!("<p>{}</p><p>本站由创宇盾提供防护</p>", ARTICLE.repeat(20));
        assert_eq!(plain(200, &article), None);
        let menu = format!("{}<p>网站防火墙技术支持</p>", "<A href=/x>栏目</A>".repeat(9));
        assert_eq!(plain(200, &menu), None);
        let form = "<form>信件编号<input name=no>查询密码<input type=\"password\">验证码<input><input type=submit></form>";
        assert_eq!(plain(200, form), None);
        let large = format!("<p>访问被拦截</p><script>{}</script>", "x".repeat(LARGEST));
        assert_eq!(plain(200, &large), None);
    }

    #[test]
    fn a_login_wall_is_a_redirect_to_a_password_field() {
        let page = b"<form>\xe7\x94\xa8\xe6\x88\xb7<input name=u><input type=\"password\" name=p></form>";
        let asked = "http://a.gov.cn/bszn/1.htm";
        assert!(judge(200, asked, "http://a.gov.cn/cas/login?service=x", page).is_some());
        assert!(judge(200, asked, "http://sso.a.gov.cn/", page).is_some());
        assert_eq!(judge(200, asked, "http://a.gov.cn/cases/1.htm", page), None);
        assert_eq!(judge(200, "http://a.gov.cn/login", "http://a.gov.cn/login.jsp", page), None);
        assert_eq!(judge(200, asked, "http://a.gov.cn/login", b"<p>no password here"), None);
    }

    #[test]
    fn measuring_ends_on_anything() {
        for body in ["<", "<!--", "<script", "</", "<a", "<a ", "a<b<c<", "<style><", "<title>x</title"] {
            measure(body.as_bytes());
        }
        assert_eq!(
            measure("<title>不算</title>可见<a href=x>链</a><SCRIPT>no</SCRIPT> ab".as_bytes()),
            Shown { words: 5, links: 1 }
        );
    }
}
