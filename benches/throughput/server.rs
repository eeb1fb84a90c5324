//! The smallest server that can be crawled: GET from a table, connections kept open.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves the pages on loopback as long as the runtime lives; tells where.
pub(crate) async fn serve(pages: HashMap<String, Vec<u8>>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let pages = Arc::new(pages);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let pages = Arc::clone(&pages);
            // A client that goes away is no fault of ours.
            tokio::spawn(async move { drop(converse(stream, &pages).await) });
        }
    });
    Ok(address)
}

async fn converse(mut stream: TcpStream, pages: &HashMap<String, Vec<u8>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    loop {
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let text = String::from_utf8_lossy(&head);
        let path = text.split(' ').nth(1).unwrap_or_default();
        let (status, body) = match pages.get(path) {
            Some(body) => ("200 OK", body.as_slice()),
            None => ("404 Not Found", b"".as_slice()),
        };
        let kind = if path.rsplit('.').next() == Some("css") {
            "text/css"
        } else {
            "text/html"
        };
        let mut answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        if text.starts_with("GET") {
            answer.extend_from_slice(body);
        }
        head.clear();
        stream.write_all(&answer).await?;
    }
}
