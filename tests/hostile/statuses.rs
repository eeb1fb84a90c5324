//! Every kind of status line, from 200 to 999.

use super::answers::{about, answer, html, missing, raw, send, status};
use super::case::Verdict::{Alive, Dead, Suspect};
use super::case::{Case, Verdict, case};
use super::server::Step;

/// Statuses without more to them, with the verdict inside the site.
const PLAIN: &[(&str, u16, Verdict)] = &[
    ("status-203", 203, Alive),
    ("status-206", 206, Alive),
    ("status-299", 299, Alive),
    ("status-300", 300, Alive),
    ("status-400", 400, Dead("http_400")),
    ("status-401", 401, Suspect("forbidden")),
    ("status-402", 402, Dead("http_402")),
    ("status-403", 403, Dead("http_403")),
    ("status-404", 404, Dead("http_404")),
    ("status-405", 405, Dead("http_405")),
    ("status-406", 406, Dead("http_406")),
    ("status-407", 407, Suspect("forbidden")),
    ("status-408", 408, Dead("http_408")),
    ("status-409", 409, Dead("http_409")),
    ("status-410", 410, Dead("http_410")),
    ("status-412", 412, Suspect("challenge")),
    ("status-414", 414, Dead("http_414")),
    ("status-418", 418, Dead("http_418")),
    ("status-421", 421, Dead("http_421")),
    ("status-431", 431, Dead("http_431")),
    ("status-451", 451, Dead("http_451")),
    ("status-499", 499, Dead("http_499")),
    ("status-500", 500, Dead("http_500")),
    ("status-501", 501, Dead("http_501")),
    ("status-502", 502, Dead("http_502")),
    ("status-504", 504, Dead("http_504")),
    ("status-505", 505, Dead("http_505")),
    ("status-507", 507, Dead("http_507")),
    ("status-520", 520, Dead("http_520")),
    ("status-521", 521, Suspect("challenge")),
    ("status-522", 522, Dead("http_522")),
    ("status-599", 599, Dead("http_599")),
    ("status-600", 600, Dead("http_600")),
    // What LinkedIn and others answer to robots, and to nobody else.
    ("status-999", 999, Suspect("forbidden")),
];

pub(crate) fn cases() -> Vec<Case> {
    let plain = PLAIN
        .iter()
        .map(|(name, code, verdict)| case(name, *verdict, |ask| status(ask, *code)));
    let mut cases: Vec<Case> = plain.collect();
    cases.extend([
        case("status-403-abroad", Suspect("forbidden"), |ask| status(ask, 403)).abroad(),
        case("status-404-abroad", Dead("http_404"), missing).abroad(),
        case("status-500-abroad", Dead("http_500"), |ask| status(ask, 500)).abroad(),
        case("404-with-a-whole-page", Dead("http_404"), |ask| html(ask, 404, &about("迁移"))),
        case("404-without-a-body", Dead("http_404"), |ask| answer(ask, 404, "", "")),
        case("404-whose-body-stalls", Dead("http_404"), |_| {
            vec![
                send("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>"),
                Step::Hang,
            ]
        })
        .alone(),
        case("404-cut-short", Dead("http_404"), |_| {
            raw("HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\n<p>Not Found")
        }),
        case("204-without-body", Alive, |_| {
            vec![send("HTTP/1.1 204 No Content\r\n\r\n"), Step::Again]
        }),
        case("204-with-body", Alive, |_| {
            raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello")
        })
        .alone(),
        case("205-without-body", Alive, |ask| answer(ask, 205, "", "")),
        case("304-unasked", Alive, |_| {
            vec![send("HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n"), Step::Again]
        }),
        case("101-unasked", Dead("http_101"), |_| {
            raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        }),
        case("status-of-two-digits", Dead("connect"), |_| raw("HTTP/1.1 20 OK\r\n\r\n<html>")),
        case("status-of-no-digits", Dead("connect"), |_| raw("HTTP/1.1 OK\r\n\r\n<html>")),
    ]);
    cases
}
