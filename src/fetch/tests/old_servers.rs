//! Servers that speak only what rustls left behind, opened by the lane for old servers.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::ssl::{Ssl, SslAcceptor, SslMethod, SslVersion};
use openssl::x509::{X509, X509NameBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio_openssl::SslStream;

use super::*;
use crate::facts::{LinkState, TlsFault};
use crate::judge::{Circumstances, judge_exchange};

/// A certificate with a short key, signed with SHA-1, long expired: what an old server has.
fn old_certificate() -> (X509, PKey<Private>) {
    let key = PKey::from_rsa(Rsa::generate(1024).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "old.example").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::from_str("20100101000000Z").unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_str("20200102000000Z").unwrap()).unwrap();
    builder.sign(&key, MessageDigest::sha1()).unwrap();
    (builder.build(), key)
}

struct OldServer {
    port: u16,
    /// Connections on which a handshake was completed.
    opened: Arc<AtomicUsize>,
    /// All connections.
    tried: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Drop for OldServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl OldServer {
    /// Speaks this version at most, with these suites; answers by the path.
    async fn start(version: SslVersion, suites: &str, answer: fn(&str) -> Vec<u8>) -> OldServer {
        let (certificate, key) = old_certificate();
        let mut acceptor = SslAcceptor::mozilla_intermediate(SslMethod::tls_server()).unwrap();
        acceptor.set_security_level(0);
        acceptor.set_min_proto_version(Some(SslVersion::TLS1)).unwrap();
        acceptor.set_max_proto_version(Some(version)).unwrap();
        acceptor.set_cipher_list(suites).unwrap();
        // What `mozilla_intermediate` forbids is what an old server speaks.
        acceptor.clear_options(openssl::ssl::SslOptions::NO_TLSV1 | openssl::ssl::SslOptions::NO_TLSV1_1);
        acceptor.set_private_key(&key).unwrap();
        acceptor.set_certificate(&certificate).unwrap();
        let acceptor = acceptor.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (opened, tried) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counters = (Arc::clone(&opened), Arc::clone(&tried));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counters.1.fetch_add(1, Ordering::SeqCst);
                let mut stream = SslStream::new(Ssl::new(acceptor.context()).unwrap(), stream).unwrap();
                let opened = Arc::clone(&counters.0);
                tokio::spawn(async move {
                    if Pin::new(&mut stream).accept().await.is_err() {
                        return;
                    }
                    opened.fetch_add(1, Ordering::SeqCst);
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        head.push(byte);
                    }
                    let head = String::from_utf8(head).unwrap();
                    assert!(head.to_ascii_lowercase().contains("accept-encoding: identity\r\n"), "{head}");
                    let path = head.split(' ').nth(1).unwrap();
                    let _ = stream.write_all(&answer(path)).await;
                    let _ = stream.flush().await;
                    // Closes without TLS's farewell, as old servers do.
                });
            }
        });
        OldServer { port, opened, tried, task }
    }

    fn url(&self, path: &str) -> Url {
        format!("https://127.0.0.1:{}{path}", self.port).parse().unwrap()
    }
}

fn answer(path: &str) -> Vec<u8> {
    match path {
        "/moved" => b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/missing" => b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno".to_vec(),
        "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>".to_vec(),
        "/silent" => Vec::new(),
        // No length: the end of the connection is the end of the page.
        _ => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old but there".to_vec(),
    }
}

#[tokio::test]
async fn old_protocols_and_old_ciphers_are_opened_and_noted() {
    for (version, suites, spoken) in [
        (SslVersion::TLS1, "AES128-SHA:@SECLEVEL=0", "TLS 1.0，AES128-SHA"),
        (
            SslVersion::TLS1_1,
            "ECDHE-RSA-AES256-SHA:@SECLEVEL=0",
            "TLS 1.1，ECDHE-RSA-AES256-SHA",
        ),
        (SslVersion::TLS1_2, "AES128-GCM-SHA256:@SECLEVEL=0", "TLS 1.2，AES128-GCM-SHA256"),
    ] {
        let server = OldServer::start(version, suites, answer).await;
        let client = client();
        for path in ["/page", "/moved"] {
            let fetched = get(&client, server.url(path)).await;
            assert_eq!(text(&fetched), "<p>old but there", "{spoken}");
            assert_eq!(fetched.exchange.attempts.len(), 1, "{spoken}");
            let note = last(&fetched).tls.clone().unwrap();
            assert_eq!(note.old_protocol.as_deref(), Some(spoken));
            assert_eq!(note.not_after, Some(1_577_923_200));
            assert!(last(&fetched).address.is_some());
            assert_eq!(judge_exchange(&fetched.exchange, Circumstances::default()), LinkState::Alive);
        }
        // Only the very first request went by the usual lane.
        assert_eq!(server.opened.load(Ordering::SeqCst), 3, "{spoken}");
        assert_eq!(server.tried.load(Ordering::SeqCst), 4, "{spoken}");
    }
}

#[tokio::test]
async fn what_fails_behind_old_tls_fails_as_anywhere() {
    let server = OldServer::start(SslVersion::TLS1, "AES128-SHA:@SECLEVEL=0", answer).await;
    let client = client_once();
    assert_eq!(answered(&get(&client, server.url("/missing")).await).status, 404);
    let fetched = get(&client, server.url("/short")).await;
    assert!(matches!(failed(&fetched), Failure::Truncated { .. }), "{:?}", failed(&fetched));
    let fetched = get(&client, server.url("/silent")).await;
    assert!(matches!(failed(&fetched), Failure::Broken { .. }), "{:?}", failed(&fetched));
}

#[tokio::test]
async fn what_the_old_lane_does_not_open_either_is_still_explained() {
    // It opens and says nothing: what counts is that the usual lane was refused.
    let server = OldServer::start(SslVersion::TLS1, "AES128-SHA:@SECLEVEL=0", |_| Vec::new()).await;
    let fetched = get(&client_once(), server.url("/")).await;
    let wants = Some("TLS 1.0，TLS_RSA_WITH_AES_128_CBC_SHA".to_owned());
    assert!(
        matches!(failed(&fetched), Failure::Tls { fault: TlsFault::Legacy { wants: said }, .. } if *said == wants),
        "{:?}",
        failed(&fetched)
    );
}
