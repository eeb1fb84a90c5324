//! Failures that pass and failures that stay: what is tried again, what HEAD is worth.

use super::answers::{about, answer, file, fine, flood, html, missing, moved, page, send, sometimes, status};
use super::case::Verdict::{Alive, Dead, Suspect};
use super::case::{Case, case};
use super::server::{Ask, Step};

const ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

fn zip(ask: &Ask) -> Vec<Step> {
    file(ask, "application/zip", ZIP)
}

fn busy(ask: &Ask, code: u16, retry_after: &str) -> Vec<Step> {
    let headers = format!("Content-Type: text/html\r\nRetry-After: {retry_after}\r\n");
    answer(ask, code, &headers, page("提示", "<p>提示信息</p>"))
}

/// A file of another site whose HEAD does this, and whose GET is good.
fn head_only(name: &'static str, on_head: impl Fn(&Ask) -> Vec<Step> + Send + Sync + 'static) -> Case {
    case(name, Alive, move |ask| if ask.is_head() { on_head(ask) } else { zip(ask) })
        .file("a.zip")
        .abroad()
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("503-then-fine", Alive, |ask| sometimes(ask, |n| n == 0, busy(ask, 503, "1"))).at("127.0.0.2"),
        case("429-then-fine", Alive, |ask| sometimes(ask, |n| n == 0, busy(ask, 429, "1"))).at("127.0.0.3"),
        case("429-with-a-date-then-fine", Alive, |ask| {
            let soon = httpdate::fmt_http_date(std::time::SystemTime::now() + std::time::Duration::from_secs(2));
            sometimes(ask, |n| n == 0, busy(ask, 429, &soon))
        })
        .at("127.0.0.4"),
        case("503-with-an-absurd-wish", Alive, |ask| {
            sometimes(ask, |n| n == 0, busy(ask, 503, "-99999999999999999999 fortnights"))
        })
        .at("127.0.0.5"),
        case("429-with-a-date-long-past", Alive, |ask| {
            sometimes(ask, |n| n == 0, busy(ask, 429, "Thu, 01 Jan 1970 00:00:00 GMT"))
        })
        .at("127.0.0.6"),
        case("429-always", Suspect("rate_limited"), |ask| status(ask, 429)).at("127.0.0.7"),
        case("503-always", Dead("http_503"), |ask| status(ask, 503)).at("127.0.0.8"),
        case("500-once", Alive, |ask| sometimes(ask, |n| n == 0, status(ask, 500))),
        case("502-twice", Suspect("flaky"), |ask| sometimes(ask, |n| n < 2, status(ask, 502))),
        case("one-of-three-reset", Alive, |ask| sometimes(ask, |n| n % 3 == 0, vec![Step::Reset])),
        case("two-of-three-reset", Suspect("flaky"), |ask| {
            sometimes(ask, |n| n % 3 != 2, vec![Step::Reset])
        }),
        // On a host of its own: beside others that are reset at the same time it would look like an outage of the server.
        case("well-at-the-end-of-the-run", Suspect("flaky"), |ask| {
            sometimes(ask, |n| n < 3, vec![Step::Reset])
        })
        .at("127.0.0.41"),
        case("404-after-a-reset", Dead("http_404"), |ask| {
            if ask.earlier == 0 { vec![Step::Reset] } else { missing(ask) }
        }),
        head_only("head-refused", |ask| status(ask, 405)),
        head_only("head-not-implemented", |ask| status(ask, 501)),
        head_only("head-forbidden", |ask| status(ask, 403)),
        head_only("head-not-found", missing),
        head_only("head-fails", |ask| status(ask, 500)),
        head_only("head-reset", |_| vec![Step::Reset]),
        head_only("head-hangs", |_| vec![Step::Hang]),
        head_only("head-is-garbage", |_| vec![send("what is HEAD?\r\n")]),
        head_only("head-moves-in-circles", |ask| moved(ask, 302, ask.path())),
        head_only("head-says-empty", |_| {
            vec![
                send("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 0\r\n\r\n"),
                Step::Again,
            ]
        }),
        head_only("head-says-html", |ask| html(ask, 200, &about("头部"))),
        head_only("head-with-a-body", |_| {
            vec![
                send("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 4\r\n\r\nPK\x05\x06"),
                Step::Again,
            ]
        }),
        case("head-and-get-not-found", Dead("http_404"), missing).file("a.zip").abroad(),
        case("head-lies", Dead("http_404"), |ask| {
            if ask.is_head() {
                file(ask, "application/pdf", PDF)
            } else {
                missing(ask)
            }
        })
        .file("a.pdf"),
        case("image-without-head", Alive, |ask| {
            if ask.is_head() {
                status(ask, 405)
            } else {
                file(ask, "image/gif", b"GIF89a\x01\0\x01\0\0\0\0;")
            }
        })
        .file("a.gif")
        .image(),
        case("image-not-found", Dead("http_404"), missing).file("a.png").image(),
        // Two hundred megabytes that must not be fetched.
        case("huge-video", Alive, video).file("a.mp4"),
        case("huge-video-without-head", Alive, |ask| {
            if ask.is_head() { status(ask, 405) } else { video(ask) }
        })
        .file("a.mp4"),
        case("huge-video-without-name", Alive, video).file("play"),
        case("huge-video-abroad", Alive, |ask| {
            if ask.is_head() { status(ask, 501) } else { video(ask) }
        })
        .file("a.mp4")
        .abroad(),
        case("huge-installer", Alive, |ask| {
            if ask.is_head() {
                return status(ask, 403);
            }
            vec![
                send(format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\nMZ",
                    super::answers::FLOOD
                )),
                flood(vec![0; 1 << 16]),
            ]
        })
        .file("setup.exe"),
        case("fine-file", Alive, zip).file("a.zip"),
        case("fine-page-abroad", Alive, fine).abroad(),
    ]
}

fn video(ask: &Ask) -> Vec<Step> {
    let head = send(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nAccept-Ranges: bytes\r\nContent-Length: {}\r\n\r\n",
        super::answers::FLOOD + 32
    ));
    if ask.is_head() {
        return vec![head, Step::Again];
    }
    vec![head, send(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"), flood(vec![0; 1 << 16])]
}
