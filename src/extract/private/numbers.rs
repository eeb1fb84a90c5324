//! Long numbers in a text, however they are written: full-width digits, blanks or hyphens between groups.

use crate::text::narrow;
use std::ops::Range;

/// Runs of more digits than this are no number of a person; nothing of them is kept.
const LONGEST: usize = 64;

/// Digits that belong together: groups with single blanks or hyphens between them.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// All digits as ASCII, an `X` at the end where one stands there.
    digits: String,
    /// Each group: its digits, and its place in the text.
    groups: Vec<(Range<usize>, Range<usize>)>,
    /// Whether a letter, a point or a star stands right before or behind: then it is part of something longer.
    tied: (bool, bool),
}

/// One number of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number<'r> {
    /// Its digits.
    pub(super) digits: &'r str,
    /// Its place in the text, blanks and hyphens in it included.
    pub(super) span: Range<usize>,
    /// How many groups it is written in.
    pub(super) groups: usize,
}

impl Run {
    /// The numbers of `wanted` digits in whole groups, those written in one piece first; at most `most` groups a number.
    pub(super) fn numbers(&self, wanted: Range<usize>, most: usize) -> Vec<Number<'_>> {
        let mut found = Vec::new();
        for pieces in [1..2, 2..most + 1] {
            for count in pieces {
                for window in self.groups.windows(count) {
                    let (first, last) = (&window[0], &window[count - 1]);
                    let digits = &self.digits[first.0.start..last.0.end];
                    let span = first.1.start..last.1.end;
                    let taken = found
                        .iter()
                        .any(|n: &Number<'_>| n.span.start < span.end && span.start < n.span.end);
                    let begins = first.1.start == self.groups[0].1.start;
                    let ends = last.1.end == self.groups[self.groups.len() - 1].1.end;
                    let tied = begins && self.tied.0 || ends && self.tied.1;
                    if wanted.contains(&digits.len()) && !taken && !tied {
                        found.push(Number {
                            digits,
                            span,
                            groups: count,
                        });
                    }
                }
            }
        }
        found
    }

    /// Whether a number is the whole run, in groups of four digits but for the last.
    pub(super) fn is_by_fours(&self, number: &Number<'_>) -> bool {
        let (last, others) = (self.groups.len() - 1, &self.groups[..self.groups.len() - 1]);
        number.groups == self.groups.len() && others.iter().all(|g| g.0.len() == 4) && self.groups[last].0.len() <= 4
    }

    /// The lengths of the groups inside a span.
    pub(super) fn pattern(&self, span: &Range<usize>) -> Vec<usize> {
        let inside = |g: &&(Range<usize>, Range<usize>)| g.1.start >= span.start && g.1.end <= span.end;
        self.groups.iter().filter(inside).map(|g| g.0.len()).collect()
    }
}

/// A digit as ASCII.
fn digit(c: char) -> Option<char> {
    Some(narrow(c)).filter(char::is_ascii_digit)
}

fn is_check_letter(c: char) -> bool {
    matches!(narrow(c), 'x' | 'X')
}

fn parts(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '-' | '－' | '‐' | '\u{2011}' | '–' | '—')
}

fn ties(c: char) -> bool {
    c.is_ascii_alphanumeric() || digit(c).is_some() || is_check_letter(c) || matches!(c, '.' | '_' | '*' | '＊' | '/' | '=' | '%' | '+')
}

/// Hands `each` every run of at least eleven digits in `text`. Linear in the text.
pub(super) fn runs(text: &str, each: &mut dyn FnMut(&Run)) {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else {
            before = c;
            continue;
        };
        let mut run = Run::default();
        run.tied.0 = ties(before);
        run.digits.push(first);
        let mut group = (0, at);
        let mut end = at + c.len_utf8();
        let mut total = 1_usize;
        let mut last = c;
        while let Some((next_at, next)) = chars.peek().copied() {
            if let Some(d) = digit(next) {
                chars.next();
                total += 1;
                if run.digits.len() < LONGEST {
                    run.digits.push(d);
                }
                end = next_at + next.len_utf8();
                last = next;
                continue;
            }
            if is_check_letter(next) && run.digits.len() - group.0 <= 17 && total >= 17 {
                chars.next();
                run.digits.push('X');
                end = next_at + next.len_utf8();
                last = next;
                break;
            }
            let mut ahead = chars.clone();
            ahead.next();
            let goes_on = parts(next) && ahead.peek().is_some_and(|(_, c)| digit(*c).is_some());
            if !goes_on || total >= LONGEST {
                break;
            }
            run.groups.push((group.0..run.digits.len(), group.1..end));
            chars.next();
            group = (run.digits.len(), next_at + next.len_utf8());
        }
        run.groups.push((group.0..run.digits.len(), group.1..end));
        let behind = chars.peek().map(|(_, c)| *c);
        let decimal = || {
            let mut ahead = chars.clone();
            ahead.next();
            ahead.peek().is_some_and(|(_, c)| digit(*c).is_some())
        };
        run.tied.1 = behind.is_some_and(|c| ties(c) && (!matches!(c, '.' | '/' | '=' | '+') || decimal()));
        before = last;
        if (11..=LONGEST).contains(&total) {
            each(&run);
        }
    }
}

/// A number with its middle hidden, everything that is no digit as it stands.
pub(super) fn masked(written: &str) -> String {
    let digits = written.chars().filter(|c| digit(*c).is_some() || is_check_letter(*c)).count();
    let (front, back) = if digits <= 11 { (3, 4) } else { (4, 4) };
    let mut seen = 0;
    written
        .chars()
        .map(|c| {
            if digit(c).is_none() && !is_check_letter(c) {
                return c;
            }
            seen += 1;
            if seen > front && seen <= digits.saturating_sub(back) {
                '*'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wanted: Range<usize>) -> Vec<String> {
        let mut all = Vec::new();
        runs(text, &mut |run| {
            all.extend(run.numbers(wanted.clone(), 5).iter().map(|n| n.digits.to_owned()));
        });
        all
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for text in [
            "号码350211199001011233。",
            "３５０２１１１９９００１０１１２３３",
            "350211 19900101 1233",
            "350211-19900101-1233",
            "2024 350211199001011233 17",
        ] {
            assert_eq!(found(text, 18..19), ["350211199001011233"], "{text}");
        }
        assert_eq!(found("35021119900101123x，", 18..19), ["35021119900101123X"]);
    }

    #[test]
    fn parts_of_longer_things_are_none() {
        for text in [
            "G350211199001011233",
            "3502111990010112330",
            "0.350211199001011233",
            "350211199001011233.5",
            "350211****199001011233",
            "/350211199001011233",
            "350211199001011233AB",
        ] {
            assert_eq!(found(text, 18..19), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found(&"1".repeat(100_000), 18..19), Vec::<String>::new());
    }

    #[test]
    fn masks_hide_the_middle_and_keep_the_form() {
        assert_eq!(masked("350211199001011233"), "3502**********1233");
        assert_eq!(masked("350211 19900101 123X"), "3502** ******** 123X");
        assert_eq!(masked("13800001111"), "138****1111");
        assert_eq!(masked("３５０２１１１９９００１０１１２３３"), "３５０２**********１２３３");
    }
}
