//! The columns `sites.yaml` lists: every one is accounted for, found or not.

use url::Url;

use super::dates::Dates;
use super::later::Later;
use super::list_page::{ListPage, column};
use crate::facts::{ColumnFacts, Fact, Why};
use crate::site::Site;
use crate::site::page_identity;

pub(super) fn listed(lists: &[ListPage], dates: &Dates, later: &Later, site: &Site, failed: &dyn Fn(&Url) -> Why) -> Vec<ColumnFacts> {
    let identities: Vec<(String, &ListPage)> = lists
        .iter()
        .filter_map(|page| Some((page_identity(&Url::parse(&page.url).ok()?), page)))
        .collect();
    let at = |url: &Url| {
        let wanted = page_identity(url);
        identities.iter().find(|(identity, _)| *identity == wanted).map(|(_, page)| *page)
    };
    site.columns
        .iter()
        .map(|spec| {
            // A page that only leads on stands for the one it leads to.
            let first = at(&spec.url);
            let led_to = first.and_then(|page| at(&page.forwards.as_deref()?.parse().ok()?));
            let mut facts = match led_to.or(first) {
                Some(page) => column(page, &spec.name, spec.url.as_str(), spec.kind, true, dates, later),
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
