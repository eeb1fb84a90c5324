//! What a run read after its day, as of its day.

use jiff::civil::Date;

use super::{Fact, ListingFacts, PageFacts, Stamp};

impl PageFacts {
    /// A page read on a later day than the run's: what came in between is as new as can be, and counts as of the day of the run. What
    /// lies after the day it was read on is left: that is a date in the future.
    pub(crate) fn as_of(&mut self, day: Date, read_on: Date) {
        let came = |stamp: &mut Stamp| {
            if stamp.date > day && stamp.date <= read_on {
                *stamp = day.into();
            }
        };
        let fact = |fact: &mut Fact<Stamp>| {
            if let Fact::Known(stamp) = fact {
                came(stamp);
            }
        };
        let list = |list: &mut ListingFacts| list.items.iter_mut().filter_map(|item| item.date.as_mut()).for_each(came);
        fact(&mut self.pub_date);
        let lists = self.listing.iter_mut().chain(&mut self.listing_otherwise).chain(&mut self.boxes);
        lists.for_each(list);
        for message in self.inquiries.iter_mut().flat_map(|found| &mut found.items) {
            fact(&mut message.asked);
            fact(&mut message.answered);
        }
    }
}
