//! Where a name stands: of a person, a firm, a village, a substance. Any character may be part of it, and no dictionary has it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::candidates::Judge;
use crate::lexicon::{NAME_ENDS, PERSON_TITLES, SURNAMES, entries};
use crate::text::is_han;

/// Surnames; `true` where the character is as often a word.
static FAMILY: LazyLock<FxHashMap<char, bool>> = LazyLock::new(|| {
    let read = |entry: Vec<&'static str>| Some((entry.first()?.chars().next()?, entry.get(1) == Some(&"often")));
    entries(SURNAMES).filter_map(read).collect()
});

/// What ends a name of a thing or a place, with how many characters of it may stand before.
static ENDS: LazyLock<Vec<(Vec<char>, usize)>> = LazyLock::new(|| {
    let read = |entry: Vec<&'static str>| Some((entry.first()?.chars().collect(), entry.get(1)?.parse().ok()?));
    entries(NAME_ENDS).filter_map(read).collect()
});

/// Words before the name of a person, and after it, as characters.
type Titles = (Vec<Vec<char>>, Vec<Vec<char>>);

/// See [`Titles`].
static TITLES: LazyLock<Titles> = LazyLock::new(|| {
    let of = |not: &str| {
        let all = entries(PERSON_TITLES).filter(|e| e.get(1) != Some(&not));
        all.filter_map(|e| Some(e.first()?.chars().collect())).collect()
    };
    (of("after"), of("before"))
});

/// Figures as they are written on cheques.
const CHEQUE: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";

/// Characters that stand in the names of substances and hardly elsewhere.
const SUBSTANCES: &str = "胺铵脲膦脒醚酯酰烷烯炔苯酚醇醛酮肟胍腈唑啶嗪嘧磺噻";

/// Particles that no name of a village holds.
const BETWEEN: &str = "的了在是和与及各全本该等，";

/// The farthest that the end of a name is looked for.
const FARTHEST: usize = 14;

/// What stands before the title of a deputy.
const DEPUTY: char = '副';

/// A line so short that begins with a surname is a name.
const SHORT_LINE: usize = 4;

/// Whether these symbols are the name of a person whose title stands beside it: 秘书长张驰.
pub(in crate::wording) fn is_titled(symbols: &[char], from: usize, to: usize) -> bool {
    let (before, after) = &*TITLES;
    let named = (2..=3).contains(&(to - from)) && FAMILY.contains_key(&symbols[from]);
    named && (before.iter().any(|t| symbols[..from].ends_with(t)) || after.iter().any(|t| symbols[to..].starts_with(t)))
}

/// What gives a short name, so far before its last character at most, and what ends it.
const SHORT_NAME: [char; 2] = ['简', '称'];
const LONGEST_SHORT_NAME: usize = 12;
const ENDS_SHORT_NAME: &str = "）)，。；、";

impl Judge<'_> {
    /// Whether this symbol is part of a name.
    pub(super) fn in_name(&self, i: usize) -> bool {
        self.in_person(i) || self.in_place(i)
    }

    /// Whether this symbol is part of a short name that the text gives itself: （以下简称特医食品）.
    pub(super) fn in_short_name(&self, i: usize) -> bool {
        let s = self.symbols;
        let from = i.saturating_sub(LONGEST_SHORT_NAME);
        let begins = (from..i).rev().take_while(|k| !ENDS_SHORT_NAME.contains(s[*k]));
        begins.into_iter().any(|k| s[..=k].ends_with(&SHORT_NAME))
    }

    /// Whether this symbol is a figure of a cheque, or part of the name of a substance.
    pub(super) fn is_figure_or_substance(&self, i: usize) -> bool {
        let here = self.symbols[i];
        CHEQUE.contains(here) || SUBSTANCES.contains(here)
    }

    /// Whether a firm, a house or a village is named that ends a few characters further on.
    fn in_place(&self, i: usize) -> bool {
        let s = self.symbols;
        let most = (i + FARTHEST).min(s.len());
        for k in i + 1..most {
            if !is_han(s[k]) {
                return false;
            }
            let ends = ENDS
                .iter()
                .any(|(end, reach)| k - i <= *reach && s[k..].starts_with(end) && self.lattice.is_seam(k + end.len()));
            if ends {
                return true;
            }
            if BETWEEN.contains(s[k]) && self.lattice.word(k).0 == 1 {
                return false;
            }
        }
        false
    }

    /// Whether this may be the given name, or the surname, of a person.
    fn in_person(&self, i: usize) -> bool {
        let s = self.symbols;
        (i.saturating_sub(2).max(1)..=i).any(|p| {
            let Some(often) = FAMILY.get(&s[p]) else { return false };
            let lone = self.lattice.word(p).0 == 1 || self.lattice.is_seam(p);
            lone && self.is_person(p, i, *often)
        })
    }

    /// Whether a person's name that holds a symbol may begin here.
    fn is_person(&self, p: usize, i: usize, often: bool) -> bool {
        let s = self.symbols;
        let (before, after) = &*TITLES;
        let edge = |k: usize| s.get(k).is_none_or(|c| !is_han(*c));
        let opens = edge(p - 1) || before.iter().any(|t| s[..p].ends_with(t)) || self.ends_a_name(p);
        let mut ends = (p + 2..=p + 3).filter(|k| *k > i);
        let titled = ends.clone().any(|k| {
            let rest = s.get(k..).unwrap_or_default();
            let rest = rest.strip_prefix(&[DEPUTY]).unwrap_or(rest);
            after.iter().any(|t| rest.starts_with(t))
        });
        let closes = titled || ends.any(edge);
        let alone = s.len() <= SHORT_LINE + 2 && p == 1;
        alone || titled || if often { opens && closes } else { opens || closes }
    }

    /// Whether another name ends before this place: names follow one another without a sign in lists.
    fn ends_a_name(&self, p: usize) -> bool {
        let s = self.symbols;
        (2..=3).any(|l| p > l && FAMILY.contains_key(&s[p - l]) && !is_han(s[p - l - 1]))
    }
}
