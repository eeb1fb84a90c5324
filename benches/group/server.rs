//! The smallest server that a crawler can be sent to: connections kept open, answers made by a function.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What was asked.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// Path and query, as sent.
    pub(crate) path: &'a str,
    /// The whole head.
    pub(crate) head: &'a str,
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Lines of the head, each with its end; the length is added.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// How long it takes to think.
    pub(crate) after: Duration,
    /// Bytes that are promised and never come: the connection is closed instead.
    pub(crate) lacking: usize,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Answer {
            status,
            head: format!("Content-Type: {content_type}\r\n"),
            body: body.into(),
            after: Duration::ZERO,
            lacking: 0,
        }
    }

    pub(crate) fn page(body: impl Into<Vec<u8>>) -> Self {
        // The encoding is told by the page itself.
        Answer::new(200, "text/html", body)
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Answer::new(302, "text/html", "").with("Location", to)
    }

    /// The same with one more line in its head.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.head.extend([name, ": ", value, "\r\n"]);
        self
    }
}

/// Serves as long as the runtime lives.
pub(crate) fn serve(listener: TcpListener, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            // A client that goes away is no fault of ours.
            tokio::spawn(async move { drop(converse(stream, &*answer).await) });
        }
    });
}

async fn converse(mut stream: TcpStream, answer: &(impl Fn(&Request) -> Answer + Sync)) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = Vec::new();
    loop {
        while !bytes.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        }
        let head = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let mut line = head.split(' ');
        let (method, path) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
        let answer = answer(&Request { method, path, head: &head });
        tokio::time::sleep(answer.after).await;
        let length = answer.body.len() + answer.lacking;
        let mut out = format!("HTTP/1.1 {} .\r\n{}Content-Length: {length}\r\n\r\n", answer.status, answer.head).into_bytes();
        if method != "HEAD" {
            out.extend_from_slice(&answer.body);
        }
        stream.write_all(&out).await?;
        if answer.lacking > 0 {
            return Ok(());
        }
    }
}
