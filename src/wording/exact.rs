//! Wrong strings found as they stand.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::lists::Pair;

/// All wrong strings at once.
#[derive(Debug)]
pub(super) struct Exact {
    search: Option<AhoCorasick>,
    pairs: Vec<Pair>,
}

impl Exact {
    pub(super) fn new(pairs: Vec<Pair>) -> Self {
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(pairs.iter().map(|p| &p.wrong));
        Self {
            // The lists are bounded by files a person wrote; one that is too long for the automaton is no list of slips.
            search: search.ok(),
            pairs,
        }
    }

    /// How many wrong strings are known.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Where a wrong string stands: its first symbol and the pair.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, &Pair)> {
        let Some(search) = &self.search else { return Vec::new() };
        let mut out = Vec::new();
        let (mut bytes, mut chars) = (0, 0);
        for found in search.find_iter(text) {
            chars += text[bytes..found.start()].chars().count();
            bytes = found.start();
            let pair = &self.pairs[found.pattern().as_usize()];
            if !pair.within.iter().any(|w| lies_within(text, found.start(), &pair.wrong, w)) {
                out.push((chars, pair));
            }
        }
        out
    }
}

/// Whether the wrong string at this place is a part of one that is right.
fn lies_within(text: &str, at: usize, wrong: &str, right: &str) -> bool {
    right.match_indices(wrong).any(|(offset, _)| {
        at.checked_sub(offset)
            .is_some_and(|from| text.is_char_boundary(from) && text[from..].starts_with(right))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_hold_in_their_context_only() {
        let exact = Exact::new(vec![Pair {
            wrong: "既使".into(),
            right: "即使".into(),
            serious: false,
            variant: false,
            within: vec!["既使用".into()],
        }]);
        let find = |text: &str| exact.find(text).iter().map(|(at, _)| *at).collect::<Vec<_>>();
        assert_eq!(find("他既使用了，既使不用"), [6]);
        assert_eq!(find("无"), Vec::<usize>::new());
    }
}
