//! Start tags of a piece of markup, read without building a tree: for the first bytes of a page whose encoding is not yet
//! known, and for markup inside script strings.

/// The start tags of a text, in order, comments left out. Linear in the text.
pub(super) struct Tags<'a> {
    text: &'a str,
    at: usize,
}

/// One start tag.
pub(super) struct Tag<'a> {
    name: &'a str,
    attrs: Vec<(&'a str, &'a str)>,
    /// Where the text behind the tag begins.
    pub(super) end: usize,
}

impl Tag<'_> {
    /// Whether the element is called `name` (given in lower case).
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute as written, character references untouched.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| *v)
    }
}

impl<'a> Tags<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Tags { text, at: 0 }
    }

    /// Reads the attributes from `at` to the end of the tag.
    fn attributes(&self, mut at: usize) -> (Vec<(&'a str, &'a str)>, usize) {
        let bytes = self.text.as_bytes();
        let mut attrs = Vec::new();
        let skip = |mut at: usize, wanted: fn(u8) -> bool| {
            while at < bytes.len() && wanted(bytes[at]) {
                at += 1;
            }
            at
        };
        loop {
            at = skip(at, |b| b.is_ascii_whitespace() || b == b'/');
            if at >= bytes.len() || bytes[at] == b'>' {
                return (attrs, (at + 1).min(bytes.len()));
            }
            let name_end = skip(at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/'));
            // A first character outside ASCII may be more than one byte long; `get` rather than an index, then.
            let name = self.text.get(at..name_end).unwrap_or_default();
            at = skip(name_end, |b| b.is_ascii_whitespace());
            if bytes.get(at) != Some(&b'=') {
                attrs.push((name, ""));
                continue;
            }
            at = skip(at + 1, |b| b.is_ascii_whitespace());
            let value = if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
                let start = at + 1;
                let end = skip(start, if quote == b'"' { |b| b != b'"' } else { |b| b != b'\'' });
                at = (end + 1).min(bytes.len());
                &self.text[start..end]
            } else {
                let start = at;
                at = skip(at, |b| !b.is_ascii_whitespace() && b != b'>');
                self.text[start..at].trim_end_matches('/')
            };
            attrs.push((name, value));
        }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let open = self.at + self.text[self.at..].find('<')?;
            let rest = &self.text[open + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                self.at = comment.find("-->").map_or(self.text.len(), |end| open + 4 + end + 3);
                continue;
            }
            let name_length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if name_length == 0 {
                self.at = open + 1;
                continue;
            }
            let (attrs, end) = self.attributes(open + 1 + name_length);
            self.at = end;
            return Some(Tag {
                name: &rest[..name_length],
                attrs,
                end,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        let text = "x<!-- <a href=no> --><A HREF = 'b c' target=_blank title=\"d>e\" disabled>f</a><img src=g.png/>";
        let tags: Vec<_> = Tags::new(text).collect();
        assert_eq!(tags.len(), 2);
        assert!(tags[0].is("a") && text[tags[0].end..].starts_with("f</a>"));
        assert_eq!(tags[0].attr("href"), Some("b c"));
        assert_eq!(tags[0].attr("title"), Some("d>e"));
        assert_eq!(tags[0].attr("disabled"), Some(""));
        assert_eq!(tags[1].attr("src"), Some("g.png"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "[<>a='\"/ !é中-]{0,80}") {
            for tag in Tags::new(&text) {
                prop_assert!(text.is_char_boundary(tag.end));
            }
        }
    }
}
