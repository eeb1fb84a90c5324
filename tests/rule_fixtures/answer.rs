//! What an address answers, as a fixture says it in a word, and the tries it stands for.

use url::Url;
use xuncha::testing::extract::sketch;
use xuncha::testing::facts::{Answer, Attempt, CertificateFault, Exchange, Failure, Hop, Method, Outcome, Probed, TlsFault};
use xuncha::testing::judge::SoftError;

use super::format::split;

/// An address that was asked.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) exchange: Exchange,
    /// The error behind a good status, and the missing page that answers alike.
    pub(super) soft: Option<(SoftError, Probed)>,
}

/// How often what may pass is tried.
const TRIES: usize = 3;

impl Answered {
    /// A page that opens.
    pub(super) fn well(url: &str) -> Self {
        Answered::by(url, vec![attempt(status(200))])
    }

    /// What a word says. `what` is a status, or one of the words below.
    pub(super) fn of(url: &str, what: &str) -> Result<Self, String> {
        let (word, rest) = split(what);
        let failing = |failure: Failure| Answered::by(url, vec![attempt(Outcome::Failure(failure)); TRIES]);
        let detail = String::new;
        let answered = match word {
            "403" => {
                // A page that refuses the tool is asked for once more as a browser asks.
                let as_browser = Attempt {
                    as_browser: true,
                    ..attempt(status(403))
                };
                Answered::by(url, vec![attempt(status(403)), as_browser])
            }
            "timeout" => failing(Failure::Timeout {
                phase: "first_byte".into(),
            }),
            "dns" => failing(Failure::Dns {
                definite: true,
                detail: detail(),
            }),
            "refused" => failing(Failure::Connect { detail: detail() }),
            "truncated" => failing(Failure::Truncated { detail: detail() }),
            "redirect-loop" => failing(Failure::RedirectLoop { hops: 20 }),
            "certificate-expired" => failing(Failure::Tls {
                fault: TlsFault::Certificate(CertificateFault::Expired),
                detail: detail(),
            }),
            "host-down" => failing(Failure::HostDown),
            "robots" => Answered::by(url, vec![attempt(Outcome::Failure(Failure::Robots))]),
            "limit" => Answered::by(url, vec![attempt(Outcome::Failure(Failure::Limit { what: "pages".into() }))]),
            "local" => Answered::by(url, vec![attempt(Outcome::Failure(Failure::LocalAddress { address: rest.into() }))]),
            "empty" => Answered::by(
                url,
                vec![Attempt {
                    bytes: 0,
                    ..attempt(status(200))
                }],
            ),
            "html" => Answered::by(
                url,
                vec![attempt(Outcome::Answer(Answer {
                    signature: Some("html".into()),
                    ..of_status(200)
                }))],
            ),
            "challenge" => Answered::by(
                url,
                vec![attempt(Outcome::Answer(Answer {
                    challenge: Some("请完成验证".into()),
                    ..of_status(200)
                }))],
            ),
            "flaky" => {
                let reset = attempt(Outcome::Failure(Failure::Broken { detail: detail() }));
                Answered::by(
                    url,
                    vec![
                        Attempt { bytes: 0, ..reset.clone() },
                        Attempt { bytes: 0, ..reset },
                        attempt(status(200)),
                    ],
                )
            }
            "redirect" => {
                let to = rest.parse::<Url>().map_err(|_| format!("“{rest}” is no address to redirect to"))?;
                let hop = Hop {
                    from: url.to_owned(),
                    status: 302,
                    to: to.to_string(),
                };
                Answered::by(
                    url,
                    vec![Attempt {
                        hops: vec![hop],
                        ..attempt(status(200))
                    }],
                )
            }
            "soft-404" => Answered::hiding(url, SoftError::ErrorPage)?,
            "redirect-home" => Answered::hiding(url, SoftError::Home)?,
            number => match number.parse::<u16>() {
                Ok(code @ 100..=999) => Answered::by(url, vec![attempt(status(code)); if code >= 500 { TRIES } else { 1 }]),
                _ => return Err(format!("“{word}” is no answer (see tests/fixtures/README.md)")),
            },
        };
        if !rest.is_empty() && !matches!(word, "redirect" | "local") {
            return Err(format!("“{rest}” behind “{word}” means nothing"));
        }
        Ok(answered)
    }

    /// The page of a stranger, looked at as the program looks at pages it only checks.
    pub(super) fn page_of_a_stranger(url: &Url, html: &str) -> Self {
        let seen = sketch(html.as_bytes(), None, Some((url, url)));
        let answer = Answer {
            hijack: seen.hijack,
            error_words: seen.error_words,
            ..of_status(200)
        };
        Answered::by(url.as_str(), vec![attempt(Outcome::Answer(answer))])
    }

    fn by(url: &str, attempts: Vec<Attempt>) -> Self {
        Answered {
            exchange: Exchange {
                url: url.to_owned(),
                attempts,
            },
            soft: None,
        }
    }

    fn hiding(url: &str, soft: SoftError) -> Result<Self, String> {
        let probe = url.parse::<Url>().and_then(|u| u.join("xuncha-no-such-page.html"));
        let probed = Probed {
            url: probe.map_err(|_| format!("“{url}” is no address"))?.to_string(),
            status: 200,
            final_url: None,
        };
        Ok(Answered {
            soft: Some((soft, probed)),
            ..Answered::well(url)
        })
    }
}

fn of_status(status: u16) -> Answer {
    Answer {
        status,
        content_type: Some("text/html".into()),
        ..Answer::default()
    }
}

fn status(code: u16) -> Outcome {
    Outcome::Answer(of_status(code))
}

fn attempt(outcome: Outcome) -> Attempt {
    Attempt {
        at: 0,
        method: Method::Get,
        as_browser: false,
        hops: Vec::new(),
        bytes: if matches!(outcome, Outcome::Answer(_)) { 12_000 } else { 0 },
        outcome,
        ms: 120,
        address: None,
        tls: None,
    }
}
