//! The frontier: every address that was found, what is to be done with it, and in which order.
//!
//! A synchronous state machine without clock or network: jobs come out of [`Frontier::next`], results go in, and the
//! same results always lead to the same set of addresses. Breadth first a host; hosts take turns.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use url::Url;

use super::class::Class;
use super::digest::{Digest, Place, Territory};
use super::hosts::{HostId, Hosts};
use super::trap::{QueryFamily, trap};
use crate::finding::SkipReason;
use crate::plan::Reach;

/// The number of an address in the frontier, in the order of discovery.
pub(crate) type TargetId = u32;

/// What one job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// Ask for a host's robots.txt (its other jobs wait for it).
    Robots(HostId),
    /// Read a sitemap; `level` counts index files above it.
    Sitemap { site: usize, url: Url, level: u8 },
    /// Ask for a page that cannot exist.
    Probe(Url),
    /// Ask for an address.
    Target(TargetId),
}

/// What is wanted of an address, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Only whether it is there.
    Check,
    /// Its content and its links.
    Read,
}

/// How far an address has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// In a queue or under way.
    Waiting,
    /// Asked.
    Done,
    /// Not asked, for this reason.
    Skipped(SkipReason),
}

/// One address.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) url: Url,
    /// Index of the site of the group it belongs to.
    pub(crate) owner: Option<usize>,
    pub(crate) class: Class,
    pub(crate) want: Want,
    pub(crate) depth: u32,
    pub(crate) progress: Progress,
    /// Whether every link to it so far shows it as a picture.
    pub(crate) picture: bool,
}

/// See the module.
pub(crate) struct Frontier {
    territory: Territory,
    reach: Reach,
    targets: Vec<Target>,
    ids: HashMap<u64, TargetId, rustc_hash::FxBuildHasher>,
    hosts: Hosts,
    inspected: HashSet<usize>,
    /// Pages admitted for reading, a site.
    pages: HashMap<usize, u64>,
    families: HashMap<usize, QueryFamily>,
    today: Date,
    /// Addresses of a site in a queue.
    queued: HashMap<usize, u64>,
    stopped: bool,
}

impl Frontier {
    pub(crate) fn new(territory: Territory, reach: Reach, today: Date) -> Self {
        let inspected = territory.inspected().iter().copied().collect();
        Frontier {
            hosts: Hosts::new(),
            territory,
            reach,
            targets: Vec::new(),
            ids: HashMap::default(),
            inspected,
            pages: HashMap::new(),
            families: HashMap::new(),
            today,
            queued: HashMap::new(),
            stopped: false,
        }
    }

    pub(crate) fn target(&self, id: TargetId) -> &Target {
        &self.targets[id as usize]
    }

    pub(crate) fn hosts_mut(&mut self) -> &mut Hosts {
        &mut self.hosts
    }

    /// The number of an address that was found before.
    pub(crate) fn id_of(&self, key: u64) -> Option<TargetId> {
        self.ids.get(&key).copied()
    }

    /// Jobs that wait, over all hosts, for the progress display.
    pub(crate) fn waiting(&self) -> usize {
        self.hosts.queued()
    }

    /// Addresses of a site that wait.
    pub(crate) fn waiting_of(&self, owner: usize) -> u64 {
        self.queued.get(&owner).copied().unwrap_or_default()
    }

    /// The addresses and their numbers, when the crawl is over.
    pub(crate) fn into_parts(self) -> (Vec<Target>, HashMap<u64, TargetId, rustc_hash::FxBuildHasher>) {
        (self.targets, self.ids)
    }

    /// Adds an address a plan names itself.
    pub(crate) fn seed(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        self.admit(place, want, depth)
    }

    /// Takes in the links of a page that was read. `changed` is false where the page is as it was in the last run.
    /// Gives the numbers of the targets it links to.
    pub(crate) fn absorb(&mut self, depth: u32, digest: &Digest, changed: bool) -> Vec<TargetId> {
        let items: HashSet<u64> = digest.items.iter().copied().collect();
        let mut edges = Vec::with_capacity(digest.links.len());
        for place in &digest.links {
            let want = match self.reach {
                Reach::Whole => Some(Want::Read),
                Reach::Front => front_want(depth, digest.first_of_list, items.contains(&place.id), changed),
            };
            match want {
                Some(want) => edges.push(self.admit(place, want, depth + 1)),
                None => edges.extend(self.id_of(place.id)),
            }
        }
        edges
    }

    fn admit(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        // Only pages of inspected sites are read; everything else is checked.
        let inside = place.owner.is_some_and(|o| self.inspected.contains(&o));
        let want = if inside && place.class == Class::Page { want } else { Want::Check };
        if let Some(id) = self.id_of(place.id) {
            self.targets[id as usize].picture &= place.picture;
            self.upgrade(id, want, depth);
            return id;
        }
        let id = self.targets.len() as TargetId;
        let skip = self.reason_to_skip(place, want, depth);
        self.ids.insert(place.id, id);
        self.targets.push(Target {
            url: place.url.clone(),
            owner: place.owner,
            class: place.class,
            want,
            depth,
            progress: skip.map_or(Progress::Waiting, Progress::Skipped),
            picture: place.picture,
        });
        if skip.is_none() {
            self.enqueue(id);
        }
        id
    }

    /// An address that was only to be checked turns out to be wanted whole.
    fn upgrade(&mut self, id: TargetId, want: Want, depth: u32) {
        let target = &self.targets[id as usize];
        if want <= target.want || matches!(target.progress, Progress::Skipped(_)) {
            return;
        }
        let place_owner = target.owner;
        let again = target.progress == Progress::Done;
        if let Some(owner) = place_owner {
            *self.pages.entry(owner).or_default() += 1;
        }
        let target = &mut self.targets[id as usize];
        target.want = want;
        target.depth = depth;
        if again {
            target.progress = Progress::Waiting;
            self.enqueue(id);
        }
    }

    fn reason_to_skip(&mut self, place: &Place, want: Want, depth: u32) -> Option<SkipReason> {
        if place.excluded {
            return Some(SkipReason::Excluded);
        }
        if self.stopped {
            return Some(SkipReason::Interrupted);
        }
        let owner = place.owner.filter(|o| self.inspected.contains(o))?;
        if trap(&place.url).is_some() || self.is_endless_family(owner, &place.url) {
            return Some(SkipReason::Trap);
        }
        if want == Want::Read {
            let limits = &self.territory.group().sites[owner].limits;
            if depth > limits.max_depth {
                return Some(SkipReason::DepthLimit);
            }
            let pages = self.pages.entry(owner).or_default();
            if *pages >= limits.max_pages {
                return Some(SkipReason::PageLimit);
            }
            *pages += 1;
        }
        None
    }

    fn is_endless_family(&mut self, owner: usize, url: &Url) -> bool {
        let family = self.families.entry(owner).or_insert_with(|| QueryFamily::new(self.today));
        family.admit(url).is_some()
    }

    fn enqueue(&mut self, id: TargetId) {
        let target = &self.targets[id as usize];
        let (url, owner) = (target.url.clone(), target.owner);
        let limits = owner.map_or(&self.territory.group().outside, |o| &self.territory.group().sites[o].limits);
        let host = self.hosts.of(&url, limits.concurrency);
        self.hosts.push(host, Job::Target(id));
        if let Some(owner) = owner {
            *self.queued.entry(owner).or_default() += 1;
        }
    }

    /// Puts a job other than a target into its host's queue.
    pub(crate) fn push(&mut self, url: &Url, owner: Option<usize>, job: Job) {
        if self.stopped {
            return;
        }
        let limits = owner.map_or(&self.territory.group().outside, |o| &self.territory.group().sites[o].limits);
        let host = self.hosts.of(url, limits.concurrency);
        self.hosts.push(host, job);
    }

    /// The next job and the host it goes to, or `None` while every host is busy or there is nothing left.
    pub(crate) fn next(&mut self) -> Option<(HostId, Job)> {
        while !self.stopped {
            let (host, job) = self.hosts.next()?;
            if let Job::Target(id) = job {
                let target = &self.targets[id as usize];
                if let Some(queued) = target.owner.and_then(|o| self.queued.get_mut(&o)) {
                    *queued = queued.saturating_sub(1);
                }
                // Settled since it was queued, by a replayed run or at the end of a redirect.
                if target.progress != Progress::Waiting {
                    self.hosts.returned(host);
                    continue;
                }
            }
            return Some((host, job));
        }
        None
    }

    /// A job of `host` came back.
    pub(crate) fn returned(&mut self, host: HostId) {
        self.hosts.returned(host);
    }

    /// An address was asked.
    pub(crate) fn done(&mut self, id: TargetId) {
        self.targets[id as usize].progress = Progress::Done;
    }

    /// Asks for an address once more, after everything else.
    pub(crate) fn again(&mut self, id: TargetId) {
        self.targets[id as usize].progress = Progress::Waiting;
        self.enqueue(id);
    }

    /// Hands out nothing more; what waits is left undone.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        for target in &mut self.targets {
            if target.progress == Progress::Waiting {
                target.progress = Progress::Skipped(SkipReason::Interrupted);
            }
        }
    }

    /// Records an address as asked without asking it: a replayed one, or the end of a redirect that was followed.
    /// `want` says what became known of it.
    pub(crate) fn settle(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        if let Some(id) = self.id_of(place.id) {
            let target = &mut self.targets[id as usize];
            target.progress = Progress::Done;
            target.want = target.want.max(want);
            return id;
        }
        let id = self.targets.len() as TargetId;
        self.ids.insert(place.id, id);
        self.targets.push(Target {
            url: place.url.clone(),
            owner: place.owner,
            class: place.class,
            want,
            depth,
            progress: Progress::Done,
            // No link to it was seen yet.
            picture: true,
        });
        id
    }
}

/// What a daily reading wants of a link: everything on the home page, the items of columns, and for pages that are new
/// or changed whether their links work.
fn front_want(depth: u32, first_of_list: bool, is_item: bool, changed: bool) -> Option<Want> {
    match depth {
        0 => Some(Want::Read),
        1 if first_of_list && is_item => Some(Want::Read),
        _ if changed => Some(Want::Check),
        _ => None,
    }
}
