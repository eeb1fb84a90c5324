//! What endangers readers: hidden links, hijacked sites, personal data.

pub(super) mod link_hidden;
pub(super) mod link_hijacked;
pub(super) mod privacy_leak;

use crate::facts::HijackSort;
use crate::finding::{Ids, Key, Shape};

/// What a page was made to advertise.
const SORT: Key = Key::for_programs(
    "sort",
    Shape::Id(Ids::Of {
        all: || HijackSort::ALL.iter().map(|s| s.id().to_owned()).collect(),
        chinese: |id| Some(HijackSort::ALL.iter().find(|s| s.id() == id)?.chinese().to_owned()),
    }),
);
