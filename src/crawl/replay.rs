//! A run that was stopped goes on: its log is read back through the functions that took it in the first time.

use url::Url;

use super::digest::digest;
use super::frontier::Want;
use super::ledger::Freshness;
use super::reading::Sketch;
use super::{Crawl, CrawlError, class};
use crate::facts::LinkFrom;
use crate::store::{PageRow, TargetRow};

impl Crawl {
    /// Reads back what this run has seen before it was stopped; nothing for a new run.
    pub(super) async fn replay(&mut self) -> Result<(), CrawlError> {
        let store = self.visitor.store.clone();
        let run = self.run.clone();
        store.replay_targets(&run, |row| self.replay_target(row)).await?;
        store.replay_pages(&run, |row| self.replay_page(row)).await?;
        Ok(())
    }

    fn replay_target(&mut self, row: TargetRow) {
        let Ok(url) = Url::parse(&row.exchange.url) else { return };
        let place = self.visitor.territory.place(url.clone(), class::class(&url, LinkFrom::A));
        let id = self.frontier.settle(&place, Want::Check, 0);
        let sketch = row.body_words.as_deref().and_then(sketch_of).unwrap_or_default();
        self.ledger.record(&self.frontier, id, row.exchange, sketch);
    }

    fn replay_page(&mut self, row: PageRow) {
        let (Some(facts), Ok(asked)) = (row.facts, Url::parse(&row.exchange.url)) else {
            return;
        };
        let Ok(end) = Url::parse(&facts.url) else { return };
        let territory = self.visitor.territory.clone();
        let at = territory.place(end, class::class(&asked, LinkFrom::A));
        let digest = digest(&facts, &territory);
        let sketch = Sketch {
            print: digest.print,
            error_page: false,
        };
        let id = self.frontier.settle(&at, Want::Read, row.depth);
        let not_modified = row.exchange.answer().is_some_and(|a| a.status == 304);
        self.ledger.record(&self.frontier, id, row.exchange, sketch);
        let asked = territory.place(asked.clone(), at.class);
        if asked.id != at.id {
            self.frontier.settle(&asked, Want::Read, row.depth);
        }
        let changed = !row.unchanged;
        let edges = self.frontier.absorb(row.depth, &digest, changed);
        self.ledger.add_page(
            &at,
            &facts,
            &digest,
            edges,
            Freshness {
                unchanged: not_modified,
                changed,
                saved: if not_modified { row.bytes } else { 0 },
            },
        );
    }
}

/// The remembered sketch of a body: its print in hexadecimal and whether it was an error page.
fn sketch_of(words: &str) -> Option<Sketch> {
    let (print, error) = words.split_once(' ')?;
    Some(Sketch {
        print: u64::from_str_radix(print, 16).ok()?,
        error_page: error == "1",
    })
}
