//! Which slips of the general kind are serious all the same: those in an office, an agency, a word of the state.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::slip::{Slip, Tier};
use crate::lexicon::{WEIGHTY, entries};

/// The words.
static WORDS: LazyLock<FxHashSet<Vec<char>>> = LazyLock::new(|| {
    let words = entries(WEIGHTY).filter_map(|e| Some(e.first()?.chars().collect()));
    words.collect()
});

/// The longest of them, in characters.
const LONGEST: usize = 5;

/// What the dictionary tier is so sure of (nats) is no guess.
const SURE: f32 = 2.5;

/// Whether putting a slip right makes one of these words.
pub(super) fn is_weighty(chars: &[char], slip: &Slip) -> bool {
    let sure = match slip.tier {
        Tier::Pair => true,
        Tier::Dictionary | Tier::Model => slip.score >= SURE,
        Tier::Term | Tier::Pattern => false,
    };
    let right: Vec<char> = slip.right.chars().collect();
    if !sure || right.is_empty() || slip.to - slip.from != right.len() || right.len() > LONGEST {
        return false;
    }
    let from = slip.from.saturating_sub(LONGEST - 1);
    let to = (slip.to + LONGEST - 1).min(chars.len());
    let mut changed = chars[from..to].to_vec();
    changed[slip.from - from..slip.to - from].copy_from_slice(&right);
    let odd: Vec<usize> = (slip.from..slip.to)
        .filter(|k| chars[*k] != changed[*k - from])
        .map(|k| k - from)
        .collect();
    let (Some(first), Some(last)) = (odd.first(), odd.last()) else {
        return false;
    };
    (0..=*first).any(|start| (last + 1..=(start + LONGEST).min(changed.len())).any(|end| WORDS.contains(&changed[start..end])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighty(text: &str, from: usize, right: &str, tier: Tier, score: f32) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let to = from + right.chars().count();
        let slip = Slip {
            from,
            to,
            wrong: chars[from..to].iter().collect(),
            right: right.to_owned(),
            tier,
            serious: false,
            score,
            reason: String::new(),
        };
        is_weighty(&chars, &slip)
    }

    #[test]
    fn offices_and_agencies_are_serious_where_it_is_sure() {
        assert!(weighty("市公按局发布", 2, "安", Tier::Dictionary, 4.0));
        assert!(weighty("国务委圆到访", 3, "员", Tier::Dictionary, 4.0));
        assert!(weighty("推进攻府信息公开", 2, "政府", Tier::Pair, 20.0));
        assert!(!weighty("市公按局发布", 2, "安", Tier::Dictionary, 1.0));
        assert!(!weighty("作出布署", 2, "部署", Tier::Pair, 20.0));
    }
}
