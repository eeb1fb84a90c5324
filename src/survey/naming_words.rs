//! The words by which columns are named, of their own free will, on government sites: far more than those by which a list
//! is taken for a column of a kind ([`super::kind_of_name`]), since here a word too few would be an accusation.

use std::sync::LazyLock;

use crate::lexicon::{COLUMN_ADDRESSES, COLUMN_WORDS, COLUMN_WORDS_NOT, entries, typed};
use crate::standard::ColumnKind;

/// A word that may name a kind of column.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamingWord {
    pub(super) word: &'static str,
    pub(super) kind: ColumnKind,
    /// Whether it can hardly mean anything else.
    pub(super) sure: bool,
}

/// The words.
pub(super) static WORDS: LazyLock<Vec<NamingWord>> = LazyLock::new(|| {
    let read = |entry: Vec<&'static str>| match entry[..] {
        [word, kind, sure, ..] => Some(NamingWord {
            word,
            kind: ColumnKind::of_id(kind)?,
            sure: sure == "sure",
        }),
        _ => None,
    };
    entries(COLUMN_WORDS).filter_map(read).collect()
});

/// What addresses are called whose links have no words: pictures that lead to services elsewhere.
pub(super) static ADDRESSES: LazyLock<Vec<(&str, ColumnKind)>> = LazyLock::new(|| typed(COLUMN_ADDRESSES, ColumnKind::of_id));

/// Names in which a word means something else: 审查调查 asks nobody's opinion. Name and word.
static NOT_SO: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| typed(COLUMN_WORDS_NOT, Some));

/// Whether the word means something else where it stands in this name.
pub(super) fn is_not_so(name: &str, word: &str) -> bool {
    NOT_SO.iter().any(|(other, of)| *of == word && name.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_names_a_kind_and_is_sure_or_not() {
        assert_eq!(WORDS.len(), entries(COLUMN_WORDS).count());
        assert_eq!(ADDRESSES.len(), entries(COLUMN_ADDRESSES).count());
        assert!(
            NOT_SO
                .iter()
                .all(|(name, of)| name.contains(of) && WORDS.iter().any(|w| w.word == *of))
        );
        assert!(entries(COLUMN_WORDS).all(|entry| matches!(entry[2], "sure" | "maybe")));
    }
}
