//! Names to addresses, for everything that asks: connections, the lanes of politeness, the question after IPv6. The system's
//! resolver with a time limit, a short memory, and the address guard at its mouth; nothing else asks it.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::address_guard::AddressGuard;

/// How long one lookup may take. The system's own limit (often 30 s and more) is longer than a page may take to open.
const LOOKUP_LIMIT: Duration = Duration::from_secs(5);
/// How long an answer is kept.
const KEEP: Duration = Duration::from_mins(1);
/// How long a failure is kept: just long enough for those who waited for the same lookup.
const KEEP_FAILURE: Duration = Duration::from_secs(1);
/// How many names are kept.
const MOST_NAMES: usize = 4096;
/// Lookups at a time: each occupies a thread until the system gives up, limit or not. Waiting for one's turn counts against the
/// limit, so that whoever has many names to ask for asks for no more at once.
pub(crate) const LOOKUPS: usize = 32;

/// Names that exist as long as the internet does. Where none of them resolves, this machine does not see the world's
/// names (an office network closed to the outside), and "no such name" says nothing of any name.
pub(super) const WITNESSES: &[&str] = &["www.gov.cn", "www.baidu.com", "www.qq.com"];
/// How long the witnesses' word holds.
const KEEP_WITNESS: Duration = Duration::from_mins(5);

/// Why a name led nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// The resolver says there is no such name, or that it has no address.
    #[error("no such name: {0}")]
    NotFound(String),
    /// The resolver failed; the name may exist.
    #[error("the resolver failed: {0}")]
    Passing(String),
    /// Every address of the name is out of bounds for this client.
    #[error("resolves to a local address: {0}")]
    Forbidden(IpAddr),
}

/// Resolves names for one client. Clones share their memory.
#[derive(Clone)]
pub struct Resolver {
    inner: Arc<Inner>,
    /// Whether it gives IPv6 addresses only.
    only_ipv6: bool,
}

struct Inner {
    guard: AddressGuard,
    source: Source,
    slots: Mutex<HashMap<String, Slot>>,
    lookups: Arc<Semaphore>,
    /// When the witnesses were asked, and whether one of them answered.
    world: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

/// One name's place in the memory; whoever holds the lock looks it up for the others.
type Slot = Arc<tokio::sync::Mutex<Option<Entry>>>;
type Found = Result<Arc<[IpAddr]>, ResolveError>;

struct Entry {
    at: Instant,
    found: Found,
}

enum Source {
    System,
    #[cfg(test)]
    Table(Table),
    /// One that never answers.
    #[cfg(test)]
    Silent,
}

/// For tests: what a name answers the first time, the second time, …; the last answer stays.
#[cfg(test)]
pub(super) type Table = Mutex<HashMap<String, std::collections::VecDeque<Result<Vec<IpAddr>, ResolveError>>>>;

impl Resolver {
    /// A resolver that gives only addresses the guard permits.
    pub fn new(guard: AddressGuard) -> Self {
        Self::with_source(guard, Source::System)
    }

    #[cfg(test)]
    pub(super) fn of_table(guard: AddressGuard, table: Table) -> Self {
        Self::with_source(guard, Source::Table(table))
    }

    fn with_source(guard: AddressGuard, source: Source) -> Self {
        Resolver {
            only_ipv6: false,
            inner: Arc::new(Inner {
                guard,
                source,
                slots: Mutex::new(HashMap::new()),
                lookups: Arc::new(Semaphore::new(LOOKUPS)),
                world: tokio::sync::Mutex::new(None),
            }),
        }
    }

    /// The same resolver for IPv6 alone; the memory is shared.
    pub(super) fn only_ipv6(&self) -> Self {
        Resolver {
            inner: Arc::clone(&self.inner),
            only_ipv6: true,
        }
    }

    /// The addresses of a name, not from memory; none where nobody answers in time.
    pub(super) async fn ask_anew(&self, name: &str) -> Option<Arc<[IpAddr]>> {
        timeout(LOOKUP_LIMIT, self.look_up(name)).await.ok()?.ok()
    }

    /// The addresses of a host (a name, or an IP literal with or without brackets) that may be asked; at least one.
    /// Takes no longer than twice `LOOKUP_LIMIT`.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let all: Arc<[IpAddr]> = match host.parse::<IpAddr>() {
            Ok(ip) => Arc::new([ip]),
            Err(_) => self.remembered(&host.to_ascii_lowercase()).await?,
        };
        // The guard is asked on every use, so that a name whose address changes between two requests gains nothing.
        let wanted = |ip: &IpAddr| ip.is_ipv6() || !self.only_ipv6;
        let permitted: Vec<IpAddr> = all
            .iter()
            .copied()
            .filter(|ip| self.inner.guard.permits(*ip) && wanted(ip))
            .collect();
        match all.first() {
            Some(_) if !permitted.is_empty() => Ok(permitted),
            Some(local) => Err(ResolveError::Forbidden(*local)),
            None => Err(ResolveError::NotFound("no address".to_owned())),
        }
    }

    /// The address that says which machine serves a host: the lowest of its [`addresses`](Self::addresses), so that a name
    /// always leads to the same; none where there is none, or nobody answers in time.
    pub(crate) async fn machine(&self, host: &str) -> Option<IpAddr> {
        self.addresses(host).await.ok()?.into_iter().min()
    }

    async fn remembered(&self, name: &str) -> Found {
        let slot = self.slot(name);
        let Ok(mut entry) = timeout(LOOKUP_LIMIT, slot.lock()).await else {
            return Err(ResolveError::Passing("timed out behind another lookup".to_owned()));
        };
        if let Some(kept) = entry.as_ref().filter(|e| e.is_fresh()) {
            return kept.found.clone();
        }
        let found = match timeout(LOOKUP_LIMIT, self.look_up(name)).await {
            Ok(Err(ResolveError::NotFound(text))) if !never_exists(name) && !self.sees_the_world().await => {
                Err(ResolveError::Passing(format!("{text}; no outside name resolves here")))
            }
            Ok(found) => found,
            Err(_) => Err(ResolveError::Passing("timed out".to_owned())),
        };
        *entry = Some(Entry {
            at: Instant::now(),
            found: found.clone(),
        });
        found
    }

    /// Whether names of the internet resolve here at all. Takes no longer than [`LOOKUP_LIMIT`].
    async fn sees_the_world(&self) -> bool {
        let mut world = self.inner.world.lock().await;
        if let Some((_, sees)) = world.filter(|(at, _)| at.elapsed() < KEEP_WITNESS) {
            return sees;
        }
        let sees = match &self.inner.source {
            Source::System => {
                let asked = WITNESSES.iter().map(|name| self.ask_system(name));
                let answers = timeout(LOOKUP_LIMIT, futures_util::future::join_all(asked)).await;
                answers.is_ok_and(|answers| answers.iter().any(Result::is_ok))
            }
            #[cfg(test)]
            Source::Table(_) | Source::Silent => true,
        };
        *world = Some((Instant::now(), sees));
        sees
    }

    fn slot(&self, name: &str) -> Slot {
        let mut slots = self.inner.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST_NAMES && !slots.contains_key(name) {
            // Slots being looked up are locked and stay; should all be fresh, forgetting them costs only lookups.
            slots.retain(|_, slot| slot.try_lock().map_or(true, |e| e.as_ref().is_some_and(Entry::is_fresh)));
            if slots.len() >= MOST_NAMES {
                slots.clear();
            }
        }
        slots.entry(name.to_owned()).or_default().clone()
    }

    async fn look_up(&self, name: &str) -> Found {
        match &self.inner.source {
            Source::System => self.ask_system(name).await,
            #[cfg(test)]
            Source::Table(table) => look_up_in_table(table, name),
            #[cfg(test)]
            Source::Silent => std::future::pending().await,
        }
    }

    async fn ask_system(&self, name: &str) -> Found {
        let lookups = Arc::clone(&self.inner.lookups);
        let target = name.to_owned();
        // A task of its own keeps its permit until the system's call really ends, also where nobody waits any more.
        let task = tokio::spawn(async move {
            let _permit = lookups.acquire_owned().await;
            tokio::net::lookup_host((target.as_str(), 0))
                .await
                .map(|found| found.map(|a| a.ip()).collect::<Vec<_>>())
        });
        match task.await {
            Ok(Ok(found)) => {
                let mut unique: Vec<IpAddr> = Vec::with_capacity(found.len());
                for ip in found {
                    if !unique.contains(&ip) {
                        unique.push(ip);
                    }
                }
                Ok(unique.into())
            }
            Ok(Err(error)) => Err(classify(&error)),
            Err(stopped) => Err(ResolveError::Passing(stopped.to_string())),
        }
    }
}

impl Entry {
    fn is_fresh(&self) -> bool {
        self.at.elapsed() < if self.found.is_ok() { KEEP } else { KEEP_FAILURE }
    }
}

#[cfg(test)]
fn look_up_in_table(table: &Table, name: &str) -> Found {
    let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
    let answers = table.get_mut(name).ok_or_else(|| ResolveError::NotFound(name.to_owned()))?;
    let answer = if answers.len() > 1 {
        answers.pop_front()
    } else {
        answers.front().cloned()
    };
    answer
        .unwrap_or_else(|| Err(ResolveError::NotFound(name.to_owned())))
        .map(Into::into)
}

/// Whether a name lies where names never exist (RFC 2606, RFC 6761): no witness is needed.
fn never_exists(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    ["invalid", "test", "example"].contains(&last)
}

/// Tells "no such name" from a resolver in trouble. The standard library keeps the words of getaddrinfo but not its
/// code, so the words of the systems in use are known here; anything else counts as passing, which accuses nobody.
fn classify(error: &io::Error) -> ResolveError {
    const NO_SUCH_NAME: &[&str] = &[
        "Name or service not known",           // glibc, EAI_NONAME
        "No address associated with hostname", // glibc, EAI_NODATA
        "Name does not resolve",               // musl
        "Name has no usable address",          // musl
        "nodename nor servname provided",      // macOS, BSD
    ];
    let text = error.to_string();
    // Windows: WSAHOST_NOT_FOUND, WSANO_DATA.
    let definite = matches!(error.raw_os_error(), Some(11001 | 11004)) || NO_SUCH_NAME.iter().any(|known| text.contains(known));
    if definite {
        ResolveError::NotFound(text)
    } else {
        ResolveError::Passing(text)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.addresses(name.as_str()).await?;
            // Port 0 is replaced by the one of the address that is asked.
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_definite_answer_is_definite() {
        let error = |text: &str| classify(&io::Error::other(format!("failed to lookup address information: {text}")));
        assert!(matches!(error("Name or service not known"), ResolveError::NotFound(_)));
        assert!(matches!(error("No address associated with hostname"), ResolveError::NotFound(_)));
        assert!(matches!(error("Temporary failure in name resolution"), ResolveError::Passing(_)));
        assert!(matches!(
            error("Non-recoverable failure in name resolution"),
            ResolveError::Passing(_)
        ));
        assert!(matches!(error("anything new"), ResolveError::Passing(_)));
    }

    #[tokio::test]
    async fn literals_and_localhost_pass_the_guard_like_names() {
        let public = Resolver::new(AddressGuard::public_only());
        assert_eq!(
            public.addresses("127.0.0.1").await,
            Err(ResolveError::Forbidden([127, 0, 0, 1].into()))
        );
        assert_eq!(public.addresses("8.8.8.8").await, Ok(vec![[8, 8, 8, 8].into()]));
        assert!(matches!(public.addresses("[::1]").await, Err(ResolveError::Forbidden(_))));
        assert!(matches!(public.addresses("localhost").await, Err(ResolveError::Forbidden(_))));
        let local = Resolver::new(AddressGuard::for_sites(&["http://127.0.0.1/".parse().unwrap()]));
        assert!(local.addresses("localhost").await.is_ok_and(|found| !found.is_empty()));
    }

    #[tokio::test]
    async fn of_mixed_answers_only_the_permitted_are_given_and_kept() {
        let mixed = Ok(vec![[10, 0, 0, 1].into(), [203, 0, 113, 7].into()]);
        let table = Mutex::new(HashMap::from([(
            "a.test".to_owned(),
            [mixed, Ok(vec![[203, 0, 113, 9].into()])].into(),
        )]));
        let resolver = Resolver::of_table(AddressGuard::public_only(), table);
        assert_eq!(resolver.addresses("A.test.").await, Ok(vec![[203, 0, 113, 7].into()]));
        // The second answer of the table is not asked for: the first is kept.
        assert_eq!(resolver.addresses("a.test").await, Ok(vec![[203, 0, 113, 7].into()]));
        assert!(matches!(resolver.addresses("b.test").await, Err(ResolveError::NotFound(_))));
    }

    #[tokio::test]
    async fn a_name_always_leads_to_the_same_machine() {
        let all = |ips: &[[u8; 4]]| Ok(ips.iter().map(|ip| IpAddr::from(*ip)).collect());
        let table = Mutex::new(HashMap::from([
            ("a.test".to_owned(), [all(&[[203, 0, 113, 9], [203, 0, 113, 7]])].into()),
            ("local.test".to_owned(), [all(&[[10, 0, 0, 1]])].into()),
        ]));
        let resolver = Resolver::of_table(AddressGuard::public_only(), table);
        assert_eq!(resolver.machine("a.test").await, Some([203, 0, 113, 7].into()));
        assert_eq!(resolver.machine("local.test").await, None);
        assert_eq!(resolver.machine("b.test").await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_resolver_that_hangs_hangs_nobody() {
        let resolver = Resolver::with_source(AddressGuard::public_only(), Source::Silent);
        let before = tokio::time::Instant::now();
        let (one, other) = tokio::join!(resolver.addresses("slow.test"), resolver.machine("slow.test"));
        assert!(matches!(one, Err(ResolveError::Passing(_))));
        assert_eq!(other, None);
        assert!(before.elapsed() <= 2 * LOOKUP_LIMIT);
    }
}
