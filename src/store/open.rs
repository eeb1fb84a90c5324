//! Opening the data folder: the lock, the database, its schema.

use std::cmp::Ordering;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{StoreError, lock};

// The files are read when this one is compiled: after adding a migration, touch this file.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("src/store/migrations");

/// The database's file name inside the data folder.
const FILE: &str = "xuncha.db";

/// The open data folder. Cheap to clone; the folder is free again once the last clone and the last
/// `Writer` are gone.
#[derive(Clone)]
pub struct Store {
    pub(super) inner: Arc<Inner>,
}

// Fields are dropped in this order: connections first, the lock last.
pub(super) struct Inner {
    /// Connections that only read.
    pub(super) reading: SqlitePool,
    /// The one connection that writes.
    pub(super) writing: SqlitePool,
    /// The database, for messages.
    pub(super) path: PathBuf,
    /// None where the folder was opened to be read.
    _lock: Option<File>,
}

impl Inner {
    pub(super) fn err(&self, error: sqlx::Error) -> StoreError {
        StoreError::from_sql(&self.path, error)
    }

    pub(super) fn corrupt(&self, detail: impl Into<String>) -> StoreError {
        StoreError::Corrupt {
            path: self.path.clone(),
            detail: detail.into(),
        }
    }
}

impl Store {
    /// Opens the data folder `dir`, making it and its database where they do not exist.
    pub async fn open(dir: &Path) -> Result<Store, StoreError> {
        std::fs::create_dir_all(dir).map_err(|e| StoreError::from_io(dir, "--data", &e))?;
        let lock = lock::acquire(dir)?;
        let path = dir.join(FILE);
        let sql = |e| StoreError::from_sql(&path, e);

        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .page_size(8192)
            .journal_mode(SqliteJournalMode::Wal)
            // In WAL mode a killed process loses nothing that was committed; a power cut may lose the last
            // transactions, which are then fetched again.
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            .pragma("journal_size_limit", "67108864");
        let writing = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(sql)?;
        migrate(&writing, &path).await?;
        let reading = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.pragma("query_only", "1"))
            .await
            .map_err(sql)?;
        Ok(Store {
            inner: Arc::new(Inner {
                reading,
                writing,
                path,
                _lock: Some(lock),
            }),
        })
    }

    /// Opens a data folder to be read, also while a run writes to it: an inspection may go on for a night, and who asks about
    /// an earlier one should not have to wait, nor hold up the next. Nothing recorded can be changed through it.
    pub(crate) async fn open_to_read(dir: &Path) -> Result<Store, StoreError> {
        let path = dir.join(FILE);
        if !path.is_file() {
            return Err(StoreError::Nothing { dir: dir.to_owned() });
        }
        // The tables of an earlier version are brought up to date first; who writes to them has done so.
        let busy = match Store::open(dir).await {
            Ok(store) => {
                store.close().await;
                None
            }
            Err(busy @ StoreError::Busy { .. }) => Some(busy),
            Err(error) => return Err(error),
        };
        let sql = |e| StoreError::from_sql(&path, e);
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .busy_timeout(Duration::from_secs(10))
            .pragma("query_only", "1");
        let reading = SqlitePoolOptions::new()
            .max_connections(2)
            .connect_with(options)
            .await
            .map_err(sql)?;
        if let Some(busy) = busy {
            let (version,): (Option<i64>,) = sqlx::query_as("SELECT max(version) FROM _sqlx_migrations")
                .fetch_one(&reading)
                .await
                .map_err(sql)?;
            match version.cmp(&MIGRATIONS.iter().map(|m| m.version).max()) {
                Ordering::Less => return Err(busy),
                Ordering::Equal => {}
                Ordering::Greater => return Err(StoreError::Newer { path }),
            }
        }
        Ok(Store {
            inner: Arc::new(Inner {
                writing: reading.clone(),
                reading,
                path,
                _lock: None,
            }),
        })
    }

    /// Closes the database and merges its journal into the one file; without it the same happens at the next opening.
    pub async fn close(&self) {
        self.inner.reading.close().await;
        self.inner.writing.close().await;
    }
}

async fn migrate(pool: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    match MIGRATIONS.run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) | MigrateError::VersionTooNew(..)) => {
            Err(StoreError::Newer { path: path.to_owned() })
        }
        Err(MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _)) => Err(StoreError::from_sql(path, e)),
        Err(MigrateError::Dirty(_)) => Err(StoreError::Corrupt {
            path: path.to_owned(),
            detail: "表结构升级中断".to_owned(),
        }),
        Err(other) => Err(StoreError::Database {
            path: path.to_owned(),
            source: sqlx::Error::Migrate(Box::new(other)),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_opening_is_told_who_holds_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let first = Store::open(dir.path()).await.unwrap();
        let Err(error) = Store::open(dir.path()).await else {
            panic!("opened twice")
        };
        assert!(
            matches!(error, StoreError::Busy { pid: Some(pid), .. } if pid == std::process::id()),
            "{error}"
        );
        assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
        first.close().await;
        drop(first);
        Store::open(dir.path()).await.unwrap();
    }

    #[tokio::test]
    async fn a_database_that_another_program_holds_is_named_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        Store::open(dir.path()).await.unwrap().close().await;
        let path = dir.path().join(FILE);
        let other = || SqliteConnectOptions::new().filename(&path).busy_timeout(Duration::ZERO);
        let holder = SqlitePoolOptions::new().max_connections(1).connect_with(other()).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&holder).await.unwrap();
        let second = SqlitePoolOptions::new().max_connections(1).connect_with(other()).await.unwrap();
        let error = sqlx::query("BEGIN IMMEDIATE").execute(&second).await.unwrap_err();
        let told = StoreError::from_sql(&path, error).to_string();
        assert!(
            told.contains("被其他程序锁住") && told.contains(FILE) && told.contains("请关闭"),
            "{told}"
        );
    }

    #[tokio::test]
    async fn a_folder_is_read_whoever_writes_to_it_and_nothing_is_changed() {
        let dir = tempfile::tempdir().unwrap();
        let nothing = Store::open_to_read(&dir.path().join("nothing")).await.err().unwrap();
        assert!(matches!(nothing, StoreError::Nothing { .. }), "{nothing}");
        assert!(!dir.path().join("nothing").exists());

        let writer = Store::open(dir.path()).await.unwrap();
        let reader = Store::open_to_read(dir.path()).await.unwrap();
        assert_eq!(reader.runs(1).await.unwrap(), []);
        let refused = sqlx::query("DELETE FROM run").execute(&reader.inner.writing).await;
        assert!(refused.unwrap_err().to_string().contains("readonly"));
        writer.close().await;
        drop(writer);
        // Who reads keeps nobody from writing.
        let alone = Store::open_to_read(dir.path()).await.unwrap();
        Store::open(dir.path()).await.unwrap();
        assert_eq!(alone.runs(1).await.unwrap(), []);
    }

    #[tokio::test]
    async fn a_damaged_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), "这不是数据库".repeat(1000)).unwrap();
        let Err(error) = Store::open(dir.path()).await else {
            panic!("opened garbage")
        };
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert!(error.to_string().contains("改名"), "{error}");
        // What it says to do helps.
        std::fs::rename(dir.path().join(FILE), dir.path().join("aside")).unwrap();
        Store::open(dir.path()).await.unwrap();
    }

    #[tokio::test]
    async fn a_newer_database_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)",
        )
        .execute(&store.inner.writing)
        .await
        .unwrap();
        store.close().await;
        drop(store);
        let Err(error) = Store::open(dir.path()).await else {
            panic!("opened a newer one")
        };
        assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_explained() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let Err(error) = Store::open(&file.join("data")).await else {
            panic!("opened below a file")
        };
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
        assert!(error.to_string().contains("--data"), "{error}");
    }
}
