//! What there is to do: one address or one question to a host, and how far it has come.

use url::Url;

use crate::crawl::frontier::address_kind::AddressKind;
use crate::crawl::frontier::hosts::HostId;
use crate::crawl::frontier::placed::Place;
use crate::crawl::frontier::trap::Naming;
use crate::facts::SkipReason;
use crate::site::SiteIndex;

/// The number of an address in the frontier, in the order of discovery.
pub(crate) type TargetId = u32;

/// What one job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// Ask for a host's robots.txt (its other jobs wait for it).
    Robots(HostId),
    /// Read a sitemap; `level` counts index files above it.
    Sitemap { site: SiteIndex, url: Url, level: u8 },
    /// Ask for a page that cannot exist.
    Probe(Url),
    /// Ask a host that has fallen silent whether it is back.
    Ping(HostId),
    /// Ask for an address.
    Target(TargetId),
}

/// What is wanted of an address, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Only whether it is there.
    Check,
    /// Its content and its links.
    Read,
}

/// How far an address has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// In a queue or under way.
    Waiting,
    /// Asked.
    Done,
    /// Not asked, for this reason.
    Skipped(SkipReason),
}

/// One address.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) url: Url,
    /// The site of the group it belongs to.
    pub(crate) owner: Option<SiteIndex>,
    pub(crate) kind: AddressKind,
    pub(crate) want: Want,
    pub(crate) depth: u32,
    pub(crate) progress: Progress,
    /// Whether every link to it so far shows it as a picture.
    pub(crate) picture: bool,
    /// Whether a link leads readers there.
    pub(crate) clicked: bool,
    /// Whether only pages of its own kind name it.
    pub(crate) kin: bool,
    /// Whether only pages of its own ground name it, and no list that others lead to.
    pub(crate) alone: bool,
    /// Whether a page that was taken in names it.
    pub(crate) named: bool,
}

impl Target {
    /// Who names it.
    pub(crate) fn naming(&self) -> Naming {
        Naming {
            kin: self.kin,
            alone: self.alone,
        }
    }

    /// An address that was just found and is to be asked.
    pub(crate) fn of(place: &Place, want: Want, depth: u32) -> Self {
        Target {
            url: place.url.clone(),
            owner: place.owner,
            kind: place.kind,
            want,
            depth,
            progress: Progress::Waiting,
            picture: place.picture,
            clicked: place.clicked,
            kin: false,
            alone: true,
            named: false,
        }
    }
}
