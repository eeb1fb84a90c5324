//! What the tries of an address say of it: alive, dead, or not to be told from here.

use serde::{Deserialize, Serialize};

use super::document::is_something_else;
use super::tls_verdict::{judge_tls, may_pass};
use crate::facts::{Answer, Attempt, Exchange, Failure, Method, Outcome, names_document};

/// The verdict on one link target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkVerdict {
    /// It opens.
    Alive,
    /// It does not, and nothing suggests that a person's browser would fare better.
    Dead(Cause),
    /// It cannot be told from here.
    Suspect(Reason),
    /// It lies on somebody's own computer or network.
    Local,
    /// It was not asked.
    Skipped(Reason),
}

/// Why a target is dead. [`Cause::id`] is `evidence.cause`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An error status.
    Http(u16),
    /// An error page served as a good one.
    Soft404,
    /// A missing page answered with the home page.
    RedirectHome,
    /// Redirects in a circle.
    RedirectLoop,
    /// The name does not exist.
    Dns,
    /// Nobody answers there.
    Connect,
    /// TLS fails for every client.
    Tls,
    /// No answer in time, every time.
    Timeout,
    /// The body breaks off, every time.
    Truncated,
    /// No browser could open the address.
    InvalidUrl,
    /// A file of no bytes.
    EmptyFile,
    /// Not what its name says (an HTML page served as .pdf).
    WrongContent,
    /// The page opens but has no such place on it.
    Fragment,
}

/// Why a target cannot be told. [`Reason::id`] is `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 401, or a 403 that may be aimed at the tool.
    Forbidden,
    /// A challenge or block page.
    Challenge,
    /// 429 to the end.
    RateLimited,
    /// robots.txt forbids it.
    Robots,
    /// It answered sometimes.
    Flaky,
    /// The whole host did not answer and was left alone.
    HostDown,
    /// Only TLS that is too old for this tool.
    TlsLegacy,
    /// The certificate is not accepted.
    TlsCertificate,
    /// Only TLCP (国密), which only browsers made for it speak.
    TlsNational,
    /// The network of this machine failed, so the target says nothing.
    OwnNetwork,
    /// A limit of the run was reached first.
    Limit,
    /// The run was stopped first.
    Interrupted,
    /// The configuration leaves it out.
    Excluded,
}

/// What is known of a target beyond its own exchange.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether it belongs to one of the inspected sites. Only there is a 403 that stays counted as dead, as
    /// inspectors count it.
    pub inside: bool,
    /// What a good status hides, where something shows it.
    pub soft: Option<SoftError>,
}

/// An error that hides behind a good status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoftError {
    /// The answer is the server's error page.
    ErrorPage,
    /// A deep address was answered with the home page, as the server answers missing pages.
    Home,
}

/// Judges one target. Total and pure: the same exchange always gets the same verdict.
pub fn judge_exchange(exchange: &Exchange, circumstances: Circumstances) -> LinkVerdict {
    let Some(last) = exchange.last() else {
        return LinkVerdict::Skipped(Reason::Interrupted);
    };
    match &last.outcome {
        // The answer had begun: what broke is its body, not the way to the server.
        Outcome::Failure(Failure::Broken { .. }) if last.bytes > 0 => LinkVerdict::Dead(Cause::Truncated),
        Outcome::Failure(failure) => judge_failure(failure),
        Outcome::Answer(answer) if (200..400).contains(&answer.status) => judge_good(exchange, last, answer, circumstances),
        Outcome::Answer(answer) => judge_error(exchange, answer, circumstances),
    }
}

fn judge_failure(failure: &Failure) -> LinkVerdict {
    use LinkVerdict::{Dead, Local, Skipped, Suspect};
    match failure {
        Failure::Dns { definite: true, .. } => Dead(Cause::Dns),
        // A resolver that fails says nothing of the name.
        Failure::Dns { definite: false, .. } => Suspect(Reason::OwnNetwork),
        Failure::Connect { .. } | Failure::Broken { .. } => Dead(Cause::Connect),
        Failure::Tls { fault, .. } => judge_tls(fault),
        Failure::Timeout { .. } => Dead(Cause::Timeout),
        Failure::Truncated { .. } => Dead(Cause::Truncated),
        Failure::RedirectLoop { .. } => Dead(Cause::RedirectLoop),
        Failure::BadRedirect { .. } | Failure::InvalidUrl { .. } => Dead(Cause::InvalidUrl),
        Failure::LocalAddress { .. } => Local,
        Failure::HostDown => Suspect(Reason::HostDown),
        Failure::Busy => Suspect(Reason::RateLimited),
        Failure::Robots => Skipped(Reason::Robots),
        Failure::Limit { .. } => Skipped(Reason::Limit),
    }
}

fn judge_good(exchange: &Exchange, last: &Attempt, answer: &Answer, circumstances: Circumstances) -> LinkVerdict {
    if answer.challenge.is_some() {
        return LinkVerdict::Suspect(Reason::Challenge);
    }
    if last.method == Method::Get && names_document(&exchange.url) {
        if last.bytes == 0 && !answer.partial && matches!(answer.status, 200 | 204 | 205) {
            return LinkVerdict::Dead(Cause::EmptyFile);
        }
        // An office program opens a page as a document, but nobody was to read an error message.
        if is_something_else(&exchange.url, answer.signature.as_deref()) || circumstances.soft == Some(SoftError::ErrorPage) {
            return LinkVerdict::Dead(Cause::WrongContent);
        }
    }
    match circumstances.soft {
        Some(SoftError::ErrorPage) => return LinkVerdict::Dead(Cause::Soft404),
        Some(SoftError::Home) => return LinkVerdict::Dead(Cause::RedirectHome),
        None => {}
    }
    if matches!(answer.status, 301 | 302 | 303 | 307 | 308) && last.bytes == 0 {
        return LinkVerdict::Dead(Cause::Http(answer.status)); // It leads nowhere and shows nothing.
    }
    // What failed before it answered: once is an accident, more often than not is a fault of its own.
    let failed = exchange
        .attempts
        .iter()
        .filter(|a| a.method == Method::Get && is_passing_fault(&a.outcome))
        .count();
    let answered = exchange
        .attempts
        .iter()
        .filter(|a| matches!(&a.outcome, Outcome::Answer(a) if a.status < 400))
        .count();
    if failed >= 2 && failed > answered {
        LinkVerdict::Suspect(Reason::Flaky)
    } else {
        LinkVerdict::Alive
    }
}

fn judge_error(exchange: &Exchange, answer: &Answer, circumstances: Circumstances) -> LinkVerdict {
    use LinkVerdict::{Dead, Suspect};
    match answer.status {
        // These two say plainly what they are, whatever page comes with them.
        401 | 407 => Suspect(Reason::Forbidden),
        429 => Suspect(Reason::RateLimited),
        _ if answer.challenge.is_some() => Suspect(Reason::Challenge),
        403 if circumstances.inside && exchange.attempts.iter().any(|a| a.as_browser) => Dead(Cause::Http(403)),
        403 => Suspect(Reason::Forbidden),
        // 412 and 521 are how the common government firewalls open their script challenge.
        412 | 521 => Suspect(Reason::Challenge),
        // No status of HTTP: LinkedIn and others answer it to robots, and to nobody else.
        999 => Suspect(Reason::Forbidden),
        status => Dead(Cause::Http(status)),
    }
}

/// Whether trying again later may give another answer.
pub(crate) fn is_passing_fault(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Answer(answer) => matches!(answer.status, 408 | 425 | 429 | 500..=599),
        Outcome::Failure(Failure::Tls { fault, .. }) => may_pass(fault),
        Outcome::Failure(failure) => matches!(
            failure,
            Failure::Dns { .. } | Failure::Connect { .. } | Failure::Timeout { .. } | Failure::Broken { .. } | Failure::Truncated { .. }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(method: Method, as_browser: bool, outcome: Outcome) -> Attempt {
        Attempt {
            at: 0,
            method,
            as_browser,
            hops: vec![],
            bytes: if matches!(outcome, Outcome::Answer(_)) { 10 } else { 0 },
            outcome,
            ms: 1,
            address: None,
            tls: None,
        }
    }

    fn status(status: u16) -> Outcome {
        Outcome::Answer(Answer {
            status,
            ..Answer::default()
        })
    }

    fn judge(url: &str, inside: bool, attempts: Vec<Attempt>) -> LinkVerdict {
        judge_exchange(&Exchange { url: url.into(), attempts }, Circumstances { inside, soft: None })
    }

    #[test]
    fn a_forbidden_page_is_dead_only_inside_and_only_when_asked_as_a_browser_asks() {
        let tool = || attempt(Method::Get, false, status(403));
        let browser = || attempt(Method::Get, true, status(403));
        assert_eq!(
            judge("http://a/x", true, vec![tool(), browser()]),
            LinkVerdict::Dead(Cause::Http(403))
        );
        assert_eq!(judge("http://a/x", true, vec![tool()]), LinkVerdict::Suspect(Reason::Forbidden));
        assert_eq!(
            judge("http://a/x", false, vec![tool(), browser()]),
            LinkVerdict::Suspect(Reason::Forbidden)
        );
    }

    #[test]
    fn one_accident_is_forgiven_and_a_habit_is_not() {
        let reset = || attempt(Method::Get, false, Outcome::Failure(Failure::Broken { detail: "reset".into() }));
        let good = || attempt(Method::Get, false, status(200));
        assert_eq!(judge("http://a/x", true, vec![reset(), good()]), LinkVerdict::Alive);
        assert_eq!(
            judge("http://a/x", true, vec![reset(), reset(), good()]),
            LinkVerdict::Suspect(Reason::Flaky)
        );
        assert_eq!(judge("http://a/x", true, vec![reset(), reset()]), LinkVerdict::Dead(Cause::Connect));
    }

    #[test]
    fn what_leads_nowhere_or_breaks_off_says_so() {
        let broken = || Outcome::Failure(Failure::Broken { detail: "chunk".into() });
        for (bytes, outcome, cause) in [(0, status(302), Cause::Http(302)), (9, broken(), Cause::Truncated)] {
            let mut tried = attempt(Method::Get, false, outcome);
            tried.bytes = bytes;
            assert_eq!(judge("http://a/x", true, vec![tried]), LinkVerdict::Dead(cause));
        }
    }

    #[test]
    fn a_page_served_as_a_document_is_not_the_document() {
        let html = Outcome::Answer(Answer {
            status: 200,
            signature: Some("html".into()),
            ..Answer::default()
        });
        assert_eq!(
            judge("http://a/x.pdf?v=1", true, vec![attempt(Method::Get, false, html.clone())]),
            LinkVerdict::Dead(Cause::WrongContent)
        );
        assert_eq!(
            judge("http://a/x.htm", true, vec![attempt(Method::Get, false, html)]),
            LinkVerdict::Alive
        );
    }

    #[test]
    fn a_document_of_no_bytes_or_with_an_error_message_is_none() {
        let empty = |status| Attempt {
            bytes: 0,
            ..attempt(Method::Get, false, self::status(status))
        };
        for code in [200, 204] {
            let verdict = judge("http://a/x.xls", true, vec![empty(code)]);
            assert_eq!(verdict, LinkVerdict::Dead(Cause::EmptyFile), "{code}");
        }
        assert_eq!(judge("http://a/x.htm", true, vec![empty(204)]), LinkVerdict::Alive);
        let bare = Outcome::Answer(Answer {
            status: 200,
            signature: Some("html_bare".into()),
            ..Answer::default()
        });
        let exchange = Exchange {
            url: "http://a/x.xls".into(),
            attempts: vec![attempt(Method::Get, false, bare)],
        };
        let with = |soft| judge_exchange(&exchange, Circumstances { inside: true, soft });
        assert_eq!(with(None), LinkVerdict::Alive);
        assert_eq!(with(Some(SoftError::ErrorPage)), LinkVerdict::Dead(Cause::WrongContent));
    }

    #[test]
    fn what_cannot_be_told_is_never_dead() {
        for code in [401, 403, 412, 429, 521, 999] {
            assert!(
                matches!(
                    judge("http://a/x", false, vec![attempt(Method::Get, false, status(code))]),
                    LinkVerdict::Suspect(_)
                ),
                "{code}"
            );
        }
    }
}
