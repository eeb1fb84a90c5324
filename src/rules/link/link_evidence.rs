//! What a verdict on a link rests on, as evidence: every try with its hops, which one decided, and the probe it was held
//! against.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value, json};

use crate::facts::{Attempt, CertificateFault, Exchange, Failure, Outcome, Probed, TlsFault, TlsNote};
use crate::finding::{Evidence, names_document, names_image};

/// Tries, and hops of one try, that are told one by one; of more, the first and the last ones.
const MOST: usize = 10;

/// What the tries say. One try is told plainly; where there were more, each is told in `attempts`, and `decided` is the number
/// of the one that counts.
pub(crate) fn evidence(exchange: Option<&Exchange>, probed: Option<&Probed>) -> Evidence {
    let mut evidence = Evidence::new();
    if let Some(probed) = probed {
        evidence.insert("probe".into(), json!(probed.url));
        evidence.insert("probe_status".into(), json!(probed.status));
        if let Some(end) = &probed.final_url {
            evidence.insert("probe_final_url".into(), json!(end));
        }
    }
    let Some((exchange, last)) = exchange.and_then(|e| Some((e, e.last()?))) else {
        return evidence;
    };
    evidence.insert("tries".into(), json!(exchange.attempts.len()));
    evidence.extend(of_try(last));
    if !last.hops.is_empty() {
        evidence.insert("final_url".into(), json!(last.final_url(&exchange.url)));
    }
    if let Outcome::Answer(answer) = &last.outcome {
        if let Some(words) = answer.challenge.as_ref().or(answer.error_words.as_ref()) {
            evidence.insert("words".into(), json!(words));
        }
        if let Some(kind) = &answer.content_type {
            evidence.insert("content_type".into(), json!(kind));
        }
        if let Some(signature) = answer
            .signature
            .as_ref()
            .filter(|_| names_document(&exchange.url) || names_image(&exchange.url))
        {
            evidence.insert("content".into(), json!(signature));
        }
    }
    if exchange.attempts.len() > 1 {
        let attempts: Vec<Value> = ends(&exchange.attempts)
            .map(|(number, attempt)| {
                let mut told = of_try(attempt);
                told.insert("number".into(), json!(number));
                Value::Object(told)
            })
            .collect();
        evidence.insert("attempts".into(), Value::Array(attempts));
        evidence.insert("decided".into(), json!(exchange.attempts.len()));
    }
    evidence
}

/// One try: when, how, where to, and what came.
fn of_try(attempt: &Attempt) -> Map<String, Value> {
    let mut told = Map::new();
    // What was never sent has no time.
    if attempt.at > 0
        && let Ok(at) = Timestamp::from_millisecond(attempt.at)
    {
        let zoned = at.to_zoned(TimeZone::fixed(Offset::constant(8)));
        told.insert("at".into(), json!(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()));
    }
    told.insert("method".into(), json!(attempt.method));
    if attempt.as_browser {
        told.insert("as_browser".into(), json!(true));
    }
    if let Some(address) = &attempt.address {
        told.insert("address".into(), json!(address));
    }
    told.insert("bytes".into(), json!(attempt.bytes));
    told.insert("ms".into(), json!(attempt.ms));
    if !attempt.hops.is_empty() {
        let hops: Vec<String> = ends(&attempt.hops)
            .map(|(_, hop)| format!("{} {} → {}", hop.status, hop.from, hop.to))
            .collect();
        told.insert("redirects".into(), json!(hops));
    }
    match &attempt.outcome {
        Outcome::Answer(answer) => told.insert("status".into(), json!(answer.status)),
        Outcome::Failure(failure) => told.insert("failure".into(), json!(failure)),
    };
    if let Outcome::Failure(Failure::Tls { fault, .. }) = &attempt.outcome {
        told.insert("tls".into(), json!(fault.chinese()));
        let until = attempt.tls.as_ref().and_then(TlsNote::until);
        if let (TlsFault::Certificate(CertificateFault::Expired), Some(day)) = (fault, until) {
            told.insert("certificate_until".into(), json!(day));
        }
    }
    told
}

/// The items with their numbers from one; of more than [`MOST`] the first and last half.
fn ends<T>(all: &[T]) -> impl Iterator<Item = (usize, &T)> {
    let (few, length) = (all.len() <= MOST, all.len());
    let told = move |index: &usize| few || *index < MOST / 2 || *index >= length - MOST / 2;
    (0..length).filter(told).map(|index| (index + 1, &all[index]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Answer, Hop, Method};

    fn attempt(outcome: Outcome, hops: usize) -> Attempt {
        let hop = |n: usize| Hop {
            from: format!("http://a/{n}"),
            status: 302,
            to: format!("http://a/{}", n + 1),
        };
        Attempt {
            at: 1_795_400_000_000,
            method: Method::Get,
            as_browser: false,
            hops: (0..hops).map(hop).collect(),
            outcome,
            ms: 12,
            bytes: 345,
            address: Some("203.0.113.7:80".into()),
            tls: None,
        }
    }

    fn status(status: u16) -> Outcome {
        Outcome::Answer(Answer {
            status,
            ..Answer::default()
        })
    }

    fn of(attempts: Vec<Attempt>) -> Evidence {
        let url = "http://a/0".into();
        evidence(Some(&Exchange { url, attempts }), None)
    }

    #[test]
    fn one_try_is_told_plainly() {
        let told = of(vec![attempt(status(404), 1)]);
        assert_eq!(told["at"], json!("2026-11-23T10:13:20+08:00"));
        assert_eq!(
            (&told["status"], &told["bytes"], &told["ms"]),
            (&json!(404), &json!(345), &json!(12))
        );
        assert_eq!(
            (&told["redirects"], &told["final_url"]),
            (&json!(["302 http://a/0 → http://a/1"]), &json!("http://a/1"))
        );
        assert!(!told.contains_key("attempts"));
    }

    #[test]
    fn every_try_is_told_and_which_one_decided() {
        let timeout = || Outcome::Failure(Failure::Timeout { phase: "idle".into() });
        let told = of(vec![attempt(timeout(), 0), attempt(status(503), 0), attempt(timeout(), 0)]);
        assert_eq!((&told["tries"], &told["decided"]), (&json!(3), &json!(3)));
        assert_eq!(told["attempts"][1]["status"], json!(503));
        assert_eq!(told["attempts"][2]["failure"]["kind"], json!("timeout"));
    }

    #[test]
    fn tries_and_hops_are_bounded() {
        let told = of((0..30).map(|_| attempt(status(503), 20)).collect());
        let numbers: Vec<_> = told["attempts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["number"].as_u64().unwrap())
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 26, 27, 28, 29, 30]);
        assert_eq!(told["redirects"].as_array().unwrap().len(), MOST);
    }
}
