//! A page and a server that say far too much.

use std::collections::BTreeMap;

use super::*;
use crate::facts::{
    Answer, Attempt, Exchange, Failure, GuideBody, HiddenHow, Hijack, HijackSort, InquiryForm, LinkFrom, Method, Outcome, PageKind,
    PolicyDetail, PrivateKind, TlsFault, TlsNote,
};
use crate::standard::{Channel, GuideElement};

/// Everything a page can say, each text of this length and each thing so many times.
fn hostile(length: usize, times: usize) -> PageFacts {
    let text = || "字".repeat(length / 3);
    let some = || Some(text());
    let texts = || vec![text(); times];
    let url = || Some(format!("http://a.gov.cn/{}", "u".repeat(length.min(ADDRESS - 100))));
    let list = || ListingFacts {
        column: some(),
        more_url: Some("m".repeat(length)),
        items: vec![
            ListItem {
                title: text(),
                url: url(),
                date: None,
                year_inferred: false,
                pinned: false,
            };
            times
        ],
        page_number: 1,
        paged: false,
    };
    let link = |n: usize| Link {
        target: match n % 3 {
            0 => Target::Web {
                url: url().unwrap_or_default(),
                fragment: some(),
            },
            1 => Target::Local(text()),
            _ => Target::Invalid(text()),
        },
        from: LinkFrom::A,
        text: text(),
        raw: text(),
    };
    let mut facts = PageFacts {
        title: some(),
        html_title: some(),
        printed_date: some(),
        source: some(),
        column: some(),
        breadcrumb: vec![Crumb { text: text(), url: url() }; times],
        labels: (0..times).map(|n| (format!("{n}{}", text()), text())).collect(),
        header: HeaderFacts {
            text: text(),
            pictures: texts(),
            mute: false,
        },
        footer: FooterFacts {
            site_code: some(),
            icp: texts(),
            police: texts(),
            sponsor: some(),
            contact: some(),
            site_codes: texts(),
            malformed: texts(),
            ..FooterFacts::default()
        },
        listing: Some(list()),
        boxes: vec![list(); 2],
        words: texts(),
        guide: Some(GuideFacts {
            name: some(),
            elements: BTreeMap::from([(
                GuideElement::ALL[0],
                ElementValue {
                    heading: text(),
                    value: text(),
                },
            )]),
            empty: vec![(GuideElement::ALL[1], text()); times],
            forms: vec![FormFacts { name: text(), url: url() }; times],
            materials: Some(MaterialFacts {
                items: vec![
                    MaterialItem {
                        text: text(),
                        form: false,
                        named: false
                    };
                    times
                ],
                ..MaterialFacts::default()
            }),
            vague: vec![
                VaguePhrase {
                    element: GuideElement::ALL[0],
                    phrase: text(),
                    doubtful: false
                };
                times
            ],
            policies: vec![
                CitedPolicy {
                    name: text(),
                    detail: PolicyDetail::NameOnly
                };
                times
            ],
            phones: vec![
                PhoneFacts {
                    heading: text(),
                    reachable: false,
                    wrong: vec![text()],
                    placeholders: vec![text()],
                    doubtful: vec![text()],
                };
                times
            ],
            form_library: Some("f".repeat(length)),
            ..GuideFacts::blank(GuideBody::Text)
        }),
        inquiries: Some(InquiriesOnPage {
            form: InquiryForm::List,
            channel: Channel::Consultation,
            items: vec![
                InquiryFacts {
                    title: some(),
                    url: url(),
                    answerer: Fact::Known(text()),
                    status_word: some(),
                    no_dates: vec![text()],
                    ..InquiryFacts::blank()
                };
                times
            ],
            seen: times,
        }),
        links: (0..times).map(link).collect(),
        report_names: texts(),
        text: text(),
        blank_note: some(),
        error_words: some(),
        lost: (0..times).map(link).collect(),
        document: DocumentFacts {
            number: some(),
            withdrawn: some(),
        },
        private: vec![
            PrivateNumber {
                kind: PrivateKind::Phone,
                masked: text(),
                context: text(),
                offset: 0,
                certain: true
            };
            times
        ],
        hidden: vec![
            HiddenLinks {
                how: HiddenHow::OffScreen,
                links: vec![HiddenLink {
                    url: url().unwrap_or_default(),
                    text: text()
                }],
                count: 1,
                domains: 1,
                words: vec![text()],
                sort: None,
                named: false,
                asked: false,
            };
            times
        ],
        ..PageFacts::blank("http://a.gov.cn/", PageKind::Other)
    };
    facts.charset.name = text();
    facts.charset.declared = some();
    facts
}

fn record(facts: &PageFacts) -> usize {
    serde_json::to_vec(facts).unwrap().len()
}

#[test]
fn texts_of_a_megabyte_are_kept_by_the_line() {
    let mut facts = hostile(1 << 20, 3);
    assert!(record(&facts) > 100 << 20);
    page(&mut facts);
    // The main text, some hundred lines, and the addresses.
    assert!(record(&facts) < 3 << 20, "{}", record(&facts));
    assert_eq!(facts.title.as_ref().map(|t| t.chars().count()), Some(LINE + 1));
    assert!(facts.title.as_ref().is_some_and(|t| t.ends_with('…')));
    assert_eq!(
        facts.listing.as_ref().map(|l| (l.items.len(), l.more_url.is_none())),
        Some((3, true))
    );
    assert!(!facts.cut_off, "nothing is left out");
    // Bounded once, it stays as it is.
    let once = facts.clone();
    page(&mut facts);
    assert_eq!(facts, once);
}

#[test]
fn a_hundred_thousand_of_each_thing_have_a_bound_together() {
    for length in [30, 3_000] {
        let times = if length == 30 { 100_000 } else { 5_000 };
        let mut facts = hostile(length, times);
        page(&mut facts);
        assert!(
            record(&facts) < (LINK_BYTES + THING_BYTES) * 5 / 4 + (8 << 20),
            "{}",
            record(&facts)
        );
        assert!(facts.cut_off, "what is left out was not looked at");
        assert!(facts.links.len() > 4_000, "{}", facts.links.len());
    }
}

#[test]
fn an_ordinary_page_is_kept_as_it_is() {
    let mut facts = hostile(300, 40);
    facts.boxes.truncate(1);
    let before = facts.clone();
    page(&mut facts);
    assert_eq!(facts, before);
}

#[test]
fn what_a_server_says_has_a_bound() {
    let long = || "x".repeat(1 << 20);
    let answer = Answer {
        content_type: Some(long()),
        etag: Some(long()),
        last_modified: Some(long()),
        challenge: Some(long()),
        error_words: Some(long()),
        signature: Some(long()),
        hijack: Some(Hijack {
            sort: HijackSort::Trade,
            words: vec![long(); 3],
            title: long(),
            certain: true,
        }),
        ..Answer::default()
    };
    let failures = [
        Failure::Dns {
            definite: true,
            detail: long(),
        },
        Failure::Connect { detail: long() },
        Failure::Tls {
            fault: TlsFault::Legacy { wants: Some(long()) },
            detail: long(),
        },
        Failure::Timeout { phase: long() },
        Failure::Broken { detail: long() },
        Failure::Truncated { detail: long() },
        Failure::BadRedirect {
            status: 302,
            location: long(),
        },
        Failure::LocalAddress { address: long() },
        Failure::InvalidUrl { detail: long() },
        Failure::Limit { what: long() },
    ];
    let outcomes = failures.into_iter().map(Outcome::Failure).chain([Outcome::Answer(answer)]);
    let mut asked = Exchange {
        url: "http://a.gov.cn/".to_owned(),
        attempts: outcomes
            .map(|outcome| Attempt {
                at: 0,
                method: Method::Get,
                as_browser: false,
                hops: Vec::new(),
                outcome,
                ms: 0,
                bytes: 0,
                address: Some(long()),
                tls: Some(TlsNote {
                    old_protocol: Some(long()),
                    ..TlsNote::default()
                }),
            })
            .collect(),
    };
    exchange(&mut asked);
    let bytes = serde_json::to_vec(&asked).unwrap().len();
    assert!(bytes < 32 << 10, "{bytes}");
    // The beginning of a validator would be another one.
    assert_eq!(asked.answer().and_then(|a| a.etag.as_deref()), None);
}
