//! A model as bytes: what `xuncha train` writes and every run reads again.

use std::io::Read;

use super::super::beside::Beside;
use super::super::table::Table;
use super::{NGram, ORDER};

/// The first bytes of a model, with the version of its form and of the way text is prepared: a model of another kind is refused.
const MAGIC: &[u8; 8] = b"xcngram2";

/// A file that is no model, or one of another version, or cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoModel;

impl NGram {
    /// The model as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::from(MAGIC);
        out.extend(self.symbols.to_le_bytes());
        for word in self.pairs.words().iter().chain(self.triples.words()) {
            out.extend(word.to_le_bytes());
        }
        for table in self.grams.iter().chain(&self.beginnings) {
            let (marks, numbers) = table.parts();
            out.extend((marks.len() as u64).to_le_bytes());
            for mark in marks {
                out.extend(mark.to_le_bytes());
            }
            for two in numbers {
                out.extend(two);
            }
        }
        out
    }

    /// Reads a model, a column at a time: it is never in memory twice. Any bytes are safe to give.
    pub fn read_from(source: &mut dyn Read) -> Result<Self, NoModel> {
        if take(source, MAGIC.len())? != MAGIC {
            return Err(NoModel);
        }
        let symbols = number(source)?;
        let pairs = bits(source, Beside::pairs())?;
        let triples = bits(source, Beside::triples())?;
        let mut tables = Vec::with_capacity(ORDER * 2);
        for _ in 0..ORDER * 2 {
            let places = usize::try_from(number(source)?).map_err(|_| NoModel)?;
            let marks = take(source, places.checked_mul(4).ok_or(NoModel)?)?;
            let marks = marks
                .chunks_exact(4)
                .map(|m| u32::from_le_bytes([m[0], m[1], m[2], m[3]]))
                .collect();
            let numbers = take(source, places.checked_mul(2).ok_or(NoModel)?)?;
            let numbers = numbers.chunks_exact(2).map(|n| [n[0], n[1]]).collect();
            tables.push(Table::from_parts(marks, numbers).ok_or(NoModel)?);
        }
        let beginnings = tables.split_off(ORDER);
        Ok(Self {
            grams: tables,
            beginnings,
            pairs,
            triples,
            symbols,
        })
    }
}

fn bits(source: &mut dyn Read, empty: Beside) -> Result<Beside, NoModel> {
    let words = take(source, empty.words().len() * 8)?;
    let words = words.chunks_exact(8).map(|w| u64::from_le_bytes(eight(w))).collect();
    empty.with_words(words).ok_or(NoModel)
}

fn eight(bytes: &[u8]) -> [u8; 8] {
    bytes.try_into().unwrap_or_default()
}

fn number(source: &mut dyn Read) -> Result<u64, NoModel> {
    Ok(u64::from_le_bytes(eight(&take(source, 8)?)))
}

/// So many bytes and no fewer. A length that a broken file claims takes no more memory than the file has.
fn take(source: &mut dyn Read, length: usize) -> Result<Vec<u8>, NoModel> {
    let mut taken = Vec::new();
    source.take(length as u64).read_to_end(&mut taken).map_err(|_| NoModel)?;
    if taken.len() == length { Ok(taken) } else { Err(NoModel) }
}

#[cfg(test)]
mod tests {
    use super::super::Trainer;
    use super::*;

    #[test]
    fn a_model_comes_back_as_it_was_and_no_other_bytes_are_taken_for_one() {
        let mut trainer = Trainer::default();
        trainer.add("厦门市公安局依法办理户籍业务。厦门市公安局思明分局依法办理出入境业务。");
        let model = trainer.finish();
        let bytes = model.to_bytes();
        assert_eq!(NGram::read_from(&mut &*bytes).as_ref(), Ok(&model));
        for cut in [0, 7, 8, 20, 1_000_000, bytes.len() - 1] {
            assert_eq!(NGram::read_from(&mut &bytes[..cut.min(bytes.len() - 1)]), Err(NoModel));
        }
        let mut other = bytes.clone();
        other[7] = b'0';
        assert_eq!(NGram::read_from(&mut &*other), Err(NoModel));
    }
}
