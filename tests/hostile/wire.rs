//! Connections that break, stall and drip, and what is no HTTP at all.

use std::time::Duration;

use super::answers::{about, answer, fine, flood, head, raw, send, sometimes, trickle};
use super::case::Verdict::{Alive, Dead};
use super::case::{Case, case};
use super::server::Step;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("reset-at-once", Dead("connect"), |_| vec![Step::Reset]),
        case("closed-at-once", Dead("connect"), |_| vec![]),
        case("reset-in-head", Dead("connect"), |_| {
            vec![
                send("HTTP/1.1 200 OK\r\nContent-"),
                Step::Pause(Duration::from_millis(50)),
                Step::Reset,
            ]
        }),
        case("closed-in-head", Dead("connect"), |_| {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        }),
        case("nobody-listens", Dead("connect"), fine).href("http://127.0.0.9:1/nobody-listens/a.html"),
        case("silent", Dead("timeout"), |_| vec![Step::Hang]).alone(),
        case("silent-in-head", Dead("timeout"), |_| {
            vec![send("HTTP/1.1 200 OK\r\nContent-Ty"), Step::Hang]
        })
        .alone(),
        case("silent-in-body", Dead("timeout"), |_| {
            vec![head("Content-Length: 9999\r\n"), send("<p>"), Step::Hang]
        })
        .alone(),
        case("drips-its-head", Dead("timeout"), |_| {
            vec![send("HTTP/1.1 200 OK\r\nX-Slow: "), trickle("a")]
        })
        .alone(),
        case("drips-its-body", Dead("timeout"), |_| {
            vec![head("Content-Length: 99999\r\n"), trickle("<p>a")]
        })
        .alone(),
        case("drips-and-ends", Alive, |ask| {
            let mut steps = vec![head("Content-Length: 60\r\n")];
            for _ in 0..6 {
                steps.extend([send("<p>慢慢"), Step::Pause(Duration::from_millis(40))]);
            }
            steps.truncate(if ask.is_head() { 1 } else { steps.len() });
            steps.push(send(" ".repeat(60 - 6 * "<p>慢慢".len())));
            steps
        }),
        case("slow-but-whole", Alive, |ask| {
            [vec![Step::Pause(Duration::from_millis(500))], fine(ask)].concat()
        }),
        case("first-answer-reset", Alive, |ask| sometimes(ask, |n| n == 0, vec![Step::Reset])),
        case("keeps-alive-and-closes", Alive, |ask| {
            let page = about("说了保持却关闭");
            raw(format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: keep-alive\r\nContent-Length: {}\r\n\r\n{}",
                page.len(),
                if ask.is_head() { "" } else { &page }
            ))
        })
        .alone(),
        // What follows the answer on the same connection is an answer to nothing, least of all to the next request.
        case("answers-twice", Alive, |ask| {
            let page = about("一问两答");
            let length = page.len();
            let twice = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{page}\
                 HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nNot Found"
            );
            if ask.is_head() { fine(ask) } else { vec![send(twice), Step::Again] }
        })
        .alone(),
        case("asked-after-two-answers", Alive, fine).on("answers-twice"),
        case("reset-after-the-end", Alive, |ask| {
            let mut steps = fine(ask);
            steps.truncate(1);
            steps.extend([Step::Pause(Duration::from_millis(200)), Step::Reset]);
            steps
        })
        .alone(),
        case("http-0.9", Dead("connect"), |_| raw("<html><body>no status line")),
        case("ssh-instead", Dead("connect"), |_| raw("SSH-2.0-OpenSSH_9.9\r\n")),
        case("bytes-instead", Dead("connect"), |_| raw([0, 1, 2, 255, 254, 10, 0, 13, 10])),
        case("garbage-without-end", Dead("connect"), |_| vec![flood([0xA5; 65536])]),
        case("http-1.0", Alive, |_| {
            raw(format!(
                "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
                about("老服务器")
            ))
        }),
        case("bare-line-feeds", Alive, |_| {
            raw(format!(
                "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n{}",
                about("换行")
            ))
        }),
        case("no-reason-phrase", Alive, |_| {
            raw(format!(
                "HTTP/1.1 200\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
                about("没有原因")
            ))
        }),
        case("few-interim-answers", Alive, |ask| {
            let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n";
            [vec![send(interim)], fine(ask)].concat()
        }),
        case("interim-answers-without-end", Dead("timeout"), |_| {
            vec![trickle("HTTP/1.1 100 Continue\r\n\r\n")]
        })
        .alone(),
        case("flood-of-interim-answers", Dead("timeout"), |_| {
            vec![Step::Repeat(
                "HTTP/1.1 100 Continue\r\n\r\n".repeat(100).into_bytes(),
                Duration::from_millis(5),
                16 << 20,
            )]
        })
        .alone(),
        case("connection-refuses-reuse", Alive, |ask| {
            answer(ask, 200, "Content-Type: text/html\r\nConnection: close\r\n", about("一次一连"))
        }),
    ]
}
