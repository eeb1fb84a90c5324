//! The words of official Chinese with how often they stand: what a sentence is cut into.

use std::sync::LazyLock;

use super::beside::{Beside, pair};
use super::table::{EMPTY, Table, step};

/// The longest word that is looked for, in characters.
pub(super) const LONGEST: usize = 12;

/// What a running text of the size the frequencies come from holds, as ln: 60 million words (jieba's dictionary adds up to so many).
const TOTAL: f32 = 17.9;

/// The cost of a character that is no word of the dictionary.
pub(super) const UNKNOWN: f32 = 19.0;

/// The words, by the hash of their characters; every beginning of a word is held too, with frequency 0.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Table,
    /// Which two characters stand side by side in some word.
    pairs: Beside,
}

/// The shipped words: jieba's dictionary, place names, terms of statutes (see docs/wording.md).
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(SHIPPED));

const SHIPPED: &[u8] = include_bytes!("data/words.zst");

/// A walk down the words that begin at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    hash: u64,
}

impl Walk {
    /// Before the first character.
    pub(super) const START: Self = Self { hash: EMPTY };
}

impl Lexicon {
    fn read(packed: &[u8]) -> Self {
        let bytes = zstd::decode_all(packed).unwrap_or_default();
        let mut words = Table::for_keys(bytes.len() / 4);
        let mut pairs = Beside::pairs();
        each(&bytes, |chars, code| {
            let mut hash = EMPTY;
            for c in chars {
                hash = step(hash, *c);
                words.entry(hash);
            }
            if let Some(numbers) = words.entry(hash) {
                numbers[0] = code;
            }
            for two in chars.windows(2) {
                pairs.insert(pair(two[0], two[1]));
            }
        });
        Self { words, pairs }
    }

    /// One character further: `None` when no word goes on so; else the walk, and the cost if a word ends here.
    pub(super) fn walk(&self, walk: Walk, c: char) -> Option<(Walk, Option<f32>)> {
        let hash = step(walk.hash, c);
        let [code, _] = self.words.get(hash)?;
        Some((Walk { hash }, (code > 0).then(|| cost(code))))
    }

    /// Whether two characters may stand side by side in some word.
    pub(super) fn has_pair(&self, a: char, b: char) -> bool {
        self.pairs.has(pair(a, b))
    }

    /// The cost of a single character as a word.
    pub(super) fn single(&self, c: char) -> f32 {
        self.walk(Walk::START, c).and_then(|(_, cost)| cost).unwrap_or(UNKNOWN)
    }

    /// The cost of a whole word, if it is one.
    pub(super) fn word(&self, word: impl IntoIterator<Item = char>) -> Option<f32> {
        let mut walk = Walk::START;
        let mut found = None;
        for c in word {
            (walk, found) = self.walk(walk, c)?;
        }
        found
    }
}

/// The words of two characters that cost less than this (nats).
pub(super) fn words_of_two(below: f32) -> Vec<[char; 2]> {
    let mut found = Vec::new();
    let bytes = zstd::decode_all(SHIPPED).unwrap_or_default();
    each(&bytes, |chars, code| {
        if let [a, b] = chars
            && code > 0
            && cost(code) < below
        {
            found.push([*a, *b]);
        }
    });
    found
}

/// Hands on each word of the unpacked list and the code of its frequency. A word stands there as how many characters it shares with the one
/// before, how many bytes follow, they, and the code.
fn each(bytes: &[u8], mut hand: impl FnMut(&[char], u8)) {
    let mut chars: Vec<char> = Vec::new();
    let mut rest = bytes;
    while let [shared, length, after @ ..] = rest
        && after.len() > usize::from(*length)
    {
        let (own, tail) = after.split_at(usize::from(*length));
        chars.truncate(usize::from(*shared));
        chars.extend(std::str::from_utf8(own).unwrap_or_default().chars());
        hand(&chars, tail[0]);
        rest = &tail[1..];
    }
}

/// The cost of a frequency: how many nats it takes to say the word. The code is eight times the binary logarithm, and one.
fn cost(code: u8) -> f32 {
    TOTAL - f32::from(code - 1) / 8.0 * std::f32::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_cheap_and_nonsense_is_none() {
        assert!(LEXICON.words.len() > 400_000, "{}", LEXICON.words.len());
        for word in ["政府", "人民", "公安局", "厦门市", "思明区", "中华人民共和国", "办事指南"] {
            assert!(LEXICON.word(word.chars()).is_some(), "{word}");
        }
        for none in ["攻府", "公按局", "布暑"] {
            assert!(LEXICON.word(none.chars()).is_none(), "{none}");
        }
        assert!(LEXICON.single('的') < LEXICON.single('蛾'));
        assert!(LEXICON.word("政府".chars()) < LEXICON.word("政工".chars()));
    }
}
