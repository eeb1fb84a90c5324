//! What a run found: findings, places for a person to look at, and the whole inspection.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::packed::{pack, unpack};
use super::{Store, StoreError};
use crate::finding::{FindingRecord, Inspection, ReviewRecord, SiteResult};

/// Records handed to SQLite in one statement, as one JSON array.
const CHUNK: usize = 1000;

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

    /// The day each of these findings was first found, in any run; ids never found before are not in the answer.
    pub async fn first_seen(&self, ids: &[String]) -> Result<HashMap<String, Date>, StoreError> {
        let mut days = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows: Vec<(String, String)> =
                sqlx::query_as("SELECT id, min(first_seen) FROM finding WHERE id IN (SELECT value FROM json_each(?)) GROUP BY id")
                    .bind(serde_json::json!(chunk).to_string())
                    .fetch_all(&self.inner.reading)
                    .await
                    .map_err(|e| self.inner.err(e))?;
            for (id, day) in rows {
                days.insert(id, self.read_date(&day)?);
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
        let mut rows = sqlx::query_as::<_, (String,)>(sql).bind(run).fetch(&self.inner.reading);
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

    /// Keeps the result of a run but for its findings and reviews, which [`Store::save_result`] keeps one by one.
    pub async fn save_inspection(&self, run: &str, inspection: &Inspection) -> Result<(), StoreError> {
        let run = self.ordinal(run).await?;
        sqlx::query("INSERT INTO inspection (run, record) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET record = excluded.record")
            .bind(run)
            .bind(pack(&inspection.without_records()))
            .execute(&self.inner.writing)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(())
    }

    /// The whole result of a run, from which every report can be made again, where it was kept.
    pub async fn inspection(&self, run: &str) -> Result<Option<Inspection>, StoreError> {
        let Some(mut inspection) = self.without_records(run).await? else {
            return Ok(None);
        };
        inspection.findings = self.findings_of(run).await?;
        inspection.reviews = self.records("SELECT record FROM review WHERE run = ? ORDER BY ord", run).await?;
        Ok(Some(inspection))
    }

    /// The sites of a run with their coverage and columns; none where no result was kept.
    pub async fn sites_of(&self, run: &str) -> Result<Vec<SiteResult>, StoreError> {
        Ok(self.without_records(run).await?.map_or(Vec::new(), |inspection| inspection.sites))
    }

    async fn without_records(&self, run: &str) -> Result<Option<Inspection>, StoreError> {
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

async fn insert<T: Serialize>(to: &mut SqliteConnection, sql: &'static str, run: i64, records: &[T]) -> Result<(), sqlx::Error> {
    for (from, chunk) in (0_i64..).step_by(CHUNK).zip(records.chunks(CHUNK)) {
        let json = serde_json::to_string(chunk).map_err(|e| sqlx::Error::Encode(Box::new(e)))?;
        sqlx::query(sql).bind(run).bind(from).bind(json).execute(&mut *to).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Evidence, Finding, Grade, RunHead, State, Subject};
    use crate::store::run::tests::monthly;
    use jiff::civil::date;

    fn finding(run: &str, n: u32, grade: Grade, first_seen: Date) -> FindingRecord {
        FindingRecord {
            id: format!("LJ-{n:08x}"),
            former_id: None,
            run: run.into(),
            finding: Finding {
                rule: "link-broken".into(),
                grade,
                site: format!("site{n}").into(),
                column: None,
                page_url: "http://a.cn/\u{0}'\"".into(),
                page_title: Some("标题 =1+1".into()),
                message: "链接打不开".into(),
                place: "正文".into(),
                target_url: Some("http://a.cn/x".into()),
                evidence: Evidence::from([("status".into(), 404.into())]).into(),
                advice: "".into(),
                basis: "".into(),
                subject: Subject::target_on("http://a.cn/x", "http://a.cn/"),
                former_key: "k".into(),
            },
            first_seen,
            seen_at: "2026-11-23T09:00:00+08:00".into(),
            owner: "宣传处".into(),
            due: None,
            state: State::Open,
        }
    }

    #[tokio::test]
    async fn findings_keep_their_order_and_their_first_day() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let first = store.begin_run(monthly("a")).await.unwrap().id;
        let old: Vec<_> = (0..2500)
            .rev()
            .map(|n| finding(&first, n, Grade::Notice, date(2026, 10, 1)))
            .collect();
        store.save_result(&first, &old, &[]).await.unwrap();
        // Saving again replaces.
        store.save_result(&first, &old, &[]).await.unwrap();
        assert_eq!(store.findings_of(&first).await.unwrap(), old);

        let second = store.begin_run(monthly("a")).await.unwrap().id;
        let new = [
            finding(&second, 7, Grade::Minor, date(2026, 11, 23)),
            finding(&second, 9, Grade::Notice, date(2026, 11, 23)),
            finding(&second, 3, Grade::Veto, date(2026, 11, 23)),
        ];
        let review = ReviewRecord {
            rule: "column-stale".into(),
            site: "main".into(),
            column: None,
            page_url: "http://a.cn/".into(),
            page_title: None,
            message: "请人工查看".into(),
        };
        store.save_result(&second, &new, &[review]).await.unwrap();
        assert_eq!(store.sites_failed_in(&second).await.unwrap(), ["site3", "site7"]);
        assert_eq!(store.sites_failed_in(&first).await.unwrap(), Vec::<String>::new());
        let days = store.first_seen(&["LJ-00000007".into(), "never".into()]).await.unwrap();
        assert_eq!(days, HashMap::from([("LJ-00000007".to_owned(), date(2026, 10, 1))]));
    }

    #[tokio::test]
    async fn an_inspection_is_kept_whole() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let run = store.begin_run(monthly("a")).await.unwrap().id;
        assert_eq!(store.inspection(&run).await.unwrap(), None);
        let inspection = Inspection {
            head: RunHead {
                run: run.clone(),
                mode: "monthly".into(),
                group: "示例站群".into(),
                as_of: date(2026, 11, 23),
                started_at: "2026-11-23T09:00:00+08:00".into(),
                finished_at: "2026-11-23T10:00:00+08:00".into(),
                complete: true,
                stopped: false,
                gaps: vec![],
                options: [].into(),
                version: "0.1.0".into(),
                wording: None,
            },
            sites: vec![],
            findings: vec![finding(&run, 1, Grade::Serious, date(2026, 11, 23))],
            reviews: vec![],
            dead_targets: vec![],
            draw: None,
            reading: vec![],
        };
        store.save_result(&run, &inspection.findings, &inspection.reviews).await.unwrap();
        store.save_inspection(&run, &inspection).await.unwrap();
        assert_eq!(store.inspection(&run).await.unwrap(), Some(inspection));
    }
}
