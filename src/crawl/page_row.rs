//! A page that was read: what goes back to the crawl, and the row the log keeps of it.

use jiff::civil::Date;

use super::digest::{Digest, Place, Territory, digest};
use super::visit::Asked;
use crate::facts::{Exchange, PageFacts};
use crate::site::url_key;
use crate::store::{EncodedRow, Known, PageRow};

/// A page that was read.
pub(crate) struct ReadPage {
    /// Where it was finally served from.
    pub(crate) at: Place,
    /// Its facts without links and text, which are in the row.
    pub(crate) facts: PageFacts,
    pub(crate) digest: Digest,
    pub(crate) row: EncodedRow,
    /// Judged from the stored copy (answer 304).
    pub(crate) unchanged: bool,
    /// New, or not as it was in the last run.
    pub(crate) changed: bool,
    /// Bytes the answer 304 saved.
    pub(crate) saved: u64,
}

/// Places the links of a page and packs its row.
#[expect(clippy::too_many_arguments, reason = "the parts of one row, each from another source")]
pub(super) fn pack(
    territory: &Territory,
    today: Date,
    asked: &Asked,
    at: Place,
    exchange: Exchange,
    mut facts: PageFacts,
    known: Option<&Known>,
    unchanged: bool,
) -> ReadPage {
    let digest = digest(&facts, territory);
    let site = at
        .owner
        .or(asked.owner)
        .map_or(String::new(), |o| territory.group().sites[o].id.clone());
    let hash = content_hash(&facts);
    let changed = !unchanged && known.is_none_or(|k| k.body_hash.as_deref() != Some(&hash));
    let saved = if unchanged { known.map_or(0, |k| k.bytes) } else { 0 };
    let bytes = if unchanged { saved } else { exchange.last().map_or(0, |a| a.bytes) };
    let row = PageRow {
        key: url_key(&at.url),
        site,
        depth: asked.depth,
        exchange,
        body_hash: Some(hash),
        bytes,
        // In the log: as stored by an earlier run, whether the server said so (304) or the content did.
        unchanged: !changed,
        first_seen: known.map_or(today, |k| k.first_seen),
        facts: None,
    };
    // The row takes the whole page; what goes back to the crawl keeps neither links nor text.
    let (links, text) = (std::mem::take(&mut facts.links), std::mem::take(&mut facts.text));
    let slim = facts.clone();
    facts.links = links;
    facts.text = text;
    let row = PageRow { facts: Some(facts), ..row }.encode();
    ReadPage {
        at,
        facts: slim,
        digest,
        row,
        unchanged,
        changed,
        saved,
    }
}

/// A hash of what a page says: title, text and links, so that counters and tokens do not make it a changed page.
fn content_hash(facts: &PageFacts) -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    hash.update(facts.html_title.as_deref().unwrap_or_default());
    hash.update(&facts.text);
    for link in &facts.links {
        hash.update(link.target.web().unwrap_or_default());
    }
    hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}
