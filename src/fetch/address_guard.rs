//! Which addresses may be asked at all: a page on a public site must not be able to send this machine to its own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use futures_util::StreamExt as _;
use url::{Host, Url};

use super::resolver::{LOOKUPS, Resolver};
use crate::facts::Failure;

/// What kind of place an IP address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressClass {
    /// The internet.
    Public,
    /// This machine: 127.0.0.0/8, ::1.
    Loopback,
    /// A private network: 10/8, 172.16/12, 192.168/16, 100.64/10 (RFC 1918, RFC 6598), 192.0.0/24 and 198.18/15 (RFC 6890),
    /// fc00::/7 (RFC 4193), 2001:2::/48 (RFC 5180).
    Private,
    /// 169.254/16, fe80::/10, and the addresses under which clouds hand out credentials. Never asked.
    LinkLocal,
    /// 0/8, ::, and ranges nobody answers from (240/4, Teredo). Never asked.
    Unspecified,
    /// Multicast and broadcast. Never asked.
    Multicast,
}

/// The class of an address. An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is of that one's class.
pub(crate) fn class_of(ip: IpAddr) -> AddressClass {
    match ip {
        IpAddr::V4(v4) => class_of_v4(v4),
        IpAddr::V6(v6) => class_of_v6(v6),
    }
}

fn class_of_v4(ip: Ipv4Addr) -> AddressClass {
    match ip.octets() {
        [127, ..] => AddressClass::Loopback,
        // Alibaba Cloud serves instance credentials from inside the shared range.
        [169, 254, ..] | [100, 100, 100, 200] => AddressClass::LinkLocal,
        // The last two: between an operator and its customers, and for measuring networks. Laboratories use the latter, and
        // programs that put names of their own in the place of addresses.
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18..=19, ..] => AddressClass::Private,
        [224..=239, ..] | [255, 255, 255, 255] => AddressClass::Multicast,
        [0 | 240..=255, ..] => AddressClass::Unspecified,
        _ => AddressClass::Public,
    }
}

fn class_of_v6(ip: Ipv6Addr) -> AddressClass {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        class_of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => AddressClass::Loopback,
        // Mapped, translated, compatible (`::` itself is 0.0.0.0), NAT64.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x64, 0xff9b, 1, ..] | [0x2001, 2, 0, ..] => AddressClass::Private,
        [0x2002, high, low, ..] => embedded(high, low),
        [0x2001, 0, ..] => AddressClass::Unspecified,
        // Amazon's credentials service over IPv6.
        [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254] => AddressClass::LinkLocal,
        [first, ..] => match first & 0xffc0 {
            0xfe80 => AddressClass::LinkLocal,
            // Site-local, deprecated but still routed in old networks.
            0xfec0 => AddressClass::Private,
            _ if first & 0xfe00 == 0xfc00 => AddressClass::Private,
            _ if first & 0xff00 == 0xff00 => AddressClass::Multicast,
            _ => AddressClass::Public,
        },
    }
}

/// Says which classes of addresses may be asked: the internet always, this machine and private networks only where the
/// inspected sites themselves lie there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddressGuard {
    loopback: bool,
    private: bool,
}

impl AddressGuard {
    /// Only the internet.
    pub fn public_only() -> Self {
        AddressGuard::default()
    }

    /// The internet, and the classes in which the sites lie by their own spelling (IP literals, `localhost`). A site that
    /// is *named* and lies in a private network is seen by [`guard_for_named_sites`].
    pub fn for_sites(sites: &[Url]) -> Self {
        let mut guard = AddressGuard::default();
        for class in sites.iter().filter_map(class_of_host) {
            guard.admit(class);
        }
        guard
    }

    /// Permits a further class. Only loopback and private networks can be; the rest never is.
    pub fn admit(&mut self, class: AddressClass) {
        match class {
            AddressClass::Loopback => self.loopback = true,
            AddressClass::Private => self.private = true,
            AddressClass::Public | AddressClass::LinkLocal | AddressClass::Unspecified | AddressClass::Multicast => {}
        }
    }

    /// Whether the address may be asked.
    pub fn permits(self, ip: IpAddr) -> bool {
        self.permits_class(class_of(ip))
    }

    fn permits_class(self, class: AddressClass) -> bool {
        match class {
            AddressClass::Public => true,
            AddressClass::Loopback => self.loopback,
            AddressClass::Private => self.private,
            AddressClass::LinkLocal | AddressClass::Unspecified | AddressClass::Multicast => false,
        }
    }

    /// Refuses a URL whose host is an address out of bounds as it stands. Names are judged by what they resolve to, at
    /// the moment of connecting.
    pub fn check(self, url: &Url) -> Result<(), Failure> {
        match class_of_host(url) {
            Some(class) if !self.permits_class(class) => Err(Failure::LocalAddress {
                address: url.host_str().unwrap_or_default().to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

/// The class of a host that shows it without being resolved. The url crate has already turned odd spellings
/// (`0x7f000001`, `127.1`, full-width digits) into plain addresses.
fn class_of_host(url: &Url) -> Option<AddressClass> {
    match url.host()? {
        Host::Ipv4(ip) => Some(class_of_v4(ip)),
        Host::Ipv6(ip) => Some(class_of_v6(ip)),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            // RFC 6761: these names are this machine whatever a resolver says.
            let local = name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain";
            local.then_some(AddressClass::Loopback)
        }
    }
}

/// The guard for sites of which some are named inside a private network (政务内网): resolves each host once, now, and
/// permits the classes found besides those of [`AddressGuard::for_sites`]. A name that fails to resolve adds nothing, and
/// a name that changes its class later is refused.
pub(crate) async fn guard_for_named_sites(sites: &[Url]) -> AddressGuard {
    let mut guard = AddressGuard::for_sites(sites);
    let mut everything = AddressGuard::public_only();
    everything.admit(AddressClass::Loopback);
    everything.admit(AddressClass::Private);
    let resolver = Resolver::new(everything);
    let names = sites.iter().filter_map(|site| match site.host() {
        Some(Host::Domain(name)) => Some(name),
        _ => None,
    });
    // Many at once: a dead resolver must not cost its time limit once for every site.
    let mut answers = futures_util::stream::iter(names.map(|name| resolver.addresses(name))).buffer_unordered(LOOKUPS);
    while let Some(found) = answers.next().await {
        for ip in found.unwrap_or_default() {
            guard.admit(class_of(ip));
        }
    }
    guard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(sites: &[&str]) -> AddressGuard {
        AddressGuard::for_sites(&sites.iter().map(|s| s.parse().unwrap()).collect::<Vec<_>>())
    }

    fn permits(guard: AddressGuard, url: &str) -> bool {
        guard.check(&url.parse().unwrap()).is_ok()
    }

    #[tokio::test]
    async fn a_named_site_opens_the_class_it_lies_in() {
        let guard = guard_for_named_sites(&[
            "http://localhost/".parse().unwrap(),
            "http://no-such-name.invalid/".parse().unwrap(),
        ])
        .await;
        assert!(guard.permits([127, 0, 0, 1].into()));
        assert!(!guard.permits([10, 0, 0, 1].into()));
    }

    #[test]
    fn a_public_group_reaches_nothing_local_in_any_spelling() {
        let guard = guard(&["https://www.example.gov.cn/"]);
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://１２７.0.0.1/",
            "http://127.0.0.1./",
            "http://localhost:8080/",
            "http://LOCALHOST./",
            "http://x.localhost/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:0:10.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fd12::1]/",
            "http://[ff02::1]/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/",
            "http://100.64.0.1/",
            "http://192.0.0.170/",
            "http://198.18.0.1/",
            "http://198.19.255.255/",
            "http://[::ffff:198.18.0.1]/",
            "http://[2001:2::1]/",
            "http://169.254.169.254/latest/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
        ] {
            assert!(!permits(guard, url), "{url}");
        }
        for url in [
            "http://172.32.0.1/",
            "http://100.128.0.1/",
            "http://11.0.0.1/",
            "http://192.0.1.1/",
            "http://198.17.255.255/",
            "http://198.20.0.1/",
            "http://[2001:250::1]/",
            "http://a.gov.cn/",
            "http://[2400:3200::1]/",
        ] {
            assert!(permits(guard, url), "{url}");
        }
    }

    #[test]
    fn a_group_reaches_the_class_it_lies_in_and_no_other() {
        let loopback = guard(&["http://127.0.0.1:8202/"]);
        assert!(permits(loopback, "http://localhost:1/") && permits(loopback, "http://[::1]/") && permits(loopback, "http://8.8.8.8/"));
        assert!(!permits(loopback, "http://10.0.0.1/") && !permits(loopback, "http://192.168.0.1/"));
        let private = guard(&["http://10.3.0.7/", "http://a.gov.cn/"]);
        assert!(permits(private, "http://10.9.9.9/"));
        assert!(!permits(private, "http://127.0.0.1/"));
    }

    #[test]
    fn credentials_of_a_cloud_are_never_reached() {
        let mut guard = guard(&["http://169.254.169.254/", "http://10.0.0.1/", "http://[fd00::1]/"]);
        guard.admit(AddressClass::LinkLocal);
        for url in ["http://169.254.169.254/", "http://100.100.100.200/", "http://[fd00:ec2::254]/"] {
            assert!(!permits(guard, url), "{url}");
        }
    }
}
