//! The cheapest way to cut a sentence into words, and what a change would save.

use super::lexicon::{LEXICON, LONGEST, UNKNOWN, Walk};
use crate::text::is_han;

/// A sentence cut into words in every way at once: the least cost up to each place, and from it on.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    before: Vec<f32>,
    after: Vec<f32>,
    /// On the cheapest way, how long the word is that a symbol belongs to, and what it costs.
    word: Vec<(u8, f32)>,
    /// From each place, how many symbols on a word could still go on.
    reach: Vec<u8>,
}

/// The cost of a symbol that is no character: the same before and after any change.
const SYMBOL: f32 = 8.0;

/// What sums of costs differ by that are the same (nats).
const ROUNDING: f32 = 0.01;

/// The symbols as they stand with a part replaced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patch<'a> {
    /// The first symbol replaced.
    pub at: usize,
    /// How many are replaced.
    pub len: usize,
    /// What stands there instead.
    pub new: &'a [char],
}

impl Patch<'_> {
    /// The symbol at a place of the changed sentence.
    pub(super) fn get(&self, old: &[char], i: usize) -> Option<char> {
        if i < self.at {
            old.get(i).copied()
        } else if i < self.at + self.new.len() {
            Some(self.new[i - self.at])
        } else {
            old.get(i + self.len - self.new.len()).copied()
        }
    }
}

/// Calls for every word that begins here, with its length and cost; a single symbol always counts as one.
/// Answers how many symbols on a word could have gone on.
fn each_word(get: impl Fn(usize) -> Option<char>, from: usize, mut found: impl FnMut(usize, f32)) -> usize {
    let Some(first) = get(from) else { return 0 };
    if !is_han(first) {
        found(1, SYMBOL);
        return 0;
    }
    let mut walk = Walk::START;
    for length in 1..=LONGEST {
        let Some((next, cost)) = get(from + length - 1).and_then(|c| LEXICON.walk(walk, c)) else {
            if length == 1 {
                found(1, UNKNOWN);
            }
            return length - 1;
        };
        walk = next;
        match cost {
            Some(cost) => found(length, cost),
            None if length == 1 => found(1, UNKNOWN),
            None => {}
        }
    }
    LONGEST
}

impl Lattice {
    pub(super) fn new(symbols: &[char]) -> Self {
        let n = symbols.len();
        let mut words: Vec<(u32, u8, f32)> = Vec::with_capacity(n * 3);
        let mut before = vec![f32::INFINITY; n + 1];
        let mut via = vec![(1u8, 0.0); n + 1];
        let mut reach = vec![0u8; n];
        before[0] = 0.0;
        for i in 0..n {
            let far = each_word(
                |k| symbols.get(k).copied(),
                i,
                |length, cost| {
                    words.push((i as u32, length as u8, cost));
                    if before[i] + cost < before[i + length] {
                        before[i + length] = before[i] + cost;
                        via[i + length] = (length as u8, cost);
                    }
                },
            );
            reach[i] = far as u8;
        }
        let mut after = vec![f32::INFINITY; n + 1];
        after[n] = 0.0;
        for (i, length, cost) in words.into_iter().rev() {
            let i = i as usize;
            after[i] = after[i].min(cost + after[i + usize::from(length)]);
        }
        let mut word = vec![(1u8, 0.0); n];
        let mut end = n;
        while end > 0 {
            let length = usize::from(via[end].0);
            word[end - length..end].fill(via[end]);
            end -= length;
        }
        Self {
            before,
            after,
            word,
            reach,
        }
    }

    /// What the whole sentence costs (nats).
    pub(super) fn total(&self) -> f32 {
        self.after[0]
    }

    /// What it costs up to a symbol, cut there.
    pub(super) fn up_to(&self, i: usize) -> f32 {
        self.before[i]
    }

    /// What it costs from a symbol on, cut there.
    pub(super) fn from(&self, i: usize) -> f32 {
        self.after[i]
    }

    /// Whether no word of the cheapest way lies across this place.
    pub(super) fn is_seam(&self, i: usize) -> bool {
        self.before[i] + self.after[i] <= self.total() + ROUNDING
    }

    /// How long the word is that this symbol belongs to, and what it costs.
    pub(super) fn word(&self, i: usize) -> (usize, f32) {
        self.word.get(i).map_or((0, 0.0), |(length, cost)| (usize::from(*length), *cost))
    }

    /// What the whole sentence costs less with the change (nats), and the length of the longest word that covers changed symbols.
    pub(super) fn gain(&self, symbols: &[char], patch: Patch<'_>) -> (f32, usize) {
        let Patch { at, len, new } = patch;
        let end = at + new.len();
        let old_of = |p: usize| p + len - new.len();
        let mut best = if new.is_empty() {
            self.before[at] + self.after[at + len]
        } else {
            f32::INFINITY
        };
        let mut widest = 0;
        // The least cost up to each place inside the patch.
        let mut inside = [(f32::INFINITY, 0usize); 8];
        for from in at.saturating_sub(LONGEST - 1)..end.max(at) {
            let (base, wide) = if from <= at {
                (self.before[from], 0)
            } else {
                inside[(from - at).min(7)]
            };
            if !base.is_finite() || from < at && from + usize::from(self.reach[from]) < at {
                continue;
            }
            each_word(
                |k| patch.get(symbols, k),
                from,
                |length, cost| {
                    let to = from + length;
                    if to <= at {
                        return;
                    }
                    let (sum, wide) = (base + cost, wide.max(length));
                    if to >= end {
                        let whole = sum + self.after.get(old_of(to)).copied().unwrap_or(f32::INFINITY);
                        if whole < best {
                            best = whole;
                            widest = wide;
                        }
                    } else if sum < inside[(to - at).min(7)].0 {
                        inside[(to - at).min(7)] = (sum, wide);
                    }
                },
            );
        }
        (self.after[0] - best, widest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gain(text: &str, at: usize, len: usize, new: &str) -> (f32, usize) {
        let symbols: Vec<char> = text.chars().collect();
        let new: Vec<char> = new.chars().collect();
        let lattice = Lattice::new(&symbols);
        let (gain, widest) = lattice.gain(&symbols, Patch { at, len, new: &new });
        // The shortcut says what a second, whole cutting would.
        let mut changed = symbols.clone();
        changed.splice(at..at + len, new.iter().copied());
        let whole = lattice.after[0] - Lattice::new(&changed).after[0];
        assert!((whole - gain).abs() < 1e-3, "{text}: {whole} {gain}");
        (gain, widest)
    }

    #[test]
    fn a_change_that_makes_a_word_is_worth_much() {
        let (right, wide) = gain("全面推进攻府信息公开", 4, 1, "政");
        assert!(right > 8.0 && wide >= 2, "{right} {wide}");
        assert!(gain("全面推进政府信息公开", 4, 1, "攻").0 < -8.0);
        gain("全面推进政府府信息公开", 6, 1, "");
        gain("全面推进政信息公开", 5, 0, "府");
        gain("全推面进政府", 1, 2, "面推");
        gain("。", 0, 1, "，");
    }
}
