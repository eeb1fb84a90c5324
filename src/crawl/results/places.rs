//! The places of every page that was read, kept small: whether a link points to one that is not there.

use std::collections::HashMap;

use crate::crawl::frontier::TargetId;
use crate::crawl::results::outcome::PageLinks;
use crate::finding::LinkVerdict;

/// Names and pointers kept of a run, each four to eight bytes: a million pages of thirty names. Beyond that nothing more is
/// kept, and the sites concerned say so.
const MOST_KEPT: usize = 32_000_000;

/// See the module.
#[derive(Default)]
pub(crate) struct Places {
    of: HashMap<TargetId, Box<[u32]>, rustc_hash::FxBuildHasher>,
    kept: usize,
}

impl Places {
    /// Keeps the places of a page, where they can be told. False where there was no room.
    pub(crate) fn add(&mut self, page: TargetId, places: Option<&[u32]>) -> bool {
        let Some(places) = places else { return true };
        let room = self.make_room(places.len());
        if room {
            self.of.insert(page, places.into());
        }
        room
    }

    /// Whether so many more numbers may be kept.
    pub(crate) fn make_room(&mut self, numbers: usize) -> bool {
        let room = self.kept + numbers <= MOST_KEPT;
        if room {
            self.kept += numbers;
        }
        room
    }

    /// Whether the page is known and has no such place.
    pub(crate) fn lacks(&self, page: TargetId, place: u32) -> bool {
        self.of.get(&page).is_some_and(|places| places.binary_search(&place).is_err())
    }

    /// Notes which pages point to places that are not there, and forgets where the others point.
    pub(crate) fn look_up(&self, pages: &mut [PageLinks], verdicts: &[Option<LinkVerdict>]) {
        for page in pages {
            let alive = |id: TargetId| verdicts.get(id as usize) == Some(&Some(LinkVerdict::Alive));
            page.has_lost_places = page.named.iter().any(|(id, place)| alive(*id) && self.lacks(*id, *place));
            page.named = Box::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_pages_lack_places_and_room_is_bounded() {
        let mut places = Places::default();
        assert!(places.add(1, Some(&[3, 7])) && places.add(2, None));
        assert!(places.lacks(1, 4) && !places.lacks(1, 7) && !places.lacks(2, 4));
        assert!(!places.make_room(MOST_KEPT));
        assert!(places.make_room(MOST_KEPT - 2) && !places.make_room(1));
    }
}
