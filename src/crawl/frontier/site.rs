//! What the frontier knows of one site: how much of it is admitted, and what is not.

use jiff::civil::Date;
use url::Url;

use crate::crawl::frontier::job::Want;
use crate::crawl::frontier::trap::{Naming, SiteTraps};
use crate::facts::SkipReason;
use crate::site::Limits;

/// See the module.
#[derive(Debug)]
pub(crate) struct SiteFrontier {
    /// Pages admitted for reading.
    pub(crate) pages: u64,
    /// What recognises its endless addresses.
    pub(crate) traps: SiteTraps,
    /// Why nothing more is asked of it, where that is so.
    pub(crate) closed: Option<SkipReason>,
    /// Its addresses in queues.
    pub(crate) queued: u64,
}

impl SiteFrontier {
    pub(crate) fn new(today: Date) -> Self {
        SiteFrontier {
            pages: 0,
            traps: SiteTraps::new(today),
            closed: None,
            queued: 0,
        }
    }

    /// Whether as many pages are admitted as may be read.
    pub(crate) fn is_full(&self, limits: &Limits) -> bool {
        self.closed.is_some() || self.pages >= limits.max_pages
    }

    /// Admits an address of its own, or says why it is not to be asked.
    pub(crate) fn admit(&mut self, url: &Url, want: Want, depth: u32, naming: Naming, limits: &Limits) -> Result<(), SkipReason> {
        if let Some(reason) = self.closed {
            return Err(reason);
        }
        if self.traps.refuses(url, naming).is_some() {
            return Err(SkipReason::Trap);
        }
        if want == Want::Read {
            if depth > limits.max_depth {
                // What is not read of an endless family leaves no gap.
                let idle = self.traps.is_idle(url, naming).is_some();
                return Err(if idle { SkipReason::Trap } else { SkipReason::DepthLimit });
            }
            if self.pages >= limits.max_pages {
                return Err(SkipReason::PageLimit);
            }
            self.pages += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_to_be_read_counts_as_a_page_and_only_where_it_is_admitted() {
        let mut site = SiteFrontier::new(jiff::civil::date(2026, 11, 23));
        let limits = Limits {
            max_pages: 2,
            max_depth: 3,
            ..Limits::default()
        };
        let admit = |site: &mut SiteFrontier, n: u32, want, depth| {
            let url = format!("http://a.gov.cn/{n}.htm").parse().unwrap();
            site.admit(&url, want, depth, Naming::VOUCHED, &limits)
        };
        assert_eq!(admit(&mut site, 1, Want::Check, 9), Ok(()));
        assert_eq!(admit(&mut site, 2, Want::Read, 4), Err(SkipReason::DepthLimit));
        assert_eq!((site.pages, site.is_full(&limits)), (0, false));
        assert_eq!(admit(&mut site, 3, Want::Read, 3), Ok(()));
        assert_eq!(admit(&mut site, 4, Want::Read, 1), Ok(()));
        assert!(site.is_full(&limits));
        assert_eq!(admit(&mut site, 5, Want::Read, 1), Err(SkipReason::PageLimit));
        assert_eq!(admit(&mut site, 6, Want::Check, 1), Ok(()));
        site.closed = Some(SkipReason::TimeLimit);
        assert_eq!(admit(&mut site, 7, Want::Check, 1), Err(SkipReason::TimeLimit));
        assert_eq!(site.pages, 2);
    }
}
