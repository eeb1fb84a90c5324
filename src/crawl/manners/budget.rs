//! What a site may cost: bytes and time. Shared by all visits of a run, asked before every request.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::time::Instant;

use crate::crawl::frontier::placed::Territory;
use crate::facts::{Attempt, Exchange, Failure, Outcome, SkipReason};
use crate::site::{PerSite, SiteIndex};

/// A megabyte as people who pay for traffic count it.
const MEGABYTE: u64 = 1_000_000;

/// See the module. What is not inspected has no budget.
#[derive(Debug)]
pub(crate) struct Budgets(PerSite<Option<Budget>>);

#[derive(Debug)]
struct Budget {
    bytes: u64,
    spent: AtomicU64,
    /// When the time of the site is up; none where it lies beyond the calendar.
    until: Option<Instant>,
}

impl Budgets {
    /// Of the inspected sites, counted from now.
    pub(crate) fn new(territory: &Territory) -> Self {
        let budget = |site: SiteIndex| {
            let limits = &territory.site(site).limits;
            Budget {
                bytes: limits.max_megabytes.saturating_mul(MEGABYTE),
                spent: AtomicU64::new(0),
                until: Instant::now().checked_add(limits.max_time),
            }
        };
        Budgets(PerSite::new(territory.group(), |site| {
            territory.inspects(site).then(|| budget(site))
        }))
    }

    fn of(&self, site: Option<SiteIndex>) -> Option<&Budget> {
        self.0[site?].as_ref()
    }

    /// Counts what the exchanges of a site took off the wire.
    pub(crate) fn spend(&self, site: Option<SiteIndex>, bytes: u64) {
        if let Some(budget) = self.of(site) {
            budget.spent.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    /// The bytes a site has left; no limit for what is nobody's.
    pub(crate) fn left(&self, site: Option<SiteIndex>) -> u64 {
        self.of(site)
            .map_or(u64::MAX, |b| b.bytes.saturating_sub(b.spent.load(Ordering::Relaxed)))
    }

    /// When the time of a site is up.
    pub(crate) fn until(&self, site: Option<SiteIndex>) -> Option<Instant> {
        self.of(site)?.until
    }

    /// Which limit of a site is used up.
    pub(crate) fn used_up(&self, site: Option<SiteIndex>) -> Option<SkipReason> {
        let budget = self.of(site)?;
        if budget.until.is_some_and(|end| Instant::now() >= end) {
            Some(SkipReason::TimeLimit)
        } else {
            (self.left(site) == 0).then_some(SkipReason::ByteLimit)
        }
    }
}

/// The bytes an exchange read, every try of it.
pub(crate) fn bytes_of(exchange: &Exchange) -> u64 {
    exchange.attempts.iter().map(|a| a.bytes).sum()
}

/// The requests of an exchange that were really sent.
pub(crate) fn requests_of(exchange: &Exchange) -> u64 {
    exchange.attempts.iter().map(sent).sum()
}

/// The requests of one try: one for every hop, and the last one, unless it was never sent.
fn sent(attempt: &Attempt) -> u64 {
    let last = match &attempt.outcome {
        Outcome::Answer(_) => true,
        // A circle is seen before its first address is asked a second time; a chain that is too long ends with an answer.
        Outcome::Failure(Failure::RedirectLoop { .. }) => {
            let end = attempt.hops.last().map(|h| &h.to);
            !attempt.hops.iter().any(|h| Some(&h.from) == end)
        }
        Outcome::Failure(failure) => !matches!(
            failure,
            Failure::HostDown
                | Failure::Busy
                | Failure::Robots
                | Failure::Dns { .. }
                | Failure::OutOfHandles { .. }
                | Failure::InvalidUrl { .. }
                | Failure::LocalAddress { .. }
                | Failure::Limit { .. }
        ),
    };
    attempt.hops.len() as u64 + u64::from(last)
}

/// The failure of a request that a limit kept back.
pub(crate) fn kept_back(reason: SkipReason) -> Failure {
    let what = match reason {
        SkipReason::ByteLimit => BYTES,
        _ => TIME,
    };
    Failure::Limit { what: what.to_owned() }
}

const BYTES: &str = "bytes";
const TIME: &str = "time";

/// Which limit ended an exchange, where one did.
pub(crate) fn limit_of(exchange: &Exchange) -> Option<SkipReason> {
    match &exchange.last()?.outcome {
        Outcome::Failure(Failure::Limit { what }) if what == BYTES => Some(SkipReason::ByteLimit),
        Outcome::Failure(Failure::Limit { .. }) => Some(SkipReason::TimeLimit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Hop, Method};

    fn requests(hops: &[(&str, &str)], outcome: Outcome) -> u64 {
        let hops = hops.iter().map(|(from, to)| Hop {
            from: (*from).to_owned(),
            status: 302,
            to: (*to).to_owned(),
        });
        let attempt = Attempt {
            at: 0,
            method: Method::Get,
            as_browser: false,
            hops: hops.collect(),
            outcome,
            ms: 0,
            bytes: 0,
            address: None,
            tls: None,
        };
        requests_of(&Exchange {
            url: "a".into(),
            attempts: vec![attempt],
        })
    }

    #[test]
    fn only_what_was_sent_is_counted() {
        let failure = |f: Failure| Outcome::Failure(f);
        let circle = |hops| failure(Failure::RedirectLoop { hops });
        assert_eq!(requests(&[], Outcome::Answer(Answer::default())), 1);
        assert_eq!(requests(&[("a", "b")], Outcome::Answer(Answer::default())), 2);
        assert_eq!(requests(&[("a", "b"), ("b", "a")], circle(2)), 2, "a is not asked again");
        assert_eq!(
            requests(&[("a", "b"), ("b", "c")], circle(2)),
            3,
            "too long: c answered with one more"
        );
        assert_eq!(requests(&[], failure(Failure::Robots)), 0);
        assert_eq!(requests(&[("a", "b")], failure(Failure::Robots)), 1, "b was not asked");
        assert_eq!(requests(&[], failure(Failure::Connect { detail: String::new() })), 1);
    }

    #[test]
    fn what_a_limit_kept_back_says_which() {
        for reason in [SkipReason::ByteLimit, SkipReason::TimeLimit] {
            let mut exchange = Exchange::default();
            assert_eq!(limit_of(&exchange), None);
            exchange.attempts.push(Attempt::never_sent(kept_back(reason)));
            assert_eq!(limit_of(&exchange), Some(reason));
        }
    }
}
