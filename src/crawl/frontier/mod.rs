//! The frontier: every address that was found, what is to be done with it, and in which order.
//!
//! A synchronous state machine without clock or network: jobs come out of [`Frontier::next`], results go in, and the
//! same results always lead to the same set of addresses. Breadth first a host; hosts take turns.

pub(crate) mod address_kind;
pub(crate) mod hosts;
mod job;
pub(crate) mod placed;
mod site;
mod targets;
pub mod trap;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use url::Url;

use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::hosts::{HostId, Hosts};
pub(crate) use crate::crawl::frontier::job::{Job, Progress, Target, TargetId, Want};
use crate::crawl::frontier::placed::{Place, PlacedPage, Territory};
use crate::crawl::frontier::site::SiteFrontier;
use crate::crawl::frontier::targets::Targets;
use crate::crawl::frontier::trap::{Naming, Origin, SiteTraps};
use crate::crawl::manners::breaker::{Ending, ending};
use crate::facts::{Exchange, SkipReason};
use crate::finding::StoppedTrap;
use crate::plan::Reach;
use crate::site::{PerSite, SiteIndex};

/// See the module.
pub(crate) struct Frontier {
    territory: Territory,
    reach: Reach,
    targets: Targets,
    hosts: Hosts,
    sites: PerSite<SiteFrontier>,
    stopped: bool,
}

impl Frontier {
    pub(crate) fn new(territory: Territory, reach: Reach, today: Date) -> Self {
        Frontier {
            sites: PerSite::new(territory.group(), |_| SiteFrontier::new(today)),
            territory,
            reach,
            targets: Targets::default(),
            hosts: Hosts::new(),
            stopped: false,
        }
    }

    pub(crate) fn target(&self, id: TargetId) -> &Target {
        &self.targets[id]
    }

    pub(crate) fn hosts_mut(&mut self) -> &mut Hosts {
        &mut self.hosts
    }

    /// The number of an address that was found before.
    pub(crate) fn id_of(&self, key: u64) -> Option<TargetId> {
        self.targets.id_of(key)
    }

    /// Jobs that wait, over all hosts, for the progress display.
    pub(crate) fn waiting(&self) -> usize {
        self.hosts.queued()
    }

    /// Addresses of a site that wait.
    pub(crate) fn waiting_of(&self, site: SiteIndex) -> u64 {
        self.sites[site].queued
    }

    /// Whether as many pages of a site are admitted as may be read.
    pub(crate) fn is_full(&self, site: SiteIndex) -> bool {
        self.sites[site].is_full(&self.territory.site(site).limits)
    }

    /// The addresses and their numbers, when the crawl is over.
    pub(crate) fn into_parts(self) -> (Vec<Target>, HashMap<u64, TargetId, rustc_hash::FxBuildHasher>) {
        self.targets.into_parts()
    }

    /// Adds an address a plan names itself.
    pub(crate) fn seed(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        self.admit(place, want, depth, Naming::VOUCHED)
    }

    /// Takes in the links of a page that was read at `at`. `changed` is false where the page is as it was in the last run.
    /// Gives the numbers of the targets it links to.
    pub(crate) fn absorb(&mut self, at: &Place, depth: u32, placed: &PlacedPage, changed: bool) -> Vec<TargetId> {
        // What no page named before: not what is new to the frontier, which a replay has filled in another order.
        let mut named = Vec::with_capacity(placed.links.len());
        let items: HashSet<u64> = placed.items.iter().copied().collect();
        let alone = self.id_of(at.id).is_some_and(|id| self.targets[id].alone && self.targets[id].named);
        let mut edges = Vec::with_capacity(placed.links.len());
        let from = Origin::of(&at.url);
        for place in &placed.links {
            let want = match self.reach {
                Reach::Whole => Some(Want::Read),
                // What a page that is looked at shows and hides is said by its style sheets.
                Reach::Front => front_want(depth, placed.first_of_list, items.contains(&place.id), changed)
                    .map(|want| if place.sheet { Want::Read } else { want }),
            };
            match want {
                Some(want) => {
                    let naming = Naming {
                        kin: self.is_kin(&from, place),
                        alone: SiteTraps::is_same_ground(&from, &place.url) && (alone || !items.contains(&place.id)),
                    };
                    let id = self.admit(place, want, depth + 1, naming);
                    named.push((id, !std::mem::replace(&mut self.targets[id].named, true)));
                    edges.push(id);
                }
                None => edges.extend(self.id_of(place.id)),
            }
        }
        if let Some(owner) = self.inspected(at.owner) {
            let own = &mut self.sites[owner];
            let named = named.into_iter().map(|(id, new)| (&self.targets[id], new));
            let followed = named.filter(|(t, _)| t.progress != Progress::Skipped(SkipReason::Trap));
            let links: Vec<(&Url, bool)> = followed.map(|(t, new)| (&t.url, new)).collect();
            if own.traps.read(&at.url, (placed.print, placed.exact), &links, alone) {
                // A family of its addresses was closed: what only its like names, and waits, is not asked for any more.
                let is_closed = |t: &Target| t.owner == Some(owner) && own.traps.has_closed(&t.url, t.naming()).is_some();
                let pages = self.targets.skip_waiting(SkipReason::Trap, is_closed);
                own.pages = own.pages.saturating_sub(pages);
            }
        }
        edges
    }

    /// The owner of an address, where it is inspected in this run.
    fn inspected(&self, owner: Option<SiteIndex>) -> Option<SiteIndex> {
        owner.filter(|o| self.territory.inspects(*o))
    }

    /// Whether a link to an address, on a page at `from`, says no more than that a family of addresses goes on.
    fn is_kin(&self, from: &Origin, place: &Place) -> bool {
        let owner = self.inspected(place.owner);
        owner.is_some_and(|o| self.sites[o].traps.is_kin(from, &place.url))
    }

    /// `naming` is how the page that names the address now stands to it.
    fn admit(&mut self, place: &Place, want: Want, depth: u32, naming: Naming) -> TargetId {
        // Only pages of inspected sites are read; everything else is checked.
        let want = if self.inspected(place.owner).is_some() && place.kind == AddressKind::Page {
            want
        } else {
            Want::Check
        };
        if let Some(id) = self.id_of(place.id) {
            let target = &self.targets[id];
            if target.kin && !naming.kin || target.alone && !naming.alone {
                self.vouch(place, id, depth, naming);
            }
            self.targets[id].picture &= place.picture;
            self.targets[id].clicked |= place.clicked;
            self.upgrade(id, want, depth);
            return id;
        }
        let skip = self.reason_to_skip(place, want, depth, naming);
        let target = Target {
            progress: skip.map_or(Progress::Waiting, Progress::Skipped),
            kin: naming.kin,
            alone: naming.alone,
            ..Target::of(place, want, depth)
        };
        let id = self.targets.add(place.id, target);
        if skip.is_none() {
            self.enqueue(id);
        }
        id
    }

    /// A page names an address that only its like had named.
    fn vouch(&mut self, place: &Place, id: TargetId, depth: u32, naming: Naming) {
        let target = &mut self.targets[id];
        let want = target.want;
        target.kin &= naming.kin;
        target.alone &= naming.alone;
        let naming = target.naming();
        if target.progress == Progress::Skipped(SkipReason::Trap) {
            let skip = self.reason_to_skip(place, want, depth, naming);
            self.targets[id].progress = skip.map_or(Progress::Waiting, Progress::Skipped);
            if skip.is_none() {
                self.enqueue(id);
            }
        }
    }

    /// An address that was only to be checked turns out to be wanted whole.
    fn upgrade(&mut self, id: TargetId, want: Want, depth: u32) {
        let target = &self.targets[id];
        if want <= target.want || matches!(target.progress, Progress::Skipped(_)) {
            return;
        }
        let again = target.progress == Progress::Done;
        if let Some(owner) = target.owner {
            self.sites[owner].pages += 1;
        }
        let target = &mut self.targets[id];
        target.want = want;
        target.depth = depth;
        if again {
            target.progress = Progress::Waiting;
            self.enqueue(id);
        }
    }

    fn reason_to_skip(&mut self, place: &Place, want: Want, depth: u32, naming: Naming) -> Option<SkipReason> {
        if place.excluded {
            return Some(SkipReason::Excluded);
        }
        if self.stopped {
            return Some(SkipReason::Interrupted);
        }
        let owner = self.inspected(place.owner)?;
        let limits = &self.territory.site(owner).limits;
        self.sites[owner].admit(&place.url, want, depth, naming, limits).err()
    }

    fn enqueue(&mut self, id: TargetId) {
        let target = &self.targets[id];
        let (url, owner) = (target.url.clone(), target.owner);
        let host = self.host_of(&url, owner);
        self.hosts.push(host, Job::Target(id));
        if let Some(owner) = owner {
            self.sites[owner].queued += 1;
        }
    }

    /// Puts a job other than a target into its host's queue.
    pub(crate) fn push(&mut self, url: &Url, owner: Option<SiteIndex>, job: Job) {
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
        let target = &self.targets[*id];
        let Some(owner) = target.owner else {
            return target.progress == Progress::Waiting;
        };
        let queued = &mut self.sites[owner].queued;
        *queued = queued.saturating_sub(1);
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
            && let Some(owner) = self.targets[id].owner
        {
            self.sites[owner].queued += 1;
        }
        self.hosts.put_back(host, job);
    }

    /// A job of `host` came back.
    pub(crate) fn returned(&mut self, host: HostId) {
        self.hosts.returned(host);
    }

    /// A host answered in the part of the run that was before a stop: it is one that can be waited for.
    pub(crate) fn answered_before(&mut self, url: &Url, exchange: &Exchange) {
        if let Some(owner) = self.inspected(self.territory.owner(url))
            && let Ending::Answered(at) = ending(exchange)
        {
            let concurrency = self.territory.site(owner).limits.concurrency;
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

    fn host_of(&mut self, url: &Url, owner: Option<SiteIndex>) -> HostId {
        let concurrency = self.territory.limits_of(owner).concurrency;
        self.hosts.of(url, concurrency, self.inspected(owner).is_some())
    }

    /// Asks for an address once more, after everything else.
    pub(crate) fn again(&mut self, id: TargetId) {
        if self.targets[id].owner.is_some_and(|o| self.sites[o].closed.is_some()) {
            return;
        }
        self.targets[id].progress = Progress::Waiting;
        self.enqueue(id);
    }

    /// Records an address as asked: it was, or it is the end of a redirect that was followed. `want` says what became known of
    /// it.
    pub(crate) fn settle(&mut self, place: &Place, want: Want, depth: u32) -> TargetId {
        if let Some(id) = self.id_of(place.id) {
            let target = &mut self.targets[id];
            let was_skipped = matches!(target.progress, Progress::Skipped(_));
            target.progress = Progress::Done;
            target.want = target.want.max(want);
            // It was under way when its kind was found to be endless: it counts as a page all the same.
            if let Some(owner) = target.owner.filter(|_| was_skipped && want == Want::Read) {
                self.sites[owner].pages += 1;
            }
            return id;
        }
        let target = Target {
            progress: Progress::Done,
            // No link to it was seen yet.
            picture: true,
            ..Target::of(place, want, depth)
        };
        self.targets.add(place.id, target)
    }

    /// An address was asked as often as it will be.
    pub(crate) fn done(&mut self, id: TargetId) {
        self.targets[id].progress = Progress::Done;
    }

    /// An address was not asked after all.
    pub(crate) fn skip(&mut self, id: TargetId, reason: SkipReason) {
        self.targets[id].progress = Progress::Skipped(reason);
    }

    /// Asks nothing more of a site: a limit of it is used up.
    pub(crate) fn close(&mut self, site: SiteIndex, reason: SkipReason) {
        if self.sites[site].closed.is_none() {
            self.targets.skip_waiting(reason, |t| t.owner == Some(site));
        }
        self.sites[site].closed = Some(reason);
    }

    /// The limit that closed a site, where one did.
    pub(crate) fn closed_for(&self, site: SiteIndex) -> Option<SkipReason> {
        self.sites[site].closed
    }

    /// Hands out nothing more; what waits is left undone.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        self.targets.skip_waiting(SkipReason::Interrupted, |_| true);
    }

    /// What was stopped as endless, a site.
    pub(crate) fn stopped_traps(&mut self) -> PerSite<Vec<StoppedTrap>> {
        let group = self.territory.group();
        let mut stopped: PerSite<Vec<(&Url, Naming)>> = PerSite::new(group, |_| Vec::new());
        for target in self.targets.iter().filter(|t| t.progress == Progress::Skipped(SkipReason::Trap)) {
            if let Some(owner) = target.owner {
                stopped[owner].push((&target.url, target.naming()));
            }
        }
        stopped.map(|site, targets| self.sites[site].traps.report(targets.into_iter()))
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
