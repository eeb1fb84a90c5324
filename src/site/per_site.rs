//! Which site of a group, and lists with one value a site.

use std::ops::{Index, IndexMut};

use super::{Group, Site};

/// The place of a site in its group: a kind of its own, so that the compiler tells it from all other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SiteIndex(pub(super) usize);

impl Index<SiteIndex> for Group {
    type Output = Site;

    fn index(&self, site: SiteIndex) -> &Site {
        &self.sites[site.0]
    }
}

/// One value a site of a group, in its order.
#[derive(Debug, Clone)]
pub(crate) struct PerSite<T>(Vec<T>);

impl<T> PerSite<T> {
    /// Of all sites of a group.
    pub(crate) fn new(group: &Group, value: impl FnMut(SiteIndex) -> T) -> Self {
        PerSite(group.indexes().map(value).collect())
    }

    /// Each value made another.
    pub(crate) fn map<U>(self, mut value: impl FnMut(SiteIndex, T) -> U) -> PerSite<U> {
        let sites = self.0.into_iter().enumerate();
        PerSite(sites.map(|(at, own)| value(SiteIndex(at), own)).collect())
    }

    /// The values, in the order of the group.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Index<SiteIndex> for PerSite<T> {
    type Output = T;

    fn index(&self, site: SiteIndex) -> &T {
        &self.0[site.0]
    }
}

impl<T> IndexMut<SiteIndex> for PerSite<T> {
    fn index_mut(&mut self, site: SiteIndex) -> &mut T {
        &mut self.0[site.0]
    }
}
