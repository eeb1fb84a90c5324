//! Report files on the disk: whole or not at all, and never over what somebody else wrote.
//!
//! A folder that exists is another run's or a person's: a run takes the next free name, and the data folder remembers
//! which it took. A run that goes on after a stop replaces its own earlier files there, as far as their content is what it
//! wrote; a file that was edited since, or that a spreadsheet holds open, stays, and the new one gets a name beside it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Store, StoreError};
use crate::finding::RunHead;
use crate::report::ReportFile;

/// A report file as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// The name it should have had, where the file of that name had to stay and it was written beside it.
    pub instead_of: Option<Kept>,
}

/// A file that was not replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// Whether a person changed it since it was written; else another program holds it open.
    pub edited: bool,
}

/// Names tried beside a file that cannot be replaced: `问题清单 (2).csv` … `(99)`.
const NAMES: u32 = 99;

/// Bytes written to a file at once.
const BUFFER: usize = 256 << 10;

/// The folder a run's reports go to.
pub struct ReportFolder {
    path: PathBuf,
    name: String,
    run: i64,
    store: Store,
}

impl Store {
    /// The folder below `out` for the reports of a run: the one it took before where that is still its own, else the first
    /// free of `<run>`, `…-2`, `…-3`, which it takes.
    pub async fn report_folder(&self, out: &Path, head: &RunHead) -> Result<ReportFolder, StoreError> {
        let run = self.ordinal(&head.run).await?;
        fs::create_dir_all(out).map_err(|e| StoreError::from_io(out, "--out", &e))?;
        let taken: Vec<(String,)> = sqlx::query_as("SELECT folder FROM report_folder WHERE run = ? ORDER BY rowid DESC")
            .bind(run)
            .fetch_all(&self.inner.reading)
            .await
            .map_err(|e| self.inner.err(e))?;
        let own = taken.into_iter().map(|(name,)| name).find(|name| is_of(&out.join(name), head));
        let name = if let Some(name) = own {
            name
        } else {
            let name = take_free(out, head)?;
            sqlx::query("INSERT OR IGNORE INTO report_folder (run, folder) VALUES (?, ?)")
                .bind(run)
                .bind(&name)
                .execute(&self.inner.writing)
                .await
                .map_err(|e| self.inner.err(e))?;
            name
        };
        Ok(ReportFolder {
            path: out.join(&name),
            name,
            run,
            store: self.clone(),
        })
    }
}

impl ReportFolder {
    /// Where it is, as `out` was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the files. Every file is first written whole under another name, so that a stop in between leaves the old
    /// one; only when all are on the disk do they take their names.
    pub async fn write(&self, files: &[ReportFile<'_>]) -> Result<Vec<Written>, StoreError> {
        let done = self.write_all(files).await;
        if done.is_err() {
            for file in files {
                // Most were never made or already have their name.
                let _absent = fs::remove_file(temporary(&self.path, file.name));
            }
            // Only an empty folder can be removed.
            let _used = fs::remove_dir(&self.path);
        }
        done
    }

    async fn write_all(&self, files: &[ReportFile<'_>]) -> Result<Vec<Written>, StoreError> {
        let mut own = self.hashes().await?;
        let new = write_parts(&self.path, files)?;
        // Kept before a file has its name: after a stop in between it is still known as ours.
        self.keep_hashes(&new).await?;
        own.extend(new);
        take_names(&self.path, files, &own)
    }

    /// The hashes of all files this run wrote into this folder.
    async fn hashes(&self) -> Result<HashSet<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as("SELECT hash FROM report_file WHERE run = ? AND folder = ?")
            .bind(self.run)
            .bind(&self.name)
            .fetch_all(&self.store.inner.reading)
            .await
            .map_err(|e| self.store.inner.err(e))?;
        Ok(rows.into_iter().map(|(hash,)| hash).collect())
    }

    async fn keep_hashes(&self, hashes: &[String]) -> Result<(), StoreError> {
        sqlx::query("INSERT OR IGNORE INTO report_file (run, folder, hash) SELECT ?, ?, value FROM json_each(?)")
            .bind(self.run)
            .bind(&self.name)
            .bind(serde_json::json!(hashes).to_string())
            .execute(&self.store.inner.writing)
            .await
            .map_err(|e| self.store.inner.err(e))?;
        Ok(())
    }
}

/// Writes files into a folder of their own below `out`, which is no run's: the first free of `name`, `…-2`, `…-3`. `fill` is
/// told its path and gives the files.
pub(crate) fn write_apart<'i>(out: &Path, name: &str, fill: impl FnOnce(&Path) -> Vec<ReportFile<'i>>) -> Result<PathBuf, StoreError> {
    fs::create_dir_all(out).map_err(|e| StoreError::from_io(out, "--out", &e))?;
    let folder = out.join(first_free(out, name, 1)?);
    let files = fill(&folder);
    let done = write_parts(&folder, &files).and_then(|own| take_names(&folder, &files, &own.into_iter().collect()));
    match done {
        Ok(_) => Ok(folder),
        Err(error) => {
            // It was made for these files alone.
            let _left = fs::remove_dir_all(&folder);
            Err(error)
        }
    }
}

/// Whether a folder this run once took is still its own: its run.json says so, or nothing is in it but what a stop in the
/// middle of writing left.
fn is_of(dir: &Path, head: &RunHead) -> bool {
    #[derive(Deserialize)]
    struct Named {
        run: String,
        started_at: String,
        group: String,
    }
    match fs::read(dir.join("run.json")) {
        Ok(bytes) => serde_json::from_slice::<Named>(&bytes)
            .is_ok_and(|n| (&n.run, &n.started_at, &n.group) == (&head.run, &head.started_at, &head.group)),
        Err(_) => fs::read_dir(dir).is_ok_and(|mut inside| inside.all(|entry| entry.is_ok_and(|e| is_temporary(&e.file_name())))),
    }
}

/// Makes the first folder of a run's names that nobody has, and gives its name. Making it is what takes it: of two that
/// choose at once, one gets the next.
fn take_free(out: &Path, head: &RunHead) -> Result<String, StoreError> {
    let day = format!("{}-{}", head.as_of, head.mode);
    let number = |rest: &str| rest.strip_prefix('-').and_then(|n| n.parse::<u32>().ok());
    let (stem, first) = match head.run.strip_prefix(&day) {
        Some(rest) => number(rest).map_or((head.run.as_str(), 1), |n| (day.as_str(), n)),
        None => (head.run.as_str(), 1),
    };
    first_free(out, stem, first)
}

/// Makes the first folder of `stem`, `…-2`, `…-3` from this number on that is not there, and gives its name.
fn first_free(out: &Path, stem: &str, first: u32) -> Result<String, StoreError> {
    for n in first..u32::MAX {
        let name = if n == 1 { stem.to_owned() } else { format!("{stem}-{n}") };
        let path = out.join(&name);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(name),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(StoreError::from_io(&path, "--out", &e)),
        }
    }
    Err(StoreError::from_io(out, "--out", &io::ErrorKind::AlreadyExists.into()))
}

/// Writes every file under its temporary name, and gives the hash of each.
fn write_parts(dir: &Path, files: &[ReportFile<'_>]) -> Result<Vec<String>, StoreError> {
    let part = |file: &ReportFile<'_>| {
        let path = temporary(dir, file.name);
        write_whole(&path, file).map_err(|e| StoreError::from_io(&dir.join(file.name), "--out", &e))
    };
    files.iter().map(part).collect()
}

/// Gives every file its name, replacing what is there where its hash is one of `own`.
fn take_names(dir: &Path, files: &[ReportFile<'_>], own: &HashSet<String>) -> Result<Vec<Written>, StoreError> {
    let written = files
        .iter()
        .map(|file| take_name(dir, file.name, own))
        .collect::<Result<Vec<_>, _>>()?;
    sync_folder(dir);
    Ok(written)
}

/// Writes one file whole or not at all: under a temporary name first, then under its own. Who may read and write the file it
/// replaces may do so with it. `option` names the option that says where the file goes.
pub(crate) fn write_one(path: &Path, bytes: &[u8], option: &'static str) -> Result<(), StoreError> {
    let dir = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = temporary(dir, &name);
    let write = || {
        fs::create_dir_all(dir)?;
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        if let Ok(replaced) = fs::metadata(path) {
            file.set_permissions(replaced.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|e| StoreError::from_io(path, option, &e))?;
    sync_folder(dir);
    Ok(())
}

/// The end of the name of a file that is being written.
const PART: &str = ".part";

fn temporary(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!(".{name}{PART}"))
}

fn is_temporary(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|n| n.starts_with('.') && n.ends_with(PART))
}

/// Writes to a file and hashes what passes.
struct Hashing<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn write_whole(path: &Path, report: &ReportFile<'_>) -> io::Result<String> {
    let hashing = Hashing {
        to: File::create(path)?,
        hash: Sha256::new(),
    };
    let mut file = BufWriter::with_capacity(BUFFER, hashing);
    report.write(&mut file)?;
    let Hashing { to, hash } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    to.sync_all()?;
    Ok(hex(hash))
}

/// The hash of what a file holds.
fn hash_of(path: &Path) -> io::Result<String> {
    let mut hashing = Hashing {
        to: io::sink(),
        hash: Sha256::new(),
    };
    io::copy(&mut File::open(path)?, &mut hashing)?;
    Ok(hex(hashing.hash))
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

fn take_name(dir: &Path, name: &str, own: &HashSet<String>) -> Result<Written, StoreError> {
    let from = temporary(dir, name);
    let wanted = dir.join(name);
    // What cannot be read cannot be told to be ours either; whether it can be replaced the system decides.
    let edited = |path: &Path| hash_of(path).is_ok_and(|hash| !own.contains(&hash));
    let is_edited = edited(&wanted);
    let first = if is_edited {
        io::ErrorKind::AlreadyExists.into()
    } else {
        match fs::rename(&from, &wanted) {
            Ok(()) => {
                return Ok(Written {
                    path: wanted,
                    instead_of: None,
                });
            }
            Err(error) => error,
        }
    };
    // Excel on Windows locks what it shows. The person still gets the new report, beside the old one.
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    for n in 2..=NAMES {
        let beside = dir.join(format!("{stem} ({n}).{extension}"));
        if !edited(&beside) && fs::rename(&from, &beside).is_ok() {
            return Ok(Written {
                path: beside,
                instead_of: Some(Kept {
                    path: wanted,
                    edited: is_edited,
                }),
            });
        }
    }
    Err(StoreError::from_io(&wanted, "--out", &first))
}

/// Makes the new names survive a power cut, where the system knows how.
fn sync_folder(dir: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(dir)
    {
        // Some network file systems refuse; the files themselves are already safe.
        let _refused = folder.sync_all();
    }
}

#[cfg(test)]
mod tests;
