//! Bodies on the wire: lengths that lie, encodings that break, bombs.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use super::super::test_server::{Step, TestServer, answer, page, raw};
use super::super::{HEAD_LIMIT, PAGE_LIMIT};
use super::*;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

const HTML_GZIP: &str = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";

#[tokio::test]
async fn a_page_comes_with_its_charset_and_validators() {
    let server = TestServer::start(|_| {
        answer(
            200,
            "Content-Type: Text/HTML; charset=\"GBK\"\r\nETag: \"e1\"\r\nLast-Modified: Mon, 23 Nov 2026 09:00:00 GMT\r\n",
            b"<html>\xd6\xd0",
        )
    })
    .await;
    let fetched = get(&client(), server.url("/")).await;
    let body = fetched.body.as_ref().unwrap();
    assert_eq!(body.bytes, b"<html>\xd6\xd0");
    assert_eq!(
        (body.header_charset.as_deref(), body.content_type.as_deref()),
        (Some("gbk"), Some("text/html"))
    );
    let answer = answered(&fetched);
    assert_eq!((answer.etag.as_deref(), answer.content_length), (Some("\"e1\""), Some(8)));
    assert_eq!((answer.signature.as_deref(), answer.partial), (Some("html"), false));
    assert_eq!(last(&fetched).bytes, 8);
}

#[tokio::test]
async fn gzip_is_undone() {
    let server = TestServer::start(|_| answer(200, HTML_GZIP, gzip("<p>中文".as_bytes()))).await;
    assert_eq!(text(&get(&client(), server.url("/")).await), "<p>中文");
    assert!(server.seen()[0].header("accept-encoding").contains("gzip"));
}

#[tokio::test]
async fn a_bomb_is_cut_at_the_limit_of_decompressed_bytes() {
    let bomb = gzip(&vec![b'x'; PAGE_LIMIT * 8]);
    assert!(bomb.len() < 100_000);
    let server = TestServer::start(move |_| answer(200, HTML_GZIP, &bomb)).await;
    let fetched = get(&client(), server.url("/")).await;
    assert_eq!(fetched.body.as_ref().unwrap().bytes.len(), PAGE_LIMIT);
    assert!(answered(&fetched).partial);
    let fetched = check(&client(), server.url("/")).await;
    assert_eq!((last(&fetched).bytes, answered(&fetched).partial), (HEAD_LIMIT as u64, true));
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_limit() {
    let server = TestServer::start(|_| {
        vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec()),
            Step::Forever(vec![b'x'; 1 << 16], Duration::ZERO),
        ]
    })
    .await;
    let fetched = get(&client(), server.url("/")).await;
    assert_eq!((last(&fetched).bytes, answered(&fetched).partial), (PAGE_LIMIT as u64, true));
}

#[tokio::test]
async fn broken_gzip_is_asked_for_bare() {
    let server = TestServer::start(|seen| {
        if seen.header("accept-encoding") == "identity" {
            page("<p>bare")
        } else {
            let mut bytes = gzip("<p>good at first".repeat(2000).as_bytes());
            let half = bytes.len() / 2;
            bytes[half..].fill(0xff);
            answer(200, HTML_GZIP, bytes)
        }
    })
    .await;
    let fetched = get(&client(), server.url("/")).await;
    assert_eq!(text(&fetched), "<p>bare");
    assert_eq!(fetched.exchange.attempts.len(), 2);
    assert!(matches!(
        fetched.exchange.attempts[0].outcome,
        Outcome::Failure(Failure::Broken { .. })
    ));
}

#[tokio::test]
async fn of_gzip_that_stays_broken_what_could_be_read_counts() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        // Whole, then rubbish behind it: browsers show it.
        "/trailing" => answer(200, HTML_GZIP, [gzip(b"<p>all of it"), b"rubbish".repeat(20)].concat()),
        "/plain-text-called-gzip" => answer(200, HTML_GZIP, "<p>never was gzip"),
        "/raw-deflate" => {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(b"<p>raw").unwrap();
            answer(
                200,
                "Content-Type: text/html\r\nContent-Encoding: deflate\r\n",
                encoder.finish().unwrap(),
            )
        }
        _ => answer(
            200,
            "Content-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n",
            gzip(&gzip(b"<p>twice")),
        ),
    })
    .await;
    let client = client();
    assert_eq!(text(&get(&client, server.url("/trailing")).await), "<p>all of it");
    for path in ["/plain-text-called-gzip", "/raw-deflate", "/twice"] {
        let fetched = get(&client, server.url(path)).await;
        assert_eq!((answered(&fetched).status, answered(&fetched).partial), (200, true), "{path}");
        assert_eq!(fetched.exchange.attempts.len(), 2, "{path}");
    }
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_truncated() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/length" => raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"),
        "/chunked" => raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
        "/gzip" => {
            let whole = gzip(&(0..=255).cycle().take(9999).collect::<Vec<u8>>());
            let mut head = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                whole.len()
            )
            .into_bytes();
            head.extend_from_slice(&whole[..whole.len() / 2]);
            raw(head)
        }
        _ => vec![
            Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_vec()),
            Step::Pause(Duration::from_millis(30)),
            Step::Reset,
        ],
    })
    .await;
    let client = client();
    for path in ["/length", "/chunked", "/gzip", "/reset"] {
        let fetched = get(&client, server.url(path)).await;
        assert!(
            matches!(failed(&fetched), Failure::Truncated { .. }),
            "{path}: {:?}",
            failed(&fetched)
        );
        assert_eq!(fetched.exchange.attempts.len(), 3, "{path}");
        assert!(fetched.body.is_none());
    }
}

#[tokio::test]
async fn a_body_longer_than_announced_ends_where_announced() {
    let server = TestServer::start(|_| raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<p>abcdef")).await;
    let fetched = get(&client(), server.url("/")).await;
    assert_eq!((text(&fetched).as_str(), answered(&fetched).partial), ("<p>ab", false));
}

#[tokio::test]
async fn bad_chunks_are_a_broken_answer() {
    let server = TestServer::start(|_| raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n")).await;
    let fetched = get(&client_once(), server.url("/")).await;
    assert!(matches!(failed(&fetched), Failure::Broken { .. }), "{:?}", failed(&fetched));
}

#[tokio::test]
async fn a_body_of_no_announced_length_ends_with_the_connection() {
    let server = TestServer::start(|_| raw("HTTP/1.0 200 OK\r\n\r\n<html>old")).await;
    assert_eq!(text(&get(&client(), server.url("/")).await), "<html>old");
}

#[tokio::test]
async fn answers_without_a_body() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/204" => vec![Step::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()), Step::Again],
        "/empty" => page(""),
        _ if seen.header("if-none-match") == "\"e1\"" => {
            vec![
                Step::Send(b"HTTP/1.1 304 Not Modified\r\nETag: \"e1\"\r\nContent-Length: 50\r\n\r\n".to_vec()),
                Step::Again,
            ]
        }
        _ => page("changed"),
    })
    .await;
    let client = client();
    for (path, status) in [("/204", 204), ("/empty", 200)] {
        let fetched = get(&client, server.url(path)).await;
        assert_eq!((answered(&fetched).status, last(&fetched).bytes), (status, 0), "{path}");
    }
    let request = Request {
        validators: Some(super::super::Validators {
            etag: Some("\"e1\"".to_owned()),
            last_modified: None,
        }),
        ..Request::new(server.url("/x"), Want::Page)
    };
    let fetched = client.fetch(&OpenGate, &request).await;
    assert_eq!((answered(&fetched).status, last(&fetched).bytes), (304, 0));
}

#[tokio::test]
async fn of_a_document_only_the_beginning_is_read_whatever_it_is_called() {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(1 << 20, b'x');
    let server = TestServer::start(move |seen| {
        let kind = match seen.path.as_str() {
            "/pdf" => "Content-Type: application/pdf\r\n",
            "/html" => "Content-Type: text/html\r\n",
            _ => "",
        };
        answer(200, kind, &pdf)
    })
    .await;
    let client = client();
    for path in ["/pdf", "/html", "/untyped"] {
        let fetched = get(&client, server.url(path)).await;
        assert_eq!(answered(&fetched).signature.as_deref(), Some("pdf"), "{path}");
        assert_eq!(
            (last(&fetched).bytes, answered(&fetched).partial),
            (HEAD_LIMIT as u64, true),
            "{path}"
        );
        assert!(fetched.body.is_none(), "{path}");
    }
    let request = Request::new(server.url("/pdf"), Want::Bytes(1000));
    assert_eq!(client.fetch(&OpenGate, &request).await.body.unwrap().bytes.len(), 1000);
}

#[tokio::test]
async fn a_body_that_stalls_or_drips_runs_into_its_limit() {
    let server = TestServer::start(|seen| {
        let head = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<p>".to_vec());
        if seen.path == "/stall" {
            vec![head, Step::Hang]
        } else {
            vec![head, Step::Forever(b"x".to_vec(), Duration::from_millis(20))]
        }
    })
    .await;
    let hasty = Client::new(ClientSettings {
        idle_timeout: Duration::from_millis(150),
        tries: 1,
        ..settings()
    })
    .unwrap();
    assert_eq!(phase(&get(&hasty, server.url("/stall")).await), "idle");
    assert_eq!(phase(&get_within(&client_once(), server.url("/drip"), SHORT).await), "total");
}
