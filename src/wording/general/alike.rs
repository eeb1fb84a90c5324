//! Words of two characters with one taken for another that looks or sounds like it, as a list: 撒离 for 撤离.
//!
//! None of the wrong ones stands in the statutes, in a month of news or, rightly, in official pages, not even across two words
//! (docs/wording.md says how the list was made), so where both characters belong to no word, and to no name, the right one was meant.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::candidates::{Change, Judge};

/// What was meant, by what is written.
static ALIKE: LazyLock<FxHashMap<[char; 2], [char; 2]>> = LazyLock::new(|| {
    let bytes = zstd::decode_all(&include_bytes!("../data/alike.zst")[..]).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let mut found = FxHashMap::default();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let mut pairs = chars.chunks_exact(2).map(|p| [p[0], p[1]]);
        if let Some(right) = pairs.next() {
            found.extend(pairs.map(|wrong| (wrong, right)));
        }
    }
    found
});

/// How sure the list is (nats).
const SCORE: f32 = 3.0;

impl Judge<'_> {
    /// The word that was meant by the two characters that begin here.
    pub(super) fn alike_at(&self, i: usize) -> Option<Change> {
        let s = self.symbols;
        let alone = |k: usize| self.lattice.word(k).0 == 1;
        if i + 2 >= s.len() || !alone(i) || !alone(i + 1) {
            return None;
        }
        let right = ALIKE.get(&[s[i], s[i + 1]])?;
        if !self.lattice.is_seam(i) || !self.lattice.is_seam(i + 2) || self.in_name(i) || self.in_name(i + 1) || self.in_document_number(i)
        {
            return None;
        }
        let odd = usize::from(right[0] == s[i]);
        Some(Change {
            at: i + odd,
            len: 1,
            new: vec![right[odd]],
            score: SCORE,
            counted: false,
            seen: (0.0, 0.0),
            leaning: None,
        })
    }
}
