//! Connections that fail before there is an answer, and names that mislead.

use std::collections::HashMap;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::super::ResolveError;
use super::super::test_server::{Step, TestServer, page, raw};
use super::*;

async fn closed_port() -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap()
}

#[tokio::test]
async fn nobody_listens() {
    let fetched = get(&client(), closed_port().await).await;
    assert!(
        matches!(failed(&fetched), Failure::Connect { detail } if detail.contains("refused")),
        "{fetched:?}"
    );
    assert_eq!(fetched.exchange.attempts.len(), 3);
}

#[tokio::test]
async fn what_is_not_http_is_broken() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/http09" => raw("<html>no status line"),
        "/ssh" => raw("SSH-2.0-OpenSSH_9.9\r\n"),
        "/binary" => raw([0, 1, 2, 255, 254]),
        "/nothing" => raw(""),
        "/half-a-head" => raw("HTTP/1.1 200 OK\r\nContent-"),
        "/two-lengths" => raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello"),
        _ => vec![Step::Reset],
    })
    .await;
    let client = client_once();
    for path in ["/http09", "/ssh", "/binary", "/nothing", "/half-a-head", "/two-lengths", "/reset"] {
        let fetched = get(&client, server.url(path)).await;
        assert!(matches!(failed(&fetched), Failure::Broken { .. }), "{path}: {:?}", last(&fetched));
    }
}

#[tokio::test]
async fn odd_heads_that_browsers_read_are_read() {
    let server = TestServer::start(|_| {
        raw("HTTP/1.1 200 OK\r\nContent-Type : text/html\r\nX-Bad\x01Name: 1\r\nX-Folded: a\r\n b\r\nContent-Length: 4\r\n\r\n<p>x")
    })
    .await;
    assert_eq!(text(&get(&client_once(), server.url("/")).await), "<p>x");
}

#[tokio::test]
async fn endless_headers_end() {
    let server = TestServer::start(|seen| {
        let head = Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec());
        match seen.path.as_str() {
            "/many" => vec![head, Step::Forever("X-A: b\r\n".repeat(1000).into_bytes(), Duration::ZERO)],
            "/long" => vec![head, Step::Forever(vec![b'x'; 1 << 16], Duration::ZERO)],
            _ => vec![Step::Forever(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), Duration::from_millis(5))],
        }
    })
    .await;
    for path in ["/many", "/long"] {
        let fetched = get(&client_once(), server.url(path)).await;
        assert!(matches!(failed(&fetched), Failure::Broken { .. }), "{path}: {:?}", failed(&fetched));
    }
    assert_eq!(
        phase(&get_within(&client_once(), server.url("/continue"), SHORT).await),
        "first_byte"
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_or_drips_its_head_runs_into_the_limit() {
    let server = TestServer::start(|seen| {
        if seen.path == "/silent" {
            vec![Step::Hang]
        } else {
            vec![Step::Forever(b"H".to_vec(), Duration::from_millis(20))]
        }
    })
    .await;
    let fetched = get_within(&client_once(), server.url("/silent"), SHORT).await;
    assert_eq!(phase(&fetched), "first_byte");
    assert!(last(&fetched).ms >= 400);
    let patient = Client::new(ClientSettings {
        connect_timeout: Duration::from_millis(50),
        first_byte_timeout: Duration::from_millis(100),
        ..settings()
    })
    .unwrap();
    let fetched = get(&patient, server.url("/silent")).await;
    assert_eq!((phase(&fetched), fetched.exchange.attempts.len()), ("first_byte", 3));
}

fn tls_server() -> (rustls::ServerConfig, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    (config, certificate)
}

fn https(server: &TestServer, path: &str) -> Url {
    format!("https://{}{path}", server.address).parse().unwrap()
}

#[tokio::test]
async fn tls_works_and_a_missing_farewell_is_forgiven_where_no_length_was_announced() {
    let (config, certificate) = tls_server();
    let server = TestServer::start_tls(config, |seen| match seen.path.as_str() {
        "/good" => page("<p>over tls"),
        "/no-farewell" => vec![
            Step::Send(b"HTTP/1.1 200 OK\r\n\r\n<p>until closed".to_vec()),
            Step::Pause(Duration::from_millis(30)),
            Step::Drop,
        ],
        _ => vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>".to_vec()),
            Step::Pause(Duration::from_millis(30)),
            Step::Drop,
        ],
    })
    .await;
    let settings = settings();
    let client = Client::assemble(settings.clone(), Resolver::new(settings.guard), &[certificate]).unwrap();
    assert_eq!(text(&get(&client, https(&server, "/good")).await), "<p>over tls");
    assert_eq!(text(&get(&client, https(&server, "/no-farewell")).await), "<p>until closed");
    let fetched = get(&client, https(&server, "/short")).await;
    assert!(matches!(failed(&fetched), Failure::Truncated { .. }), "{:?}", failed(&fetched));
}

type Answers = Vec<Result<Vec<std::net::IpAddr>, ResolveError>>;

fn table<const N: usize>(rows: [(&str, Answers); N]) -> Table {
    Mutex::new(rows.into_iter().map(|(n, a)| (n.to_owned(), a.into())).collect::<HashMap<_, _>>())
}

#[tokio::test]
async fn names_that_resolve_to_local_addresses_are_not_asked() {
    let public = ClientSettings {
        guard: AddressGuard::public_only(),
        ..settings()
    };
    let server = TestServer::start(|_| page("reached")).await;
    let client = client_of(
        public,
        table([
            ("rebind.test", vec![Ok(vec![[127, 0, 0, 1].into()])]),
            ("ten.test", vec![Ok(vec![[10, 0, 0, 1].into()])]),
        ]),
    );
    for host in ["rebind.test", "ten.test", "localhost", "127.1"] {
        let url = format!("http://{host}:{}/", server.address.port()).parse().unwrap();
        let fetched = get(&client, url).await;
        assert!(
            matches!(failed(&fetched), Failure::LocalAddress { .. }),
            "{host}: {:?}",
            failed(&fetched)
        );
        assert_eq!(fetched.exchange.attempts.len(), 1, "{host}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_name_of_a_loopback_group_is_reached_by_the_permitted_address() {
    let server = TestServer::start(|_| page("reached")).await;
    let client = client_of(
        settings(),
        table([("a.test", vec![Ok(vec![[10, 0, 0, 1].into(), [127, 0, 0, 1].into()])])]),
    );
    let url = format!("http://a.test:{}/", server.address.port()).parse().unwrap();
    assert_eq!(text(&get(&client, url).await), "reached");
    assert_eq!(server.seen()[0].header("host"), format!("a.test:{}", server.address.port()));
}

#[tokio::test]
async fn faults_of_names() {
    let client = client_of(
        settings(),
        table([("ill.test", vec![Err(ResolveError::Passing("Temporary failure".to_owned()))])]),
    );
    let fetched = get(&client, "http://unknown.test/".parse().unwrap()).await;
    assert!(
        matches!(failed(&fetched), Failure::Dns { definite: true, .. }),
        "{:?}",
        failed(&fetched)
    );
    let fetched = get(&client, "http://ill.test/".parse().unwrap()).await;
    assert!(
        matches!(failed(&fetched), Failure::Dns { definite: false, .. }),
        "{:?}",
        failed(&fetched)
    );
    assert_eq!(fetched.exchange.attempts.len(), 3);
}

#[tokio::test]
async fn addresses_no_request_can_be_made_of() {
    let client = client();
    let long = format!("http://127.0.0.1/{}", "x".repeat(70_000));
    for url in [
        "ftp://127.0.0.1/x",
        "mailto:a@b.cn",
        "file:///c:/x.doc",
        "data:text/html,x",
        "http://127.0.0.1:0/",
        &long,
    ] {
        let fetched = get(&client, url.parse().unwrap()).await;
        assert!(
            matches!(failed(&fetched), Failure::InvalidUrl { .. }),
            "{:.30}: {:?}",
            url,
            failed(&fetched)
        );
        assert_eq!(fetched.exchange.attempts.len(), 1);
    }
}

#[test]
fn a_client_needs_an_ascii_name() {
    let chinese = ClientSettings {
        user_agent: "巡查".to_owned(),
        ..settings()
    };
    assert!(Client::new(chinese).is_err());
}
