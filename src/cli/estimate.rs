//! How long a monthly run may take: sites of one platform or host share one rate, so their pages add up.

use std::time::Duration;

use crate::site::{Group, Site};

/// Sites that are asked at one common rate. Which hosts share a server is known only when their names are resolved, so
/// here they are grouped by `platform` or by host name; a run may put more of them together and take longer.
#[derive(Debug, PartialEq)]
pub(super) struct Polite {
    /// The platform, or the host.
    pub(super) name: String,
    /// The ids of the sites.
    pub(super) sites: Vec<String>,
    /// Requests per second: the lowest any of its sites asks for; none for no limit.
    pub(super) rate: Option<f64>,
    /// The pages of all its sites together, at most.
    pub(super) max_pages: u64,
}

impl Polite {
    /// The time so many requests take, or `None` where there is no limit.
    pub(super) fn time_for(&self, requests: u64) -> Option<Duration> {
        self.rate.and_then(|rate| Duration::try_from_secs_f64(requests as f64 / rate).ok())
    }
}

/// The politeness groups of the enabled sites, in the order of the file.
pub(super) fn politeness_groups(group: &Group) -> Vec<Polite> {
    let mut groups: Vec<Polite> = Vec::new();
    for site in group.enabled() {
        let name = shared_name(site);
        let rate = site.limits.rate_per_second;
        if let Some(known) = groups.iter_mut().find(|g| g.name == name) {
            known.sites.push(site.id.clone());
            known.rate = match (known.rate, rate) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            known.max_pages = known.max_pages.saturating_add(site.limits.max_pages);
        } else {
            groups.push(Polite {
                name,
                sites: vec![site.id.clone()],
                rate,
                max_pages: site.limits.max_pages,
            });
        }
    }
    groups
}

fn shared_name(site: &Site) -> String {
    match &site.platform {
        Some(platform) => format!("平台 {platform}"),
        None => site.url.host_str().unwrap_or_default().to_owned(),
    }
}

/// A span of time in words: the two largest units.
pub(super) fn in_words(time: Duration) -> String {
    let minutes = time.as_secs().div_ceil(60);
    match (minutes / 1_440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0 | 1) => "不到 1 分钟".to_owned(),
        (0, 0, m) => format!("约 {m} 分钟"),
        (0, h, 0) => format!("约 {h} 小时"),
        (0, h, m) => format!("约 {h} 小时 {m} 分钟"),
        (d, 0, _) => format!("约 {d} 天"),
        (d, h, _) => format!("约 {d} 天 {h} 小时"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse;

    #[test]
    fn sites_of_one_host_or_platform_share_the_lowest_rate_and_add_up() {
        let group = parse(
            "group: g\nsites:\n  - {id: a, url: 'https://h.cn/', max_pages: 1000}\n  - {id: b, url: 'http://h.cn:8080/b/', max_pages: 200, rate_per_second: 1}\n  - {id: c, url: 'https://c.cn/', platform: p}\n  - {id: d, url: 'https://d.cn/', platform: p}\n",
            "s",
        )
        .unwrap();
        let groups = politeness_groups(&group);
        assert_eq!(groups.len(), 2);
        assert_eq!(
            (groups[0].name.as_str(), groups[0].rate, groups[0].max_pages),
            ("h.cn", Some(1.0), 1_200)
        );
        assert_eq!(groups[0].time_for(1_200), Some(Duration::from_mins(20)));
        assert_eq!(groups[1].sites, ["c", "d"]);
    }

    #[test]
    fn times_are_said_in_two_units() {
        for (seconds, words) in [
            (5, "不到 1 分钟"),
            (500, "约 9 分钟"),
            (3_600, "约 1 小时"),
            (5_000, "约 1 小时 24 分钟"),
            (86_400, "约 1 天"),
            (100_000, "约 1 天 3 小时"),
        ] {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }
}
