//! The address a host is served from, which is what decides whose lane it goes in.

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use url::{Host, Url};

use crate::fetch::Resolver;

/// Finds the address of a host: name in, one address out, in bounded time. Where a name has several, always the same one is
/// given, or one server would have several lanes.
pub(super) type Resolve = Arc<dyn Fn(&str) -> BoxFuture<'static, Option<IpAddr>> + Send + Sync>;

/// By the resolver connections are made by: who asks for a lane has the answer ready for the connection.
pub(super) fn by(resolver: &Resolver) -> Resolve {
    let resolver = resolver.clone();
    Arc::new(move |host| {
        let (resolver, host) = (resolver.clone(), host.to_owned());
        Box::pin(async move { resolver.machine(&host).await })
    })
}

/// The address of a URL's host; `None` where it has none that may be asked.
pub(super) async fn of(url: &Url, resolve: &Resolve) -> Option<IpAddr> {
    let found = match url.host()? {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        Host::Domain(name) => resolve(name).await,
    };
    found.map(|ip| ip.to_canonical())
}
