//! A server that owns its bytes on the wire: it can reset, stall, trickle, lie and flood, and it writes down who asked.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// One thing done with a connection, after the head of a request was read. Without [`Step::Again`] at the end the
/// connection is closed.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits.
    Pause(Duration),
    /// Sends these bytes over and over, with this pause in between, until the client goes away or so many are out.
    Repeat(Vec<u8>, Duration, usize),
    /// Keeps the connection and says nothing more.
    Hang,
    /// Ends the connection with RST.
    Reset,
    /// Reads the next request from the same connection.
    Again,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// The name of the host that was asked.
    pub(crate) host: &'static str,
    pub(crate) method: String,
    /// Path and query as sent.
    pub(crate) target: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) at: Instant,
    /// How many requests for this target came before, by this method.
    pub(crate) earlier: usize,
    /// How many requests were being answered when this one came, itself included.
    pub(crate) under_way: usize,
    /// All hosts of the server.
    pub(crate) hosts: Arc<Hosts>,
}

impl Ask {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }
}

/// Where each host listens, by name.
#[derive(Debug, Default)]
pub(crate) struct Hosts(pub(crate) BTreeMap<&'static str, SocketAddr>);

impl Hosts {
    /// `host:port` of a host.
    pub(crate) fn place(&self, name: &str) -> String {
        self.0.get(name).map_or_else(|| panic!("no host {name}"), SocketAddr::to_string)
    }

    /// `text` with every `{name}` of a host replaced by its `host:port`, and `{name.port}` by its port alone.
    pub(crate) fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, address)| {
            text.replace(&format!("{{{name}}}"), &address.to_string())
                .replace(&format!("{{{name}.port}}"), &address.port().to_string())
        })
    }
}

/// What a host does with a request.
pub(crate) type Act = Arc<dyn Fn(&Ask) -> Vec<Step> + Send + Sync>;

/// What speaks on a host's port.
#[derive(Clone)]
pub(crate) enum Speech {
    /// HTTP, as well or as badly as its [`Act`] has it.
    Plain(Act),
    /// The same behind TLS.
    Tls(Arc<rustls::ServerConfig>, Act),
    /// Whatever comes in, these steps go out.
    Raw(Vec<Step>),
}

/// One listener.
pub(crate) struct Host {
    pub(crate) name: &'static str,
    /// An address of this machine.
    pub(crate) ip: String,
    pub(crate) speech: Speech,
}

#[derive(Default)]
struct Log {
    asks: Mutex<Vec<Ask>>,
    connections: Mutex<BTreeMap<&'static str, usize>>,
    under_way: AtomicUsize,
    /// Bytes sent in answer to a target.
    sent: Mutex<HashMap<(&'static str, String), Arc<AtomicU64>>>,
}

/// A running server; it ends with this value.
pub(crate) struct Server {
    pub(crate) hosts: Arc<Hosts>,
    log: Arc<Log>,
    _runtime: Runtime,
}

impl Server {
    /// Opens every host on a free port of its address.
    pub(crate) fn start(hosts: Vec<Host>) -> Server {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let log: Arc<Log> = Arc::default();
        let mut listening = Vec::new();
        let mut places = Hosts::default();
        for host in hosts {
            let listener = runtime.block_on(TcpListener::bind(format!("{}:0", host.ip))).unwrap();
            let known = places.0.insert(host.name, listener.local_addr().unwrap());
            assert!(known.is_none(), "two hosts called {}", host.name);
            listening.push((host, listener));
        }
        let places = Arc::new(places);
        for (host, listener) in listening {
            let (log, places) = (Arc::clone(&log), Arc::clone(&places));
            runtime.spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    *log.connections.lock().unwrap().entry(host.name).or_default() += 1;
                    tokio::spawn(serve(stream, host.name, host.speech.clone(), Arc::clone(&log), Arc::clone(&places)));
                }
            });
        }
        Server {
            hosts: places,
            log,
            _runtime: runtime,
        }
    }

    /// Every request so far, oldest first.
    pub(crate) fn asks(&self) -> Vec<Ask> {
        self.log.asks.lock().unwrap().clone()
    }

    /// How often a host was connected to.
    pub(crate) fn connections(&self, host: &str) -> usize {
        self.log.connections.lock().unwrap().get(host).copied().unwrap_or_default()
    }

    /// Bytes sent so far: the most for one target with its host, and all together.
    pub(crate) fn sent(&self) -> (u64, String, u64) {
        let sent = self.log.sent.lock().unwrap();
        let all = || {
            sent.iter()
                .map(|((host, target), bytes)| (bytes.load(Ordering::SeqCst), format!("{host}{target}")))
        };
        let (most, target) = all().max().unwrap_or_default();
        (most, target, all().map(|(bytes, _)| bytes).sum())
    }

    /// Forgets what was asked so far.
    pub(crate) fn forget(&self) {
        self.log.asks.lock().unwrap().clear();
    }

    /// Forgets every request that is not among these: for each `host:port` and target, so many of the first.
    pub(crate) fn forget_but(&self, mut known: HashMap<(String, String), usize>) {
        let hosts = &self.hosts;
        self.log.asks.lock().unwrap().retain(|ask| {
            let left = known.get_mut(&(hosts.place(ask.host), ask.target.clone()));
            left.is_some_and(|left| std::mem::replace(left, left.saturating_sub(1)) > 0)
        });
    }
}

/// A stream that can be made to end with RST.
trait Cut {
    fn cut(&self);
}

impl Cut for TcpStream {
    fn cut(&self) {
        // Where the client is gone already, nothing is left to cut.
        let _ = self.set_zero_linger();
    }
}

impl Cut for tokio_rustls::server::TlsStream<TcpStream> {
    fn cut(&self) {
        self.get_ref().0.cut();
    }
}

async fn serve(mut stream: TcpStream, host: &'static str, speech: Speech, log: Arc<Log>, hosts: Arc<Hosts>) {
    match speech {
        Speech::Plain(act) => converse(stream, host, &act, &log, &hosts).await,
        Speech::Tls(config, act) => {
            if let Ok(stream) = TlsAcceptor::from(config).accept(stream).await {
                converse(stream, host, &act, &log, &hosts).await;
            }
        }
        Speech::Raw(steps) => {
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello).await;
            perform(&mut stream, steps, &AtomicU64::new(0)).await;
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Cut>(mut stream: S, host: &'static str, act: &Act, log: &Log, hosts: &Arc<Hosts>) {
    while let Some(mut ask) = read_head(&mut stream, host, hosts).await {
        ask.under_way = log.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        {
            let mut asks = log.asks.lock().unwrap();
            let same = |a: &&Ask| a.host == host && a.target == ask.target && a.method == ask.method;
            ask.earlier = asks.iter().filter(same).count();
            asks.push(ask.clone());
        }
        let sent = Arc::clone(log.sent.lock().unwrap().entry((host, ask.target.clone())).or_default());
        let mut steps = act(&ask);
        let again = matches!(steps.last(), Some(Step::Again)).then(|| steps.pop()).is_some();
        // Before the last byte: once the client has the answer, its next request may come at any moment.
        let last = steps.pop();
        let mut whole = perform(&mut stream, steps, &sent).await;
        log.under_way.fetch_sub(1, Ordering::SeqCst);
        whole = whole && perform(&mut stream, last.into_iter().collect(), &sent).await;
        if !whole || !again {
            break;
        }
    }
}

/// Does the steps; false where the connection is over.
async fn perform<S: AsyncRead + AsyncWrite + Unpin + Cut>(stream: &mut S, steps: Vec<Step>, sent: &AtomicU64) -> bool {
    for step in steps {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
                    return false;
                }
                sent.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            }
            Step::Pause(time) => tokio::time::sleep(time).await,
            Step::Repeat(bytes, pause, most) => {
                let mut out = 0;
                while out < most {
                    if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
                        return false;
                    }
                    out += bytes.len();
                    sent.fetch_add(bytes.len() as u64, Ordering::SeqCst);
                    if !pause.is_zero() {
                        tokio::time::sleep(pause).await;
                    }
                }
            }
            Step::Hang => {
                // Until the client gives up.
                let mut rest = [0; 64];
                while stream.read(&mut rest).await.is_ok_and(|n| n > 0) {}
                return false;
            }
            Step::Reset => {
                stream.cut();
                return false;
            }
            Step::Again => {}
        }
    }
    true
}

async fn read_head<S: AsyncRead + Unpin>(stream: &mut S, host: &'static str, hosts: &Arc<Hosts>) -> Option<Ask> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    Some(Ask {
        host,
        method: first.next()?.to_owned(),
        target: first.next()?.to_owned(),
        headers: lines
            .filter_map(|l| l.split_once(':'))
            .map(|(k, v)| (k.to_ascii_lowercase(), v.trim().to_owned()))
            .collect(),
        at: Instant::now(),
        earlier: 0,
        under_way: 0,
        hosts: Arc::clone(hosts),
    })
}
