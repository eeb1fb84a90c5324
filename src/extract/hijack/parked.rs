//! Domains that are for sale, expired or parked: a page with little on it but that.

use super::{Seen, registered};
use crate::lexicon::{PARKED_DOMAINS, Words};
use crate::text::count_written;

/// What only the page of such a domain says of itself.
static PHRASES: Words = Words::of(PARKED_DOMAINS);

/// Where the scripts of parking services are loaded from.
const SERVICES: &[&str] = &[
    "sedoparking.com",
    "parkingcrew.net",
    "bodis.com",
    "parklogic.com",
    "adsense/domains/caf.js",
    "skenzo.com",
    "above.com/marketplace",
    "dsparking.com",
];

/// Where domains are traded: a link that ends at one of them, and began elsewhere, has lost its owner.
const MARKETS: &[&str] = &[
    "sedo.com",
    "dan.com",
    "afternic.com",
    "hugedomains.com",
    "4.cn",
    "22.cn",
    "ename.com",
    "ename.net",
    "juming.com",
    "aliyun.com",
    "godaddy.com",
    "west.cn",
    "domainmarket.com",
    "brandbucket.com",
    "uniregistry.com",
    "atom.com",
];

/// A page with more text than this, characters, says more than that it is for sale.
const LITTLE: usize = 1_200;
/// With no more than this there is nothing else on it.
const NOTHING_ELSE: usize = 400;

/// The words by which the page shows that its domain is parked, and whether that is certain.
pub(super) fn parked(seen: &Seen<'_>, text: &str) -> Option<(Vec<String>, bool)> {
    let (asked, at) = (registered(seen.asked)?, registered(seen.at)?);
    if MARKETS.contains(&asked.as_str()) {
        return None;
    }
    let length = count_written(text);
    let said = format!("{}\n{}", seen.title, if length <= LITTLE { text } else { "" }).to_lowercase();
    let named = said.contains(&asked);
    let mut words: Vec<String> = PHRASES.iter().filter(|p| said.contains(**p)).map(|p| (*p).to_owned()).collect();
    if asked != at && MARKETS.contains(&at.as_str()) && (seen.at.as_str().contains(&asked) || named) {
        words.push(at);
        return Some((words, true));
    }
    let service = SERVICES.iter().find(|s| seen.source.contains(**s));
    words.extend(service.map(|s| (*s).to_owned()));
    if words.is_empty() || length > LITTLE {
        return None;
    }
    let certain =
        service.is_some() && (words.len() > 1 || named || length <= NOTHING_ELSE) || service.is_none() && (named || length <= NOTHING_ELSE);
    Some((words, certain))
}
