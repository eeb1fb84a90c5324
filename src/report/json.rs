//! JSON as it leaves the program: no character in it can drive a terminal or turn what stands around it, and no secret of an
//! address is told. What is escaped (`\u202e`) is read back by programs as what it was.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::text::{is_hostile, masked};

/// Writes a value on one line, without a line end.
pub(super) fn line(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, Safe(CompactFormatter)))?;
    Ok(())
}

/// Writes a value over several lines, with a line end.
pub(super) fn pretty(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *to, Safe(PrettyFormatter::new())))?;
    to.write_all(b"\n")
}

/// A value over several lines, without a line end.
pub(crate) fn json_text(value: &serde_json::Value) -> String {
    let mut bytes = Vec::new();
    // Neither can fail: memory takes everything, and what is written is text.
    let _ = pretty(&mut bytes, value);
    String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()
}

/// A formatter that writes texts so.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let fragment = masked(fragment);
        let mut rest = &*fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hostile(*c)) {
            self.0.write_string_fragment(writer, &rest[..at])?;
            // All of them lie below U+FFFF.
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_hostile_and_no_secret_leaves_and_the_rest_is_as_ever() {
        let value = json!({"名\u{85}": ["右\u{202e}左\u{9b}2J", "a\"\n\u{7f}\u{2028}", "/x?id=1&pwd=a\"b"], "空": {}, "数": [1, [], null]});
        let text = json_text(&value);
        assert!(!text.replace('\n', "").chars().any(is_hostile), "{text}");
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["名\u{85}"][0], "右\u{202e}左\u{9b}2J");
        assert_eq!(back["名\u{85}"][2], "/x?id=1&pwd=***\"b");
        let plain = json!({"a": ["字", {"b": []}], "c": {}});
        assert_eq!(json_text(&plain), format!("{plain:#}"));
        let mut compact = Vec::new();
        line(&mut compact, &plain).unwrap();
        assert_eq!(String::from_utf8(compact).unwrap(), plain.to_string());
    }
}
