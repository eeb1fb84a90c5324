//! One try: the request, every redirect it meets, and how it ends.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::Response;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, COOKIE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION, REFERER, REFRESH, RETRY_AFTER, SET_COOKIE, UPGRADE_INSECURE_REQUESTS, USER_AGENT,
};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::facts::{Answer, Attempt, Failure, Method, Outcome, TlsNote, blocked_port, bounds, names_document};

use super::blocked_port::try_blocked_port;
use super::body::{self, End, Measure};
use super::challenge::{self, Clues};
use super::client::Client;
use super::content_type::{Claim, ContentType};
use super::redirect::{self, Trail};
use super::request::{Body, Gate, Request, Want};
use super::tls::{Course, Lane};
use super::wire::{self, Seen};
use super::{fault, served_instead, signature};

/// How one try is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) method: Method,
    /// Whether with a browser's headers.
    pub(super) as_browser: bool,
    /// Whether to ask for the bare body: an earlier try's encoding was broken.
    pub(super) uncompressed: bool,
    /// The limit of the whole try on the wire.
    pub(super) limit: Duration,
}

/// What came of one try.
pub(super) struct Try {
    pub(super) attempt: Attempt,
    pub(super) body: Option<Body>,
    /// Whether the head was fine and the body was not.
    pub(super) bad_body: bool,
}

/// What one request on the wire came to.
enum Reply {
    Moved {
        answer: Answer,
        location: Vec<u8>,
        cookies: Vec<HeaderValue>,
    },
    Settled(Settled),
}

struct Settled {
    outcome: Outcome,
    body: Option<Body>,
    bytes: u64,
    bad_body: bool,
}

impl Settled {
    fn failed(failure: Failure) -> Self {
        Settled {
            outcome: Outcome::Failure(failure),
            body: None,
            bytes: 0,
            bad_body: false,
        }
    }
}

/// Makes one try. Bounded by `manner.limit` on the wire, 20 hops, and what the gate makes it wait.
pub(super) async fn make(client: &Client, gate: &dyn Gate, request: &Request, manner: Manner) -> Try {
    let mut at = now();
    let mut trail = Trail::new(&request.url);
    let mut wire = Duration::ZERO;
    let mut address = None;
    let mut note = None;
    let mut course = Course::new(client, trail.here());
    let settled = loop {
        if let Err(failure) = client.guard().check(trail.here()) {
            break Settled::failed(failure);
        }
        let pass = match gate.enter(trail.here()).await {
            Ok(pass) => pass,
            Err(failure) => break Settled::failed(failure),
        };
        if trail.len() == 0 {
            // When it was sent, and not when it began to stand in line.
            at = now();
        }
        let began = Instant::now();
        let deadline = began + manner.limit.saturating_sub(wire);
        let mut seen = Seen::default();
        let reply = match blocked_port(trail.here()) {
            Some(port) => Reply::Settled(Settled::failed(try_blocked_port(client, trail.here(), port, deadline).await)),
            None => ask(client, request, manner, &trail, course.lane(), deadline, &mut seen).await,
        };
        let elapsed = began.elapsed();
        wire += elapsed;
        address = seen.peer.or(address);
        note = seen.note.take();
        #[cfg(feature = "legacy-tls")]
        if seen.answered {
            course.answered(client, trail.here(), note.as_ref());
        }
        match reply {
            Reply::Settled(mut settled) => {
                gate.leave(trail.here(), &settled.outcome, elapsed);
                drop(pass);
                if let Outcome::Failure(failure) = &mut settled.outcome
                    && !seen.answered
                    && course.ask_again(client, gate, trail.here(), failure, seen.missing.as_ref()).await
                {
                    continue;
                }
                break settled;
            }
            Reply::Moved { answer, location, cookies } => {
                let status = answer.status;
                gate.leave(trail.here(), &Outcome::Answer(answer), elapsed);
                drop(pass);
                if let Err(failure) = trail.follow(status, &location, cookies.iter()) {
                    break Settled::failed(failure);
                }
                course = Course::new(client, trail.here());
            }
        }
    };
    Try {
        attempt: Attempt {
            at,
            method: manner.method,
            as_browser: manner.as_browser,
            hops: trail.into_hops(),
            outcome: settled.outcome,
            ms: u32::try_from(wire.as_millis()).unwrap_or(u32::MAX),
            bytes: settled.bytes,
            address: address.map(|a: SocketAddr| a.to_string()),
            tls: note.filter(|note| *note != TlsNote::default()),
        },
        body: settled.body,
        bad_body: settled.bad_body,
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64)
}

/// One request on the wire.
async fn ask(client: &Client, request: &Request, manner: Manner, trail: &Trail, lane: Lane, deadline: Instant, seen: &mut Seen) -> Reply {
    let url = trail.here();
    let manner = Manner {
        uncompressed: manner.uncompressed || !lane.undoes_encodings(),
        ..manner
    };
    let method = match manner.method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
    };
    let built = client
        .http()
        .request(method, url.clone())
        .headers(headers(client, request, manner, trail))
        .build();
    let message = match built {
        Ok(message) => message,
        Err(error) => return Reply::Settled(Settled::failed(fault::before_answer(&error, url.scheme() == "https"))),
    };
    let patience = client.settings().connect_timeout + client.settings().first_byte_timeout;
    let sent = timeout_at(deadline.min(Instant::now() + patience), wire::send(client, lane, message, seen)).await;
    let mut response = match sent {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => return Reply::Settled(Settled::failed(failure)),
        Err(_) => {
            return Reply::Settled(Settled::failed(Failure::Timeout {
                phase: "first_byte".to_owned(),
            }));
        }
    };
    let kind = response
        .headers()
        .get(reqwest::header::CONTENT_TYPE)
        .map_or_else(ContentType::default, |v| ContentType::parse(v.as_bytes()));
    let answer = answer_of(&response, &kind);
    let location = response.headers().get(LOCATION).map(|v| v.as_bytes().trim_ascii().to_vec());
    // Without a Location a browser shows the page that came.
    if let Some(location) = location.filter(|l| redirect::is_redirect(answer.status) && !l.is_empty()) {
        let headers = response.headers();
        let cookies = headers.get_all(SET_COOKIE).iter().cloned().collect();
        body::drain(&mut response, manner.method, deadline).await;
        return Reply::Moved { answer, location, cookies };
    }
    if manner.method == Method::Head {
        return Reply::Settled(Settled {
            outcome: Outcome::Answer(answer),
            body: None,
            bytes: 0,
            bad_body: false,
        });
    }
    Reply::Settled(read(client, request, manner, trail, (response, answer, kind), deadline).await)
}

/// Reads the body and completes the answer by what it shows.
async fn read(
    client: &Client,
    request: &Request,
    manner: Manner,
    trail: &Trail,
    (mut response, mut answer, kind): (Response, Answer, ContentType),
    deadline: Instant,
) -> Settled {
    let is_document = request.want == Want::Check && names_document(request.url.as_str());
    let measure = Measure {
        want: request.want,
        to_the_end: is_document && request.inside,
        deadline,
        idle: client.settings().idle_timeout,
    };
    let read = body::read(&mut response, &kind, measure).await;
    let bytes = read.received;
    let mut bad_body = false;
    match read.end {
        End::Whole => {}
        End::Stopped => answer.partial = true,
        // Asked for bare, it is broken still: what could be read is what a browser shows.
        End::Undecodable(_) if manner.uncompressed => {
            answer.partial = true;
            bad_body = true;
        }
        End::Undecodable(detail) => {
            return Settled {
                outcome: Outcome::Failure(Failure::Broken { detail }),
                body: None,
                bytes,
                bad_body: true,
            };
        }
        // An error is an error from its head on, whatever becomes of the page that explains it.
        End::Failed(_) if answer.status >= 400 => {
            answer.partial = true;
            bad_body = true;
        }
        End::Failed(failure) => {
            return Settled {
                bad_body: matches!(failure, Failure::Truncated { .. } | Failure::Broken { .. }),
                outcome: Outcome::Failure(failure),
                body: None,
                bytes,
            };
        }
    }
    let found = signature::recognise(&read.bytes);
    let named = match found {
        Some("html") if is_document => Some(served_instead::kind_of_page(&read.bytes, kind.is_html())),
        other => other,
    };
    answer.signature = named.map(str::to_owned);
    let text = signature::is_text(found) || (found.is_none() && kind.claim() == Claim::Text);
    if text || found.is_none() {
        answer.challenge = challenge::recognise(&Clues {
            status: answer.status,
            asked: &request.url,
            answered: trail.here(),
            redirected: trail.len() > 0,
            body: &read.bytes,
            whole: !answer.partial,
        });
    }
    let wanted = text || matches!(request.want, Want::Bytes(_));
    Settled {
        outcome: Outcome::Answer(answer),
        body: wanted.then_some(Body {
            bytes: read.bytes,
            header_charset: kind.charset,
            content_type: kind.mime,
        }),
        bytes,
        bad_body,
    }
}

fn answer_of(response: &Response, kind: &ContentType) -> Answer {
    let headers = response.headers();
    let value = |name: HeaderName| {
        let value = headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty() && value.len() <= bounds::HEADER).then(|| value.to_owned())
    };
    let status = response.status().as_u16();
    Answer {
        status,
        content_type: kind.mime.clone(),
        content_length: body::announced_length(headers),
        etag: value(ETAG),
        last_modified: value(LAST_MODIFIED),
        refresh: value(REFRESH).map(String::into_boxed_str),
        retry_after: if matches!(status, 429 | 503) {
            value(RETRY_AFTER).and_then(|v| seconds_of(&v, SystemTime::now()))
        } else {
            None
        },
        ..Answer::default()
    }
}

/// Retry-After: seconds, or a date.
pub(super) fn seconds_of(value: &str, now: SystemTime) -> Option<u32> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    let then = httpdate::parse_http_date(value).ok()?;
    let wait = then.duration_since(now).unwrap_or_default();
    Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
}

fn headers(client: &Client, request: &Request, manner: Manner, trail: &Trail) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    headers.insert(
        ACCEPT,
        HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    );
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN,zh;q=0.9"));
    if manner.uncompressed {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    let mut put = |name: HeaderName, value: Option<&str>| {
        // What makes no header value is left out.
        if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
            headers.insert(name, value);
        }
    };
    if let Some(validators) = &request.validators {
        put(IF_NONE_MATCH, validators.etag.as_deref());
        put(IF_MODIFIED_SINCE, validators.last_modified.as_deref());
    }
    if let Some(cookies) = trail.cookies() {
        headers.insert(COOKIE, cookies);
    }
    if manner.as_browser {
        headers.insert(USER_AGENT, client.browser_agent().clone());
        headers.insert(UPGRADE_INSECURE_REQUESTS, HeaderValue::from_static("1"));
        for (name, value) in [
            ("sec-fetch-dest", "document"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-user", "?1"),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let site = if put_origin_as_referer(&mut headers, trail.here()) {
            "same-origin"
        } else {
            "none"
        };
        headers.insert(HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static(site));
    } else {
        headers.insert(USER_AGENT, client.agent().clone());
    }
    headers
}

/// A browser reaches a deep page from the site's home page; some servers refuse whoever does not.
fn put_origin_as_referer(headers: &mut HeaderMap, url: &Url) -> bool {
    match HeaderValue::from_str(&format!("{}/", url.origin().ascii_serialization())) {
        Ok(value) => {
            headers.insert(REFERER, value);
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_both_forms() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 09:00:00 GMT").unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            ("99999999999999", Some(u32::MAX)),
            ("Mon, 23 Nov 2026 09:00:07 GMT", Some(7)),
            ("Mon, 23 Nov 2026 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(seconds_of(value, now), seconds, "{value}");
        }
    }
}
