//! The queues of the hosts, and whose turn it is.

use std::collections::{HashMap, VecDeque};

use url::Url;

use crate::crawl::frontier::Job;
use crate::crawl::manners::breaker::Breaker;
use crate::facts::Failure;

/// The number of a host.
pub(crate) type HostId = u32;

#[derive(Debug)]
struct Host {
    queue: VecDeque<Job>,
    under_way: usize,
    concurrency: usize,
    front: Url,
    robots: Robots,
    /// Whether its robots.txt was asked for in vain: it is asked for again once the host answers …
    robots_missed: bool,
    /// … but no more than [`MOST_ROBOTS`] times in all.
    robots_asked: u8,
    in_turn: bool,
    breaker: Breaker,
    /// Whether it stands in the list of hosts that were left alone.
    was_left: bool,
    /// Why its name leads nowhere, where it does.
    nameless: Option<Failure>,
    /// Whether it serves one of the inspected sites, and is waited for when it falls silent.
    ours: bool,
    /// Whether it was waited for in vain: once in a run is enough.
    lost: bool,
    /// The last address that was answered.
    good: Option<Url>,
}

/// How often a host is asked for its robots.txt in a run: each time costs up to three tries. Once more than once, since the
/// first may have met an outage.
const MOST_ROBOTS: u8 = 2;

/// How far a host's robots.txt is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Robots {
    Unknown,
    Asked,
    Known,
}

/// What one robots.txt is for: scheme, name and port. Whoever a link wants to be logged in as is nobody's address.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The address without the name and password some links hold: they are for that page, not for what else is asked there.
pub(crate) fn without_user(url: &Url) -> Url {
    let mut bare = url.clone();
    // Both fail only for addresses without a host, which have none to take away.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Hosts {
    all: Vec<Host>,
    names: HashMap<String, HostId>,
    turns: VecDeque<HostId>,
    /// Jobs in all queues.
    queued: usize,
    /// Hosts whose breaker opened at some time, each once.
    silent: Vec<HostId>,
}

impl Hosts {
    pub(crate) fn new() -> Self {
        Hosts {
            all: Vec::new(),
            names: HashMap::new(),
            turns: VecDeque::new(),
            queued: 0,
            silent: Vec::new(),
        }
    }

    /// The host of an address: scheme, name and port, since robots.txt is theirs. `ours` says whether the address
    /// belongs to an inspected site.
    pub(crate) fn of(&mut self, url: &Url, concurrency: usize, ours: bool) -> HostId {
        let name = origin(url);
        if let Some(id) = self.names.get(&name) {
            let host = &mut self.all[*id as usize];
            host.concurrency = host.concurrency.max(concurrency);
            host.ours |= ours && !host.lost;
            return *id;
        }
        let id = self.all.len() as HostId;
        self.names.insert(name, id);
        self.all.push(Host {
            queue: VecDeque::new(),
            under_way: 0,
            concurrency: concurrency.max(1),
            front: without_user(url),
            robots: Robots::Unknown,
            robots_missed: false,
            robots_asked: 0,
            in_turn: false,
            breaker: Breaker::default(),
            was_left: false,
            nameless: None,
            ours,
            lost: false,
            good: None,
        });
        id
    }

    pub(crate) fn push(&mut self, id: HostId, job: Job) {
        self.all[id as usize].queue.push_back(job);
        self.queued += 1;
        self.take_turn(id);
    }

    /// Puts a job back that was handed out: it is the next.
    pub(crate) fn put_back(&mut self, id: HostId, job: Job) {
        self.all[id as usize].queue.push_front(job);
        self.queued += 1;
        self.take_turn(id);
    }

    fn take_turn(&mut self, id: HostId) {
        let host = &mut self.all[id as usize];
        let free = match host.robots {
            Robots::Unknown => true,
            Robots::Asked => false,
            Robots::Known => host.under_way < host.concurrency,
        };
        if !host.in_turn && free && !host.queue.is_empty() && !host.breaker.is_open() {
            host.in_turn = true;
            self.turns.push_back(id);
        }
    }

    /// The next job in turn. The first job of every host is its robots.txt.
    pub(crate) fn next(&mut self) -> Option<(HostId, Job)> {
        while let Some(id) = self.turns.pop_front() {
            let host = &mut self.all[id as usize];
            host.in_turn = false;
            if host.breaker.is_open() {
                continue;
            }
            if host.robots == Robots::Unknown {
                host.robots = Robots::Asked;
                host.robots_asked += 1;
                host.under_way += 1;
                return Some((id, Job::Robots(id)));
            }
            if host.under_way >= host.concurrency {
                continue;
            }
            if let Some(job) = host.queue.pop_front() {
                host.under_way += 1;
                self.queued -= 1;
                self.take_turn(id);
                return Some((id, job));
            }
        }
        None
    }

    /// A job came back.
    pub(crate) fn returned(&mut self, id: HostId) {
        self.all[id as usize].under_way -= 1;
        self.take_turn(id);
    }

    /// The robots.txt of a host is known: its queue may move.
    pub(crate) fn robots_known(&mut self, id: HostId, was_answered: bool) {
        let host = &mut self.all[id as usize];
        host.robots = Robots::Known;
        host.robots_missed = !was_answered && host.robots_asked < MOST_ROBOTS;
        self.take_turn(id);
    }

    /// The host answered a request for `url` sent at `began`. True where it had been silent.
    pub(crate) fn answered(&mut self, id: HostId, url: &Url, began: i64) -> bool {
        let host = &mut self.all[id as usize];
        let was_silent = host.breaker.answered(began);
        host.nameless = None;
        if host.ours && host.good.as_ref() != Some(url) {
            host.good = Some(url.clone());
        }
        if std::mem::take(&mut host.robots_missed) {
            host.robots = Robots::Unknown;
        }
        self.take_turn(id);
        was_silent
    }

    /// A target got no answer from the host. True where the host is left alone from now on.
    pub(crate) fn silent(&mut self, id: HostId, since: i64, timeout: bool) -> bool {
        let opened = self.all[id as usize].breaker.silent(since, timeout);
        self.note_open(id, opened)
    }

    /// A target was refused as too much at every try. True where the host is left alone from now on.
    pub(crate) fn refused(&mut self, id: HostId) -> bool {
        let opened = self.all[id as usize].breaker.refused();
        self.note_open(id, opened)
    }

    /// Leaves a host alone until it answers. False where it is already.
    pub(crate) fn leave(&mut self, id: HostId) -> bool {
        let opened = self.all[id as usize].breaker.trip();
        self.note_open(id, opened)
    }

    fn note_open(&mut self, id: HostId, opened: bool) -> bool {
        if opened && !std::mem::replace(&mut self.all[id as usize].was_left, true) {
            self.silent.push(id);
        }
        opened
    }

    /// The name of a host leads nowhere: that settles all of its addresses at once.
    pub(crate) fn nameless(&mut self, id: HostId, failure: Failure) {
        self.all[id as usize].nameless = Some(failure);
    }

    /// Whether a silent host is waited for: it serves an inspected site and answered before.
    pub(crate) fn is_waited_for(&self, id: HostId) -> bool {
        let host = &self.all[id as usize];
        host.ours && host.breaker.ever_answered()
    }

    /// Whether the host answered anything in this run.
    pub(crate) fn ever_answered(&self, id: HostId) -> bool {
        self.all[id as usize].breaker.ever_answered()
    }

    /// An address of the host that is known to have been answered, else any.
    pub(crate) fn good_of(&self, id: HostId) -> Url {
        let host = &self.all[id as usize];
        host.good.as_ref().unwrap_or(&host.front).clone()
    }

    /// Something is asked of the host outside its queue.
    pub(crate) fn occupy(&mut self, id: HostId) {
        self.all[id as usize].under_way += 1;
    }

    /// Hosts that are left alone although jobs wait for them, and nobody waits for them: whether each has had its last
    /// chances.
    pub(crate) fn left_alone(&self) -> Vec<(HostId, bool)> {
        let waiting = |id: &&HostId| {
            let host = &self.all[**id as usize];
            host.breaker.is_open() && !host.queue.is_empty()
        };
        let chances = |id: &HostId| (*id, self.all[*id as usize].breaker.has_had_its_chances());
        self.silent.iter().filter(waiting).map(chances).collect()
    }

    /// Takes a job out of the queue of a host that is left alone, to see whether the host is back.
    pub(crate) fn last_chance(&mut self, id: HostId) -> Option<Job> {
        let host = &mut self.all[id as usize];
        let job = host.queue.pop_front()?;
        self.queued -= 1;
        host.under_way += 1;
        Some(job)
    }

    /// Counts a last chance that is taken.
    pub(crate) fn count_chance(&mut self, id: HostId) {
        self.all[id as usize].breaker.ask();
    }

    /// The host is left alone for the rest of the run: its jobs come out and are settled unasked.
    pub(crate) fn give_up(&mut self, id: HostId) {
        let host = &mut self.all[id as usize];
        host.breaker.give_up();
        host.ours = false;
        host.lost = true;
        if host.robots == Robots::Unknown {
            host.robots = Robots::Known;
            host.robots_missed = true;
        }
        self.take_turn(id);
    }

    /// An address of the host.
    pub(crate) fn front_of(&self, id: HostId) -> Url {
        self.all[id as usize].front.clone()
    }

    /// Why the host is left alone for good, where it is.
    pub(crate) fn down(&self, id: HostId) -> Option<Failure> {
        let host = &self.all[id as usize];
        let why = if host.breaker.is_busy() { Failure::Busy } else { Failure::HostDown };
        let given_up = host.breaker.is_given_up().then_some(why);
        host.nameless.clone().or(given_up)
    }

    /// Gives every host that was given up one more chance.
    pub(crate) fn forgive(&mut self) {
        for host in &mut self.all {
            host.nameless = None;
            host.breaker.forgive();
        }
    }

    /// Jobs that wait.
    pub(crate) fn queued(&self) -> usize {
        self.queued
    }
}

#[cfg(test)]
mod tests;
