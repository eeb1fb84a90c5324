//! Whether a sentence reads as official text does. Where it does not, in a name, a poem, a recipe, the trade of others, the dictionary
//! knows little of what may stand there, and being dear in words means little.

use super::super::follow::FOLLOW;
use super::candidates::Judge;
use crate::text::is_han;

/// So far on either side of a change the sentence is looked at.
const AROUND: usize = 12;

/// This share of the pairs of characters round a change stand side by side often in the statutes where the sentence reads as they do. Of
/// the alarms between the two thresholds of `candidates` it leaves 4 of 28 in a month of news and 3 of 17 on official pages, all of them
/// false, and 19 of 22 true ones in official sentences and published slips.
pub(super) const SHARE: f32 = 0.7;

/// The same with a model, which holds what it does not know for unlikely: see `candidates::ELSEWHERE_BY_MODEL`.
pub(super) const SHARE_BY_MODEL: f32 = 0.8;

/// Of few pairs nothing can be said: so many are added, just as ordinary as is asked for.
const ADDED: f32 = 4.0;

impl Judge<'_> {
    /// Whether the sentence round this change reads as official text does: this share of its pairs.
    pub(super) fn is_ordinary(&self, at: usize, len: usize, share: f32) -> bool {
        let from = at.saturating_sub(AROUND);
        let to = (at + len + AROUND).min(self.symbols.len());
        let apart = |k: &usize| k + 1 < at || *k >= at + len;
        let pairs = (from..to.saturating_sub(1))
            .filter(apart)
            .map(|k| (self.symbols[k], self.symbols[k + 1]));
        let (mut all, mut often) = (ADDED, ADDED * share);
        for (a, b) in pairs.filter(|(a, b)| is_han(*a) && is_han(*b)) {
            all += 1.0;
            often += if FOLLOW.often(a, b) { 1.0 } else { 0.0 };
        }
        often >= all * share
    }
}
