//! TLS as people's browsers take it: what stands between a connection refused and a page nobody can open.
//!
//! `config` is the lane every request takes first: rustls with `verifier`, which names what it refuses and takes issuers
//! a server forgot to send from `issuers`, where they were fetched between two connections. `fault` puts names to what
//! failed. `remedy` decides what is tried then: the missing issuer, the lane for old servers (`old_lane`, with the
//! feature `legacy-tls`), and, once a host, the questions of `probe`, which sends the greetings of `hello` to learn what
//! the server would have spoken.

mod certificate;
mod config;
mod fault;
mod hello;
mod issuers;
#[cfg(feature = "legacy-tls")]
mod old_lane;
mod probe;
mod remedy;
mod verifier;

pub(super) use certificate::not_after;
pub(super) use fault::{classify, refusal};
pub(super) use remedy::{Course, Lane};

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;

use issuers::Issuers;
use probe::Diagnoses;
use verifier::Verifier;

/// What a client knows of TLS beyond one connection.
pub(super) struct Tls {
    verifier: Arc<Verifier>,
    issuers: Arc<Issuers>,
    diagnoses: Diagnoses,
    #[cfg(feature = "legacy-tls")]
    old_lane: old_lane::OldLane,
}

impl Tls {
    /// Trusts Mozilla's and the system's authorities, and these besides.
    pub(super) fn new(extra_roots: &[CertificateDer<'static>]) -> Result<Self, super::FetchError> {
        let issuers = Arc::new(Issuers::default());
        let roots = config::roots(extra_roots);
        Ok(Tls {
            verifier: Arc::new(Verifier::new(Arc::new(roots), Arc::clone(&issuers))?),
            issuers,
            diagnoses: Diagnoses::default(),
            #[cfg(feature = "legacy-tls")]
            old_lane: old_lane::OldLane::new()?,
        })
    }

    /// The configuration of the usual lane.
    pub(super) fn config(&self) -> Result<ClientConfig, rustls::Error> {
        config::usual(Arc::clone(&self.verifier))
    }

    /// Whether this server's certificate was accepted only with an issuer it did not send.
    pub(super) fn is_completed(&self, leaf: &[u8]) -> bool {
        self.verifier.is_completed(leaf)
    }

    /// The lane for old servers.
    #[cfg(feature = "legacy-tls")]
    pub(super) fn old_lane(&self) -> &old_lane::OldLane {
        &self.old_lane
    }
}
