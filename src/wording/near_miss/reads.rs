//! Whether a place that differs from a term by one character reads as words of the dictionary all the same.

use super::super::lexicon::LEXICON;
use super::plausible::loose;

/// How far outside the place a word may reach.
const OUTSIDE: usize = 3;

/// The longest word that is tried.
const LONGEST: usize = 4;

/// How freely words are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// The word that holds the changed symbol must cost less.
    pub dearest: f32,
    /// Whether single characters that may stand anywhere count among the rest.
    pub loose: bool,
}

/// Whether words cover `from..to` with the changed symbol `odd` in one of them; `alone` says what may be a word of one character there.
/// Words at the ends may reach outside. What is kept of the term must fall into words of two characters and more.
pub(super) fn reads(symbols: &[char], from: usize, to: usize, odd: usize, how: Reading, alone: impl Fn(char) -> bool) -> bool {
    let first = odd.saturating_sub(LONGEST - 1).max(from.saturating_sub(OUTSIDE));
    (first..=odd).any(|a| {
        (odd + 1..=(a + LONGEST).min(symbols.len())).any(|b| {
            let stands = if b - a == 1 {
                alone(symbols[odd])
            } else {
                cost(symbols, a, b).is_some_and(|c| c < how.dearest)
            };
            stands && before(symbols, from, a, how) && after(symbols, b, to, how)
        })
    })
}

fn is_word(symbols: &[char], a: usize, b: usize) -> bool {
    cost(symbols, a, b).is_some()
}

fn cost(symbols: &[char], a: usize, b: usize) -> Option<f32> {
    LEXICON.word(symbols.get(a..b)?.iter().copied())
}

/// Whether words cover `from..end`; the first of them may begin before.
fn before(symbols: &[char], from: usize, end: usize, how: Reading) -> bool {
    if end <= from || how.loose && loose(symbols[end - 1]) && before(symbols, from, end - 1, how) {
        return true;
    }
    (2..=LONGEST).any(|n| {
        end.checked_sub(n)
            .is_some_and(|a| a + OUTSIDE >= from && is_word(symbols, a, end) && before(symbols, from, a, how))
    })
}

/// Whether words cover `start..to`; the last of them may end after.
fn after(symbols: &[char], start: usize, to: usize, how: Reading) -> bool {
    if start >= to || how.loose && loose(symbols[start]) && after(symbols, start + 1, to, how) {
        return true;
    }
    (2..=LONGEST).any(|n| is_word(symbols, start, start + n) && start + n <= to + OUTSIDE && after(symbols, start + n, to, how))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, from: usize, to: usize, odd: usize) -> bool {
        let symbols: Vec<char> = text.chars().collect();
        reads(
            &symbols,
            from,
            to,
            odd,
            Reading {
                dearest: f32::INFINITY,
                loose: false,
            },
            |c| c == '的',
        )
    }

    #[test]
    fn words_that_lie_side_by_side_read() {
        assert!(read("由国务院管理。", 1, 6, 4));
        assert!(read("服务的政府。", 0, 5, 2));
        // 相应 and 院校 reach outside.
        assert!(read("相应的管理体系", 1, 7, 2));
        assert!(read("人民警察院校", 0, 5, 2));
        assert!(!read("人民攻府。", 0, 4, 2));
        assert!(!read("服务猪政府。", 0, 5, 2));
        assert!(!read("中华人民共的国。", 0, 7, 5));
    }
}
