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
    let server = TestServer::start(|_| head_ok("Content-Type: video/mp4\r\nContent-Length: 12345\r\nETag: \"1\"\r\n")).await;
    let fetched = check(&client(), server.url("/a.mp4")).await;
    assert_eq!(methods(&fetched), [Method::Head]);
    assert_eq!(answered(&fetched).content_length, Some(12345));
    assert_eq!(server.lines(), ["HEAD /a.mp4"]);
}

#[tokio::test]
async fn what_head_says_oddly_get_decides() {
    let server = TestServer::start(|seen| {
        if seen.method == "GET" {
            return answer(200, "Content-Type: application/msword\r\n", "\u{fffd}");
        }
        match seen.path.as_str() {
            "/html.mp3" => head_ok("Content-Type: text/html\r\nContent-Length: 9\r\n"),
            "/zero.mp3" => head_ok("Content-Length: 0\r\nETag: \"1\"\r\n"),
            "/bare.mp3" => head_ok("Content-Type: audio/mpeg\r\nContent-Length: 7\r\n"),
            "/hang.mp3" => vec![Step::Hang],
            "/reset.mp3" => vec![Step::Reset],
            "/loop.mp3" => vec![Step::Send(b"HTTP/1.1 302 X\r\nLocation: /loop.mp3\r\n\r\n".to_vec())],
            path => {
                let status = path.trim_start_matches('/').trim_end_matches(".mp3");
                vec![Step::Send(format!("HTTP/1.1 {status} X\r\nContent-Length: 7\r\n\r\n").into_bytes())]
            }
        }
    })
    .await;
    for name in [
        "405", "404", "501", "403", "500", "503", "400", "204", "html", "zero", "bare", "hang", "reset", "loop",
    ] {
        let client = client();
        let request = Request {
            timeout: Duration::from_secs(2),
            ..Request::new(server.url(&format!("/{name}.mp3")), Want::Check)
        };
        let fetched = client.fetch(&OpenGate, &request).await;
        assert_eq!(methods(&fetched), [Method::Head, Method::Get], "{name}");
        assert_eq!(answered(&fetched).status, 200, "{name}");
    }
}

#[tokio::test]
async fn a_head_that_is_good_for_everything_is_found_out_and_not_asked_again() {
    let server = TestServer::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("HEAD", _) => head_ok("Content-Type: image/gif\r\nContent-Length: 43\r\n"),
        (_, "/there.gif") => answer(200, "Content-Type: image/gif\r\n", "GIF89a"),
        _ => answer(404, "Content-Type: text/html\r\n", "<h1>404</h1>"),
    })
    .await;
    let client = client();
    for (path, status) in [("/gone.gif", 404), ("/there.gif", 200), ("/gone.css", 404), ("/gone.png", 404)] {
        assert_eq!(answered(&check(&client, server.url(path)).await).status, status, "{path}");
    }
    let lines = server.lines();
    assert_eq!(lines.len(), 5, "one more for the server, not one for each: {lines:?}");
}

#[tokio::test]
async fn a_server_that_keeps_files_is_asked_once_for_each() {
    let server = TestServer::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        (_, "/gone.png") => answer(404, "Content-Type: text/html\r\n", "<h1>404</h1>"),
        ("HEAD", _) => head_ok("Content-Type: image/png\r\nLast-Modified: Mon, 23 Nov 2026 09:00:00 GMT\r\n"),
        _ => answer(500, "", ""),
    })
    .await;
    let client = client();
    for path in ["/1.png", "/gone.png", "/2.png", "/3.css"] {
        check(&client, server.url(path)).await;
    }
    let wanted = ["HEAD /1.png", "HEAD /gone.png", "GET /gone.png", "HEAD /2.png", "HEAD /3.css"];
    assert_eq!(server.lines(), wanted, "an honest 404 changes nothing");
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
    assert_eq!(methods(&fetched), [Method::Get], "a document is opened, wherever it is");
    assert!(text(&fetched).contains("不存在"));
}

#[tokio::test]
async fn a_refusal_of_our_own_settles_a_head_too() {
    let server = TestServer::start(|_| page("x")).await;
    let watch = Watch {
        refused: Some(("/a.jpg", Failure::Robots)),
        ..Watch::default()
    };
    let fetched = client().fetch(&watch, &Request::new(server.url("/a.jpg"), Want::Check)).await;
    assert_eq!((failed(&fetched), fetched.exchange.attempts.len()), (&Failure::Robots, 1));
    let fetched = check(&client(), "http://10.0.0.1/a.jpg".parse().unwrap()).await;
    assert!(matches!(failed(&fetched), Failure::LocalAddress { .. }));
    assert_eq!(fetched.exchange.attempts.len(), 1);
}

#[tokio::test]
async fn a_document_of_our_own_is_read_to_its_end_and_one_of_others_is_not() {
    const LENGTH: usize = 300 << 10;
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(LENGTH, b'x');
    let server = TestServer::start(move |seen| {
        let announced = match seen.path.as_str() {
            "/cut.pdf" => LENGTH + 1,
            "/long.pdf" => 9 << 20,
            _ => LENGTH,
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {announced}\r\n\r\n");
        vec![Step::Send(head.into_bytes()), Step::Send(pdf.clone())]
    })
    .await;
    let client = client_once();
    let inside = async |path: &str| client.fetch(&OpenGate, &Request::new(server.url(path), Want::Check).inside()).await;
    let whole = inside("/whole.pdf").await;
    assert_eq!((last(&whole).bytes, answered(&whole).partial), (LENGTH as u64, false));
    assert_eq!(answered(&whole).signature.as_deref(), Some("pdf"));
    assert!(matches!(failed(&inside("/cut.pdf").await), Failure::Truncated { .. }));
    let long = inside("/long.pdf").await;
    assert_eq!((last(&long).bytes, answered(&long).partial), (HEAD_LIMIT as u64, true));
    let outside = check(&client, server.url("/cut.pdf")).await;
    assert_eq!((last(&outside).bytes, answered(&outside).partial), (HEAD_LIMIT as u64, true));
}

#[tokio::test]
async fn a_long_document_on_a_slow_line_is_there() {
    let server = TestServer::start(move |_| {
        let mut begin = b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n%PDF-1.7\n".to_vec();
        begin.resize(HEAD_LIMIT + 9999, b'x');
        vec![Step::Send(begin), Step::Forever(b"x".to_vec(), Duration::from_millis(20))]
    })
    .await;
    let request = Request {
        timeout: SHORT,
        ..Request::new(server.url("/slow.pdf"), Want::Check).inside()
    };
    let fetched = client_once().fetch(&OpenGate, &request).await;
    assert!(answered(&fetched).partial && last(&fetched).bytes > HEAD_LIMIT as u64);
}

#[tokio::test]
async fn ports_that_browsers_block_are_never_asked() {
    // Of the blocked ports some that need no privilege and that hardly anybody uses.
    let mut listeners = [6669, 6668, 6667, 6666, 6665, 4190, 10080]
        .into_iter()
        .filter_map(|port| std::net::TcpListener::bind(("127.0.0.1", port)).ok());
    let listener = listeners.next().unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = |path: &str| format!("http://{}{path}", listener.local_addr().unwrap()).parse().unwrap();
    let fetched = client().fetch(&OpenGate, &Request::new(address("/x.pdf"), Want::Check)).await;
    assert!(matches!(failed(&fetched), Failure::InvalidUrl { .. }), "{fetched:?}");
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(false).unwrap();
    let mut said = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut said).unwrap();
    assert_eq!(said, b"", "nothing is said there");

    let nobody = address("/");
    drop(listener);
    let fetched = client().fetch(&OpenGate, &Request::new(nobody, Want::Check)).await;
    assert!(matches!(failed(&fetched), Failure::Connect { .. }), "{fetched:?}");
    let watch = Watch::default();
    let zero = "http://127.0.0.1:0/x.pdf".parse().unwrap();
    let fetched = client().fetch(&watch, &Request::new(zero, Want::Check)).await;
    assert!(matches!(failed(&fetched), Failure::InvalidUrl { .. }), "{fetched:?}");
    let watch = Watch::default();
    let local = client()
        .fetch(&watch, &Request::new("http://10.0.0.1:25/".parse().unwrap(), Want::Check))
        .await;
    assert!(matches!(failed(&local), Failure::LocalAddress { .. }));
    assert!(watch.book().is_empty());
}
