//! What a server would have spoken, asked once a host and a while: greetings in old TLS and in TLCP (国密), nothing more.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::super::client::Client;
use super::super::request::Gate;
use super::hello::{self, Greeting, Reply};
use crate::facts::{Answer, Failure, Outcome};

/// How long one greeting may take, from the connection to the answer. It only explains a failure that is known already.
const LIMIT: Duration = Duration::from_secs(5);
/// How much of an answer is read. Everything that is asked for stands in the first hundred bytes.
const MOST_BYTES: usize = 2 << 10;
/// How long "nothing" is believed: a run's last look at what failed comes later, and may ask again.
pub(super) const KEEP_NOTHING: Duration = Duration::from_mins(10);
/// Hosts that are remembered; far more than fail in any run.
const MOST_HOSTS: usize = 4096;

/// What a server speaks that the usual lane does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Diagnosis {
    /// TLS 1.0 to 1.2 with this protocol and suite.
    Old(String),
    /// TLCP.
    National,
    /// Nothing that was tried.
    Nothing,
}

/// One host's place: whoever holds it asks for the others.
type Slot = Arc<tokio::sync::Mutex<Option<(Instant, Diagnosis)>>>;

/// What was learned, by host and port.
#[derive(Default)]
pub(super) struct Diagnoses {
    slots: Mutex<HashMap<String, Slot>>,
}

impl Diagnoses {
    /// What the server at this address speaks. Asks it at most three times in ten minutes, each time through the gate,
    /// and takes no longer than three times [`LIMIT`] besides.
    pub(super) async fn of(&self, client: &Client, gate: &dyn Gate, url: &Url) -> Diagnosis {
        let slot = self.slot(url);
        let mut known = slot.lock().await;
        if let Some((at, diagnosis)) = known.as_ref()
            && (*diagnosis != Diagnosis::Nothing || at.elapsed() < KEEP_NOTHING)
        {
            return diagnosis.clone();
        }
        let found = examine(client, gate, url).await;
        tracing::debug!(host = url.host_str(), ?found, "refused handshake examined");
        known.insert((Instant::now(), found)).1.clone()
    }

    fn slot(&self, url: &Url) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST_HOSTS {
            slots.clear();
        }
        slots.entry(place(url)).or_default().clone()
    }
}

/// Host and port.
pub(super) fn place(url: &Url) -> String {
    format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port_or_known_default().unwrap_or_default()
    )
}

async fn examine(client: &Client, gate: &dyn Gate, url: &Url) -> Diagnosis {
    let Some(Ok(addresses)) = client.addresses_of(url).await else {
        return Diagnosis::Nothing;
    };
    let (Some(first), Some(port)) = (addresses.first(), url.port_or_known_default()) else {
        return Diagnosis::Nothing;
    };
    let name = match url.host() {
        Some(Host::Domain(name)) => Some(name),
        _ => None,
    };
    let limit = LIMIT.min(client.settings().first_byte_timeout);
    for greeting in [Greeting::Old, Greeting::National, Greeting::NationalBare] {
        // Without a name both greetings in TLCP are the same.
        if greeting == Greeting::National && name.is_none() {
            continue;
        }
        let Ok(pass) = gate.enter(url).await else {
            return Diagnosis::Nothing;
        };
        let began = Instant::now();
        let reply = timeout(limit, greet(*first, port, &hello::write(greeting, name, random()))).await;
        let outcome = match reply {
            // Not an answer of HTTP, but the server is there; status 0 is none.
            Ok(Some(_)) => Outcome::Answer(Answer::default()),
            Ok(None) => Outcome::Failure(Failure::Broken { detail: String::new() }),
            Err(_) => Outcome::Failure(Failure::Timeout {
                phase: "first_byte".to_owned(),
            }),
        };
        gate.leave(url, &outcome, began.elapsed());
        drop(pass);
        match (greeting, reply) {
            (Greeting::Old, Ok(Some(Reply::Hello { version, suite }))) if version >> 8 == 3 => {
                return Diagnosis::Old(hello::describe(version, suite));
            }
            (Greeting::National | Greeting::NationalBare, Ok(Some(Reply::Hello { version: hello::TLCP, .. }))) => {
                return Diagnosis::National;
            }
            _ => {}
        }
    }
    Diagnosis::Nothing
}

/// Sends a greeting and reads the answer; `None` where there was none.
async fn greet(ip: IpAddr, port: u16, greeting: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(SocketAddr::new(ip, port)).await.ok()?;
    stream.write_all(greeting).await.ok()?;
    let mut bytes = Vec::with_capacity(256);
    loop {
        match hello::read(&bytes) {
            Reply::Unfinished if bytes.len() < MOST_BYTES => {}
            Reply::Unfinished => return Some(Reply::Other),
            reply => return Some(reply),
        }
        let mut piece = [0; 256];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
        }
    }
}

/// Bytes that differ from greeting to greeting: servers may refuse one they have seen.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    // Should the system have none, zeros greet as well.
    let _ = rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes);
    bytes
}
