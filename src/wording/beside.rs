//! Which characters may stand side by side: a set of bits that is asked before anything dearer is.

/// Bits of a set of pairs: a megabyte. With half a million pairs one question in sixteen is answered yes in error, which costs time only.
const PAIRS: usize = 23;

/// Bits of a set of triples: two megabytes.
const TRIPLES: usize = 24;

/// A set that may say yes to what it does not hold, and never no to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Beside(Vec<u64>);

impl Beside {
    /// An empty set for pairs.
    pub(super) fn pairs() -> Self {
        Self(vec![0; (1 << PAIRS) / 64])
    }

    /// An empty set for triples.
    pub(super) fn triples() -> Self {
        Self(vec![0; (1 << TRIPLES) / 64])
    }

    /// This set with other bits, as they were written: `None` if they are of another number.
    pub(super) fn with_words(self, words: Vec<u64>) -> Option<Self> {
        (words.len() == self.0.len()).then_some(Self(words))
    }

    /// The bits, to be written.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    fn bit(&self, key: u64) -> (usize, u64) {
        let at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize;
        ((at / 64) & (self.0.len() - 1), 1 << (at % 64))
    }

    /// Puts a key in; whether it was new.
    pub(super) fn insert(&mut self, key: u64) -> bool {
        let (word, bit) = self.bit(key);
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    /// Whether a key may be held.
    pub(super) fn has(&self, key: u64) -> bool {
        let (word, bit) = self.bit(key);
        self.0[word] & bit != 0
    }
}

/// The key of two characters.
pub(super) fn pair(a: char, b: char) -> u64 {
    u64::from(u32::from(a)) << 21 | u64::from(u32::from(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_is_never_denied() {
        let mut pairs = Beside::pairs();
        assert!(pairs.insert(pair('政', '府')) && !pairs.insert(pair('政', '府')));
        assert!(pairs.has(pair('政', '府')) && !pairs.has(pair('府', '政')));
        assert!(Beside::triples().words().len() > pairs.words().len());
        assert_eq!(Beside::pairs().with_words(pairs.words().to_vec()), Some(pairs));
        assert_eq!(Beside::pairs().with_words(vec![0; 3]), None);
    }
}
