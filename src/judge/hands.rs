//! Whoever does what pages share nothing in. How many there are is for those to say who know the machine.

/// Does pieces of work that know nothing of each other.
pub(crate) trait Hands {
    /// What comes of the work on each item, in the order of the items, whoever did it and when.
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R>;
}

/// One piece after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneByOne;

impl Hands for OneByOne {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        items.iter().map(work).collect()
    }
}
