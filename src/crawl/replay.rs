//! A run that was stopped goes on: its log is read back through the functions that took it in the first time.

use url::Url;

use crate::crawl::frontier::placed::place_page;
use crate::crawl::frontier::Want;
use crate::crawl::results::{Freshness, Links};
use crate::crawl::visits::read_page::Sketch;
use crate::crawl::frontier::address_kind;
use crate::crawl::{Crawl, CrawlError};
use crate::facts::LinkFrom;
use crate::store::{PageRow, TargetRow};

impl Crawl {
    /// Reads back what this run has seen before it was stopped; nothing for a new run.
    pub(crate) async fn replay(&mut self) -> Result<(), CrawlError> {
        let store = self.visitor.store.clone();
        let run = self.run.clone();
        store.replay_targets(&run, |row| self.replay_target(row)).await?;
        store.replay_pages(&run, |row| self.replay_page(row)).await?;
        for site in self.visitor.territory.inspected() {
            self.visitor.gate.budgets().spend(Some(*site), self.results.bytes_of_site(*site));
        }
        Ok(())
    }

    fn replay_target(&mut self, row: TargetRow) {
        let Some(row) = self.recall_search(row) else { return };
        let Ok(url) = Url::parse(&row.exchange.url) else { return };
        let place = self.visitor.territory.place(url.clone(), address_kind::address_kind(&url, LinkFrom::A));
        let (sketch, read) = row.body_words.as_deref().and_then(recall).unwrap_or_default();
        // An address that was to be read and could not be is not asked again because a page links to it.
        let id = self.frontier.settle(&place, if read { Want::Read } else { Want::Check }, 0);
        self.frontier.answered_before(&url, &row.exchange);
        self.results.record(&self.frontier, id, row.exchange, sketch);
    }

    fn replay_page(&mut self, row: PageRow) {
        let (Some(facts), Ok(asked)) = (row.facts, Url::parse(&row.exchange.url)) else {
            return;
        };
        let Ok(end) = Url::parse(&facts.url) else { return };
        let territory = self.visitor.territory.clone();
        let at = territory.place(end, address_kind::address_kind(&asked, LinkFrom::A));
        let digest = place_page(&facts, &territory);
        let sketch = Sketch {
            print: digest.print,
            error_page: false,
        };
        let id = self.frontier.settle(&at, Want::Read, row.depth);
        self.frontier.answered_before(&asked, &row.exchange);
        let not_modified = row.exchange.answer().is_some_and(|a| a.status == 304);
        let asked = territory.place(asked.clone(), at.class);
        if asked.id == at.id {
            self.results.record(&self.frontier, id, row.exchange, sketch);
        } else {
            // Counted with the row of the address it was asked at.
            self.results.note(&self.frontier, id, row.exchange, sketch);
        }
        if asked.id != at.id {
            self.frontier.settle(&asked, Want::Read, row.depth);
        }
        let changed = !row.unchanged;
        let edges = self.frontier.absorb(&at, row.depth, &digest, changed);
        let freshness = Freshness {
            unchanged: not_modified,
            changed,
            saved: if not_modified { row.bytes } else { 0 },
        };
        self.results
            .add_page(&self.frontier, &at, &facts, &digest, Links { edges, freshness });
        self.offer_for_search(&at, &facts);
    }
}

/// What the log remembers of a target besides its exchange: the print of its body in hexadecimal, whether it was an error
/// page, and whether it was to be read (else only checked).
pub(crate) fn remember(sketch: Sketch, read: bool) -> String {
    format!("{:x} {} {}", sketch.print, u8::from(sketch.error_page), u8::from(read))
}

fn recall(words: &str) -> Option<(Sketch, bool)> {
    let mut parts = words.split(' ');
    let print = u64::from_str_radix(parts.next()?, 16).ok()?;
    let error_page = parts.next()? == "1";
    Some((Sketch { print, error_page }, parts.next()? == "1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_recalled() {
        let (sketch, read) = recall(&remember(
            Sketch {
                print: 0xabc,
                error_page: true,
            },
            false,
        ))
        .unwrap();
        assert_eq!((sketch.print, sketch.error_page, read), (0xabc, true, false));
        assert!(recall("").is_none());
    }
}
