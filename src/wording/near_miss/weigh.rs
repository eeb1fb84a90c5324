//! Which near misses are slips: what stands there costs much more, cut into words, than the term would.
//!
//! A slip leaves fragments that no words cover; another phrase one character away from a term falls into words of its own, and a
//! word that only begins beside the term goes on in the text. Both show in one number: what the sentence costs as it stands, less
//! what it costs with the term in that place, less how unlikely the slip is by sound and shape. How much that must be was read off
//! every near miss in 18 million characters of clean text (statutes, news, official pages) and off made slips; docs/wording.md has the figures.

use std::ops::Range;

use super::super::confusion::{CONFUSION, UNLIKE};
use super::super::lattice::Lattice;
use super::super::lexicon::LEXICON;
use super::super::prepare::{DIGITS, EDGE, FIGURES};
use super::names::{Name, division, leading_division, name_at};
use super::{Edit, Miss, changed};
use crate::text::is_han;

/// What a fixed phrase costs at most (nats): it is said as one word, however many it is made of.
const FIXED: f32 = 13.0;

/// What the last character of a term costs after the rest of it, where the rest is often said alone.
const COMPLETION: f32 = 4.0;

/// What must be exceeded for a term of four, five, six, seven or more characters (nats).
type ByLength = [f32; 4];

/// One character for another, none of the sides open.
const REPLACED: ByLength = [5.5, 4.0, 3.0, 3.0];

/// One character missing.
const MISSING: ByLength = [5.0, 5.0, 4.0, 2.5];

/// One character twice, inside the term; at its edge it may begin the next word, and that is looked at by itself.
const DOUBLED: ByLength = [5.0, 4.0, 3.0, 3.0];

/// One character too many that is no double: an adverb, a particle, another member of a list.
const SURPLUS: f32 = 14.0;

/// A shorter term takes one more as another phrase.
const SHORTEST_WITH_SURPLUS: usize = 6;

/// A term so long has no other phrase one character away that sounds or looks the same.
pub(super) const LONG: usize = 7;

/// Two characters in the wrong order.
const SWAPPED: ByLength = [7.0, 6.5, 4.0, 4.0];

/// More than inside, where running text goes on beside the changed edge.
const BESIDE_TEXT: f32 = 2.0;

/// More, where the last character is missing: a phrase may end before the term does.
const ENDING: f32 = 3.0;

/// More, where the character comes and goes in names that are right.
const LOOSELY: f32 = 3.0;

/// In a name, of any length, where the change leaves a fragment that is no word and that no name is written with,
const NAME_BROKEN: f32 = -3.0;
/// and where what stands there may be another name: of the same sound; missing a character.
const NAME_ALIKE: f32 = 3.0;
const NAME_SHORTER: f32 = 5.0;

/// A slip as likely as this is one of sound.
const SOUNDS: f32 = 1.0;

/// At an edge without which the rest is often said: what is alike by sound or shape, with nothing or a stop beside it,
const OPEN_ALIKE: f32 = -3.0;
/// with text after it;
const OPEN_ALIKE_BEFORE_TEXT: f32 = 4.5;
/// anything else, with a stop beside it,
const OPEN: f32 = -3.0;
/// with text beside it,
const OPEN_BESIDE_TEXT: f32 = -1.5;
/// and what makes a longer word of any.
const OPEN_SUFFIX: f32 = 0.5;

/// What a character that stands twice at the edge of a term may save (nats) by standing in the next word before it counts as part of that.
const SPARED: f32 = 2.0;

/// Characters that may be there or not, or one for the other, in a name that is right.
pub(super) const LOOSE: &str = "的地得和与及或等在为是有对由向将从以并且之其各所者中上下内外总某该本副正原新老大小省市县区镇乡部厅局委办处科站组一二三四五六七八九十百千两〇";

/// Characters that make a longer word of any: 科学技术奖, 应急管理岗.
const SUFFIXES: &str = "罪股所队奖馆类型化法史学员观界网报群库岗课证险家人者性力量率费税权案线台厂场校院园楼店厅会社团党军业长官师生工士民题点面度式品物件图表书典志卡款金价额期日时年月周季节号版册章条路街港岛山河湖海城村乡国警船车机器药战派层级套项次种";

/// One for the other is a matter of fact, not of writing: figures, ways to say and, levels of government.
const EQUALS: &[&str] = &[FIGURES, "和与及或暨同", "国省市区县州盟旗镇乡村港岛"];

/// What ends the number of an article.
const ARTICLES: &str = "条款项章节";

/// Characters that a name may do without.
const OPTIONAL: &str = "和与及的等各市省区县型性总一二三四五六七八九十";

/// One sentence in which near misses were found.
pub(super) struct Weighing<'a> {
    pub(super) symbols: &'a [char],
    pub(super) lattice: &'a Lattice,
}

/// What a near miss is held against.
struct Scale {
    /// What the term costs there (nats).
    meant: f32,
    /// How unlikely the slip is by sound and shape (nats).
    unlikely: f32,
    /// What must be exceeded (nats).
    least: f32,
}

impl<'a> Weighing<'a> {
    pub(super) fn new(symbols: &'a [char], lattice: &'a Lattice) -> Self {
        Self { symbols, lattice }
    }

    /// By how much (nats) a near miss is rather a slip than other words that lie there; `None` where it is none.
    pub(super) fn slip(&self, m: &Miss<'_>) -> Option<f32> {
        let case = Case {
            symbols: self.symbols,
            lattice: self.lattice,
            m,
        };
        let scale = match m.edit {
            Edit::Replaced(i) => case.replaced(i),
            Edit::Missing(i) => case.missing(i),
            Edit::Extra(i) => case.extra(i),
            Edit::Swapped(_) => Some(case.phrase(SWAPPED)),
            Edit::TwoMissing(_) => Some(case.phrase(MISSING)),
            Edit::TwoDoubled(_) => Some(case.phrase(DOUBLED)),
            Edit::TwoReplaced(i) => case.two_replaced(i),
        }?;
        let stands = self.lattice.total() - self.lattice.up_to(m.from) - self.lattice.from(m.to);
        let over = stands - scale.meant - scale.unlikely - scale.least;
        (over > 0.0).then_some(over)
    }
}

/// A near miss in its sentence.
struct Case<'a> {
    symbols: &'a [char],
    lattice: &'a Lattice,
    m: &'a Miss<'a>,
}

/// The edge of a term that a change touches.
struct Edge {
    first: bool,
    /// The rest of the term is often said without it.
    open: bool,
    /// What stands outside.
    beside: char,
}

impl Edge {
    fn beside_text(&self) -> bool {
        is_han(self.beside)
    }
}

impl Case<'_> {
    /// One character for another.
    fn replaced(&self, i: usize) -> Option<Scale> {
        let (new, old) = (self.symbols[self.m.from + i], self.m.chars[i]);
        let edge = self.edge(i);
        if EQUALS.iter().any(|g| g.contains(new) && g.contains(old)) || edge.as_ref().is_some_and(|e| ends_number(new, e)) {
            return None;
        }
        let unlikely = CONFUSION.price(new, old);
        let alike = unlikely < UNLIKE;
        let loose = LOOSE.contains(new);
        let (meant, least) = if let Some(name) = self.name_of(i) {
            let seam = name.seam;
            let part = if i < seam { 0..seam } else { seam..self.m.chars.len() };
            let least = match (self.is_broken(part), alike) {
                (true, true) => NAME_BROKEN,
                (true, false) if !name.may_hold(new) => NAME_BROKEN,
                // 江南省 looks like 河南省, and is a name for all that.
                (false, true) if unlikely < SOUNDS => NAME_ALIKE,
                _ => return None,
            };
            (self.parts(seam), least)
        } else if let Some(edge) = edge.as_ref().filter(|e| e.open) {
            let least = match (alike, edge.beside_text()) {
                (true, true) if !edge.first => OPEN_ALIKE_BEFORE_TEXT,
                (true, _) => OPEN_ALIKE,
                _ if loose || SUFFIXES.contains(new) => OPEN_SUFFIX,
                (false, true) => OPEN_BESIDE_TEXT,
                (false, false) => OPEN,
            };
            // The rest is a phrase of its own, which goes on in other ways than with this character.
            let rest = if edge.first { &self.m.chars[1..] } else { &self.m.chars[..i] };
            (cost(rest) + COMPLETION, least)
        } else {
            let beside_text = edge.as_ref().is_some_and(Edge::beside_text);
            let loosely = if edge.is_some() { 2.0 * LOOSELY } else { LOOSELY };
            let least = self.by_length(REPLACED) + more(beside_text, BESIDE_TEXT) + more(loose, loosely);
            (cost(self.m.chars).min(FIXED), least)
        };
        Some(Scale { meant, unlikely, least })
    }

    /// One character missing.
    fn missing(&self, i: usize) -> Option<Scale> {
        let edge = self.edge(i);
        let optional = OPTIONAL.contains(self.m.chars[i]);
        // 福建厦门市 is said as well as 福建省厦门市, and 福建财政厅.
        let suffix = leading_division(self.m.chars).is_some_and(|n| n.seam == i + 1);
        if edge.as_ref().is_some_and(|e| e.open || self.goes_on_outside(e)) || suffix {
            return None;
        }
        if let Some(name) = name_at(self.m.chars, i) {
            let least = if self.is_broken(i.saturating_sub(1)..i + 1) {
                NAME_BROKEN
            } else {
                NAME_SHORTER
            };
            return (!optional).then(|| Scale {
                meant: self.parts(name.seam),
                unlikely: 0.0,
                least,
            });
        }
        let mut scale = self.phrase(MISSING);
        scale.least += more(edge.is_some_and(|e| !e.first), ENDING) + more(optional, LOOSELY);
        Some(scale)
    }

    /// One character too many.
    fn extra(&self, i: usize) -> Option<Scale> {
        let (term, new) = (self.m.chars, self.symbols[self.m.from + i]);
        let doubled = i > 0 && new == term[i - 1] || i < term.len() && new == term[i];
        let edge = i == 0 || i == term.len();
        let mut scale = self.phrase(DOUBLED);
        match (doubled, edge) {
            (true, false) => {}
            (true, true) if !self.joins_outside() => scale.least = 0.0,
            (false, false) if term.len() >= SHORTEST_WITH_SURPLUS && (!LOOSE.contains(new) || is_fixed(term)) => scale.least = SURPLUS,
            _ => return None,
        }
        Some(scale)
    }

    /// Two characters for two others, each of which may be taken for the other.
    fn two_replaced(&self, i: usize) -> Option<Scale> {
        let price = |k: usize| CONFUSION.price(self.symbols[self.m.from + k], self.m.chars[k]);
        let mut scale = self.phrase(REPLACED);
        scale.unlikely = price(i) + price(i + 1);
        self.name_of(i).is_none().then_some(scale)
    }

    /// The name that a place of the term is part of.
    fn name_of(&self, i: usize) -> Option<Name> {
        let leading = || leading_division(self.m.chars).filter(|n| i < n.seam);
        division(self.m.chars).or_else(|| name_at(self.m.chars, i)).or_else(leading)
    }

    /// The scale of a fixed phrase.
    fn phrase(&self, least: ByLength) -> Scale {
        Scale {
            meant: cost(self.m.chars).min(FIXED),
            unlikely: 0.0,
            least: self.by_length(least),
        }
    }

    fn by_length(&self, least: ByLength) -> f32 {
        least[self.m.chars.len().clamp(4, 7) - 4]
    }

    /// What the two parts of a name cost (nats).
    fn parts(&self, seam: usize) -> f32 {
        cost(&self.m.chars[..seam]) + cost(&self.m.chars[seam..])
    }

    /// The edge that this place of the term is.
    fn edge(&self, i: usize) -> Option<Edge> {
        let first = i == 0;
        let outside = if first { self.m.from.checked_sub(1) } else { Some(self.m.to) };
        (first || i + 1 == self.m.chars.len()).then(|| Edge {
            first,
            open: if first { !self.m.term.head } else { !self.m.term.tail },
            beside: outside.and_then(|o| self.symbols.get(o)).copied().unwrap_or(EDGE),
        })
    }

    /// Whether something in this part of the place is no part of a word.
    fn is_broken(&self, part: Range<usize>) -> bool {
        let mut symbols = (self.m.from + part.start)..(self.m.from + part.end).min(self.m.to);
        symbols.any(|k| self.lattice.word(k).0 == 1 && !LOOSE.contains(self.symbols[k]))
    }

    /// Whether a word lies across this edge of the place: 江门市 across that of 门市教育局.
    fn goes_on_outside(&self, edge: &Edge) -> bool {
        let cut = if edge.first { self.m.from } else { self.m.to };
        !self.lattice.is_seam(cut)
    }

    /// Whether what stands twice at an edge of the term belongs to a word outside: 人民法院院长.
    fn joins_outside(&self) -> bool {
        let (from, to) = changed(self.m);
        let costs = if from == self.m.from {
            self.lattice.up_to(to) - self.lattice.up_to(from)
        } else {
            self.lattice.from(from) - self.lattice.from(to)
        };
        costs < LEXICON.single(self.symbols[from]) - SPARED
    }
}

/// Whether a term is so long, and one word of the dictionary, that nothing is said inside it.
pub(super) fn is_fixed(term: &[char]) -> bool {
    term.len() >= LONG && LEXICON.word(term.iter().copied()).is_some()
}

/// What these characters cost, cut into words (nats).
fn cost(chars: &[char]) -> f32 {
    Lattice::new(chars).total()
}

/// Whether this ends the number of an article that stands before a term: 第四条 省人民政府.
fn ends_number(new: char, edge: &Edge) -> bool {
    edge.first && ARTICLES.contains(new) && (FIGURES.contains(edge.beside) || edge.beside == DIGITS)
}

fn more(yes: bool, nats: f32) -> f32 {
    if yes { nats } else { 0.0 }
}
