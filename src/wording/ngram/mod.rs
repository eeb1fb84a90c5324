//! The site's own model: which characters follow which in the texts it was trained from.

mod file;
mod followers;
mod train;

pub use train::Trainer;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::beside::{Beside, pair};
use super::table::{EMPTY, Table, step};
use followers::Followers;

/// How many characters are looked at together.
pub(super) const ORDER: usize = 5;

/// What is taken from every count and given to what was never seen (absolute discounting).
const DISCOUNT: f32 = 0.75;

/// How many different symbols text is thought to have: what is unknown is one of so many.
const SYMBOLS: f32 = 8000.0;

/// Counts of character sequences, pruned and rounded.
#[derive(Debug, PartialEq, Eq)]
pub struct NGram {
    /// For each length, a sequence's count.
    grams: Vec<Table>,
    /// For each length less one, how often a beginning stands, and how much of it belongs to what was pruned or never seen.
    beginnings: Vec<Table>,
    /// Which two symbols were seen side by side more than once.
    pairs: Beside,
    /// Which three.
    triples: Beside,
    /// How many symbols it was trained from.
    symbols: u64,
    followers: Followers,
}

/// What a document itself gave to the model: taken away again while it is judged, so that no slip vouches for itself.
#[derive(Debug, Default)]
pub struct Own(FxHashMap<u64, u32>);

/// The beginning of a sequence is known by 48 bits: training sorts it together with the symbol that follows.
const BEGINNING: u64 = !0xffff;

fn beginning(symbols: &[char]) -> u64 {
    symbols.iter().fold(EMPTY, |h, c| step(h, *c)) & BEGINNING
}

/// A count as one byte: exact up to 48, then in steps of seven per cent.
fn encode(count: u32) -> u8 {
    if count <= 48 {
        count as u8
    } else {
        (48.0 + (f64::from(count) / 48.0).ln() / 1.07f64.ln()).round().min(255.0) as u8
    }
}

fn decode(code: u8) -> f32 {
    COUNTS[usize::from(code)]
}

/// What each byte of a count stands for.
static COUNTS: LazyLock<[f32; 256]> = LazyLock::new(|| growing(48, 1.07));

/// The same of large numbers.
static WIDE: LazyLock<[f32; 256]> = LazyLock::new(|| {
    let mut numbers = [1.0f32; 256];
    for i in 1..256 {
        numbers[i] = numbers[i - 1] * 1.09;
    }
    numbers
});

/// Whole numbers up to one, and beyond it each so many times the one before.
fn growing(exact: u8, times: f32) -> [f32; 256] {
    let mut numbers = [0.0f32; 256];
    for code in 1..=u8::MAX {
        let i = usize::from(code);
        numbers[i] = if code <= exact { f32::from(code) } else { numbers[i - 1] * times };
    }
    numbers
}

impl NGram {
    /// How many symbols it was trained from.
    pub fn symbols(&self) -> u64 {
        self.symbols
    }

    /// Whether two symbols were seen side by side more than once. May say yes in error, never no.
    pub(super) fn knows_two(&self, a: char, b: char) -> bool {
        self.pairs.has(pair(a, b))
    }

    /// Which of these characters were seen after one more than once; always to be asked of the same characters.
    pub(super) fn followers(&self, before: char, of: &[char]) -> &[char] {
        let seen = || of.iter().copied().filter(|c| self.knows_two(before, *c)).collect();
        self.followers.of(before, seen)
    }

    /// The same of three.
    pub(super) fn knows_three(&self, [a, b, c]: [char; 3]) -> bool {
        self.triples.has(step(beginning(&[a, b]), c))
    }

    /// How many sequences it holds.
    pub fn held(&self) -> u64 {
        self.grams.iter().map(|t| t.len() as u64).sum()
    }
}

/// Answers from a model, less what the document itself gave to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub model: &'a NGram,
    pub own: Option<&'a Own>,
}

impl Asked<'_> {
    fn numbers(&self, n: usize, begin: u64, c: char) -> f32 {
        let key = step(begin, c);
        let count = self.model.grams[n - 1].get(key).map_or(0.0, |[code, _]| decode(code));
        match self.own {
            Some(own) if count > 0.0 => (count - own.0.get(&key).map_or(0.0, |o| *o as f32)).max(0.0),
            _ => count,
        }
    }

    /// How often these symbols stand together: at most `ORDER` of them.
    pub(super) fn count(&self, symbols: &[char]) -> f32 {
        match symbols {
            [before @ .., last] if symbols.len() <= ORDER => self.numbers(symbols.len(), beginning(before), *last),
            _ => 0.0,
        }
    }

    /// What may follow these symbols, of which the last `ORDER - 1` count: looked up once, and then asked for one symbol after another.
    pub(super) fn after(&self, before: &[char]) -> Context {
        let mut context = Context::default();
        for n in 1..=ORDER.min(before.len() + 1) {
            let begin = beginning(&before[before.len() + 1 - n..]);
            let Some([total, back]) = self.model.beginnings[n - 1].get(begin) else {
                break;
            };
            let (mut total, back) = (decode_wide(total), decode_wide(back));
            if let Some(own) = self.own {
                total = (total - own.0.get(&begin).map_or(0.0, |o| *o as f32)).max(1.0);
            }
            let back = (back / total).clamp(0.02, 1.0);
            context.begun[n - 1] = Begun { begin, total, back };
            context.length = n;
        }
        context
    }

    /// The logarithm of how likely a symbol is there; and how many symbols up to it are known together.
    pub(super) fn likely(&self, there: &Context, c: char) -> (f32, usize) {
        let mut p = 1.0 / SYMBOLS;
        let mut known = 0;
        for (n, begun) in (1..).zip(&there.begun[..there.length]) {
            // What was never seen after fewer symbols was never seen after more.
            let mut count = if known + 1 == n { self.numbers(n, begun.begin, c) } else { 0.0 };
            count = count.min(begun.total);
            if count > 0.0 {
                known = n;
            }
            let own_part = ((count - DISCOUNT).max(0.0) / begun.total).min(1.0 - begun.back);
            p = own_part + begun.back * p;
        }
        (p.ln(), known)
    }
}

/// The place after some symbols, as a model knows it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    begun: [Begun; ORDER],
    /// How many of these are known.
    length: usize,
}

/// The beginning of a sequence: how often it stands, and which share of that goes to what shorter ones say.
#[derive(Debug, Clone, Copy, Default)]
struct Begun {
    begin: u64,
    total: f32,
    back: f32,
}

/// A large number as one byte, in steps of nine per cent.
fn encode_wide(number: f64) -> u8 {
    (number.max(1.0).ln() / 1.09f64.ln()).round().min(255.0) as u8
}

fn decode_wide(code: u8) -> f32 {
    WIDE[usize::from(code)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_does_not_vouch_for_itself() {
        let page = "全面推进政务公开工作。\n深入推进攻务公开工作。\n继续推进攻务公开工作。\n";
        let mut trainer = Trainer::default();
        trainer.add(page);
        trainer.add("持续推进政务公开工作。\n扎实推进政务公开工作。\n");
        // A template repeats a sentence: it counts once.
        trainer.add("持续推进政务公开工作。\n");
        let model = trainer.finish();
        let own = Own::of(page);
        let alone = Asked { model: &model, own: None };
        let less = Asked {
            model: &model,
            own: Some(&own),
        };
        let counts = |asked: Asked<'_>| [asked.count(&['攻', '务']) as u32, asked.count(&['推', '进', '政', '务']) as u32];
        assert_eq!((counts(alone), counts(less)), ([2, 3], [0, 2]));
        let after = |asked: Asked<'_>, text: &str| {
            let chars: Vec<char> = text.chars().collect();
            asked.likely(&asked.after(&chars[..3]), chars[3]).0
        };
        assert!(after(less, "推进攻务") < after(alone, "推进攻务"));
        assert!(after(less, "推进政务") > after(less, "推进攻务"));
        assert_eq!(alone.count(&[]) as u32, 0);
    }

    #[test]
    fn counts_survive_their_byte() {
        for count in [0, 1, 2, 47, 48, 60, 500, 100_000] {
            let back = decode(encode(count));
            assert!((back - count as f32).abs() <= 0.04 * count as f32, "{count} {back}");
        }
    }
}
