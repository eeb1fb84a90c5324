//! Which kinds of addresses names have: what is asked of the name system besides the way to a host.

use std::net::IpAddr;
use std::time::Duration;

use super::address_guard::{AddressClass, class_of};
use super::resolver::{Resolver, WITNESSES};

/// What kinds of addresses a name has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// An IPv6 address at least.
    Both,
    /// Public IPv4 addresses and no other, at every question.
    Ipv4Only,
    /// Nobody answered, or with addresses that are known inside some network only: what the world sees is not known.
    Unknown,
}

/// Questions until a missing address is believed: a lookup gives what it got where half of its answer was lost on the way.
const QUESTIONS: usize = 3;

/// The pause between them.
const PAUSE: Duration = Duration::from_millis(500);

impl Resolver {
    /// What kinds of addresses a name has, asked anew.
    pub async fn names(&self, name: &str) -> Names {
        let mut kind = Names::Unknown;
        for question in 0..QUESTIONS {
            if question > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            kind = match self.ask_anew(name).await {
                Some(all) => kind_of(&all),
                None => Names::Unknown,
            };
            if kind != Names::Ipv4Only {
                break;
            }
        }
        kind
    }

    /// Whether the resolver gives IPv6 addresses at all: of names of which all the world knows that they have some.
    pub async fn gives_ipv6(&self) -> bool {
        for witness in WITNESSES {
            if self.names(witness).await == Names::Both {
                return true;
            }
        }
        false
    }
}

fn kind_of(all: &[IpAddr]) -> Names {
    let public = |ip: &&IpAddr| class_of(**ip) == AddressClass::Public;
    let mut known = all.iter().filter(public).peekable();
    match (known.peek().is_some(), all.iter().any(|ip| ip.is_ipv6() && public(&ip))) {
        (_, true) => Names::Both,
        (true, false) => Names::Ipv4Only,
        (false, false) => Names::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_say_what_the_world_sees() {
        let kind = |all: &[&str]| kind_of(&all.iter().map(|a| a.parse().unwrap()).collect::<Vec<_>>());
        assert_eq!(kind(&["203.0.114.7", "2400:3200::1"]), Names::Both);
        assert_eq!(kind(&["203.0.114.7", "fe80::1"]), Names::Ipv4Only);
        assert_eq!(kind(&["10.1.2.3"]), Names::Unknown);
        assert_eq!(kind(&[]), Names::Unknown);
    }
}
