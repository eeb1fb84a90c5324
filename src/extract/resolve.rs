//! From an address as written to the address a browser would open.

use std::borrow::Cow;

use encoding_rs::Encoding;
use scraper::{Html, Selector};
use url::Url;

use crate::facts::Target;

/// Resolves the addresses of one page against its base.
pub struct Resolver {
    base: Url,
    encoding: &'static Encoding,
}

impl Resolver {
    /// The resolver of a page: the first `<base>` with a usable href, else the page's own address.
    pub fn new(page: &Url, html: &Html, encoding: &'static Encoding) -> Self {
        let selector = Selector::parse("base[href]").expect("a constant selector");
        let base = html.select(&selector).find_map(|b| page.join(b.attr("href")?.trim()).ok());
        Resolver {
            base: base.unwrap_or_else(|| page.clone()),
            encoding,
        }
    }

    /// Where `raw` leads; `None` where it is no link at all (empty, `#`, `javascript:`, `mailto:` …).
    pub fn resolve(&self, raw: &str) -> Option<Target> {
        let raw = raw.trim();
        if raw.is_empty() || raw.starts_with('#') {
            return None;
        }
        let encode = override_for(|text| Cow::Owned(self.encoding.encode(text).0.into_owned()));
        match Url::options()
            .base_url(Some(&self.base))
            .encoding_override(Some(&encode))
            .parse(raw)
        {
            Ok(mut url) if matches!(url.scheme(), "http" | "https") => {
                let fragment = url.fragment().filter(|f| !f.is_empty()).map(str::to_owned);
                url.set_fragment(None);
                Some(Target::Web { url: url.into(), fragment })
            }
            Ok(_) => None,
            Err(_) => Some(Target::Invalid(raw.to_owned())),
        }
    }
}

/// Pins the closure's type to one that works for every lifetime, which inference alone does not find.
fn override_for<F: Fn(&str) -> Cow<'_, [u8]>>(encode: F) -> F {
    encode
}
