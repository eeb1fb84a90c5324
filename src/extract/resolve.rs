//! From an address as written to the address a browser would open.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use percent_encoding::percent_decode_str;
use scraper::Html;
use url::{ParseError, Url};

use crate::facts::{Target, bounds};
use crate::site::{plain_address, two_slashes};
use crate::text::{first, percent_hostile};

/// Addresses longer than this, in bytes, as written or as resolved, are data, not places anybody links to.
const LONGEST: usize = bounds::ADDRESS;

/// A `<base href>` longer than this is ignored: it would be copied into every link of the page.
const LONGEST_BASE: usize = 2048;

/// How much of an address that leads nowhere is kept, characters.
const KEPT: usize = bounds::LINE;

/// Resolves the addresses of one page against its base. Cheap to use, made once a page.
pub struct Resolver {
    base: Url,
    /// What stands in front of a plain path (see [`is_plain`]): of one from the root, and of one from the folder of the page.
    fronts: Option<[String; 2]>,
    /// The page's encoding, in which browsers write query strings; none for UTF-8.
    encoding: Option<&'static Encoding>,
}

impl Resolver {
    /// The resolver of a page served from `page`: its base is the first `<base>` with an href, as browsers have it.
    pub fn new(page: &Url, html: &Html, encoding: &'static Encoding) -> Self {
        let base = first_base(html)
            .and_then(|href| page.join(&two_slashes(trimmed(href))).ok())
            .filter(|base| matches!(base.scheme(), "http" | "https") && base.as_str().len() <= LONGEST_BASE);
        let encoding = encoding.output_encoding();
        let base = base.unwrap_or_else(|| page.clone());
        Resolver {
            fronts: fronts(&base),
            base,
            encoding: Some(encoding).filter(|e| *e != UTF_8),
        }
    }

    /// The resolver of a style sheet or another file without a base of its own.
    pub fn of_file(file: &Url) -> Self {
        Resolver {
            fronts: fronts(file),
            base: file.clone(),
            encoding: None,
        }
    }

    /// What the addresses are resolved against.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Where `raw` leads; `None` where it is no link at all (empty, `#`, `javascript:`, `mailto:`, another program's
    /// scheme, a place a script fills in).
    pub fn resolve(&self, raw: &str) -> Option<Target> {
        let raw = trimmed(raw);
        if raw.is_empty() || raw.starts_with('#') || raw.len() > LONGEST || is_filled_by_script(raw) {
            return None;
        }
        if is_on_a_disk(raw) {
            return Some(Target::Local(cut(raw)));
        }
        if let Some(url) = self.joined(raw) {
            return Some(Target::Web { url, fragment: None }).filter(|t| t.web().is_none_or(|u| u.len() <= LONGEST));
        }
        match self.parse(raw) {
            Ok(url) => match url.scheme() {
                "http" | "https" => Some(web(url)).filter(|t| t.web().is_none_or(|u| u.len() <= LONGEST)),
                // From a page that is itself a file, relative links lead to files: no fault of the page.
                "file" if self.base.scheme() != "file" => Some(Target::Local(cut(raw))),
                scheme if scheme.len() == 1 => Some(Target::Local(cut(raw))),
                scheme if is_spoilt_http(scheme) => Some(Target::Invalid(cut(raw))),
                _ => None,
            },
            Err(ParseError::RelativeUrlWithoutBase | ParseError::RelativeUrlWithCannotBeABaseBase) => None,
            Err(_) if has_other_scheme(raw) => None,
            Err(_) => Some(Target::Invalid(cut(raw))),
        }
    }

    /// Where a plain path leads. Most links of most pages are one, and for them parsing comes to this.
    fn joined(&self, raw: &str) -> Option<String> {
        let [root, folder] = self.fronts.as_ref().filter(|_| is_plain(raw))?;
        let front = if raw.starts_with('/') { root } else { folder };
        Some(format!("{front}{raw}"))
    }

    fn parse(&self, raw: &str) -> Result<Url, ParseError> {
        let options = Url::options().base_url(Some(&self.base));
        let raw = &*two_slashes(raw);
        match self.encoding {
            Some(encoding) if !raw.is_ascii() => {
                let encode = for_any_lifetime(|text| query_bytes(encoding, text));
                options.encoding_override(Some(&encode)).parse(raw)
            }
            _ => options.parse(raw),
        }
    }
}

/// Whether an address is a path in which nothing has to be written otherwise, and no step leads up or nowhere.
fn is_plain(raw: &str) -> bool {
    let is_bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_');
    raw.bytes().all(is_bare) && !raw.starts_with("//") && !raw.split('/').any(|step| matches!(step, "." | ".."))
}

/// The root of a base on the web without the slash at its end, and its folder with it.
fn fronts(base: &Url) -> Option<[String; 2]> {
    let mut own = Some(base.clone()).filter(|base| matches!(base.scheme(), "http" | "https"))?;
    plain_address(&mut own);
    let folder = own.path().rfind('/').map(|at| own.path()[..=at].to_owned())?;
    own.set_query(None);
    own.set_fragment(None);
    own.set_path("");
    let root = own.as_str().strip_suffix('/')?.to_owned();
    let folder = format!("{root}{folder}");
    Some([root, folder])
}

/// The href of the first `<base>` that has one, in document order and outside templates.
fn first_base(html: &Html) -> Option<&str> {
    let root = html.tree.root();
    root.descendants()
        .filter_map(|node| Some((node, node.value().as_element()?)))
        .filter(|(_, element)| element.name() == "base")
        .filter(|(node, _)| !node.ancestors().any(|n| n.value().is_fragment()))
        .find_map(|(_, element)| element.attrs().find(|(name, _)| *name == "href").map(|(_, href)| href))
}

/// Without the white space and control characters around it; also the Chinese blank and the one that does not break,
/// which editors leave there unseen.
fn trimmed(raw: &str) -> &str {
    raw.trim_matches(|c: char| c <= ' ' || matches!(c, '\u{A0}' | '\u{3000}'))
}

fn web(mut url: Url) -> Target {
    let fragment = url
        .fragment()
        .filter(|f| !f.is_empty())
        .map(|f| first(&percent_decode_str(f).decode_utf8_lossy(), KEPT).to_owned());
    url.set_fragment(None);
    plain_address(&mut url);
    Target::Web { url: url.into(), fragment }
}

/// `C:\…`, `D:/…`, `\\server\share`. Two backslashes before a public name are what they are to a browser: two slashes.
fn is_on_a_disk(raw: &str) -> bool {
    if let Some(rest) = raw.strip_prefix("\\\\") {
        let host = rest.split(['\\', '/']).next().unwrap_or_default();
        return !host.is_empty() && (!host.contains('.') || host.parse::<std::net::Ipv4Addr>().is_ok());
    }
    let bytes = raw.as_bytes();
    bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'\\' | b'/')
}

/// `htttp:`, `hppt:`, or a host and port without a scheme (`www.x.gov.cn:8080/`): no browser can open these.
fn is_spoilt_http(scheme: &str) -> bool {
    let of_the_letters = scheme.len() >= 3 && scheme.bytes().all(|b| b"htps".contains(&b));
    of_the_letters || scheme.contains('.') || scheme == "localhost"
}

/// Markers of templates that scripts fill in. Markers of templates that the server should have filled in (`[!---x--]`,
/// `<%=x%>`) are left alone: what they leave in a page is a link that leads nowhere.
fn is_filled_by_script(raw: &str) -> bool {
    if !raw.contains('{') {
        return false;
    }
    raw.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}")) || raw.split_once("${").is_some_and(|(_, rest)| rest.contains('}'))
}

fn has_other_scheme(raw: &str) -> bool {
    raw.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
            && !scheme.eq_ignore_ascii_case("http")
            && !scheme.eq_ignore_ascii_case("https")
    })
}

/// `text` in the page's encoding; what has no place in it becomes a numeric reference, as browsers send it.
fn query_bytes<'t>(encoding: &'static Encoding, text: &'t str) -> Cow<'t, [u8]> {
    let (bytes, _, unmappable) = encoding.encode(text);
    if !unmappable {
        return bytes;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match encoding.encode(c.encode_utf8(&mut buffer)) {
            (bytes, _, false) => out.extend_from_slice(&bytes),
            _ => out.extend_from_slice(format!("%26%23{}%3B", u32::from(c)).as_bytes()),
        }
    }
    Cow::Owned(out)
}

/// Pins the closure's type to one that works for every lifetime, which inference alone does not find.
fn for_any_lifetime<F: Fn(&str) -> Cow<'_, [u8]>>(encode: F) -> F {
    encode
}

/// The beginning of an address, as far as it is kept; user name and password in it are not.
pub(super) fn cut(raw: &str) -> String {
    if let Some(hidden) = without_credentials(raw) {
        return cut(&hidden);
    }
    // Written out, it is longer.
    first(&percent_hostile(first(raw, KEPT)), KEPT).to_owned()
}

/// `http://***@host/…` for an address that holds a user name.
fn without_credentials(raw: &str) -> Option<String> {
    if !raw.contains('@') {
        return None;
    }
    let slashes = raw.find("//").or_else(|| raw.find("\\\\"))? + 2;
    let authority = raw[slashes..].split(['/', '\\', '?', '#']).next()?;
    let (user, _) = authority.rsplit_once('@').filter(|(user, _)| !user.is_empty() && *user != "***")?;
    Some(format!("{}***{}", &raw[..slashes], &raw[slashes + user.len()..]))
}

#[cfg(test)]
mod tests {
    use encoding_rs::GBK;
    use proptest::prelude::*;

    use super::*;

    fn resolver(head: &str, encoding: &'static Encoding) -> Resolver {
        let page: Url = "http://www.x.gov.cn/zwgk/a/index.html".parse().unwrap();
        Resolver::new(&page, &super::super::dom::parse(head).html, encoding)
    }

    fn web_of(raw: &str) -> String {
        match resolver("", UTF_8).resolve(raw) {
            Some(Target::Web { url, .. }) => url,
            other => panic!("{raw}: {other:?}"),
        }
    }

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        for (raw, url) in [
            ("b.html", "http://www.x.gov.cn/zwgk/a/b.html"),
            ("  ../b.html\n", "http://www.x.gov.cn/zwgk/b.html"),
            ("\u{3000}/b.html\u{a0}", "http://www.x.gov.cn/b.html"),
            ("/b\t/\nc.html", "http://www.x.gov.cn/b/c.html"),
            ("..\\img\\a.gif", "http://www.x.gov.cn/zwgk/img/a.gif"),
            ("http:\\\\a.gov.cn\\b", "http://a.gov.cn/b"),
            ("HTTP://A.GOV.CN/B", "http://a.gov.cn/B"),
            ("//a.gov.cn/b", "http://a.gov.cn/b"),
            ("///p.html", "http://p.html/"),
            ("////a.gov.cn//b", "http://a.gov.cn//b"),
            ("/\\/a.gov.cn/b", "http://a.gov.cn/b"),
            ("/\t//a.gov.cn/b", "http://a.gov.cn/b"),
            ("/b//c.html", "http://www.x.gov.cn/b//c.html"),
            ("?id=3", "http://www.x.gov.cn/zwgk/a/index.html?id=3"),
            ("/附件 1.doc", "http://www.x.gov.cn/%E9%99%84%E4%BB%B6%201.doc"),
            ("http:/a.html", "http://www.x.gov.cn/a.html"),
            ("http:a.html", "http://www.x.gov.cn/zwgk/a/a.html"),
            ("https:/a.gov.cn/b", "https://a.gov.cn/b"),
            ("http//a.gov.cn/b", "http://www.x.gov.cn/zwgk/a/http//a.gov.cn/b"),
            ("http;//a.gov.cn", "http://www.x.gov.cn/zwgk/a/http;//a.gov.cn"),
            ("www.a.gov.cn", "http://www.x.gov.cn/zwgk/a/www.a.gov.cn"),
            ("[!---news.url--]", "http://www.x.gov.cn/zwgk/a/[!---news.url--]"),
            ("http://localhost:8080/x", "http://localhost:8080/x"),
            ("http://10.0.0.8/oa", "http://10.0.0.8/oa"),
            ("http://192.168.1/x", "http://192.168.0.1/x"),
            ("\\\\www.a.gov.cn\\x", "http://www.a.gov.cn/x"),
            ("http://WWW.A.gov.cn./x", "http://www.a.gov.cn/x"),
            ("http://u:p@a.gov.cn/x", "http://a.gov.cn/x"),
            ("http:///a.gov.cn/x", "http://a.gov.cn/x"),
            ("http://a.gov.cn:0/x", "http://a.gov.cn:0/x"),
            ("http://政务.中国/x", "http://xn--zfr164b.xn--fiqs8s/x"),
            ("/%C8A%b9%zz%", "http://www.x.gov.cn/%C8A%b9%zz%"),
            ("/%u4e2d.htm", "http://www.x.gov.cn/%u4e2d.htm"),
            ("/a%2520b.pdf", "http://www.x.gov.cn/a%2520b.pdf"),
            ("?a=1&amp;b=2", "http://www.x.gov.cn/zwgk/a/index.html?a=1&amp;b=2"),
        ] {
            assert_eq!(web_of(raw), url, "{raw}");
        }
    }

    #[test]
    fn what_is_no_link_gives_none() {
        for raw in [
            "",
            "  ",
            "\u{3000}",
            "#",
            "#top",
            "###",
            "javascript:;",
            "JavaScript:void(0)",
            " java\nscript:x()",
            "mailto:a@b.cn",
            "tel:110",
            "data:image/gif;base64,R0==",
            "about:blank",
            "blob:http://a/b",
            "tencent://message/?uin=1",
            "weixin://x",
            "ftp://a.cn/x",
            "{{item.url}}",
            "/a/${id}.html",
        ] {
            assert_eq!(resolver("", UTF_8).resolve(raw), None, "{raw}");
        }
        assert_eq!(resolver("", UTF_8).resolve(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn places_on_a_disk_are_local() {
        for raw in [
            "file:///C:/DOCUME~1/a.png",
            "FILE://x/y",
            "C:\\a.doc",
            "d:/a.doc",
            "\\\\server\\share\\a.doc",
            "\\\\10.1.2.3\\a",
            "c:a.doc",
        ] {
            assert_eq!(resolver("", UTF_8).resolve(raw), Some(Target::Local(raw.into())), "{raw}");
        }
    }

    #[test]
    fn addresses_no_browser_opens_are_invalid() {
        for raw in [
            "http://a.gov.cn:99999/x",
            "http://a.gov.cn:65536/x",
            "http://",
            "//",
            "///",
            "https://a b.gov.cn/",
            "http://[!--url--]/",
            "http://www.a.gov.cn：8080/",
            "htttp://a.gov.cn/",
            "hppts://a.gov.cn",
            "www.a.gov.cn:8080/x",
        ] {
            assert_eq!(resolver("", UTF_8).resolve(raw), Some(Target::Invalid(raw.into())), "{raw}");
        }
    }

    #[test]
    fn credentials_are_kept_nowhere() {
        for (raw, kept) in [
            ("http://u:p@a.gov.cn/x", "http://***@a.gov.cn/x"),
            ("//u@a.gov.cn", "//***@a.gov.cn"),
            ("http://a.gov.cn/x@y//z@w", "http://a.gov.cn/x@y//z@w"),
            ("mailto:a@b.cn", "mailto:a@b.cn"),
        ] {
            assert_eq!(cut(raw), kept);
        }
        assert_eq!(
            resolver("", UTF_8).resolve("http://u:p@a b/"),
            Some(Target::Invalid("http://***@a b/".into()))
        );
    }

    #[test]
    fn fragments_are_kept_apart_and_readable() {
        let target = resolver("", UTF_8).resolve("a.html#%E7%AC%AC1").unwrap();
        assert_eq!(
            target,
            Target::Web {
                url: "http://www.x.gov.cn/zwgk/a/a.html".into(),
                fragment: Some("第1".into())
            }
        );
        assert!(matches!(
            resolver("", UTF_8).resolve("a.html#"),
            Some(Target::Web { fragment: None, .. })
        ));
    }

    #[test]
    fn queries_go_out_in_the_encoding_of_the_page_and_paths_in_utf8() {
        let target = resolver("", GBK).resolve("/中?q=中&r=%41é😀");
        let url = target.as_ref().and_then(Target::web).unwrap();
        assert_eq!(url, "http://www.x.gov.cn/%E4%B8%AD?q=%D6%D0&r=%41%A8%A6%26%23128512%3B");
    }

    #[test]
    fn the_first_base_with_an_href_counts() {
        let url = |head: &str| resolver(head, UTF_8).resolve("b").and_then(|t| t.web().map(str::to_owned)).unwrap();
        assert_eq!(url("<base target=_blank>"), "http://www.x.gov.cn/zwgk/a/b");
        assert_eq!(
            url("<base target=_blank><base href=' /c/ '><base href=/d/>"),
            "http://www.x.gov.cn/c/b"
        );
        assert_eq!(url("<base href='http://a.gov.cn:80/'>"), "http://a.gov.cn/b");
        assert_eq!(
            url("<base href='http://:99999/'><base href=/d/>"),
            "http://www.x.gov.cn/zwgk/a/b",
            "only the first"
        );
        assert_eq!(url("<base href='javascript:;'>"), "http://www.x.gov.cn/zwgk/a/b");
        assert_eq!(
            url("<template><base href=/c/></template><base href=/d/>"),
            "http://www.x.gov.cn/d/b"
        );
        assert_eq!(
            url(&format!("<base href='/{}/'>", "c".repeat(9000))),
            "http://www.x.gov.cn/zwgk/a/b"
        );
    }

    proptest! {
        #[test]
        fn a_plain_path_leads_where_parsing_says(
            raw in "[/.a-zA-Z0-9_-]{1,12}|(/?(a|[.]{1,3}|_b[.]htm|C)){1,5}/?",
            base in "https?://(u:p@)?(a[.]gov[.]cn[.]?|127[.]0[.]0[.]1)(:80|:8080)?(/[a-z.]{0,3}){0,3}([?]q=/x/?)?(#/f)?",
        ) {
            let base: Url = base.parse().unwrap();
            let resolver = Resolver::of_file(&base);
            if let Some(joined) = resolver.joined(&raw) {
                prop_assert_eq!(Target::Web { url: joined, fragment: None }, web(resolver.parse(&raw).unwrap()));
            }
        }
    }
}
