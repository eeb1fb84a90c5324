//! A sentence as the tiers read it: its symbols between two edges, cut into words, and where each stands in the text.

use std::ops::Range;

use super::lattice::Lattice;
use super::prepare::{self, EDGE, Unit};
use super::slip::{Slip, Tier};

/// The score of what a list says.
pub(super) const CERTAIN: f32 = 20.0;

/// See the module.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// Its characters as they were written.
    pub(super) chars: &'a [char],
    /// What is judged, with an edge before and after.
    pub(super) symbols: Vec<char>,
    /// The same as one string.
    pub(super) text: String,
    /// How it is cut into words.
    pub(super) lattice: Lattice,
    /// The characters that each symbol between the edges stands for.
    units: Vec<Unit>,
}

impl<'a> Sentence<'a> {
    /// Reads it; none where it is no prose.
    pub(super) fn of(chars: &'a [char]) -> Option<Self> {
        let units = prepare::units(chars);
        if units.len() < 2 || !prepare::is_prose(&units) {
            return None;
        }
        let edge = || std::iter::once(EDGE);
        let symbols: Vec<char> = edge().chain(units.iter().map(|u| u.sym)).chain(edge()).collect();
        Some(Self {
            chars,
            text: symbols.iter().collect(),
            lattice: Lattice::new(&symbols),
            symbols,
            units,
        })
    }

    /// The symbols of a place.
    pub(super) fn at(&self, place: Range<usize>) -> String {
        self.symbols[place].iter().collect()
    }

    /// The character at which a symbol begins.
    pub(super) fn start(&self, symbol: usize) -> usize {
        self.unit(symbol).from as usize
    }

    /// The character behind a symbol.
    pub(super) fn end(&self, symbol: usize) -> usize {
        self.unit(symbol).to as usize
    }

    fn unit(&self, symbol: usize) -> &Unit {
        &self.units[symbol.saturating_sub(1).min(self.units.len() - 1)]
    }

    /// Whether nothing but characters stands between these symbols: no gap at all, or one after each, as letters are spaced
    /// out. What stands on both sides of a single gap are two texts: 白玉国 人民银行.
    fn is_one_text(&self, place: &Range<usize>) -> bool {
        let last = self.units.len();
        let units = &self.units[place.start.saturating_sub(1).min(last - 1)..(place.end - 1).min(last)];
        let gaps = units.windows(2).filter(|two| two[0].to != two[1].from).count();
        gaps == 0 || gaps + 1 == units.len()
    }

    /// What a list is certain of at this place, where that is one text.
    pub(super) fn certain(&self, place: Range<usize>, right: String, tier: Tier, serious: bool, reason: String) -> Option<Slip> {
        self.is_one_text(&place).then(|| Slip {
            from: self.start(place.start),
            to: self.start(place.end - 1) + 1,
            wrong: self.at(place),
            right,
            tier,
            serious,
            score: CERTAIN,
            reason,
        })
    }
}
