//! A small HTTP/1.1 server that can do what proper servers cannot: break off, stay silent, announce a wrong length.
//!
//! It answers GET and HEAD from a table, keeps connections open, and ends with the task that runs it.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::answers::{Entry, Manner};
use super::content::Host;

/// The longest request head that is read; longer ones are no request of a sane client.
const HEAD_LIMIT: usize = 32 * 1024;

/// How long a silent answer keeps its connection: longer than any client waits.
const SILENCE: Duration = Duration::from_mins(2);

/// What a server remembers: which of its moody addresses were asked before.
#[derive(Default)]
struct Memory(Mutex<HashSet<String>>);

impl Memory {
    /// Whether this is the first request for `path`.
    fn first_time(&self, path: &str) -> bool {
        // A poisoned lock would mean that another request panicked; the set itself is whole.
        let mut asked = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        asked.insert(path.to_owned())
    }
}

/// Answers until the task is aborted, which also ends its connections.
pub(super) async fn serve(listener: TcpListener, host: Arc<Host>) {
    let memory = Arc::new(Memory::default());
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (host, memory) = (host.clone(), memory.clone());
                connections.spawn(async move {
                    // A client that goes away is no fault of the demonstration.
                    let _ = converse(stream, &host, &memory).await;
                });
            }
            // Out of file handles, say: the next moment may be better.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn converse(mut stream: TcpStream, host: &Host, memory: &Memory) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(2048);
    loop {
        let end = loop {
            if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break end + 4;
            }
            if buffer.len() > HEAD_LIMIT || stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        let mut words = head.split_ascii_whitespace();
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let closing = head.to_ascii_lowercase().contains("\r\nconnection: close");
        if !answer(&mut stream, host, memory, method, path).await? || closing {
            return stream.shutdown().await;
        }
    }
}

/// Answers one request; tells whether the connection may go on.
async fn answer(stream: &mut TcpStream, host: &Host, memory: &Memory, method: &str, path: &str) -> io::Result<bool> {
    let entry = lookup(host, path);
    let with_body = match method {
        "GET" => true,
        "HEAD" if entry.manner == Manner::HeadRefused => return send(stream, &Entry::error(405), false, 0).await,
        "HEAD" => false,
        // A body may follow that nobody reads.
        _ => return send(stream, &Entry::error(405), true, 0).await.map(|_| false),
    };
    match entry.manner {
        Manner::Late(wait) => {
            tokio::time::sleep(wait).await;
            send(stream, entry, with_body, 0).await
        }
        Manner::Never => {
            tokio::time::sleep(SILENCE).await;
            Ok(false)
        }
        Manner::CutShort => send(stream, entry, with_body, 20_000).await.map(|_| !with_body),
        Manner::BusyOnce if memory.first_time(path) => {
            let mut busy = Entry::error(503);
            busy.headers.push(("Retry-After", "1".to_owned()));
            send(stream, &busy, with_body, 0).await
        }
        Manner::BreakOnce if memory.first_time(path) => Ok(false),
        // As it should be, or as it is after the first time.
        Manner::Plain | Manner::HeadRefused | Manner::BusyOnce | Manner::BreakOnce => send(stream, entry, with_body, 0).await,
    }
}

/// The entry of a path, with its query where one is listed so.
fn lookup<'a>(host: &'a Host, path: &str) -> &'a Entry {
    host.entries
        .get(path)
        .or_else(|| host.entries.get(path.split('?').next().unwrap_or_default()))
        .unwrap_or(&host.missing)
}

/// Writes an answer that announces `lacking` bytes more than it has.
async fn send(stream: &mut TcpStream, entry: &Entry, with_body: bool, lacking: usize) -> io::Result<bool> {
    let reason = match entry.status {
        200 => "OK",
        302 => "Found",
        404 => "Not Found",
        status if status < 500 => "Refused",
        _ => "Error",
    };
    let mut out = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
        entry.status,
        entry.content_type,
        entry.body.len() + lacking
    );
    for (name, value) in &entry.headers {
        out.push_str(name);
        out.push_str(": ");
        out.push_str(value);
        out.push_str("\r\n");
    }
    out.push_str("\r\n");
    let mut out = out.into_bytes();
    if with_body {
        out.extend_from_slice(&entry.body);
    }
    stream.write_all(&out).await?;
    stream.flush().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use jiff::civil::date;
    use url::Url;

    use super::super::start;
    use super::*;

    /// Asks the real server. The head of the answer and how many body bytes came.
    async fn ask(method: &str, url: &str) -> io::Result<(String, usize)> {
        let url = Url::parse(url).map_err(io::Error::other)?;
        let place = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let mut stream = TcpStream::connect(&place).await?;
        let request = format!("{method} {} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n", url.path());
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").map_or(0, |p| p + 4);
        Ok((String::from_utf8_lossy(&answer[..end]).into_owned(), answer.len() - end))
    }

    #[tokio::test]
    async fn the_servers_misbehave_as_planted() {
        let demo = start(date(2026, 11, 23)).await.unwrap();
        assert!(demo.group().all_on_loopback());
        assert_eq!(demo.pages().len(), 9);
        let all = demo.planted();
        let target = |id: &str| all.iter().find(|p| p.id == id).unwrap().target_url.clone().unwrap();

        for (id, status) in [
            ("CL01", 404),
            ("CL07", 410),
            ("CL08", 500),
            ("CL09", 403),
            ("YS01", 401),
            ("YS02", 412),
            ("YS03", 429),
        ] {
            let (head, _) = ask("GET", &target(id)).await.unwrap();
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{id}: {head}");
        }
        let (head, got) = ask("GET", &target("CL20")).await.unwrap();
        let announced: usize = head
            .split("Content-Length: ")
            .nth(1)
            .unwrap()
            .split("\r\n")
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(got > 0 && got < announced);
        assert!(ask("GET", &target("CL14")).await.is_err());
        assert!(ask("HEAD", &target("MH14")).await.unwrap().0.starts_with("HTTP/1.1 405"));
        assert!(ask("GET", &target("MH14")).await.unwrap().0.starts_with("HTTP/1.1 200"));
        let (busy, _) = ask("GET", &target("MH17")).await.unwrap();
        assert!(busy.starts_with("HTTP/1.1 503") && busy.contains("Retry-After: 1"));
        assert!(ask("GET", &target("MH17")).await.unwrap().0.starts_with("HTTP/1.1 200"));
        assert_eq!(ask("GET", &target("MH18")).await.unwrap().0, "");
        assert!(ask("GET", &target("MH18")).await.unwrap().0.starts_with("HTTP/1.1 200"));
        let begun = Instant::now();
        assert!(ask("GET", &target("MH15")).await.unwrap().0.starts_with("HTTP/1.1 200"));
        assert!(begun.elapsed() >= Duration::from_secs(1));
        let silent = tokio::time::timeout(Duration::from_millis(300), ask("GET", &target("CL19"))).await;
        assert!(silent.is_err(), "it must not answer");

        let home = demo.group().sites[0].url.to_string();
        demo.stop().await;
        assert!(ask("GET", &home).await.is_err(), "stopped servers are gone");
    }
}
