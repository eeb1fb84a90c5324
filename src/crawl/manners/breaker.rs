//! When a host has fallen silent, and what is asked of it then. A state machine without clock or network.

use crate::facts::{Exchange, Failure, Outcome, TlsFault};

/// Targets in a row that ended in a timeout before a host is left alone: each costs three times a quarter of a minute.
const TIMEOUTS_TO_GIVE_UP: u32 = 4;
/// Targets in a row without any answer, of whatever kind, before a host is left alone. A refused connection costs next
/// to nothing but the pauses between its tries; and one dead port is linked a few times on many sites (three times is
/// common: header, footer, list): all of these links shall have been asked themselves and say `connect`.
const SILENCES_TO_GIVE_UP: u32 = 6;
/// Targets in a row that were refused as too much to the very end (429): each costs three tries and the pauses the
/// server asked for, up to a minute each.
const REFUSALS_TO_GIVE_UP: u32 = 3;
/// Addresses of a host left alone that are asked at the end, one after another, before the rest is given up.
const LAST_CHANCES: u32 = 2;

/// How an exchange with a host ended, as far as the host is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The host answered, whatever; the moment the answered try was sent.
    Answered(i64),
    /// It did not: the moment the first unanswered try was sent, and whether the last ran into a time limit.
    Silent { since: i64, timeout: bool },
    /// It is there and wants to be left alone: 429, at every try.
    Busy,
    /// Nothing is known of the host by it: not asked, or the end of a redirect elsewhere.
    Nothing,
}

/// Whether this is the silence of a server or of the way to it: nobody there, connections that break off, no answer in
/// time. A refused certificate and a body that ends early come from somebody who is there.
pub(crate) fn is_silence(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Answer(_) => false,
        Outcome::Failure(failure) => matches!(
            failure,
            Failure::Connect { .. }
                | Failure::Broken { .. }
                | Failure::Timeout { .. }
                | Failure::Dns { .. }
                | Failure::Tls {
                    fault: TlsFault::Handshake,
                    ..
                }
        ),
    }
}

/// Whether not even the head of an answer came. A body that stalls or trickles comes from a server that is there, though
/// it costs as much time as one that is not.
pub(crate) fn is_dead_silence(outcome: &Outcome) -> bool {
    let stalled = matches!(outcome, Outcome::Failure(Failure::Timeout { phase }) if phase == "idle" || phase == "total");
    is_silence(outcome) && !stalled
}

/// How an exchange ended for the host it was sent to. The last try decides.
pub(crate) fn ending(exchange: &Exchange) -> Ending {
    let Some(last) = exchange.last() else { return Ending::Nothing };
    let silent = |a: &&crate::facts::Attempt| a.hops.is_empty() && is_silence(&a.outcome);
    if silent(&last) {
        let tries = exchange.attempts.iter().rev().take_while(silent);
        return Ending::Silent {
            since: tries.last().map_or(last.at, |a| a.at),
            timeout: matches!(last.outcome, Outcome::Failure(Failure::Timeout { .. })),
        };
    }
    match &last.outcome {
        // A redirect is an answer, whatever came of following it.
        _ if !last.hops.is_empty() => Ending::Answered(last.at),
        Outcome::Answer(answer) if answer.status == 429 => Ending::Busy,
        Outcome::Answer(_) | Outcome::Failure(Failure::Truncated { .. } | Failure::BadRedirect { .. } | Failure::Tls { .. }) => {
            Ending::Answered(last.at)
        }
        Outcome::Failure(_) => Ending::Nothing,
    }
}

/// The breaker of one host.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    timeouts: u32,
    silences: u32,
    refusals: u32,
    /// When the silence began.
    since: Option<i64>,
    state: State,
    /// Whether the host ever answered in this run.
    answered: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is asked.
    #[default]
    Closed,
    /// It is left alone; so often it was asked since whether it is back.
    Open(u32),
    /// It is left alone for the rest of the run.
    GivenUp,
}

impl Breaker {
    /// The host answered a request sent at `began`. True where it had been silent.
    pub(crate) fn answered(&mut self, began: i64) -> bool {
        self.answered = true;
        // An answer that was on its way when the silence began does not end it.
        if self.since.is_some_and(|since| began < since) {
            return false;
        }
        let was_silent = self.since.is_some() || self.is_open();
        *self = Breaker {
            answered: true,
            ..Breaker::default()
        };
        was_silent
    }

    /// A target got no answer. True where the host is to be left alone from now on.
    pub(crate) fn silent(&mut self, since: i64, timeout: bool) -> bool {
        self.since = Some(self.since.map_or(since, |s| s.min(since)));
        self.silences += 1;
        self.timeouts = if timeout { self.timeouts + 1 } else { 0 };
        let trips = self.timeouts >= TIMEOUTS_TO_GIVE_UP || self.silences >= SILENCES_TO_GIVE_UP;
        trips && self.trip()
    }

    /// A target was refused as too much at every try. True where the host is to be left alone from now on.
    pub(crate) fn refused(&mut self) -> bool {
        self.answered = true;
        self.refusals += 1;
        self.refusals >= REFUSALS_TO_GIVE_UP && self.trip()
    }

    /// Whether it is left alone because it asked for it.
    pub(crate) fn is_busy(&self) -> bool {
        self.refusals >= REFUSALS_TO_GIVE_UP
    }

    /// Leaves the host alone. False where it is already.
    pub(crate) fn trip(&mut self) -> bool {
        let was_closed = self.state == State::Closed;
        if was_closed {
            self.state = State::Open(0);
        }
        was_closed
    }

    /// Whether the host is left alone, and may come back.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// Whether the host is left alone for good.
    pub(crate) fn is_given_up(&self) -> bool {
        self.state == State::GivenUp
    }

    /// Whether it ever answered in this run.
    pub(crate) fn ever_answered(&self) -> bool {
        self.answered
    }

    /// Asks once more whether it is back: how often that was done before.
    pub(crate) fn ask(&mut self) -> u32 {
        match &mut self.state {
            State::Open(asked) => {
                *asked += 1;
                *asked - 1
            }
            State::Closed | State::GivenUp => 0,
        }
    }

    /// How often it was asked in vain whether it is back.
    pub(crate) fn asked(&self) -> u32 {
        match self.state {
            State::Open(asked) => asked,
            State::Closed | State::GivenUp => 0,
        }
    }

    /// Whether a stranger has had its last chances.
    pub(crate) fn has_had_its_chances(&self) -> bool {
        self.asked() >= LAST_CHANCES
    }

    pub(crate) fn give_up(&mut self) {
        self.state = State::GivenUp;
    }

    /// One more chance at the end of the run: one more silence is enough now.
    pub(crate) fn forgive(&mut self) {
        if self.state != State::Closed {
            *self = Breaker {
                answered: self.answered,
                silences: SILENCES_TO_GIVE_UP - 1,
                timeouts: TIMEOUTS_TO_GIVE_UP - 1,
                refusals: REFUSALS_TO_GIVE_UP - 1,
                ..Breaker::default()
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Attempt, CertificateFault, Hop, Method};

    fn attempt(at: i64, outcome: Outcome) -> Attempt {
        Attempt {
            at,
            method: Method::Get,
            as_browser: false,
            hops: vec![],
            outcome,
            ms: 0,
            bytes: 0,
            address: None,
            tls: None,
        }
    }

    fn refused() -> Outcome {
        Outcome::Failure(Failure::Connect { detail: String::new() })
    }

    fn good() -> Outcome {
        Outcome::Answer(Answer::default())
    }

    fn end_of(attempts: Vec<Attempt>) -> Ending {
        ending(&Exchange {
            url: "http://a/".into(),
            attempts,
        })
    }

    #[test]
    fn the_last_try_says_whether_anybody_is_there() {
        let silent = |since, timeout| Ending::Silent { since, timeout };
        let busy = Outcome::Answer(Answer {
            status: 429,
            ..Answer::default()
        });
        assert_eq!(end_of(vec![attempt(1, refused()), attempt(2, busy)]), Ending::Busy);
        assert_eq!(end_of(vec![]), Ending::Nothing);
        assert_eq!(end_of(vec![attempt(1, refused()), attempt(2, good())]), Ending::Answered(2));
        assert_eq!(
            end_of(vec![attempt(1, good()), attempt(2, refused()), attempt(3, refused())]),
            silent(2, false)
        );
        let slow = Outcome::Failure(Failure::Timeout {
            phase: "first_byte".into(),
        });
        assert_eq!(end_of(vec![attempt(4, slow)]), silent(4, true));
        assert_eq!(end_of(vec![attempt(1, Outcome::Failure(Failure::HostDown))]), Ending::Nothing);
        let refused_certificate = Outcome::Failure(Failure::Tls {
            fault: TlsFault::Certificate(CertificateFault::Expired),
            detail: String::new(),
        });
        assert_eq!(
            end_of(vec![attempt(1, refused_certificate)]),
            Ending::Answered(1),
            "somebody is there"
        );
        let mut elsewhere = attempt(7, refused());
        elsewhere.hops.push(Hop {
            from: "http://a/".into(),
            status: 302,
            to: "http://b/".into(),
        });
        assert_eq!(end_of(vec![elsewhere]), Ending::Answered(7));
    }

    #[test]
    fn slow_silences_cost_more_and_are_fewer() {
        let mut slow = Breaker::default();
        assert!((1..TIMEOUTS_TO_GIVE_UP).all(|n| !slow.silent(n.into(), true)));
        assert!(slow.silent(9, true) && slow.is_open());
        assert!(!slow.silent(10, true), "it is left alone already");
        let mut quick = Breaker::default();
        assert!((1..SILENCES_TO_GIVE_UP).all(|n| !quick.silent(n.into(), false)));
        assert!(quick.silent(9, false));
        let mut mixed = Breaker::default();
        assert!((1..SILENCES_TO_GIVE_UP).all(|n| !mixed.silent(n.into(), n % 2 == 0)));
        assert!(mixed.silent(9, true));
    }

    #[test]
    fn an_answer_closes_it_unless_it_was_on_its_way_before() {
        let mut breaker = Breaker::default();
        assert!(!breaker.answered(1) && breaker.ever_answered());
        for n in 0..SILENCES_TO_GIVE_UP {
            breaker.silent(100 + i64::from(n), false);
        }
        assert!(!breaker.answered(50) && breaker.is_open());
        assert_eq!((breaker.ask(), breaker.ask(), breaker.asked()), (0, 1, 2));
        assert!(breaker.answered(200) && !breaker.is_open());
        assert!(!breaker.silent(300, false), "counted anew");
    }

    #[test]
    fn after_the_last_chances_one_more_silence_is_enough() {
        let mut breaker = Breaker::default();
        breaker.trip();
        assert!(!breaker.has_had_its_chances());
        for _ in 0..LAST_CHANCES {
            breaker.ask();
        }
        assert!(breaker.has_had_its_chances());
        breaker.give_up();
        assert!(breaker.is_given_up() && !breaker.is_open() && !breaker.trip());
        breaker.forgive();
        assert!(!breaker.is_given_up() && !breaker.is_open());
        assert!(breaker.silent(1, false));
    }
}
