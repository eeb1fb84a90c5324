//! Inputs: any bytes, words strung together, and seeds that were spliced, cut, flipped and repeated.
//!
//! Also compiled into the library's own tests, for the readers that are private.

use std::fmt;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{TestCaseResult, TestRunner};

/// An input grows no longer than this, bytes: the work of one case stays small, and its shape shows below that.
const LONGEST: usize = 32 << 10;

/// What inputs of one kind are made of: the pieces a reader stumbles over, if it stumbles at all.
pub(crate) type Words = &'static [&'static [u8]];

/// Bytes that show as text where they are text.
#[derive(Clone)]
struct Input(Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// What can happen to a seed.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Cut(Index),
    Drop(Index, Index),
    Repeat(Index, Index, usize),
    Word(Index, Index),
    Splice(Index, Index, Index, Index),
}

/// Runs `check` on every seed of `corpus/<target>` and on as many inputs as `PROPTEST_CASES` says (256 by default). The
/// number beside the input decides what else the check varies.
///
/// Nothing is written beside the sources: an input that failed is printed, and belongs into the corpus once it is mended.
pub(crate) fn fuzz(target: &str, words: Words, check: impl Fn(&[u8], u64) -> TestCaseResult) {
    let seeds = seeds(target);
    for (name, seed) in &seeds {
        for dice in 0..16 {
            check(seed, dice).unwrap_or_else(|fault| panic!("corpus/{target}/{name}, {dice}: {fault}"));
        }
    }
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let seeds = seeds.into_iter().map(|(_, seed)| seed).collect();
    let ran = TestRunner::new(config).run(&(inputs(seeds, words), any::<u64>()), |(input, dice)| check(&input.0, dice));
    ran.unwrap_or_else(|fault| panic!("{target}: {fault}"));
}

/// The one of `all` that the dice say. Several choices of one case take different `turn`s.
pub(crate) fn pick<T: Copy>(all: &[T], dice: u64, turn: u32) -> T {
    all[(dice.rotate_right(turn * 8) % all.len() as u64) as usize]
}

/// The seeds of a target by name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut seeds: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "no seeds in {}", folder.display());
    seeds
}

fn inputs(seeds: Vec<Vec<u8>>, words: Words) -> impl Strategy<Value = Input> {
    let word = || any::<Index>().prop_map(|at| *at.get(words));
    let soup = prop::collection::vec(word(), 0..150).prop_map(|words| words.concat());
    // One word, or two in turn, again and again: what grows with the square of its length shows here.
    let chant = (word(), word(), word(), 1..3000_usize).prop_map(|(before, a, b, times)| {
        let times = times.min(LONGEST / (a.len() + b.len()).max(1));
        [before, &[a, b].concat().repeat(times)].concat()
    });
    let mutated = (any::<Index>(), prop::collection::vec(change(), 1..9)).prop_map(move |(first, changes)| {
        let mut bytes = first.get(&seeds).clone();
        for change in changes {
            change.apply(&mut bytes, &seeds, words);
            bytes.truncate(LONGEST);
        }
        bytes
    });
    prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..600),
        4 => soup,
        1 => chant,
        6 => mutated,
    ]
    .prop_map(Input)
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    prop_oneof![
        3 => (index(), 1_u8..).prop_map(|(at, with)| Change::Flip(at, with)),
        1 => index().prop_map(Change::Cut),
        2 => (index(), index()).prop_map(|(a, b)| Change::Drop(a, b)),
        2 => (index(), index(), 2..40_usize).prop_map(|(a, b, times)| Change::Repeat(a, b, times)),
        5 => (index(), index()).prop_map(|(at, word)| Change::Word(at, word)),
        2 => (index(), index(), index(), index()).prop_map(|(at, seed, a, b)| Change::Splice(at, seed, a, b)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>], words: Words) {
        match self {
            Change::Flip(at, with) => {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] ^= with;
                }
            }
            Change::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
            Change::Drop(a, b) => drop(bytes.drain(between(*a, *b, bytes.len()))),
            Change::Repeat(a, b, times) => {
                let part = bytes[between(*a, *b, bytes.len())].to_vec();
                let times = (*times).min(LONGEST / part.len().max(1));
                let at = a.index(bytes.len() + 1).max(b.index(bytes.len() + 1));
                bytes.splice(at..at, part.repeat(times));
            }
            Change::Word(at, word) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, word.get(words).iter().copied());
            }
            Change::Splice(at, seed, a, b) => {
                let seed = seed.get(seeds);
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, seed[between(*a, *b, seed.len())].iter().copied());
            }
        }
    }
}

fn between(a: Index, b: Index, length: usize) -> std::ops::Range<usize> {
    let (a, b) = (a.index(length + 1), b.index(length + 1));
    a.min(b)..a.max(b)
}
