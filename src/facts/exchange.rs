//! What happened when an address was asked for: every try, every hop, and the answer. Failure is data.

use serde::{Deserialize, Serialize};
use url::Url;

use super::hijack::Hijack;
use super::tls::{TlsFault, TlsNote};

/// All that happened with one address, in order of time. The last attempt is the one that decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The address asked for, absolute, without fragment.
    pub url: String,
    /// Every try, oldest first. Empty where the address was not asked for at all.
    pub attempts: Vec<Attempt>,
}

impl Exchange {
    /// The attempt that decided.
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// The answer of the deciding attempt, where there was one.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.last()?.outcome {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Failure(_) => None,
        }
    }

    /// The address it ended at, without a fragment: where the last hop of the deciding attempt pointed, or `asked`.
    pub fn final_url(&self, asked: &Url) -> Url {
        let end = self.last().map(|attempt| attempt.final_url(asked.as_str()));
        let mut url = end.and_then(|end| end.parse().ok()).unwrap_or_else(|| asked.clone());
        url.set_fragment(None);
        url
    }
}

/// One try: a request, the redirects it met, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The method used.
    pub method: Method,
    /// Whether it was sent with the headers a browser sends (tried where a server refuses the tool).
    #[serde(default)]
    pub as_browser: bool,
    /// Every redirect on the way, in order. The answer belongs to the address after the last hop.
    #[serde(default)]
    pub hops: Vec<Hop>,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took, milliseconds.
    pub ms: u32,
    /// Body bytes read (after decompression).
    pub bytes: u64,
    /// The address it was connected to (`203.0.113.7:443`), where known.
    #[serde(default)]
    pub address: Option<String>,
    /// What its last TLS connection showed, where there was one and it showed anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsNote>,
}

impl Attempt {
    /// What stands for a request that was kept from being sent, for the reason that `failure` names. It has no moment.
    pub fn never_sent(failure: Failure) -> Self {
        Attempt {
            at: 0,
            method: Method::Get,
            as_browser: false,
            hops: Vec::new(),
            outcome: Outcome::Failure(failure),
            ms: 0,
            bytes: 0,
            address: None,
            tls: None,
        }
    }

    /// The address of the final answer or failure: where the last hop pointed, or `asked` without hops.
    pub fn final_url<'a>(&'a self, asked: &'a str) -> &'a str {
        self.hops.last().map_or(asked, |h| h.to.as_str())
    }
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The address that redirected.
    pub from: String,
    /// Its status (301, 302, 303, 307, 308).
    pub status: u16,
    /// The absolute address it pointed to.
    pub to: String,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The server answered, with whatever status.
    Answer(Answer),
    /// It did not.
    Failure(Failure),
}

impl Outcome {
    /// Whether trying again later may give another answer.
    pub fn may_pass(&self) -> bool {
        match self {
            Outcome::Answer(answer) => matches!(answer.status, 408 | 425 | 429 | 500..=599),
            Outcome::Failure(Failure::Tls { fault, .. }) => fault.may_pass(),
            Outcome::Failure(failure) => matches!(
                failure,
                Failure::Dns { .. }
                    | Failure::Connect { .. }
                    | Failure::OutOfHandles { .. }
                    | Failure::Timeout { .. }
                    | Failure::Broken { .. }
                    | Failure::Truncated { .. }
            ),
        }
    }
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Content-Type without parameters, lower case.
    #[serde(default)]
    pub content_type: Option<String>,
    /// Content-Length as announced.
    #[serde(default)]
    pub content_length: Option<u64>,
    /// ETag, for conditional requests.
    #[serde(default)]
    pub etag: Option<String>,
    /// Last-Modified as sent.
    #[serde(default)]
    pub last_modified: Option<String>,
    /// Retry-After in seconds, where given with 429 or 503.
    #[serde(default)]
    pub retry_after: Option<u32>,
    /// The `Refresh` header: where a browser goes on to by itself, and after how many seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Box<str>>,
    /// Whether reading stopped on purpose before the end of the body (size limit, or only the beginning was wanted).
    #[serde(default)]
    pub partial: bool,
    /// The words by which the body looks like a challenge or block page aimed at robots, where it does.
    #[serde(default)]
    pub challenge: Option<String>,
    /// The words by which the body looks like an error page although the status says it is fine, where it does.
    #[serde(default)]
    pub error_words: Option<String>,
    /// The first bytes of the body as a file signature (`pdf`, `ole`, `zip`, `html`, `image` …), where read and recognised.
    #[serde(default)]
    pub signature: Option<String>,
    /// What the page is, where it lies outside the inspected sites and is nothing they should lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hijack: Option<Hijack>,
}

/// Why there was no answer. `detail` is for people who debug; it never decides anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// The name could not be resolved.
    Dns {
        /// Whether the answer was a definite "no such name" (else a passing fault of the resolver).
        definite: bool,
        /// The resolver's words.
        detail: String,
    },
    /// No connection: refused, unreachable.
    Connect {
        /// The system's words.
        detail: String,
    },
    /// Not asked: this program may open no more files and connections (`ulimit -n`). It says nothing of the address.
    OutOfHandles {
        /// The system's words.
        detail: String,
    },
    /// TLS failed.
    Tls {
        /// Where.
        fault: TlsFault,
        /// The library's words.
        detail: String,
    },
    /// A time limit passed.
    Timeout {
        /// While doing what: `connect`, `first_byte`, `idle`, `total`.
        phase: String,
    },
    /// The connection broke, or what came was not HTTP.
    Broken {
        /// The library's words.
        detail: String,
    },
    /// The body ended before its announced length.
    Truncated {
        /// The library's words.
        detail: String,
    },
    /// Redirects that come back to where they were, or more than the limit.
    RedirectLoop {
        /// How many hops were followed.
        hops: u32,
    },
    /// A redirect without a usable Location.
    BadRedirect {
        /// Its status.
        status: u16,
        /// What the header said.
        location: String,
    },
    /// The address, or where a redirect or the resolver led, is local or private and is never asked.
    LocalAddress {
        /// The address.
        address: String,
    },
    /// No request can be made of this address.
    InvalidUrl {
        /// What is wrong with it.
        detail: String,
    },
    /// Not asked: the host did not answer anything for a while and is left alone.
    HostDown,
    /// Not asked: the host refused everything for a while as too much (429) and is left alone.
    Busy,
    /// Not asked: robots.txt forbids it.
    Robots,
    /// Not asked: a budget or limit of the run was used up.
    Limit {
        /// Which.
        what: String,
    },
}

/// A page that cannot exist, asked for to see how its server answers missing pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// Its address.
    pub url: String,
    /// The status of the answer: a good one, else it would prove nothing.
    pub status: u16,
    /// Where a redirect led, if one did.
    pub final_url: Option<String>,
}
