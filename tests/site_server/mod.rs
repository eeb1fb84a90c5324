//! A site of our own on loopback: every answer is set by path, every request is written down.
//!
//! One thread a connection and one request a connection: slow for a server, but what it does on the wire can be read here.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    headers: HashMap<String, String>,
    pub(crate) at: Instant,
    /// How many requests for this path came before.
    pub(crate) earlier: usize,
    /// How many requests were being answered when this one came, itself included.
    pub(crate) under_way: usize,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What every page says of its site.
pub(crate) const SITE_LABELS: &str =
    "<meta name=SiteName content=测试网><meta name=SiteDomain content=127.0.0.1><meta name=SiteIDCode content=3599000001>";

/// What the site answers.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
    /// The length that is announced, where it is not the body's.
    announced: Option<usize>,
    /// The body is sent over and over until this many bytes are out.
    repeated_to: Option<usize>,
    delay: Duration,
    /// The pause before every byte of the body.
    trickle: Option<Duration>,
    reset: bool,
}

impl Answer {
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Answer {
            status,
            headers: format!("Content-Type: {kind}\r\n"),
            body: body.into(),
            announced: None,
            repeated_to: None,
            delay: Duration::ZERO,
            trickle: None,
            reset: false,
        }
    }

    /// A page in UTF-8 with this title, the labels of a site, and this inside its body.
    pub(crate) fn page(title: &str, inside: &str) -> Self {
        Answer::new(
            200,
            "text/html; charset=utf-8",
            format!(
                "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{title}</title>{SITE_LABELS}</head><body>{inside}</body></html>"
            ),
        )
    }

    pub(crate) fn missing() -> Self {
        Answer::new(
            404,
            "text/html; charset=utf-8",
            "<html><title>404</title><body>Not Found</body></html>",
        )
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Answer::new(302, "text/html", "").with("Location", to)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers = format!("{}{name}: {value}\r\n", self.headers);
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends its body a byte at a time, with this pause before each.
    pub(crate) fn trickled(mut self, pause: Duration) -> Self {
        self.trickle = Some(pause);
        self
    }

    /// Announces more than it sends.
    pub(crate) fn announcing(mut self, bytes: usize) -> Self {
        self.announced = Some(bytes);
        self
    }

    /// Sends its body over and over until so many bytes are out.
    pub(crate) fn repeated_to(mut self, bytes: usize) -> Self {
        self.repeated_to = Some(bytes);
        self
    }

    /// Closes the connection before a byte is sent.
    pub(crate) fn cut() -> Self {
        let mut answer = Answer::new(200, "text/html", "");
        answer.reset = true;
        answer
    }

    /// With an ETag, and 304 without a body to who has it already.
    pub(crate) fn or_unchanged(self, request: &Request, etag: &str) -> Self {
        let quoted = format!("\"{etag}\"");
        if request.header("if-none-match") == Some(quoted.as_str()) {
            Answer::new(304, "text/html", "").with("ETag", &quoted)
        } else {
            self.with("ETag", &quoted)
        }
    }
}

#[derive(Default)]
struct Log {
    requests: Mutex<Vec<Request>>,
    under_way: AtomicUsize,
    /// Bytes of bodies sent.
    sent: AtomicUsize,
    closing: AtomicBool,
}

/// A running site; it ends with this value.
pub(crate) struct SiteServer {
    address: SocketAddr,
    log: Arc<Log>,
}

type Pages = dyn Fn(&Request) -> Answer + Send + Sync;

impl SiteServer {
    /// Serves on a free port of 127.0.0.1.
    pub(crate) fn start(pages: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::serve(TcpListener::bind("127.0.0.1:0").unwrap(), pages)
    }

    /// Serves where another server has ended: until then its clients are refused.
    pub(crate) fn start_at(address: SocketAddr, pages: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let free = || TcpListener::bind(address).ok();
        let listener = std::iter::repeat_with(|| {
            let bound = free();
            if bound.is_none() {
                thread::sleep(Duration::from_millis(5));
            }
            bound
        });
        Self::serve(listener.take(2_000).flatten().next().unwrap(), pages)
    }

    /// Serves on a free port of an address of this machine.
    pub(crate) fn start_on(ip: &str, pages: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::serve(TcpListener::bind((ip, 0)).unwrap(), pages)
    }

    fn serve(listener: TcpListener, pages: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let address = listener.local_addr().unwrap();
        let (log, pages): (Arc<Log>, Arc<Pages>) = (Arc::default(), Arc::new(pages));
        let shared = Arc::clone(&log);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.closing.load(Ordering::SeqCst) {
                    return;
                }
                let (log, pages) = (Arc::clone(&shared), Arc::clone(&pages));
                // A client that goes away in the middle is the client's business.
                thread::spawn(move || drop(answer(stream, &*pages, &log)));
            }
        });
        SiteServer { address, log }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every request so far, oldest first.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.requests.lock().unwrap().clone()
    }

    /// How many requests came for a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|r| r.path == path).count()
    }

    /// Bytes of bodies sent so far.
    pub(crate) fn sent(&self) -> usize {
        self.log.sent.load(Ordering::SeqCst)
    }

    /// Forgets what was asked so far.
    pub(crate) fn forget(&self) {
        self.log.requests.lock().unwrap().clear();
        self.log.sent.store(0, Ordering::SeqCst);
    }
}

impl Drop for SiteServer {
    fn drop(&mut self) {
        self.log.closing.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _woken = TcpStream::connect(self.address);
    }
}

fn answer(mut stream: TcpStream, pages: &Pages, log: &Log) -> std::io::Result<()> {
    let Some(mut request) = read_head(&stream)? else { return Ok(()) };
    request.under_way = log.under_way.fetch_add(1, Ordering::SeqCst) + 1;
    {
        let mut requests = log.requests.lock().unwrap();
        request.earlier = requests.iter().filter(|r| r.path == request.path).count();
        requests.push(request.clone());
    }
    let answer = pages(&request);
    thread::sleep(answer.delay);
    // Before the bytes: once the client has the answer, its next request may come at any moment.
    log.under_way.fetch_sub(1, Ordering::SeqCst);
    if answer.reset {
        return Ok(());
    }
    let length = answer.announced.or(answer.repeated_to).unwrap_or(answer.body.len());
    write!(
        stream,
        "HTTP/1.1 {} X\r\n{}Content-Length: {length}\r\nConnection: close\r\n\r\n",
        answer.status, answer.headers
    )?;
    let mut sent = 0;
    if request.method == "HEAD" {
        return stream.flush();
    }
    if let Some(pause) = answer.trickle {
        for byte in &answer.body {
            thread::sleep(pause);
            stream.write_all(std::slice::from_ref(byte))?;
        }
        return stream.flush();
    }
    loop {
        stream.write_all(&answer.body)?;
        sent += answer.body.len();
        log.sent.fetch_add(answer.body.len(), Ordering::SeqCst);
        if answer.repeated_to.is_none_or(|all| sent >= all) {
            break;
        }
    }
    stream.flush()
}

fn read_head(stream: &TcpStream) -> std::io::Result<Option<Request>> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(None) };
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = HashMap::new();
    for line in lines {
        match line?.split_once(':') {
            Some((name, value)) => drop(headers.insert(name.to_ascii_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    Ok(Some(Request {
        method,
        path,
        headers,
        at: Instant::now(),
        earlier: 0,
        under_way: 0,
    }))
}
