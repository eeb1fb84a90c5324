//! Where the links of a document lead, as far as they may lead to other documents.

use url::Url;

use super::names::{forms, interpreted, speaks_of_reading};
use crate::facts::{LinkFrom, PageFacts};
use crate::site::{is_folder, page_identity};

/// Links to single pages that are kept of one document; menus lead to columns and are not among them.
const MOST: usize = 400;
/// Link texts that are kept as names.
const MOST_NAMES: usize = 60;
/// Characters from which the text of a link may be a title rather than the name of a column.
const TITLE: usize = 8;

/// Where the links of a page lead.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// The page itself.
    pub(super) own: u64,
    pages: Box<[u64]>,
    names: Box<[u64]>,
    /// Whether some text of a link speaks of an interpretation of it.
    pub(super) names_interpretation: bool,
    /// Whether it may lead further than was seen.
    pub(super) more: bool,
}

impl Linked {
    /// Of a page that goes by these names. `end` says where a redirect from an address ended, where one did.
    pub(super) fn of(facts: &PageFacts, own: &[String], end: &dyn Fn(&Url) -> Option<String>) -> Self {
        let (mut pages, mut names) = (Vec::new(), Vec::new());
        let mut linked = Linked {
            own: page_key(&facts.url),
            more: facts.cut_off,
            ..Linked::default()
        };
        for link in facts.links.iter().filter(|l| leads_on(l.from)) {
            let titled = link.text.chars().count() >= TITLE;
            if titled {
                linked.names_interpretation |= speaks_of_reading(&link.text, own);
                if names.len() < MOST_NAMES * 4 {
                    names.extend(forms(bare(&link.text)).iter().map(|n| name_key(n)));
                    names.extend(interpreted(&link.text).iter().flatten().map(|n| name_key(n)));
                }
            }
            let Some(url) = link.target.web().and_then(|u| Url::parse(u).ok()) else {
                continue;
            };
            if is_folder(&url) && !titled {
                continue;
            }
            if pages.len() >= MOST {
                linked.more = true;
                continue;
            }
            pages.push(page_key(url.as_str()));
            pages.extend(end(&url).map(|to| page_key(&to)));
        }
        for list in [&mut pages, &mut names] {
            list.sort_unstable();
            list.dedup();
        }
        (linked.pages, linked.names) = (pages.into(), names.into());
        linked
    }

    /// Whether a link leads to the page that `other` stands for, or calls a document by one of these names.
    pub(super) fn leads_to(&self, other: &Linked, names: &[String]) -> bool {
        self.pages.binary_search(&other.own).is_ok() || self.calls(names)
    }

    /// The pages it links to.
    pub(super) fn pages(&self) -> &[u64] {
        &self.pages
    }

    /// The names its links have.
    pub(super) fn names(&self) -> &[u64] {
        &self.names
    }

    /// Whether the text of a link is one of these names.
    pub(super) fn calls(&self, names: &[String]) -> bool {
        names.iter().any(|n| self.names.binary_search(&name_key(n)).is_ok())
    }
}

/// The text of a link without what makes it an attachment: 附件1：某办法.pdf.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let behind = text.strip_prefix("附件").and_then(|t| {
        t.trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix(['：', ':', '.', '、', ' '])
    });
    let text = behind.unwrap_or(text).trim().trim_end_matches(['.', '…']);
    match text.rsplit_once('.') {
        Some((name, ending)) if ending.len() <= 5 && ending.bytes().all(|b| b.is_ascii_alphanumeric()) => name,
        _ => text,
    }
}

fn leads_on(from: LinkFrom) -> bool {
    matches!(
        from,
        LinkFrom::A
            | LinkFrom::Area
            | LinkFrom::Onclick
            | LinkFrom::DocumentWrite
            | LinkFrom::Attachment
            | LinkFrom::Frame
            | LinkFrom::Option
            | LinkFrom::Data
    )
}

/// The key of a name in the form in which names are compared.
pub(super) fn name_key(name: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(name)
}

/// The key of a page, whatever scheme or index page an address names.
fn page_key(address: &str) -> u64 {
    name_key(&address.parse::<Url>().map_or_else(|_| address.to_owned(), |u| page_identity(&u)))
}
