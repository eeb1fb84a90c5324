//! A script cut into tokens: enough of the language to tell a string from a comment and a literal from a computation.

use std::borrow::Cow;

/// One token. White space and comments are left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A string with its escapes undone.
    Text(Cow<'a, str>),
    /// A name or keyword.
    Name(&'a str),
    /// A number as written.
    Number(&'a str),
    /// One character of punctuation.
    Mark(u8),
    /// A regular expression or a template string with computed parts.
    Opaque,
}

impl Token<'_> {
    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Token::Name(n) if *n == name)
    }

    pub(super) fn is(&self, mark: u8) -> bool {
        *self == Token::Mark(mark)
    }
}

/// Only the beginning of a script is read, bytes: inline scripts with links are short, libraries have none.
const READ: usize = 256 << 10;

/// A regular expression longer than this, bytes, is none; without a limit each stray slash would be looked after to the end.
const LONGEST_REGEX: usize = 1000;

/// The tokens of a script. Linear in its length.
pub(super) fn tokens(script: &str) -> Vec<Token<'_>> {
    let script = &script[..script.floor_char_boundary(READ)];
    let bytes = script.as_bytes();
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &script[at..];
        match bytes[at] {
            b if b.is_ascii_whitespace() => at += 1,
            b'/' if rest.starts_with("//") => at += line(rest),
            // What hid scripts from browsers of the nineties is a comment to all of them.
            b'<' if rest.starts_with("<!--") => at += line(rest),
            b'/' if rest.starts_with("/*") => at += rest[2..].find("*/").map_or(rest.len(), |e| e + 4),
            b'/' if may_begin_regex(out.last()) => {
                at += regex(rest);
                out.push(Token::Opaque);
            }
            quote @ (b'"' | b'\'' | b'`') => {
                let (token, length) = string(rest, quote);
                at += length;
                out.push(token);
            }
            b if b.is_ascii_digit() => {
                let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
                out.push(Token::Number(&rest[..length]));
                at += length;
            }
            b if is_name(b) => {
                let length = rest.bytes().take_while(|b| is_name(*b)).count();
                out.push(Token::Name(&rest[..length]));
                at += length;
            }
            b => {
                out.push(Token::Mark(b));
                at += 1;
            }
        }
    }
    out
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// Whether a slash behind this token begins a regular expression rather than divides.
fn may_begin_regex(before: Option<&Token<'_>>) -> bool {
    match before {
        None => true,
        Some(Token::Mark(b)) => !matches!(b, b')' | b']' | b'}'),
        Some(Token::Name(name)) => matches!(*name, "return" | "typeof" | "case"),
        Some(_) => false,
    }
}

fn regex(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut at, mut in_class) = (1, false);
    while at < bytes.len().min(LONGEST_REGEX) && bytes[at] != b'\n' {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return at + 1,
            _ => {}
        }
        at += 1;
    }
    // No end on this line: it was a division after all.
    1
}

/// A string from its opening quote on, and its length with the quotes. A line end breaks plain quotes off.
fn string(rest: &str, quote: u8) -> (Token<'_>, usize) {
    let bytes = rest.as_bytes();
    let (mut at, mut escaped) = (1, false);
    while at < bytes.len() && bytes[at] != quote && (quote == b'`' || bytes[at] != b'\n') {
        if bytes[at] == b'\\' {
            escaped = true;
            at += 1;
        }
        at += 1;
    }
    // An escape may have stepped into the middle of a character or past the end.
    let end = rest.ceil_char_boundary(at);
    let text = &rest[1..end];
    let token = match () {
        () if quote == b'`' && text.contains("${") => Token::Opaque,
        () if escaped => Token::Text(Cow::Owned(unescaped(text))),
        () => Token::Text(Cow::Borrowed(text)),
    };
    (token, (end + 1).min(bytes.len()))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = match after.as_bytes().first() {
            Some(b'x') => 2,
            Some(b'u') => 4,
            _ => 0,
        };
        let code = after.get(1..=digits).filter(|_| digits > 0);
        if let Some(c) = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32) {
            out.push(c);
            rest = &after[digits + 1..];
            continue;
        }
        let mut chars = after.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r' | '\n') | None => {}
            Some(c) => out.push(c),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(script: &str) -> Vec<String> {
        tokens(script)
            .into_iter()
            .filter_map(|t| match t {
                Token::Text(text) => Some(text.into_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn strings_are_told_from_comments_and_expressions() {
        let script = "<!-- 'no'\n// 'no'\n/* \"no\" */ var a = 'a\\'b' + \"\\u4e2d\\x41\"; b = /['\"]/.test(x) / 2; c = `t`; d = `${x}`;";
        assert_eq!(texts(script), ["a'b", "中A", "t"]);
    }

    #[test]
    fn broken_scripts_go_on() {
        assert_eq!(texts("a = 'open\nb = 'closed'"), ["open", "closed"]);
        assert_eq!(texts("a = 1 / 2; b = 'x'"), ["x"]);
        assert_eq!(texts("'\\"), [""]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(script in "([\"'`/\\\\*<!\\-(){}=+.\n]|[a-z]{1,3}|中|\\$\\{|\\\\u4){0,60}") {
            prop_assert!(tokens(&script).len() <= script.len());
        }
    }
}
