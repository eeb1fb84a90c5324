//! Is it there? HEAD, and what HEAD is not believed.

use super::super::HEAD_LIMIT;
use super::super::test_server::{Step, TestServer, answer, page};
use super::*;
use crate::facts::Method;

fn methods(fetched: &Fetched) -> Vec<Method> {
    fetched.exchange.attempts.iter().map(|a| a.method).collect()
}

fn head_ok(headers: &str) -> Vec<Step> {
    vec![Step::Send(format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes()), Step::Again]
}

#[tokio::test]
async fn a_plain_head_settles_a_file() {
    let server = TestServer::start(|_| head_ok("Content-Type: application/pdf\r\nContent-Length: 12345\r\n")).await;
    let fetched = check(&client(), server.url("/a.pdf")).await;
    assert_eq!(methods(&fetched), [Method::Head]);
    assert_eq!(answered(&fetched).content_length, Some(12345));
    assert_eq!(server.lines(), ["HEAD /a.pdf"]);
}

#[tokio::test]
async fn what_head_says_oddly_get_decides() {
    let server = TestServer::start(|seen| {
        if seen.method == "GET" {
            return answer(200, "Content-Type: application/msword\r\n", "\u{fffd}");
        }
        match seen.path.as_str() {
            "/html.doc" => head_ok("Content-Type: text/html\r\nContent-Length: 9\r\n"),
            "/zero.doc" => head_ok("Content-Length: 0\r\n"),
            "/hang.doc" => vec![Step::Hang],
            "/reset.doc" => vec![Step::Reset],
            "/loop.doc" => vec![Step::Send(b"HTTP/1.1 302 X\r\nLocation: /loop.doc\r\n\r\n".to_vec())],
            path => {
                let status = path.trim_matches(|c: char| !c.is_ascii_digit());
                vec![Step::Send(format!("HTTP/1.1 {status} X\r\nContent-Length: 7\r\n\r\n").into_bytes())]
            }
        }
    })
    .await;
    let client = client();
    for name in [
        "405", "404", "501", "403", "500", "503", "400", "204", "html", "zero", "hang", "reset", "loop",
    ] {
        let request = Request {
            timeout: Duration::from_secs(2),
            ..Request::new(server.url(&format!("/{name}.doc")), Want::Check)
        };
        let fetched = client.fetch(&OpenGate, &request).await;
        assert_eq!(methods(&fetched), [Method::Head, Method::Get], "{name}");
        assert_eq!(answered(&fetched).status, 200, "{name}");
    }
}

#[tokio::test]
async fn pages_are_checked_by_the_beginning_of_a_get() {
    let long = format!("<html>{}", "字".repeat(HEAD_LIMIT));
    let server = TestServer::start(move |_| page(&long)).await;
    let fetched = check(&client(), server.url("/x.htm")).await;
    assert_eq!(methods(&fetched), [Method::Get]);
    assert_eq!(fetched.body.as_ref().unwrap().bytes.len(), HEAD_LIMIT);
    assert!(answered(&fetched).partial);
}

#[tokio::test]
async fn an_empty_file_and_a_page_in_its_place_are_seen_by_get() {
    let server = TestServer::start(|seen| {
        if seen.path == "/empty.pdf" {
            answer(200, "Content-Type: application/pdf\r\n", "")
        } else {
            page(if seen.method == "HEAD" {
                ""
            } else {
                "<html>您访问的文件不存在"
            })
        }
    })
    .await;
    let fetched = check(&client(), server.url("/empty.pdf")).await;
    assert_eq!((last(&fetched).method, last(&fetched).bytes), (Method::Get, 0));
    assert!(!answered(&fetched).partial);
    let fetched = check(&client(), server.url("/missing.pdf")).await;
    assert_eq!(answered(&fetched).signature.as_deref(), Some("html"));
    assert!(text(&fetched).contains("不存在"));
}

#[tokio::test]
async fn a_refusal_of_our_own_settles_a_head_too() {
    let server = TestServer::start(|_| page("x")).await;
    let watch = Watch {
        refused: Some(("/a.pdf", Failure::Robots)),
        ..Watch::default()
    };
    let fetched = client().fetch(&watch, &Request::new(server.url("/a.pdf"), Want::Check)).await;
    assert_eq!((failed(&fetched), fetched.exchange.attempts.len()), (&Failure::Robots, 1));
    let fetched = check(&client(), "http://10.0.0.1/a.pdf".parse().unwrap()).await;
    assert!(matches!(failed(&fetched), Failure::LocalAddress { .. }));
    assert_eq!(fetched.exchange.attempts.len(), 1);
}
