//! Certificates that are wrong on purpose, and chains with a link left out.

use std::collections::HashMap;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::super::test_server::{Step, TestServer, answer, page};
use super::*;
use crate::facts::{CertificateFault, TlsFault};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// DER with its length, for contents under 64 KiB.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        n @ 0..=127 => out.push(n as u8),
        n => out.extend([0x82, (n >> 8) as u8, n as u8]),
    }
    out.extend_from_slice(content);
    out
}

/// What says where the issuer's certificate can be had.
fn access(url: &str) -> CustomExtension {
    let ca_issuers = der(6, &[0x2b, 6, 1, 5, 5, 7, 0x30, 2]);
    let description = der(0x30, &[ca_issuers, der(0x86, url.as_bytes())].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], der(0x30, &description))
}

fn params(name: &str, hosts: &[&str], issuer_at: Option<&str>) -> CertificateParams {
    let mut params = CertificateParams::new(hosts.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.custom_extensions.extend(issuer_at.map(access));
    params
}

fn authority_params(name: &str, issuer_at: Option<&str>) -> CertificateParams {
    let mut params = params(name, &[], issuer_at);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn root(name: &str) -> Authority {
    CertifiedIssuer::self_signed(authority_params(name, None), KeyPair::generate().unwrap()).unwrap()
}

fn below(name: &str, issuer_at: Option<&str>, above: &Authority) -> Authority {
    CertifiedIssuer::signed_by(authority_params(name, issuer_at), KeyPair::generate().unwrap(), above).unwrap()
}

fn der_of(authority: &Authority) -> CertificateDer<'static> {
    let certificate: &rcgen::Certificate = authority.as_ref();
    certificate.der().clone()
}

/// A server that shows this certificate, signed by this authority, and nothing of what stands above.
async fn serve(params: &CertificateParams, issuer: &Issuer<'_, KeyPair>) -> TestServer {
    let key = KeyPair::generate().unwrap();
    let leaf = params.signed_by(&key, issuer).unwrap().der().clone();
    serve_chain(vec![leaf], &key).await
}

async fn serve_chain(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> TestServer {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TestServer::start_tls(config, |_| page("<p>behind TLS")).await
}

fn trusting(settings: ClientSettings, root: &Authority) -> Client {
    let resolver = Resolver::new(settings.guard);
    Client::assemble(settings, resolver, &[der_of(root)]).unwrap()
}

fn https(server: &TestServer) -> Url {
    format!("https://{}/", server.address).parse().unwrap()
}

fn fault(fetched: &Fetched) -> CertificateFault {
    match failed(fetched) {
        Failure::Tls {
            fault: TlsFault::Certificate(fault),
            ..
        } => *fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_has_a_name() {
    let root = root("A Root");
    let client = trusting(settings(), &root);
    let good = params("good", &["127.0.0.1"], None);
    let mut expired = good.clone();
    expired.not_after = date_time_ymd(2020, 1, 2);
    let mut early = good.clone();
    early.not_before = date_time_ymd(2090, 1, 1);
    let elsewhere = params("elsewhere", &["other.example"], None);

    let fetched = get(&client, https(&serve(&good, &root).await)).await;
    assert_eq!(text(&fetched), "<p>behind TLS");
    let note = last(&fetched).tls.clone().unwrap();
    assert!(note.not_after > Some(4_000_000_000) && !note.incomplete_chain, "{note:?}");

    let server = serve(&expired, &root).await;
    let fetched = get(&client, https(&server)).await;
    assert_eq!(fault(&fetched), CertificateFault::Expired);
    assert_eq!(last(&fetched).tls.as_ref().unwrap().not_after, Some(1_577_923_200), "2020-01-02");
    assert_eq!(fetched.exchange.attempts.len(), 1, "a certificate does not mend by asking again");
    assert!(server.seen().is_empty());

    for (params, expected) in [(&early, CertificateFault::NotYetValid), (&elsewhere, CertificateFault::WrongHost)] {
        let fetched = get(&client, https(&serve(params, &root).await)).await;
        assert_eq!(fault(&fetched), expected);
    }

    let key = KeyPair::generate().unwrap();
    let own = good.self_signed(&key).unwrap().der().clone();
    let fetched = get(&client, https(&serve_chain(vec![own], &key).await)).await;
    assert_eq!(fault(&fetched), CertificateFault::SelfSigned);

    let nobody = self::root("Nobody's Root");
    let key = KeyPair::generate().unwrap();
    let leaf = good.signed_by(&key, &nobody).unwrap().der().clone();
    let server = serve_chain(vec![leaf, der_of(&nobody)], &key).await;
    assert_eq!(fault(&get(&client, https(&server)).await), CertificateFault::UnknownIssuer);
}

/// `SignedData` with nothing but certificates, as `.p7c` files are.
fn bundle(certificates: &[&[u8]]) -> Vec<u8> {
    let data = der(0x30, &der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]));
    let signed = [
        der(2, &[1]),
        der(0x31, &[]),
        data,
        der(0xa0, &certificates.concat()),
        der(0x31, &[]),
    ]
    .concat();
    let kind = der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]);
    der(0x30, &[kind, der(0xa0, &der(0x30, &signed))].concat())
}

#[tokio::test]
async fn a_missing_issuer_is_fetched_once_in_every_form_it_is_handed_out() {
    let root = root("B Root");
    let middle = below("B Middle", None, &root);
    let pem: &rcgen::Certificate = middle.as_ref();
    let forms: HashMap<&str, Vec<u8>> = HashMap::from([
        ("/ca.cer", der_of(&middle).to_vec()),
        ("/ca.pem", pem.pem().into_bytes()),
        ("/ca.p7c", bundle(&[&der_of(&root), &der_of(&middle)])),
    ]);
    let paths: Vec<&str> = forms.keys().copied().collect();
    let shop = TestServer::start(move |seen| answer(200, "", &forms[seen.path.as_str()])).await;
    for path in paths {
        let client = trusting(settings(), &root);
        let server = serve(&params("leaf", &["127.0.0.1"], Some(shop.url(path).as_str())), &middle).await;
        let gate = Watch::default();
        let request = Request::new(https(&server), Want::Page);
        for _ in 0..2 {
            let fetched = client.fetch(&gate, &request).await;
            assert_eq!(text(&fetched), "<p>behind TLS", "{path}");
            assert!(last(&fetched).tls.as_ref().unwrap().incomplete_chain, "{path}");
            assert_eq!(fetched.exchange.attempts.len(), 1, "{path}");
        }
        let asked = shop.seen().iter().filter(|s| s.path == path).count();
        assert_eq!(asked, 1, "{path}");
        let fetch = [format!("in {path}"), format!("out {path} 200")];
        assert!(gate.book().windows(2).any(|w| w == fetch), "through the gate: {:?}", gate.book());
    }
}

#[tokio::test]
async fn two_missing_issuers_are_fetched_and_an_endless_chain_is_left() {
    let root = root("C Root");
    let shelf: Arc<Mutex<HashMap<String, Vec<u8>>>> = Arc::default();
    let sold = Arc::clone(&shelf);
    let shop = TestServer::start(move |seen| answer(200, "", sold.lock().unwrap()[&seen.path].clone())).await;
    let at = |n: usize| shop.url(&format!("/{n}"));

    // Every authority knows where the one above it is; the server sends none of them.
    let mut above = below("C 0", None, &root);
    shelf.lock().unwrap().insert("/0".into(), der_of(&above).to_vec());
    for n in 1..=7 {
        above = below(&format!("C {n}"), Some(at(n - 1).as_str()), &above);
        shelf.lock().unwrap().insert(format!("/{n}"), der_of(&above).to_vec());
        if n == 1 {
            let server = serve(&params("leaf", &["127.0.0.1"], Some(at(1).as_str())), &above).await;
            let fetched = get(&trusting(settings(), &root), https(&server)).await;
            assert_eq!(text(&fetched), "<p>behind TLS");
        }
    }
    let before = shop.seen().len();
    let server = serve(&params("leaf", &["127.0.0.1"], Some(at(7).as_str())), &above).await;
    let fetched = get(&trusting(settings(), &root), https(&server)).await;
    assert_eq!(fault(&fetched), CertificateFault::IncompleteChain);
    assert_eq!(shop.seen().len() - before, 4);
}

#[tokio::test]
async fn an_issuer_that_cannot_be_had_leaves_the_chain_incomplete_and_is_not_asked_for_again() {
    let root = root("D Root");
    let middle = below("D Middle", None, &root);
    let stranger = der_of(&self::root("Stranger")).to_vec();
    let shop = TestServer::start(move |seen| match seen.path.as_str() {
        "/garbage" => answer(200, "", b"<html>404"),
        "/missing" => answer(404, "", b""),
        "/stranger" => answer(200, "", &stranger),
        "/long" => answer(200, "", vec![b'x'; 100 << 10]),
        "/moved" => answer(302, "Location: /stranger\r\n", b""),
        "/stall" => vec![Step::Hang],
        _ => vec![
            Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
            Step::Forever(vec![b'x'; 1000], Duration::from_millis(1)),
        ],
    })
    .await;
    let hasty = ClientSettings {
        first_byte_timeout: SHORT,
        ..settings()
    };
    for path in ["/garbage", "/missing", "/stranger", "/long", "/moved", "/stall", "/forever"] {
        let client = trusting(hasty.clone(), &root);
        let server = serve(&params("leaf", &["127.0.0.1"], Some(shop.url(path).as_str())), &middle).await;
        for _ in 0..2 {
            let fetched = get(&client, https(&server)).await;
            assert_eq!(fault(&fetched), CertificateFault::IncompleteChain, "{path}");
            assert!(last(&fetched).tls.as_ref().unwrap().not_after.is_some(), "{path}");
        }
        assert_eq!(shop.seen().iter().filter(|s| s.path == path).count(), 1, "{path}");
    }
    assert!(
        !shop.seen().iter().any(|s| s.path == "/stranger" && s.earlier > 0),
        "no redirect is followed"
    );
}

#[tokio::test]
async fn an_issuer_on_a_private_address_is_never_asked_for() {
    let root = root("E Root");
    let middle = below("E Middle", None, &root);
    let table = Mutex::new(HashMap::from([(
        "ca.test".to_owned(),
        [Ok(vec![[10, 0, 0, 1].into(), [192, 168, 0, 1].into()])].into(),
    )]));
    let settings = settings();
    let client = Client::assemble(settings.clone(), Resolver::of_table(settings.guard, table), &[der_of(&root)]).unwrap();
    for (at, asked) in [
        ("http://10.0.0.1/ca.cer", false),
        ("http://169.254.169.254/ca.cer", false),
        ("https://127.0.0.1/ca.cer", false),
        ("ldap://127.0.0.1/ca.cer", false),
        // The gate is passed, and the resolver refuses.
        ("http://ca.test/ca.cer", true),
    ] {
        let server = serve(&params("leaf", &["127.0.0.1"], Some(at)), &middle).await;
        let gate = Watch::default();
        let fetched = client.fetch(&gate, &Request::new(https(&server), Want::Page)).await;
        assert!(
            matches!(fault(&fetched), CertificateFault::IncompleteChain | CertificateFault::UnknownIssuer),
            "{at}"
        );
        assert_eq!(gate.book().iter().any(|line| line == "in /ca.cer"), asked, "{at}");
    }
}
