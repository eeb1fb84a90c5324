//! A site of lists: a home page that leads to lists, which name as many addresses as wanted. Made up as it is asked for.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::net::TcpListener;

use super::group::server::{Answer, serve};

/// Addresses on one list.
const PER_LIST: usize = 1_000;

/// How many lists name so many addresses.
pub(crate) fn lists(known: usize) -> usize {
    known.div_ceil(PER_LIST)
}

/// Serves a site that names so many addresses, as long as the runtime lives; tells where.
pub(crate) async fn site(known: usize) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    serve(listener, move |request| {
        page(known, request.path).map_or_else(|| Answer::new(404, "text/html", ""), Answer::page)
    });
    Ok(address)
}

fn page(known: usize, path: &str) -> Option<String> {
    if path == "/" {
        return Some(list("首页", (0..lists(known)).map(|l| format!("/zwgk/tzgg/{l}_list.html"))));
    }
    let number = path.strip_prefix("/zwgk/tzgg/")?.strip_suffix("_list.html")?;
    let first = number.parse::<usize>().ok().filter(|l| *l < lists(known))? * PER_LIST;
    let named = first..(first + PER_LIST).min(known);
    Some(list(
        &format!("通知公告{number}"),
        named.map(|n| format!("/zwgk/tzgg/202611/t20261120_{n}.html")),
    ))
}

fn list(title: &str, addresses: impl Iterator<Item = String>) -> String {
    let mut links = String::new();
    for address in addresses {
        let _infallible = writeln!(
            links,
            "<li><a href=\"{address}\">关于{address}的通报</a><span>2026-11-20</span></li>"
        );
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><ul class=\"list\">{links}</ul></body></html>"
    )
}
