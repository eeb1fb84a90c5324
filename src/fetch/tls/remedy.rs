//! What is tried when a handshake has failed: the things a browser does without telling.
//!
//! Each is tried between two requests, when the pass of the failed one is given back, and passes the gate by itself.

use url::Url;

use super::super::client::Client;
use super::super::request::Gate;
use super::probe::Diagnosis;
use super::verifier::MOST_FETCHED;
#[cfg(feature = "legacy-tls")]
use crate::facts::TlsNote;
use crate::facts::{Failure, TlsFault};

/// How a connection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::fetch) enum Lane {
    /// rustls.
    Usual,
    /// OpenSSL, which speaks what rustls left behind.
    #[cfg(feature = "legacy-tls")]
    Old,
}

impl Lane {
    /// Whether compressed bodies come out of it as they were. Else they are asked for bare.
    pub(in crate::fetch) fn undoes_encodings(self) -> bool {
        self == Lane::Usual
    }
}

/// The way of one hop through the lanes.
pub(in crate::fetch) struct Course {
    lane: Lane,
    fetched: usize,
    /// What the usual lane said, while the old one is tried.
    #[cfg(feature = "legacy-tls")]
    first: Option<Failure>,
}

impl Course {
    /// The beginning: the usual lane, unless this server is known to need the old one.
    pub(in crate::fetch) fn new(client: &Client, url: &Url) -> Self {
        Course {
            lane: usual_or_known(client, url),
            fetched: 0,
            #[cfg(feature = "legacy-tls")]
            first: None,
        }
    }

    /// How the next request of this hop connects.
    pub(in crate::fetch) fn lane(&self) -> Lane {
        self.lane
    }

    /// Takes a server's answer, of whatever kind. Only one that spoke old TLS is remembered as old: the usual lane may
    /// have been refused by accident, and checks what the old one does not.
    #[cfg(feature = "legacy-tls")]
    pub(in crate::fetch) fn answered(&self, client: &Client, url: &Url, note: Option<&TlsNote>) {
        if self.first.is_some() && note.is_some_and(|n| n.old_protocol.is_some()) {
            client.tls().old_lane().learn(url, true);
        }
    }

    /// Takes a failure before there was an answer: whether to ask again. Where not, the failure has been given the
    /// name that fits best.
    ///
    /// Bounded: at most four issuers of 10 s each, the old lane once, and three greetings of 5 s once a host and ten minutes;
    /// waiting at the gate not counted.
    pub(in crate::fetch) async fn ask_again(
        &mut self,
        client: &Client,
        gate: &dyn Gate,
        url: &Url,
        failure: &mut Failure,
        missing: Option<&Url>,
    ) -> bool {
        if let Some(at) = missing {
            self.fetched += 1;
            return self.fetched <= MOST_FETCHED && client.tls().issuers.fetch(client, gate, at).await;
        }
        #[cfg(feature = "legacy-tls")]
        if let Some(first) = self.first.take() {
            // The old lane did not open it either: what the usual one said stands.
            client.tls().old_lane().learn(url, false);
            self.lane = Lane::Usual;
            *failure = first;
        } else if self.lane == Lane::Usual && is_refused(failure) && !client.tls().old_lane().is_useless(url) {
            self.first = Some(failure.clone());
            self.lane = Lane::Old;
            return true;
        } else if self.lane == Lane::Old {
            // A server known to speak old TLS stumbled: the next try will tell.
            return false;
        }
        if is_refused(failure) {
            explain(failure, client.tls().diagnoses.of(client, gate, url).await);
        }
        false
    }
}

/// Whether the handshake failed in a way in which another protocol might not.
fn is_refused(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Tls {
            fault: TlsFault::Legacy { .. } | TlsFault::Handshake,
            ..
        }
    )
}

fn explain(failure: &mut Failure, diagnosis: Diagnosis) {
    if let Failure::Tls { fault, .. } = failure {
        match diagnosis {
            Diagnosis::Old(wants) => *fault = TlsFault::Legacy { wants: Some(wants) },
            Diagnosis::National => *fault = TlsFault::National,
            // A server that refused and said so stays in doubt; one that only hangs up, whatever it hears, is broken.
            Diagnosis::Nothing => {}
        }
    }
}

#[cfg(feature = "legacy-tls")]
fn usual_or_known(client: &Client, url: &Url) -> Lane {
    if client.tls().old_lane().is_needed(url) {
        Lane::Old
    } else {
        Lane::Usual
    }
}

#[cfg(not(feature = "legacy-tls"))]
fn usual_or_known(_: &Client, _: &Url) -> Lane {
    Lane::Usual
}
