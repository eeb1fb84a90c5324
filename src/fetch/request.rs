//! What is asked for, what comes back, who fetches it, and the gate in between.

use std::time::Duration;

use futures_util::future::BoxFuture;
use url::Url;

use crate::facts::{Exchange, Failure, Outcome};

/// How many bytes of a page are read, after decompression: 8 MiB. The largest real government pages (a year's budget as
/// one HTML table) stay under 5 MiB.
pub(crate) const PAGE_LIMIT: usize = 8 << 20;

/// A document of an inspected site that announces no more than this is read to its end, to see that it is all there: 8 MiB.
/// Of what is longer the beginning must do.
pub(super) const DOCUMENT_LIMIT: u64 = 8 << 20;

/// How many bytes are read where only the beginning matters (signature, error words): 64 KiB.
pub(crate) const HEAD_LIMIT: usize = 64 << 10;

/// One address and how it is to be asked for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The address. Its fragment is not sent.
    pub url: Url,
    /// How much of it is wanted.
    pub want: Want,
    /// The limit of one try, all hops together, from the first connection to the last byte. Waiting at the gate does
    /// not count.
    pub timeout: Duration,
    /// What is known of the last answer, to be told "not modified".
    pub validators: Option<Validators>,
    /// Whether it belongs to an inspected site: then a 403 is asked again as a browser asks.
    pub inside: bool,
    /// Whether one try is enough: it was asked before, and this is the last look.
    pub once: bool,
}

impl Request {
    /// A request with the limit of the official tables: 15 s (from there on they count a site as down).
    pub(crate) fn new(url: Url, want: Want) -> Self {
        Request {
            url,
            want,
            timeout: Duration::from_secs(15),
            validators: None,
            inside: false,
            once: false,
        }
    }

    /// The same as part of an inspected site.
    #[must_use]
    pub(crate) fn inside(mut self) -> Self {
        self.inside = true;
        self
    }
}

/// How much of an address is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// The whole page by GET: text up to [`PAGE_LIMIT`], of anything else the first [`HEAD_LIMIT`] bytes for its signature.
    Page,
    /// Only whether it is there. A picture, a video, a script, by its extension: HEAD where the server's is worth it
    /// (`heads`), and GET where HEAD says nothing certain. Anything else: GET of the first [`HEAD_LIMIT`] bytes. A document of an inspected site is read on to its end,
    /// as far as 8 MiB go, and no more of it kept.
    Check,
    /// The bytes by GET, text or not, up to this many (robots.txt, a compressed site map).
    Bytes(usize),
}

/// What a server said of its last answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// ETag, as sent.
    pub etag: Option<String>,
    /// Last-Modified, as sent.
    pub last_modified: Option<String>,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    /// Everything that happened. There is always at least one attempt, also where nothing was sent.
    pub exchange: Exchange,
    /// The body of the deciding answer, where it is text (or [`Want::Bytes`]) and was read.
    pub body: Option<Body>,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    /// The bytes after decompression, cut at the limit ([`Answer::partial`](crate::facts::Answer::partial) tells).
    pub bytes: Vec<u8>,
    /// The charset parameter of Content-Type, lower case.
    pub header_charset: Option<String>,
    /// Content-Type without parameters, lower case.
    pub content_type: Option<String>,
}

/// A way to get at addresses: over HTTP ([`Client`](super::Client)), or any other that keeps this promise.
pub(crate) trait Fetch: Send + Sync {
    /// Asks one address until something certain is known of it, and tells all that happened: failure is data. Everything that
    /// goes out to a server on the way passes the gate. Ends in bounded time, apart from waiting at the gate, and takes no more
    /// memory than what is wanted allows. May be dropped at any time.
    fn fetch<'a>(&'a self, gate: &'a dyn Gate, request: &'a Request) -> BoxFuture<'a, Fetched>;
}

/// Stands before every request on the wire: each hop, each retry. Politeness and robots.txt live behind it.
pub(crate) trait Gate: Sync {
    /// Waits until the address may be asked, or says why it must not be (robots, host down, limit). Who asks sets no time
    /// limit on this wait: how long politeness takes is the gate's to bound.
    fn enter<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Pass, Failure>>;

    /// Told after every request that was let in: how it ended (for a redirect, its own status) and how long the wire took.
    fn leave(&self, url: &Url, outcome: &Outcome, elapsed: Duration);
}

/// Whatever a gate wants held while the request is on the wire, so that it can count what is under way. It is dropped without
/// [`Gate::leave`] where the fetch itself is dropped.
pub(crate) type Pass = Box<dyn Send>;

/// The gate that lets everything pass: for a single address a person asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OpenGate;

impl Gate for OpenGate {
    fn enter<'a>(&'a self, _: &'a Url) -> BoxFuture<'a, Result<Pass, Failure>> {
        Box::pin(async { Ok(Box::new(()) as Pass) })
    }

    fn leave(&self, _: &Url, _: &Outcome, _: Duration) {}
}
