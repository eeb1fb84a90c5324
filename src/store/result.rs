//! What a run found: findings, places for a person to look at, and the whole inspection.

use futures_util::{Stream, TryStreamExt};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::packed::{pack, unpack};
use super::{Store, StoreError};
use crate::finding::{FindingRecord, Inspection, ReviewRecord, SiteResult};

/// Records handed to SQLite in one statement, as one JSON array: at most so many, and so many bytes of them. A single value
/// may have a gigabyte (SQLITE_MAX_LENGTH), and stands in memory several times on its way.
const CHUNK: usize = 1000;
/// See [`CHUNK`].
const CHUNK_BYTES: usize = 1 << 20;

/// The parts of an inspection that are kept one by one.
const SITE: &str = "site";
const DEAD: &str = "dead";
const READING: &str = "reading";

impl Store {
    /// Records what a run found, in place of what was recorded of it before.
    pub async fn save_result(&self, run: &str, findings: &[FindingRecord], reviews: &[ReviewRecord]) -> Result<(), StoreError> {
        let run = self.ordinal(run).await?;
        let sql = |e| self.inner.err(e);
        let mut tx = self.inner.writing.begin_with("BEGIN IMMEDIATE").await.map_err(sql)?;
        for table in ["DELETE FROM finding WHERE run = ?", "DELETE FROM review WHERE run = ?"] {
            sqlx::query(table).bind(run).execute(&mut *tx).await.map_err(sql)?;
        }
        insert(
            &mut tx,
            "INSERT INTO finding (run, ord, id, site, grade, first_seen, record)
             SELECT ?, ? + key, value ->> 'id', value ->> 'site', value ->> 'grade', value ->> 'first_seen', value FROM json_each(?)",
            run,
            findings,
        )
        .await
        .map_err(sql)?;
        insert(
            &mut tx,
            "INSERT INTO review (run, ord, record) SELECT ?, ? + key, value FROM json_each(?)",
            run,
            reviews,
        )
        .await
        .map_err(sql)?;
        tx.commit().await.map_err(sql)
    }

    /// The day each of these findings was first found, in any run, in the order of the ids; none where it never was before.
    pub async fn first_seen(&self, ids: &[String]) -> Result<Vec<Option<Date>>, StoreError> {
        let mut days = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            let rows: Vec<(Option<String>,)> =
                sqlx::query_as("SELECT (SELECT min(first_seen) FROM finding WHERE id = value) FROM json_each(?) ORDER BY key")
                    .bind(serde_json::json!(chunk).to_string())
                    .fetch_all(&self.inner.reading)
                    .await
                    .map_err(|e| self.inner.err(e))?;
            for (day,) in rows {
                days.push(day.map(|day| self.read_date(&day)).transpose()?);
            }
        }
        Ok(days)
    }

    /// The findings of a run, in the order saved.
    pub async fn findings_of(&self, run: &str) -> Result<Vec<FindingRecord>, StoreError> {
        self.records("SELECT record FROM finding WHERE run = ? ORDER BY ord", run).await
    }

    /// The findings of a run as the next one looks at them again, in the order saved.
    pub async fn open_findings_of(&self, run: &str) -> Result<Vec<OpenFinding>, StoreError> {
        self.records("SELECT record FROM finding WHERE run = ? ORDER BY ord", run).await
    }

    async fn records<T: DeserializeOwned>(&self, sql: &'static str, run: &str) -> Result<Vec<T>, StoreError> {
        let run = self.ordinal(run).await?;
        let rows = sqlx::query_as::<_, (String,)>(sql).bind(run).fetch(&self.inner.reading);
        self.read_records(rows).await
    }

    async fn read_records<T: DeserializeOwned>(
        &self,
        mut rows: impl Stream<Item = Result<(String,), sqlx::Error>> + Unpin,
    ) -> Result<Vec<T>, StoreError> {
        let mut records = Vec::new();
        while let Some((record,)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            records.push(serde_json::from_str(&record).map_err(|e| self.inner.corrupt(e.to_string()))?);
        }
        Ok(records)
    }

    /// The ids of the sites with a finding that is serious or a veto in a run, sorted.
    pub async fn sites_with_grave_findings(&self, run: &str) -> Result<Vec<String>, StoreError> {
        self.sites_where(
            "SELECT DISTINCT site FROM finding WHERE run = ? AND grade IN ('serious', 'veto') ORDER BY site",
            run,
        )
        .await
    }

    /// The ids of the sites with a finding of grade minor or above in a run, sorted.
    pub async fn sites_failed_in(&self, run: &str) -> Result<Vec<String>, StoreError> {
        self.sites_where(
            "SELECT DISTINCT site FROM finding WHERE run = ? AND grade <> 'notice' ORDER BY site",
            run,
        )
        .await
    }

    async fn sites_where(&self, sql: &'static str, run: &str) -> Result<Vec<String>, StoreError> {
        let run = self.ordinal(run).await?;
        let rows: Vec<(String,)> = sqlx::query_as(sql)
            .bind(run)
            .fetch_all(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(rows.into_iter().map(|(site,)| site).collect())
    }

    /// Keeps the result of a run but for its findings and reviews, which [`Store::save_result`] keeps one by one; so are its
    /// sites, dead targets and notes here.
    pub async fn save_inspection(&self, run: &str, inspection: &Inspection) -> Result<(), StoreError> {
        let run = self.ordinal(run).await?;
        let sql = |e| self.inner.err(e);
        let rest = Inspection {
            head: inspection.head.clone(),
            sites: Vec::new(),
            findings: Vec::new(),
            reviews: Vec::new(),
            dead_targets: Vec::new(),
            draw: inspection.draw.clone(),
            reading: Vec::new(),
        };
        let mut tx = self.inner.writing.begin_with("BEGIN IMMEDIATE").await.map_err(sql)?;
        sqlx::query("INSERT INTO inspection (run, record) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET record = excluded.record")
            .bind(run)
            .bind(pack(&rest))
            .execute(&mut *tx)
            .await
            .map_err(sql)?;
        sqlx::query("DELETE FROM result_part WHERE run = ?")
            .bind(run)
            .execute(&mut *tx)
            .await
            .map_err(sql)?;
        insert_parts(&mut tx, SITE, run, &inspection.sites).await.map_err(sql)?;
        insert_parts(&mut tx, DEAD, run, &inspection.dead_targets).await.map_err(sql)?;
        insert_parts(&mut tx, READING, run, &inspection.reading).await.map_err(sql)?;
        tx.commit().await.map_err(sql)
    }

    /// The whole result of a run, from which every report can be made again, where it was kept.
    pub async fn inspection(&self, run: &str) -> Result<Option<Inspection>, StoreError> {
        let Some(mut inspection) = self.head_of(run).await? else {
            return Ok(None);
        };
        inspection.sites.extend(self.parts(SITE, run).await?);
        inspection.dead_targets.extend(self.parts(DEAD, run).await?);
        inspection.reading.extend(self.parts(READING, run).await?);
        inspection.findings = self.findings_of(run).await?;
        inspection.reviews = self.reviews_of(run).await?;
        Ok(Some(inspection))
    }

    /// What a run left for a person to look at, in the order saved.
    pub(crate) async fn reviews_of(&self, run: &str) -> Result<Vec<ReviewRecord>, StoreError> {
        self.records("SELECT record FROM review WHERE run = ? ORDER BY ord", run).await
    }

    /// The result of a run with its sites, without its findings and all else that may be many; none where it was not kept.
    pub(crate) async fn outline(&self, run: &str) -> Result<Option<Inspection>, StoreError> {
        let Some(mut inspection) = self.head_of(run).await? else {
            return Ok(None);
        };
        inspection.sites = self.sites_of(run).await?;
        Ok(Some(inspection))
    }

    /// The sites of a run with their coverage and columns; none where no result was kept.
    pub async fn sites_of(&self, run: &str) -> Result<Vec<SiteResult>, StoreError> {
        let parts: Vec<SiteResult> = self.parts(SITE, run).await?;
        if !parts.is_empty() {
            return Ok(parts);
        }
        // Of an earlier program.
        Ok(self.head_of(run).await?.map_or(Vec::new(), |inspection| inspection.sites))
    }

    async fn parts<T: DeserializeOwned>(&self, kind: &'static str, run: &str) -> Result<Vec<T>, StoreError> {
        let run = self.ordinal(run).await?;
        let rows = sqlx::query_as::<_, (String,)>("SELECT record FROM result_part WHERE kind = ? AND run = ? ORDER BY ord")
            .bind(kind)
            .bind(run)
            .fetch(&self.inner.reading);
        self.read_records(rows).await
    }

    /// What is kept of a result in one record: in results of earlier programs also what is kept by parts now.
    async fn head_of(&self, run: &str) -> Result<Option<Inspection>, StoreError> {
        let run = self.ordinal(run).await?;
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT record FROM inspection WHERE run = ?")
            .bind(run)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        row.map(|(record,)| unpack(&record).map_err(|e| self.inner.corrupt(e))).transpose()
    }
}

/// A finding of an earlier run, as far as the next one needs it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenFinding {
    /// Its id.
    pub id: String,
    /// The id of its rule.
    pub rule: String,
    /// The id of its site.
    pub site: String,
    /// The page it stands on.
    pub page_url: String,
    /// The address in question, for link rules.
    pub target_url: Option<String>,
}

/// Hands records to a statement that takes the run, the place of the first of them, and a JSON array.
async fn insert<T: Serialize>(to: &mut SqliteConnection, sql: &'static str, run: i64, records: &[T]) -> Result<(), sqlx::Error> {
    let mut chunks = Chunks::new(records);
    while let Some((from, json)) = chunks.next().map_err(|e| sqlx::Error::Encode(Box::new(e)))? {
        sqlx::query(sql).bind(run).bind(from).bind(json).execute(&mut *to).await?;
    }
    Ok(())
}

async fn insert_parts<T: Serialize>(to: &mut SqliteConnection, kind: &'static str, run: i64, records: &[T]) -> Result<(), sqlx::Error> {
    let mut chunks = Chunks::new(records);
    while let Some((from, json)) = chunks.next().map_err(|e| sqlx::Error::Encode(Box::new(e)))? {
        let sql = "INSERT INTO result_part (run, kind, ord, record) SELECT ?, ?, ? + key, value FROM json_each(?)";
        sqlx::query(sql)
            .bind(run)
            .bind(kind)
            .bind(from)
            .bind(json)
            .execute(&mut *to)
            .await?;
    }
    Ok(())
}

/// Records as JSON arrays of bounded length.
struct Chunks<'r, T> {
    records: &'r [T],
    given: usize,
}

impl<'r, T: Serialize> Chunks<'r, T> {
    fn new(records: &'r [T]) -> Self {
        Chunks { records, given: 0 }
    }

    /// The next array, with the place of its first record. One record goes by itself, however long it is.
    fn next(&mut self) -> Result<Option<(i64, String)>, serde_json::Error> {
        let first = self.given;
        let mut json = Vec::new();
        for record in self.records.iter().skip(first).take(CHUNK) {
            let before = json.len();
            json.push(if before == 0 { b'[' } else { b',' });
            serde_json::to_writer(&mut json, record)?;
            if json.len() > CHUNK_BYTES && before > 0 {
                json.truncate(before);
                break;
            }
            self.given += 1;
        }
        if json.is_empty() {
            return Ok(None);
        }
        json.push(b']');
        let first = i64::try_from(first).unwrap_or(i64::MAX);
        Ok(Some((first, String::from_utf8_lossy(&json).into_owned())))
    }
}

#[cfg(test)]
pub(super) mod tests;
