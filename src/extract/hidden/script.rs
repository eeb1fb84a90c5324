//! What scripts of a page write into it or hide when it is loaded, as far as literals tell; strings that are only spelled
//! otherwise (`unescape`, character codes, one `eval` around them) are read, nothing is run.

use percent_encoding::percent_decode_str;

use crate::extract::script_links::deferred;
use crate::extract::script_token::{Token, tokens};

/// Bytes of markup that one script writes at most, as far as it is read.
const WRITTEN: usize = 64 << 10;

/// What one script does when the page is loaded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Deeds {
    /// The markup it writes in its place.
    pub(super) written: String,
    /// The ids of the elements it hides.
    pub(super) hides: Vec<String>,
}

/// Reads a script.
pub(super) fn deeds(code: &str) -> Deeds {
    let mut deeds = Deeds::default();
    if ["document", "eval"].iter().any(|w| code.contains(w)) {
        read(code, &mut deeds, true);
    }
    deeds
}

fn read(code: &str, deeds: &mut Deeds, outer: bool) {
    let tokens = tokens(code);
    let deferred = deferred(&tokens);
    let mut i = 0;
    while i < tokens.len() {
        match &tokens[i..] {
            _ if deferred[i] => i += 1,
            [Token::Name("document"), dot, Token::Name("write" | "writeln"), open, rest @ ..] if dot.is(b'.') && open.is(b'(') => {
                let (text, length) = literal(rest);
                let left = WRITTEN.saturating_sub(deeds.written.len());
                deeds.written.extend(text.chars().take(left));
                i += 4 + length;
            }
            [Token::Name("eval"), open, rest @ ..] if open.is(b'(') && outer => {
                let (text, length) = literal(rest);
                if !text.is_empty() {
                    read(&text, deeds, false);
                }
                i += 2 + length;
            }
            [
                Token::Name("getElementById"),
                open,
                Token::Text(id),
                close,
                d1,
                Token::Name("style"),
                d2,
                Token::Name("display" | "visibility"),
                equals,
                Token::Text(value),
                ..,
            ] if open.is(b'(') && close.is(b')') && d1.is(b'.') && d2.is(b'.') && equals.is(b'=') => {
                if matches!(value.trim(), "none" | "hidden") && deeds.hides.len() < 100 {
                    deeds.hides.push(id.trim().to_owned());
                }
                i += 10;
            }
            _ => i += 1,
        }
    }
}

/// The text of an argument list up to its bracket, with a blank for what is computed; and how many tokens it takes.
fn literal(arguments: &[Token<'_>]) -> (String, usize) {
    let mut text = String::new();
    let mut i = 0;
    while i < arguments.len() {
        match &arguments[i..] {
            [mark, ..] if mark.is(b')') || mark.is(b';') => break,
            [Token::Text(part), ..] => {
                text.push_str(part);
                i += 1;
            }
            [
                Token::Name("unescape" | "decodeURIComponent" | "decodeURI"),
                open,
                Token::Text(part),
                close,
                ..,
            ] if open.is(b'(') && close.is(b')') => {
                text.push_str(&unescaped(part));
                i += 4;
            }
            [Token::Name("String"), dot, Token::Name("fromCharCode"), open, rest @ ..] if dot.is(b'.') && open.is(b'(') => {
                let codes = rest.iter().take_while(|t| !t.is(b')'));
                let length = codes.clone().count();
                text.extend(codes.filter_map(|t| match t {
                    Token::Number(n) => n.parse::<u32>().ok().and_then(char::from_u32),
                    _ => None,
                }));
                i += 5 + length;
            }
            [mark, ..] if mark.is(b'+') || mark.is(b',') => i += 1,
            [mark, ..] if mark.is(b'(') => {
                text.push(' ');
                // A call whose result is not known: over its bracket.
                i += 1 + arguments[i + 1..].iter().take_while(|t| !t.is(b')')).count() + 1;
            }
            _ => {
                text.push(' ');
                i += 1;
            }
        }
        if text.len() > WRITTEN {
            break;
        }
    }
    (text, i.min(arguments.len()))
}

/// `%3C`, `%u4E2D` undone.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("%u") {
        out.push_str(&percent_decode_str(before).decode_utf8_lossy());
        let code = behind.get(..4).and_then(|h| u32::from_str_radix(h, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            out.push(c);
            rest = &behind[4..];
        } else {
            out.push_str("%u");
            rest = behind;
        }
    }
    out.push_str(&percent_decode_str(rest).decode_utf8_lossy());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_however_it_is_spelled() {
        let want = "<div style=\"display:none\">";
        for code in [
            "document.write('<div style=\"display:none\">')",
            "document.write('<div '+'style=\"display:none\">');",
            "document.writeln(unescape('%3Cdiv%20style%3D%22display%3Anone%22%3E'))",
            "eval(unescape('document.write%28%27%3Cdiv style=\"display:none\"%3E%27%29'))",
            "document.write(String.fromCharCode(60,100,105,118)+' style=\"display:none\">')",
            "eval('\\x64ocument.write(\\'<div style=\"display:none\">\\')')",
        ] {
            assert_eq!(deeds(code).written, want, "{code}");
        }
        assert_eq!(deeds("document.write(unescape('%u4E2D'))").written, "中");
    }

    #[test]
    fn what_waits_for_a_click_is_not_done() {
        let code = "function f(){document.write('x');document.getElementById('a').style.display='none'}
            document.getElementById(\"b\").style.display = \"none\"; document.getElementById('c').style.display='block';";
        let deeds = deeds(code);
        assert_eq!((deeds.written.as_str(), deeds.hides), ("", vec!["b".to_owned()]));
    }
}
