//! What the client makes of a server that misbehaves on the wire. Decided by outcome, never by the clock.

mod any_header;
mod bodies;
mod certificates;
mod checks;
mod connections;
mod handshakes;
#[cfg(feature = "legacy-tls")]
mod old_servers;
mod redirects;
mod retries;

use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::BoxFuture;
use url::Url;

use crate::facts::{Answer, Attempt, Failure, Outcome};

use super::resolver::{Resolver, Table};
use super::{AddressGuard, Client, ClientSettings, Fetch as _, Fetched, Gate, OpenGate, Pass, Request, Want};

/// The limit of tries that are meant to run into it.
const SHORT: Duration = Duration::from_millis(400);

fn settings() -> ClientSettings {
    ClientSettings {
        connect_timeout: Duration::from_secs(5),
        first_byte_timeout: Duration::from_secs(5),
        idle_timeout: Duration::from_secs(5),
        retry_pause: Duration::from_millis(5),
        ..ClientSettings::new(
            "xuncha-test (webmaster@example.gov.cn)",
            AddressGuard::for_sites(&["http://127.0.0.1/".parse().unwrap()]),
        )
    }
}

fn client() -> Client {
    Client::new(settings()).unwrap()
}

/// A client that gives up after its first try.
fn client_once() -> Client {
    Client::new(ClientSettings { tries: 1, ..settings() }).unwrap()
}

/// A client for which names mean what the table says.
fn client_of(settings: ClientSettings, table: Table) -> Client {
    let resolver = Resolver::of_table(settings.guard, table);
    Client::assemble(settings, resolver, &[]).unwrap()
}

async fn get(client: &Client, url: Url) -> Fetched {
    client.fetch(&OpenGate, &Request::new(url, Want::Page)).await
}

async fn get_within(client: &Client, url: Url, timeout: Duration) -> Fetched {
    let request = Request {
        timeout,
        ..Request::new(url, Want::Page)
    };
    client.fetch(&OpenGate, &request).await
}

async fn check(client: &Client, url: Url) -> Fetched {
    client.fetch(&OpenGate, &Request::new(url, Want::Check)).await
}

/// The attempt that decided.
fn last(fetched: &Fetched) -> &Attempt {
    fetched.exchange.last().unwrap()
}

fn answered(fetched: &Fetched) -> &Answer {
    match &last(fetched).outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Failure(failure) => panic!("{failure:?}"),
    }
}

fn failed(fetched: &Fetched) -> &Failure {
    match &last(fetched).outcome {
        Outcome::Failure(failure) => failure,
        Outcome::Answer(answer) => panic!("{answer:?}"),
    }
}

fn phase(fetched: &Fetched) -> &str {
    match failed(fetched) {
        Failure::Timeout { phase } => phase,
        other => panic!("{other:?}"),
    }
}

fn text(fetched: &Fetched) -> String {
    String::from_utf8_lossy(&fetched.body.as_ref().unwrap().bytes).into_owned()
}

/// A gate that writes down who came and refuses what it is told to.
#[derive(Default)]
struct Watch {
    refused: Option<(&'static str, Failure)>,
    book: Mutex<Vec<String>>,
}

impl Watch {
    fn book(&self) -> Vec<String> {
        self.book.lock().unwrap().clone()
    }
}

impl Gate for Watch {
    fn enter<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Pass, Failure>> {
        Box::pin(async move {
            self.book.lock().unwrap().push(format!("in {}", url.path()));
            match &self.refused {
                Some((path, failure)) if url.path() == *path => Err(failure.clone()),
                _ => Ok(Box::new(()) as Pass),
            }
        })
    }

    fn leave(&self, url: &Url, outcome: &Outcome, _: Duration) {
        let what = match outcome {
            Outcome::Answer(answer) => answer.status.to_string(),
            Outcome::Failure(_) => "failure".to_owned(),
        };
        self.book.lock().unwrap().push(format!("out {} {what}", url.path()));
    }
}
