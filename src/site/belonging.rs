//! Which site an address belongs to: nothing listed for a site may lie outside it, and no two sites may claim one place.

use std::collections::HashMap;

use url::Url;

use super::config::WrittenSite;
use super::fields::At;
use super::group::{ColumnSpec, Site};
use super::mistake::{Mistakes, Place, shortened};
use super::scope::{Scope, keys_above};

/// A column listed twice would be judged, and counted, twice.
pub(super) fn check_twice(columns: &[(&At<String>, ColumnSpec)], mistakes: &mut Mistakes) {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for (written, spec) in columns {
        if let Some(first) = seen.get(spec.url.as_str()) {
            mistakes.add(
                written.place,
                &written.value,
                format!("栏目地址「{}」与第 {} 行的栏目相同。", shortened(&written.value), first.line),
                "同一个栏目只写一次，删掉其中一个。",
            );
        } else {
            seen.insert(spec.url.as_str(), written.place);
        }
    }
}

/// What a site lists must lie inside its scope, or it would silently never be read.
pub(super) fn check_inside(scope: &Scope, written: &At<String>, meant: &Url, what: &str, mistakes: &mut Mistakes) {
    let shown = shortened(&written.value);
    if scope.depth_of(meant).is_none() {
        mistakes.add(
            written.place,
            &written.value,
            format!("{what}「{shown}」（即 {}）不在本站范围内，不会被检查。", shortened(meant.as_str())),
            format!(
                "本站范围是 {}。确属本站的，把它所在的目录加进 include；不属于的，改到所属站点下面。",
                scope.include().join("、")
            ),
        );
    } else if scope.excludes(meant) {
        mistakes.add(
            written.place,
            &written.value,
            format!("{what}「{shown}」被本站的 exclude 排除了，不会被检查。"),
            format!("本站排除了 {}。删掉相应的 exclude，或者删掉这一行。", scope.exclude().join("、")),
        );
    }
}

/// No two sites may claim one place, and what a site lists must not lie deeper in another site's scope.
/// `sites` and `origins` go side by side.
pub(super) fn check_scopes(sites: &[Site], origins: &[&WrittenSite], mistakes: &mut Mistakes) {
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (index, (site, origin)) in sites.iter().zip(origins).enumerate() {
        for key in site.scope.prefix_keys() {
            let other = *owners.entry(key.clone()).or_insert(index);
            if other == index {
                continue;
            }
            let written = origin.include.first().or(origin.url.as_ref());
            mistakes.add(
                written.map_or(origin.place, |w| w.place),
                written.map_or("", |w| w.value.as_str()),
                format!(
                    "站点「{}」与站点「{}」的范围都是 {}，分不清网页属于谁。",
                    shortened(&site.id),
                    shortened(&sites[other].id),
                    shortened(&key)
                ),
                "给其中一个写更具体的目录（如 include: [\"https://主机名/子站目录/\"]），或者停用一个（enabled: false）。",
            );
        }
    }
    for (index, (site, origin)) in sites.iter().zip(origins).enumerate() {
        let columns = origin.columns.iter().filter_map(|c| c.url.as_ref());
        // Where an address was wrong the two lists differ in length; the mistake is known then.
        let listed = columns.chain(&origin.guides).chain(&origin.entry_urls);
        let meant = site.columns.iter().map(|c| &c.url).chain(&site.guides).chain(&site.entry_urls);
        for (written, url) in listed.zip(meant) {
            let owner = keys_above(url).find_map(|key| owners.get(&key)).filter(|owner| **owner != index);
            let (Some(owner), true) = (owner, site.scope.depth_of(url).is_some()) else {
                continue;
            };
            if site.scope.overlaps(&sites[*owner].scope) {
                continue;
            }
            mistakes.add(
                written.place,
                &written.value,
                format!(
                    "「{}」属于站点「{}」的范围，不会算作站点「{}」的内容。",
                    shortened(&written.value),
                    shortened(&sites[*owner].id),
                    shortened(&site.id)
                ),
                format!("把它移到站点「{}」下面。", shortened(&sites[*owner].id)),
            );
        }
    }
}
