//! The log of what was fetched: pages and link targets, as rows that are encoded on the caller's thread,
//! written by the [`Writer`](super::Writer) and replayed in the order they were written.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::packed::{pack, unpack};
use super::{Store, StoreError};
use crate::facts::{Exchange, PageFacts};
use crate::finding::LinkVerdict;

/// Which reader made the facts of a row. Facts of another version are not used to answer 304: it may have read
/// less, or otherwise, of the same page. Raise the number whenever `PageFacts` or its readers change within a version.
const FORMAT: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

/// One page as a run fetched it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRow {
    /// Its key: the canonical form of the address asked for.
    pub key: String,
    /// The id of the site it belongs to.
    pub site: String,
    /// Clicks from the nearest entry page.
    pub depth: u32,
    /// Every try.
    pub exchange: Exchange,
    /// What was read from it; none where it did not open. With `unchanged`, none means: as stored.
    pub facts: Option<PageFacts>,
    /// A hash of the body, to tell a changed page from one that only claims to be.
    pub body_hash: Option<String>,
    /// Body bytes; with `unchanged`, 0 means: as stored.
    pub bytes: u64,
    /// Whether the server answered 304 and the facts are those of an earlier run.
    pub unchanged: bool,
    /// The day this or an earlier run first saw it; an earlier stored day is kept.
    pub first_seen: Date,
}

/// One link target as a run checked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    /// Its key: the canonical form of the address.
    pub key: String,
    /// Every try.
    pub exchange: Exchange,
    /// Reserved: words of the body that a judgement rests on.
    pub body_words: Option<String>,
    /// The verdict, where it was judged at once.
    pub verdict: Option<LinkVerdict>,
}

/// What is known of a page before it is fetched again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// For `If-None-Match`. Only given where the stored facts can stand in for an answer 304.
    pub etag: Option<String>,
    /// For `If-Modified-Since`, as the server sent it. Given under the same condition.
    pub last_modified: Option<String>,
    /// The hash of the body the stored facts were read from.
    pub body_hash: Option<String>,
    /// How long that body was.
    pub bytes: u64,
    /// The day the page was first seen.
    pub first_seen: Date,
}

/// A row ready to be written.
#[derive(Debug)]
pub struct EncodedRow(pub(super) Encoded);

#[derive(Debug)]
pub(super) enum Encoded {
    Page(Box<EncodedPage>),
    Target { key: String, record: Vec<u8> },
}

#[derive(Debug)]
pub(super) struct EncodedPage {
    pub(super) key: String,
    pub(super) site: String,
    pub(super) depth: u32,
    pub(super) unchanged: bool,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) body_hash: Option<String>,
    pub(super) bytes: u64,
    pub(super) first_seen: String,
    pub(super) format: &'static str,
    pub(super) exchange: Vec<u8>,
    pub(super) facts: Option<Vec<u8>>,
}

impl PageRow {
    /// The row as bytes. This is the expensive half of writing: call it on a blocking thread.
    pub fn encode(self) -> EncodedRow {
        // Only a whole answer can be asked for again by its validators.
        let answer = self.exchange.answer().filter(|a| matches!(a.status, 200 | 304) && !a.partial);
        EncodedRow(Encoded::Page(Box::new(EncodedPage {
            etag: answer.and_then(|a| a.etag.clone()),
            last_modified: answer.and_then(|a| a.last_modified.clone()),
            exchange: pack(&self.exchange),
            facts: self.facts.as_ref().map(pack),
            key: self.key,
            site: self.site,
            depth: self.depth,
            unchanged: self.unchanged,
            body_hash: self.body_hash,
            bytes: self.bytes,
            first_seen: self.first_seen.to_string(),
            format: FORMAT,
        })))
    }
}

impl TargetRow {
    /// The row as bytes; see [`PageRow::encode`].
    pub fn encode(self) -> EncodedRow {
        EncodedRow(Encoded::Target {
            record: pack(&self),
            key: self.key,
        })
    }
}

type StoredPage = (String, String, u32, bool, Option<String>, i64, String, Vec<u8>, Option<Vec<u8>>);

impl Store {
    /// Hands `each` every page whose last fetch was in this run, in the order written, and counts them.
    /// One row is in memory at a time.
    pub async fn replay_pages(&self, run: &str, mut each: impl FnMut(PageRow)) -> Result<u64, StoreError> {
        let ordinal = self.ordinal(run).await?;
        let mut rows = sqlx::query_as::<_, StoredPage>(
            "SELECT key, site, depth, unchanged, body_hash, bytes, first_seen, exchange, facts FROM page WHERE run = ? ORDER BY seq",
        )
        .bind(ordinal)
        .fetch(&self.inner.reading);
        let mut count = 0;
        while let Some(row) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            each(self.read_page(row)?);
            count += 1;
        }
        Ok(count)
    }

    /// Hands `each` the facts of every page that is kept, of whatever run, in the order of their addresses.
    pub async fn every_page(&self, mut each: impl FnMut(PageFacts)) -> Result<(), StoreError> {
        let mut rows = sqlx::query_as::<_, (Vec<u8>,)>("SELECT facts FROM page WHERE facts IS NOT NULL AND format = ? ORDER BY key")
            .bind(FORMAT)
            .fetch(&self.inner.reading);
        while let Some((facts,)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            each(unpack(&facts).map_err(|e| self.inner.corrupt(e))?);
        }
        Ok(())
    }

    /// Hands `each` the pages of a run under these keys, in the order of the keys.
    pub async fn pages_at(&self, run: &str, keys: &[String], mut each: impl FnMut(PageRow)) -> Result<(), StoreError> {
        let ordinal = self.ordinal(run).await?;
        for key in keys {
            let row = sqlx::query_as::<_, StoredPage>(
                "SELECT key, site, depth, unchanged, body_hash, bytes, first_seen, exchange, facts FROM page WHERE key = ? AND run = ?",
            )
            .bind(key)
            .bind(ordinal)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
            if let Some(row) = row {
                each(self.read_page(row)?);
            }
        }
        Ok(())
    }

    /// Hands `each` every target whose last check was in this run, in the order written, and counts them.
    pub async fn replay_targets(&self, run: &str, mut each: impl FnMut(TargetRow)) -> Result<u64, StoreError> {
        let ordinal = self.ordinal(run).await?;
        let mut rows = sqlx::query_as::<_, (Vec<u8>,)>("SELECT record FROM target WHERE run = ? ORDER BY seq")
            .bind(ordinal)
            .fetch(&self.inner.reading);
        let mut count = 0;
        while let Some((record,)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            each(unpack(&record).map_err(|e| self.inner.corrupt(e))?);
            count += 1;
        }
        Ok(count)
    }

    /// How an address was asked in a run, whether it was read or only checked.
    pub async fn exchange_at(&self, run: &str, key: &str) -> Result<Option<Exchange>, StoreError> {
        let ordinal = self.ordinal(run).await?;
        let one = |sql: &'static str| {
            let query = sqlx::query_as::<_, (Vec<u8>,)>(sql).bind(key.to_owned()).bind(ordinal);
            async move { query.fetch_optional(&self.inner.reading).await.map_err(|e| self.inner.err(e)) }
        };
        if let Some((exchange,)) = one("SELECT exchange FROM page WHERE key = ? AND run = ?").await? {
            return unpack(&exchange).map(Some).map_err(|e| self.inner.corrupt(e));
        }
        let Some((record,)) = one("SELECT record FROM target WHERE key = ? AND run = ?").await? else {
            return Ok(None);
        };
        let row: TargetRow = unpack(&record).map_err(|e| self.inner.corrupt(e))?;
        Ok(Some(row.exchange))
    }

    /// What is known of every page of a site, by key: what a conditional request needs.
    pub async fn validators(&self, site: &str) -> Result<HashMap<String, Known>, StoreError> {
        type Row = (String, bool, Option<String>, Option<String>, Option<String>, i64, String);
        let mut rows = sqlx::query_as::<_, Row>(
            "SELECT key, facts IS NOT NULL AND format = ?, etag, last_modified, body_hash, bytes, first_seen FROM page WHERE site = ?",
        )
        .bind(FORMAT)
        .bind(site)
        .fetch(&self.inner.reading);
        let mut known = HashMap::new();
        while let Some((key, usable, etag, last_modified, body_hash, bytes, first_seen)) =
            rows.try_next().await.map_err(|e| self.inner.err(e))?
        {
            let first_seen = self.read_date(&first_seen)?;
            known.insert(
                key,
                Known {
                    etag: etag.filter(|_| usable),
                    last_modified: last_modified.filter(|_| usable),
                    body_hash: body_hash.filter(|_| usable),
                    bytes: bytes.unsigned_abs(),
                    first_seen,
                },
            );
        }
        Ok(known)
    }

    /// The stored facts of a page, to judge it by when the server answers 304. None where there are none that this
    /// version can read: then the page must be asked for again without conditions.
    pub async fn page_facts(&self, key: &str) -> Result<Option<PageFacts>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT facts FROM page WHERE key = ? AND format = ? AND facts IS NOT NULL")
            .bind(key)
            .bind(FORMAT)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(row.and_then(|(facts,)| {
            unpack(&facts)
                .inspect_err(|error| tracing::warn!(key, error, "stored facts cannot be read"))
                .ok()
        }))
    }

    fn read_page(&self, row: StoredPage) -> Result<PageRow, StoreError> {
        let (key, site, depth, unchanged, body_hash, bytes, first_seen, exchange, facts) = row;
        Ok(PageRow {
            first_seen: self.read_date(&first_seen)?,
            exchange: unpack(&exchange).map_err(|e| self.inner.corrupt(e))?,
            facts: facts.map(|f| unpack(&f)).transpose().map_err(|e| self.inner.corrupt(e))?,
            key,
            site,
            depth,
            body_hash,
            bytes: bytes.unsigned_abs(),
            unchanged,
        })
    }

    pub(super) fn read_date(&self, text: &str) -> Result<Date, StoreError> {
        text.parse().map_err(|_| self.inner.corrupt(format!("日期“{text}”读不出来")))
    }
}
