//! Certificates nobody accepts, handshakes that fail, and servers that speak something else on the port of HTTPS.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::answers::{fine, missing, send};
use super::case::Verdict::{Alive, Dead, Suspect};
use super::case::{Case, Front, case};
use super::server::Step;

/// A certificate authority of the test's own, and the servers it vouches for.
pub(crate) struct Authority {
    /// Its certificate, for the program to trust.
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Authority {
            pem,
            issuer: Issuer::new(params, key),
        }
    }

    /// A server whose certificate is for this name, good until the end of this year.
    fn server(&self, name: &str, until: i32) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2019, 1, 1);
        params.not_after = rcgen::date_time_ymd(until, 12, 31);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        config(certificate.der().clone(), &key)
    }
}

fn self_signed() -> Arc<ServerConfig> {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    config(made.cert.der().clone(), &made.signing_key)
}

fn config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Arc::new(config)
}

/// A page of another site, by HTTPS.
fn secure(name: &'static str, verdict: super::case::Verdict, config: Arc<ServerConfig>) -> Case {
    front(case(name, verdict, fine).abroad(), Front::Tls(config))
}

/// Something else on the port of HTTPS.
fn instead(name: &'static str, verdict: super::case::Verdict, steps: Vec<Step>) -> Case {
    front(case(name, verdict, fine).abroad(), Front::Raw(steps))
}

fn front(mut case: Case, front: Front) -> Case {
    case.front = front;
    case.markup = case.markup.replace("http://", "https://");
    case
}

pub(crate) fn cases(authority: &Authority) -> Vec<Case> {
    let certificate = Suspect("tls_certificate");
    let good = || authority.server("127.0.0.1", 2099);
    let plain = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    let mut gone = secure("secure-404", Dead("http_404"), good());
    gone.act = Arc::new(missing);
    let mut inside = front(case("self-signed-inside", certificate, fine).alone(), Front::Tls(self_signed()));
    inside.inside = true;
    let mut plain_on_tls = case("plain-asked-of-tls", Dead("connect"), fine).abroad();
    plain_on_tls.front = Front::Tls(good());
    vec![
        secure("secure", Alive, good()),
        gone,
        secure("self-signed", certificate, self_signed()),
        inside,
        secure("expired", certificate, authority.server("127.0.0.1", 2020)),
        secure("for-another-name", certificate, authority.server("www.example.gov.cn", 2099)),
        instead("plain-on-the-secure-port", Dead("tls"), vec![send(plain)]),
        instead("closed-in-the-handshake", Dead("tls"), vec![]),
        instead("reset-in-the-handshake", Dead("tls"), vec![Step::Reset]),
        instead("garbage-in-the-handshake", Dead("tls"), vec![send([0xA5; 300])]),
        instead("silent-in-the-handshake", Dead("timeout"), vec![Step::Hang]),
        instead(
            "handshake-cut-after-a-pause",
            Dead("tls"),
            vec![Step::Pause(Duration::from_millis(200)), Step::Reset],
        ),
        // Alerts, fatal: protocol_version, handshake_failure. What they would say to an old browser is not known.
        instead(
            "alert-of-version",
            Suspect("tls_legacy"),
            vec![send(b"\x15\x03\x01\x00\x02\x02\x46")],
        ),
        instead(
            "alert-of-handshake",
            Suspect("tls_legacy"),
            vec![send(b"\x15\x03\x01\x00\x02\x02\x28")],
        ),
        plain_on_tls,
    ]
}
