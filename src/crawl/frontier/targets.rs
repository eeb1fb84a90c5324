//! Every address that was found, by its number and by the hash of its key.

use std::collections::HashMap;
use std::ops::{Index, IndexMut};

use crate::crawl::frontier::job::{Progress, Target, TargetId, Want};
use crate::facts::SkipReason;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// In the order of their numbers.
    all: Vec<Target>,
    ids: HashMap<u64, TargetId, rustc_hash::FxBuildHasher>,
}

impl Targets {
    /// The number of an address that was found before.
    pub(crate) fn id_of(&self, key: u64) -> Option<TargetId> {
        self.ids.get(&key).copied()
    }

    /// Takes in an address that was not found before; gives its number.
    pub(crate) fn add(&mut self, key: u64, target: Target) -> TargetId {
        let id = self.all.len() as TargetId;
        self.ids.insert(key, id);
        self.all.push(target);
        id
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Target> {
        self.all.iter()
    }

    /// Those of these that wait are not asked any more; gives how many of them were to be read.
    pub(crate) fn skip_waiting(&mut self, reason: SkipReason, which: impl Fn(&Target) -> bool) -> u64 {
        let mut pages = 0;
        for target in self.all.iter_mut().filter(|t| t.progress == Progress::Waiting) {
            if which(target) {
                target.progress = Progress::Skipped(reason);
                pages += u64::from(target.want == Want::Read);
            }
        }
        pages
    }

    /// The addresses, and their numbers by the hash of their keys.
    pub(crate) fn into_parts(self) -> (Vec<Target>, HashMap<u64, TargetId, rustc_hash::FxBuildHasher>) {
        (self.all, self.ids)
    }
}

impl Index<TargetId> for Targets {
    type Output = Target;

    fn index(&self, id: TargetId) -> &Target {
        &self.all[id as usize]
    }
}

impl IndexMut<TargetId> for Targets {
    fn index_mut(&mut self, id: TargetId) -> &mut Target {
        &mut self.all[id as usize]
    }
}
