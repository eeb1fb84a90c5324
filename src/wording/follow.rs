//! Which characters follow one another in the statutes: what never stands side by side there is seldom right in official text.

use std::sync::LazyLock;

use super::beside::{Beside, pair};

/// Pairs of characters counted in 16 million characters of statutes (docs/wording.md).
pub(super) static FOLLOW: LazyLock<Follow> = LazyLock::new(|| Follow::read(include_bytes!("data/follow.zst")));

/// The pairs.
#[derive(Debug)]
pub(super) struct Follow {
    /// Seen twice or more.
    seen: Beside,
    /// Seen ten times or more.
    often: Beside,
}

impl Follow {
    /// Reads the compressed list: a line for each first character, what follows it often, a blank, what follows it now and then.
    fn read(packed: &[u8]) -> Self {
        let mut found = Self {
            seen: Beside::pairs(),
            often: Beside::pairs(),
        };
        let bytes = zstd::decode_all(packed).unwrap_or_default();
        for line in std::str::from_utf8(&bytes).unwrap_or_default().lines() {
            let mut chars = line.chars();
            let Some(first) = chars.next() else { continue };
            let mut often = true;
            for c in chars {
                if c == ' ' {
                    often = false;
                    continue;
                }
                found.seen.insert(pair(first, c));
                if often {
                    found.often.insert(pair(first, c));
                }
            }
        }
        found
    }

    /// Whether one follows the other at all.
    pub(super) fn has(&self, a: char, b: char) -> bool {
        self.seen.has(pair(a, b))
    }

    /// Whether it does so often.
    pub(super) fn often(&self, a: char, b: char) -> bool {
        self.often.has(pair(a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_statutes_is_known() {
        assert!(FOLLOW.often('政', '府') && FOLLOW.has('政', '府'));
        assert!(!FOLLOW.has('攻', '府') && !FOLLOW.has('捐', '增'));
    }
}
