//! The places of every page that was read, kept small: whether a link points to one that is not there.

use std::collections::HashMap;

/// Names kept of a run, four bytes each: a million pages of thirty names. Beyond that nothing more is kept, and the sites
/// concerned say so.
const MOST_KEPT: usize = 32_000_000;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct PagePlaces {
    of: HashMap<u32, Box<[u32]>, rustc_hash::FxBuildHasher>,
    kept: usize,
}

impl PagePlaces {
    /// Keeps the places of a page, where they can be told. False where there was no room.
    pub(crate) fn add(&mut self, page: u32, places: Option<&[u32]>) -> bool {
        let Some(places) = places else { return true };
        let room = self.kept + places.len() <= MOST_KEPT;
        if room {
            self.kept += places.len();
            self.of.insert(page, places.into());
        }
        room
    }

    /// Whether the page is known and has no such place.
    pub(crate) fn lacks(&self, page: u32, place: u32) -> bool {
        self.of.get(&page).is_some_and(|places| places.binary_search(&place).is_err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_pages_lack_places_and_room_is_bounded() {
        let mut places = PagePlaces::default();
        assert!(places.add(1, Some(&[3, 7])) && places.add(2, None));
        assert!(places.lacks(1, 4) && !places.lacks(1, 7) && !places.lacks(2, 4));
        places.kept = MOST_KEPT - 1;
        assert!(places.add(4, Some(&[1])) && !places.add(5, Some(&[1])) && !places.lacks(5, 2));
    }
}
