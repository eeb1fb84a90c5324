//! Which try comes next, and after how long a pause.

use std::time::Duration;

use tokio::time::sleep;

use crate::facts::{Attempt, Exchange, Failure, FileKind, Method, Outcome, bounds};

use super::attempt::{self, Manner, Try};
use super::client::Client;
use super::heads;
use super::request::{Body, Fetched, Gate, Request, Want};

/// No pause is longer, whatever a server asks for.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Tries until something certain is known.
pub(super) async fn run(client: &Client, gate: &dyn Gate, request: &Request) -> Fetched {
    let mut course = Course::new(request);
    if !matches!(request.url.scheme(), "http" | "https") || !request.url.has_host() {
        course.push(never_sent(Failure::InvalidUrl {
            detail: format!("not an http address: {}", request.url.scheme()),
        }));
        return course.end();
    }
    // A document is opened: HEAD tells neither a broken-off body nor an error page in its place.
    let by_head = request.want == Want::Check && FileKind::of_address(request.url.path()).is_some_and(FileKind::is_known_by_head);
    let mut said = None;
    if by_head && client.heads().are_worth_it(&request.url) {
        let head = Manner {
            method: Method::Head,
            as_browser: false,
            uncompressed: false,
            // HEAD only saves work: a server that lets it hang gets less patience, and GET decides.
            limit: request.timeout / 2,
        };
        let tried = attempt::make(client, gate, request, head).await;
        let decided = settles(&tried.attempt.outcome, request);
        let wait = asked_to_wait(&tried.attempt.outcome);
        said = Some(tried.attempt.outcome.clone());
        course.push(tried);
        if decided {
            return course.end();
        }
        sleep(wait).await;
    }
    let mut manner = Manner {
        method: Method::Get,
        as_browser: false,
        uncompressed: false,
        limit: request.timeout,
    };
    let most = if request.once { 1 } else { client.settings().tries.max(1) };
    for nth in 1..=most {
        let tried = attempt::make(client, gate, request, manner).await;
        let pause = pause_after(nth, client.settings().retry_pause, &tried.attempt.outcome);
        let again = tried.attempt.outcome.may_pass();
        manner.uncompressed |= tried.bad_body;
        course.push(tried);
        if !again || nth == most {
            break;
        }
        sleep(pause).await;
    }
    if let (Some(head), Some(get)) = (said, course.exchange.last()) {
        client.heads().compare(&request.url, &head, &get.outcome);
    }
    if request.inside && course.last_status() == Some(403) {
        manner.as_browser = true;
        course.push(attempt::make(client, gate, request, manner).await);
    }
    course.end()
}

/// What happened so far.
struct Course {
    exchange: Exchange,
    body: Option<Body>,
}

impl Course {
    fn new(request: &Request) -> Self {
        let mut url = request.url.clone();
        url.set_fragment(None);
        Course {
            exchange: Exchange {
                url: url.into(),
                attempts: Vec::new(),
            },
            body: None,
        }
    }

    fn push(&mut self, tried: Try) {
        self.exchange.attempts.push(tried.attempt);
        self.body = tried.body;
    }

    fn last_status(&self) -> Option<u16> {
        self.exchange.answer().map(|a| a.status)
    }

    fn end(mut self) -> Fetched {
        bounds::exchange(&mut self.exchange);
        Fetched {
            exchange: self.exchange,
            body: self.body,
        }
    }
}

fn never_sent(failure: Failure) -> Try {
    Try {
        attempt: Attempt::never_sent(failure),
        body: None,
        bad_body: false,
    }
}

/// Whether what came of a HEAD is certain enough: a plain success for a file, or a refusal from this side of the wire.
fn settles(outcome: &Outcome, request: &Request) -> bool {
    match outcome {
        Outcome::Answer(answer) => match answer.status {
            200 => heads::proves_a_file(answer),
            304 => request.validators.is_some(),
            _ => false,
        },
        Outcome::Failure(failure) => matches!(
            failure,
            Failure::LocalAddress { .. }
                | Failure::InvalidUrl { .. }
                | Failure::HostDown
                | Failure::Busy
                | Failure::Robots
                | Failure::Limit { .. }
        ),
    }
}

/// How long the server asks to be left alone, bounded.
fn asked_to_wait(outcome: &Outcome) -> Duration {
    match outcome {
        Outcome::Answer(answer) => Duration::from_secs(answer.retry_after.unwrap_or(0).into()).min(LONGEST_PAUSE),
        Outcome::Failure(_) => Duration::ZERO,
    }
}

/// The pause after the `nth` failed try: the first pause, threefold each time, or longer where the server asks.
fn pause_after(nth: u32, first: Duration, outcome: &Outcome) -> Duration {
    first
        .saturating_mul(3_u32.saturating_pow(nth.saturating_sub(1)))
        .min(LONGEST_PAUSE)
        .max(asked_to_wait(outcome))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Answer;

    #[test]
    fn pauses_grow_and_heed_the_server_within_bounds() {
        let first = Duration::from_secs(1);
        let busy = |retry_after| {
            Outcome::Answer(Answer {
                status: 503,
                retry_after,
                ..Answer::default()
            })
        };
        assert_eq!(pause_after(1, first, &busy(None)), Duration::from_secs(1));
        assert_eq!(pause_after(3, first, &busy(None)), Duration::from_secs(9));
        assert_eq!(pause_after(9, first, &busy(None)), LONGEST_PAUSE);
        assert_eq!(pause_after(u32::MAX, first, &busy(None)), LONGEST_PAUSE);
        assert_eq!(pause_after(1, first, &busy(Some(7))), Duration::from_secs(7));
        assert_eq!(pause_after(1, first, &busy(Some(86_400))), LONGEST_PAUSE);
    }
}
