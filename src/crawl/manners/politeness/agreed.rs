//! What `sites.yaml` agrees for each host: the limits of all its sites, and the platform it runs on.

use rustc_hash::FxHashMap;

use crate::site::{Group, Hours, Scope};

/// The agreements by `host[:port]`.
#[derive(Debug, Default)]
pub(super) struct Agreed(FxHashMap<String, Host>);

#[derive(Debug, Default)]
struct Host {
    platform: Option<String>,
    /// Rate and concurrency of every site on it.
    limits: Vec<(Option<f64>, usize)>,
    /// The hours of those that have any.
    hours: Vec<Hours>,
}

impl Agreed {
    /// Of the enabled sites: the hosts of their home pages and of everything they include.
    pub(super) fn of(group: &Group) -> Self {
        let mut agreed = Agreed::default();
        for site in group.enabled() {
            let home = Scope::place(&site.url);
            let mut hosts: Vec<&str> = site.scope.hosts().chain([home.as_str()]).collect();
            hosts.sort_unstable();
            hosts.dedup();
            for host in hosts {
                let entry = agreed.0.entry(host.to_owned()).or_default();
                if entry.platform.is_none() {
                    entry.platform.clone_from(&site.platform);
                }
                entry.limits.push((site.limits.rate_per_second, site.limits.concurrency));
                entry.hours.extend(site.limits.hours);
            }
        }
        agreed
    }

    /// Whether no site of the group has a limit (`--rate off`).
    pub(super) fn is_unlimited(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|host| host.limits.iter().all(|(rate, _)| rate.is_none()))
    }

    /// The platform a host runs on, where configured.
    pub(super) fn platform(&self, place: &str) -> Option<&str> {
        self.0.get(place)?.platform.as_deref()
    }

    /// Rate and concurrency of every site on a host.
    pub(super) fn limits(&self, place: &str) -> impl Iterator<Item = (Option<f64>, usize)> + '_ {
        self.0.get(place).into_iter().flat_map(|host| host.limits.iter().copied())
    }

    /// The hours of every site on a host that has some.
    pub(super) fn hours(&self, place: &str) -> impl Iterator<Item = Hours> + '_ {
        self.0.get(place).into_iter().flat_map(|host| host.hours.iter().copied())
    }

    /// The strictest rate of a host's sites, or `outside` where it has none.
    pub(super) fn rate(&self, place: &str, outside: Option<f64>) -> Option<f64> {
        match self.0.get(place) {
            Some(host) => host.limits.iter().filter_map(|l| l.0).reduce(f64::min),
            None => outside,
        }
    }
}
