//! Redirects: every way to write a Location, chains, circles, and places no redirect may lead.

use super::answers::{about, answer, fine, gbk, html, missing, moved, raw, status};
use super::case::Verdict::{Alive, Dead, Local};
use super::case::{Case, SITE, Verdict, case};
use super::server::{Ask, Step};

/// Moves on from its page by this Location as it stands; every other target of its folder is good.
fn to(name: &'static str, verdict: Verdict, location: impl AsRef<[u8]>) -> Case {
    let location = location.as_ref().to_vec();
    case(
        name,
        verdict,
        move |ask| if at_start(ask) { bare_move(ask, &location) } else { fine(ask) },
    )
    .whole_folder()
}

/// The same, and only this target behind it is good.
fn to_target(name: &'static str, location: impl AsRef<[u8]>, good: &'static str) -> Case {
    let location = location.as_ref().to_vec();
    case(name, Alive, move |ask| match ask.target.as_str() {
        _ if at_start(ask) => bare_move(ask, &location),
        target if target == good => fine(ask),
        _ => missing(ask),
    })
    .whole_folder()
}

fn at_start(ask: &Ask) -> bool {
    ask.target.ends_with("/a.html")
}

fn bare_move(ask: &Ask, location: &[u8]) -> Vec<Step> {
    let place = ask.hosts.place(SITE);
    // Raw bytes cannot go through `str`: the one host they may name is put in by hand.
    let at = location.windows(6).position(|w| w == b"{site}");
    let filled = match at {
        Some(at) => [&location[..at], place.as_bytes(), &location[at + 6..]].concat(),
        None => location.to_vec(),
    };
    let filled = match std::str::from_utf8(&filled) {
        Ok(text) => ask.hosts.fill(text).into_bytes(),
        Err(_) => filled,
    };
    let bytes = [
        b"HTTP/1.1 302 Found\r\nLocation: ",
        filled.as_slice(),
        b"\r\nContent-Length: 0\r\n\r\n",
    ]
    .concat();
    vec![Step::Send(bytes), Step::Again]
}

/// So many redirects from page to page, and a good page at the end.
fn chain(name: &'static str, verdict: Verdict, hops: usize) -> Case {
    case(name, verdict, move |ask| {
        let so_far = ask.target.split_once("?n=").map_or(0, |(_, n)| n.parse().unwrap_or(0));
        if so_far == hops {
            fine(ask)
        } else {
            moved(ask, 302, &format!("{}?n={}", ask.path(), so_far + 1))
        }
    })
    .whole_folder()
}

fn with_cookie(ask: &Ask, cookie: &str, to: &str) -> Vec<Step> {
    answer(
        ask,
        302,
        &format!("Set-Cookie: {cookie}; path=/\r\nLocation: {}\r\n", ask.hosts.fill(to)),
        "",
    )
}

pub(crate) fn cases() -> Vec<Case> {
    let long = format!("/long-location/{}.html", "x".repeat(6000));
    vec![
        to("absolute-location", Alive, "http://{site}/absolute-location/b.html"),
        to_target("relative-location", "b.html", "/relative-location/b.html"),
        to_target("dotted-location", "../dotted-location/./c/../b.html", "/dotted-location/b.html"),
        to_target("query-location", "?again=1", "/query-location/a.html?again=1"),
        to_target(
            "location-without-scheme",
            "//{site}/location-without-scheme/b.html",
            "/location-without-scheme/b.html",
        ),
        to_target(
            "location-in-capitals",
            "HTTP://{site}/location-in-capitals/b.html",
            "/location-in-capitals/b.html",
        ),
        to_target(
            "location-with-backslashes",
            "\\location-with-backslashes\\b.html",
            "/location-with-backslashes/b.html",
        ),
        to_target(
            "location-with-spaces",
            "/location-with-spaces/b c.html  ",
            "/location-with-spaces/b%20c.html",
        ),
        to_target("location-with-fragment", "b.html#top", "/location-with-fragment/b.html"),
        to_target(
            "location-in-utf-8",
            "/location-in-utf-8/栏目.html",
            "/location-in-utf-8/%E6%A0%8F%E7%9B%AE.html",
        ),
        to_target(
            "location-in-gbk",
            [b"/location-in-gbk/".as_slice(), &gbk("栏目"), b".html"].concat(),
            "/location-in-gbk/%C0%B8%C4%BF.html",
        ),
        to_target(
            "location-in-mixed-bytes",
            [b"http://{site}/location-in-mixed-bytes/\xc8A".as_slice(), "中".as_bytes(), b".html"].concat(),
            "/location-in-mixed-bytes/%C8A%E4%B8%AD.html",
        ),
        to("long-location", Alive, long),
        case("location-twice-the-same", Alive, |ask| {
            if at_start(ask) {
                answer(ask, 302, "Location: b.html\r\nLocation: b.html\r\n", "")
            } else {
                fine(ask)
            }
        })
        .whole_folder(),
        to("location-of-only-a-fragment", Dead("redirect_loop"), "#top"),
        case("no-location", Dead("http_302"), |ask| answer(ask, 302, "", "")),
        case("empty-location", Dead("http_302"), |ask| answer(ask, 302, "Location: \r\n", "")),
        // Without a Location a browser shows the page that came.
        case("no-location-and-a-page", Alive, |ask| html(ask, 302, &about("无处可去"))),
        case("nul-in-location", Dead("connect"), |_| {
            raw("HTTP/1.1 302 Found\r\nLocation: /nul\0/b.html\r\nContent-Length: 0\r\n\r\n")
        }),
        to("location-without-host", Dead("invalid_url"), "http://"),
        to("location-with-bad-host", Dead("invalid_url"), "http://a b/"),
        to("location-with-port-65536", Dead("invalid_url"), "http://127.0.0.1:65536/"),
        to("location-of-javascript", Dead("invalid_url"), "javascript:history.back()"),
        to("location-of-data", Dead("invalid_url"), "data:text/html,hello"),
        to("location-of-a-disk", Local, "file:///C:/inetpub/wwwroot/index.htm"),
        to("location-of-10", Local, "http://10.1.2.3/oa/"),
        to("location-of-192-168", Local, "http://192.168.1.1/"),
        to("location-of-metadata", Local, "http://169.254.169.254/latest/meta-data/"),
        to("location-of-any-address", Local, "http://0.0.0.0:{canary.port}/location"),
        to(
            "location-of-another-port",
            Alive,
            "http://{neighbour}/location-of-another-port/b.html",
        ),
        to("location-of-nobody", Dead("connect"), "http://127.0.0.9:1/"),
        case("moved-301", Alive, |ask| {
            if at_start(ask) { moved(ask, 301, "b.html") } else { fine(ask) }
        })
        .whole_folder(),
        case("moved-303", Alive, |ask| {
            if at_start(ask) { moved(ask, 303, "b.html") } else { fine(ask) }
        })
        .whole_folder(),
        case("moved-307", Alive, |ask| {
            if at_start(ask) { moved(ask, 307, "b.html") } else { fine(ask) }
        })
        .whole_folder(),
        case("moved-308", Alive, |ask| {
            if at_start(ask) { moved(ask, 308, "b.html") } else { fine(ask) }
        })
        .whole_folder(),
        case("moved-with-a-huge-body", Alive, |ask| {
            if !at_start(ask) {
                return fine(ask);
            }
            let head = format!(
                "HTTP/1.1 302 Found\r\nLocation: b.html\r\nContent-Length: {}\r\n\r\n",
                super::answers::FLOOD
            );
            vec![super::answers::send(head), super::answers::flood(vec![b'x'; 1 << 16])]
        })
        .whole_folder(),
        case("moved-to-404", Dead("http_404"), |ask| {
            if at_start(ask) { moved(ask, 302, "b.html") } else { missing(ask) }
        })
        .whole_folder(),
        case("moved-to-500", Dead("http_500"), |ask| {
            if at_start(ask) {
                moved(ask, 302, "b.html")
            } else {
                status(ask, 500)
            }
        })
        .whole_folder(),
        // Chromium follows twenty.
        chain("20-hops", Alive, 20),
        chain("21-hops", Dead("redirect_loop"), 21),
        chain("30-hops", Dead("redirect_loop"), 30),
        chain("endless-hops", Dead("redirect_loop"), usize::MAX),
        case("circle-of-one", Dead("redirect_loop"), |ask| moved(ask, 302, ask.path())),
        case("circle-of-two", Dead("redirect_loop"), |ask| {
            moved(ask, 302, if at_start(ask) { "b.html" } else { "a.html" })
        })
        .whole_folder(),
        case("circle-opened-by-a-cookie", Alive, |ask| {
            if ask.header("cookie").is_some_and(|c| c.contains("seen=1")) {
                fine(ask)
            } else {
                with_cookie(ask, "seen=1", ask.path())
            }
        }),
        case("circle-despite-a-cookie", Dead("redirect_loop"), |ask| {
            with_cookie(ask, "seen=1", ask.path())
        }),
        case("circle-with-ever-new-cookies", Dead("redirect_loop"), |ask| {
            with_cookie(ask, &format!("n={}", ask.earlier), ask.path())
        }),
        case("cookie-by-way-of-another-page", Alive, |ask| {
            let has = ask.header("cookie").is_some_and(|c| c.contains("pass=1"));
            match (at_start(ask), has) {
                (true, true) => fine(ask),
                (true, false) => moved(ask, 302, "gate.html"),
                (false, _) => with_cookie(ask, "pass=1", "a.html"),
            }
        })
        .whole_folder(),
        case("moved-by-refresh", Alive, |ask| {
            if at_start(ask) {
                html(
                    ask,
                    200,
                    "<html><head><meta http-equiv=refresh content=\"0;url=b.html\"></head><body></body></html>",
                )
            } else {
                fine(ask)
            }
        })
        .whole_folder(),
    ]
}
