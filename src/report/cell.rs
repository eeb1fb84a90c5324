//! One cell of a sheet. Text from the web reaches a spreadsheet only through [`Cell::text`].

use crate::text::masked;

/// A cell that is safe to open in a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell(String);

/// Excel cuts a cell at 32,767 UTF-16 units; ours end before, and say so.
const LONGEST: usize = 32_000;
/// Larger whole numbers are rounded by spreadsheets (they keep 15 digits).
const EXACT: u64 = 1_000_000_000_000_000;

impl Cell {
    /// Any text: on one line, without control and direction characters and secrets of addresses, never a formula, never too long.
    /// What a spreadsheet would take for a number or a day and show as another is marked with `#`, as [`Cell::number`] does.
    pub(super) fn text(text: &str) -> Cell {
        let mut clean = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                // A line end inside a cell breaks tools that read line by line.
                c if c.is_whitespace() => {
                    if !clean.ends_with(' ') {
                        clean.push(' ');
                    }
                }
                c if c.is_control() || turns_direction(c) => {}
                c => clean.push(c),
            }
        }
        // Trimmed before the guard: spreadsheets forgive a blank before a formula.
        let clean = shorten(&masked(clean.trim()));
        // A formula in a title runs on the editor's machine (CSV injection); the apostrophe makes it text.
        // The wide forms are formulas where an East Asian input method is set.
        if clean.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
            Cell(format!("'{clean}"))
        } else if is_taken_for_another(&clean) {
            Cell(format!("#{clean}"))
        } else {
            Cell(clean)
        }
    }

    /// Text that may be missing.
    pub(super) fn maybe(text: Option<&str>) -> Cell {
        text.map_or(Cell(String::new()), Cell::text)
    }

    /// A whole number; marked with `#` where a spreadsheet would round it.
    pub(super) fn number(number: u64) -> Cell {
        Cell(if number < EXACT { number.to_string() } else { format!("#{number}") })
    }

    /// A number of days, which may lie in the past. Digits behind a minus are no formula: a spreadsheet takes them as a number.
    pub(super) fn days(days: i64) -> Cell {
        Cell(days.to_string())
    }

    /// A time given as RFC 3339, as `2026-11-23 09:05:00` on the clock of its own offset.
    pub(super) fn time(rfc3339: &str) -> Cell {
        match (rfc3339.get(..10), rfc3339.get(10..11), rfc3339.get(11..19)) {
            (Some(day), Some("T" | " "), Some(clock)) => Cell::text(&format!("{day} {clock}")),
            _ => Cell::text(rfc3339),
        }
    }

    /// 是 or 否.
    pub(super) fn yes_no(yes: bool) -> Cell {
        Cell(if yes { "是" } else { "否" }.to_owned())
    }

    /// A cell for a person to fill in.
    pub(super) fn blank() -> Cell {
        Cell(String::new())
    }

    /// The text as it stands in the sheet.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a spreadsheet makes something else of a text: it drops the zeros of `0012`, reads `3E5` as 300000, `1-2`, `11/20` and
/// `2026-11` as days, and rounds what has more than 15 digits. A whole date stays what it is.
fn is_taken_for_another(text: &str) -> bool {
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    // Longer ones are of digits alone.
    if digits(text, text.len()) {
        return text.len() > 15 || (text.len() > 1 && text.starts_with('0'));
    }
    if text.len() > 20 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let scientific = text.split_once(['e', 'E']).is_some_and(|(mantissa, power)| {
        let mut parts = mantissa.splitn(2, '.');
        parts.all(|part| digits(part, 20)) && digits(power.trim_start_matches(['+', '-']), 3)
    });
    let day = text
        .split_once(['-', '/'])
        .is_some_and(|(first, second)| digits(first, 4) && digits(second, 4));
    scientific || day
}

/// Marks that reorder or hide what stands around them, and so can disguise an address or a file name.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn shorten(text: &str) -> String {
    // Bytes are never fewer than UTF-16 units: the short way out for almost every cell.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 0;
    let cut = text
        .char_indices()
        .find(|(_, c)| {
            units += c.len_utf16();
            units > LONGEST
        })
        .map_or(text.len(), |(at, _)| at);
    format!("{}…（内容过长，已截断，原有 {} 字）", &text[..cut], text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_the_web_cannot_run_or_hide() {
        for (written, shown) in [
            ("通告", "通告"),
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+86 592", "'+86 592"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            ("\r=1", "'=1"),
            ("\0=1", "'=1"),
            ("\u{200b}=1", "'=1"),
            ("  =1", "'=1"),
            ("\u{3000}=1", "'=1"),
            ("＝1", "'＝1"),
            ("a=b", "a=b"),
            ("一\r\n二\n\n三", "一 二 三"),
            ("a\u{0}b\u{7}c\u{85}d", "abc d"),
            ("\u{202e}fdp.exe\u{202c}", "fdp.exe"),
            ("", ""),
            ("   ", ""),
            ("a\u{9b}2J\u{80}", "a2J"),
            ("打不开 /x?id=1&pwd=abc", "打不开 /x?id=1&pwd=***"),
        ] {
            assert_eq!(Cell::text(written).as_str(), shown, "{written:?}");
        }
    }

    #[test]
    fn what_a_spreadsheet_would_change_is_marked() {
        for changed in [
            "0012",
            "00",
            "3E5",
            "1.5e-3",
            "1-2",
            "11/20",
            "2026-11",
            "11/2026",
            "20261123000112345678",
        ] {
            assert_eq!(Cell::text(changed).as_str(), format!("#{changed}"));
        }
        for kept in [
            "0",
            "12",
            "99.8",
            "0.5",
            "2026-11-23",
            "2026-11-23 09:05:00",
            "3E栋",
            "1-2号楼",
            "三1-2",
            "30%",
            "E5",
            "1-2-3-4",
            "1.2.3",
        ] {
            assert_eq!(Cell::text(kept).as_str(), kept);
        }
    }

    #[test]
    fn a_cell_fits_into_excel_and_says_that_it_was_cut() {
        for text in ["字".repeat(40_000), "😀".repeat(20_000), format!("={}", "x".repeat(40_000))] {
            let cell = Cell::text(&text);
            let units = cell.as_str().encode_utf16().count();
            assert!((32_000..32_100).contains(&units), "{units}");
            assert!(cell.as_str().ends_with("字）"), "the note is missing");
        }
        let whole = "字".repeat(32_000);
        assert_eq!(Cell::text(&whole).as_str(), whole);
    }

    #[test]
    fn times_lose_their_offset_and_odd_ones_stay() {
        assert_eq!(Cell::time("2026-11-23T09:05:00+08:00").as_str(), "2026-11-23 09:05:00");
        assert_eq!(Cell::time("2026-11-23T09:05:00.123+08:00").as_str(), "2026-11-23 09:05:00");
        assert_eq!(Cell::time("2026-11-23").as_str(), "2026-11-23");
        assert_eq!(Cell::time("二〇二六年十一月").as_str(), "二〇二六年十一月");
    }

    #[test]
    fn numbers_a_spreadsheet_would_round_are_text() {
        assert_eq!(Cell::number(999_999_999_999_999).as_str(), "999999999999999");
        assert_eq!(Cell::number(u64::MAX).as_str(), "#18446744073709551615");
    }
}
