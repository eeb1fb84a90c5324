//! The queues of the hosts, and whose turn it is.

use std::collections::{HashMap, VecDeque};

use url::{Position, Url};

use super::frontier::Job;

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
    down: bool,
}

/// How far a host's robots.txt is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Robots {
    Unknown,
    Asked,
    Known,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Hosts {
    hosts: Vec<Host>,
    names: HashMap<String, HostId>,
    turns: VecDeque<HostId>,
}

impl Hosts {
    pub(crate) fn new() -> Self {
        Hosts {
            hosts: Vec::new(),
            names: HashMap::new(),
            turns: VecDeque::new(),
        }
    }

    /// The host of an address: scheme, name and port, since robots.txt is theirs.
    pub(crate) fn of(&mut self, url: &Url, concurrency: usize) -> HostId {
        let name = &url[..Position::BeforePath];
        if let Some(id) = self.names.get(name) {
            let host = &mut self.hosts[*id as usize];
            host.concurrency = host.concurrency.max(concurrency);
            return *id;
        }
        let id = self.hosts.len() as HostId;
        self.names.insert(name.to_owned(), id);
        self.hosts.push(Host {
            queue: VecDeque::new(),
            under_way: 0,
            concurrency: concurrency.max(1),
            front: url.clone(),
            robots: Robots::Unknown,
            in_turn: false,
            timeouts: 0,
            down: false,
        });
        id
    }

    pub(crate) fn push(&mut self, id: HostId, job: Job) {
        self.hosts[id as usize].queue.push_back(job);
        self.take_turn(id);
    }

    fn take_turn(&mut self, id: HostId) {
        let host = &mut self.hosts[id as usize];
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
            let host = &mut self.hosts[id as usize];
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
        self.hosts[id as usize].under_way -= 1;
        self.take_turn(id);
    }

    /// The robots.txt of a host is known: its queue may move.
    pub(crate) fn robots_known(&mut self, id: HostId) {
        self.hosts[id as usize].robots = Robots::Known;
        self.take_turn(id);
    }

    /// Counts how a target of the host ended; true where this makes the host be left alone.
    pub(crate) fn ended(&mut self, id: HostId, timed_out: bool) -> bool {
        let host = &mut self.hosts[id as usize];
        if !timed_out {
            host.timeouts = 0;
            host.down = false;
            return false;
        }
        host.timeouts += 1;
        let falls = !host.down && host.timeouts >= TIMEOUTS_TO_GIVE_UP;
        host.down |= falls;
        falls
    }

    /// An address of the host.
    pub(crate) fn front_of(&self, id: HostId) -> Option<Url> {
        self.hosts.get(id as usize).map(|h| h.front.clone())
    }

    /// Whether the host is left alone.
    pub(crate) fn is_down(&self, id: HostId) -> bool {
        self.hosts[id as usize].down
    }

    /// Gives every host that is left alone one more chance.
    pub(crate) fn forgive(&mut self) {
        for host in &mut self.hosts {
            host.down = false;
            host.timeouts = TIMEOUTS_TO_GIVE_UP - 1;
        }
    }

    /// Jobs that wait.
    pub(crate) fn queued(&self) -> usize {
        self.hosts.iter().map(|h| h.queue.len()).sum()
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
    fn a_host_that_only_times_out_is_left_alone_until_forgiven() {
        let mut hosts = Hosts::new();
        let a = hosts.of(&url("http://a/"), 1);
        assert!(!hosts.ended(a, true));
        assert!(!hosts.ended(a, false));
        let falls: Vec<bool> = (0..TIMEOUTS_TO_GIVE_UP).map(|_| hosts.ended(a, true)).collect();
        assert_eq!(falls.last(), Some(&true));
        assert!(hosts.is_down(a));
        hosts.forgive();
        assert!(!hosts.is_down(a));
        assert!(hosts.ended(a, true), "one more timeout is enough now");
    }
}
