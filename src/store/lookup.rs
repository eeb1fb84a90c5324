//! Looking up one finding in all that runs have recorded, and whether the log it came from can still be read.

use futures_util::TryStreamExt;

use super::{FORMAT, RunRow, Store, StoreError};
use crate::finding::{FindingRecord, Grade, LogState};

/// Runs whose findings are read one by one for a former id: of 600,000 findings that takes some seconds.
const RUNS_READ: u32 = 10;

/// Stands behind every character an id is made of.
const BEHIND_ALL: char = '~';

impl Store {
    /// The ids that begin like this, in their order, at most `limit`.
    pub(crate) async fn ids_like(&self, beginning: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT id FROM finding WHERE id >= ? AND id < ? ORDER BY id LIMIT ?")
            .bind(beginning)
            .bind(format!("{beginning}{BEHIND_ALL}"))
            .bind(limit)
            .fetch_all(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// The ids of what was known under an id that begins like this before findings had subjects, in their order, at most
    /// `limit`; of the newest runs, which had to be read for it. For one version.
    pub(crate) async fn ids_once_like(&self, beginning: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT DISTINCT id FROM finding
             WHERE run IN (SELECT ordinal FROM run ORDER BY ordinal DESC LIMIT ?1)
             AND record ->> 'former_id' >= ?2 AND record ->> 'former_id' < ?3 ORDER BY id LIMIT ?4",
        )
        .bind(RUNS_READ)
        .bind(beginning)
        .bind(format!("{beginning}{BEHIND_ALL}"))
        .bind(limit)
        .fetch_all(&self.inner.reading)
        .await
        .map_err(|e| self.inner.err(e))?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// A finding as the newest run that has it recorded it.
    pub(crate) async fn newest_record(&self, id: &str) -> Result<Option<FindingRecord>, StoreError> {
        let row: Option<(String,)> = sqlx::query_as("SELECT record FROM finding WHERE id = ? ORDER BY run DESC LIMIT 1")
            .bind(id)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        row.map(|(record,)| self.read_record(&record)).transpose()
    }

    /// The runs that found any of these, newest first, at most `limit`, each with the grade it gave; and how many there are.
    pub(crate) async fn found_by(&self, ids: &[&str], limit: u32) -> Result<(Vec<(RunRow, Grade)>, u64), StoreError> {
        let ids = serde_json::json!(ids).to_string();
        let (all,): (i64,) = sqlx::query_as("SELECT count(DISTINCT run) FROM finding WHERE id IN (SELECT value FROM json_each(?))")
            .bind(&ids)
            .fetch_one(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT run.id, finding.grade FROM finding JOIN run ON run.ordinal = finding.run
             WHERE finding.id IN (SELECT value FROM json_each(?)) GROUP BY finding.run ORDER BY finding.run DESC LIMIT ?",
        )
        .bind(&ids)
        .bind(limit)
        .fetch_all(&self.inner.reading)
        .await
        .map_err(|e| self.inner.err(e))?;
        let mut runs = Vec::new();
        for (id, grade) in rows {
            let grade = serde_json::from_value(grade.into()).map_err(|e| self.inner.corrupt(e.to_string()))?;
            runs.extend(self.run(&id).await?.map(|run| (run, grade)));
        }
        Ok((runs, all.unsigned_abs()))
    }

    /// Hands `each` the findings of a run in the order saved. One is in memory at a time.
    pub(crate) async fn each_finding_of(&self, run: &str, mut each: impl FnMut(FindingRecord)) -> Result<(), StoreError> {
        let run = self.ordinal(run).await?;
        let mut rows = sqlx::query_as::<_, (String,)>("SELECT record FROM finding WHERE run = ? ORDER BY ord")
            .bind(run)
            .fetch(&self.inner.reading);
        while let Some((record,)) = rows.try_next().await.map_err(|e| self.inner.err(e))? {
            each(self.read_record(&record)?);
        }
        Ok(())
    }

    /// What this program can still read of the log of a run.
    pub(crate) async fn log_state(&self, run: &RunRow) -> Result<LogState, StoreError> {
        Ok(match (self.has_log(&run.id).await?, run.version == FORMAT) {
            (false, _) => LogState::Gone,
            (true, false) => LogState::OtherFormat,
            (true, true) => LogState::Readable,
        })
    }

    /// A finding as recorded. Those of before findings had subjects have none; they are read as what is said of a site, since
    /// nothing that is looked up here depends on it. For one version.
    fn read_record(&self, record: &str) -> Result<FindingRecord, StoreError> {
        let corrupt = |e: serde_json::Error| self.inner.corrupt(e.to_string());
        serde_json::from_str(record).or_else(|_| {
            let mut value: serde_json::Value = serde_json::from_str(record).map_err(corrupt)?;
            if let Some(fields) = value.as_object_mut() {
                fields.entry("subject").or_insert_with(|| "site".into());
            }
            serde_json::from_value(value).map_err(corrupt)
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::{EndRow, LogRow};
    use crate::store::encode;
    use crate::store::result::tests::finding;
    use crate::store::run::tests::monthly;

    #[tokio::test]
    async fn a_finding_is_found_by_the_beginning_of_its_id_as_the_newest_run_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let day = date(2026, 11, 23);
        let mut runs = Vec::new();
        for grade in [Grade::Notice, Grade::Veto] {
            let run = store.begin_run(monthly("a")).await.unwrap().id;
            let found: Vec<_> = [0x1a, 0x1b, 0x2c].map(|n| finding(&run, n, grade, day)).into();
            store.save_result(&run, &found, &[]).await.unwrap();
            runs.push(run);
        }
        let like = async |beginning: &str, limit| store.ids_like(beginning, limit).await.unwrap();
        assert_eq!(like("LJ-0000001", 9).await, ["LJ-0000001a", "LJ-0000001b"]);
        assert_eq!(like("LJ-0000001a", 9).await, ["LJ-0000001a"]);
        assert_eq!(like("", 2).await.len(), 2);
        // A pattern of SQL is a text like any other.
        assert_eq!(
            [like("%", 9).await, like("LJ-0000001a-", 9).await, like("lj", 9).await].concat(),
            [""; 0]
        );

        let newest = store.newest_record("LJ-0000002c").await.unwrap().unwrap();
        assert_eq!((&*newest.run, newest.finding.grade), (runs[1].as_str(), Grade::Veto));
        assert_eq!(store.newest_record("LJ-0000009").await.unwrap(), None);
        let (found_by, all) = store.found_by(&["LJ-0000002c", "LJ-old"], 9).await.unwrap();
        let found_by: Vec<(&str, Grade)> = found_by.iter().map(|(run, grade)| (run.id.as_str(), *grade)).collect();
        assert_eq!(found_by, [(runs[1].as_str(), Grade::Veto), (&runs[0], Grade::Notice)]);
        assert_eq!(all, 2);
        assert_eq!(store.found_by(&["LJ-0000002c"], 1).await.unwrap().0.len(), 1);
    }

    #[tokio::test]
    async fn what_was_known_under_another_id_is_found_by_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let run = store.begin_run(monthly("a")).await.unwrap().id;
        let mut now = finding(&run, 1, Grade::Minor, date(2026, 11, 23));
        now.former_id = Some("LJ-0000f0f0-00000001".into());
        store
            .save_result(&run, &[now, finding(&run, 2, Grade::Minor, date(2026, 11, 23))], &[])
            .await
            .unwrap();
        assert_eq!(store.ids_once_like("LJ-0000f0", 9).await.unwrap(), ["LJ-00000001"]);
        assert_eq!(store.ids_once_like("LJ-00000001", 9).await.unwrap(), [""; 0]);

        // As the version before recorded it: a finding had no subject.
        sqlx::query("UPDATE finding SET record = json_remove(record, '$.subject', '$.former_id')")
            .execute(&store.inner.writing)
            .await
            .unwrap();
        let old = store.newest_record("LJ-00000001").await.unwrap().unwrap();
        assert_eq!((&*old.finding.rule, old.former_id), ("link-broken", None));
    }

    #[tokio::test]
    async fn a_log_of_another_program_and_one_that_is_gone_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let run = store.begin_run(monthly("a")).await.unwrap();
        assert_eq!(store.log_state(&run).await.unwrap(), LogState::Gone);
        let writer = store.writer(&run.id).await.unwrap();
        writer.put(encode(&LogRow::End(EndRow::default()))).await.unwrap();
        writer.close().await.unwrap();
        assert_eq!(store.log_state(&run).await.unwrap(), LogState::Readable);
        sqlx::query("UPDATE run SET version = '0.1.0/0123456789abcdef'")
            .execute(&store.inner.writing)
            .await
            .unwrap();
        let run = store.run(&run.id).await.unwrap().unwrap();
        assert_eq!(store.log_state(&run).await.unwrap(), LogState::OtherFormat);
        assert_eq!(store.run("2026-11-23").await.unwrap(), None);
    }
}
