//! A group whose sites are not on this machine may send nobody to this machine: not by a link, not by a redirect, not by
//! a name.

use std::net::{IpAddr, UdpSocket};
use std::sync::Arc;

use serde_json::Value;

use super::answers::{about, html, missing, moved, page};
use super::server::{Act, Host, Server, Speech};
use crate::desk::{Desk, site_yaml, sites_yaml};

/// The address by which this machine would go out, where it has one besides loopback. Nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // TEST-NET-2, RFC 5737: nobody's.
    socket.connect("198.51.100.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

#[test]
#[ignore = "needs an address besides loopback: .ci/run runs it"]
fn a_group_elsewhere_never_reaches_this_machine() {
    let ip = own_address().expect("a machine without a network has no elsewhere");
    let links = [
        ("by-address", "http://{canary}/by-address"),
        ("by-another-address", "http://{canary-2}/by-another-address"),
        ("by-name", "http://localhost:{canary.port}/by-name"),
        ("by-name-with-dot", "http://LocalHost.:{canary.port}/by-name-with-dot"),
        ("by-a-name-below", "http://oa.localhost:{canary.port}/by-a-name-below"),
        ("by-number", "http://2130706433:{canary.port}/by-number"),
        ("by-short-address", "http://127.1:{canary.port}/by-short-address"),
        ("by-version-6", "http://[::1]:{canary.port}/by-version-6"),
        ("by-mapped-address", "http://[::ffff:7f00:1]:{canary.port}/by-mapped-address"),
        ("by-any-address", "http://0:{canary.port}/by-any-address"),
        ("by-redirect", "/redirect/a.html"),
        ("by-redirect-to-a-name", "/redirect/b.html"),
        ("by-redirect-in-two-steps", "/redirect/c.html"),
    ];
    let act: Act = Arc::new(move |ask| match ask.path() {
        _ if ask.host != "site" => html(ask, 200, &about("本机")),
        "/" => {
            let all: String = links
                .iter()
                .map(|(name, href)| format!("<p><a href=\"{href}\">{name}</a></p>"))
                .collect();
            let picture = "<img src=\"http://{canary}/i.gif\" alt=\"by-picture\"><link rel=stylesheet href=\"http://{canary}/s.css\">";
            html(ask, 200, &page("测试网", &ask.hosts.fill(&(all + picture))))
        }
        "/redirect/a.html" => moved(ask, 302, "http://{canary}/secret"),
        "/redirect/b.html" => moved(ask, 301, "//localhost:{canary.port}/secret"),
        "/redirect/c.html" => moved(ask, 307, "/redirect/d.html"),
        "/redirect/d.html" => moved(ask, 302, "http://{canary-2}/secret"),
        _ => missing(ask),
    });
    let host = |name, ip: &str| Host {
        name,
        ip: ip.to_owned(),
        speech: Speech::Plain(Arc::clone(&act)),
    };
    let own = if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() };
    let server = Server::start(vec![host("site", &own), host("canary", "127.0.0.1"), host("canary-2", "127.0.0.2")]);
    let home = format!("http://{}/", server.hosts.place("site"));
    let desk = Desk::with(sites_yaml(&site_yaml("main", "main", &home, "")));
    let (exit, run) = desk.inspect(&["monthly", "--rate", "100", "--as-of", "2026-11-23"]);
    assert_eq!((exit, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
    assert_eq!((server.connections("canary"), server.connections("canary-2")), (0, 0));
    let messages: Vec<String> = desk
        .findings(&run)
        .iter()
        .filter(|f| f["rule"] == "link-local")
        .map(|f| f["message"].as_str().unwrap_or_default().to_owned())
        .collect();
    for name in links.map(|(name, _)| name).into_iter().chain(["by-picture", "s.css"]) {
        let told = messages.iter().filter(|m| m.contains(&format!("“{name}”"))).count();
        assert_eq!(told, 1, "{name}: {messages:#?}");
    }
    assert_eq!(messages.len(), links.len() + 2, "{messages:#?}");
    assert!(desk.links(&run, "link-broken", "").is_empty());
}
