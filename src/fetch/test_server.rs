//! A server for tests that does on the wire what no honest server does.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// One thing the server does, after it has read the head of a request.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits.
    Pause(Duration),
    /// Sends these bytes over and over until the other side goes away.
    Forever(Vec<u8>, Duration),
    /// Keeps the connection and says nothing more.
    Hang,
    /// Drops the connection with RST.
    Reset,
    /// Closes the TCP connection in order, but without TLS's farewell.
    Drop,
    /// Reads the next request from the same connection; without it the connection is closed.
    Again,
}

/// What a request said.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: HashMap<String, String>,
    /// How many requests for this path came before, by whatever method.
    pub(super) earlier: usize,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

type Script = dyn Fn(&Seen) -> Vec<Step> + Send + Sync;

/// A running server; it ends with this value.
pub(super) struct TestServer {
    pub(super) address: SocketAddr,
    log: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestServer {
    /// Serves plain TCP on a free port of 127.0.0.1.
    pub(super) async fn start(script: impl Fn(&Seen) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::launch(None, Arc::new(script)).await
    }

    /// The same behind TLS.
    pub(super) async fn start_tls(config: rustls::ServerConfig, script: impl Fn(&Seen) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::launch(Some(tokio_rustls::TlsAcceptor::from(Arc::new(config))), Arc::new(script)).await
    }

    async fn launch(tls: Option<tokio_rustls::TlsAcceptor>, script: Arc<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, log, tls) = (Arc::clone(&script), Arc::clone(&shared), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => converse(stream, &*script, &log).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                converse(stream, &*script, &log).await;
                            }
                        }
                    }
                });
            }
        });
        TestServer { address, log, task }
    }

    pub(super) fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    /// Every request so far, oldest first.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `GET /a` and the like, oldest first.
    pub(super) fn lines(&self) -> Vec<String> {
        self.seen().iter().map(|s| format!("{} {}", s.method, s.path)).collect()
    }
}

/// A stream that can be made to end with RST.
trait Cut {
    fn cut(&self);
}
impl Cut for TcpStream {
    fn cut(&self) {
        self.set_zero_linger().unwrap();
    }
}
impl Cut for tokio_rustls::server::TlsStream<TcpStream> {
    fn cut(&self) {
        self.get_ref().0.cut();
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Cut>(mut stream: S, script: &Script, log: &Mutex<Vec<Seen>>) {
    'requests: loop {
        let Some(mut seen) = read_head(&mut stream).await else {
            return;
        };
        {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            seen.earlier = log.iter().filter(|s| s.path == seen.path).count();
            log.push(seen.clone());
        }
        for step in script(&seen) {
            let sent = match step {
                Step::Send(bytes) => stream.write_all(&bytes).await,
                Step::Pause(time) => {
                    sleep(time).await;
                    Ok(())
                }
                Step::Forever(bytes, pause) => loop {
                    if let Err(gone) = stream.write_all(&bytes).await {
                        break Err(gone);
                    }
                    sleep(pause).await;
                },
                Step::Hang => {
                    // Until the client gives up.
                    let mut rest = [0; 64];
                    while stream.read(&mut rest).await.is_ok_and(|n| n > 0) {}
                    return;
                }
                Step::Reset => {
                    stream.cut();
                    return;
                }
                Step::Drop => return,
                Step::Again => continue 'requests,
            };
            if sent.is_err() {
                return;
            }
        }
        let _ = stream.shutdown().await;
        return;
    }
}

async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    Some(Seen {
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        headers: lines
            .filter_map(|l| l.split_once(':'))
            .map(|(k, v)| (k.to_ascii_lowercase(), v.trim().to_owned()))
            .collect(),
        earlier: 0,
    })
}

/// A complete answer: status line, these headers, Content-Length, body.
pub(super) fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes), Step::Again]
}

/// An HTML page.
pub(super) fn page(body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(200, "Content-Type: text/html; charset=utf-8\r\n", body)
}

/// Raw bytes, then the connection is closed.
pub(super) fn raw(bytes: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Step::Send(bytes.as_ref().to_vec())]
}
