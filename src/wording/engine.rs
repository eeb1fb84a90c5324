//! The engine as rules and commands see it: lists in, a sentence in, slips out.

use super::entry::Entry;
use super::exact::Exact;
use super::exceptions::Exceptions;
use super::general::{self, Weighed};
use super::idioms::Idioms;
use super::lattice::{Lattice, Patch};
use super::leaders::Leaders;
use super::lists::{Lists, Pair};
use super::mention;
use super::near_miss::{Edit, Terms};
use super::ngram::{NGram, Own};
use super::patterns::Patterns;
use super::places::Places;
use super::prepare::{self, EDGE, Unit};
use super::rerank::Reranker;
use super::slip::{Slip, Tier};
use super::weighty;

/// The score of what a list says.
const CERTAIN: f32 = 20.0;

/// How many characters an idiom has.
const IDIOM: usize = 4;

/// What the sentence must cost less (nats) with what was meant where words lie across the edges of a wrong string.
const GAIN_ACROSS: f32 = 2.0;

/// The longest string that is weighed in the place of another.
const LONGEST_PATCH: usize = 7;

/// Everything that sentences are judged by.
#[derive(Debug)]
pub struct Engine {
    exact: Exact,
    terms: Terms,
    patterns: Patterns,
    idioms: Idioms,
    leaders: Leaders,
    places: Places,
    exceptions: Exceptions,
    model: Option<NGram>,
    reranker: Option<Box<dyn Reranker>>,
    general: bool,
}

/// A line of a user's list that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Engine {
    /// The shipped lists and the user's own: each a name, for messages, and its text.
    pub fn new(own_lists: &[(String, String)]) -> (Self, Vec<ListFault>) {
        let mut lists = Lists::shipped();
        let mut faults = Vec::new();
        let mut exceptions = Exceptions::default();
        lists.right.iter().for_each(|(_, right)| exceptions.add(right));
        for (file, text) in own_lists {
            lists.faults.clear();
            let known = lists.right.len();
            lists.read_own(text);
            for (line, right) in &lists.right[known..] {
                exceptions.add_own(Entry {
                    file: file.clone(),
                    line: *line,
                    site: None,
                    text: right.clone(),
                });
            }
            faults.extend(lists.faults.iter().map(|(line, why)| ListFault {
                file: file.clone(),
                line: *line,
                why,
            }));
        }
        let engine = Self {
            exact: Exact::new(lists.in_use()),
            terms: Terms::new(lists.terms),
            patterns: Patterns::shipped(lists.variants),
            idioms: Idioms::shipped(),
            leaders: Leaders::shipped(),
            places: Places::shipped(),
            exceptions,
            model: None,
            reranker: None,
            general: true,
        };
        (engine, faults)
    }

    /// With a model of the site's own texts.
    #[must_use]
    pub fn with_model(mut self, model: NGram) -> Self {
        self.model = Some(model);
        self
    }

    /// With a model that gives a second opinion on what the general tier doubts.
    #[must_use]
    pub fn with_reranker(mut self, reranker: Box<dyn Reranker>) -> Self {
        self.reranker = Some(reranker);
        self
    }

    /// Without the general tier: lists and protected terms only.
    #[must_use]
    pub fn lists_only(mut self) -> Self {
        self.general = false;
        self
    }

    /// Whether it has a model of the site's own texts.
    pub fn has_model(&self) -> bool {
        self.model.is_some()
    }

    /// Whether a model gives a second opinion.
    pub fn has_reranker(&self) -> bool {
        self.reranker.is_some()
    }

    /// How many wrong strings and how many protected terms it knows.
    pub fn known(&self) -> (usize, usize) {
        (self.exact.len(), self.terms.len())
    }

    /// Which tiers are on, as run.json and reports say them.
    pub fn tiers(&self) -> Vec<Tier> {
        let general = if self.model.is_some() { Tier::Model } else { Tier::Dictionary };
        let mut on = vec![Tier::Pair, Tier::Term];
        on.extend(self.general.then_some(general));
        on
    }

    /// Judges one sentence. `own` is what its document gave to the model.
    pub fn judge(&self, sentence: &str, own: Option<&Own>) -> Vec<Slip> {
        self.judge_noting(sentence, own, &mut |_| {})
    }

    /// [`Engine::judge`], which also says which of [`Engine::own_exceptions`] kept something from being reported.
    pub fn judge_noting(&self, sentence: &str, own: Option<&Own>, used: &mut dyn FnMut(usize)) -> Vec<Slip> {
        let chars: Vec<char> = sentence.chars().collect();
        self.judge_chars(&chars, own, used)
    }

    /// What the user's own lists say is right after all.
    pub fn own_exceptions(&self) -> &[Entry] {
        self.exceptions.own()
    }

    /// Judges a text of any length, sentence by sentence.
    pub fn judge_text(&self, text: &str, own: Option<&Own>) -> Vec<Slip> {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::new();
        for range in prepare::sentences(&chars) {
            let from = range.start;
            out.extend(self.judge_chars(&chars[range], own, &mut |_| {}).into_iter().map(|s| Slip {
                from: s.from + from,
                to: s.to + from,
                ..s
            }));
        }
        out
    }

    fn judge_chars(&self, chars: &[char], own: Option<&Own>, used: &mut dyn FnMut(usize)) -> Vec<Slip> {
        let units = prepare::units(chars);
        if units.len() < 2 || !prepare::is_prose(&units) {
            return Vec::new();
        }
        let mut symbols = Vec::with_capacity(units.len() + 2);
        symbols.push(EDGE);
        symbols.extend(units.iter().map(|u| u.sym));
        symbols.push(EDGE);
        let lattice = Lattice::new(&symbols);
        let text: String = symbols.iter().collect();
        let mut found = self.listed(&text, &symbols, &lattice, &units);
        found.extend(self.patterned(chars));
        found.extend(self.misquoted(&symbols, &lattice, &units));
        found.extend(self.led(&text, &symbols, &units));
        found.extend(self.placed(&symbols, &lattice, &units));
        found.extend(self.near(&symbols, &lattice, &units));
        if self.general {
            let model = self.model.as_ref().map(|m| (m, own));
            let tier = if model.is_some() { Tier::Model } else { Tier::Dictionary };
            found.extend(
                general::weigh(&symbols, &lattice, model, self.reranker.as_deref())
                    .into_iter()
                    .map(|w| weighed(w, tier, &symbols, &units)),
            );
        }
        for slip in &mut found {
            slip.serious |= weighty::is_weighty(chars, slip);
        }
        self.settle(found, chars, &text, used)
    }

    fn listed(&self, text: &str, symbols: &[char], lattice: &Lattice, units: &[Unit]) -> Vec<Slip> {
        let pairs = self.exact.find(text).into_iter();
        pairs
            .filter(|(at, pair)| is_whole(units, *at, at + pair.wrong.chars().count()) && stands(symbols, lattice, *at, pair))
            .map(|(at, pair)| {
                let length = pair.wrong.chars().count();
                Slip {
                    from: start(units, at),
                    to: start(units, at + length - 1) + 1,
                    wrong: pair.wrong.clone(),
                    right: pair.right.clone(),
                    tier: Tier::Pair,
                    serious: pair.serious,
                    score: CERTAIN,
                    reason: format!("常见错误写法，应为“{}”", pair.right),
                }
            })
            .collect()
    }

    /// What is wrong beside what stands there.
    fn patterned(&self, chars: &[char]) -> Vec<Slip> {
        let sentence: String = chars.iter().collect();
        let before = |byte: usize| sentence[..byte].chars().count();
        let found = self.patterns.find(&sentence).into_iter();
        found
            .map(|m| Slip {
                from: before(m.from),
                to: before(m.to),
                wrong: sentence[m.from..m.to].to_owned(),
                right: m.right.to_owned(),
                tier: Tier::Pattern,
                serious: m.serious,
                score: CERTAIN,
                reason: m.reason.to_owned(),
            })
            .collect()
    }

    /// Idioms written nearly right.
    fn misquoted(&self, symbols: &[char], lattice: &Lattice, units: &[Unit]) -> Vec<Slip> {
        let misses = self.idioms.misses(symbols, lattice).into_iter();
        misses
            .filter(|m| is_whole(units, m.from, m.from + IDIOM))
            .map(|m| {
                let right: String = m.idiom.iter().collect();
                Slip {
                    from: start(units, m.from),
                    to: start(units, m.from + IDIOM - 1) + 1,
                    wrong: symbols[m.from..m.from + IDIOM].iter().collect(),
                    tier: Tier::Term,
                    serious: false,
                    score: CERTAIN,
                    reason: format!("与成语“{right}”相比错一字：“{}”应为“{}”", symbols[m.from + m.at], m.idiom[m.at]),
                    right,
                }
            })
            .collect()
    }

    /// Names of leaders written nearly right.
    fn led(&self, text: &str, symbols: &[char], units: &[Unit]) -> Vec<Slip> {
        let misses = self.leaders.misses(symbols, text).into_iter();
        misses
            .filter(|m| is_whole(units, m.from, m.to))
            .map(|m| Slip {
                from: start(units, m.from),
                to: start(units, m.to - 1) + 1,
                wrong: symbols[m.from..m.to].iter().collect(),
                right: m.leader.name.to_owned(),
                tier: Tier::Term,
                serious: true,
                score: CERTAIN,
                reason: m.leader.reason(m.office),
            })
            .collect()
    }

    /// Names of places written nearly right, and cities in the wrong province.
    fn placed(&self, symbols: &[char], lattice: &Lattice, units: &[Unit]) -> Vec<Slip> {
        let misses = self.places.misses(symbols, lattice).into_iter();
        misses
            .filter(|m| is_whole(units, m.from, m.to))
            .map(|m| Slip {
                from: start(units, m.from),
                to: start(units, m.to - 1) + 1,
                wrong: symbols[m.from..m.to].iter().collect(),
                reason: if m.elsewhere {
                    format!("行政区划隶属有误，应为“{}”", m.name)
                } else {
                    format!("没有这个行政区划，与“{}”相比错一字", m.name)
                },
                right: m.name,
                tier: Tier::Term,
                serious: true,
                score: CERTAIN,
            })
            .collect()
    }

    fn near(&self, symbols: &[char], lattice: &Lattice, units: &[Unit]) -> Vec<Slip> {
        let misses = self.terms.misses(symbols, lattice).into_iter();
        misses
            .filter(|m| is_whole(units, m.from, m.to))
            .map(|m| {
                let what = match m.edit {
                    Edit::Replaced(_) => "错一字",
                    Edit::Missing(_) => "漏一字",
                    Edit::Extra(_) => "多一字",
                    Edit::Swapped(_) => "两字颠倒",
                    Edit::TwoMissing(_) => "漏两字",
                    Edit::TwoDoubled(_) => "重复",
                    Edit::TwoReplaced(_) => "错两字",
                };
                Slip {
                    from: start(units, m.from),
                    to: start(units, m.to - 1) + 1,
                    wrong: symbols[m.from..m.to].iter().collect(),
                    right: m.term.text.clone(),
                    tier: Tier::Term,
                    serious: true,
                    score: CERTAIN,
                    reason: format!("与规范用语“{}”相比{what}", m.term.text),
                }
            })
            .collect()
    }

    /// What is right after all goes; of what overlaps the surest stays.
    fn settle(&self, mut found: Vec<Slip>, chars: &[char], text: &str, used: &mut dyn FnMut(usize)) -> Vec<Slip> {
        if found.is_empty() {
            return found;
        }
        found.retain(|s| !mention::is_spoken_of(chars, s.from, s.to));
        found.retain(|s| !self.exceptions.excuse(text, &s.wrong, &s.right, used));
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(b.serious.cmp(&a.serious))
                .then(a.tier.cmp(&b.tier))
                .then(a.from.cmp(&b.from))
        });
        let mut kept: Vec<Slip> = Vec::new();
        for slip in found {
            if kept.iter().all(|k| slip.to <= k.from || k.to <= slip.from) {
                kept.push(slip);
            }
        }
        kept.sort_by_key(|s| s.from);
        kept
    }
}

/// The character of the sentence at which a symbol begins; symbols are the units between two edges.
fn start(units: &[Unit], symbol: usize) -> usize {
    let unit = symbol.saturating_sub(1).min(units.len() - 1);
    units[unit].from as usize
}

/// Whether a wrong string stands at this place, and not the end of one word and the beginning of the next: 全部|置换 for 部置. Words that
/// lie across its edges are no proof (推|进攻|府); what counts is whether the sentence costs less with what was meant.
fn stands(symbols: &[char], lattice: &Lattice, at: usize, pair: &Pair) -> bool {
    let len = pair.wrong.chars().count();
    if general::is_titled(symbols, at, at + len) {
        return false;
    }
    // A word that holds all of it is one that the dictionary has from careless text: 沉缅于.
    let (word, _) = lattice.word(at);
    let held = word > len && (at..at + len).all(|k| lattice.word(k).0 == word);
    if held || lattice.is_seam(at) && lattice.is_seam(at + len) {
        return true;
    }
    let new: Vec<char> = pair.right.chars().collect();
    new.len() > LONGEST_PATCH || lattice.gain(symbols, Patch { at, len, new: &new }).0 > GAIN_ACROSS
}

/// Whether nothing but characters stands between these symbols: no gap at all, or one after each, as letters are spaced out.
/// What stands on both sides of a single gap are two texts: 白玉国 人民银行.
fn is_whole(units: &[Unit], from: usize, to: usize) -> bool {
    let place = &units[from.saturating_sub(1).min(units.len() - 1)..(to - 1).min(units.len())];
    let gaps = place.windows(2).filter(|two| two[0].to != two[1].from).count();
    gaps == 0 || gaps + 1 == place.len()
}

fn weighed(w: Weighed, tier: Tier, symbols: &[char], units: &[Unit]) -> Slip {
    let from = start(units, w.at);
    let to = if w.len == 0 {
        from
    } else {
        units[(w.at + w.len - 2).min(units.len() - 1)].to as usize
    };
    Slip {
        from,
        to,
        wrong: symbols[w.at..w.at + w.len].iter().collect(),
        right: w.new.iter().collect(),
        tier,
        serious: false,
        score: w.score.min(CERTAIN - 1.0),
        reason: w.reason,
    }
}
