//! The log of a run: every row it wrote, in the order it wrote them. Rows are packed on the caller's thread, appended by the
//! [`Writer`](super::Writer), and read back one at a time.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::packed::{pack, unpack};
use super::{Store, StoreError};
use crate::facts::{Exchange, LogRow, PageFacts, PageHead, PageRow, Sighting, TargetRow};
use crate::site::url_key;

/// What reads and writes rows: the version, and a hash of the sources that decide what stands in them. Rows of another
/// format are neither replayed nor taken for an answer 304: what wrote them may have seen less, or otherwise, of the same
/// page.
pub const FORMAT: &str = concat!(env!("CARGO_PKG_VERSION"), "/", env!("XUNCHA_LOG_FORMAT"));

/// The place of a row in its run, from 1.
pub type Seq = u32;

/// What is known of a page before it is asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPage {
    /// Where what was read of it stands; none where nothing of this format does.
    pub at: Option<i64>,
    /// For `If-None-Match`. Only given where the stored facts can stand in for an answer 304.
    pub etag: Option<String>,
    /// For `If-Modified-Since`, as the server sent it. Given under the same condition.
    pub last_modified: Option<String>,
    /// The hash of what it said.
    pub content_hash: Option<String>,
    /// How long its body was.
    pub bytes: u64,
    /// The day it was first seen.
    pub first_seen: Date,
    /// What runs saw of its date, oldest first.
    pub sightings: Box<[Sighting]>,
}

/// A row ready to be written.
#[derive(Debug)]
pub struct EncodedRow {
    pub(super) kind: &'static str,
    pub(super) key: String,
    pub(super) record: Vec<u8>,
    pub(super) facts: Option<Vec<u8>>,
    pub(super) page: Option<Box<EncodedPage>>,
}

/// What the next run is to know of a page.
#[derive(Debug)]
pub(super) struct EncodedPage {
    pub(super) site: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) content_hash: String,
    pub(super) bytes: u64,
    pub(super) first_seen: String,
    pub(super) sightings: Option<String>,
}

/// The row as bytes. This is the expensive half of writing: call it on a blocking thread where the row is a page.
pub(crate) fn encode(row: &LogRow) -> EncodedRow {
    let of = |kind, key: &str, record| EncodedRow {
        kind,
        key: key.to_owned(),
        record,
        facts: None,
        page: None,
    };
    match row {
        LogRow::Robots(row) => of("robots", &row.url, pack(row)),
        LogRow::Sitemap(row) => of("sitemap", &row.url, pack(row)),
        LogRow::Probe(row) => of("probe", &row.url, pack(row)),
        LogRow::Search(row) => of("search", &row.url, pack(row)),
        LogRow::Ipv6(row) => of("ipv6", &row.site, pack(row)),
        LogRow::Target(row) => of("target", &row.key, pack(row)),
        LogRow::Unasked(row) => {
            let key = row
                .exchange
                .url
                .parse()
                .map_or_else(|_| row.exchange.url.clone(), |url| url_key(&url));
            of("unasked", &key, pack(row))
        }
        LogRow::End(row) => of("end", &row.site, pack(row)),
        LogRow::Page(row) => EncodedRow {
            facts: Some(pack(&row.facts)),
            page: Some(Box::new(EncodedPage {
                site: row.head.site.clone(),
                etag: row.head.etag.clone(),
                last_modified: row.head.last_modified.clone(),
                content_hash: row.head.content_hash.clone(),
                bytes: row.head.bytes,
                first_seen: row.head.first_seen.to_string(),
                sightings: sightings(&row.facts),
            })),
            ..of("page", &row.head.key, pack(&row.head))
        },
    }
}

fn decode(kind: &str, record: &[u8], facts: Option<&[u8]>) -> Result<LogRow, String> {
    Ok(match kind {
        "robots" => LogRow::Robots(unpack(record)?),
        "sitemap" => LogRow::Sitemap(unpack(record)?),
        "probe" => LogRow::Probe(unpack(record)?),
        "search" => LogRow::Search(unpack(record)?),
        "ipv6" => LogRow::Ipv6(unpack(record)?),
        "target" => LogRow::Target(unpack(record)?),
        "unasked" => LogRow::Unasked(unpack(record)?),
        "end" => LogRow::End(unpack(record)?),
        "page" => LogRow::Page(Box::new(PageRow {
            head: unpack::<PageHead>(record)?,
            facts: unpack(facts.ok_or("页面没有内容")?)?,
        })),
        other => return Err(format!("不认识的记录“{other}”")),
    })
}

/// The sightings of a page as the store keeps them.
fn sightings(facts: &PageFacts) -> Option<String> {
    let words: Vec<String> = facts.dates.sightings().into_iter().map(Sighting::to_word).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The number of a row among all rows of all runs.
pub(super) fn place(run: i64, seq: Seq) -> i64 {
    run << 32 | i64::from(seq)
}

type StoredRow = (i64, String, Vec<u8>, Option<Vec<u8>>);

impl Store {
    /// Hands `each` the rows of a run in the order written, with their places, and counts them. One row is in memory at a
    /// time.
    pub async fn replay(&self, run: &str, mut each: impl FnMut(Seq, LogRow)) -> Result<u64, StoreError> {
        let run = self.ordinal(run).await?;
        let mut rows = sqlx::query_as::<_, StoredRow>("SELECT at, kind, record, facts FROM log WHERE at > ? AND at < ? ORDER BY at")
            .bind(place(run, 0))
            .bind(place(run + 1, 0))
            .fetch(&self.inner.reading);
        let mut count = 0;
        while let Some((at, kind, record, facts)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            let row = decode(&kind, &record, facts.as_deref()).map_err(|e| self.inner.corrupt(e))?;
            each((at & 0xffff_ffff) as Seq, row);
            count += 1;
        }
        Ok(count)
    }

    /// Makes the log of a run ready to be gone on with: what its last end said of it does not hold any more.
    pub async fn reopen_log(&self, run: &str) -> Result<(), StoreError> {
        let run = self.ordinal(run).await?;
        self.delete_rows(run, Some(&["unasked", "end"])).await
    }

    /// Forgets the logs of all finished runs of the mode and group of this one but the newest so many. What they found stays.
    pub async fn forget_logs(&self, run: &str, keep: u32) -> Result<(), StoreError> {
        let old: Vec<(i64,)> = sqlx::query_as(
            "SELECT other.ordinal FROM run JOIN run AS other ON other.mode = run.mode AND other.group_name = run.group_name
                 WHERE run.id = ? AND other.state <> 'open' ORDER BY other.ordinal DESC LIMIT -1 OFFSET ?",
        )
        .bind(run)
        .bind(keep)
        .fetch_all(&self.inner.reading)
        .await
        .map_err(|e| self.inner.err(e))?;
        for (run,) in old {
            self.delete_rows(run, None).await?;
        }
        Ok(())
    }

    /// Takes the rows of these kinds out of the log of a run; all of them where no kinds are named.
    async fn delete_rows(&self, run: i64, kinds: Option<&[&str]>) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM log WHERE at > ?1 AND at < ?2 AND (?3 IS NULL OR kind IN (SELECT value FROM json_each(?3)))")
            .bind(place(run, 0))
            .bind(place(run + 1, 0))
            .bind(kinds.map(|kinds| serde_json::json!(kinds).to_string()))
            .execute(&self.inner.writing)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(())
    }

    /// How each of these addresses was asked last in a run, by key, whether it was read or only checked.
    pub async fn exchanges_of(&self, run: &str, keys: &HashSet<&str>) -> Result<HashMap<String, Exchange>, StoreError> {
        let run = self.ordinal(run).await?;
        let mut found = HashMap::new();
        if keys.is_empty() {
            return Ok(found);
        }
        let mut rows = sqlx::query_as::<_, (String, String, Vec<u8>)>(
            "SELECT kind, key, record FROM log WHERE at > ? AND at < ? AND kind IN ('page', 'target') ORDER BY at",
        )
        .bind(place(run, 0))
        .bind(place(run + 1, 0))
        .fetch(&self.inner.reading);
        while let Some((kind, key, record)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            if keys.contains(key.as_str()) {
                let exchange = match kind.as_str() {
                    "page" => self.unpacked::<PageHead>(&record)?.exchange,
                    _ => self.unpacked::<TargetRow>(&record)?.exchange,
                };
                found.insert(key, exchange);
            }
        }
        Ok(found)
    }

    /// The rows of a run about any of these keys (canonical forms of addresses; of some kinds the address or the id of the
    /// site as it stands), in the order written.
    pub async fn rows_about(&self, run: &str, keys: &[&str]) -> Result<Vec<LogRow>, StoreError> {
        let run = self.ordinal(run).await?;
        let rows = sqlx::query_as::<_, StoredRow>(
            "SELECT at, kind, record, facts FROM log
             WHERE at > ? AND at < ? AND key IN (SELECT value FROM json_each(?)) ORDER BY at",
        )
        .bind(place(run, 0))
        .bind(place(run + 1, 0))
        .bind(serde_json::json!(keys).to_string())
        .fetch_all(&self.inner.reading)
        .await
        .map_err(|e| self.inner.err(e))?;
        let decoded = rows
            .into_iter()
            .map(|(_, kind, record, facts)| decode(&kind, &record, facts.as_deref()));
        decoded.collect::<Result<_, _>>().map_err(|e| self.inner.corrupt(e))
    }

    /// Whether anything stands in the log of a run.
    pub(crate) async fn has_log(&self, run: &str) -> Result<bool, StoreError> {
        let run = self.ordinal(run).await?;
        let row: Option<(i64,)> = sqlx::query_as("SELECT at FROM log WHERE at > ? AND at < ? LIMIT 1")
            .bind(place(run, 0))
            .bind(place(run + 1, 0))
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(row.is_some())
    }

    /// Hands `each` what was last read of every page that this program can read, in the order of their addresses.
    pub async fn every_page(&self, mut each: impl FnMut(PageFacts)) -> Result<(), StoreError> {
        let mut rows = sqlx::query_as::<_, (Vec<u8>,)>(
            "SELECT log.facts FROM page JOIN log ON log.at = page.at WHERE page.format = ? AND log.facts IS NOT NULL ORDER BY page.key",
        )
        .bind(FORMAT)
        .fetch(&self.inner.reading);
        while let Some((facts,)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            each(self.unpacked(&facts)?);
        }
        Ok(())
    }

    /// What is known of every page of these sites, by key.
    pub async fn known(&self, sites: &HashSet<&str>) -> Result<HashMap<String, KnownPage>, StoreError> {
        type Row = (
            String,
            String,
            i64,
            String,
            Option<String>,
            Option<String>,
            Option<String>,
            i64,
            String,
            Option<String>,
        );
        let mut rows =
            sqlx::query_as::<_, Row>("SELECT key, site, at, format, etag, last_modified, content_hash, bytes, first_seen, seen FROM page")
                .fetch(&self.inner.reading);
        let mut known = HashMap::new();
        while let Some((key, site, at, format, etag, last_modified, content_hash, bytes, first_seen, seen)) =
            rows.try_next().await.map_err(|e| self.inner.err(e))?
        {
            if !sites.contains(site.as_str()) {
                continue;
            }
            let usable = format == FORMAT;
            let page = KnownPage {
                at: usable.then_some(at),
                etag: etag.filter(|_| usable),
                last_modified: last_modified.filter(|_| usable),
                content_hash: content_hash.filter(|_| usable),
                bytes: bytes.unsigned_abs(),
                first_seen: self.read_date(&first_seen)?,
                sightings: seen.unwrap_or_default().split(' ').filter_map(Sighting::of_word).collect(),
            };
            known.insert(key, page);
        }
        Ok(known)
    }

    /// What was read of a page, to judge it by when the server answers 304. None where it is gone or damaged: then the page
    /// must be asked for again without conditions.
    pub async fn facts_at(&self, at: i64) -> Result<Option<PageFacts>, StoreError> {
        let row: Option<(Option<Vec<u8>>,)> = sqlx::query_as("SELECT facts FROM log WHERE at = ?")
            .bind(at)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(row.and_then(|(facts,)| facts).and_then(|facts| {
            unpack(&facts)
                .inspect_err(|error| tracing::warn!(at, error, "stored facts cannot be read"))
                .ok()
        }))
    }

    fn unpacked<T: DeserializeOwned>(&self, record: &[u8]) -> Result<T, StoreError> {
        unpack(record).map_err(|e| self.inner.corrupt(e))
    }

    pub(super) fn read_date(&self, text: &str) -> Result<Date, StoreError> {
        text.parse().map_err(|_| self.inner.corrupt(format!("日期“{text}”读不出来")))
    }
}
