//! When servers were out: times in which nothing on a host answered, kept so that a page is not blamed for its server.
//!
//! Seen at the gate, request by request, in the order of time. A state machine without clock or network.

use std::collections::{HashMap, VecDeque};

/// A spell of silence counts as the server's own where so many different addresses met it …
const ADDRESSES: usize = 2;
/// … over at least this long, milliseconds. Shorter ones are what the pauses between tries are for.
const LEAST_LENGTH: i64 = 1_000;
/// Two readings of the clock for one request differ by so much, milliseconds.
const SLACK: i64 = 5;
/// Outages of one host that are remembered: a server that breaks down more often has no good hours to compare with.
const REMEMBERED: usize = 64;
/// Under this name all hosts together are watched: where not one answers it is the network here that is out.
const EVERYWHERE: &str = "";

/// The silence of every watched host.
#[derive(Debug, Default)]
pub(crate) struct Silences(HashMap<String, Watch>);

#[derive(Debug, Default)]
struct Watch {
    /// The spell that is on, from the moment its first unanswered request was sent.
    since: Option<i64>,
    addresses: Vec<u64>,
    /// Silences that are over: first and last moment.
    over: VecDeque<(i64, i64)>,
    /// Whether the host answered before; of the watch over all hosts, whether one that did has part in the silence.
    counts: bool,
}

impl Silences {
    /// A request to a host, sent at `began`, was answered; it is `now`, in milliseconds.
    pub(crate) fn answered(&mut self, host: &str, ours: bool, began: i64, now: i64) {
        if ours {
            let watch = self.watch(host);
            watch.answered(began, now);
            watch.counts = true;
        }
        if let Some(all) = self.0.get_mut(EVERYWHERE) {
            all.answered(began, now);
            all.counts = false;
        }
    }

    /// A request for an address (by number), sent at `began`, got no answer.
    pub(crate) fn silent(&mut self, host: &str, ours: bool, address: u64, began: i64) {
        let mut known = false;
        if ours {
            let watch = self.watch(host);
            known = watch.counts;
            watch.silent(address, began);
        }
        let all = self.watch(EVERYWHERE);
        all.counts |= known;
        all.silent(address, began);
    }

    /// Whether a request sent to a host at this moment fell into an outage that is over now: of the host itself, or of
    /// the network here, which shows in a site of ours that was out while nobody else answered either. (Where only dead
    /// strangers are left to be asked nobody answers, and it says nothing of the network.)
    pub(crate) fn covers(&self, host: &str, at: i64) -> bool {
        let out = |name: &str| self.0.get(name).is_some_and(|w| w.covers(at));
        let network = || out(EVERYWHERE) && self.0.iter().any(|(name, w)| name != EVERYWHERE && w.covers(at));
        out(host) || network()
    }

    fn watch(&mut self, host: &str) -> &mut Watch {
        self.0.entry(host.to_owned()).or_default()
    }
}

impl Watch {
    fn covers(&self, at: i64) -> bool {
        self.over.iter().any(|(from, to)| (*from - SLACK..=*to).contains(&at))
    }

    fn silent(&mut self, address: u64, began: i64) {
        self.since = Some(self.since.map_or(began, |s| s.min(began)));
        // Two are enough to know.
        if self.addresses.len() < ADDRESSES && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
    }

    fn answered(&mut self, began: i64, now: i64) {
        let Some(since) = self.since else { return };
        // Sent before the silence began: it only took its time.
        if began < since {
            return;
        }
        if self.counts && self.addresses.len() >= ADDRESSES && now - since >= LEAST_LENGTH {
            self.over.push_back((since, now));
            if self.over.len() > REMEMBERED {
                self.over.pop_front();
            }
        }
        self.since = None;
        self.addresses.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "http://a";

    fn known() -> Silences {
        let mut silences = Silences::default();
        silences.answered(HOST, true, 0, 10);
        silences
    }

    #[test]
    fn an_outage_is_silence_of_several_addresses_for_a_while() {
        let mut silences = known();
        silences.silent(HOST, true, 1, 1_000);
        silences.silent(HOST, true, 2, 1_500);
        silences.silent(HOST, true, 1, 3_000);
        assert!(!silences.covers(HOST, 1_500), "it is not over");
        silences.answered(HOST, true, 9_000, 9_010);
        assert!(silences.covers(HOST, 1_000) && silences.covers(HOST, 3_000));
        assert!(!silences.covers(HOST, 990) && !silences.covers(HOST, 9_011) && !silences.covers("http://b", 990));
    }

    #[test]
    fn one_page_that_fails_alone_has_itself_to_blame() {
        let mut silences = known();
        for at in [1_000, 3_000, 9_000] {
            silences.silent(HOST, true, 1, at);
        }
        silences.answered(HOST, true, 20_000, 20_010);
        assert!(!silences.covers(HOST, 3_000));
        // Two pages that fail while others answer in between.
        for (address, at) in (0..10).zip((30_000..).step_by(1_000)) {
            silences.silent(HOST, true, address % 2, at);
            silences.answered(HOST, true, at + 100, at + 200);
        }
        assert!(!silences.covers(HOST, 35_000));
        // Two at once, and all is well a moment later.
        silences.silent(HOST, true, 1, 50_000);
        silences.silent(HOST, true, 2, 50_010);
        silences.answered(HOST, true, 50_100, 50_200);
        assert!(!silences.covers(HOST, 50_010));
    }

    #[test]
    fn an_answer_that_was_on_its_way_ends_no_silence() {
        let mut silences = known();
        silences.silent(HOST, true, 1, 1_000);
        silences.answered(HOST, true, 500, 1_200);
        silences.silent(HOST, true, 2, 2_000);
        silences.answered(HOST, true, 4_000, 4_010);
        assert!(silences.covers(HOST, 1_000));
    }

    #[test]
    fn a_host_that_never_answered_had_no_outage() {
        let mut silences = Silences::default();
        silences.silent(HOST, true, 1, 1_000);
        silences.silent(HOST, true, 2, 5_000);
        silences.answered("http://b", false, 8_000, 8_001);
        assert!(!silences.covers(HOST, 1_000));
    }

    #[test]
    fn when_nobody_answers_it_is_our_network_for_all() {
        let mut silences = known();
        silences.silent(HOST, true, 1, 1_000);
        silences.silent("http://b", false, 2, 2_000);
        silences.silent(HOST, true, 3, 3_000);
        silences.answered(HOST, true, 9_000, 9_001);
        assert!(silences.covers("http://b", 2_000));
        silences.silent("http://b", false, 2, 20_000);
        silences.silent("http://c", false, 3, 21_000);
        silences.answered(HOST, true, 29_000, 29_001);
        assert!(
            !silences.covers("http://b", 20_000),
            "ours was not asked meanwhile: two hosts may well be dead"
        );
        silences.silent("http://b", false, 2, 30_000);
        silences.silent(HOST, true, 4, 31_000);
        silences.answered(HOST, true, 39_000, 39_001);
        assert!(!silences.covers("http://b", 30_000), "one page of ours that hangs is no outage");
    }

    #[test]
    fn memory_is_bounded() {
        let mut silences = known();
        for n in 0..10_000 {
            silences.silent(HOST, true, 1, n * 10_000);
            silences.silent(HOST, true, 2, n * 10_000 + 1);
            silences.answered(HOST, true, n * 10_000 + 5_000, n * 10_000 + 5_001);
        }
        assert_eq!(silences.0[HOST].over.len(), REMEMBERED);
    }
}
