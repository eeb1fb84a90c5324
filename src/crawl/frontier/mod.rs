//! The frontier: every address that was found, what is to be done with it, and in which order.
//!
//! A synchronous state machine without clock or network: jobs come out of [`Frontier::next`], results go in, and the
//! same results always lead to the same set of addresses. Breadth first a host; hosts take turns.

pub(crate) mod address_kind;
pub(crate) mod hosts;
mod job;
mod limits;
pub(crate) mod placed;
pub mod trap;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use url::Url;

use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::hosts::{HostId, Hosts};
pub(crate) use crate::crawl::frontier::job::{Job, Progress, Target, TargetId, Want};
use crate::crawl::frontier::placed::{Place, PlacedPage, Territory};
use crate::crawl::frontier::trap::SiteTraps;
use crate::crawl::manners::breaker::{Ending, ending};
use crate::facts::Exchange;
use crate::facts::SkipReason;
use crate::plan::Reach;

/// See the module.
pub(crate) struct Frontier {
    pub(crate) territory: Territory,
    reach: Reach,
    pub(crate) targets: Vec<Target>,
    ids: HashMap<u64, TargetId, rustc_hash::FxBuildHasher>,
    hosts: Hosts,
    inspected: HashSet<usize>,
    /// Pages admitted for reading, a site.
    pub(crate) pages: HashMap<usize, u64>,
    pub(crate) traps: HashMap<usize, SiteTraps>,
    /// Sites of which nothing more is asked, and why.
    pub(crate) closed: HashMap<usize, SkipReason>,
    today: Date,
    /// Addresses of a site in a queue.
    queued: HashMap<usize, u64>,
    pub(crate) stopped: bool,
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
            traps: HashMap::new(),
            closed: HashMap::new(),
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
        self.admit(place, want, depth, None)
    }

    /// Takes in the links of a page that was read at `at`. `changed` is false where the page is as it was in the last run.
    /// Gives the numbers of the targets it links to.
    pub(crate) fn absorb(&mut self, at: &Place, depth: u32, placed: &PlacedPage, changed: bool) -> Vec<TargetId> {
        // What no page named before: not what is new to the frontier, which a replay has filled in another order.
        let mut brought = Vec::new();
        let items: HashSet<u64> = placed.items.iter().copied().collect();
        let mut edges = Vec::with_capacity(placed.links.len());
        for place in &placed.links {
            let want = match self.reach {
                Reach::Whole => Some(Want::Read),
                Reach::Front => front_want(depth, placed.first_of_list, items.contains(&place.id), changed),
            };
            match want {
                Some(want) => {
                    let id = self.admit(place, want, depth + 1, Some(&at.url));
                    if !std::mem::replace(&mut self.targets[id as usize].named, true) {
                        brought.push(id);
                    }
                    edges.push(id);
                }
                None => edges.extend(self.id_of(place.id)),
            }
        }
        if let Some(owner) = at.owner.filter(|o| self.inspected.contains(o)) {
            let today = self.today;
            let traps = self.traps.entry(owner).or_insert_with(|| SiteTraps::new(today));
            let brought = brought.into_iter().map(|id| &self.targets[id as usize]);
            let followed = brought.filter(|t| t.progress != Progress::Skipped(SkipReason::Trap));
            if traps.read(&at.url, (placed.print, placed.exact), followed.map(|t| &t.url)) {
                self.skip_echoes(owner);
            }
        }
        edges
    }

    /// A family of addresses of a site was closed: what only its own kind names, and waits, is not asked for any more.
    fn skip_echoes(&mut self, owner: usize) {
        let Some(traps) = self.traps.get(&owner) else { return };
        let mut pages = 0;
        for target in &mut self.targets {
            if target.owner == Some(owner) && target.kin && target.progress == Progress::Waiting && traps.is_echo(&target.url) {
                target.progress = Progress::Skipped(SkipReason::Trap);
                pages += u64::from(target.want == Want::Read);
            }
        }
        if let Some(admitted) = self.pages.get_mut(&owner) {
            *admitted = admitted.saturating_sub(pages);
        }
    }

    /// `from` is the page that names the address, where one does.
    fn admit(&mut self, place: &Place, want: Want, depth: u32, from: Option<&Url>) -> TargetId {
        // Only pages of inspected sites are read; everything else is checked.
        let inside = place.owner.is_some_and(|o| self.inspected.contains(&o));
        let want = if inside && place.kind == AddressKind::Page {
            want
        } else {
            Want::Check
        };
        let is_kin = |traps: &SiteTraps| from.is_some_and(|from| traps.is_kin(from, &place.url));
        if let Some(id) = self.id_of(place.id) {
            let target = &self.targets[id as usize];
            let traps = target.owner.filter(|_| target.kin).and_then(|o| self.traps.get(&o));
            if traps.is_some_and(|t| !is_kin(t)) {
                self.vouch(place, id, depth);
            }
            self.targets[id as usize].picture &= place.picture;
            self.upgrade(id, want, depth);
            return id;
        }
        let id = self.targets.len() as TargetId;
        let kin = place.owner.and_then(|o| self.traps.get(&o)).is_some_and(is_kin);
        let skip = self.reason_to_skip(place, want, depth, kin);
        self.ids.insert(place.id, id);
        self.targets.push(Target {
            url: place.url.clone(),
            owner: place.owner,
            kind: place.kind,
            want,
            depth,
            progress: skip.map_or(Progress::Waiting, Progress::Skipped),
            kin,
            named: false,
            picture: place.picture,
        });
        if skip.is_none() {
            self.enqueue(id);
        }
        id
    }

    /// A page of another kind names an address that only its own kind had named: it is no mere echo.
    fn vouch(&mut self, place: &Place, id: TargetId, depth: u32) {
        let want = self.targets[id as usize].want;
        self.targets[id as usize].kin = false;
        if self.targets[id as usize].progress == Progress::Skipped(SkipReason::Trap) {
            let skip = self.reason_to_skip(place, want, depth, false);
            self.targets[id as usize].progress = skip.map_or(Progress::Waiting, Progress::Skipped);
            if skip.is_none() {
                self.enqueue(id);
            }
        }
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

    fn reason_to_skip(&mut self, place: &Place, want: Want, depth: u32, kin: bool) -> Option<SkipReason> {
        if place.excluded {
            return Some(SkipReason::Excluded);
        }
        if self.stopped {
            return Some(SkipReason::Interrupted);
        }
        let owner = place.owner.filter(|o| self.inspected.contains(o))?;
        if let Some(reason) = self.closed.get(&owner) {
            return Some(*reason);
        }
        let today = self.today;
        let traps = self.traps.entry(owner).or_insert_with(|| SiteTraps::new(today));
        if traps.refuses(&place.url, kin).is_some() {
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

    fn enqueue(&mut self, id: TargetId) {
        let target = &self.targets[id as usize];
        let (url, owner) = (target.url.clone(), target.owner);
        let host = self.host_of(&url, owner);
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
        let host = self.host_of(url, owner);
        self.hosts.push(host, job);
    }

    /// The next job and the host it goes to, or `None` while every host is busy or there is nothing left.
    pub(crate) fn next(&mut self) -> Option<(HostId, Job)> {
        while !self.stopped {
            let (host, job) = self.hosts.next()?;
            if self.still_wanted(&job) {
                return Some((host, job));
            }
            self.hosts.returned(host);
        }
        None
    }

    /// Whether a job that comes out of its queue is still to be done.
    fn still_wanted(&mut self, job: &Job) -> bool {
        let Job::Target(id) = job else { return true };
        let target = &self.targets[*id as usize];
        let Some(owner) = target.owner else {
            return target.progress == Progress::Waiting;
        };
        if let Some(queued) = self.queued.get_mut(&owner) {
            *queued = queued.saturating_sub(1);
        }
        // Settled since it was queued: in the log of a run that goes on, at the end of a redirect, as one of an endless family.
        target.progress == Progress::Waiting
    }

    /// A job of a host that is left alone, to see whether the host is back.
    pub(crate) fn last_chance(&mut self, host: HostId) -> Option<Job> {
        while let Some(job) = self.hosts.last_chance(host) {
            if self.still_wanted(&job) {
                self.hosts.count_chance(host);
                return Some(job);
            }
            self.hosts.returned(host);
        }
        None
    }

    /// Puts a job back that was handed out and came to nothing.
    pub(crate) fn put_back(&mut self, host: HostId, job: Job) {
        if let Job::Target(id) = job
            && let Some(owner) = self.targets[id as usize].owner
        {
            *self.queued.entry(owner).or_default() += 1;
        }
        self.hosts.put_back(host, job);
    }

    /// A job of `host` came back.
    pub(crate) fn returned(&mut self, host: HostId) {
        self.hosts.returned(host);
    }

    /// A host answered in the part of the run that was before a stop: it is one that can be waited for.
    pub(crate) fn answered_before(&mut self, url: &Url, exchange: &Exchange) {
        if let Some(owner) = self.territory.owner(url).filter(|o| self.inspected.contains(o))
            && let Ending::Answered(at) = ending(exchange)
        {
            let concurrency = self.territory.group().sites[owner].limits.concurrency;
            let host = self.hosts.of(url, concurrency, true);
            self.hosts.answered(host, url, at);
        }
    }

    /// The robots.txt of the host of this address is known: its queue may move.
    pub(crate) fn robots_known(&mut self, url: &Url, was_answered: bool) {
        let owner = self.territory.owner(url);
        let host = self.host_of(url, owner);
        self.hosts.robots_known(host, was_answered);
    }

    fn host_of(&mut self, url: &Url, owner: Option<usize>) -> HostId {
        let limits = owner.map_or(&self.territory.group().outside, |o| &self.territory.group().sites[o].limits);
        let ours = owner.is_some_and(|o| self.inspected.contains(&o));
        self.hosts.of(url, limits.concurrency, ours)
    }

    /// Asks for an address once more, after everything else.
    pub(crate) fn again(&mut self, id: TargetId) {
        if self.targets[id as usize].owner.is_some_and(|o| self.closed.contains_key(&o)) {
            return;
        }
        self.targets[id as usize].progress = Progress::Waiting;
        self.enqueue(id);
    }

    /// Records an address as asked: it was, or it is the end of a redirect that was followed. `want` says what became known of
    /// it.
    pub(crate) fn settle(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        if let Some(id) = self.id_of(place.id) {
            let target = &mut self.targets[id as usize];
            let was_skipped = matches!(target.progress, Progress::Skipped(_));
            target.progress = Progress::Done;
            target.want = target.want.max(want);
            // It was under way when its kind was found to be endless: it counts as a page all the same.
            if let Some(owner) = target.owner.filter(|_| was_skipped && want == Want::Read) {
                *self.pages.entry(owner).or_default() += 1;
            }
            return id;
        }
        let id = self.targets.len() as TargetId;
        self.ids.insert(place.id, id);
        self.targets.push(Target {
            url: place.url.clone(),
            owner: place.owner,
            kind: place.kind,
            want,
            depth,
            progress: Progress::Done,
            kin: false,
            named: false,
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
