//! What the tries of an address say of it: alive, dead, or not to be told from here.

mod document;

use self::document::is_something_else;
use crate::facts::{Answer, Attempt, Cause, Exchange, Failure, LinkState, Method, Outcome, Reason, TlsFault, names_document, names_image};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftError {
    /// The answer is the server's error page.
    ErrorPage,
    /// A deep address was answered with the home page, as the server answers missing pages.
    Home,
}

/// Judges one target. Total and pure: the same exchange always shows the same state.
pub fn judge_exchange(exchange: &Exchange, circumstances: Circumstances) -> LinkState {
    let Some(last) = exchange.last() else {
        return LinkState::Skipped(Reason::Interrupted);
    };
    match &last.outcome {
        // The answer had begun: what broke is its body, not the way to the server.
        Outcome::Failure(Failure::Broken { .. }) if last.bytes > 0 => LinkState::Dead(Cause::Truncated),
        Outcome::Failure(failure) => judge_failure(failure),
        Outcome::Answer(answer) if (200..400).contains(&answer.status) => judge_good(exchange, last, answer, circumstances),
        Outcome::Answer(answer) => judge_error(exchange, answer, circumstances),
    }
}

fn judge_failure(failure: &Failure) -> LinkState {
    use LinkState::{Dead, Local, Skipped, Suspect};
    match failure {
        Failure::Dns { definite: true, .. } => Dead(Cause::Dns),
        // A resolver that fails says nothing of the name.
        Failure::Dns { definite: false, .. } => Suspect(Reason::OwnNetwork),
        // Nobody asked, and it is this machine's doing: told once, as a gap, and not of every address.
        Failure::OutOfHandles { .. } => Skipped(Reason::OwnNetwork),
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

fn judge_good(exchange: &Exchange, last: &Attempt, answer: &Answer, circumstances: Circumstances) -> LinkState {
    if answer.challenge.is_some() {
        return LinkState::Suspect(Reason::Challenge);
    }
    if last.method == Method::Get && names_document(&exchange.url) {
        if last.bytes == 0 && !answer.partial && matches!(answer.status, 200 | 204 | 205) {
            return LinkState::Dead(Cause::EmptyFile);
        }
        // An office program opens a page as a document, but nobody was to read an error message.
        if is_something_else(&exchange.url, answer.signature.as_deref()) || circumstances.soft == Some(SoftError::ErrorPage) {
            return LinkState::Dead(Cause::WrongContent);
        }
    }
    // A counter may answer nothing and be no picture; one of 200 and no bytes in a page of the inspected site is a broken frame.
    let whole = last.method == Method::Get && answer.status == 200 && !answer.partial && last.bytes == 0;
    if whole && circumstances.inside && names_image(&exchange.url) && !exchange.url.contains('?') {
        return LinkState::Dead(Cause::EmptyFile);
    }
    match circumstances.soft {
        Some(SoftError::ErrorPage) => return LinkState::Dead(Cause::Soft404),
        Some(SoftError::Home) => return LinkState::Dead(Cause::RedirectHome),
        None => {}
    }
    if matches!(answer.status, 301 | 302 | 303 | 307 | 308) && last.bytes == 0 {
        return LinkState::Dead(Cause::Http(answer.status)); // It leads nowhere and shows nothing.
    }
    // What failed before it answered: once is an accident, more often than not is a fault of its own.
    let failed = exchange
        .attempts
        .iter()
        .filter(|a| a.method == Method::Get && a.outcome.may_pass() && !is_our_limit(&a.outcome))
        .count();
    let answered = exchange
        .attempts
        .iter()
        .filter(|a| matches!(&a.outcome, Outcome::Answer(a) if a.status < 400))
        .count();
    if failed >= 2 && failed > answered {
        LinkState::Suspect(Reason::Flaky)
    } else {
        LinkState::Alive
    }
}

/// Whether it was this program that could open nothing more.
fn is_our_limit(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failure(Failure::OutOfHandles { .. }))
}

fn judge_error(exchange: &Exchange, answer: &Answer, circumstances: Circumstances) -> LinkState {
    use LinkState::{Dead, Suspect};
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

/// What a failed TLS connection says: a browser's warning can be clicked away, so hardly any of it is death.
fn judge_tls(fault: &TlsFault) -> LinkState {
    LinkState::Suspect(match fault {
        TlsFault::Certificate(_) => Reason::TlsCertificate,
        TlsFault::Legacy { .. } => Reason::TlsLegacy,
        TlsFault::National => Reason::TlsNational,
        // Whoever has one can log in.
        TlsFault::ClientCertificate => Reason::Forbidden,
        TlsFault::Handshake => return LinkState::Dead(Cause::Tls),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::CertificateFault;

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

    fn judge(url: &str, inside: bool, attempts: Vec<Attempt>) -> LinkState {
        judge_exchange(&Exchange { url: url.into(), attempts }, Circumstances { inside, soft: None })
    }

    #[test]
    fn a_forbidden_page_is_dead_only_inside_and_only_when_asked_as_a_browser_asks() {
        let tool = || attempt(Method::Get, false, status(403));
        let browser = || attempt(Method::Get, true, status(403));
        assert_eq!(
            judge("http://a/x", true, vec![tool(), browser()]),
            LinkState::Dead(Cause::Http(403))
        );
        assert_eq!(judge("http://a/x", true, vec![tool()]), LinkState::Suspect(Reason::Forbidden));
        assert_eq!(
            judge("http://a/x", false, vec![tool(), browser()]),
            LinkState::Suspect(Reason::Forbidden)
        );
    }

    #[test]
    fn one_accident_is_forgiven_and_a_habit_is_not() {
        let reset = || attempt(Method::Get, false, Outcome::Failure(Failure::Broken { detail: "reset".into() }));
        let good = || attempt(Method::Get, false, status(200));
        assert_eq!(judge("http://a/x", true, vec![reset(), good()]), LinkState::Alive);
        assert_eq!(
            judge("http://a/x", true, vec![reset(), reset(), good()]),
            LinkState::Suspect(Reason::Flaky)
        );
        assert_eq!(judge("http://a/x", true, vec![reset(), reset()]), LinkState::Dead(Cause::Connect));
    }

    #[test]
    fn what_this_program_could_not_open_is_held_against_nobody() {
        let limit = || {
            let detail = "Too many open files (os error 24)".into();
            attempt(Method::Get, false, Outcome::Failure(Failure::OutOfHandles { detail }))
        };
        let good = attempt(Method::Get, false, status(200));
        assert_eq!(judge("http://a/x", true, vec![limit(), limit(), limit(), good]), LinkState::Alive);
        assert_eq!(
            judge("http://a/x", true, vec![limit(), limit()]),
            LinkState::Skipped(Reason::OwnNetwork)
        );
        assert_eq!(
            judge("http://a/x", true, vec![limit(), attempt(Method::Get, false, status(404))]),
            LinkState::Dead(Cause::Http(404))
        );
    }

    #[test]
    fn what_leads_nowhere_or_breaks_off_says_so() {
        let broken = || Outcome::Failure(Failure::Broken { detail: "chunk".into() });
        for (bytes, outcome, cause) in [(0, status(302), Cause::Http(302)), (9, broken(), Cause::Truncated)] {
            let mut tried = attempt(Method::Get, false, outcome);
            tried.bytes = bytes;
            assert_eq!(judge("http://a/x", true, vec![tried]), LinkState::Dead(cause));
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
            LinkState::Dead(Cause::WrongContent)
        );
        assert_eq!(
            judge("http://a/x.htm", true, vec![attempt(Method::Get, false, html)]),
            LinkState::Alive
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
            assert_eq!(verdict, LinkState::Dead(Cause::EmptyFile), "{code}");
        }
        assert_eq!(judge("http://a/x.htm", true, vec![empty(204)]), LinkState::Alive);
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
        assert_eq!(with(None), LinkState::Alive);
        assert_eq!(with(Some(SoftError::ErrorPage)), LinkState::Dead(Cause::WrongContent));
    }

    #[test]
    fn a_picture_of_no_bytes_is_a_broken_frame_in_a_page_of_ours() {
        let empty = |method, code| Attempt {
            bytes: 0,
            ..attempt(method, false, self::status(code))
        };
        let empty_file = LinkState::Dead(Cause::EmptyFile);
        assert_eq!(judge("http://a/x.gif", true, vec![empty(Method::Get, 200)]), empty_file);
        for (url, inside, method, code) in [
            ("http://a/x.gif", false, Method::Get, 200),
            ("http://a/x.gif", true, Method::Head, 200),
            ("http://a/count.gif?page=1", true, Method::Get, 200),
            ("http://a/x.gif", true, Method::Get, 204),
            ("http://a/x.js", true, Method::Get, 200),
        ] {
            assert_eq!(judge(url, inside, vec![empty(method, code)]), LinkState::Alive, "{url} {code}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_never_dead() {
        for code in [401, 403, 412, 429, 521, 999] {
            assert!(
                matches!(
                    judge("http://a/x", false, vec![attempt(Method::Get, false, status(code))]),
                    LinkState::Suspect(_)
                ),
                "{code}"
            );
        }
    }

    #[test]
    fn only_a_handshake_that_breaks_for_everybody_is_dead() {
        let certificates = [
            CertificateFault::Expired,
            CertificateFault::NotYetValid,
            CertificateFault::WrongHost,
            CertificateFault::SelfSigned,
            CertificateFault::UnknownIssuer,
            CertificateFault::IncompleteChain,
            CertificateFault::Revoked,
            CertificateFault::Other,
        ];
        let certificates = certificates.map(|fault| (TlsFault::Certificate(fault), Reason::TlsCertificate, false));
        let wants = Some("TLS 1.0".to_owned());
        for (fault, reason, again) in certificates.into_iter().chain([
            (TlsFault::Legacy { wants: None }, Reason::TlsLegacy, true),
            (TlsFault::Legacy { wants }, Reason::TlsLegacy, true),
            (TlsFault::National, Reason::TlsNational, false),
            (TlsFault::ClientCertificate, Reason::Forbidden, false),
        ]) {
            assert_eq!(judge_tls(&fault), LinkState::Suspect(reason), "{fault:?}");
            assert_eq!(fault.may_pass(), again, "{fault:?}");
            assert!(!fault.chinese().is_empty());
        }
        assert_eq!(judge_tls(&TlsFault::Handshake), LinkState::Dead(Cause::Tls));
        assert!(TlsFault::Handshake.may_pass());
    }
}
