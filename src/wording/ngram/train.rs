//! Counting: sentences in, a model out.

use rustc_hash::FxHashSet;

use super::super::beside::{Beside, pair};
use super::super::prepare::{self, EDGE};
use super::super::table::{Table, hash, step};
use super::followers::Followers;
use super::{BEGINNING, DISCOUNT, NGram, ORDER, Own, beginning, encode, encode_wide};

/// Collects sentences, each distinct one once: what a template repeats says nothing more the second time.
#[derive(Debug, Default)]
pub struct Trainer {
    text: Vec<char>,
    seen: FxHashSet<u64>,
}

/// The most symbols that are taken in: training them takes half a gigabyte of memory, and more text than that teaches little.
const MOST: usize = 40_000_000;

/// From so many symbols on a sequence must stand three times: the model stays under 100 MB.
const LARGE: usize = 20_000_000;

/// Sequences of this length and more are kept only when they stand twice: what stands once vouches for nothing.
const PRUNED_FROM: usize = 3;

impl Trainer {
    /// Takes a document in: any text, sentence by sentence.
    pub fn add(&mut self, text: &str) {
        if self.is_full() {
            return;
        }
        let chars: Vec<char> = text.chars().collect();
        for sentence in prepare::sentences(&chars) {
            let symbols: Vec<char> = prepare::units(&chars[sentence]).iter().map(|u| u.sym).collect();
            if self.seen.insert(hash(symbols.iter().copied())) {
                self.text.extend(symbols);
                self.text.push(EDGE);
            }
        }
    }

    /// Whether so much was taken in that the rest is left out.
    pub fn is_full(&self) -> bool {
        self.text.len() >= MOST
    }

    /// How many symbols were taken in.
    pub fn symbols(&self) -> usize {
        self.text.len()
    }

    /// The model of all that was taken in.
    pub fn finish(self) -> NGram {
        let mut model = NGram {
            grams: Vec::new(),
            beginnings: Vec::new(),
            pairs: pairs_seen_twice(&self.text),
            triples: Beside::triples(),
            symbols: self.text.len() as u64,
            followers: Followers::default(),
        };
        let mut records: Vec<u64> = Vec::new();
        for n in 1..=ORDER {
            records.clear();
            for_each_sequence(&self.text, n, |begin, c| records.push(begin & BEGINNING | u64::from(c as u16)));
            records.sort_unstable();
            let least = match n {
                _ if n < PRUNED_FROM => 1,
                _ if self.text.len() > LARGE => 3,
                _ => 2,
            };
            let (grams, beginnings) = tables(&records, least);
            if n == 3 {
                runs(&records, |begin, group| {
                    runs_of(group, |c, count| {
                        if count >= least {
                            model.triples.insert(step(begin, c));
                        }
                    });
                });
            }
            model.grams.push(grams);
            model.beginnings.push(beginnings);
        }
        model
    }
}

/// Which two symbols stand side by side more than once.
fn pairs_seen_twice(text: &[char]) -> Beside {
    let (mut once, mut twice) = (Beside::pairs(), Beside::pairs());
    for two in text.windows(2) {
        let key = pair(two[0], two[1]);
        if !once.insert(key) {
            twice.insert(key);
        }
    }
    twice
}

/// Every sequence of `n` symbols that does not reach over the edge of a sentence: its beginning's hash and its last symbol.
fn for_each_sequence(text: &[char], n: usize, mut found: impl FnMut(u64, char)) {
    let mut inside = 1;
    for (i, c) in text.iter().enumerate() {
        // The edge before a sentence is a symbol like others, so that a sentence's first words are learnt too.
        if inside >= n {
            found(beginning(&text[i + 1 - n..i]), *c);
        }
        inside = if *c == EDGE { 2 } else { inside + 1 };
    }
}

/// One pass over sorted records to count, one to keep.
fn tables(records: &[u64], least: u32) -> (Table, Table) {
    let (mut kept, mut begun) = (0, 0);
    runs(records, |begin, group| {
        let mut here = 0;
        runs_of(group, |_, count| here += usize::from(count >= least));
        kept += here;
        begun += usize::from(here > 0);
        let _ = begin;
    });
    let (mut grams, mut beginnings) = (Table::for_keys(kept), Table::for_keys(begun));
    runs(records, |begin, group| {
        let mut back = 0.0;
        let mut here = false;
        runs_of(group, |c, count| {
            if count < least {
                back += f64::from(count);
                return;
            }
            here = true;
            back += f64::from(DISCOUNT);
            if let Some(numbers) = grams.entry(step(begin, c)) {
                numbers[0] = encode(count);
            }
        });
        if here && let Some(numbers) = beginnings.entry(begin) {
            *numbers = [encode_wide(group.len() as f64), encode_wide(back)];
        }
    });
    (grams, beginnings)
}

fn runs(records: &[u64], mut found: impl FnMut(u64, &[u64])) {
    for group in records.chunk_by(|a, b| a & BEGINNING == b & BEGINNING) {
        found(group[0] & BEGINNING, group);
    }
}

fn runs_of(group: &[u64], mut found: impl FnMut(char, u32)) {
    for same in group.chunk_by(|a, b| a == b) {
        let c = char::from_u32((same[0] & 0xffff) as u32).unwrap_or(EDGE);
        found(c, same.len() as u32);
    }
}

impl Own {
    /// What a document gave to a model that it was part of: every distinct sentence once.
    pub fn of(text: &str) -> Self {
        let mut trainer = Trainer::default();
        trainer.add(text);
        let mut own = Self::default();
        for n in 1..=ORDER {
            for_each_sequence(&trainer.text, n, |begin, c| {
                *own.0.entry(step(begin, c)).or_default() += 1;
                *own.0.entry(begin).or_default() += 1;
            });
        }
        own
    }
}
