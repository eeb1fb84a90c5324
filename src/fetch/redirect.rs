//! Where a redirect leads, and when a chain of them has become a circle.

use std::collections::HashSet;

use encoding_rs::GB18030;
use percent_encoding::{AsciiSet, percent_encode};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::HeaderValue;
use url::Url;

use crate::facts::{Failure, Hop, bounds};
use crate::site::{plain_address, two_slashes};
use crate::text::first;

/// How many hops are followed, as browsers do (Chromium: 20).
pub(super) const MOST_HOPS: usize = 20;

/// How much of an unusable Location is kept for the record, in characters.
const LONGEST_LOCATION: usize = bounds::LINE;

/// Whether the status moves a browser on. 300 and 304 are answers.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The way of one try: where it is now, where it has been, and the cookies it was given on the way.
pub(super) struct Trail {
    here: Url,
    hops: Vec<Hop>,
    /// Addresses already asked, each with the cookies it was asked with: the same place with a new cookie is not a circle.
    asked: HashSet<(String, Option<Vec<u8>>)>,
    jar: Option<Jar>,
}

impl Trail {
    /// A trail that begins at an address, without its fragment.
    pub(super) fn new(start: &Url) -> Self {
        let mut here = start.clone();
        here.set_fragment(None);
        let mut trail = Trail {
            here,
            hops: Vec::new(),
            asked: HashSet::new(),
            jar: None,
        };
        trail.asked.insert(trail.state());
        trail
    }

    /// The address to ask now.
    pub(super) fn here(&self) -> &Url {
        &self.here
    }

    /// The hops so far, in order.
    pub(super) fn into_hops(self) -> Vec<Hop> {
        self.hops
    }

    /// How many hops there were so far.
    pub(super) fn len(&self) -> usize {
        self.hops.len()
    }

    /// The Cookie header for the address to ask now.
    pub(super) fn cookies(&self) -> Option<HeaderValue> {
        self.jar.as_ref()?.cookies(&self.here)
    }

    fn state(&self) -> (String, Option<Vec<u8>>) {
        (self.here.as_str().to_owned(), self.cookies().map(|c| c.as_bytes().to_vec()))
    }

    /// Takes the cookies of a redirect and moves on to where its Location leads.
    pub(super) fn follow<'h>(
        &mut self,
        status: u16,
        location: &[u8],
        set_cookies: impl Iterator<Item = &'h HeaderValue>,
    ) -> Result<(), Failure> {
        let mut set_cookies = set_cookies.peekable();
        if set_cookies.peek().is_some() {
            self.jar.get_or_insert_default().set_cookies(&mut set_cookies, &self.here);
        }
        let next = target(&self.here, status, location)?;
        if self.hops.len() >= MOST_HOPS {
            return Err(self.circle());
        }
        self.hops.push(Hop {
            from: self.here.as_str().to_owned(),
            status,
            to: next.as_str().to_owned(),
        });
        self.here = next;
        let state = self.state();
        if self.asked.insert(state) { Ok(()) } else { Err(self.circle()) }
    }

    fn circle(&self) -> Failure {
        Failure::RedirectLoop {
            hops: self.hops.len() as u32,
        }
    }
}

/// The absolute address a Location means, without fragment.
fn target(from: &Url, status: u16, location: &[u8]) -> Result<Url, Failure> {
    let raw = location.trim_ascii();
    let readable = String::from_utf8(raw.to_vec()).unwrap_or_else(|_| GB18030.decode_without_bom_handling(raw).0.into_owned());
    let bad = || Failure::BadRedirect {
        status,
        location: first(&readable, LONGEST_LOCATION).to_owned(),
    };
    if raw.is_empty() {
        return Err(bad());
    }
    // Browsers send back the very bytes they were given, so that a GBK server understands its own GBK address. Only where
    // that makes no address (a host in Chinese) are the bytes read as text.
    let escaped = percent_encode(raw, NON_ASCII).to_string();
    let joined = |location: &str| from.join(&two_slashes(location));
    let mut next = joined(&escaped).or_else(|_| joined(&readable)).map_err(|_| bad())?;
    if next.scheme() == "file" {
        return Err(Failure::LocalAddress {
            address: first(&readable, LONGEST_LOCATION).to_owned(),
        });
    }
    if !matches!(next.scheme(), "http" | "https") || !next.has_host() || next.port() == Some(0) {
        return Err(bad());
    }
    // Credentials are nobody's business here, and a dot at the end of the host changes nothing.
    plain_address(&mut next);
    next.set_fragment(None);
    // It would be kept with every hop of every try, and no server answers it.
    if next.as_str().len() > bounds::ADDRESS {
        return Err(bad());
    }
    Ok(next)
}

/// Nothing of ASCII: [`percent_encode`] always escapes the rest.
const NON_ASCII: &AsciiSet = &AsciiSet::EMPTY;

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(from: &str, location: &[u8]) -> Result<String, Failure> {
        target(&from.parse().unwrap(), 302, location).map(String::from)
    }

    fn step(trail: &mut Trail, to: &str) -> Result<(), Failure> {
        trail.follow(302, to.as_bytes(), std::iter::empty())
    }

    #[test]
    fn locations_as_servers_write_them() {
        let from = "http://a.gov.cn/x/y.htm?q=1#f";
        for (location, to) in [
            (&b"z.htm"[..], "http://a.gov.cn/x/z.htm"),
            (b" /z.htm#top ", "http://a.gov.cn/z.htm"),
            (b"?p=2", "http://a.gov.cn/x/y.htm?p=2"),
            (b"//b.gov.cn", "http://b.gov.cn/"),
            (b"///b.gov.cn/z", "http://b.gov.cn/z"),
            (b"HTTPS://B.gov.cn/../a b", "https://b.gov.cn/a%20b"),
            (b"\\z\\y", "http://a.gov.cn/z/y"),
            ("/栏目/".as_bytes(), "http://a.gov.cn/%E6%A0%8F%E7%9B%AE/"),
            // The same two characters in GBK go back as the GBK bytes they are.
            (b"/\xc0\xb8\xc4\xbf/?k=\xc0\xb8", "http://a.gov.cn/%C0%B8%C4%BF/?k=%C0%B8"),
            (b"http://u:p@b.gov.cn./x%2520y", "http://b.gov.cn/x%2520y"),
            (b"/%C8A%zz%u4e2d%", "http://a.gov.cn/%C8A%zz%u4e2d%"),
            // A host must be text.
            (b"http://\xd6\xd0\xb9\xfa.cn/", "http://xn--fiqs8s.cn/"),
        ] {
            assert_eq!(lead(from, location).as_deref(), Ok(to), "{}", location.escape_ascii());
        }
    }

    #[test]
    fn unusable_locations_say_what_they_were() {
        for (location, said) in [
            (&b""[..], ""),
            (b"  ", ""),
            (b"mailto:a@b.cn", "mailto:a@b.cn"),
            (b"javascript:history.back()", "javascript:history.back()"),
            (b"http://", "http://"),
            (b"http://b.gov.cn:65536/", "http://b.gov.cn:65536/"),
            (b"http://a b/", "http://a b/"),
            (b"http://a.cn:0/", "http://a.cn:0/"),
            (b"weixin://\xc0\xb8\xc4\xbf", "weixin://栏目"),
        ] {
            assert_eq!(
                lead("http://a.gov.cn/", location),
                Err(Failure::BadRedirect {
                    status: 302,
                    location: said.to_owned()
                })
            );
        }
        assert!(matches!(
            lead("http://a.gov.cn/", b"file:///C:/x.doc"),
            Err(Failure::LocalAddress { .. })
        ));
    }

    #[test]
    fn circles_end_and_cookies_open_them() {
        let start: Url = "http://a.gov.cn/1".parse().unwrap();
        let mut trail = Trail::new(&start);
        assert_eq!(step(&mut trail, "/2"), Ok(()));
        assert_eq!(step(&mut trail, "/1#again"), Err(Failure::RedirectLoop { hops: 2 }));
        assert_eq!(step(&mut Trail::new(&start), "/1"), Err(Failure::RedirectLoop { hops: 1 }));

        let cookie = HeaderValue::from_static("seen=1; path=/");
        let mut trail = Trail::new(&start);
        assert_eq!(trail.follow(302, b"/1", std::iter::once(&cookie)), Ok(()));
        assert_eq!(trail.cookies(), Some(HeaderValue::from_static("seen=1")));
        assert_eq!(
            trail.follow(302, b"/1", std::iter::once(&cookie)),
            Err(Failure::RedirectLoop { hops: 2 })
        );
    }

    #[test]
    fn a_long_chain_ends() {
        let mut trail = Trail::new(&"http://a.gov.cn/0".parse().unwrap());
        for n in 1..=MOST_HOPS {
            assert_eq!(step(&mut trail, &format!("/{n}")), Ok(()));
        }
        assert_eq!(step(&mut trail, "/last"), Err(Failure::RedirectLoop { hops: 20 }));
    }
}
