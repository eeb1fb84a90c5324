//! What scripts of a page write into it or hide when it is loaded, as far as literals tell; strings that are only spelled
//! otherwise (`unescape`, character codes, one `eval` around them) are read, nothing is run.

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use crate::extract::script_links::deferred;
use crate::extract::script_token::{Token, tokens};

/// Bytes of markup that one script writes at most, as far as it is read.
const WRITTEN: usize = 64 << 10;

/// Styles that one page's scripts give, at most.
const MOST_RULES: usize = 100;
/// Elements that a script keeps under a name, at most.
const MOST_KEPT: usize = 200;

/// A style that a script gives to elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The elements, as a list of selectors.
    pub(super) selector: String,
    /// What they are given.
    pub(super) style: String,
    /// Whether it is done as libraries do it for tabs and layers (`$(…).hide()`), which are shown again in as few words.
    pub(super) by_library: bool,
}

/// What one script does when the page is loaded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Deeds {
    /// The markup it writes in its place.
    pub(super) written: String,
    /// The markup it puts somewhere else.
    pub(super) placed: String,
    /// The styles it gives.
    pub(super) given: Vec<Given>,
}

impl Deeds {
    /// Takes markup that begins as a literal.
    fn place(&mut self, tokens: &[Token<'_>]) {
        if matches!(tokens.first(), Some(Token::Text(text)) if text.contains('<')) {
            let (text, _) = literal(tokens);
            let left = WRITTEN.saturating_sub(self.placed.len());
            self.placed.extend(text.chars().take(left));
        }
    }
}

/// Reads a script.
pub(super) fn deeds(code: &str) -> Deeds {
    let mut deeds = Deeds::default();
    let has = |words: &[&str]| words.iter().any(|w| code.contains(w));
    if has(&["document", "eval", "$(", "jQuery("])
        && has(&[
            "write", "eval", "style", "css", "hid", "attr(", "remove(", "fadeOut(", "slideUp(", "HTML", "html(", "append(", "prepend(",
            "before(", "after(",
        ])
    {
        read(code, &mut deeds, true);
    }
    deeds
}

fn read(code: &str, deeds: &mut Deeds, outer: bool) {
    let tokens = tokens(code);
    let deferred = deferred(&tokens);
    let mut kept: FxHashMap<&str, (String, bool)> = FxHashMap::default();
    let mut i = 0;
    while i < tokens.len() {
        let rest = &tokens[i..];
        match rest {
            _ if deferred[i] => i += 1,
            [Token::Name("document"), dot, Token::Name("write" | "writeln"), open, rest @ ..] if dot.is(b'.') && open.is(b'(') => {
                let (text, length) = literal(rest);
                let left = WRITTEN.saturating_sub(deeds.written.len());
                deeds.written.extend(text.chars().take(left));
                i += 4 + length;
            }
            [dot, Token::Name("innerHTML" | "outerHTML"), equals, rest @ ..] if dot.is(b'.') && equals.is(b'=') => {
                deeds.place(rest);
                i += 3;
            }
            [
                dot,
                Token::Name("append" | "prepend" | "html" | "before" | "after"),
                open,
                rest @ ..,
            ] if dot.is(b'.') && open.is(b'(') => {
                deeds.place(rest);
                i += 3;
            }
            [dot, Token::Name("insertAdjacentHTML"), open, Token::Text(_), comma, rest @ ..]
                if dot.is(b'.') && open.is(b'(') && comma.is(b',') =>
            {
                deeds.place(rest);
                i += 5;
            }
            [Token::Name("eval"), open, rest @ ..] if open.is(b'(') && outer => {
                let (text, length) = literal(rest);
                if !text.is_empty() {
                    read(&text, deeds, false);
                }
                i += 2 + length;
            }
            [Token::Name(name), equals, value @ ..]
                if equals.is(b'=')
                    && let Some((selector, by_library, length)) = target(value)
                    && !value.get(length).is_some_and(|t| t.is(b'.')) =>
            {
                if kept.len() < MOST_KEPT {
                    kept.insert(name, (selector, by_library));
                }
                i += 2 + length;
            }
            [Token::Name(name), dot, ..] if dot.is(b'.') && kept.contains_key(name) && !(i > 0 && tokens[i - 1].is(b'.')) => {
                let (selector, by_library) = &kept[name];
                give(deeds, selector, *by_library, &rest[1..]);
                i += 2;
            }
            _ => {
                let Some((selector, by_library, length)) = target(rest) else {
                    i += 1;
                    continue;
                };
                give(deeds, &selector, by_library, &rest[length..]);
                i += length;
            }
        }
    }
}

/// The elements that an expression names, as selectors; whether a library looks for them; and how many tokens it takes.
fn target(tokens: &[Token<'_>]) -> Option<(String, bool, usize)> {
    let skipped = match tokens {
        [Token::Name("document"), dot, ..] if dot.is(b'.') => 2,
        _ => 0,
    };
    let [Token::Name(by), open, Token::Text(text), close, rest @ ..] = tokens.get(skipped..)? else {
        return None;
    };
    if !open.is(b'(') || !close.is(b')') {
        return None;
    }
    let text = text.trim();
    let (selector, by_library) = match *by {
        "getElementById" => (format!("#{text}"), false),
        "getElementsByClassName" => (format!(".{text}"), false),
        "querySelector" | "querySelectorAll" => (text.to_owned(), false),
        "$" | "jQuery" if skipped == 0 => (text.to_owned(), true),
        _ => return None,
    };
    let counted = matches!(rest, [open, Token::Number(_), close, ..] if open.is(b'[') && close.is(b']'));
    Some((selector, by_library, skipped + if counted { 7 } else { 4 }))
}

/// Takes what is done to elements by the tokens behind their name.
fn give(deeds: &mut Deeds, selector: &str, by_library: bool, tokens: &[Token<'_>]) {
    let style = match tokens {
        [
            d1,
            Token::Name("style"),
            d2,
            Token::Name("setProperty"),
            open,
            Token::Text(name),
            comma,
            Token::Text(value),
            ..,
        ] if d1.is(b'.') && d2.is(b'.') && open.is(b'(') && comma.is(b',') => {
            format!("{name}:{value}")
        }
        [d1, Token::Name("style"), d2, Token::Name(name), equals, Token::Text(value), ..]
            if d1.is(b'.') && d2.is(b'.') && equals.is(b'=') =>
        {
            if *name == "cssText" {
                value.to_string()
            } else {
                format!("{}:{value}", with_hyphens(name))
            }
        }
        [d1, Token::Name("style"), d2, Token::Name(name), equals, Token::Number(value), ..]
            if d1.is(b'.') && d2.is(b'.') && equals.is(b'=') =>
        {
            format!("{}:{value}", with_hyphens(name))
        }
        [
            dot,
            Token::Name("setAttribute" | "attr"),
            open,
            Token::Text(name),
            comma,
            Token::Text(value),
            ..,
        ] if dot.is(b'.') && open.is(b'(') && comma.is(b',') => match &**name {
            "style" => value.to_string(),
            "hidden" => "display:none".to_owned(),
            _ => return,
        },
        [dot, Token::Name("hidden"), equals, value, ..] if dot.is(b'.') && equals.is(b'=') && (value.is_name("true") || value.is(b'!')) => {
            "display:none".to_owned()
        }
        [dot, Token::Name("css"), open, Token::Text(name), comma, Token::Text(value), ..]
            if dot.is(b'.') && open.is(b'(') && comma.is(b',') =>
        {
            format!("{}:{value}", with_hyphens(name))
        }
        [dot, Token::Name("css"), open, brace, pairs @ ..] if dot.is(b'.') && open.is(b'(') && brace.is(b'{') => pairs_of(pairs),
        [dot, Token::Name("hide" | "fadeOut" | "slideUp"), open, ..] if dot.is(b'.') && open.is(b'(') => "display:none".to_owned(),
        [dot, Token::Name("remove"), open, close, ..] if dot.is(b'.') && open.is(b'(') && close.is(b')') => "display:none".to_owned(),
        _ => return,
    };
    if deeds.given.len() < MOST_RULES {
        deeds.given.push(Given {
            selector: selector.to_owned(),
            style,
            by_library,
        });
    }
}

/// `{left: "-9999px", "top": 0}` as declarations, from behind its brace.
fn pairs_of(tokens: &[Token<'_>]) -> String {
    let mut style = String::new();
    let inside: Vec<&Token<'_>> = tokens.iter().take(100).take_while(|t| !t.is(b'}')).collect();
    for pair in inside.split(|t| t.is(b',')) {
        let (Some(name), Some(colon)) = (pair.first(), pair.get(1)) else {
            continue;
        };
        let name = match name {
            Token::Text(name) => name.to_string(),
            Token::Name(name) => (*name).to_owned(),
            _ => continue,
        };
        let (minus, value) = match pair[2..] {
            [Token::Text(value)] => ("", &**value),
            [Token::Number(value)] => ("", *value),
            [mark, Token::Number(value)] if mark.is(b'-') => ("-", *value),
            _ => continue,
        };
        if colon.is(b':') {
            style.extend([&with_hyphens(&name), ":", minus, value, ";"]);
        }
    }
    style
}

/// `marginLeft` → `margin-left`.
fn with_hyphens(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
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
        let given = |selector: &str, style: &str| Given {
            selector: selector.to_owned(),
            style: style.to_owned(),
            by_library: false,
        };
        assert_eq!(deeds.written, "");
        assert_eq!(deeds.given, [given("#b", "display:none"), given("#c", "display:block")]);
    }

    #[test]
    fn styles_are_given_in_many_words() {
        for (code, selector, style) in [
            ("document.getElementById('q').style.cssText='left:-9999px'", "#q", "left:-9999px"),
            (
                "document.getElementById('q').setAttribute('style','display:none')",
                "#q",
                "display:none",
            ),
            ("document.getElementById('q').style.setProperty('left','-99em')", "#q", "left:-99em"),
            ("document.getElementById('q').style.textIndent='-999em'", "#q", "text-indent:-999em"),
            ("document.getElementById('q').style.opacity=0", "#q", "opacity:0"),
            ("document.getElementById('q').hidden=true", "#q", "display:none"),
            ("var q=document.getElementById('q');q.style.display='none'", "#q", "display:none"),
            ("document.querySelector('.w > .q').style.left='-9999px'", ".w > .q", "left:-9999px"),
            ("document.getElementsByClassName('q')[0].style.left='-9999px'", ".q", "left:-9999px"),
            ("$('#q').hide()", "#q", "display:none"),
            ("$(function(){$('#q').css('display','none')})", "#q", "display:none"),
            (
                "jQuery('#q').css({position:'absolute',left:-9999})",
                "#q",
                "position:absolute;left:-9999;",
            ),
            ("$('#q').attr('style','left:-9999px')", "#q", "left:-9999px"),
            ("$('#q').remove()", "#q", "display:none"),
        ] {
            let given = deeds(code).given;
            assert_eq!(given.len(), 1, "{code}");
            assert_eq!((given[0].selector.as_str(), given[0].style.as_str()), (selector, style), "{code}");
        }
        for code in [
            "$('#tab').click(function(){$('#q').hide()})",
            "$('#q').show()",
            "document.getElementById('q').style.display=on?'none':''",
            "x.q.style.display='none'",
        ] {
            assert_eq!(deeds(code).given, [], "{code}");
        }
    }
}
