//! Servers that refuse the handshake, in every way it can be refused.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

use super::*;
use crate::facts::{LinkState, Reason, TlsFault};
use crate::judge::{Circumstances, judge_exchange};

/// What the server does with the first bytes of a connection.
#[derive(Clone)]
enum Deed {
    Send(Vec<u8>),
    HangUp,
    Wait,
    /// Bytes without end.
    Flood(Vec<u8>),
}

/// A server that reads the first record of a connection and does something with it.
struct Raw {
    port: u16,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Raw {
    async fn start(deed: impl Fn(&[u8]) -> Deed + Send + Sync + 'static) -> Raw {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, deed) = (Arc::clone(&connections), Arc::new(deed));
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let deed = Arc::clone(&deed);
                tokio::spawn(async move {
                    let mut hello = vec![0; 5];
                    stream.read_exact(&mut hello).await.unwrap();
                    let length = usize::from(u16::from_be_bytes([hello[3], hello[4]]));
                    hello.resize(5 + length, 0);
                    stream.read_exact(&mut hello[5..]).await.unwrap();
                    match deed(&hello) {
                        Deed::Send(bytes) => {
                            let _ = stream.write_all(&bytes).await;
                            let _ = stream.shutdown().await;
                            // Read on, so that the answer is not lost to a reset.
                            let _ = stream.read(&mut [0; 64]).await;
                        }
                        Deed::HangUp => {}
                        Deed::Wait => while stream.read(&mut [0; 64]).await.is_ok_and(|n| n > 0) {},
                        Deed::Flood(bytes) => while stream.write_all(&bytes).await.is_ok() {},
                    }
                });
            }
        });
        Raw { port, connections, task }
    }

    fn url(&self, host: &str) -> Url {
        format!("https://{host}:{}/", self.port).parse().unwrap()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn alert(code: u8) -> Deed {
    Deed::Send(vec![21, 3, 1, 0, 2, 2, code])
}

fn server_hello(version: [u8; 2], suite: [u8; 2]) -> Deed {
    let mut bytes = vec![22, version[0], version[1], 0, 42, 2, 0, 0, 38, version[0], version[1]];
    bytes.extend([5; 32]);
    bytes.extend([0, suite[0], suite[1], 0]);
    Deed::Send(bytes)
}

fn is_national(hello: &[u8]) -> bool {
    hello[1..3] == [1, 1]
}

/// Ours and OpenSSL's greetings in old TLS: TLS_RSA_WITH_AES_128_CBC_SHA is among the suites.
fn is_old(hello: &[u8]) -> bool {
    !is_national(hello) && hello[44..].windows(2).any(|w| w == [0, 0x2f])
}

fn fault(fetched: &Fetched) -> TlsFault {
    match failed(fetched) {
        Failure::Tls { fault, .. } => fault.clone(),
        other => panic!("{other:?}"),
    }
}

fn verdict(fetched: &Fetched) -> LinkState {
    judge_exchange(&fetched.exchange, Circumstances::default())
}

/// A client for which `gm.test` is this machine.
fn naming() -> Client {
    let table = Mutex::new(HashMap::from([("gm.test".to_owned(), [Ok(vec![[127, 0, 0, 1].into()])].into())]));
    client_of(ClientSettings { tries: 1, ..settings() }, table)
}

#[tokio::test]
async fn a_server_that_speaks_only_tlcp_is_recognised_with_and_without_a_name() {
    let server = Raw::start(|hello| {
        if is_national(hello) {
            server_hello([1, 1], [0xE0, 0x13])
        } else {
            alert(40)
        }
    })
    .await;
    for host in ["127.0.0.1", "gm.test"] {
        let fetched = get(&naming(), server.url(host)).await;
        assert_eq!(fault(&fetched), TlsFault::National, "{host}");
        assert_eq!(verdict(&fetched), LinkState::Suspect(Reason::TlsNational), "{host}");
    }
    // Answers in its own protocol to whatever it hears, and hangs up at a greeting with extensions.
    let strict = Raw::start(|hello| match is_national(hello) {
        true if hello.windows(7).any(|w| w == b"gm.test") => Deed::HangUp,
        true => server_hello([1, 1], [0xE0, 0x53]),
        false => Deed::Send(vec![21, 1, 1, 0, 2, 2, 70]),
    })
    .await;
    let fetched = get(&naming(), strict.url("gm.test")).await;
    assert_eq!(fault(&fetched), TlsFault::National);
}

#[tokio::test]
async fn a_server_that_refuses_everything_is_in_doubt_and_examined_once() {
    let server = Raw::start(|_| alert(40)).await;
    let client = client();
    for _ in 0..2 {
        let fetched = get(&client, server.url("127.0.0.1")).await;
        assert_eq!(fault(&fetched), TlsFault::Legacy { wants: None });
        assert_eq!(verdict(&fetched), LinkState::Suspect(Reason::TlsLegacy));
        assert_eq!(fetched.exchange.attempts.len(), 3);
    }
    // Six tries; two greetings, for there is no name; the old lane, where it is built in.
    assert_eq!(server.connections(), 6 + 2 + usize::from(cfg!(feature = "legacy-tls")));
}

#[tokio::test]
async fn what_an_old_server_speaks_is_said() {
    let stubborn = Raw::start(|_| server_hello([3, 1], [0, 0x2f])).await;
    // Servers of Microsoft's older systems hang up where they share no cipher.
    let silent = Raw::start(|hello| {
        if is_old(hello) {
            server_hello([3, 1], [0, 0x2f])
        } else {
            Deed::HangUp
        }
    })
    .await;
    for server in [stubborn, silent] {
        let fetched = get(&client_once(), server.url("127.0.0.1")).await;
        let wants = Some("TLS 1.0，TLS_RSA_WITH_AES_128_CBC_SHA".to_owned());
        assert_eq!(fault(&fetched), TlsFault::Legacy { wants });
        assert_eq!(verdict(&fetched), LinkState::Suspect(Reason::TlsLegacy));
    }
}

/// A sound server that drops its first connection in the handshake.
async fn stumbling(made: &rcgen::CertifiedKey<rcgen::KeyPair>) -> Url {
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        first.read_exact(&mut [0; 64]).await.unwrap();
        drop(first);
        while let Ok((stream, _)) = listener.accept().await {
            // A greeting that leads nowhere ends here.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\nConnection: close\r\n\r\n<p>sound")
                .await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

#[tokio::test]
async fn one_dropped_handshake_makes_no_server_old() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let url = stumbling(&made).await;
    let settings = settings();
    let resolver = Resolver::new(settings.guard);
    let client = Client::assemble(settings, resolver, &[made.cert.der().clone()]).unwrap();
    for _ in 0..2 {
        let fetched = get(&client, url.clone()).await;
        assert_eq!(text(&fetched), "<p>sound");
        assert_eq!(last(&fetched).tls.as_ref().unwrap().old_protocol, None);
        assert_eq!(verdict(&fetched), LinkState::Alive);
    }
}

#[tokio::test]
async fn what_no_client_could_speak_with_is_dead() {
    for deed in [
        Deed::HangUp,
        Deed::Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
        // unrecognized_name: no site of that name lives here.
        alert(112),
    ] {
        let server = Raw::start(move |_| deed.clone()).await;
        let fetched = get(&client_once(), server.url("127.0.0.1")).await;
        assert_eq!(fault(&fetched), TlsFault::Handshake);
        assert!(matches!(verdict(&fetched), LinkState::Dead(_)), "{fetched:?}");
    }
}

#[tokio::test]
async fn greetings_that_are_answered_with_silence_or_without_end_end() {
    let hasty = || {
        Client::new(ClientSettings {
            tries: 1,
            first_byte_timeout: SHORT,
            ..settings()
        })
        .unwrap()
    };
    for deed in [
        Deed::Wait,
        Deed::Flood(vec![21, 3, 1, 0, 2, 1, 112]),
        Deed::Flood(vec![22]),
        Deed::Flood(b"x".repeat(1000)),
    ] {
        // The first greeting of a client is refused, so that it looks for another way.
        let server = Raw::start(move |hello| {
            if is_old(hello) || is_national(hello) {
                deed.clone()
            } else {
                alert(40)
            }
        })
        .await;
        let fetched = get(&hasty(), server.url("127.0.0.1")).await;
        assert_eq!(fault(&fetched), TlsFault::Legacy { wants: None });
    }
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_of_the_visitor_is_not_dead() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .unwrap();
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let config = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_client_cert_verifier(Arc::clone(&verifier))
            .with_single_cert(vec![made.cert.der().clone()], key.clone_key().into())
            .unwrap();
        let server = super::super::test_server::TestServer::start_tls(config, |_| Vec::new()).await;
        let settings = settings();
        let resolver = Resolver::new(settings.guard);
        let client = Client::assemble(settings, resolver, &[made.cert.der().clone()]).unwrap();
        let fetched = get(&client, format!("https://{}/", server.address).parse().unwrap()).await;
        assert_eq!(fault(&fetched), TlsFault::ClientCertificate, "{version:?}: {fetched:?}");
        assert_eq!(verdict(&fetched), LinkState::Suspect(Reason::Forbidden));
    }
}
