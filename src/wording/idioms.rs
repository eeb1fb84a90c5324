//! Idioms of four characters with one that sounds or looks like the right one: 再接再历.
//!
//! An idiom is said as it stands in the dictionary; a run of four that is one alike character away from one, is no word itself and costs
//! much more than the idiom is the idiom written wrong.

use rustc_hash::{FxHashMap, FxHashSet};

use super::confusion::CONFUSION;
use super::lattice::Lattice;
use super::lexicon::LEXICON;
use super::lists::Pair;
use super::prepare::is_figure;

/// A slip must be as likely as this (nats): one of sound or of look.
const LIKELY: f32 = 1.8;

/// By how much (nats) the idiom must be cheaper than what stands there.
const CHEAPER: f32 = 5.0;

/// What an idiom costs that the words do not hold (nats).
const RARE: f32 = 16.0;

/// A form that the dictionary has is a slip from careless text where it sounds the same,
const SAME_SOUND: f32 = 0.5;
/// and is six times as rare (nats),
const RARER: f32 = 1.79;
/// or nearly the same and is twenty times as rare.
const NEAR_SOUND: f32 = 1.7;
const MUCH_RARER: f32 = 3.0;

/// A place where an idiom was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misquoted {
    /// The first symbol; four are of the idiom.
    pub from: usize,
    /// What was meant.
    pub idiom: [char; 4],
    /// Which of the four is wrong.
    pub at: usize,
}

/// All idioms, by their first and their last two characters: one wrong one leaves either.
#[derive(Debug)]
pub(super) struct Idioms {
    first: FxHashMap<[char; 2], Vec<[char; 2]>>,
    last: FxHashMap<[char; 2], Vec<[char; 2]>>,
    /// Which character stands for which in two ways to write one word: what the dictionary has with it is no slip.
    exchanged: FxHashSet<[char; 2]>,
}

impl Idioms {
    /// The list of this program: the idioms in use (docs/wording.md says from where). `variants` are the ways to write a word that are not
    /// told: 丰富多采, and by it 精采纷呈.
    pub(super) fn shipped<'a>(variants: impl Iterator<Item = &'a Pair>) -> Self {
        let bytes = zstd::decode_all(&include_bytes!("data/idioms.zst")[..]).unwrap_or_default();
        let mut idioms = Self::read(&String::from_utf8(bytes).unwrap_or_default());
        // Which of the two the house wants is told for that word only.
        idioms.exchanged = variants.filter_map(exchanged).flat_map(|[a, b]| [[a, b], [b, a]]).collect();
        idioms
    }

    fn read(text: &str) -> Self {
        let mut found = Self {
            first: FxHashMap::default(),
            last: FxHashMap::default(),
            exchanged: FxHashSet::default(),
        };
        for line in text.lines() {
            let chars: Vec<char> = line.chars().collect();
            if let [a, b, c, d] = chars[..] {
                found.first.entry([a, b]).or_default().push([c, d]);
                found.last.entry([c, d]).or_default().push([a, b]);
            }
        }
        found
    }

    /// All idioms in these symbols that are nearly right.
    pub(super) fn misses(&self, symbols: &[char], lattice: &Lattice) -> Vec<Misquoted> {
        let mut found = Vec::new();
        for (from, four) in symbols.windows(4).enumerate() {
            let &[a, b, c, d] = four else { continue };
            if !lattice.is_seam(from) || !lattice.is_seam(from + 4) {
                continue;
            }
            let behind = self.first.get(&[a, b]).into_iter().flatten();
            let ahead = self.last.get(&[c, d]).into_iter().flatten();
            let mut best: Option<(f32, Misquoted)> = None;
            for idiom in behind.map(|[x, y]| [a, b, *x, *y]).chain(ahead.map(|[x, y]| [*x, *y, c, d])) {
                let mut odd = (0..4).filter(|k| four[*k] != idiom[*k]);
                let (Some(at), None) = (odd.next(), odd.next()) else { continue };
                if is_figure(four[at]) || is_figure(idiom[at]) {
                    continue;
                }
                let price = CONFUSION.price(four[at], idiom[at]);
                if price <= LIKELY && best.as_ref().is_none_or(|(p, _)| price < *p) {
                    best = Some((price, Misquoted { from, idiom, at }));
                }
            }
            if let Some((price, miss)) = best
                && self.is_slip(four, lattice, price, &miss)
            {
                found.push(miss);
            }
        }
        found
    }

    /// Whether what stands there is no phrase of its own.
    fn is_slip(&self, four: &[char], lattice: &Lattice, price: f32, miss: &Misquoted) -> bool {
        let (from, to) = (miss.from, miss.from + 4);
        let own = [four[0], four[1], four[2], four[3]];
        if let Some(cost) = LEXICON.word(own) {
            if self.exchanged.contains(&[four[miss.at], miss.idiom[miss.at]]) {
                return false;
            }
            // The dictionary has slips from careless text: 出奇致胜.
            let rarer = LEXICON.word(miss.idiom).map_or(0.0, |meant| cost - meant);
            return price <= SAME_SOUND && rarer > RARER || price <= NEAR_SOUND && rarer > MUCH_RARER;
        }
        let stands = lattice.total() - lattice.up_to(from) - lattice.from(to);
        let meant = LEXICON.word(miss.idiom).unwrap_or(RARE);
        stands - meant - price > CHEAPER
    }
}

/// The one character that a way to write a word has in the place of the other.
fn exchanged(variant: &Pair) -> Option<[char; 2]> {
    if variant.wrong.chars().count() != variant.right.chars().count() {
        return None;
    }
    let mut odd = variant.wrong.chars().zip(variant.right.chars()).filter(|(a, b)| a != b);
    match (odd.next(), odd.next()) {
        (Some((a, b)), None) => Some([a, b]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lists::Lists;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let symbols: Vec<char> = format!("\n{text}\n").chars().collect();
        let idioms = Idioms::shipped(Lists::shipped().untold());
        let misses = idioms.misses(&symbols, &Lattice::new(&symbols));
        misses.iter().map(|m| m.idiom.iter().collect()).collect()
    }

    #[test]
    fn an_idiom_is_known_by_what_is_left_of_it() {
        assert_eq!(found("望再接再历，勇攀高峰"), ["再接再厉"]);
        assert_eq!(found("这种做法出奇致胜"), ["出奇制胜"]);
        assert_eq!(found("再接再厉，各行其是，一如既往地做好工作"), Vec::<String>::new());
    }

    #[test]
    fn a_way_to_write_a_word_is_no_slip() {
        for text in ["丰富多采的旅游资源", "众口一辞地说", "无庸讳言", "莫明其妙的借口", "叽里咕噜一番"] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("文明渊远流长"), ["源远流长"]);
    }
}
