//! Ports that browsers refuse to open.
//!
//! Nothing is said to whoever listens there. Whether anybody does is looked at all the same: a server that is gone is
//! another fault to tell than an address that no browser opens.

use std::net::SocketAddr;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::client::Client;
use super::fault;
use crate::facts::Failure;

/// Why the address does not open: nobody is there, or the port itself. A connection that stands is closed unused.
pub(super) async fn try_blocked_port(client: &Client, url: &Url, port: u16, deadline: Instant) -> Failure {
    let blocked = Failure::InvalidUrl {
        detail: format!("browsers block port {port}"),
    };
    // Nobody can listen on it.
    if port == 0 {
        return blocked;
    }
    let deadline = deadline.min(Instant::now() + client.settings().connect_timeout);
    let found = match timeout_at(deadline, client.addresses_of(url)).await {
        Ok(Some(Ok(found))) => found,
        Ok(Some(Err(error))) => return fault::of_name(&error),
        Ok(None) => return blocked,
        Err(_) => return too_long(),
    };
    let mut failure = blocked.clone();
    for ip in found {
        match timeout_at(deadline, TcpStream::connect(SocketAddr::new(ip, port))).await {
            Ok(Ok(_)) => return blocked,
            Ok(Err(error)) => {
                failure = Failure::Connect {
                    detail: fault::shorten(&error.to_string()),
                }
            }
            Err(_) => return too_long(),
        }
    }
    failure
}

fn too_long() -> Failure {
    Failure::Timeout {
        phase: "connect".to_owned(),
    }
}
