//! Reading a body: never more than wanted, never longer than allowed.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use tokio::time::{Instant, timeout_at};

use crate::facts::{Failure, Method};

use super::content_type::{Claim, ContentType};
use super::fault::{self, BodyFault};
use super::request::{DOCUMENT_LIMIT, HEAD_LIMIT, PAGE_LIMIT, Want};
use super::signature;

/// What was read of a body.
pub(super) struct ReadBody {
    /// The bytes after decompression.
    pub(super) bytes: Vec<u8>,
    /// How many bytes were read, kept or not.
    pub(super) received: u64,
    /// How the reading ended.
    pub(super) end: End,
}

/// How much is read, and how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) want: Want,
    /// Whether what is not kept is read too, within [`DOCUMENT_LIMIT`], to see that it is all there.
    pub(super) to_the_end: bool,
    /// When the try ends.
    pub(super) deadline: Instant,
    /// The longest pause between two bytes.
    pub(super) idle: Duration,
}

/// How a reading ended.
pub(super) enum End {
    /// At the end of the body.
    Whole,
    /// On purpose, before the end.
    Stopped,
    /// The body's encoding could not be undone.
    Undecodable(String),
    /// The transport failed.
    Failed(Failure),
}

/// Enough bytes to recognise a signature that forbids reading on.
const ENOUGH_TO_SNIFF: usize = 16;
/// An announced length is a promise; memory beyond this is taken only for bytes that came.
const FIRST_ALLOCATION: u64 = 256 << 10;

/// Reads the body of a GET until its end, the limit of what is wanted, `idle` without a byte, or `deadline`.
/// The limit counts decompressed bytes and is checked after every piece (some KiB), so a bomb costs no more memory than
/// an honest page.
pub(super) async fn read(response: &mut Response, kind: &ContentType, measure: Measure) -> ReadBody {
    let Measure { want, deadline, idle, .. } = measure;
    let mut limit = limit_by_head(want, kind, response.status().as_u16());
    let announced = announced_length(response.headers());
    if let Some(coding) = undecoded(response.headers()) {
        return ReadBody {
            bytes: Vec::new(),
            received: 0,
            end: End::Undecodable(format!("content-encoding {coding}")),
        };
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0).min(limit as u64).min(FIRST_ALLOCATION) as usize);
    let mut came = 0;
    let mut sniffed = want != Want::Page;
    let end = loop {
        let idle_end = Instant::now() + idle;
        let Ok(piece) = timeout_at(idle_end.min(deadline), response.chunk()).await else {
            let phase = if idle_end < deadline { "idle" } else { "total" };
            break End::Failed(Failure::Timeout { phase: phase.to_owned() });
        };
        match piece {
            Ok(Some(piece)) => {
                came += piece.len() as u64;
                bytes.extend_from_slice(&piece[..piece.len().min(limit.saturating_sub(bytes.len()) + 1)]);
            }
            Ok(None) => break End::Whole,
            Err(error) => break end_of_fault(fault::in_body(&error), response),
        }
        if !sniffed && bytes.len() >= ENOUGH_TO_SNIFF {
            sniffed = true;
            let signature = signature::recognise(&bytes);
            // What is neither text by its bytes nor by its type is read no further than its signature.
            if signature.is_some() && !signature::is_text(signature) || signature.is_none() && kind.claim() == Claim::Unknown {
                limit = limit.min(HEAD_LIMIT);
            }
        }
        if bytes.len() > limit {
            bytes.truncate(limit);
            break End::Stopped;
        }
        if bytes.len() == limit && announced != Some(limit as u64) {
            break End::Stopped;
        }
    };
    match end {
        End::Stopped if measure.to_the_end && announces_little(response.headers()) => {
            let (rest, end) = skim(response, DOCUMENT_LIMIT.saturating_sub(came), deadline, idle).await;
            let received = came + rest;
            ReadBody { bytes, received, end }
        }
        end => ReadBody {
            received: bytes.len() as u64,
            bytes,
            end,
        },
    }
}

/// Whether a body tells its end, by a length within [`DOCUMENT_LIMIT`] or by its own marks, so that one cut short shows.
fn announces_little(headers: &HeaderMap) -> bool {
    announced_length(headers).map_or(headers.contains_key(TRANSFER_ENCODING), |length| length <= DOCUMENT_LIMIT)
}

/// Reads on without keeping anything, at most this many bytes: how many came, and how it ended. What takes too long is left:
/// the beginning is there, and a slow line is no fault.
async fn skim(response: &mut Response, most: u64, deadline: Instant, idle: Duration) -> (u64, End) {
    let mut received = 0;
    while received <= most {
        match timeout_at(deadline.min(Instant::now() + idle), response.chunk()).await {
            Ok(Ok(Some(piece))) => received += piece.len() as u64,
            Ok(Ok(None)) => return (received, End::Whole),
            Ok(Err(error)) => return (received, end_of_fault(fault::in_body(&error), response)),
            Err(_) => break,
        }
    }
    (received, End::Stopped)
}

fn limit_by_head(want: Want, kind: &ContentType, status: u16) -> usize {
    match want {
        Want::Bytes(limit) => limit,
        Want::Check => HEAD_LIMIT,
        // Of an error page only its words matter.
        Want::Page if status >= 400 || kind.claim() == Claim::Binary => HEAD_LIMIT,
        Want::Page => PAGE_LIMIT,
    }
}

/// Content-Length, as far as the headers still show it: the decoder removes it with Content-Encoding.
pub(super) fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// A coding the client library left in place: an unknown one, or several one over the other, which nobody undoes here.
fn undecoded(headers: &HeaderMap) -> Option<String> {
    let coding = String::from_utf8_lossy(headers.get(CONTENT_ENCODING)?.as_bytes()).to_ascii_lowercase();
    ["gzip", "deflate", "br", "zstd", "compress"]
        .iter()
        .any(|known| coding.split([',', ' ']).any(|c| c.trim_start_matches("x-") == *known))
        .then(|| fault::shorten(&coding))
}

fn end_of_fault(fault: BodyFault, response: &Response) -> End {
    let headers = response.headers();
    let announced = headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
    match fault {
        BodyFault::Undecodable(detail) => End::Undecodable(detail),
        BodyFault::Truncated(detail) => End::Failed(Failure::Truncated { detail }),
        BodyFault::Dropped(detail) if announced => End::Failed(Failure::Truncated { detail }),
        // Old servers end a body of no announced length by closing without TLS's farewell; browsers take it as the end.
        BodyFault::Dropped(detail) if detail.contains("close_notify") => End::Whole,
        BodyFault::Dropped(detail) | BodyFault::Broken(detail) => End::Failed(Failure::Broken { detail }),
    }
}

/// Reads the rest of a body nobody wants, where it is short and at hand, so that its connection can be used again.
pub(super) async fn drain(response: &mut Response, method: Method, deadline: Instant) {
    const SHORT: u64 = 16 << 10;
    const AT_HAND: Duration = Duration::from_millis(100);
    if method == Method::Head || announced_length(response.headers()).is_none_or(|n| n > SHORT) {
        return;
    }
    let end = deadline.min(Instant::now() + AT_HAND);
    while let Ok(Ok(Some(_))) = timeout_at(end, response.chunk()).await {}
}
