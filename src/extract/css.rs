//! Addresses in style sheets: `url(…)` and `@import`.

use std::borrow::Cow;

use url::Url;

use super::collector::Collector;
use super::resolve::Resolver;
use crate::facts::{Link, LinkFrom};

/// The addresses a style sheet served from `base` loads, in order, each once. Linear in the text.
pub fn css_links(text: &str, base: &Url) -> Vec<Link> {
    let resolver = Resolver::of_file(base);
    let mut collector = Collector::new(&resolver);
    references(text, &mut |from, raw| {
        collector.add(raw, from, String::new());
    });
    collector.links()
}

/// Calls `found` for every address in `css` (a sheet, or the declarations of a `style` attribute).
pub(super) fn references(css: &str, found: &mut dyn FnMut(LinkFrom, &str)) {
    let mut scan = Scan { css, at: 0 };
    let mut rule = Statement::default();
    while let Some(byte) = scan.peek() {
        match byte {
            b'/' if scan.rest().starts_with("/*") => scan.skip_comment(),
            b'"' | b'\'' => {
                scan.string(byte);
            }
            b';' | b'{' | b'}' => {
                scan.at += 1;
                rule = Statement::default();
            }
            b'@' => {
                scan.at += 1;
                let word = scan.word();
                if word.eq_ignore_ascii_case("import")
                    && let Some(address) = scan.import()
                {
                    found(LinkFrom::CssImport, &address);
                }
                rule.is_ignored = word.eq_ignore_ascii_case("namespace");
                rule.begun = true;
            }
            b'*' => {
                // `*background:` is a trick for a browser nobody has any more; all others drop the declaration.
                rule.is_ignored |= !rule.begun;
                scan.at += 1;
            }
            _ if is_word(byte) => {
                let word = scan.word();
                if word.eq_ignore_ascii_case("url") && scan.peek() == Some(b'(') {
                    let address = scan.url();
                    if !rule.is_ignored && !address.is_empty() {
                        found(LinkFrom::CssUrl, &address);
                    }
                } else if !rule.begun {
                    rule.is_ignored |= word.starts_with('_') || is_behavior(word);
                    rule.begun = true;
                }
            }
            _ => scan.at += 1,
        }
    }
}

/// Calls `found` for every `@import` among statements (`@import url(a.css) screen;`) with its address, and for whom it is.
pub(super) fn imports(statements: &str, found: &mut dyn FnMut(&str, &str)) {
    let mut scan = Scan { css: statements, at: 0 };
    while let Some(byte) = scan.peek() {
        match byte {
            b'/' if scan.rest().starts_with("/*") => scan.skip_comment(),
            b'"' | b'\'' => {
                scan.string(byte);
            }
            b'@' => {
                scan.at += 1;
                if scan.word().eq_ignore_ascii_case("import")
                    && let Some(address) = scan.import()
                {
                    let media = scan.rest().split(';').next().unwrap_or_default();
                    found(&address, media.trim());
                }
            }
            // Over whole characters: what is read stays text.
            _ => scan.at += scan.rest().chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// What is known of the statement or declaration being read.
#[derive(Default)]
struct Statement {
    begun: bool,
    is_ignored: bool,
}

/// Whether a property runs a script of a browser that nobody has any more (`behavior`, `-ms-behavior`).
fn is_behavior(word: &str) -> bool {
    let tail = word.len().checked_sub("behavior".len()).and_then(|at| word.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case("behavior"))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii()
}

struct Scan<'a> {
    css: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.css[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.css.as_bytes().get(self.at).copied()
    }

    fn skip_comment(&mut self) {
        self.at = self.css[self.at + 2..]
            .find("*/")
            .map_or(self.css.len(), |end| self.at + 2 + end + 2);
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    }

    /// The address of an import, from behind its word on; nothing is taken where there is none.
    fn import(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at;
        self.skip_blanks();
        while self.rest().starts_with("/*") {
            self.skip_comment();
            self.skip_blanks();
        }
        let address = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.string(quote),
            _ if self.word().eq_ignore_ascii_case("url") && self.peek() == Some(b'(') => self.url(),
            _ => Cow::Borrowed(""),
        };
        if address.is_empty() {
            self.at = start;
            return None;
        }
        Some(address)
    }

    fn word(&mut self) -> &'a str {
        let length = self.rest().bytes().take_while(|b| is_word(*b)).count();
        let word = &self.rest()[..length];
        self.at += length;
        word
    }

    /// A quoted string from its opening quote on; a line end breaks it off.
    fn string(&mut self, quote: u8) -> Cow<'a, str> {
        self.at += 1;
        let text = self.until(|b| b == quote || b == b'\n');
        self.at = (self.at + 1).min(self.css.len());
        text
    }

    /// The address of `url(…)`, from the bracket on.
    fn url(&mut self) -> Cow<'a, str> {
        self.at += 1;
        self.skip_blanks();
        let address = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.string(quote),
            _ => self.until(|b| b == b')'),
        };
        self.until(|b| matches!(b, b')' | b';' | b'}'));
        if self.peek() == Some(b')') {
            self.at += 1;
        }
        match address {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// The text up to a byte (ASCII) that is not escaped, escapes undone.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> Cow<'a, str> {
        let start = self.at;
        let bytes = self.css.as_bytes();
        let mut escaped = false;
        while self.at < bytes.len() && !ends(bytes[self.at]) {
            if bytes[self.at] == b'\\' {
                escaped = true;
                self.at += 1;
                // A character outside ASCII after the backslash has no byte that could end anything.
            }
            self.at += usize::from(self.at < bytes.len());
        }
        let text = &self.css[start..self.at];
        if escaped {
            Cow::Owned(unescaped(text))
        } else {
            Cow::Borrowed(text)
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = String::new();
        while let Some(digit) = chars.next_if(|c| c.is_ascii_hexdigit() && code.len() < 6) {
            code.push(digit);
        }
        if code.is_empty() {
            // A backslash before a line end joins the lines; before anything else it stands for that character.
            out.extend(chars.next().filter(|c| *c != '\n'));
        } else {
            let _ = chars.next_if(char::is_ascii_whitespace);
            out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('\u{FFFD}'));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::facts::bounds;

    fn found(css: &str) -> Vec<(LinkFrom, String)> {
        let mut all = Vec::new();
        references(css, &mut |from, raw| all.push((from, raw.to_owned())));
        all
    }

    fn urls(css: &str) -> Vec<String> {
        found(css).into_iter().map(|(_, raw)| raw).collect()
    }

    #[test]
    fn addresses_are_found_as_browsers_load_them() {
        let css = "@charset \"utf-8\"; @import 'a.css'; @import url(b.css) screen; @namespace url(http://n);
            .a{background:#fff url( \"c.png\" ) no-repeat;background-image:URL(d.png),url('e (1).png')}
            /* .b{background:url(no.png)} */ .c:after{content:'url(no.png)'}
            @font-face{src:url(f.woff2)format('woff2')} .d{background:url(g\\ h.png)}";
        assert_eq!(urls(css), ["a.css", "b.css", "c.png", "d.png", "e (1).png", "f.woff2", "g h.png"]);
        assert_eq!(found(css)[1].0, LinkFrom::CssImport);
        assert_eq!(found(css)[2].0, LinkFrom::CssUrl);
    }

    #[test]
    fn dead_dialects_and_empty_places_give_nothing() {
        assert!(urls(".a{behavior:url(x.htc);*background:url(y.png);_background:url(z.png);background:url()}").is_empty());
        assert!(urls("filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='x.png')").is_empty());
        assert_eq!(urls("*{color:red} div *{background:url(x.png)}"), ["x.png"]);
        assert!(urls(".curl(a)").is_empty());
    }

    #[test]
    fn broken_sheets_go_on() {
        assert_eq!(
            urls("a{background:url(x.png} b{background:url('y.png)\n} c{background:url(z.png)}")
                .last()
                .unwrap(),
            "z.png"
        );
        assert!(urls("/* never closed url(x.png)").is_empty());
        assert_eq!(urls("a{background:url(x.png"), ["x.png"]);
    }

    #[test]
    fn links_are_resolved_against_the_sheet() {
        let base = "http://x.gov.cn/css/site.css".parse().unwrap();
        let links = css_links(
            "a{background:url(../i/a.png)}b{background:url(../i/a.png)}c{background:url(data:image/png;base64,AA)}",
            &base,
        );
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].target.web(), Some("http://x.gov.cn/i/a.png"));
    }

    #[test]
    fn of_a_sheet_without_end_a_known_number_is_asked() {
        let base = "http://x.gov.cn/css/site.css".parse().unwrap();
        let sheet = |count: usize| (0..count).map(|n| format!(".i{n}{{background:url(i{n}.png)}}")).collect::<String>();
        let facts = |text: &str| super::super::extract_css(text.as_bytes(), None, &base);
        let endless = facts(&sheet(100_000));
        assert_eq!((endless.links.len(), endless.styles_left_out()), (bounds::STYLE_LINKS + 1, true));
        let just = facts(&sheet(bounds::STYLE_LINKS));
        assert_eq!((just.links.len(), just.styles_left_out()), (bounds::STYLE_LINKS, false));
        // The same few pictures a hundred thousand times are few.
        let same = facts(&".i{background:url(i.png)}".repeat(100_000));
        assert_eq!((same.links.len(), same.styles_left_out()), (1, false));
        // The links of a page do not fall with its styles.
        let page = format!("<style>{}</style><a href=/last.html>x</a>", sheet(100_000));
        let html = super::super::dom::parse(&page).html;
        let links = super::super::links::links(&html, &Resolver::of_file(&base));
        assert!(links.iter().any(|l| l.target.web() == Some("http://x.gov.cn/last.html")));
        assert_eq!(links.len(), bounds::STYLE_LINKS + 2);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(css in "(url\\(|@import|[\"'(){};*/\\\\ a中\n]){0,60}") {
            for (_, raw) in found(&css) {
                prop_assert!(!raw.is_empty());
            }
        }
    }
}
