//! What can go wrong with the disk and the database, in words the person at the screen can act on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::facts::handles::{ADVICE, is_out_of_handles};

/// Why the store or a report file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another run holds the data folder.
    #[error(
        "另一次检查正在使用数据文件夹“{}”{}，请等它结束后再运行，或用 --data 指定另一个文件夹",
        dir.display(), process(*.pid)
    )]
    Busy {
        /// The folder.
        dir: PathBuf,
        /// Its process, where the lock file could be read.
        pid: Option<u32>,
    },
    /// Another program, none of ours, holds the database.
    #[error(
        "数据库文件“{}”被其他程序锁住，等了 10 秒仍不能使用。请关闭正在打开它的程序（数据库工具、备份或同步软件）后用同样的命令继续；数据文件夹在网络盘上的，请移到本机磁盘",
        path.display()
    )]
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// The folder holds no record of any run.
    #[error("“{}”中没有检查记录。还没有检查过的，先做一次检查；记录在别处的，用 --data 指定它的文件夹", dir.display())]
    Nothing {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder or file cannot be written.
    #[error("不能写入“{}”：{reason}。请检查文件夹权限，或用 {option} 指定别的文件夹", path.display())]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// Why not, in Chinese where the reason is a common one.
        reason: String,
        /// The option that names another folder.
        option: &'static str,
    },
    /// No space left.
    #[error("磁盘已满，不能写入“{}”。已经保存的部分没有丢失；请清理磁盘空间后用同样的命令继续", path.display())]
    DiskFull {
        /// What was to be written.
        path: PathBuf,
    },
    /// The database cannot be read.
    #[error(
        "数据库文件“{}”已损坏（{detail}）。可以把它改名移走后重新运行：程序会新建数据库，但首次发现日期和上次结果会从头记起",
        path.display()
    )]
    Corrupt {
        /// The database.
        path: PathBuf,
        /// What SQLite or the decoder said.
        detail: String,
    },
    /// The database was written by a newer version.
    #[error("数据库文件“{}”由更新版本的程序写成，本程序读不了。请升级程序，或用 --data 指定另一个文件夹", path.display())]
    Newer {
        /// The database.
        path: PathBuf,
    },
    /// No run has this id.
    #[error("数据库中没有编号为“{0}”的检查")]
    UnknownRun(String),
    /// The writer had to stop earlier; nothing put since then was kept.
    #[error("{0}")]
    Stopped(Arc<StoreError>),
    /// Anything else the database says.
    #[error("数据库“{}”出错：{source}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What it said.
        source: sqlx::Error,
    },
}

fn process(pid: Option<u32>) -> String {
    pid.map(|pid| format!("（进程号 {pid}）")).unwrap_or_default()
}

// Primary result codes of SQLite (https://www.sqlite.org/rescode.html); the low byte of an extended code.
const SQLITE_PERM: i64 = 3;
const SQLITE_BUSY: i64 = 5;
const SQLITE_LOCKED: i64 = 6;
const SQLITE_READONLY: i64 = 8;
const SQLITE_CORRUPT: i64 = 11;
const SQLITE_FULL: i64 = 13;
const SQLITE_CANTOPEN: i64 = 14;
const SQLITE_NOTADB: i64 = 26;
/// The whole extended code: the index of the journal could not grow, which a full disk is the reason of.
const SQLITE_IOERR_SHMSIZE: i64 = 4874;

/// The primary code of an extended one, but a full disk where only the extended one tells it.
fn primary(code: i64) -> i64 {
    if code == SQLITE_IOERR_SHMSIZE { SQLITE_FULL } else { code & 0xff }
}

impl StoreError {
    /// What an error of the database at `path` means for the person.
    pub(super) fn from_sql(path: &Path, error: sqlx::Error) -> Self {
        let path = path.to_owned();
        let code = match &error {
            sqlx::Error::Database(e) => e.code().and_then(|c| c.parse::<i64>().ok()).map(primary),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Some(SQLITE_CORRUPT),
            _ => None,
        };
        match code {
            Some(SQLITE_FULL) => StoreError::DiskFull { path },
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => StoreError::Corrupt {
                path,
                detail: error.to_string(),
            },
            Some(SQLITE_BUSY | SQLITE_LOCKED) => StoreError::Locked { path },
            Some(SQLITE_CANTOPEN) => StoreError::Unwritable {
                path,
                reason: format!("{error}；没有权限，或者{ADVICE}"),
                option: "--data",
            },
            Some(SQLITE_PERM | SQLITE_READONLY) => StoreError::Unwritable {
                path,
                reason: error.to_string(),
                option: "--data",
            },
            _ => StoreError::Database { path, source: error },
        }
    }

    /// What a failed write to `path` means for the person; `option` names the folder's option.
    pub(super) fn from_io(path: &Path, option: &'static str, error: &io::Error) -> Self {
        let path = path.to_owned();
        let reason = match error.kind() {
            _ if is_out_of_handles(error) => ADVICE.to_owned(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return StoreError::DiskFull { path },
            io::ErrorKind::PermissionDenied => "没有写入权限，或文件正被其他程序打开".to_owned(),
            io::ErrorKind::NotFound => "文件夹不存在".to_owned(),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "路径中有一段是文件，不是文件夹".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
            _ => error.to_string(),
        };
        StoreError::Unwritable { path, reason, option }
    }
}
