//! How much is kept of what a server says.

use super::room::{Room, line, maybe};
use super::{HEADER, THING_BYTES};
use crate::facts::{Answer, Attempt, Exchange, Failure, Hijack, Hop, Outcome, TlsFault, TlsNote};

/// Bounds what is kept of how an address was asked for. Addresses are bounded before they are asked.
pub(crate) fn exchange(exchange: &mut Exchange) {
    let Exchange { url: _, attempts } = exchange;
    for attempt in attempts {
        let Attempt {
            at: _,
            method: _,
            as_browser: _,
            hops,
            outcome,
            ms: _,
            bytes: _,
            address,
            tls,
        } = attempt;
        for Hop { from: _, status: _, to: _ } in hops {}
        maybe(address);
        if let Some(TlsNote {
            not_after: _,
            incomplete_chain: _,
            old_protocol,
        }) = tls
        {
            maybe(old_protocol);
        }
        match outcome {
            Outcome::Answer(answer) => answer_of(answer),
            Outcome::Failure(failure) => failure_of(failure),
        }
    }
}

fn answer_of(answer: &mut Answer) {
    let Answer {
        status: _,
        content_type,
        content_length: _,
        etag,
        last_modified,
        refresh,
        retry_after: _,
        partial: _,
        challenge,
        error_words,
        signature,
        hijack,
    } = answer;
    [content_type, challenge, error_words, signature].into_iter().for_each(maybe);
    for validator in [etag, last_modified] {
        // The beginning of one is another one.
        validator.take_if(|v| v.len() > HEADER);
    }
    // So is that of an address.
    refresh.take_if(|v| v.len() > HEADER);
    if let Some(Hijack {
        sort: _,
        words,
        title,
        certain: _,
    }) = hijack
    {
        Room::new(THING_BYTES).lines(words);
        line(title);
    }
}

fn failure_of(failure: &mut Failure) {
    match failure {
        Failure::Dns { definite: _, detail } | Failure::Connect { detail } | Failure::Broken { detail } => line(detail),
        Failure::Truncated { detail } | Failure::InvalidUrl { detail } | Failure::OutOfHandles { detail } => line(detail),
        Failure::Tls { fault, detail } => {
            line(detail);
            if let TlsFault::Legacy { wants } = fault {
                maybe(wants);
            }
        }
        Failure::Timeout { phase: what } | Failure::Limit { what } => line(what),
        Failure::BadRedirect { status: _, location } => line(location),
        Failure::LocalAddress { address } => line(address),
        Failure::RedirectLoop { hops: _ } | Failure::HostDown | Failure::Busy | Failure::Robots => {}
    }
}
