//! What a text from outside becomes before anybody sees it: nothing in it moves what stands around it, and no secret is told.
//!
//! Addresses keep what they hold until here: they are asked for as they are written.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::turns_direction;

/// Whether a character is never put out as it is: control characters of both sets (U+0000 to U+001F, U+007F to U+009F), marks
/// that turn the direction of writing, and the line ends that only some programs know.
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control() || turns_direction(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// An address, or a part of one, with what [`is_hostile`] in it as a browser sends it: `%E2%80%AE`. So it can be known and found.
/// Tabs and line ends stay: a browser drops them from an address, and every output shows them as blanks or escapes.
pub(crate) fn percent_hostile(text: &str) -> Cow<'_, str> {
    let is_hostile = |c: char| is_hostile(c) && !matches!(c, '\t' | '\n' | '\r');
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut bytes = [0; 4];
    for c in text.chars() {
        if is_hostile(c) {
            let bytes = c.encode_utf8(&mut bytes).bytes();
            out.extend(bytes.flat_map(|b| ['%', digit(b >> 4), digit(b & 15)]));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn digit(half: u8) -> char {
    char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// The text with the values of parameters that are named as secrets (`?password=…`, `&access_token=…`) replaced by `***`, also
/// inside an address that is itself a parameter (`%3Fpwd%3D…`). Names are kept: by them the address is found on its page.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    if !text.contains('=') && !text.contains("%3") {
        return Cow::Borrowed(text);
    }
    SECRET.replace_all(text, "$a$b***")
}

static SECRET: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?:[a-z0-9_.-]*(?:password|passwd|passphrase|pwd|token|secret|api_?key|access_?key)|pass|psw)";
    // A value ends with the parameter, and with what quotes the address; of a backslash it may be the escape in JSON.
    let plain = r#"[^&\#\s"'<>\\”’）」，。；、]+"#;
    let nested = r#"(?:[^&\#\s"'<>\\”’）」，。；、%]|%[013-9a-f]|%2[0-57-9a-f])+"#;
    Regex::new(&format!(
        "(?i)(?:(?P<a>[?&;\\#]{name}=){plain}|(?P<b>(?:%3f|%26){name}%3d){nested})"
    ))
    .expect("the pattern is right")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_drives_is_written_as_a_browser_sends_it() {
        assert_eq!(percent_hostile("/a\u{202e}fdp.exe\u{9b}\u{7f}"), "/a%E2%80%AEfdp.exe%C2%9B%7F");
        assert!(matches!(percent_hostile("/a\n\tb"), Cow::Borrowed(_)));
        assert!(matches!(percent_hostile("/附件 1\u{3000}.pdf"), Cow::Borrowed(_)));
    }

    #[test]
    fn secrets_in_addresses_are_masked_and_nothing_else_is() {
        for (written, shown) in [
            ("http://a.cn/x?user=li&password=Ab%26c1", "http://a.cn/x?user=li&password=***"),
            ("http://a.cn/x?PWD=1&id=3#p", "http://a.cn/x?PWD=***&id=3#p"),
            ("地址写作 /x?pass=秘密1，打不开", "地址写作 /x?pass=***，打不开"),
            (
                "“/x?userPwd=1”和 /y?access_token=a.b-c 都",
                "“/x?userPwd=***”和 /y?access_token=*** 都",
            ),
            ("/x?a=1&amp;token=abc&amp;b=2", "/x?a=1&amp;token=***&amp;b=2"),
            ("/p#access_token=abc", "/p#access_token=***"),
            (
                "/go?url=http%3A%2F%2Fb.cn%2F%3Fpwd%3Dabc%26id%3D3&x=1",
                "/go?url=http%3A%2F%2Fb.cn%2F%3Fpwd%3D***%26id%3D3&x=1",
            ),
            ("\"/x?api_key=k\"", "\"/x?api_key=***\""),
            ("/x?password=&id=1", "/x?password=&id=1"),
            ("/x?compass=north&passport=1&keyword=pwd", "/x?compass=north&passport=1&keyword=pwd"),
            ("/password=1/x", "/password=1/x"),
            ("重置 password=请联系", "重置 password=请联系"),
            ("/x?id=3", "/x?id=3"),
        ] {
            assert_eq!(masked(written), shown);
            assert_eq!(masked(shown), shown, "masked once");
        }
    }
}
