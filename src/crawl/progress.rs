//! How far the crawl has come: for whoever watches.

use super::apply::State;
use super::manners::gatekeeper::Gatekeeper;
use super::manners::outage::Outages;
use crate::site::SiteIndex;

/// How far a crawl has come: told four times a second.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Each inspected site, in the order of the group.
    pub sites: Vec<SiteProgress>,
    /// Jobs that wait, over all hosts.
    pub waiting: usize,
    /// Requests sent.
    pub requests: u64,
}

/// How far one site has come.
#[derive(Debug, Clone)]
pub struct SiteProgress {
    /// Which.
    pub site: SiteIndex,
    /// Pages read.
    pub pages: u64,
    /// Addresses found in its scope and not yet asked.
    pub waiting: u64,
    /// Link targets found dead so far (before they are confirmed at the end).
    pub broken: u64,
    /// Why nothing is asked of it just now, in Chinese, where that is so.
    pub note: Option<String>,
}

/// Everything at this moment.
pub(super) fn progress(state: &mut State, outages: &Outages, gate: &Gatekeeper) -> Progress {
    let territory = state.territory.clone();
    let sites = territory.inspected().map(|site| SiteProgress {
        note: hours_note(state, gate, site).or_else(|| outages.note(state, site)),
        ..state.results.progress(site, &state.frontier)
    });
    let sites = sites.collect();
    Progress {
        sites,
        waiting: state.frontier.waiting(),
        requests: state.results.requests(),
    }
}

/// Said of a site whose hours are over.
fn hours_note(state: &State, gate: &Gatekeeper, site: SiteIndex) -> Option<String> {
    let site = state.territory.site(site);
    let opens = gate.politeness().opens_at(&site.url)?;
    let hours = site
        .limits
        .hours
        .map_or_else(|| "同一服务器上各站的访问时段".to_owned(), |h| format!("访问时段 {}", h.text()));
    Some(format!("不在{hours}之内，等到 {} 继续", opens.strftime("%m-%d %H:%M")))
}
