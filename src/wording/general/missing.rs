//! A character that is missing: only with a model, and only where it is nearly certain.

use std::sync::LazyLock;

use super::super::confusion::CONFUSION;
use super::super::lattice::Patch;
use super::super::lexicon::LEXICON;
use super::super::ngram::ORDER;
use super::candidates::{Change, ELSEWHERE_BY_MODEL, Judge};
use super::ordinary::SHARE_BY_MODEL;
use crate::text::is_han;

/// A place is looked at where what stands there is at least as unlikely as this (ln).
const UNLIKELY: f32 = -9.5;

/// And by so much less likely than the sentence on the whole.
const BELOW_MEAN: f32 = 4.5;

/// How much likelier the sentence must be with the character (nats), measured on clean text: below it every ellipsis is a slip.
const LIKELIER: f32 = 12.0;

/// What the sentence costs there at best, with a character more (nats).
const AT_BEST: f32 = 4.0;

/// How much the dictionary must gain besides (nats).
const GAIN: f32 = 3.0;

/// How often the three must stand together in the model.
const SEEN: f32 = 5.0;

/// Particles and figures come and go without a slip.
const LOOSE: &str =
    "的地得了着过和与及或等在为是有对由向将从以并且之其各所者也都就还又不一二三四五六七八九十百千万年月日个人中上下市县区省";

/// The characters in common use.
static COMMON: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all = CONFUSION
        .characters()
        .filter(|c| LEXICON.single(*c) < COMMON_COST && !LOOSE.contains(*c));
    let mut all: Vec<char> = all.collect();
    all.sort_unstable();
    all
});

/// The cost as a word of its own that the characters of everyday words stay under.
const COMMON_COST: f32 = 11.8;

impl Judge<'_> {
    /// The character that is probably missing before this place.
    pub(super) fn missing_at(&self, i: usize) -> Option<Change> {
        let s = self.symbols;
        let (left, right) = (s[i - 1], s[i]);
        if self.likely[i] > UNLIKELY.min(self.mean - BELOW_MEAN) || !is_han(left) || !is_han(right) {
            return None;
        }
        // What is missing was part of a word, and leaves a fragment of it.
        let lone = |k: usize| self.lattice.word(k).0 == 1 && !LOOSE.contains(s[k]);
        if !lone(i - 1) && !lone(i) {
            return None;
        }
        let over = ORDER - 1;
        let old = self.as_it_stands(i, i + over);
        if -old < LIKELIER + AT_BEST {
            return None;
        }
        let model = self.asked?.model;
        let mut best: Option<Change> = None;
        let fitting = model.followers(left, &COMMON).iter();
        for c in fitting.filter(|c| model.knows_three([left, **c, right])) {
            let between = self.count(&[left, *c, right]);
            if between < SEEN {
                continue;
            }
            let patch = Patch { at: i, len: 0, new: &[*c] };
            let (meant, _) = self.window(patch, i, (i + 1 + over).min(s.len() + 1));
            let llr = meant - old;
            let (gain, wide) = self.lattice.gain(s, patch);
            if llr < LIKELIER || gain < GAIN || wide < 2 {
                continue;
            }
            let score = (llr - LIKELIER) / 4.0 + 0.1;
            if score <= ELSEWHERE_BY_MODEL && !self.is_ordinary(i, 0, SHARE_BY_MODEL) {
                continue;
            }
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Change {
                    at: i,
                    len: 0,
                    new: vec![*c],
                    score,
                    counted: true,
                    seen: (0.0, between),
                    leaning: None,
                });
            }
        }
        best
    }
}
