//! Redirects on the wire.

use super::super::test_server::{TestServer, answer, page};
use super::*;

fn to(location: &str) -> Vec<super::super::test_server::Step> {
    answer(302, &format!("Location: {location}\r\n"), "moved")
}

#[tokio::test]
async fn hops_are_recorded_and_the_last_answers() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/a" => to("b?x=1"),
        "/b?x=1" => to("/c#there"),
        "/c" => page("arrived"),
        _ => answer(404, "", ""),
    })
    .await;
    let fetched = get(&client(), server.url("/a#f")).await;
    assert_eq!(text(&fetched), "arrived");
    assert_eq!(fetched.exchange.url, server.url("/a").as_str());
    let tos: Vec<_> = last(&fetched).hops.iter().map(|h| (h.status, h.to.clone())).collect();
    assert_eq!(tos, [(302, server.url("/b?x=1").to_string()), (302, server.url("/c").to_string())]);
    assert_eq!(last(&fetched).address.as_deref(), Some(server.address.to_string().as_str()));
}

#[tokio::test]
async fn a_gbk_location_comes_back_as_the_bytes_it_was() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/" => {
            let mut head = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /".to_vec();
            head.extend_from_slice(b"\xc0\xb8\xc4\xbf/\r\n\r\n");
            super::super::test_server::raw(head)
        }
        "/%C0%B8%C4%BF/" => page("栏目"),
        _ => answer(404, "", ""),
    })
    .await;
    assert_eq!(text(&get(&client(), server.url("/")).await), "栏目");
}

#[tokio::test]
async fn chains_and_circles_end() {
    let server = TestServer::start(|seen| {
        if let Some(n) = seen.path.strip_prefix("/chain/").and_then(|n| n.parse::<u32>().ok()) {
            return if n == 30 { page("end") } else { to(&format!("/chain/{}", n + 1)) };
        }
        match seen.path.as_str() {
            "/self" => to("/self"),
            "/one" => to("/two"),
            "/two" => to("/one"),
            "/always-new-cookie" => answer(
                302,
                &format!("Location: /always-new-cookie\r\nSet-Cookie: n={}\r\n", seen.earlier),
                "",
            ),
            _ => page("?"),
        }
    })
    .await;
    let client = client();
    for (path, hops) in [
        ("/chain/0", 20),
        ("/chain/10", 0),
        ("/self", 1),
        ("/one", 2),
        ("/always-new-cookie", 20),
    ] {
        let fetched = get(&client, server.url(path)).await;
        if hops == 0 {
            assert_eq!(text(&fetched), "end");
        } else {
            assert_eq!(failed(&fetched), &Failure::RedirectLoop { hops }, "{path}");
        }
        assert_eq!(fetched.exchange.attempts.len(), 1, "a circle is not tried again");
    }
}

#[tokio::test]
async fn a_self_redirect_that_sets_a_cookie_works_once_it_is_sent() {
    let server = TestServer::start(|seen| {
        if seen.header("cookie").contains("visited=1") {
            page("welcome")
        } else {
            answer(302, "Location: /\r\nSet-Cookie: visited=1; Path=/; HttpOnly\r\n", "")
        }
    })
    .await;
    let client = client();
    let fetched = get(&client, server.url("/")).await;
    assert_eq!((text(&fetched).as_str(), last(&fetched).hops.len()), ("welcome", 1));
    // The jar lives no longer than its try.
    get(&client, server.url("/")).await;
    assert_eq!(server.seen()[2].header("cookie"), "");
}

#[tokio::test]
async fn redirects_without_a_usable_location() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/none" => answer(301, "", ""),
        "/empty" => to(""),
        "/scheme" => to("weixin://dl/chat"),
        _ => answer(300, "Location: /none\r\n", "choose"),
    })
    .await;
    let client = client();
    // Without a Location a browser shows the page that came.
    for (path, status, bytes) in [("/none", 301, 0), ("/empty", 302, 5)] {
        let fetched = get(&client, server.url(path)).await;
        assert_eq!((answered(&fetched).status, last(&fetched).bytes), (status, bytes), "{path}");
    }
    let bad = Failure::BadRedirect {
        status: 302,
        location: "weixin://dl/chat".to_owned(),
    };
    assert_eq!(failed(&get(&client, server.url("/scheme")).await), &bad);
    assert_eq!(answered(&get(&client, server.url("/choices")).await).status, 300);
}

#[tokio::test]
async fn a_redirect_into_the_local_network_is_not_followed() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/10" => to("http://10.0.0.1/"),
        "/hex" => to("http://0xc0a80001/"),
        "/meta" => to("http://169.254.169.254/latest/meta-data/"),
        _ => to("//[::ffff:10.0.0.1]/"),
    })
    .await;
    let client = client();
    for path in ["/10", "/hex", "/meta", "/mapped"] {
        let watch = Watch::default();
        let fetched = client.fetch(&watch, &Request::new(server.url(path), Want::Page)).await;
        assert!(matches!(failed(&fetched), Failure::LocalAddress { .. }), "{path}");
        assert_eq!(last(&fetched).hops.len(), 1);
        assert_eq!(watch.book().len(), 2, "only the first request passed the gate");
    }
}

#[tokio::test]
async fn the_gate_stands_before_every_hop_and_can_refuse_one() {
    let server = TestServer::start(|seen| match seen.path.as_str() {
        "/a" => to("/b"),
        "/b" => to("/private/c"),
        _ => page("x"),
    })
    .await;
    let watch = Watch {
        refused: Some(("/private/c", Failure::Robots)),
        ..Watch::default()
    };
    let fetched = client().fetch(&watch, &Request::new(server.url("/a"), Want::Page)).await;
    assert_eq!(failed(&fetched), &Failure::Robots);
    assert_eq!(last(&fetched).hops.len(), 2);
    assert_eq!(watch.book(), ["in /a", "out /a 302", "in /b", "out /b 302", "in /private/c"]);
    assert_eq!(server.lines(), ["GET /a", "GET /b"]);
}
