//! From the library's errors to named failures.

use std::error::Error;
use std::sync::Once;
use std::{io, iter};

use crate::facts::handles::{ADVICE, is_out_of_handles, tells_out_of_handles};
use crate::facts::{Failure, TlsFault};

use super::resolver::ResolveError;
use super::tls;
use crate::text::first;

/// How many characters of a library's words are kept.
const LONGEST: usize = 200;

/// An error and everything beneath it, outermost first. Looks *into* an [`io::Error`], whose `source` skips what it wraps.
pub(super) fn causes<'e>(top: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(top), |error| {
        let error: &'e (dyn Error + 'static) = *error;
        match error.downcast_ref::<io::Error>() {
            Some(wrapper) => wrapper.get_ref().map(|inner| inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
    // Nothing honest nests deeper; a cycle would not end.
    .take(32)
}

/// The words of a library, cut to a length fit for a record.
pub(super) fn shorten(words: &str) -> String {
    first(words, LONGEST).to_owned()
}

/// The words of an error: its two innermost causes, which say what happened; what stands above says only where.
fn words(error: &reqwest::Error) -> String {
    let mut list: Vec<String> = causes(error).skip(1).map(ToString::to_string).collect();
    list.dedup();
    let start = list.len().saturating_sub(2);
    match &list[start..] {
        [] => shorten(&error.to_string()),
        [above, below] if !above.contains(below.as_str()) => shorten(&format!("{above}: {below}")),
        [above, _] => shorten(above),
        [one, ..] => shorten(one),
    }
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error)
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .map(io::Error::kind)
        .last()
}

/// Why a name led nowhere.
pub(super) fn of_name(error: &ResolveError) -> Failure {
    match error {
        ResolveError::NotFound(detail) => Failure::Dns {
            definite: true,
            detail: shorten(detail),
        },
        // The system's resolver opens files too.
        ResolveError::Passing(detail) if tells_out_of_handles(detail) => out_of_handles(detail),
        ResolveError::Passing(detail) => Failure::Dns {
            definite: false,
            detail: shorten(detail),
        },
        ResolveError::Forbidden(ip) => Failure::LocalAddress { address: ip.to_string() },
    }
}

/// Why no answer came: from the name to the head of the response.
pub(super) fn before_answer(error: &reqwest::Error, https: bool) -> Failure {
    if let Some(resolve) = causes(error).find_map(|e| e.downcast_ref::<ResolveError>()) {
        return of_name(resolve);
    }
    let io_errors = causes(error).filter_map(|e| e.downcast_ref::<io::Error>());
    if let Some(cause) = io_errors.into_iter().find(|e| is_out_of_handles(e)) {
        return out_of_handles(&cause.to_string());
    }
    if let Some(failure) = tls::classify(error) {
        return failure;
    }
    if error.is_builder() {
        return Failure::InvalidUrl { detail: words(error) };
    }
    if error.is_timeout() {
        let phase = if error.is_connect() { "connect" } else { "first_byte" };
        return Failure::Timeout { phase: phase.to_owned() };
    }
    let detail = words(error);
    if !error.is_connect() {
        return Failure::Broken { detail };
    }
    // The connection stood and was dropped: under https that was in the handshake.
    let dropped = matches!(
        io_kind(error),
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe)
    );
    if https && dropped {
        Failure::Tls {
            fault: TlsFault::Handshake,
            detail,
        }
    } else {
        Failure::Connect { detail }
    }
}

/// It is this program that may open nothing more: told on the spot, once a run, and held against nobody.
fn out_of_handles(words: &str) -> Failure {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| tracing::warn!(error = words, "{ADVICE}"));
    Failure::OutOfHandles { detail: shorten(words) }
}

/// What went wrong in the middle of a body.
#[derive(Debug)]
pub(super) enum BodyFault {
    /// The body ended early by the transport's own measure.
    Truncated(String),
    /// The connection was closed without the farewell TLS asks for, or was reset.
    Dropped(String),
    /// What came was no valid body (bad chunk sizes).
    Broken(String),
    /// The bytes came but their Content-Encoding does not decode.
    Undecodable(String),
}

/// Tells a broken transport from a broken encoding.
pub(super) fn in_body(error: &reqwest::Error) -> BodyFault {
    let detail = words(error);
    // The decoder's own error is an io::Error (or bare words) directly beneath; the transport's stands beneath the HTTP
    // library's error type.
    let transport = match error.source() {
        None => true,
        Some(cause) => !cause.is::<io::Error>() && cause.source().is_some(),
    };
    if !transport {
        return BodyFault::Undecodable(detail);
    }
    match io_kind(error) {
        Some(io::ErrorKind::UnexpectedEof) if detail.contains("close_notify") => BodyFault::Dropped(detail),
        Some(io::ErrorKind::UnexpectedEof) => BodyFault::Truncated(detail),
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => BodyFault::Dropped(detail),
        _ => BodyFault::Broken(detail),
    }
}
