//! Doubtful places, and what may have been meant there.

use std::borrow::Cow;

use super::super::confusion::CONFUSION;
use super::super::follow::FOLLOW;
use super::super::lattice::{Lattice, Patch};
use super::super::lexicon::{LEXICON, UNKNOWN, Walk};
use super::super::ngram::{Asked, Context, ORDER};
use super::super::prepare::{DIGITS, is_figure};
use super::super::rerank::{REACH, Reranker, rerank};
use super::super::surnames::COMMONEST;
use super::features::{DICTIONARY, Features, MODEL, WORD};
use super::opinion::{FLOOR, Opinion};
use super::ordinary::{SHARE, SHARE_BY_MODEL};
use crate::text::is_han;

/// A change that is likelier than what stands there.
#[derive(Debug, Clone)]
pub(in crate::wording) struct Change {
    pub at: usize,
    pub len: usize,
    pub new: Vec<char>,
    pub score: f32,
    /// Whether a model counted, and how often what stands there and what was meant stand between their neighbours.
    pub counted: bool,
    pub seen: (f32, f32),
    /// How much likelier a second model holds it, where one was asked.
    pub leaning: Option<f32>,
}

/// What kind of change is weighed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    One,
    Pair,
    Swap,
    /// A word for another of the same sound.
    Word,
}

/// The dearest slip that is looked for in each of two neighbours at once.
const DEAREST_OF_TWO: f32 = 1.0;

/// With a model, a slip so unlikely by sound and shape is looked for only where what was meant stands beside both neighbours.
const FAR: f32 = 1.0;

/// A character that stands alone so often (cost as a word) is a particle or a preposition; without a model nothing tells it from another.
const PARTICLE: f32 = 6.6;

/// Characters that are always meant: no other is written for them by mistake.
const MEANT: &str = "暨兹";

/// What the name of a division ends with, and how long it is at most.
const DIVISIONS: &str = "省市区县州镇乡";
const LONGEST_DIVISION: usize = 5;

/// What titles end with that stand before a name: 记者, 局长, 主任, 同志, 书记.
const TITLES: &str = "者长任志记员授师席理士";

/// So many characters stand before the year in the number of a paper, with what follows up to its closing bracket.
const LONGEST_PREFIX: usize = 10;

/// Without a model, what must be exceeded besides (nats),
const LEAST: f32 = 0.7;
/// and where the sentence does not read as official text does.
const LEAST_ELSEWHERE: f32 = 1.9;

/// With a model, what must be exceeded where the sentence does not read as official text does (nats). With `ordinary::SHARE_BY_MODEL` it
/// leaves 72 of 123 alarms on 1.4 million characters of official pages and 8 of 21 on 0.9 million of news, and 150 of 155 characters put
/// right in official sentences.
pub(super) const ELSEWHERE_BY_MODEL: f32 = 1.9;

/// Without a model, a change is looked at more closely from this score below the threshold on.
const NEARLY: f32 = -1.5;

/// What is so likely is told even in what may be a name.
const IN_NAMES_TOO: f32 = 6.0;
/// The same with a model, which knows some names.
const IN_NAMES_BY_MODEL: f32 = 3.5;

/// What it adds (nats) that the statutes never have what stands there, or have it; and that they hardly have what was meant. Read off the
/// alarms of one and a half million characters of official pages and half a million of news.
const UNWRITTEN: f32 = 1.0;
const WRITTEN: f32 = -3.0;
const UNUSUAL: f32 = -1.5;

/// Nobody writes a character so rare (nats) for a common one: it is meant, or a name;
const STRANGE: f32 = 12.6;
const STRANGER: f32 = -1.0;
/// nor one fairly rare for one that is said all the time.
const UNCOMMON: f32 = 10.0;
const PLAIN: f32 = 7.5;
const PLAINER: f32 = -1.5;
/// What is neither of the same sound and tone nor much alike (nats) is less often written.
const SAME_TONE: f32 = 0.3;
const TONED: f32 = -0.5;
/// What is (nats) more often, where it makes a word in use (nats).
const EQUAL: f32 = 0.2;
const ALIKE: f32 = 0.8;
const KNOWN: f32 = 12.5;

/// A word so common (nats) is made by a swap that is a slip; what makes another is a way to say it (东延西伸),
const COMMON: f32 = 9.0;
/// and costs so much.
const RARE_SWAP: f32 = -4.0;

/// The longest word that is asked for what a change makes.
const LONGEST_MADE: usize = 4;

/// The first of the changes that none outdoes.
fn likeliest(changes: Vec<Change>) -> Option<Change> {
    changes.into_iter().reduce(|best, c| if c.score > best.score { c } else { best })
}

/// One sentence under judgement.
pub(super) struct Judge<'a> {
    pub(super) symbols: &'a [char],
    pub(super) lattice: Cow<'a, Lattice>,
    pub(super) asked: Option<Asked<'a>>,
    /// How likely the model holds each symbol (ln), and how many symbols up to it the model knows together.
    pub(super) likely: Vec<f32>,
    pub(super) known: Vec<usize>,
    /// What the model knows of the place of each.
    pub(super) contexts: Vec<Context>,
    pub(super) mean: f32,
    /// The least score of a change that is kept.
    least: f32,
    second: Option<&'a dyn Reranker>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(symbols: &'a [char], lattice: Cow<'a, Lattice>, asked: Option<Asked<'a>>, second: Option<&'a dyn Reranker>) -> Self {
        let mut judge = Self {
            symbols,
            lattice,
            asked,
            likely: Vec::new(),
            known: Vec::new(),
            contexts: Vec::new(),
            mean: 0.0,
            least: if second.is_some() { -REACH } else { 0.0 },
            second,
        };
        if let Some(asked) = asked {
            judge.contexts = (0..symbols.len())
                .map(|i| asked.after(&symbols[(i + 1).saturating_sub(ORDER)..i]))
                .collect();
            let each = judge.contexts.iter().zip(symbols).map(|(there, c)| asked.likely(there, *c));
            (judge.likely, judge.known) = each.map(|(likely, known)| (likely.max(FLOOR), known)).collect();
            // Nothing stands before the first edge.
            judge.likely[0] = 0.0;
            judge.mean = judge.likely.iter().sum::<f32>() / symbols.len() as f32;
        }
        judge
    }

    /// Asks no more of a change than this (nats).
    pub(super) fn above(mut self, least: f32) -> Self {
        self.least = self.least.min(least);
        self
    }

    /// The best change at each doubtful place.
    pub(super) fn changes(&self) -> Vec<Change> {
        let n = self.symbols.len();
        let doubtful: Vec<bool> = (0..n).map(|i| i > 0 && i + 1 < n && self.doubtful(i)).collect();
        let inside = 1..n.saturating_sub(1);
        let mut places: Vec<Vec<Change>> = inside
            .clone()
            .filter(|i| doubtful[*i])
            .map(|i| self.changes_at(i, doubtful[i + 1]))
            .collect();
        if self.asked.is_some() {
            let either = inside.clone().filter(|i| doubtful[*i] || doubtful[*i + 1]);
            places.extend(either.map(|i| self.words_at(i)));
        }
        if let Some(second) = self.second {
            rerank(second, self.symbols, &mut places);
        }
        let mut found: Vec<Change> = places.into_iter().filter_map(likeliest).collect();
        found.extend(inside.clone().filter_map(|i| self.alike_at(i)));
        found.extend(inside.clone().filter_map(|i| self.doubled_at(i)));
        if self.asked.is_some() {
            found.extend(inside.filter_map(|i| self.missing_at(i)));
        }
        found
    }

    /// Whether this place is worth a closer look: no part of a common word, and with a model not what it expects.
    fn doubtful(&self, i: usize) -> bool {
        if !is_han(self.symbols[i]) || !self.unsure(i) {
            return false;
        }
        !MEANT.contains(self.symbols[i]) && !self.in_document_number(i) && !self.in_division(i) && !self.in_short_name(i)
    }

    /// Whether the words, and the model, leave room for doubt.
    fn unsure(&self, i: usize) -> bool {
        let (width, cost) = self.lattice.word(i);
        if self.asked.is_none() {
            return width == 1 || width == 2 && cost > 13.5;
        }
        let here = self.likely[i];
        let next = self.likely.get(i + 1).copied().unwrap_or(0.0);
        // Where the model knows little of the sentence, being unlikely means little.
        let usual = self.mean;
        match width {
            1 => here < (-5.0f32).min(usual - 0.5) && here + next < -8.0,
            2 => here < (-5.5f32).min(usual - 1.0) && (cost > 11.0 || here < -7.5),
            _ => here < -8.0 && cost > 14.0,
        }
    }

    /// Whether this is part of the name of a division that the dictionary knows with its suffix (抚州市): one is not written for another.
    fn in_division(&self, i: usize) -> bool {
        (i.saturating_sub(LONGEST_DIVISION - 1)..=i).any(|from| {
            (from.max(i - 1) + 2..=from + LONGEST_DIVISION).any(|end| {
                let word = self
                    .symbols
                    .get(from..end)
                    .filter(|w| w.len() > 2 && w.last().is_some_and(|c| DIVISIONS.contains(*c)));
                word.is_some_and(|w| LEXICON.word(w.iter().copied()).is_some())
            })
        })
    }

    /// Whether this is part of the number of an official paper (教思政厅函〔2024〕10号): its letters are abbreviations.
    pub(super) fn in_document_number(&self, i: usize) -> bool {
        let ahead = &self.symbols[i..(i + LONGEST_PREFIX).min(self.symbols.len())];
        let letters = ahead.iter().take_while(|c| is_han(**c)).count();
        matches!(ahead.get(letters..), Some(['（', DIGITS, '）', ..]))
    }

    /// What may have been meant at this place.
    fn changes_at(&self, i: usize, next_too: bool) -> Vec<Change> {
        let s = self.symbols;
        let (left, here, right) = (s[i - 1], s[i], s[i + 1]);
        let mut offered: Vec<Change> = Vec::new();
        let mut offer = |change: Option<Change>| offered.extend(change);
        for (c, price) in CONFUSION.meant(here) {
            if self.may_stand(left, *c, right, *price) {
                offer(self.weigh(i, 1, &[*c], *price, Kind::One));
            }
        }
        if let Some(after) = s.get(i + 2)
            && is_han(right)
            && here != right
        {
            if self.pair(right, here) {
                offer(self.weigh(i, 2, &[right, here], 0.0, Kind::Swap));
            }
            if next_too {
                let near = |c: char| CONFUSION.meant(c).iter().take_while(|(_, p)| *p < DEAREST_OF_TWO);
                let seconds: Vec<&(char, f32)> = near(right).filter(|(c, _)| self.pair(*c, *after)).collect();
                for (x, p) in near(here).filter(|(c, _)| self.pair(left, *c)) {
                    for (y, q) in &seconds {
                        if self.pair(*x, *y) && self.goes_together(*x, *y) {
                            offer(self.weigh(i, 2, &[*x, *y], p + q, Kind::Pair));
                        }
                    }
                }
            }
        }
        offered
    }

    /// Whether a character may stand between two others, for a slip of this price.
    fn may_stand(&self, left: char, c: char, right: char, price: f32) -> bool {
        let (before, after) = (LEXICON.has_pair(left, c), LEXICON.has_pair(c, right));
        let seen = |a: char, b: char| self.asked.is_some_and(|m| m.model.knows_two(a, b));
        (price < FAR || self.asked.is_none()) && (before || after) || (before || seen(left, c)) && (after || seen(c, right))
    }

    /// Whether two characters may stand side by side.
    fn pair(&self, a: char, b: char) -> bool {
        LEXICON.has_pair(a, b) || self.asked.is_some_and(|m| m.model.knows_two(a, b))
    }

    /// Whether they do, where a model can say so.
    fn goes_together(&self, a: char, b: char) -> bool {
        self.asked.is_none() || self.count(&[a, b]) > 1.0 || LEXICON.word([a, b]).is_some()
    }

    pub(super) fn weigh(&self, at: usize, len: usize, new: &[char], price: f32, kind: Kind) -> Option<Change> {
        let s = self.symbols;
        let end = at + len;
        // One figure for another is a matter of fact, not of writing.
        if s[at..end].iter().zip(new).any(|(a, b)| is_figure(*a) && is_figure(*b)) {
            return None;
        }
        let patch = Patch { at, len, new };
        let old_single = self.single(at, end);
        let opinion = if self.asked.is_some() {
            self.opinion(patch)?
        } else if kind == Kind::One && old_single < PARTICLE {
            return None;
        } else {
            Opinion::default()
        };
        let features = self.features(patch, price, kind, old_single, opinion);
        let weights = match kind {
            Kind::Word => &WORD,
            _ if self.asked.is_some() => &MODEL,
            _ => &DICTIONARY,
        };
        let mut score = weights.score(&features);
        if self.asked.is_none() {
            if score < self.least + NEARLY {
                return None;
            }
            score += self.in_use(patch, price, kind) + self.rarity(patch) - LEAST;
        } else {
            score += self.rarity(patch);
        }
        let (elsewhere, share) = match self.asked {
            Some(_) => (ELSEWHERE_BY_MODEL, SHARE_BY_MODEL),
            None => (LEAST_ELSEWHERE - LEAST, SHARE),
        };
        if score > self.least && score <= elsewhere && !self.is_ordinary(at, len, share) {
            score -= elsewhere;
        }
        let named = if self.asked.is_some() { IN_NAMES_BY_MODEL } else { IN_NAMES_TOO };
        let no_word = |i| self.is_figure_or_substance(i) || score < named && self.in_name(i);
        if score > self.least && (at..end).any(no_word) {
            return None;
        }
        (score > self.least).then(|| Change {
            at,
            len,
            new: new.to_vec(),
            score,
            counted: self.asked.is_some() && len == 1 && new.len() == 1,
            seen: (features.old_both.exp_m1(), features.new_both.exp_m1()),
            leaning: None,
        })
    }

    /// What it takes from a change (nats) that the character is a rare one: it is meant, or part of a name.
    fn rarity(&self, patch: Patch<'_>) -> f32 {
        let cost = |c: char| LEXICON.single(c);
        let (Some(first), here) = (patch.new.first(), cost(self.symbols[patch.at])) else {
            return 0.0;
        };
        let strange = if here > STRANGE { STRANGER } else { 0.0 };
        let plain = if here > UNCOMMON && cost(*first) < PLAIN { PLAINER } else { 0.0 };
        strange + plain
    }

    /// What the characters beside a change add to its score (nats), by the statutes: whether what stands there is ever written, and what
    /// was meant often.
    fn in_use(&self, patch: Patch<'_>, price: f32, kind: Kind) -> f32 {
        let s = self.symbols;
        let Patch { at, len, new } = patch;
        let (left, right) = (s[at - 1], s[(at + len).min(s.len() - 1)]);
        if kind == Kind::Swap {
            return if self.makes(patch) < COMMON { 0.0 } else { RARE_SWAP };
        }
        let (Some(first), Some(last)) = (new.first(), new.last()) else {
            return 0.0;
        };
        let (before, after) = (FOLLOW.often(left, *first), FOLLOW.often(*last, right));
        // 投资科技 has 资 before 科 as well; by itself at the end of a phrase 科 is not written so.
        let stands = self.lattice.word(at).0 > 1 || is_han(right);
        let written = before && stands && FOLLOW.has(left, s[at]) || !before && after && FOLLOW.has(s[at + len - 1], right);
        let unusual = if before || after { 0.0 } else { UNUSUAL };
        let written = if written { WRITTEN } else { UNWRITTEN };
        let sound = match len {
            1 if price > SAME_TONE => TONED,
            1 if price < EQUAL && (before || after) && self.makes(patch) < KNOWN => ALIKE,
            _ => 0.0,
        };
        unusual + written + sound
    }

    /// What the commonest word of two to four characters costs (nats) that holds the first changed symbol once it is changed.
    pub(super) fn makes(&self, patch: Patch<'_>) -> f32 {
        let mut least = UNKNOWN;
        for from in patch.at.saturating_sub(LONGEST_MADE - 1)..=patch.at {
            let mut walk = Walk::START;
            for (length, to) in (1..=LONGEST_MADE).zip(from..) {
                let Some((next, cost)) = patch.get(self.symbols, to).and_then(|c| LEXICON.walk(walk, c)) else {
                    break;
                };
                walk = next;
                if let Some(cost) = cost
                    && length > 1
                    && to >= patch.at
                {
                    least = least.min(cost);
                }
            }
        }
        least
    }

    /// What the cheapest of the symbols costs as a word of its own.
    fn single(&self, from: usize, to: usize) -> f32 {
        self.symbols[from..to].iter().map(|c| LEXICON.single(*c)).fold(19.0, f32::min)
    }

    fn features(&self, patch: Patch<'_>, price: f32, kind: Kind, old_single: f32, opinion: Opinion) -> Features {
        let s = self.symbols;
        let Patch { at, len, new } = patch;
        let end = at + len;
        let (left, right) = (s[at - 1], s[end.min(s.len() - 1)]);
        let (gain, wide) = self.lattice.gain(s, patch);
        let (width, word_cost) = (at..end)
            .map(|i| self.lattice.word(i))
            .fold((usize::MAX, f32::INFINITY), |a, b| (a.0.min(b.0), a.1.min(b.1)));
        let is = |yes: bool| if yes { 1.0 } else { 0.0 };
        let counted = |symbols: &[char]| self.count(symbols).ln_1p();
        let (first, last) = (new.first().copied().unwrap_or(right), new.last().copied().unwrap_or(left));
        let lone = |i: usize| self.lattice.word(i).0 == 1;
        let surname = |i: usize| lone(i) && COMMONEST.contains(s[i]);
        Features {
            llr: opinion.llr,
            gain: gain.clamp(-10.0, 20.0),
            price,
            two: is(wide == 2),
            three: is(wide == 3),
            four: is(wide >= 4),
            six: is(wide >= 6),
            lone: is(width == 1),
            inside_long: is(width >= 3),
            word_cost,
            old_left: counted(&[left, s[at]]),
            old_right: counted(&[s[end - 1], right]),
            old_both: if len == 1 { counted(&[left, s[at], right]) } else { 0.0 },
            new_left: counted(&[left, first]),
            new_right: counted(&[last, right]),
            new_both: match new {
                [c] => counted(&[left, *c, right]),
                [a, b] => counted(&[*a, *b, right]).max(counted(&[left, *a, *b])),
                _ => 0.0,
            },
            pair: is(kind == Kind::Pair),
            swap: is(kind == Kind::Swap),
            old_single,
            lone_neighbours: is(lone(at - 1) && is_han(left)) + is(lone(end) && is_han(right)),
            mean: opinion.mean,
            named: is((surname(at) && (!is_han(left) || TITLES.contains(left))) || surname(at - 1) || at > 1 && surname(at - 2)),
            edge: is(!(is_han(left) && is_han(right))),
            known: opinion.known as f32,
            known_before: opinion.known_before as f32,
        }
    }
}
