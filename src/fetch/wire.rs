//! One request on the wire by one lane, up to the head of its answer, and what its connection showed.

use std::net::SocketAddr;

use reqwest::Response;
use url::Url;

use super::client::Client;
use super::fault;
use super::tls::{self, Lane};
use crate::facts::{Failure, TlsNote};

/// What a request showed besides its answer.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) peer: Option<SocketAddr>,
    pub(super) note: Option<TlsNote>,
    /// Where an issuer can be had that the server forgot to send.
    pub(super) missing: Option<Url>,
    /// Whether the head of an answer came.
    pub(super) answered: bool,
}

/// Sends the request by its lane, and waits for the head of the answer.
pub(super) async fn send(client: &Client, lane: Lane, message: reqwest::Request, seen: &mut Seen) -> Result<Response, Failure> {
    let https = message.url().scheme() == "https";
    let response = match lane {
        Lane::Usual => client.http().execute(message).await.map_err(|error| seen.failure(&error, https))?,
        #[cfg(feature = "legacy-tls")]
        Lane::Old => {
            let (response, peer, note) = client.tls().old_lane().execute(client, message).await?;
            seen.peer = Some(peer);
            seen.note = Some(note);
            response
        }
    };
    seen.answer(client, &response);
    Ok(response)
}

impl Seen {
    /// Takes the failure of a request that got no answer.
    fn failure(&mut self, error: &reqwest::Error, https: bool) -> Failure {
        if let Some(refusal) = tls::refusal(error) {
            self.note = Some(TlsNote {
                not_after: refusal.not_after,
                ..TlsNote::default()
            });
            self.missing.clone_from(&refusal.missing);
        }
        fault::before_answer(error, https)
    }

    /// Takes what the connection of an answer showed.
    fn answer(&mut self, client: &Client, response: &Response) {
        self.answered = true;
        self.peer = self.peer.or(response.remote_addr());
        let leaf = response
            .extensions()
            .get::<reqwest::tls::TlsInfo>()
            .and_then(|i| i.peer_certificate());
        if let Some(leaf) = leaf {
            self.note = Some(TlsNote {
                not_after: tls::not_after(leaf),
                incomplete_chain: client.tls().is_completed(leaf),
                old_protocol: None,
            });
        }
    }
}
