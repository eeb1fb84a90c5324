//! The attributes of an element that links are read from, gathered in one pass over them, and what their values mean.

use html5ever::ns;
use scraper::node::Element;

use crate::facts::{FileKind, LinkFrom};

/// The attributes links can stand in, as written.
#[derive(Default)]
pub(super) struct Attributes<'h> {
    pub(super) href: Option<&'h str>,
    pub(super) src: Option<&'h str>,
    pub(super) srcset: Option<&'h str>,
    pub(super) data: Option<&'h str>,
    pub(super) poster: Option<&'h str>,
    pub(super) background: Option<&'h str>,
    pub(super) style: Option<&'h str>,
    pub(super) rel: Option<&'h str>,
    /// `type`
    pub(super) kind: Option<&'h str>,
    pub(super) http_equiv: Option<&'h str>,
    pub(super) content: Option<&'h str>,
    pub(super) value: Option<&'h str>,
    pub(super) alt: Option<&'h str>,
    pub(super) title: Option<&'h str>,
    /// Whether an editor's system noted beside it the name a file had when it was put in.
    pub(super) noted: bool,
    /// Whether it tells a script where it leads.
    pub(super) is_for_scripts: bool,
    pub(super) onchange: Option<&'h str>,
    onclick: Option<&'h str>,
    ondblclick: Option<&'h str>,
    onload: Option<&'h str>,
    /// Where lazy loading scripts keep the address of a picture.
    pub(super) lazy: [Option<&'h str>; 3],
}

impl<'h> Attributes<'h> {
    pub(super) fn of(element: &'h Element) -> Self {
        let mut at = Attributes::default();
        for (name, value) in element.attrs() {
            let place = match name {
                "href" => &mut at.href,
                "src" => &mut at.src,
                "srcset" => &mut at.srcset,
                "data" => &mut at.data,
                "poster" => &mut at.poster,
                "background" => &mut at.background,
                "style" => &mut at.style,
                "rel" => &mut at.rel,
                "type" => &mut at.kind,
                "http-equiv" => &mut at.http_equiv,
                "content" => &mut at.content,
                "value" => &mut at.value,
                "alt" => &mut at.alt,
                "title" => &mut at.title,
                "onchange" => &mut at.onchange,
                "onclick" => &mut at.onclick,
                "ondblclick" => &mut at.ondblclick,
                "onload" => &mut at.onload,
                "oldsrc" => {
                    at.noted = true;
                    continue;
                }
                "data-href" | "data-link" | "data-file" | "data-path" | "data-download" => {
                    at.is_for_scripts = true;
                    continue;
                }
                "data-src" | "data-original" | "data-lazy-src" | "data-lazy" | "data-url" | "date-url" | "lazy-src" => {
                    at.is_for_scripts = true;
                    match at.lazy.iter_mut().find(|l| l.is_none()) {
                        Some(place) => place,
                        None => continue,
                    }
                }
                _ => continue,
            };
            *place = Some(value);
        }
        at
    }

    /// The code of the event handlers that may lead somewhere.
    pub(super) fn handlers(&self) -> impl Iterator<Item = &'h str> + use<'h> {
        [self.onclick, self.ondblclick, self.onchange, self.onload].into_iter().flatten()
    }
}

/// An attribute of an element by its name in lower case. [`Element::attr`] says the same, but makes an interned name first, a
/// hash and a look-up at every call (3 % of the instructions of a crawl of 1,000 pages, callgrind); an element has a handful
/// of names to compare.
pub(super) fn attr<'h>(element: &'h Element, name: &str) -> Option<&'h str> {
    let own = element
        .attrs
        .iter()
        .find(|(n, _)| *n.local == *name && n.ns == ns!() && n.prefix.is_none());
    own.map(|(_, value)| &**value)
}

/// The kind of a `<link>` by its `rel`; none for those a browser does not load.
pub(super) fn link_kind(rel: &str) -> Option<LinkFrom> {
    let rel = rel.to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    if words.clone().any(|w| w == "stylesheet") {
        return Some(LinkFrom::Stylesheet);
    }
    let loaded = words.any(|w| {
        matches!(
            w,
            "icon" | "apple-touch-icon" | "apple-touch-icon-precomposed" | "mask-icon" | "preload" | "modulepreload" | "manifest"
        )
    });
    loaded.then_some(LinkFrom::Link)
}

/// Whether a script of this `type` is run by browsers.
pub(super) fn is_javascript(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        kind.is_empty() || kind == "module" || kind.contains("javascript") || kind.contains("ecmascript") || kind.contains("jscript")
    })
}

/// Addresses that raise a counter when asked for: an inspector must not.
pub(super) fn is_click_counter(src: &str) -> bool {
    let src = src.to_ascii_lowercase();
    src.contains("/viewclick") || src.contains("addclick=1") || src.contains("plus/count.php")
}

/// The code of a `javascript:` address.
pub(super) fn code_of(href: &str) -> Option<&str> {
    let href = href.trim_start();
    let scheme = href.get(..11)?;
    scheme.eq_ignore_ascii_case("javascript:").then(|| &href[11..])
}

/// The address in the content of a refresh (`5; url='a.html'`); none where the page only reloads itself.
pub(super) fn refresh_target(content: &str) -> Option<&str> {
    let rest = content.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | ','));
    let address = match rest.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("url") => match rest[3..].trim_start().strip_prefix('=') {
            Some(address) => address.trim_start(),
            None => rest,
        },
        _ => rest,
    };
    let address = match address.chars().next() {
        Some(quote @ ('"' | '\'')) => address[1..].split(quote).next().unwrap_or_default(),
        _ => address,
    };
    Some(address.trim()).filter(|a| !a.is_empty())
}

/// Whether an option's value is written as a path, not as a number or a name.
pub(super) fn looks_relative(value: &str) -> bool {
    value.starts_with('/') || value.starts_with("./") || value.starts_with("../") || FileKind::of_address(value) == Some(FileKind::Page)
}

/// The addresses of a `srcset`, without their widths and densities.
pub(super) fn srcset_addresses(srcset: &str) -> impl Iterator<Item = &str> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let (written, behind) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        let address = written.trim_end_matches(',');
        let ends_here = address.len() < written.len();
        rest = if ends_here {
            behind
        } else {
            behind.split_once(',').map_or("", |(_, next)| next)
        };
        Some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refreshes_are_read_as_browsers_read_them() {
        for (content, target) in [
            ("0;url=a.html", Some("a.html")),
            ("5; URL = 'a b.html' x", Some("a b.html")),
            (" 1.5 , a.html", Some("a.html")),
            ("0;url=\"a.html", Some("a.html")),
            ("30", None),
            ("5;url=", None),
            ("中", Some("中")),
        ] {
            assert_eq!(refresh_target(content), target, "{content}");
        }
    }

    #[test]
    fn srcsets_are_taken_apart() {
        let all: Vec<_> = srcset_addresses(" a.png, b,c.png 2x , data:image/png;base64,AA 3x,d.png 100w").collect();
        assert_eq!(all, ["a.png", "b,c.png", "data:image/png;base64,AA", "d.png"]);
    }

    #[test]
    fn options_written_as_paths_are_told_from_values() {
        assert!(["/a/", "../b", "index_2.jhtml", "a.jsp?id=1"].iter().all(|v| looks_relative(v)));
        assert!(!["2", "全部", "a.b", "2026-11-23", "v1.0"].iter().any(|v| looks_relative(v)));
    }
}
