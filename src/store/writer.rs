//! The one task that writes the log: many rows a transaction, a bounded queue before it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Sqlite, query::Query};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::log::{EncodedPage, FORMAT, Seq, place};
use super::{EncodedRow, Store, StoreError};

/// Rows waiting at most; whoever puts more waits.
const QUEUE: usize = 1024;
/// Rows a transaction at most.
const BATCH: usize = 500;
/// How long a row waits for company at most.
const DELAY: Duration = Duration::from_millis(50);
/// Rows a statement: the round trip to the database's thread is paid once for all of them.
const ROWS: usize = 20;

const LOG_HEAD: &str = "INSERT INTO log (at, kind, key, record, facts) VALUES ";
const LOG_ROW: &str = "(?, ?, ?, ?, ?)";
const PAGE_HEAD: &str = "INSERT INTO page (key, site, at, format, etag, last_modified, content_hash, bytes, first_seen, seen) VALUES ";
const PAGE_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const PAGE_TAIL: &str = " ON CONFLICT (key) DO UPDATE SET
    site = excluded.site, at = excluded.at, format = excluded.format, etag = excluded.etag,
    last_modified = excluded.last_modified, content_hash = excluded.content_hash, bytes = excluded.bytes,
    first_seen = min(first_seen, excluded.first_seen), seen = coalesce(excluded.seen, seen)";

// Two statements a table, so that both stay prepared: a full one and one for what is left over.
static ONE_LOG: LazyLock<String> = LazyLock::new(|| statement(LOG_HEAD, LOG_ROW, "", 1));
static MANY_LOGS: LazyLock<String> = LazyLock::new(|| statement(LOG_HEAD, LOG_ROW, "", ROWS));
static ONE_PAGE: LazyLock<String> = LazyLock::new(|| statement(PAGE_HEAD, PAGE_ROW, PAGE_TAIL, 1));
static MANY_PAGES: LazyLock<String> = LazyLock::new(|| statement(PAGE_HEAD, PAGE_ROW, PAGE_TAIL, ROWS));

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
    /// The place of the next row.
    next: AtomicU32,
    failure: Arc<OnceLock<Arc<StoreError>>>,
    task: JoinHandle<()>,
}

enum Command {
    Put(Seq, EncodedRow),
    Flush(oneshot::Sender<()>),
}

impl Store {
    /// Starts the writer of a run; where the run has a log already, it goes on behind its last row.
    pub async fn writer(&self, run: &str) -> Result<Writer, StoreError> {
        let run = self.ordinal(run).await?;
        let (last,): (i64,) = sqlx::query_as("SELECT coalesce(max(at), ?1) FROM log WHERE at > ?1 AND at < ?2")
            .bind(place(run, 0))
            .bind(place(run + 1, 0))
            .fetch_one(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        let (queue, mut commands) = mpsc::channel(QUEUE);
        let failure = Arc::new(OnceLock::new());
        let task = tokio::spawn({
            let (store, failure) = (self.clone(), Arc::clone(&failure));
            async move {
                if let Err(error) = write_all(&store, run, &mut commands).await {
                    // Known before the queue closes, so that nobody sees a closed queue without its reason.
                    let _first = failure.set(Arc::new(error));
                }
                drop(commands);
            }
        });
        let next = AtomicU32::new((last & 0xffff_ffff) as Seq + 1);
        Ok(Writer {
            queue,
            next,
            failure,
            task,
        })
    }
}

impl Writer {
    /// Hands over a row and gives its place; waits while the queue is full. Rows are written in the order in which this is
    /// called. An error means that writing has stopped for good (the disk is full): what was flushed before is safe, nothing
    /// put later is kept.
    pub async fn put(&self, row: EncodedRow) -> Result<Seq, StoreError> {
        let seq = self.next.fetch_add(1, Ordering::Relaxed);
        match self.queue.send(Command::Put(seq, row)).await {
            Ok(()) => Ok(seq),
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
    rows: Vec<(Seq, EncodedRow)>,
    waiting: Vec<oneshot::Sender<()>>,
}

impl Batch {
    fn take(&mut self, command: Command) {
        match command {
            Command::Flush(done) => self.waiting.push(done),
            Command::Put(seq, row) => self.rows.push((seq, row)),
        }
    }
}

async fn write_all(store: &Store, run: i64, commands: &mut mpsc::Receiver<Command>) -> Result<(), StoreError> {
    while let Some(first) = commands.recv().await {
        let mut batch = Batch::default();
        batch.take(first);
        let deadline = Instant::now() + DELAY;
        while batch.rows.len() < BATCH && batch.waiting.is_empty() {
            match timeout_at(deadline, commands.recv()).await {
                Ok(Some(command)) => batch.take(command),
                Ok(None) | Err(_) => break,
            }
        }
        commit(store, run, batch).await.map_err(|e| store.inner.err(e))?;
    }
    Ok(())
}

async fn commit(store: &Store, run: i64, batch: Batch) -> Result<(), sqlx::Error> {
    if !batch.rows.is_empty() {
        let mut tx = store.inner.writing.begin_with("BEGIN IMMEDIATE").await?;
        let mut pages = Vec::new();
        let mut rows = batch.rows.into_iter().map(|(seq, row)| {
            let at = place(run, seq);
            pages.extend(row.page.map(|page| (row.key.clone(), at, page)));
            (at, row.kind, row.key, row.record, row.facts)
        });
        while rows.len() > 0 {
            let (sql, count) = if rows.len() >= ROWS { (&MANY_LOGS, ROWS) } else { (&ONE_LOG, 1) };
            let query = rows
                .by_ref()
                .take(count)
                .fold(sqlx::query(sql.as_str()), |q, (at, kind, key, record, facts)| {
                    q.bind(at).bind(kind).bind(key).bind(record).bind(facts)
                });
            query.execute(&mut *tx).await?;
        }
        drop(rows);
        let mut pages = pages.into_iter();
        while pages.len() > 0 {
            let (sql, count) = if pages.len() >= ROWS { (&MANY_PAGES, ROWS) } else { (&ONE_PAGE, 1) };
            let query = pages
                .by_ref()
                .take(count)
                .fold(sqlx::query(sql.as_str()), |q, (key, at, page)| bind_page(q, key, at, *page));
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

fn bind_page(query: Query<'_, Sqlite, SqliteArguments>, key: String, at: i64, page: EncodedPage) -> Query<'_, Sqlite, SqliteArguments> {
    query
        .bind(key)
        .bind(page.site)
        .bind(at)
        .bind(FORMAT)
        .bind(page.etag)
        .bind(page.last_modified)
        .bind(page.content_hash)
        .bind(i64::try_from(page.bytes).unwrap_or(i64::MAX))
        .bind(page.first_seen)
        .bind(page.sightings)
}

#[cfg(test)]
mod tests;
