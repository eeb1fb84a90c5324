//! The lane for old servers: OpenSSL, for TLS 1.0 and 1.1, RSA key exchange, CBC suites and SHA-1.
//!
//! Taken only after the usual lane was refused. The certificate is not checked: a browser that opens such a server shows
//! a warning at most. One connection a request: old servers are few, and the gate keeps the pace.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use openssl::ssl::{SslConnector, SslMethod, SslOptions, SslRef, SslVerifyMode, SslVersion};
use reqwest::Response;
use tokio::net::TcpStream;
use tokio_openssl::SslStream;
use url::{Host, Url};

use super::super::client::Client;
use super::super::{FetchError, fault};
use super::probe;
use crate::facts::{Failure, TlsFault, TlsNote};

/// Hosts that are remembered; far more than need it in any run.
const MOST_HOSTS: usize = 4096;

/// See the module.
pub(in crate::fetch) struct OldLane {
    connector: SslConnector,
    /// By host and port: whether this lane opens what the usual one could not.
    opens: Mutex<HashMap<String, (Instant, bool)>>,
}

impl OldLane {
    pub(super) fn new() -> Result<Self, FetchError> {
        let connector = || -> Result<SslConnector, openssl::error::ErrorStack> {
            let mut builder = SslConnector::builder(SslMethod::tls_client())?;
            builder.set_min_proto_version(Some(SslVersion::TLS1))?;
            // Level 0 permits SHA-1, short keys and TLS before 1.2 (SSL_CTX_set_security_level(3)).
            builder.set_security_level(0);
            builder.set_cipher_list("DEFAULT:@SECLEVEL=0")?;
            // Servers from before RFC 5746, and those that end without TLS's farewell.
            builder.set_options(SslOptions::ALLOW_UNSAFE_LEGACY_RENEGOTIATION | SslOptions::IGNORE_UNEXPECTED_EOF);
            builder.set_verify(SslVerifyMode::NONE);
            Ok(builder.build())
        };
        Ok(OldLane {
            connector: connector().map_err(|error| FetchError::Tls(rustls::Error::General(error.to_string())))?,
            opens: Mutex::default(),
        })
    }

    /// Whether this server is known to need this lane.
    pub(super) fn is_needed(&self, url: &Url) -> bool {
        self.known(url) == Some(true)
    }

    /// Whether this server is known to refuse this lane too.
    pub(super) fn is_useless(&self, url: &Url) -> bool {
        self.known(url) == Some(false)
    }

    fn known(&self, url: &Url) -> Option<bool> {
        let opens = self.opens.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, opens) = *opens.get(&probe::place(url))?;
        (opens || at.elapsed() < probe::KEEP_NOTHING).then_some(opens)
    }

    /// Remembers what came of it.
    pub(super) fn learn(&self, url: &Url, opens: bool) {
        let mut known = self.opens.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_HOSTS {
            known.clear();
        }
        known.insert(probe::place(url), (Instant::now(), opens));
    }

    /// Sends one request, up to the head of its answer. Bounded by whoever waits for it.
    pub(in crate::fetch) async fn execute(
        &self,
        client: &Client,
        message: reqwest::Request,
    ) -> Result<(Response, SocketAddr, TlsNote), Failure> {
        let url = message.url().clone();
        let (stream, peer) = connect(client, &url).await?;
        let (name, is_name) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), true),
            Some(host) => (host.to_string(), false),
            None => return Err(Failure::InvalidUrl { detail: url.to_string() }),
        };
        let refused = |detail: String| Failure::Tls {
            fault: TlsFault::Handshake,
            detail: fault::shorten(&detail),
        };
        let ssl = self
            .connector
            .configure()
            .and_then(|c| c.verify_hostname(false).use_server_name_indication(is_name).into_ssl(&name))
            .map_err(|error| refused(error.to_string()))?;
        let mut stream = SslStream::new(ssl, stream).map_err(|error| refused(error.to_string()))?;
        std::pin::Pin::new(&mut stream)
            .connect()
            .await
            .map_err(|error| refused(error.to_string()))?;
        let note = note_of(stream.ssl());
        let (mut sender, connection) = http1::Builder::new()
            // As in the usual lane: browsers read past these faults.
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| broken(&error))?;
        // Ends with the body, or when the answer is dropped.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        let answer = sender
            .send_request(on_the_wire(message, &url)?)
            .await
            .map_err(|error| broken(&error))?;
        Ok((Response::from(answer.map(reqwest::Body::wrap)), peer, note))
    }
}

/// The first address of the host that takes the connection.
async fn connect(client: &Client, url: &Url) -> Result<(TcpStream, SocketAddr), Failure> {
    let nothing = || Failure::Connect {
        detail: "no address".to_owned(),
    };
    let addresses = client
        .addresses_of(url)
        .await
        .ok_or_else(nothing)?
        .map_err(|error| Failure::Connect { detail: error.to_string() })?;
    let port = url.port_or_known_default().unwrap_or(443);
    let mut last = nothing();
    for ip in addresses {
        let address = SocketAddr::new(ip, port);
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok((stream, address)),
            Err(error) => last = Failure::Connect { detail: error.to_string() },
        }
    }
    Err(last)
}

/// The request as a server wants it: a path, and the host in its header.
fn on_the_wire(message: reqwest::Request, url: &Url) -> Result<hyper::Request<reqwest::Body>, Failure> {
    let unfit = |detail: String| Failure::InvalidUrl { detail };
    let mut message = hyper::Request::<reqwest::Body>::try_from(message).map_err(|error| unfit(error.to_string()))?;
    let path = message.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    *message.uri_mut() = path.parse().map_err(|_| unfit(path.clone()))?;
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let host = HeaderValue::from_str(host).map_err(|_| unfit(host.to_owned()))?;
    message.headers_mut().insert(HOST, host);
    Ok(message)
}

fn broken(error: &hyper::Error) -> Failure {
    Failure::Broken {
        detail: fault::shorten(&error.to_string()),
    }
}

fn note_of(ssl: &SslRef) -> TlsNote {
    let protocol = match ssl.version_str() {
        "TLSv1" => "TLS 1.0".to_owned(),
        other => other.replace("TLSv", "TLS "),
    };
    let cipher = ssl.current_cipher().map_or("", |c| c.name());
    // What the usual lane speaks as well is not old: the server had another reason to refuse it.
    let modern = protocol == "TLS 1.3"
        || protocol == "TLS 1.2" && cipher.starts_with("ECDHE") && (cipher.contains("GCM") || cipher.contains("CHACHA20"));
    TlsNote {
        not_after: ssl
            .peer_certificate()
            .and_then(|c| c.to_der().ok())
            .and_then(|der| super::not_after(&der)),
        incomplete_chain: false,
        old_protocol: (!modern).then(|| format!("{protocol}，{cipher}")),
    }
}
