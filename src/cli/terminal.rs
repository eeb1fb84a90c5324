//! What goes to the terminal: text made harmless, tables that align Chinese, colours where they are welcome.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use crate::report;
use crate::text::{is_hostile, masked};
use comfy_table::{ContentArrangement, Table, presets};

/// Standard output as commands see it.
pub(crate) struct Screen<'a> {
    out: Box<dyn Write + 'a>,
    colour: bool,
}

impl Screen<'_> {
    /// The real standard output. Colours only where somebody looks, and has not asked for none (`NO_COLOR`).
    pub(crate) fn stdout() -> Screen<'static> {
        let out = io::stdout().lock();
        let colour = out.is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            && std::env::var_os("TERM").is_none_or(|t| t != "dumb");
        Screen {
            out: Box::new(PipeSafe::new(out)),
            colour,
        }
    }

    /// Some other place, without colours.
    #[cfg(test)]
    pub(crate) fn plain(out: &mut dyn Write) -> Screen<'_> {
        Screen {
            out: Box::new(PipeSafe::new(out)),
            colour: false,
        }
    }

    /// One line; control characters in it are escaped.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{}", visible(&text.to_string()))
    }

    /// A heading with a blank line before it.
    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = visible(text);
        if self.colour {
            writeln!(self.out, "\n\u{1b}[1m{text}\u{1b}[0m")
        } else {
            writeln!(self.out, "\n{text}")
        }
    }

    /// Text of several lines; control characters other than line ends are escaped.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.line(line))
    }

    /// Takes text piece by piece and puts it out line by line, as [`Screen::text`] does with a whole one.
    pub(crate) fn lines(&mut self) -> impl Write {
        Lines {
            screen: self,
            line: Vec::new(),
        }
    }

    /// A table without borders: the lines of borders are as wide as two letters in some Chinese fonts.
    pub(crate) fn table<const N: usize>(&mut self, header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> io::Result<()> {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(header);
        for row in rows {
            table.add_row(row.map(|cell| visible(&cell).into_owned()));
        }
        for line in table.lines() {
            writeln!(self.out, " {}", line.trim_end())?;
        }
        Ok(())
    }

    /// A value as JSON, for programs.
    pub(crate) fn json(&mut self, value: &serde_json::Value) -> io::Result<()> {
        writeln!(self.out, "{}", report::json_text(value))
    }

    /// Whether colours are welcome.
    pub(crate) fn colour(&self) -> bool {
        self.colour
    }
}

/// See [`Screen::lines`].
struct Lines<'s, 'a> {
    screen: &'s mut Screen<'a>,
    line: Vec<u8>,
}

impl Write for Lines<'_, '_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        for piece in buf.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(piece);
            if self.line.pop_if(|b| *b == b'\n').is_some() {
                let line = std::mem::take(&mut self.line);
                self.screen.line(String::from_utf8_lossy(&line))?;
            }
        }
        Ok(buf.len())
    }

    /// A line that has not ended waits for its end: it may end in the middle of a character.
    fn flush(&mut self) -> io::Result<()> {
        self.screen.flush()
    }
}

impl Write for Screen<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.out.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A writer that goes quiet when its reader has gone (`xuncha … | head`): the command still does its work, and its
/// exit code still says what was found.
struct PipeSafe<W> {
    inner: W,
    gone: bool,
}

impl<W: Write> PipeSafe<W> {
    fn new(inner: W) -> Self {
        PipeSafe { inner, gone: false }
    }
}

impl<W: Write> Write for PipeSafe<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(buf.len());
        }
        match self.inner.write(buf) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(buf.len())
            }
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        match self.inner.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// The text with control characters, and the invisible ones that turn the direction of writing, escaped: what comes
/// from a page or a file must not move the cursor or hide a part of itself. Secrets in addresses are masked.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let text = masked(text);
    if !text.chars().any(is_hostile) {
        return text;
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) {
            clean.extend(c.escape_default());
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_drive_the_terminal() {
        assert_eq!(visible("警务要闻 ok"), "警务要闻 ok");
        assert_eq!(visible("a\u{1b}[2J\r\n\u{202e}b\u{9b}"), "a\\u{1b}[2J\\r\\n\\u{202e}b\\u{9b}");
        assert_eq!(visible("http://a.cn/x?token=abc&id=1"), "http://a.cn/x?token=***&id=1");
    }

    #[test]
    fn columns_align_by_display_width() {
        let mut bytes = Vec::new();
        Screen::plain(&mut bytes)
            .table(["编号", "名称"], [["a".into(), "甲".into()], ["思明子站".into(), "乙".into()]])
            .unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let widths: Vec<usize> = text
            .lines()
            .map(|l| unicode_width::UnicodeWidthStr::width(l.split(['名', '甲', '乙']).next().unwrap()))
            .collect();
        assert!(widths.len() == 3 && widths.iter().all(|w| *w == widths[0]), "{text}");
    }

    #[test]
    fn a_reader_that_left_is_no_error() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        let mut gone = Gone;
        let mut screen = Screen::plain(&mut gone);
        screen.line("x").unwrap();
        screen.flush().unwrap();
    }
}
