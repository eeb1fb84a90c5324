//! The engine as rules and commands see it: lists in, a sentence in, slips out.

use super::entry::Entry;
use super::exact::Exact;
use super::exceptions::Exceptions;
use super::general::{self, Weighed};
use super::idioms::Idioms;
use super::lattice::Patch;
use super::leaders::Leaders;
use super::lists::{Lists, Pair};
use super::mention;
use super::near_miss::{Edit, Terms};
use super::ngram::{NGram, Own};
use super::patterns::Patterns;
use super::places::Places;
use super::prepare;
use super::rerank::Reranker;
use super::sentence::{CERTAIN, Sentence};
use super::slip::{Slip, Tier};
use super::weighty;

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
        let idioms = Idioms::shipped(lists.untold());
        let engine = Self {
            exact: Exact::new(lists.in_use()),
            terms: Terms::new(lists.terms),
            patterns: Patterns::shipped(lists.variants),
            idioms,
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
        let mut on = vec![Tier::Pair, Tier::Pattern, Tier::Term];
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
        let Some(sentence) = Sentence::of(chars) else { return Vec::new() };
        let mut found = self.listed(&sentence);
        found.extend(self.patterned(chars));
        found.extend(self.misquoted(&sentence));
        found.extend(self.led(&sentence));
        found.extend(self.placed(&sentence));
        found.extend(self.near(&sentence));
        if self.general {
            let model = self.model.as_ref().map(|m| (m, own));
            let tier = if model.is_some() { Tier::Model } else { Tier::Dictionary };
            let changes = general::weigh(&sentence.symbols, &sentence.lattice, model, self.reranker.as_deref());
            found.extend(changes.into_iter().map(|w| weighed(w, tier, &sentence)));
        }
        for slip in &mut found {
            slip.serious |= weighty::is_weighty(chars, slip);
        }
        self.settle(found, &sentence, used)
    }

    /// Wrong strings from the lists.
    fn listed(&self, sentence: &Sentence<'_>) -> Vec<Slip> {
        let pairs = self.exact.find(&sentence.text).into_iter();
        pairs
            .filter(|(at, pair)| stands(sentence, *at, pair))
            .filter_map(|(at, pair)| {
                let place = at..at + pair.wrong.chars().count();
                let reason = format!("常见错误写法，应为“{}”", pair.right);
                sentence.certain(place, pair.right.clone(), Tier::Pair, pair.serious, reason)
            })
            .collect()
    }

    /// What is wrong beside what stands there; looked for in the text as it was written, with its figures and letters.
    fn patterned(&self, chars: &[char]) -> Vec<Slip> {
        let written: String = chars.iter().collect();
        let before = |byte: usize| written[..byte].chars().count();
        let found = self.patterns.find(&written).into_iter();
        found
            .map(|m| Slip {
                from: before(m.from),
                to: before(m.to),
                wrong: written[m.from..m.to].to_owned(),
                right: m.right.to_owned(),
                tier: Tier::Pattern,
                serious: m.serious,
                score: CERTAIN,
                reason: m.reason.to_owned(),
            })
            .collect()
    }

    /// Idioms written nearly right.
    fn misquoted(&self, sentence: &Sentence<'_>) -> Vec<Slip> {
        let misses = self.idioms.misses(&sentence.symbols, &sentence.lattice).into_iter();
        misses
            .filter_map(|m| {
                let right: String = m.idiom.iter().collect();
                let (wrong, meant) = (sentence.symbols[m.from + m.at], m.idiom[m.at]);
                let reason = format!("与成语“{right}”相比错一字：“{wrong}”应为“{meant}”");
                sentence.certain(m.from..m.from + m.idiom.len(), right, Tier::Term, false, reason)
            })
            .collect()
    }

    /// Names of leaders written nearly right.
    fn led(&self, sentence: &Sentence<'_>) -> Vec<Slip> {
        let misses = self.leaders.misses(&sentence.symbols, &sentence.text).into_iter();
        misses
            .filter_map(|m| {
                let reason = m.leader.reason(m.office);
                sentence.certain(m.from..m.to, m.leader.name.to_owned(), Tier::Term, true, reason)
            })
            .collect()
    }

    /// Names of places written nearly right, and cities in the wrong province.
    fn placed(&self, sentence: &Sentence<'_>) -> Vec<Slip> {
        let misses = self.places.misses(&sentence.symbols, &sentence.lattice).into_iter();
        misses
            .filter_map(|m| {
                let reason = if m.elsewhere {
                    format!("行政区划隶属有误，应为“{}”", m.name)
                } else {
                    format!("没有这个行政区划，与“{}”相比错一字", m.name)
                };
                sentence.certain(m.from..m.to, m.name, Tier::Term, true, reason)
            })
            .collect()
    }

    /// Protected terms written nearly right; what is not certain is no serious slip.
    fn near(&self, sentence: &Sentence<'_>) -> Vec<Slip> {
        let misses = self.terms.misses(&sentence.symbols, &sentence.lattice).into_iter();
        misses
            .filter_map(|m| {
                let what = match m.edit {
                    Edit::Replaced(_) => "错一字",
                    Edit::Missing(_) => "漏一字",
                    Edit::Extra(_) => "多一字",
                    Edit::Swapped(_) => "两字颠倒",
                    Edit::TwoMissing(_) => "漏两字",
                    Edit::TwoDoubled(_) => "重复",
                    Edit::TwoReplaced(_) => "错两字",
                };
                // A set phrase may be said in other words; only a character that makes no sense there is a slip.
                let exchanged = matches!(m.edit, Edit::Replaced(_) | Edit::Swapped(_));
                if m.term.formula && !(m.certain && exchanged) {
                    return None;
                }
                let reason = format!("与规范用语“{}”相比{what}", m.term.text);
                let serious = m.certain && !m.term.formula;
                sentence.certain(m.from..m.to, m.term.text.clone(), Tier::Term, serious, reason)
            })
            .collect()
    }

    /// What is right after all goes; of what overlaps the surest stays.
    fn settle(&self, mut found: Vec<Slip>, sentence: &Sentence<'_>, used: &mut dyn FnMut(usize)) -> Vec<Slip> {
        if found.is_empty() {
            return found;
        }
        found.retain(|s| !mention::is_spoken_of(sentence.chars, s.from, s.to));
        found.retain(|s| !self.exceptions.excuse(&sentence.text, &s.wrong, &s.right, used));
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

/// Whether a wrong string stands at this place, and not the end of one word and the beginning of the next: 全部|置换 for 部置. Words that
/// lie across its edges are no proof (推|进攻|府); what counts is whether the sentence costs less with what was meant.
fn stands(sentence: &Sentence<'_>, at: usize, pair: &Pair) -> bool {
    let (symbols, lattice) = (&sentence.symbols[..], &sentence.lattice);
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

/// What the general tier found, in the characters of the sentence.
fn weighed(w: Weighed, tier: Tier, sentence: &Sentence<'_>) -> Slip {
    let from = sentence.start(w.at);
    Slip {
        from,
        to: if w.len == 0 { from } else { sentence.end(w.at + w.len - 1) },
        wrong: sentence.at(w.at..w.at + w.len),
        right: w.new.iter().collect(),
        tier,
        serious: false,
        score: w.score.min(CERTAIN - 1.0),
        reason: w.reason,
    }
}
