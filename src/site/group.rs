//! The group of sites as meant: defaults applied, addresses resolved, scopes disjoint.

use std::time::Duration;

use jiff::tz::TimeZone;
use url::Url;

use super::per_site::SiteIndex;
use super::{Hours, Scope};
use crate::standard::{ColumnKind, Period};

/// A group of sites under one bureau.
#[derive(Debug, Clone)]
pub struct Group {
    /// 站群名称
    pub name: String,
    /// The zone in which days begin and end; Asia/Shanghai unless configured.
    pub timezone: TimeZone,
    /// Goes into the User-Agent, so that an operator can reach us.
    pub contact: String,
    /// The sites that are inspected, in the order of the file; those with `enabled: false` are in `disabled`.
    pub sites: Vec<Site>,
    /// The sites written down but not inspected (yet), in the order of the file.
    pub disabled: Vec<DisabledSite>,
    /// The limits of hosts that belong to none of the sites (link targets outside): never faster than the built-in
    /// defaults, and robots.txt is always obeyed there, whatever the group allows itself.
    pub outside: Limits,
}

impl Group {
    /// The sites that are inspected.
    pub fn enabled(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter().filter(|s| s.enabled)
    }

    /// The places of its sites, in order.
    pub(crate) fn indexes(&self) -> impl Iterator<Item = SiteIndex> + use<> {
        (0..self.sites.len()).map(SiteIndex)
    }

    /// The enabled site with this id.
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.enabled().find(|s| s.id == id)
    }

    /// What the group, its sites and their owners are called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let of_sites = self.sites.iter().flat_map(|site| [site.name.as_str(), &site.owner]);
        std::iter::once(self.name.as_str()).chain(of_sites)
    }

    /// Whether every enabled site lies on a loopback address, which `--rate off` asks for.
    pub fn all_on_loopback(&self) -> bool {
        self.enabled().next().is_some() && self.enabled().all(|s| is_loopback(&s.url))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// One site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Short name used in options, files and JSON; unique in the group.
    pub id: String,
    /// 网站名称
    pub name: String,
    /// The home page.
    pub url: Url,
    /// Main site, subsite or other unit.
    pub role: Role,
    /// 责任单位
    pub owner: String,
    /// 网站标识码, where configured.
    pub site_code: Option<String>,
    /// Which addresses belong to it.
    pub scope: Scope,
    /// The columns as listed; empty where they are to be recognised.
    pub columns: Vec<ColumnSpec>,
    /// Lists of service guides, absolute; empty where they are to be recognised.
    pub guides: Vec<Url>,
    /// Further pages to begin from, absolute.
    pub entry_urls: Vec<Url>,
    /// Whether it is a government portal (政府门户网站): the points of the 2019 indicators count for portals only.
    pub portal: bool,
    /// Whether its bureau serves the public; one without services is not judged by their items.
    pub services: bool,
    /// The ids of the tables it is rated by; all there are where none are named.
    pub standards: Vec<String>,
    /// The address its own search is asked at, with `{query}` where the words go.
    pub search: Option<String>,
    /// Rates and limits.
    pub limits: Limits,
    /// The shared platform it runs on, where configured: sites of one platform share one rate.
    pub platform: Option<String>,
    /// Whether it is inspected; always so in a [`Group`] that was read from a file.
    pub enabled: bool,
}

impl Site {
    /// A subsite with nothing configured but its name and address: its scope is its host (or folder), its columns and
    /// guides are recognised.
    pub fn plain(id: &str, name: &str, url: Url) -> Self {
        Site {
            id: id.to_owned(),
            name: name.to_owned(),
            scope: Scope::new(std::slice::from_ref(&url), &[]),
            url,
            role: Role::Subsite,
            owner: String::new(),
            site_code: None,
            columns: Vec::new(),
            guides: Vec::new(),
            entry_urls: Vec::new(),
            portal: false,
            services: true,
            standards: Vec::new(),
            search: None,
            limits: Limits::default(),
            platform: None,
            enabled: true,
        }
    }
}

/// A site with `enabled: false`: its address may still be unknown, so it is never a [`Site`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisabledSite {
    /// Its short name.
    pub id: String,
    /// 网站名称
    pub name: String,
    /// What it is to the group.
    pub role: Role,
    /// The home page, where it is filled in.
    pub url: Option<Url>,
}

/// What a site is to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 主站
    Main,
    /// 子站
    Subsite,
    /// 其他单位网站
    Unit,
}

impl Role {
    /// The role in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Role::Main => "主站",
            Role::Subsite => "子站",
            Role::Unit => "单位网站",
        }
    }
}

/// A column as listed in `sites.yaml`.
#[derive(Debug, Clone)]
pub struct ColumnSpec {
    /// Its name.
    pub name: String,
    /// Its first page, absolute.
    pub url: Url,
    /// What it is for.
    pub kind: ColumnKind,
    /// `max_age_days`, where it differs from the official period.
    pub max_age: Option<Period>,
    /// 免检理由
    pub exempt: Option<String>,
}

/// Rates and limits of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Requests per second to the site's politeness group, evenly spaced; none for no limit (`--rate off`).
    pub rate_per_second: Option<f64>,
    /// Requests under way at once to the politeness group.
    pub concurrency: usize,
    /// The total time for one answer. 15 s by the official tables: "超过（含）15秒网站仍打不开".
    pub timeout: Duration,
    /// Pages read at most.
    pub max_pages: u64,
    /// Clicks from the home page at most.
    pub max_depth: u32,
    /// Whether robots.txt is obeyed.
    pub robots: RobotsPolicy,
    /// When it may be asked, by the clock of the group's zone; always where not configured.
    pub hours: Option<Hours>,
    /// Bodies read from the site at most, in megabytes (of a million bytes) after decompression.
    pub max_megabytes: u64,
    /// How long a crawl may go on asking the site, waiting included.
    pub max_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            rate_per_second: Some(2.0),
            concurrency: 2,
            timeout: Duration::from_secs(15),
            max_pages: 50_000,
            max_depth: 30,
            robots: RobotsPolicy::Respect,
            hours: None,
            // 50,000 pages of 400 KB each, some four times what government pages measure.
            max_megabytes: 20_000,
            // Three nights: 50,000 pages at 2 a second take seven hours.
            max_time: Duration::from_hours(72),
        }
    }
}

/// What robots.txt means for a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RobotsPolicy {
    /// It is obeyed.
    Respect,
    /// It is set aside (only for one's own sites; the report says so).
    Ignore,
}
