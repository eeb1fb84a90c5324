//! Where a page that shows nothing sends its readers by script as soon as it is loaded: literal addresses, and those put together
//! from strings, names of strings and the page's own address. Nothing is run.

use std::collections::HashMap;

use url::{Position, Url};

use super::script_links::{deferred, handler_targets, location_value, opened_literal};
use super::script_token::{Token, tokens};

/// Names of strings that are remembered of one script.
const MOST_NAMES: usize = 64;

/// The longest string that is put together, bytes: more than any address.
const LONGEST: usize = 2048;

/// The addresses a script goes to by itself when the page at `base` is loaded.
pub(super) fn goes(script: &str, base: &Url) -> Vec<String> {
    if !script.contains("location") && !script.contains("open") {
        return Vec::new();
    }
    let tokens = tokens(script);
    let deferred = deferred(&tokens);
    let mut names: HashMap<&str, String> = HashMap::new();
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        if deferred[i] {
            continue;
        }
        if let Some(value) = location_value(&tokens, i) {
            found.extend(string(value, &names, base).filter(|address| !address.is_empty()));
        } else if let Some(address) = opened_literal(&tokens, i) {
            found.push(address.to_owned());
        }
        match &tokens[i..] {
            // setTimeout("location.href='…'", 3000)
            [Token::Name("setTimeout"), open, Token::Text(code), ..] if open.is(b'(') => found.extend(handler_targets(code)),
            [Token::Name(name), equals, value @ ..] if equals.is(b'=') && !(i > 0 && tokens[i - 1].is(b'.')) => {
                match string(value, &names, base) {
                    Some(text) if names.len() < MOST_NAMES => drop(names.insert(name, text)),
                    _ => drop(names.remove(name)),
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a script sends a form by itself when the page is loaded.
pub(super) fn submits(script: &str) -> bool {
    if !script.contains("submit") {
        return false;
    }
    let tokens = tokens(script);
    let deferred = deferred(&tokens);
    let sent = |i: usize| matches!(&tokens[i..], [dot, Token::Name("submit"), open, ..] if dot.is(b'.') && open.is(b'('));
    (0..tokens.len()).any(|i| !deferred[i] && sent(i))
}

/// The string an expression is, where all of its parts are known.
fn string(value: &[Token<'_>], names: &HashMap<&str, String>, base: &Url) -> Option<String> {
    let mut text = String::new();
    let mut rest = value;
    loop {
        let (length, part) = part(rest, names, base)?;
        text.push_str(&part);
        if text.len() > LONGEST {
            return None;
        }
        rest = &rest[length..];
        match rest.first() {
            Some(Token::Mark(b'+')) if !matches!(rest.get(1), Some(Token::Mark(b'=' | b'+'))) => rest = &rest[1..],
            // Something is done with it that is not looked into.
            Some(Token::Mark(b'+' | b'.' | b'?' | b'[' | b'(' | b'&' | b'|' | b'=' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'!')) => {
                return None;
            }
            _ => return Some(text),
        }
    }
}

/// One part of a sum of strings: how many tokens it takes, and what it is.
fn part(value: &[Token<'_>], names: &HashMap<&str, String>, base: &Url) -> Option<(usize, String)> {
    match value {
        [Token::Text(text), ..] => Some((1, text.to_string())),
        [Token::Name("encodeURI"), open, Token::Text(text), close, ..] if open.is(b'(') && close.is(b')') => Some((4, text.to_string())),
        [Token::Name("location"), dot, Token::Name(name), ..] if dot.is(b'.') => Some((3, of_address(name, base)?)),
        [
            Token::Name("window" | "document" | "self" | "top" | "parent"),
            first,
            Token::Name("location"),
            second,
            Token::Name(name),
            ..,
        ] if first.is(b'.') && second.is(b'.') => Some((5, of_address(name, base)?)),
        [Token::Name("document"), dot, Token::Name("domain"), ..] if dot.is(b'.') => Some((3, of_address("hostname", base)?)),
        [Token::Name(name), ..] => Some((1, names.get(name)?.clone())),
        _ => None,
    }
}

/// A part of the page's own address, by the name scripts have for it.
fn of_address(name: &str, base: &Url) -> Option<String> {
    Some(match name {
        "protocol" => format!("{}:", base.scheme()),
        "host" => base[Position::BeforeHost..Position::AfterPort].to_owned(),
        "hostname" => base.host_str()?.to_owned(),
        "origin" => base.origin().ascii_serialization(),
        "port" => base.port().map_or(String::new(), |port| port.to_string()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(script: &str) -> Vec<String> {
        goes(script, &"http://a.gov.cn:81/x/".parse().unwrap())
    }

    #[test]
    fn addresses_of_known_parts_are_put_together() {
        for (script, address) in [
            ("location.href='m/'", "m/"),
            ("var d='portal/'; var f='home.html'; location = d + f;", "portal/home.html"),
            (
                "location.replace(location.protocol+'//'+location.host+'/cms/')",
                "http://a.gov.cn:81/cms/",
            ),
            (
                "var r = window.location.origin; top.location.href = r + '/cms/index.do'",
                "http://a.gov.cn:81/cms/index.do",
            ),
            ("window.location = 'http://' + document.domain + ':8080/'", "http://a.gov.cn:8080/"),
            ("window.open('home.html', '_self')", "home.html"),
            ("window.onload=function(){ var p='a'; window.open('/b.html','_top') }", "/b.html"),
            ("setTimeout(\"location.href='m/'\", 3000)", "m/"),
        ] {
            assert_eq!(of(script), [address], "{script}");
        }
    }

    #[test]
    fn scripts_redirect_only_where_they_run_by_themselves() {
        for script in [
            "window.location.href='m/';",
            "<!--\nlocation.replace(\"m/\")\n//-->",
            "setTimeout(function(){window.location.href='m/'},10000);",
            "setTimeout(\"location.href='m/'\", 3000)",
            "$(function(){ if (x) { location = 'm/' } })",
            "window.onload=function(){location='m/'}",
            "(function(){location='m/'})()",
        ] {
            assert_eq!(of(script), ["m/"], "{script}");
        }
        for script in [
            "function go(){ location.href='m/' }",
            "$('#a').click(function(){ location.href='m/' })",
            "a.onclick=function(){ if(1){location.href='m/'} }",
            "var s=\"location.href='m/'\"",
        ] {
            assert!(of(script).is_empty(), "{script}");
        }
    }

    #[test]
    fn what_is_computed_leads_nowhere() {
        for script in [
            "location.href = '/x/' + id",
            "var p = get(); location = p + 'a.html'",
            "var p = 'a'; p = f(p); location = p",
            "location.href = location.href.replace('a','b')",
            "location = 'https:' + location.pathname",
            "function go(){ location = 'm/' }",
            "xhr.open('GET','a.json')",
            "var p='a'; location = p ? 'b' : 'c'",
            "x.location = 'a.html'",
        ] {
            assert_eq!(of(script), Vec::<String>::new(), "{script}");
        }
    }

    #[test]
    fn forms_are_sent_where_a_script_does_so_by_itself() {
        for (script, sent) in [
            ("document.forms[0].submit();", true),
            ("window.onload=function(){document.go.submit()}", true),
            ("function check(){document.go.submit()}", false),
            ("$('#b').click(function(){f.submit()})", false),
            ("f.onsubmit=1", false),
        ] {
            assert_eq!(submits(script), sent, "{script}");
        }
    }
}
