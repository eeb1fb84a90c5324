//! What is tried again, how often, and in whose name.

use super::super::test_server::{Step, TestServer, answer, page};
use super::*;

#[tokio::test]
async fn a_passing_fault_is_tried_again_through_the_gate() {
    let server = TestServer::start(|seen| match seen.earlier {
        0 => vec![Step::Reset],
        1 => answer(503, "", "busy"),
        _ => page("here"),
    })
    .await;
    let watch = Watch::default();
    let fetched = client().fetch(&watch, &Request::new(server.url("/a"), Want::Page)).await;
    assert_eq!(text(&fetched), "here");
    assert_eq!(fetched.exchange.attempts.len(), 3);
    assert_eq!(
        watch.book(),
        ["in /a", "out /a failure", "in /a", "out /a 503", "in /a", "out /a 200"]
    );
}

#[tokio::test]
async fn tries_end_and_certain_answers_are_not_repeated() {
    let server = TestServer::start(|seen| {
        let status = seen.path.trim_start_matches('/').parse().unwrap();
        answer(status, "Content-Type: text/html\r\n", "<html>error")
    })
    .await;
    let client = client();
    for (status, tries) in [
        (500, 3),
        (502, 3),
        (504, 3),
        (429, 3),
        (408, 3),
        (404, 1),
        (410, 1),
        (401, 1),
        (403, 1),
        (451, 1),
    ] {
        let fetched = get(&client, server.url(&format!("/{status}"))).await;
        assert_eq!((answered(&fetched).status, fetched.exchange.attempts.len()), (status, tries));
        assert_eq!(text(&fetched), "<html>error");
    }
}

#[tokio::test]
async fn retry_after_is_heeded() {
    let server = TestServer::start(|seen| match seen.earlier {
        0 => answer(429, "Retry-After: 1\r\n", ""),
        _ => page("here"),
    })
    .await;
    let fetched = get(&client(), server.url("/")).await;
    let [first, second] = fetched.exchange.attempts.as_slice() else {
        panic!("{:?}", fetched.exchange.attempts)
    };
    assert!(matches!(&first.outcome, Outcome::Answer(a) if a.retry_after == Some(1)));
    // A clock that is set in between may take a little off.
    assert!(second.at - first.at >= 900, "{}", second.at - first.at);
}

#[tokio::test]
async fn a_403_inside_is_asked_once_more_as_a_browser_asks() {
    let server = TestServer::start(|seen| {
        if seen.header("user-agent").starts_with("Mozilla/5.0") && seen.path == "/picky" {
            page("<p>for browsers")
        } else {
            answer(403, "", "no")
        }
    })
    .await;
    let client = client();
    let picky = Request::new(server.url("/picky"), Want::Page);
    assert_eq!(client.fetch(&OpenGate, &picky).await.exchange.attempts.len(), 1);
    let fetched = client.fetch(&OpenGate, &picky.inside()).await;
    assert_eq!(text(&fetched), "<p>for browsers");
    let tried: Vec<bool> = fetched.exchange.attempts.iter().map(|a| a.as_browser).collect();
    assert_eq!(tried, [false, true]);
    let seen = server.seen().pop().unwrap();
    assert!(seen.header("user-agent").ends_with("xuncha-test (webmaster@example.gov.cn)"));
    assert!(seen.header("accept-language").starts_with("zh-CN"));
    assert_eq!(seen.header("sec-fetch-mode"), "navigate");
    assert_eq!(seen.header("referer"), server.url("/").as_str());

    let forbidden = Request::new(server.url("/forbidden"), Want::Page).inside();
    let fetched = client.fetch(&OpenGate, &forbidden).await;
    assert_eq!((answered(&fetched).status, fetched.exchange.attempts.len()), (403, 2));
}

#[tokio::test]
async fn our_own_name_is_on_every_request() {
    let server = TestServer::start(|seen| {
        if seen.path == "/" {
            answer(302, "Location: /x\r\n", "")
        } else {
            page("x")
        }
    })
    .await;
    client().fetch(&OpenGate, &Request::new(server.url("/"), Want::Page)).await;
    for seen in server.seen() {
        assert_eq!(seen.header("user-agent"), "xuncha-test (webmaster@example.gov.cn)");
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn challenges_are_named_and_not_asked_as_a_browser() {
    let server = TestServer::start(|_| answer(412, "Content-Type: text/html\r\n", "<script>var _0x=1</script>")).await;
    let fetched = client().fetch(&OpenGate, &Request::new(server.url("/"), Want::Page).inside()).await;
    assert!(answered(&fetched).challenge.is_some());
    assert_eq!(fetched.exchange.attempts.len(), 1);
}
