//! What the model says of a change: how much likelier it makes the sentence, and on what grounds.

use super::super::lattice::Patch;
use super::super::lexicon::LEXICON;
use super::super::ngram::ORDER;
use super::super::prepare::EDGE;
use super::candidates::Judge;

/// The least likely that a symbol is held (ln): beyond it all is equally unknown.
pub(super) const FLOOR: f32 = -13.0;

/// The least that the first symbols of a change must be likelier for the rest to be looked at (nats),
const PROMISING: f32 = 3.5;

/// more where the model has not seen the change between its neighbours, but the dictionary knows the word that it makes,
const UNATTESTED: f32 = 2.5;

/// and what a symbol costs at best.
const AT_BEST: f32 = 0.5;

/// How likely a symbol of official text is held on the whole (ln), and with the weight of how many symbols a sentence is taken to be usual:
/// of a short one little is left beside the change.
const USUAL: f32 = -4.5;
const SPARE: f32 = 8.0;

/// The model's grounds for a change.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opinion {
    /// How much likelier the sentence is with it (nats).
    pub llr: f32,
    /// The most symbols around the place that it knows together with the change,
    pub known: usize,
    /// and without.
    pub known_before: usize,
    /// How likely it holds a symbol of the rest of the sentence, on the whole (ln): where it knows little, being unlikely means little.
    pub mean: f32,
}

impl Judge<'_> {
    /// What the model says of a change; `None` where it is not worth a closer look.
    pub(super) fn opinion(&self, patch: Patch<'_>) -> Option<Opinion> {
        let Patch { at, len, new } = patch;
        let changed = self.symbols.len() + new.len() - len;
        let near = (at + new.len() + 1).min(changed);
        let least = self.as_it_stands(at, at + len + 1) + PROMISING;
        // Asked first, for what most changes fail: the first symbol, were the others as likely as can be.
        let (first, mut known) = self.window(patch, at, at + 1);
        if first - (near - at - 1) as f32 * AT_BEST < least {
            return None;
        }
        let attested = self.attested(patch);
        if !attested && !self.makes_a_word(patch) {
            return None;
        }
        let (second, further) = self.window(patch, at + 1, near);
        let mut meant = first + second;
        known = known.max(further);
        if meant < least + if attested { 0.0 } else { UNATTESTED } {
            return None;
        }
        let (rest, further) = self.window(patch, near, (at + new.len() + ORDER - 1).min(changed));
        meant += rest;
        known = known.max(further);
        let over = at + len + ORDER - 1;
        Some(Opinion {
            llr: meant - self.as_it_stands(at, over),
            known,
            known_before: self.known_around(at, over),
            mean: self.elsewhere(at, over),
        })
    }

    /// The most symbols that the model knows together, of those that begin no later than `at` and end before `over`.
    pub(super) fn known_around(&self, at: usize, over: usize) -> usize {
        let before = self.known.iter().enumerate().take(over).skip(at);
        before.filter(|(i, k)| *i < at + **k).map(|(_, k)| *k).max().unwrap_or(0)
    }

    /// How likely the model holds a symbol outside these places, on the whole (ln).
    pub(super) fn elsewhere(&self, at: usize, over: usize) -> f32 {
        let all = self.symbols.len();
        let outside = self.as_it_stands(0, all) - self.as_it_stands(at, over);
        (outside + USUAL * SPARE) / ((all - (over.min(all) - at)) as f32 + SPARE)
    }

    /// How often these symbols stand together in the model.
    pub(super) fn count(&self, symbols: &[char]) -> f32 {
        self.asked.map_or(0.0, |a| a.count(symbols))
    }

    /// How likely the model holds these places of the sentence as it stands (ln).
    pub(super) fn as_it_stands(&self, from: usize, to: usize) -> f32 {
        self.likely[from..to.min(self.likely.len())].iter().sum()
    }

    /// How likely it holds these places of the changed sentence (ln), and the most symbols it knows together that begin no later than
    /// the change does.
    pub(super) fn window(&self, patch: Patch<'_>, from: usize, to: usize) -> (f32, usize) {
        (from..to).fold((0.0, 0), |(sum, most), i| {
            let (likely, known) = self.symbol(patch, i);
            (sum + likely, if i < patch.at + known { most.max(known) } else { most })
        })
    }

    /// How likely the model holds one symbol of the changed sentence after those before it (ln), and how many up to it are known together.
    fn symbol(&self, patch: Patch<'_>, i: usize) -> (f32, usize) {
        let Some(asked) = self.asked else { return (0.0, 0) };
        let symbol = |k: usize| patch.get(self.symbols, k).unwrap_or(EDGE);
        let (likely, known) = if i == patch.at {
            // What stands before it is unchanged.
            asked.likely(&self.contexts[i], symbol(i))
        } else {
            let mut before = [EDGE; ORDER - 1];
            let length = i.min(ORDER - 1);
            for (k, slot) in before[..length].iter_mut().enumerate() {
                *slot = symbol(i - length + k);
            }
            asked.likely(&asked.after(&before[..length]), symbol(i))
        };
        (likely.max(FLOOR), known)
    }

    /// Whether the model has seen three symbols with what was meant among them: quickly answered.
    fn attested(&self, patch: Patch<'_>) -> bool {
        let Some(asked) = self.asked else { return false };
        let (from, to) = (patch.at.saturating_sub(2), patch.at + patch.new.len().max(1));
        let symbol = |i: usize| patch.get(self.symbols, i);
        let three = |i: usize| Some([symbol(i)?, symbol(i + 1)?, symbol(i + 2)?]);
        (from..to).any(|i| three(i).is_some_and(|t| asked.model.knows_three(t)))
    }

    /// Whether the change makes a word of two characters, with a neighbour or by itself.
    fn makes_a_word(&self, patch: Patch<'_>) -> bool {
        let (from, to) = (patch.at.saturating_sub(1), patch.at + patch.new.len());
        let symbol = |i: usize| patch.get(self.symbols, i);
        let mut pairs = (from..to).filter_map(|i| Some([symbol(i)?, symbol(i + 1)?]));
        pairs.any(|two| LEXICON.word(two).is_some())
    }
}
