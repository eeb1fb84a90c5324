//! The address a host is served from, which is what decides whose lane it goes in.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::timeout;
use url::{Host, Url};

/// Resolving takes at most this long; then the host goes by its name.
pub(super) const LONGEST: Duration = Duration::from_secs(5);

/// Finds the address of a host: name and port in, one address out. Where a name has several, always the same one
/// should be given (the smallest), or one server would have several lanes.
pub type Resolve = Arc<dyn Fn(&str, u16) -> BoxFuture<'static, Option<IpAddr>> + Send + Sync>;

/// The system's resolver; of several addresses the smallest, so that a name always leads to the same lane.
pub fn system_resolver() -> Resolve {
    Arc::new(|host, port| {
        let name = host.trim_end_matches('.').to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), port)).await.ok()?;
            found.map(|a| a.ip()).min()
        })
    })
}

/// The address of a URL's host; `None` where it does not resolve in time.
pub(super) async fn of(url: &Url, resolve: &Resolve) -> Option<IpAddr> {
    let found = match url.host()? {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        Host::Domain(name) => {
            let port = url.port_or_known_default().unwrap_or(80);
            timeout(LONGEST, resolve(name, port)).await.ok().flatten()
        }
    };
    found.map(|ip| ip.to_canonical())
}
