//! Who vouches for a server: rustls's own verifier, the issuers a server forgot to send, and names for what is refused.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use url::Url;

use super::certificate::{self, Top};
use super::issuers::{Issuers, KnownIssuers};
use crate::facts::CertificateFault;

/// How many issuers are fetched up one chain. Public chains lack one; a cross-signed one two.
pub(super) const MOST_FETCHED: usize = 4;

/// Servers with incomplete chains that are remembered. Beyond it the note is lost, not the page.
const MOST_COMPLETED: usize = 4096;

/// Why a certificate was refused. Travels inside the TLS library's error to where failures get their names.
#[derive(Debug, Clone, thiserror::Error)]
#[error("invalid peer certificate: {words}")]
pub(in crate::fetch) struct Refusal {
    /// What is wrong with it.
    pub(in crate::fetch) fault: CertificateFault,
    /// Until when it holds.
    pub(in crate::fetch) not_after: Option<i64>,
    /// Where an issuer can be had that was not asked for yet. With it the connection may stand.
    pub(in crate::fetch) missing: Option<Url>,
    /// The library's words.
    words: String,
}

/// See the module. It runs inside the handshake and never waits: what is missing is fetched by others, in between.
#[derive(Debug)]
pub(super) struct Verifier {
    inner: Arc<WebPkiServerVerifier>,
    issuers: Arc<Issuers>,
    /// Digests of the servers' own certificates that needed an issuer fetched for them.
    completed: Mutex<HashSet<[u8; 32]>>,
}

impl Verifier {
    pub(super) fn new(roots: Arc<RootCertStore>, issuers: Arc<Issuers>) -> Result<Self, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let inner = WebPkiServerVerifier::builder_with_provider(roots, provider)
            .build()
            .map_err(|error| Error::General(error.to_string()))?;
        Ok(Verifier {
            inner,
            issuers,
            completed: Mutex::default(),
        })
    }

    pub(super) fn is_completed(&self, leaf: &[u8]) -> bool {
        let completed = self.completed.lock().unwrap_or_else(PoisonError::into_inner);
        !completed.is_empty() && completed.contains(&<[u8; 32]>::from(Sha256::digest(leaf)))
    }

    fn complete(&self, leaf: &[u8]) {
        let mut completed = self.completed.lock().unwrap_or_else(PoisonError::into_inner);
        if completed.len() < MOST_COMPLETED {
            completed.insert(Sha256::digest(leaf).into());
        }
    }

    /// Tries again with what was fetched, one issuer after the other; says what is still missing.
    fn with_fetched(
        &self,
        leaf: &CertificateDer<'_>,
        sent: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let mut chain = sent.to_vec();
        let mut taken: Vec<Url> = Vec::new();
        let unknown = CertificateError::UnknownIssuer;
        for _ in 0..=MOST_FETCHED {
            let Some(top) = certificate::top(leaf, chain.iter().map(AsRef::as_ref)) else {
                return Err(refuse(leaf, CertificateFault::UnknownIssuer, None, &unknown));
            };
            let Some(at) = top.issuer_at.clone().filter(|_| !top.self_issued) else {
                return Err(refuse(leaf, untrusted(&top), None, &unknown));
            };
            // What was handed out there did not fit below anything.
            if taken.contains(&at) {
                break;
            }
            match self.issuers.known(&at) {
                KnownIssuers::Certificates(fetched) => chain.extend(fetched),
                KnownIssuers::Nothing => return Err(refuse(leaf, CertificateFault::IncompleteChain, None, &unknown)),
                KnownIssuers::NotAsked => return Err(refuse(leaf, CertificateFault::IncompleteChain, Some(at), &unknown)),
            }
            match self.inner.verify_server_cert(leaf, &chain, name, &[], now) {
                Ok(_) => {
                    self.complete(leaf);
                    return Ok(());
                }
                Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {}
                Err(error) => return Err(named(leaf, error)),
            }
            taken.push(at);
        }
        Err(refuse(leaf, CertificateFault::IncompleteChain, None, &unknown))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self
            .inner
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => self
                .with_fetched(end_entity, intermediates, server_name, now)
                .map(|()| ServerCertVerified::assertion()),
            verified => verified.map_err(|error| named(end_entity, error)),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// What a chain is that ends at this certificate, which nobody trusts.
fn untrusted(top: &Top) -> CertificateFault {
    if top.self_issued && top.is_leaf {
        CertificateFault::SelfSigned
    } else {
        CertificateFault::UnknownIssuer
    }
}

fn named(leaf: &CertificateDer<'_>, error: Error) -> Error {
    match error {
        Error::InvalidCertificate(error) => refuse(leaf, fault_of(&error), None, &error),
        other => other,
    }
}

fn refuse(leaf: &CertificateDer<'_>, fault: CertificateFault, missing: Option<Url>, error: &CertificateError) -> Error {
    let refusal = Refusal {
        fault,
        not_after: certificate::not_after(leaf),
        missing,
        words: words_of(error),
    };
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
}

/// The library's words, without when it was asked: the same fault is told alike on every day and at every try.
fn words_of(error: &CertificateError) -> String {
    match error {
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("certificate is not valid after {} (UNIX)", not_after.as_secs())
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("certificate is not valid before {} (UNIX)", not_before.as_secs())
        }
        CertificateError::ExpiredRevocationListContext { next_update, .. } => {
            format!("certificate revocation list is not valid after {} (UNIX)", next_update.as_secs())
        }
        other => other.to_string(),
    }
}

/// The fault by the library's error.
pub(super) fn fault_of(error: &CertificateError) -> CertificateFault {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => CertificateFault::WrongHost,
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
        CertificateError::Revoked => CertificateFault::Revoked,
        _ => CertificateFault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_alike_whenever_it_is_looked_at() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let said = |now| {
            [
                CertificateError::ExpiredContext {
                    time: at(now),
                    not_after: at(5),
                },
                CertificateError::NotValidYetContext {
                    time: at(now),
                    not_before: at(5_000),
                },
                CertificateError::ExpiredRevocationListContext {
                    time: at(now),
                    next_update: at(5),
                },
            ]
            .map(|error| words_of(&error))
        };
        assert_eq!(said(100), said(200));
        assert_eq!(said(100)[0], "certificate is not valid after 5 (UNIX)");
        assert_eq!(words_of(&CertificateError::Revoked), CertificateError::Revoked.to_string());
    }
}
