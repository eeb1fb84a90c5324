//! The columns `sites.yaml` lists: every one is accounted for, found or not.

use url::Url;

use super::{Dates, ListPage, page_identity, recognise::column};
use crate::facts::{ColumnFacts, Fact, Why};
use crate::site::Site;

pub(super) fn listed(lists: &[ListPage], dates: &Dates, site: &Site, failed: &dyn Fn(&Url) -> Why) -> Vec<ColumnFacts> {
    let identities: Vec<(String, &ListPage)> = lists
        .iter()
        .filter_map(|page| Some((page_identity(&Url::parse(&page.url).ok()?), page)))
        .collect();
    site.columns
        .iter()
        .map(|spec| {
            let wanted = page_identity(&spec.url);
            let page = identities.iter().find(|(identity, _)| *identity == wanted).map(|(_, page)| *page);
            let mut facts = match page {
                Some(page) => column(page, &spec.name, spec.url.as_str(), spec.kind, true, dates),
                None => ColumnFacts {
                    listed: true,
                    items: Fact::Unknown(failed(&spec.url)),
                    ..ColumnFacts::blank(&spec.name, spec.url.as_str(), spec.kind)
                },
            };
            facts.own_period = spec.max_age;
            facts.exempt.clone_from(&spec.exempt);
            facts
        })
        .collect()
}
