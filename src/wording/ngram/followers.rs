//! Which characters stand after one: worked out when it is first asked, since few of all that might be are.

use std::sync::OnceLock;

use crate::text::{HAN, is_han};

/// For each character what follows it, once it was asked.
#[derive(Debug)]
pub(super) struct Followers(Box<[OnceLock<Box<[char]>>]>);

/// The first character that has a place.
const FIRST: char = *HAN.start();

/// How many have one.
const PLACES: usize = 0x5200;

impl Default for Followers {
    fn default() -> Self {
        Self((0..PLACES).map(|_| OnceLock::new()).collect())
    }
}

/// What was asked so far is no part of what a model knows.
impl PartialEq for Followers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Followers {}

impl Followers {
    /// What follows a Chinese character; `find` is asked the first time, and nothing follows what is no Chinese character.
    pub(super) fn of(&self, before: char, find: impl FnOnce() -> Box<[char]>) -> &[char] {
        let place = (before as usize).checked_sub(FIRST as usize).filter(|_| is_han(before));
        place.and_then(|p| self.0.get(p)).map_or(&[], |slot| slot.get_or_init(find))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_worked_out_once() {
        let followers = Followers::default();
        assert_eq!(followers.of('政', || Box::from(['府', '务'])), ['府', '务']);
        assert_eq!(followers.of('政', || unreachable!("it is known")), ['府', '务']);
        assert_eq!(followers.of('\u{9fff}', || Box::from(['了'])), ['了']);
        assert!(followers.of('。', || unreachable!("no character")).is_empty());
    }
}
