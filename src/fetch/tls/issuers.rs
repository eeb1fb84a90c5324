//! Issuers that servers forgot to send: fetched once from where the certificate says, kept for the client's life.
//!
//! Whatever is fetched here is only material: the verifier takes a certificate for an issuer when its signature fits and
//! a trusted root stands above it. So the fetch is bounded and guarded, and needs no trust.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::time::timeout;
use url::Url;
use x509_parser::asn1_rs::{Any, Class, FromDer, Sequence, Tag};

use super::super::client::Client;
use super::super::request::Gate;
use crate::facts::{Answer, Failure, Outcome};

/// An issuer's certificate has 1 to 3 KiB, a bundle of them some more.
const MOST_BYTES: usize = 64 << 10;
/// How long one may take, from the connection to the last byte: browsers give a few seconds.
const LIMIT: Duration = Duration::from_secs(10);
/// How many addresses are ever asked for issuers: a handful serves the country, so more is somebody playing.
const MOST_ADDRESSES: usize = 256;
/// How many certificates of one bundle are looked at.
const MOST_IN_BUNDLE: usize = 8;
/// How long a failure is believed: a run's last look at what failed comes later, and may try again.
const KEEP_FAILURE: Duration = Duration::from_mins(10);

/// What is known of an address.
#[derive(Debug, Clone)]
pub(super) enum KnownIssuers {
    /// It was not asked yet.
    NotAsked,
    /// It gave these.
    Certificates(Vec<CertificateDer<'static>>),
    /// It gave nothing of use.
    Nothing,
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    certificates: Vec<CertificateDer<'static>>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Issuers {
    known: Mutex<HashMap<String, Entry>>,
    /// Addresses being asked: whoever comes second waits for the first.
    asking: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Issuers {
    /// What was learned from an address. Never waits.
    pub(super) fn known(&self, at: &Url) -> KnownIssuers {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(at.as_str()) {
            Some(entry) if !entry.certificates.is_empty() => KnownIssuers::Certificates(entry.certificates.clone()),
            Some(entry) if entry.at.elapsed() < KEEP_FAILURE => KnownIssuers::Nothing,
            Some(_) => KnownIssuers::NotAsked,
            None if known.len() >= MOST_ADDRESSES => KnownIssuers::Nothing,
            None => KnownIssuers::NotAsked,
        }
    }

    /// Asks an address for its certificates, unless somebody else just did; whether it gave any.
    pub(super) async fn fetch(&self, client: &Client, gate: &dyn Gate, at: &Url) -> bool {
        let turn = {
            let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
            // Bounded like `known`: an address is asked only while it is not known.
            asking.entry(at.to_string()).or_default().clone()
        };
        let _turn = turn.lock().await;
        if let KnownIssuers::NotAsked = self.known(at) {
            let certificates = ask(client, gate, at).await;
            tracing::debug!(at = at.as_str(), found = certificates.len(), "missing issuer");
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(
                at.to_string(),
                Entry {
                    at: Instant::now(),
                    certificates,
                },
            );
        }
        self.asking.lock().unwrap_or_else(PoisonError::into_inner).remove(at.as_str());
        matches!(self.known(at), KnownIssuers::Certificates(_))
    }
}

/// One request to one address: plain HTTP, no redirect, through guard and gate.
async fn ask(client: &Client, gate: &dyn Gate, at: &Url) -> Vec<CertificateDer<'static>> {
    if at.scheme() != "http" || client.guard().check(at).is_err() {
        return Vec::new();
    }
    let Ok(pass) = gate.enter(at).await else {
        return Vec::new();
    };
    let began = tokio::time::Instant::now();
    let limit = LIMIT.min(client.settings().first_byte_timeout);
    let read = timeout(limit, download(client, at)).await;
    let (outcome, bytes) = match read {
        Ok(Some((status, bytes))) => (
            Outcome::Answer(Answer {
                status,
                ..Answer::default()
            }),
            if status == 200 { bytes } else { Vec::new() },
        ),
        Ok(None) => (Outcome::Failure(Failure::Broken { detail: String::new() }), Vec::new()),
        Err(_) => {
            let phase = "total".to_owned();
            (Outcome::Failure(Failure::Timeout { phase }), Vec::new())
        }
    };
    gate.leave(at, &outcome, began.elapsed());
    drop(pass);
    decode(&bytes)
}

/// Status and body, up to the limit; `None` where it broke or was longer.
async fn download(client: &Client, at: &Url) -> Option<(u16, Vec<u8>)> {
    let request = client
        .http()
        .get(at.clone())
        .header(reqwest::header::USER_AGENT, client.agent().clone())
        .build()
        .ok()?;
    let mut response = client.http().execute(request).await.ok()?;
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.ok()? {
        if bytes.len() + piece.len() > MOST_BYTES {
            return None;
        }
        bytes.extend_from_slice(&piece);
    }
    Some((response.status().as_u16(), bytes))
}

/// The certificates in a body: DER (what RFC 5280 asks for), PKCS #7 (`.p7c`, which it allows), or PEM (which happens).
fn decode(bytes: &[u8]) -> Vec<CertificateDer<'static>> {
    if bytes.windows(11).any(|w| w == b"-----BEGIN ") {
        let found = CertificateDer::pem_slice_iter(bytes).filter_map(Result::ok);
        return found.take(MOST_IN_BUNDLE).filter(|c| is_certificate(c)).collect();
    }
    if is_certificate(bytes) {
        return vec![CertificateDer::from(bytes.to_vec())];
    }
    bundle(bytes).unwrap_or_default()
}

fn is_certificate(der: &[u8]) -> bool {
    super::not_after(der).is_some()
}

/// A PKCS #7 bundle of certificates only (RFC 2315, 9.1; RFC 5652, 5.1): ContentInfo { type, [0] { SignedData { version,
/// digests, content, [0] certificates … } } }.
fn bundle(bytes: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let (_, info) = Sequence::from_der(bytes).ok()?;
    let (rest, _kind) = Any::from_der(&info.content).ok()?;
    let (_, wrapped) = tagged_zero(rest)?;
    let (_, signed) = Sequence::from_der(wrapped.data).ok()?;
    let mut rest: &[u8] = &signed.content;
    for _ in 0..3 {
        rest = Any::from_der(rest).ok()?.0;
    }
    let (_, set) = tagged_zero(rest)?;
    let mut rest: &[u8] = set.data;
    let mut found = Vec::new();
    while found.len() < MOST_IN_BUNDLE
        && let Ok((after, _)) = Any::from_der(rest)
    {
        let one = &rest[..rest.len() - after.len()];
        if is_certificate(one) {
            found.push(CertificateDer::from(one.to_vec()));
        }
        rest = after;
    }
    Some(found)
}

fn tagged_zero(bytes: &[u8]) -> Option<(&[u8], Any<'_>)> {
    let (rest, any) = Any::from_der(bytes).ok()?;
    (any.class() == Class::ContextSpecific && any.tag() == Tag(0)).then_some((rest, any))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn certificate() -> Vec<u8> {
        let made = rcgen::generate_simple_self_signed(vec!["a.example".to_owned()]).unwrap();
        made.cert.der().to_vec()
    }

    #[test]
    fn what_is_cut_or_changed_gives_no_certificate_and_no_panic() {
        let whole = certificate();
        assert_eq!(decode(&whole).len(), 1);
        for end in 0..whole.len() {
            assert!(decode(&whole[..end]).is_empty(), "{end}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            assert!(decode(&changed).len() <= 1);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..600), pem in any::<bool>()) {
            let mut all = if pem { b"-----BEGIN CERTIFICATE-----\n".to_vec() } else { vec![0x30] };
            all.extend(&bytes);
            prop_assert!(decode(&all).len() <= MOST_IN_BUNDLE);
            let _ = super::super::certificate::top(&all, std::iter::once(bytes.as_slice()));
        }
    }
}
