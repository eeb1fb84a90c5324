//! A model as bytes: what `xuncha train` writes and every run reads again.

use std::io::Read;

use super::super::beside::Beside;
use super::super::table::Table;
use super::followers::Followers;
use super::{NGram, ORDER};

/// The first bytes of a model, with the version of its form and of the way text is prepared: a model of another kind is refused.
const MAGIC: &[u8; 8] = b"xcngram3";

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

    /// Reads a model from a source that holds so many bytes: straight into its columns, which take no more memory than the source is long.
    /// Any bytes are safe to give.
    pub fn read_from(source: &mut dyn Read, length: u64) -> Result<Self, NoModel> {
        let mut source = Source {
            inner: source,
            left: length,
        };
        if source.column(MAGIC.len(), |[byte]| byte)? != MAGIC {
            return Err(NoModel);
        }
        let symbols = source.number()?;
        let pairs = source.bits(Beside::pairs())?;
        let triples = source.bits(Beside::triples())?;
        let mut tables = Vec::with_capacity(ORDER * 2);
        for _ in 0..ORDER * 2 {
            let places = usize::try_from(source.number()?).map_err(|_| NoModel)?;
            let marks = source.column(places, u32::from_le_bytes)?;
            let numbers = source.column(places, |two: [u8; 2]| two)?;
            tables.push(Table::from_parts(marks, numbers).ok_or(NoModel)?);
        }
        let beginnings = tables.split_off(ORDER);
        Ok(Self {
            grams: tables,
            beginnings,
            pairs,
            triples,
            symbols,
            followers: Followers::default(),
        })
    }
}

/// Bytes that are read as columns of numbers.
struct Source<'a> {
    inner: &'a mut dyn Read,
    /// How many bytes are left: what a broken file claims beyond them is not believed.
    left: u64,
}

impl Source<'_> {
    /// So many numbers and no fewer.
    fn column<const N: usize, T>(&mut self, length: usize, read: impl Fn([u8; N]) -> T) -> Result<Vec<T>, NoModel> {
        let bytes = (length as u64).checked_mul(N as u64).ok_or(NoModel)?;
        self.left = self.left.checked_sub(bytes).ok_or(NoModel)?;
        let mut column = Vec::with_capacity(length);
        let mut one = [0; N];
        for _ in 0..length {
            self.inner.read_exact(&mut one).map_err(|_| NoModel)?;
            column.push(read(one));
        }
        Ok(column)
    }

    fn number(&mut self) -> Result<u64, NoModel> {
        self.column(1, u64::from_le_bytes)?.pop().ok_or(NoModel)
    }

    fn bits(&mut self, empty: Beside) -> Result<Beside, NoModel> {
        let words = self.column(empty.words().len(), u64::from_le_bytes)?;
        empty.with_words(words).ok_or(NoModel)
    }
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
        assert_eq!(NGram::read_from(&mut &*bytes, bytes.len() as u64).as_ref(), Ok(&model));
        for cut in [0, 7, 8, 20, 1_000_000, bytes.len() - 1] {
            let mut cut = &bytes[..cut.min(bytes.len() - 1)];
            let length = cut.len() as u64;
            assert_eq!(NGram::read_from(&mut cut, length), Err(NoModel));
            // It claims to be longer than it is.
            assert_eq!(NGram::read_from(&mut cut, bytes.len() as u64), Err(NoModel));
        }
        let mut other = bytes.clone();
        other[7] = b'0';
        assert_eq!(NGram::read_from(&mut &*other, other.len() as u64), Err(NoModel));
    }
}
