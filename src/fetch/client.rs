//! The client: settings, connections, and the one door in.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use rustls::pki_types::CertificateDer;
use url::Url;

use super::address_guard::AddressGuard;
use super::heads::Heads;
use super::request::{Fetch, Fetched, Gate, Request};
use super::resolver::{ResolveError, Resolver};
use super::retry;
use super::tls::Tls;

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// User-Agent: our own name and how to reach whoever runs it. ASCII.
    pub user_agent: String,
    /// The limit of name, connection and TLS together.
    pub connect_timeout: Duration,
    /// The limit from the connection to the head of the answer.
    pub first_byte_timeout: Duration,
    /// How long a body may pause.
    pub idle_timeout: Duration,
    /// The pause before the second try; threefold before each further one, never longer than 30 s.
    pub retry_pause: Duration,
    /// How often GET is tried before giving up (HEAD and the try as a browser not counted).
    pub tries: u32,
    /// Which addresses may be asked.
    pub guard: AddressGuard,
    /// How many idle connections are kept to one host.
    pub pool_idle_per_host: usize,
}

impl ClientSettings {
    /// The usual settings: connect 10 s, first byte 15 s, idle 10 s, three tries with pauses of 2 s and 6 s.
    pub fn new(user_agent: impl Into<String>, guard: AddressGuard) -> Self {
        ClientSettings {
            user_agent: user_agent.into(),
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(10),
            retry_pause: Duration::from_secs(2),
            tries: 3,
            guard,
            pool_idle_per_host: 4,
        }
    }
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The User-Agent holds what no header may.
    #[error("the User-Agent must be plain ASCII: {0:?}")]
    UserAgent(String),
    /// The TLS library refuses its configuration.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The HTTP library refuses its configuration.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(#[from] reqwest::Error),
}

/// Fetches addresses over HTTP. One for a run: it keeps connections and resolved names.
pub struct Client {
    http: reqwest::Client,
    settings: ClientSettings,
    resolver: Resolver,
    tls: Tls,
    agent: HeaderValue,
    browser_agent: HeaderValue,
    heads: Heads,
}

/// A current browser on the system most readers use. Our own name follows it: a server is never lied to about who asks.
const BROWSER: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

/// How long an unused connection is kept. Servers close theirs after 5 to 75 s; the shorter, the fewer stale ones are met.
const POOL_IDLE: Duration = Duration::from_secs(15);

/// How many headers an answer may have. Browsers count only bytes (Chromium: 256 KiB, some 10,000 headers); each costs
/// memory here before the first is read, so the number is one that no honest server comes near.
const MOST_HEADERS: usize = 1000;

impl Client {
    /// A client that trusts Mozilla's and the system's certificate authorities. No proxy of the environment is used: the
    /// address guard could not see behind it.
    pub fn new(settings: ClientSettings) -> Result<Client, FetchError> {
        let resolver = Resolver::new(settings.guard);
        Self::assemble(settings, resolver, &[])
    }

    pub(super) fn assemble(settings: ClientSettings, resolver: Resolver, roots: &[CertificateDer<'static>]) -> Result<Client, FetchError> {
        let header = |text: &str| {
            HeaderValue::from_str(text)
                .ok()
                .filter(|_| text.is_ascii())
                .ok_or_else(|| FetchError::UserAgent(settings.user_agent.clone()))
        };
        let agent = header(&settings.user_agent)?;
        let browser_agent = header(&format!("{BROWSER} {}", settings.user_agent))?;
        let tls = Tls::new(roots)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.config()?)
            // The server's certificate comes with the answer: how long it holds is worth knowing.
            .tls_info(true)
            .dns_resolver(resolver.clone())
            .redirect(Policy::none())
            // Every request passes the gate: nothing is sent again behind its back.
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(POOL_IDLE)
            .pool_max_idle_per_host(settings.pool_idle_per_host)
            // Browsers read past these faults of old servers.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_max_headers(MOST_HEADERS)
            .build()?;
        Ok(Client {
            http,
            settings,
            resolver,
            tls,
            agent,
            browser_agent,
            heads: Heads::default(),
        })
    }

    /// A client that reaches hosts over IPv6 only.
    pub fn over_ipv6(&self) -> Result<Client, FetchError> {
        Self::assemble(self.settings.clone(), self.resolver.only_ipv6(), &[])
    }

    /// The resolver the client connects by: the addresses of a host tell which sites share a machine.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// The settings the client was made with.
    pub fn settings(&self) -> &ClientSettings {
        &self.settings
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The addresses of a URL's host that may be asked; none where it has no host.
    pub(super) async fn addresses_of(&self, url: &Url) -> Option<Result<Vec<IpAddr>, ResolveError>> {
        Some(self.resolver.addresses(url.host_str()?).await)
    }

    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    /// Which servers are asked by HEAD.
    pub(super) fn heads(&self) -> &Heads {
        &self.heads
    }

    pub(super) fn guard(&self) -> AddressGuard {
        self.settings.guard
    }

    pub(super) fn agent(&self) -> &HeaderValue {
        &self.agent
    }

    pub(super) fn browser_agent(&self) -> &HeaderValue {
        &self.browser_agent
    }
}

impl Fetch for Client {
    /// What may pass (no connection, time limit, 429, 5xx, a body that breaks off) is tried again, [`ClientSettings::tries`]
    /// times in all; a body that broke is asked for uncompressed the next time. A 403 inside an inspected site is asked
    /// once more as a browser asks.
    ///
    /// Ends, apart from waiting at the gate, within `timeout × (tries + 1½)` and `tries` pauses of at most 30 s:
    /// with the usual settings and a request's usual 15 s, 67.5 s of asking, and 8 s of pauses (90 s where a server asks for
    /// longer ones by Retry-After). A certificate chain that lacks an issuer may add 40 s, once for the issuers; a refused
    /// handshake 15 s, once a host, to learn what the server speaks.
    fn fetch<'a>(&'a self, gate: &'a dyn Gate, request: &'a Request) -> BoxFuture<'a, Fetched> {
        Box::pin(retry::run(self, gate, request))
    }
}
