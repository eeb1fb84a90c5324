//! The one task that writes the log: many rows a transaction, a bounded queue before it.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Sqlite, query::Query};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::log::{Encoded, EncodedPage};
use super::{EncodedRow, Store, StoreError};

/// Rows waiting at most; whoever puts more waits.
const QUEUE: usize = 1024;
/// Rows a transaction at most.
const BATCH: usize = 500;
/// How long a row waits for company at most.
const DELAY: Duration = Duration::from_millis(50);
/// Rows a statement: the round trip to the database's thread is paid once for all of them.
const ROWS: usize = 20;

// A page that answered 304 keeps what its row holds and the answer does not repeat.
const PAGE_HEAD: &str = "INSERT INTO page (key, site, run, seq, depth, unchanged, etag, last_modified, body_hash, bytes, first_seen, format, exchange, facts) VALUES ";
const PAGE_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const PAGE_TAIL: &str = " ON CONFLICT (key) DO UPDATE SET
    site = excluded.site, run = excluded.run, seq = excluded.seq, depth = excluded.depth, unchanged = excluded.unchanged,
    etag = CASE WHEN excluded.unchanged THEN coalesce(excluded.etag, etag) ELSE excluded.etag END,
    last_modified = CASE WHEN excluded.unchanged THEN coalesce(excluded.last_modified, last_modified) ELSE excluded.last_modified END,
    body_hash = CASE WHEN excluded.unchanged THEN coalesce(excluded.body_hash, body_hash) ELSE excluded.body_hash END,
    bytes = CASE WHEN excluded.unchanged AND excluded.bytes = 0 THEN bytes ELSE excluded.bytes END,
    first_seen = min(first_seen, excluded.first_seen),
    format = CASE WHEN excluded.unchanged AND excluded.facts IS NULL THEN format ELSE excluded.format END,
    exchange = excluded.exchange,
    facts = CASE WHEN excluded.unchanged THEN coalesce(excluded.facts, facts) ELSE excluded.facts END";
const SIGHTING_HEAD: &str = "INSERT INTO sighting (key, site, seen) VALUES ";
const SIGHTING_ROW: &str = "(?, ?, ?)";
const SIGHTING_TAIL: &str = " ON CONFLICT (key) DO UPDATE SET site = excluded.site, seen = excluded.seen";
const TARGET_HEAD: &str = "INSERT INTO target (key, run, seq, record) VALUES ";
const TARGET_ROW: &str = "(?, ?, ?, ?)";
const TARGET_TAIL: &str = " ON CONFLICT (key) DO UPDATE SET run = excluded.run, seq = excluded.seq, record = excluded.record";

// Two statements a table, so that both stay prepared: a full one and one for what is left over.
static ONE_PAGE: LazyLock<String> = LazyLock::new(|| statement(PAGE_HEAD, PAGE_ROW, PAGE_TAIL, 1));
static MANY_PAGES: LazyLock<String> = LazyLock::new(|| statement(PAGE_HEAD, PAGE_ROW, PAGE_TAIL, ROWS));
static ONE_SIGHTING: LazyLock<String> = LazyLock::new(|| statement(SIGHTING_HEAD, SIGHTING_ROW, SIGHTING_TAIL, 1));
static MANY_SIGHTINGS: LazyLock<String> = LazyLock::new(|| statement(SIGHTING_HEAD, SIGHTING_ROW, SIGHTING_TAIL, ROWS));
static ONE_TARGET: LazyLock<String> = LazyLock::new(|| statement(TARGET_HEAD, TARGET_ROW, TARGET_TAIL, 1));
static MANY_TARGETS: LazyLock<String> = LazyLock::new(|| statement(TARGET_HEAD, TARGET_ROW, TARGET_TAIL, ROWS));

fn statement(head: &str, row: &str, tail: &str, rows: usize) -> String {
    let mut sql = head.to_owned();
    for i in 0..rows {
        let _infallible = write!(sql, "{}{row}", if i == 0 { "" } else { ", " });
    }
    sql + tail
}

/// Writes the log of one run. At most one at a time; dropping it writes what was put, without telling whether that worked.
pub struct Writer {
    queue: mpsc::Sender<Command>,
    failure: Arc<OnceLock<Arc<StoreError>>>,
    task: JoinHandle<()>,
}

enum Command {
    Put(EncodedRow),
    Flush(oneshot::Sender<()>),
}

impl Store {
    /// Starts the writer of a run. A run that does not exist shows at the first `put` or `flush`.
    pub fn writer(&self, run: &str) -> Writer {
        let (queue, mut commands) = mpsc::channel(QUEUE);
        let failure = Arc::new(OnceLock::new());
        let task = tokio::spawn({
            let (store, run, failure) = (self.clone(), run.to_owned(), Arc::clone(&failure));
            async move {
                if let Err(error) = write_all(&store, &run, &mut commands).await {
                    // Known before the queue closes, so that nobody sees a closed queue without its reason.
                    let _first = failure.set(Arc::new(error));
                }
                drop(commands);
            }
        });
        Writer { queue, failure, task }
    }
}

impl Writer {
    /// Hands over a row; waits while the queue is full. An error means that writing has stopped for good (the disk is
    /// full): what was flushed before is safe, nothing put later is kept.
    pub async fn put(&self, row: EncodedRow) -> Result<(), StoreError> {
        match self.queue.send(Command::Put(row)).await {
            Ok(()) => Ok(()),
            Err(_closed) => Err(self.why_stopped()),
        }
    }

    /// Waits until everything put so far is committed: it survives the end of this process, however it ends.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let (done, written) = oneshot::channel();
        if self.queue.send(Command::Flush(done)).await.is_ok() && written.await.is_ok() {
            return Ok(());
        }
        self.queue.closed().await;
        Err(self.why_stopped())
    }

    /// Flushes and ends the writer.
    pub async fn close(self) -> Result<(), StoreError> {
        let flushed = self.flush().await;
        drop(self.queue);
        // The task ends by itself once the queue is gone; it never panics on what it is given.
        let _ended = self.task.await;
        flushed
    }

    fn why_stopped(&self) -> StoreError {
        match self.failure.get() {
            Some(error) => StoreError::Stopped(Arc::clone(error)),
            // The runtime is shutting down.
            None => StoreError::Database {
                path: std::path::PathBuf::new(),
                source: sqlx::Error::WorkerCrashed,
            },
        }
    }
}

#[derive(Default)]
struct Batch {
    pages: Vec<(i64, Box<EncodedPage>)>,
    targets: Vec<(i64, String, Vec<u8>)>,
    waiting: Vec<oneshot::Sender<()>>,
}

impl Batch {
    fn rows(&self) -> usize {
        self.pages.len() + self.targets.len()
    }

    fn take(&mut self, command: Command, seq: &mut i64) {
        match command {
            Command::Flush(done) => self.waiting.push(done),
            Command::Put(EncodedRow(row)) => {
                *seq += 1;
                match row {
                    Encoded::Page(page) => self.pages.push((*seq, page)),
                    Encoded::Target { key, record } => self.targets.push((*seq, key, record)),
                }
            }
        }
    }
}

async fn write_all(store: &Store, run: &str, commands: &mut mpsc::Receiver<Command>) -> Result<(), StoreError> {
    let run = store.ordinal(run).await?;
    // A resumed run goes on counting where it stopped.
    let (mut seq,): (i64,) = sqlx::query_as(
        "SELECT max(coalesce((SELECT max(seq) FROM page WHERE run = ?1), 0), coalesce((SELECT max(seq) FROM target WHERE run = ?1), 0))",
    )
    .bind(run)
    .fetch_one(&store.inner.reading)
    .await
    .map_err(|e| store.inner.err(e))?;
    while let Some(first) = commands.recv().await {
        let mut batch = Batch::default();
        batch.take(first, &mut seq);
        let deadline = Instant::now() + DELAY;
        while batch.rows() < BATCH && batch.waiting.is_empty() {
            match timeout_at(deadline, commands.recv()).await {
                Ok(Some(command)) => batch.take(command, &mut seq),
                Ok(None) | Err(_) => break,
            }
        }
        commit(store, run, batch).await.map_err(|e| store.inner.err(e))?;
    }
    Ok(())
}

async fn commit(store: &Store, run: i64, batch: Batch) -> Result<(), sqlx::Error> {
    if batch.rows() > 0 {
        let mut tx = store.inner.writing.begin_with("BEGIN IMMEDIATE").await?;
        let seen = |(_, page): &(i64, Box<EncodedPage>)| Some((page.key.clone(), page.site.clone(), page.sightings.clone()?));
        let sightings: Vec<_> = batch.pages.iter().filter_map(seen).collect();
        let mut sightings = sightings.into_iter();
        while sightings.len() > 0 {
            let (sql, rows) = if sightings.len() >= ROWS {
                (&MANY_SIGHTINGS, ROWS)
            } else {
                (&ONE_SIGHTING, 1)
            };
            let query = sightings
                .by_ref()
                .take(rows)
                .fold(sqlx::query(sql.as_str()), |q, (key, site, seen)| q.bind(key).bind(site).bind(seen));
            query.execute(&mut *tx).await?;
        }
        let mut pages = batch.pages.into_iter();
        while pages.len() > 0 {
            let (sql, rows) = if pages.len() >= ROWS { (&MANY_PAGES, ROWS) } else { (&ONE_PAGE, 1) };
            let query = pages
                .by_ref()
                .take(rows)
                .fold(sqlx::query(sql.as_str()), |q, (seq, page)| bind_page(q, run, seq, *page));
            query.execute(&mut *tx).await?;
        }
        let mut targets = batch.targets.into_iter();
        while targets.len() > 0 {
            let (sql, rows) = if targets.len() >= ROWS {
                (&MANY_TARGETS, ROWS)
            } else {
                (&ONE_TARGET, 1)
            };
            let query = targets
                .by_ref()
                .take(rows)
                .fold(sqlx::query(sql.as_str()), |q, (seq, key, record)| {
                    q.bind(key).bind(run).bind(seq).bind(record)
                });
            query.execute(&mut *tx).await?;
        }
        tx.commit().await?;
    }
    for done in batch.waiting {
        // Whoever asked may have gone away.
        let _gone = done.send(());
    }
    Ok(())
}

fn bind_page(query: Query<'_, Sqlite, SqliteArguments>, run: i64, seq: i64, page: EncodedPage) -> Query<'_, Sqlite, SqliteArguments> {
    query
        .bind(page.key)
        .bind(page.site)
        .bind(run)
        .bind(seq)
        .bind(page.depth)
        .bind(page.unchanged)
        .bind(page.etag)
        .bind(page.last_modified)
        .bind(page.body_hash)
        .bind(i64::try_from(page.bytes).unwrap_or(i64::MAX))
        .bind(page.first_seen)
        .bind(page.format)
        .bind(page.exchange)
        .bind(page.facts)
}

#[cfg(test)]
mod tests;
