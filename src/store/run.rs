//! The runs: begun, resumed, finished.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sqlx::FromRow;

use super::{Store, StoreError};

/// What a run is begun with.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    /// `daily`, `monthly`, `quarterly` or `demo`.
    pub mode: String,
    /// The name of the group of sites: several may share a data folder.
    pub group: String,
    /// The day freshness is judged by.
    pub as_of: Date,
    /// A hash of configuration and options: the same command has the same fingerprint, and is what may be resumed.
    pub fingerprint: String,
    /// When it begins, RFC 3339 with the group's offset.
    pub started_at: String,
    /// The seed of every draw in it.
    pub seed: u64,
    /// The options that shape it, as given.
    pub options: BTreeMap<String, String>,
    /// What it set out to do.
    pub plan: serde_json::Value,
}

/// A run as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Its id, also the name of its report folder where that is free: `2026-11-23-monthly`, `2026-11-23-monthly-2`.
    pub id: String,
    /// `daily`, `monthly`, `quarterly` or `demo`.
    pub mode: String,
    /// The name of the group of sites; empty in runs of programs that did not keep it.
    pub group: String,
    /// The day freshness is judged by.
    pub as_of: Date,
    /// The fingerprint of its command.
    pub fingerprint: String,
    /// The version of the tool that began it.
    pub version: String,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When it ended; none while it is open.
    pub finished_at: Option<String>,
    /// Whether it ended and looked at everything it set out to.
    pub complete: bool,
    /// Why it was ended before its end, where it was: see [`Store::close_run`].
    pub closed: Option<String>,
    /// The seed of every draw in it.
    pub seed: u64,
    /// The options that shape it, as given.
    pub options: BTreeMap<String, String>,
    /// What it set out to do.
    pub plan: serde_json::Value,
}

#[derive(FromRow)]
struct Stored {
    id: String,
    mode: String,
    group_name: String,
    as_of: String,
    fingerprint: String,
    version: String,
    started_at: String,
    finished_at: Option<String>,
    state: String,
    closed: Option<String>,
    seed: String,
    options: String,
    plan: String,
}

impl Stored {
    fn read(self, store: &Store) -> Result<RunRow, StoreError> {
        let damaged = |what: &str| store.inner.corrupt(format!("检查记录 {} 的 {what} 读不出来", self.id));
        Ok(RunRow {
            as_of: self.as_of.parse().map_err(|_| damaged("日期"))?,
            seed: self.seed.parse().map_err(|_| damaged("种子"))?,
            options: serde_json::from_str(&self.options).map_err(|_| damaged("选项"))?,
            plan: serde_json::from_str(&self.plan).map_err(|_| damaged("计划"))?,
            complete: self.state == "complete",
            id: self.id,
            mode: self.mode,
            group: self.group_name,
            fingerprint: self.fingerprint,
            version: self.version,
            started_at: self.started_at,
            finished_at: self.finished_at,
            closed: self.closed,
        })
    }
}

/// What writes. A run begun by another program is not resumed: it may have read the same pages otherwise.
const VERSION: &str = super::FORMAT;

impl Store {
    /// Records a new run and gives it its id: `<as_of>-<mode>`, or the first free of `-2`, `-3` …
    pub async fn begin_run(&self, new: NewRun) -> Result<RunRow, StoreError> {
        let sql = |e| self.inner.err(e);
        let mut tx = self.inner.writing.begin_with("BEGIN IMMEDIATE").await.map_err(sql)?;
        let stem = format!("{}-{}", new.as_of, new.mode);
        let mut id = stem.clone();
        let mut next = 2_u64;
        while sqlx::query("SELECT 1 FROM run WHERE id = ?")
            .bind(&id)
            .fetch_optional(&mut *tx)
            .await
            .map_err(sql)?
            .is_some()
        {
            id = format!("{stem}-{next}");
            next += 1;
        }
        let row = RunRow {
            id,
            mode: new.mode,
            group: new.group,
            as_of: new.as_of,
            fingerprint: new.fingerprint,
            version: VERSION.to_owned(),
            started_at: new.started_at,
            finished_at: None,
            complete: false,
            closed: None,
            seed: new.seed,
            options: new.options,
            plan: new.plan,
        };
        sqlx::query(
            "INSERT INTO run (id, mode, group_name, as_of, fingerprint, version, started_at, state, seed, options, plan)
             VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)",
        )
        .bind(&row.id)
        .bind(&row.mode)
        .bind(&row.group)
        .bind(row.as_of.to_string())
        .bind(&row.fingerprint)
        .bind(&row.version)
        .bind(&row.started_at)
        .bind(row.seed.to_string())
        .bind(serde_json::json!(row.options).to_string())
        .bind(row.plan.to_string())
        .execute(&mut *tx)
        .await
        .map_err(sql)?;
        tx.commit().await.map_err(sql)?;
        Ok(row)
    }

    /// The last run of this very command, where it was stopped before its end and this version can go on with it.
    pub async fn unfinished_run(&self, mode: &str, fingerprint: &str) -> Result<Option<RunRow>, StoreError> {
        // Only the last: once the same command ran to its end, what was left open before it is history.
        let last: Option<Stored> = sqlx::query_as("SELECT * FROM run WHERE mode = ? AND fingerprint = ? ORDER BY ordinal DESC LIMIT 1")
            .bind(mode)
            .bind(fingerprint)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        last.filter(|run| run.state == "open" && run.version == VERSION)
            .map(|run| run.read(self))
            .transpose()
    }

    /// Every run of a mode that is open, oldest first, of whatever command and version.
    pub async fn open_runs(&self, mode: &str) -> Result<Vec<RunRow>, StoreError> {
        let rows: Vec<Stored> = sqlx::query_as("SELECT * FROM run WHERE mode = ? AND state = 'open' ORDER BY ordinal")
            .bind(mode)
            .fetch_all(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        rows.into_iter().map(|run| run.read(self)).collect()
    }

    /// Records that a run will not be gone on with: it is over, incomplete, and no later run compares itself with what it
    /// happened to come to. `why` is a word for programs.
    pub async fn close_run(&self, run: &str, finished_at: &str, why: &str) -> Result<(), StoreError> {
        self.end_run(run, finished_at, "incomplete", Some(why)).await
    }

    /// Records that a run came to its end; `complete` where it looked at everything it set out to.
    /// A run that was stopped is not finished and stays open to be resumed.
    pub async fn finish_run(&self, run: &str, finished_at: &str, complete: bool) -> Result<(), StoreError> {
        self.end_run(run, finished_at, if complete { "complete" } else { "incomplete" }, None)
            .await
    }

    async fn end_run(&self, run: &str, finished_at: &str, state: &str, closed: Option<&str>) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE run SET finished_at = ?, state = ?, closed = ? WHERE id = ?")
            .bind(finished_at)
            .bind(state)
            .bind(closed)
            .bind(run)
            .execute(&self.inner.writing)
            .await
            .map_err(|e| self.inner.err(e))?;
        if done.rows_affected() == 0 {
            return Err(StoreError::UnknownRun(run.to_owned()));
        }
        Ok(())
    }

    /// The newest run that came to its end, complete or not, of one mode or of any.
    pub async fn last_finished(&self, mode: Option<&str>) -> Result<Option<RunRow>, StoreError> {
        let last: Option<Stored> =
            sqlx::query_as("SELECT * FROM run WHERE state <> 'open' AND (?1 IS NULL OR mode = ?1) ORDER BY ordinal DESC LIMIT 1")
                .bind(mode)
                .fetch_optional(&self.inner.reading)
                .await
                .map_err(|e| self.inner.err(e))?;
        last.map(|run| run.read(self)).transpose()
    }

    /// The newest runs, newest first, at most `limit`.
    pub async fn runs(&self, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        let rows: Vec<Stored> = sqlx::query_as("SELECT * FROM run ORDER BY ordinal DESC LIMIT ?")
            .bind(limit)
            .fetch_all(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        rows.into_iter().map(|run| run.read(self)).collect()
    }

    /// The run with this id.
    pub(crate) async fn run(&self, id: &str) -> Result<Option<RunRow>, StoreError> {
        let row: Option<Stored> = sqlx::query_as("SELECT * FROM run WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        row.map(|run| run.read(self)).transpose()
    }

    /// The number rows of a run are kept under.
    pub(super) async fn ordinal(&self, run: &str) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = sqlx::query_as("SELECT ordinal FROM run WHERE id = ?")
            .bind(run)
            .fetch_optional(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        row.map(|(ordinal,)| ordinal).ok_or_else(|| StoreError::UnknownRun(run.to_owned()))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::civil::date;

    pub(in crate::store) fn monthly(fingerprint: &str) -> NewRun {
        NewRun {
            mode: "monthly".into(),
            group: "示例站群".into(),
            as_of: date(2026, 11, 23),
            fingerprint: fingerprint.into(),
            started_at: "2026-11-23T09:00:00+08:00".into(),
            seed: u64::MAX,
            options: BTreeMap::from([("site".into(), "main".into())]),
            plan: serde_json::json!({"sites": ["main"]}),
        }
    }

    #[tokio::test]
    async fn every_run_has_its_own_id() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(store.begin_run(monthly("a")).await.unwrap().id);
        }
        assert_eq!(ids, ["2026-11-23-monthly", "2026-11-23-monthly-2", "2026-11-23-monthly-3"]);
        let runs = store.runs(2).await.unwrap();
        assert_eq!(runs.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), [&ids[2], &ids[1]]);
        assert_eq!((runs[0].seed, &runs[0].plan), (u64::MAX, &serde_json::json!({"sites": ["main"]})));
    }

    #[tokio::test]
    async fn only_the_same_command_is_resumed_and_only_while_it_is_the_last() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let stopped = store.begin_run(monthly("a")).await.unwrap();
        assert_eq!(store.unfinished_run("monthly", "a").await.unwrap(), Some(stopped.clone()));
        assert_eq!(store.unfinished_run("monthly", "b").await.unwrap(), None);
        assert_eq!(store.unfinished_run("daily", "a").await.unwrap(), None);
        assert_eq!(store.last_finished(None).await.unwrap(), None);

        let second = store.begin_run(monthly("a")).await.unwrap();
        store.finish_run(&second.id, "2026-11-23T10:00:00+08:00", false).await.unwrap();
        assert_eq!(store.unfinished_run("monthly", "a").await.unwrap(), None);
        let last = store.last_finished(Some("monthly")).await.unwrap().unwrap();
        assert_eq!((last.id, last.complete), (second.id, false));
        assert_eq!(store.last_finished(Some("daily")).await.unwrap(), None);
        assert_eq!(store.open_runs("monthly").await.unwrap(), std::slice::from_ref(&stopped));
        store.close_run(&stopped.id, "2026-12-23T09:00:00+08:00", "overdue").await.unwrap();
        assert_eq!(store.open_runs("monthly").await.unwrap(), []);
        let closed = store.runs(2).await.unwrap().pop().unwrap();
        assert_eq!((closed.complete, closed.closed.as_deref()), (false, Some("overdue")));
        assert!(matches!(
            store.finish_run("nothing", "", true).await,
            Err(StoreError::UnknownRun(_))
        ));
    }
}
