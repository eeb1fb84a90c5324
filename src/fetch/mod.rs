//! One address in, one [`Exchange`](crate::facts::Exchange) out. Failure is data: nothing here returns an error for what
//! a server, a network or a name does.
//!
//! Layer 6, and the only place with a socket to a site. [`Fetch`] is the one door: it asks an address
//! the way its [`Request`] wants. [`Client`] does so over HTTP:
//! `retry` decides about the next try, `attempt` follows one try hop by hop, `redirect` knows where a hop leads,
//! `wire` sends one request, `body` reads what came, `fault` puts names to what did not, `tls` finds other ways where a
//! handshake failed. `address_guard` and `resolver` keep every request, every
//! hop and every DNS answer away from local addresses. `challenge` and `signature` look at the first bytes.
//! Politeness and robots.txt are not known here: they live behind [`Gate`], which is asked before every request.

mod address_guard;
mod attempt;
mod blocked_port;
mod body;
mod challenge;
mod client;
mod content_type;
mod fault;
mod heads;
mod names;
mod redirect;
mod request;
mod resolver;
mod retry;
mod served_instead;
mod signature;
mod tls;
mod wire;

#[cfg(test)]
mod test_server;
#[cfg(test)]
mod tests;

pub use address_guard::AddressGuard;
pub(crate) use address_guard::{AddressClass, class_of, guard_for_named_sites};
pub use challenge::{Clues, recognise as recognise_challenge};
pub(crate) use client::FetchError;
pub use client::{Client, ClientSettings};
pub(crate) use names::Names;
pub(crate) use request::{Body, Fetch, Gate, OpenGate, PAGE_LIMIT, Pass, Request, Validators, Want};
pub(crate) use resolver::LOOKUPS;
pub(crate) use resolver::Resolver;
pub use signature::recognise as recognise_signature;
#[cfg(test)]
use {
    request::{Fetched, HEAD_LIMIT},
    resolver::ResolveError,
};
