//! Mistakes in `sites.yaml`: where, what was written, what is wrong with it, what to do.

use std::fmt;

use unicode_width::UnicodeWidthStr;

/// Mistakes printed at most; the rest are counted.
const PRINTED: usize = 50;
/// Mistakes kept at most, so that a hostile file cannot fill the memory.
const KEPT: usize = 1_000;
/// Characters of the offending line printed at most.
const LINE_SHOWN: usize = 100;

/// A place in the file, both numbers from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands.
    pub place: Place,
    /// The text in question.
    pub text: String,
    /// What is wrong, one sentence.
    pub what: String,
    /// What to do, one sentence.
    pub advice: String,
    /// The part of its line around it, for those mistakes that are printed: the whole of a line of megabytes, once a
    /// mistake, would fill the memory.
    pub line_text: String,
    /// Blanks before the caret under that part.
    pub caret: usize,
}

/// Every mistake of one file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors {
    /// The file's name as the user gave it.
    pub file: String,
    /// The mistakes, sorted by place.
    pub mistakes: Vec<Mistake>,
}

impl ConfigErrors {
    /// The mistakes of `file`, whose content is `source`.
    pub(super) fn new(file: &str, source: &str, found: Mistakes) -> Self {
        let mut mistakes = found.0;
        mistakes.sort_by(|a, b| (a.place, &a.what).cmp(&(b.place, &b.what)));
        let lines: Vec<&str> = source.lines().collect();
        for mistake in mistakes.iter_mut().take(PRINTED) {
            let line = lines.get(mistake.place.line.saturating_sub(1)).copied().unwrap_or_default();
            (mistake.line_text, mistake.caret) = excerpt(line, mistake.place.column);
        }
        ConfigErrors {
            file: file.to_owned(),
            mistakes,
        }
    }
}

impl std::error::Error for ConfigErrors {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in self.mistakes.iter().take(PRINTED) {
            let Place { line, column } = mistake.place;
            writeln!(f, "{}:{line}:{column}: {}", self.file, mistake.what)?;
            if !mistake.line_text.trim().is_empty() {
                writeln!(f, "{line:>5} | {}", mistake.line_text)?;
                writeln!(f, "      | {}^", " ".repeat(mistake.caret))?;
            }
            writeln!(f, "      改法：{}", mistake.advice)?;
        }
        if self.mistakes.len() > PRINTED {
            writeln!(f, "…… 另有 {} 处未列出，改完以上各处后再检查一次。", self.mistakes.len() - PRINTED)?;
        }
        write!(f, "共 {} 处错误。", self.mistakes.len())
    }
}

/// The part of a line around `column`, and the place of a caret under it at the width terminals give Chinese characters.
/// Control characters are shown as spaces: they would move the caret, or the terminal.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    let skipped = column.saturating_sub(LINE_SHOWN / 2 + 1);
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let shown: String = line.chars().skip(skipped).take(LINE_SHOWN).map(clean).collect();
    let before: String = shown.chars().take(column.saturating_sub(1 + skipped)).collect();
    (shown.trim_end().to_owned(), before.width())
}

/// Gathers mistakes.
#[derive(Debug, Default)]
pub(super) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(super) fn add(&mut self, place: Place, text: &str, what: impl Into<String>, advice: impl Into<String>) {
        if self.0.len() < KEPT {
            self.0.push(Mistake {
                place,
                text: shortened(text),
                what: what.into(),
                advice: advice.into(),
                line_text: String::new(),
                caret: 0,
            });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Text of the file as messages quote it: one line, no control characters, not too long.
pub(super) fn shortened(text: &str) -> String {
    const QUOTED: usize = 60;
    let mut short: String = text.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_come_out_in_the_order_of_the_file_and_are_bounded() {
        let mut found = Mistakes::default();
        for line in (1..=2_000).rev() {
            found.add(Place { line, column: 1 }, "x", "错", "改");
        }
        let errors = ConfigErrors::new("a.yaml", "", found);
        assert_eq!(errors.mistakes.len(), KEPT);
        assert!(errors.mistakes.is_sorted_by_key(|m| m.place));
        assert!(errors.to_string().contains("另有 950 处未列出"));
    }

    #[test]
    fn one_long_line_is_not_kept_once_a_mistake() {
        let mut found = Mistakes::default();
        for column in 1..=KEPT {
            found.add(Place { line: 1, column }, "x", "错", "改");
        }
        let errors = ConfigErrors::new("a.yaml", &"长".repeat(1 << 20), found);
        let kept: usize = errors.mistakes.iter().map(|m| m.line_text.len()).sum();
        assert!(kept <= PRINTED * LINE_SHOWN * '长'.len_utf8(), "{kept}");
        assert_eq!(errors.to_string().matches('^').count(), PRINTED);
    }

    #[test]
    fn the_caret_stands_under_the_character_and_nothing_moves_the_terminal() {
        let (shown, caret) = excerpt("名称: \u{1b}[2Jx", 5);
        assert_eq!((shown.as_str(), caret), ("名称:  [2Jx", 6));
        let (shown, caret) = excerpt(&"长".repeat(10_000), 9_000);
        assert_eq!(shown.chars().count(), LINE_SHOWN);
        assert_eq!(caret, LINE_SHOWN);
    }
}
