//! Which two characters may stand side by side: a set of bits that is asked before anything dearer is.

/// Bits: a megabyte of them. With half a million pairs one question in sixteen is answered yes in error, which costs time only.
const BITS: usize = 1 << 23;

/// A set of pairs that may say yes to one it does not hold, and never no to one it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairs(Vec<u64>);

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; BITS / 64])
    }
}

impl Pairs {
    /// A set as it was written.
    pub(super) fn from_words(words: Vec<u64>) -> Option<Self> {
        (words.len() == BITS / 64).then_some(Self(words))
    }

    /// The bits, to be written.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    fn bit(a: char, b: char) -> (usize, u64) {
        let both = u64::from(u32::from(a)) << 21 | u64::from(u32::from(b));
        let at = (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 41) as usize;
        (at / 64, 1 << (at % 64))
    }

    /// Puts a pair in; whether it was new.
    pub(super) fn insert(&mut self, a: char, b: char) -> bool {
        let (word, bit) = Self::bit(a, b);
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    /// Whether a pair may be held.
    pub(super) fn has(&self, a: char, b: char) -> bool {
        let (word, bit) = Self::bit(a, b);
        self.0[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_is_never_denied() {
        let mut pairs = Pairs::default();
        assert!(pairs.insert('政', '府') && !pairs.insert('政', '府'));
        assert!(pairs.has('政', '府') && !pairs.has('府', '政'));
        assert_eq!(Pairs::from_words(pairs.words().to_vec()), Some(pairs));
        assert_eq!(Pairs::from_words(vec![0; 3]), None);
    }
}
