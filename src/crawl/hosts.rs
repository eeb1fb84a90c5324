//! The queues of the hosts, and whose turn it is.

use std::collections::{HashMap, VecDeque};

use url::Url;

use super::frontier::Job;
use crate::facts::{Exchange, Failure, Outcome};

/// The number of a host.
pub(crate) type HostId = u32;

/// Targets in a row that ended in a timeout before a host is left alone. A timeout costs up to a quarter of a minute;
/// refused connections cost nothing and are a plain answer, so they do not count.
const TIMEOUTS_TO_GIVE_UP: u32 = 4;

#[derive(Debug)]
struct Host {
    queue: VecDeque<Job>,
    under_way: usize,
    concurrency: usize,
    front: Url,
    robots: Robots,
    in_turn: bool,
    timeouts: u32,
    /// Why it is left alone, where it is.
    down: Option<Failure>,
}

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
}

impl Hosts {
    pub(crate) fn new() -> Self {
        Hosts {
            all: Vec::new(),
            names: HashMap::new(),
            turns: VecDeque::new(),
        }
    }

    /// The host of an address: scheme, name and port, since robots.txt is theirs.
    pub(crate) fn of(&mut self, url: &Url, concurrency: usize) -> HostId {
        let name = origin(url);
        if let Some(id) = self.names.get(&name) {
            let host = &mut self.all[*id as usize];
            host.concurrency = host.concurrency.max(concurrency);
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
            in_turn: false,
            timeouts: 0,
            down: None,
        });
        id
    }

    pub(crate) fn push(&mut self, id: HostId, job: Job) {
        self.all[id as usize].queue.push_back(job);
        self.take_turn(id);
    }

    fn take_turn(&mut self, id: HostId) {
        let host = &mut self.all[id as usize];
        let free = match host.robots {
            Robots::Unknown => true,
            Robots::Asked => false,
            Robots::Known => host.under_way < host.concurrency,
        };
        if !host.in_turn && free && !host.queue.is_empty() {
            host.in_turn = true;
            self.turns.push_back(id);
        }
    }

    /// The next job in turn. The first job of every host is its robots.txt.
    pub(crate) fn next(&mut self) -> Option<(HostId, Job)> {
        while let Some(id) = self.turns.pop_front() {
            let host = &mut self.all[id as usize];
            host.in_turn = false;
            if host.robots == Robots::Unknown {
                host.robots = Robots::Asked;
                host.under_way += 1;
                return Some((id, Job::Robots(id)));
            }
            if host.under_way >= host.concurrency {
                continue;
            }
            if let Some(job) = host.queue.pop_front() {
                host.under_way += 1;
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
    pub(crate) fn robots_known(&mut self, id: HostId) {
        self.all[id as usize].robots = Robots::Known;
        self.take_turn(id);
    }

    /// Takes in how a target of the host ended. A name that does not resolve settles the whole host at once; time limits
    /// do after a few in a row.
    pub(crate) fn ended(&mut self, id: HostId, exchange: &Exchange) {
        let host = &mut self.all[id as usize];
        match exchange.last().map(|a| &a.outcome) {
            Some(Outcome::Failure(nameless @ Failure::Dns { .. })) if exchange.last().is_some_and(|a| a.hops.is_empty()) => {
                host.down = Some(nameless.clone());
            }
            Some(Outcome::Failure(Failure::Timeout { .. })) => {
                host.timeouts += 1;
                if host.timeouts >= TIMEOUTS_TO_GIVE_UP {
                    host.down = Some(Failure::HostDown);
                }
            }
            _ => {
                host.timeouts = 0;
                host.down = None;
            }
        }
    }

    /// An address of the host.
    pub(crate) fn front_of(&self, id: HostId) -> Option<Url> {
        self.all.get(id as usize).map(|h| h.front.clone())
    }

    /// Why the host is left alone, where it is.
    pub(crate) fn down(&self, id: HostId) -> Option<Failure> {
        self.all[id as usize].down.clone()
    }

    /// Gives every host that is left alone one more chance.
    pub(crate) fn forgive(&mut self) {
        for host in self.all.iter_mut().filter(|h| h.down.is_some()) {
            host.down = None;
            host.timeouts = TIMEOUTS_TO_GIVE_UP - 1;
        }
    }

    /// Jobs that wait.
    pub(crate) fn queued(&self) -> usize {
        self.all.iter().map(|h| h.queue.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn a_host_is_asked_for_its_robots_first_and_hosts_take_turns() {
        let mut hosts = Hosts::new();
        let a = hosts.of(&url("http://a/"), 1);
        let b = hosts.of(&url("http://b/"), 1);
        for job in 0..2 {
            hosts.push(a, Job::Target(job));
            hosts.push(b, Job::Target(10 + job));
        }
        assert_eq!(hosts.next(), Some((a, Job::Robots(a))));
        assert_eq!(hosts.next(), Some((b, Job::Robots(b))));
        assert_eq!(hosts.next(), None, "everything waits for robots.txt");
        hosts.robots_known(a);
        hosts.returned(a);
        assert_eq!(hosts.next(), Some((a, Job::Target(0))));
        assert_eq!(hosts.next(), None, "one at a time");
        hosts.robots_known(b);
        hosts.returned(b);
        hosts.returned(a);
        assert_eq!(hosts.next(), Some((b, Job::Target(10))));
        assert_eq!(hosts.next(), Some((a, Job::Target(1))));
    }

    #[test]
    fn a_name_and_password_make_no_other_host() {
        let mut hosts = Hosts::new();
        let plain = hosts.of(&url("http://a/"), 1);
        assert_eq!(hosts.of(&url("http://reader:secret@a:80/x"), 1), plain);
        assert_ne!(hosts.of(&url("https://a/"), 1), plain);
        let other = hosts.of(&url("http://reader:secret@b/x"), 1);
        assert_eq!(hosts.front_of(other), Some(url("http://b/x")));
    }

    fn ending(failure: Option<Failure>) -> Exchange {
        let outcome = failure.map_or_else(|| Outcome::Answer(crate::facts::Answer::default()), Outcome::Failure);
        let attempt = crate::facts::Attempt {
            at: 0,
            method: crate::facts::Method::Get,
            as_browser: false,
            hops: vec![],
            outcome,
            ms: 0,
            bytes: 0,
            address: None,
        };
        Exchange {
            url: "http://a/".into(),
            attempts: vec![attempt],
        }
    }

    #[test]
    fn a_host_that_only_times_out_is_left_alone_until_forgiven() {
        let timeout = ending(Some(Failure::Timeout {
            phase: "first_byte".into(),
        }));
        let mut hosts = Hosts::new();
        let a = hosts.of(&url("http://a/"), 1);
        hosts.ended(a, &timeout);
        hosts.ended(a, &ending(None));
        for _ in 1..TIMEOUTS_TO_GIVE_UP {
            hosts.ended(a, &timeout);
            assert_eq!(hosts.down(a), None);
        }
        hosts.ended(a, &timeout);
        assert_eq!(hosts.down(a), Some(Failure::HostDown));
        hosts.forgive();
        assert_eq!(hosts.down(a), None);
        hosts.ended(a, &timeout);
        assert_eq!(hosts.down(a), Some(Failure::HostDown), "one more timeout is enough now");
    }

    #[test]
    fn a_name_that_does_not_resolve_is_asked_for_once() {
        let nameless = Failure::Dns {
            definite: true,
            detail: String::new(),
        };
        let mut hosts = Hosts::new();
        let a = hosts.of(&url("http://a.invalid/"), 1);
        hosts.ended(a, &ending(Some(nameless.clone())));
        assert_eq!(hosts.down(a), Some(nameless));
    }
}
