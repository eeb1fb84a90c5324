//! A set of fingerprints with two small numbers each: words and n-grams by the hundred thousand in a few megabytes.

/// Open addressing over 32-bit fingerprints; a fingerprint of 0 marks a free place.
///
/// Two keys may share a fingerprint and a neighbourhood once in some billions of questions; what follows then is one odd count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    marks: Vec<u32>,
    numbers: Vec<[u8; 2]>,
    held: usize,
}

/// The hash of one more character after what came before.
pub(super) fn step(hash: u64, c: char) -> u64 {
    let mixed = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The hash of a whole string, from the empty one.
pub(super) fn hash(chars: impl IntoIterator<Item = char>) -> u64 {
    chars.into_iter().fold(EMPTY, step)
}

/// Where every hash begins.
pub(super) const EMPTY: u64 = 0x5851_F42D_4C95_7F2D;

impl Table {
    /// Room for so many keys at two thirds full.
    pub(super) fn for_keys(keys: usize) -> Self {
        let places = keys + keys / 2 + 16;
        Self {
            marks: vec![0; places],
            numbers: vec![[0; 2]; places],
            held: 0,
        }
    }

    /// A table as it was written: `None` if the lengths cannot be right.
    pub(super) fn from_parts(marks: Vec<u32>, numbers: Vec<[u8; 2]>) -> Option<Self> {
        let held = marks.iter().filter(|m| **m != 0).count();
        let sound = marks.len() == numbers.len() && held < marks.len();
        sound.then_some(Self { marks, numbers, held })
    }

    /// The two columns, to be written.
    pub(super) fn parts(&self) -> (&[u32], &[[u8; 2]]) {
        (&self.marks, &self.numbers)
    }

    /// How many keys it holds.
    pub(super) fn len(&self) -> usize {
        self.held
    }

    fn place(&self, key: u64) -> (usize, u32) {
        let mark = (key >> 32) as u32;
        // The low bits of a key may all be zero: the place is taken from all of them, and spread over the table without a division.
        let spread = key.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32;
        let place = (spread * self.marks.len() as u64) >> 32;
        (place as usize, if mark == 0 { 1 } else { mark })
    }

    /// The next place; the first follows the last.
    fn after(&self, at: usize) -> usize {
        if at + 1 == self.marks.len() { 0 } else { at + 1 }
    }

    /// The numbers of a key, made if it was not there. A table that is full keeps what it has.
    pub(super) fn entry(&mut self, key: u64) -> Option<&mut [u8; 2]> {
        if self.held + 1 >= self.marks.len() {
            return None;
        }
        let (mut at, mark) = self.place(key);
        while self.marks[at] != mark {
            if self.marks[at] == 0 {
                self.marks[at] = mark;
                self.held += 1;
                break;
            }
            at = self.after(at);
        }
        self.numbers.get_mut(at)
    }

    /// The numbers of a key, if it is held.
    pub(super) fn get(&self, key: u64) -> Option<[u8; 2]> {
        if self.marks.is_empty() {
            return None;
        }
        let (mut at, mark) = self.place(key);
        loop {
            match self.marks[at] {
                0 => return None,
                m if m == mark => return Some(self.numbers[at]),
                _ => at = self.after(at),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut table = Table::for_keys(1000);
        for i in 0..1000u32 {
            let key = hash(format!("词{i}").chars());
            *table.entry(key).expect("there is room") = [(i % 251) as u8, 7];
        }
        assert_eq!(table.len(), 1000);
        for i in 0..1000u32 {
            assert_eq!(table.get(hash(format!("词{i}").chars())), Some([(i % 251) as u8, 7]));
            assert_eq!(table.get(hash(format!("无{i}").chars())), None);
        }
    }

    #[test]
    fn a_full_table_refuses_and_an_empty_one_answers() {
        let mut table = Table::for_keys(0);
        let fitted = (0..100u64)
            .filter(|k| table.entry(k.wrapping_mul(0x9E37_79B9_7F4A_7C15)).is_some())
            .count();
        assert!(fitted < 100);
        assert_eq!(table.get(hash("无".chars())), None);
        assert_eq!(Table::default().get(1), None);
        assert!(
            Table::from_parts(vec![1, 1], vec![[0; 2]; 2]).is_none(),
            "no free place: a question would never end"
        );
    }
}
