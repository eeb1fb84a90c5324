//! Protected terms written nearly right: one character replaced, missing, doubled, too many, or two in the wrong order.

mod certain;
mod names;
mod weigh;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lattice::Lattice;
use super::lists::{SHORTEST_TERM, Term};
use crate::text::is_han;
use weigh::Weighing;

/// A place that is one edit away from a protected term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Miss<'a> {
    /// The first symbol.
    pub from: usize,
    /// The symbol after it.
    pub to: usize,
    /// The term that was meant.
    pub term: &'a Term,
    /// Its characters.
    pub chars: &'a [char],
    /// The edit.
    pub edit: Edit,
    /// Whether nothing else explains what stands there; else it is a slip of something, and probably of this.
    pub certain: bool,
}

/// What was done to the term, with the place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    Replaced(usize),
    Missing(usize),
    Extra(usize),
    Swapped(usize),
    /// Two characters of a long term missing,
    TwoMissing(usize),
    /// twice there (the place of the second two),
    TwoDoubled(usize),
    /// or others in their place.
    TwoReplaced(usize),
}

/// Of a term so long two characters may be wrong and it is still known.
const TWO_AT_LEAST: usize = 7;

impl Edit {
    /// Of two edits that explain one place the lesser counts: a wrong last character, and not a missing one with another
    /// word after it.
    fn rank(self) -> u8 {
        match self {
            Self::Swapped(_) => 0,
            Self::Replaced(_) => 1,
            Self::Extra(_) => 2,
            Self::Missing(_) => 3,
            Self::TwoDoubled(_) => 4,
            Self::TwoReplaced(_) => 5,
            Self::TwoMissing(_) => 6,
        }
    }
}

/// Where two characters stand in a term.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    /// Which term.
    id: u32,
    /// Which place of it.
    at: u8,
    /// Whether that is its first half.
    first: bool,
}

/// Terms, found by two characters of either half: one edit leaves one half whole.
#[derive(Debug, Default)]
pub(super) struct Terms {
    all: Vec<(Term, Vec<char>)>,
    /// Two characters, and the terms that hold them: which term, where in it, whether that is the first half.
    anchors: FxHashMap<(char, char), Vec<Anchor>>,
    /// Terms of four with the middle two swapped: neither half stands whole then.
    turned: FxHashMap<Vec<char>, u32>,
    exact: FxHashSet<Vec<char>>,
    longest: usize,
}

impl Terms {
    pub(super) fn new(terms: Vec<Term>) -> Self {
        let mut terms: Vec<(Term, Vec<char>)> = terms.into_iter().map(|t| (t.clone(), t.text.chars().collect())).collect();
        // A longer term first: its near misses are not those of a part of it.
        terms.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
        terms.dedup_by(|a, b| a.1 == b.1);
        let mut common: FxHashMap<(char, char), u32> = FxHashMap::default();
        for (_, chars) in &terms {
            chars.windows(2).for_each(|w| *common.entry((w[0], w[1])).or_default() += 1);
        }
        let mut anchors: FxHashMap<(char, char), Vec<Anchor>> = FxHashMap::default();
        for (id, (_, chars)) in terms.iter().enumerate() {
            let (head, tail) = halves(chars.len());
            for (from, to, first) in [(0, head, true), (tail, chars.len(), false)] {
                // The pair that the fewest terms share is asked for: fewer comparisons.
                let rarest = (from..to - 1).min_by_key(|i| common[&(chars[*i], chars[i + 1])]);
                if let Some(i) = rarest {
                    anchors.entry((chars[i], chars[i + 1])).or_default().push(Anchor {
                        id: id as u32,
                        at: i as u8,
                        first,
                    });
                }
            }
        }
        let four = terms.iter().enumerate().filter(|(_, t)| t.1.len() == 4 && t.1[1] != t.1[2]);
        Self {
            turned: four.map(|(id, (_, c))| (vec![c[0], c[2], c[1], c[3]], id as u32)).collect(),
            exact: terms.iter().map(|t| t.1.clone()).collect(),
            longest: terms.first().map_or(0, |t| t.1.len()),
            all: terms,
            anchors,
        }
    }

    /// How many terms are protected.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// All near misses in these symbols; of two at one place the one of the longer term.
    pub(super) fn misses(&self, symbols: &[char], lattice: &Lattice) -> Vec<Miss<'_>> {
        let mut found: Vec<Miss<'_>> = Vec::new();
        let mut edits: Vec<Found> = Vec::new();
        for (i, two) in symbols.windows(2).enumerate() {
            if let Some(four) = symbols.get(i..i + 4)
                && let Some(id) = self.turned.get(four)
            {
                let (term, chars) = &self.all[*id as usize];
                found.push(Miss {
                    from: i,
                    to: i + 4,
                    term,
                    chars,
                    edit: Edit::Swapped(1),
                    certain: false,
                });
            }
            let Some(held) = self.anchors.get(&(two[0], two[1])) else {
                continue;
            };
            for Anchor { id, at, first } in held {
                let (name, term) = &self.all[*id as usize];
                edits.clear();
                let look = if *first { after } else { before };
                look(symbols, i, term, usize::from(*at), &mut edits);
                found.extend(edits.iter().map(|(from, to, edit)| Miss {
                    from: *from,
                    to: *to,
                    term: name,
                    chars: term,
                    edit: *edit,
                    certain: false,
                }));
            }
        }
        if found.is_empty() {
            return found;
        }
        let right = self.exact_places(symbols);
        found.retain(|m| {
            let (from, to) = changed(m);
            // What is missing lies between two symbols: only a term that holds both explains it.
            let whole = |r: &(usize, usize)| match m.edit {
                Edit::Missing(_) | Edit::TwoMissing(_) => r.0 <= from && to <= r.1,
                _ => from < r.1 && r.0 < to,
            };
            !right.iter().any(whole)
        });
        if found.is_empty() {
            return found;
        }
        let weighing = Weighing::new(symbols, lattice);
        let weighed = found.into_iter().filter_map(|m| {
            let over = weighing.slip(&m)?;
            let certain = weighing.is_certain(&m);
            (certain || weighing.is_unread(&m)).then_some((Miss { certain, ..m }, over))
        });
        let mut slips: Vec<(Miss<'_>, f32)> = weighed.collect();
        slips.sort_by(|(a, over), (b, than)| {
            let key = |m: &Miss<'_>| (std::cmp::Reverse(m.term.text.len()), m.from, m.edit.rank());
            key(a).cmp(&key(b)).then(than.total_cmp(over))
        });
        let mut kept: Vec<Miss<'_>> = Vec::new();
        for (miss, _) in slips {
            if kept.iter().all(|k| miss.to <= k.from || k.to <= miss.from) {
                kept.push(miss);
            }
        }
        kept.sort_by_key(|m| m.from);
        kept
    }

    /// Where terms stand as they should.
    fn exact_places(&self, symbols: &[char]) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for from in 0..symbols.len() {
            let most = self.longest.min(symbols.len() - from);
            for length in SHORTEST_TERM..=most {
                if self.exact.contains(&symbols[from..from + length]) {
                    out.push((from, from + length));
                }
            }
        }
        out
    }
}

/// The symbols of a near miss that are wrong: where one is missing, its neighbours.
fn changed(m: &Miss<'_>) -> (usize, usize) {
    match m.edit {
        Edit::Replaced(i) | Edit::Extra(i) => (m.from + i, m.from + i + 1),
        Edit::Swapped(i) | Edit::TwoDoubled(i) | Edit::TwoReplaced(i) => (m.from + i, m.from + i + 2),
        Edit::Missing(i) | Edit::TwoMissing(i) => ((m.from + i).saturating_sub(1), m.from + i + 1),
    }
}

/// A place and the edit that explains it; what stands there may be explained in more than one way.
type Found = (usize, usize, Edit);

/// How much at the front and from where at the end one edit cannot touch both: a swap reaches over the middle, so a symbol lies between.
fn halves(length: usize) -> (usize, usize) {
    match length {
        0..=4 => (length / 2, length / 2),
        5 => (2, 3),
        _ => (length / 2 - 1, length / 2),
    }
}

/// The first half stands whole: what of the rest?
fn after(symbols: &[char], i: usize, term: &[char], at: usize, found: &mut Vec<Found>) {
    let (half, _) = halves(term.len());
    let Some(from) = i.checked_sub(at) else { return };
    if symbols.get(from..from + half) != Some(&term[..half]) {
        return;
    }
    let text = &symbols[from..];
    let same = (half..term.len()).take_while(|k| text.get(*k) == Some(&term[*k])).count() + half;
    if same == term.len() {
        // It stands there whole: is its first or last character there twice?
        if text.get(same) == term.last() {
            found.push((from, from + same + 1, Edit::Extra(same)));
        }
        if from > 0 && symbols[from - 1] == term[0] {
            found.push((from - 1, from + same, Edit::Extra(0)));
        }
        if term.len() >= TWO_AT_LEAST {
            // 中华人民共和国共和国.
            let again = (2..=3).find(|k| text.get(same..same + k) == Some(&term[same - k..]));
            found.extend(again.map(|k| (from, from + same + k, Edit::TwoDoubled(same))));
        }
        return;
    }
    let rest = &term[same + 1..];
    let follows = |skip: usize, what: &[char]| text.get(same + skip..same + skip + what.len()) == Some(what);
    let wrong = text.get(same).is_some_and(|c| is_han(*c));
    if same + 1 < term.len() && follows(0, &[term[same + 1], term[same]]) && follows(2, &term[same + 2..]) {
        found.push((from, from + term.len(), Edit::Swapped(same)));
    }
    if wrong && follows(1, &term[same..]) {
        found.push((from, from + term.len() + 1, Edit::Extra(same)));
    }
    if follows(0, rest) {
        found.push((from, from + term.len() - 1, Edit::Missing(same)));
    }
    if wrong && follows(1, rest) {
        found.push((from, from + term.len(), Edit::Replaced(same)));
    }
    if term.len() >= TWO_AT_LEAST && same + 2 <= term.len() {
        let rest = &term[same + 2..];
        let two = text.get(same..same + 2);
        if follows(2, &term[same..]) && two == Some(&term[same - 2..same]) {
            found.push((from, from + term.len() + 2, Edit::TwoDoubled(same)));
        } else if follows(2, rest) && two.is_some_and(|t| t.iter().all(|c| is_han(*c))) {
            found.push((from, from + term.len(), Edit::TwoReplaced(same)));
        } else if !rest.is_empty() && follows(0, rest) {
            found.push((from, from + term.len() - 2, Edit::TwoMissing(same)));
        }
    }
}

/// The second half stands whole: what of that before it?
fn before(symbols: &[char], i: usize, term: &[char], at: usize, found: &mut Vec<Found>) {
    let (_, half) = halves(term.len());
    let Some(start) = i.checked_sub(at - half) else { return };
    if symbols.get(start..start + term.len() - half) != Some(&term[half..]) {
        return;
    }
    // From the middle to the front.
    let same = (0..half)
        .take_while(|k| start.checked_sub(k + 1).is_some_and(|p| symbols[p] == term[half - 1 - k]))
        .count();
    if same == half {
        return;
    }
    let odd = half - 1 - same;
    let ahead = |skip: usize, what: &[char]| {
        start
            .checked_sub(same + skip + what.len())
            .is_some_and(|f| symbols[f..f + what.len()] == *what)
    };
    let end = start + term.len() - half;
    let wrong = start.checked_sub(same + 1).is_some_and(|p| is_han(symbols[p]));
    if odd > 0 && ahead(0, &[term[odd], term[odd - 1]]) && ahead(2, &term[..odd - 1]) {
        found.push((end - term.len(), end, Edit::Swapped(odd - 1)));
    }
    if wrong && ahead(1, &term[..=odd]) {
        found.push((end - term.len() - 1, end, Edit::Extra(odd + 1)));
    }
    if ahead(0, &term[..odd]) {
        found.push((end + 1 - term.len(), end, Edit::Missing(odd)));
    }
    if wrong && ahead(1, &term[..odd]) {
        found.push((end - term.len(), end, Edit::Replaced(odd)));
    }
    if term.len() >= TWO_AT_LEAST && odd > 1 {
        // The two that end with the odd one.
        let rest = &term[..odd - 1];
        if ahead(0, rest) {
            found.push((end + 2 - term.len(), end, Edit::TwoMissing(odd - 1)));
        } else if ahead(2, rest) && symbols[end - term.len()..end].iter().all(|c| is_han(*c)) {
            found.push((end - term.len(), end, Edit::TwoReplaced(odd - 1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String, Edit)> {
        let terms = ["中华人民共和国", "最高人民检察院", "人民检察院", "厦门市公安局", "乡村振兴战略"].map(|t| Term {
            text: t.to_owned(),
            head: false,
            tail: false,
            body: false,
            formula: false,
        });
        let terms = Terms::new(terms.to_vec());
        let symbols: Vec<char> = text.chars().collect();
        terms
            .misses(&symbols, &Lattice::new(&symbols))
            .iter()
            .map(|m| (symbols[m.from..m.to].iter().collect(), m.term.text.clone(), m.edit))
            .collect()
    }

    #[test]
    fn one_edit_anywhere_is_seen() {
        let one = |text: &str, wrong: &str, term: &str, edit: Edit| {
            assert_eq!(found(text), [(wrong.to_owned(), term.to_owned(), edit)], "{text}");
        };
        one("成立中华人民共合国的", "中华人民共合国", "中华人民共和国", Edit::Replaced(5));
        one("成立中毕人民共和国的", "中毕人民共和国", "中华人民共和国", Edit::Replaced(1));
        one("成立中华人民共国的", "中华人民共国", "中华人民共和国", Edit::Missing(5));
        one("成立中人民共和国的", "中人民共和国", "中华人民共和国", Edit::Missing(1));
        one("成立中华人民共和和国的", "中华人民共和和国", "中华人民共和国", Edit::Extra(6));
        one("成立中华华人民共和国的", "中华华人民共和国", "中华人民共和国", Edit::Extra(2));
        one("成立中华人民和共国的", "中华人民和共国", "中华人民共和国", Edit::Swapped(4));
        one("成立华中人民共和国的", "华中人民共和国", "中华人民共和国", Edit::Swapped(0));
        one("最高人民捡察院", "最高人民捡察院", "最高人民检察院", Edit::Replaced(4));
        one("中华人民共和囯成立", "中华人民共和囯", "中华人民共和国", Edit::Replaced(6));
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "中华人民共和国",
            "最高人民检察院",
            "福建省人民检察院",
            "荆门市公安局",
            "厦门市公安局思明分局",
            "人民法院",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
