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
        Err(_) => fs::read_dir(dir).is_ok_and(|mut inside| {
            inside.all(|entry| entry.is_ok_and(|e| e.file_name().to_str().is_some_and(|n| n.starts_with('.') && n.ends_with(".part"))))
        }),
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

/// Writes one file whole or not at all: under a temporary name first, then under its own.
pub fn write_one(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let dir = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = temporary(dir, &name);
    let write = || {
        fs::create_dir_all(dir)?;
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|e| StoreError::from_io(path, "--model", &e))?;
    sync_folder(dir);
    Ok(())
}

fn temporary(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!(".{name}.part"))
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
mod tests {
    use super::*;

    fn files() -> Vec<ReportFile<'static>> {
        vec![
            ReportFile::new("问题清单.csv", |to| to.write_all(b"new")),
            ReportFile::new("run.json", |to| to.write_all(b"{}")),
        ]
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn head(run: &str, started_at: &str) -> RunHead {
        RunHead {
            run: run.into(),
            mode: "monthly".into(),
            group: "示例站群".into(),
            as_of: jiff::civil::date(2026, 11, 23),
            started_at: started_at.into(),
            finished_at: String::new(),
            complete: true,
            stopped: false,
            gaps: vec![],
            options: [].into(),
            version: String::new(),
            wording: None,
            folder: None,
        }
    }

    /// A run of a store, as its reports know it.
    async fn begun(store: &Store) -> RunHead {
        let run = store.begin_run(crate::store::run::tests::monthly("a")).await.unwrap();
        head(&run.id, &run.started_at)
    }

    fn reports(head: &RunHead, list: &'static str) -> Vec<ReportFile<'static>> {
        let named = serde_json::json!({"run": head.run, "started_at": head.started_at, "group": head.group}).to_string();
        vec![
            ReportFile::new("问题清单.csv", move |to| to.write_all(list.as_bytes())),
            ReportFile::new("run.json", move |to| to.write_all(named.as_bytes())),
        ]
    }

    async fn write(store: &Store, out: &Path, head: &RunHead, list: &'static str) -> (String, Vec<Written>) {
        let folder = store.report_folder(out, head).await.unwrap();
        let written = folder.write(&reports(head, list)).await.unwrap();
        (folder.name, written)
    }

    #[tokio::test]
    async fn a_folder_that_exists_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("reports");
        let one = Store::open(&dir.path().join("one")).await.unwrap();
        let first = begun(&one).await;
        assert_eq!(write(&one, &out, &first, "first").await.0, "2026-11-23-monthly");
        fs::write(out.join("2026-11-23-monthly/问题清单.csv"), "编辑的批注").unwrap();

        // The same day from another data folder, begun in the same second.
        let other = Store::open(&dir.path().join("other")).await.unwrap();
        let second = begun(&other).await;
        assert_eq!(write(&other, &out, &second, "second").await.0, "2026-11-23-monthly-2");
        assert_eq!(
            fs::read_to_string(out.join("2026-11-23-monthly/问题清单.csv")).unwrap(),
            "编辑的批注"
        );
        // A run of that number finds its name taken, by a file even.
        fs::write(out.join("2026-11-23-monthly-3"), "a file").unwrap();
        let third = begun(&one).await;
        assert_eq!(third.run, "2026-11-23-monthly-2");
        assert_eq!(write(&one, &out, &third, "third").await.0, "2026-11-23-monthly-4");
        assert_eq!(names(&out.join("2026-11-23-monthly-2")), ["run.json", "问题清单.csv"]);
    }

    #[tokio::test]
    async fn a_run_that_goes_on_replaces_what_it_wrote_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).await.unwrap();
        let (out, head) = (dir.path().join("reports"), begun(&store).await);
        let name = "2026-11-23-monthly";
        write(&store, &out, &head, "stopped").await;
        fs::write(out.join(name).join("备注.txt"), "mine").unwrap();
        let (again, written) = write(&store, &out, &head, "went on").await;
        assert_eq!((again.as_str(), written.iter().all(|w| w.instead_of.is_none())), (name, true));
        assert_eq!(names(&out.join(name)), ["run.json", "备注.txt", "问题清单.csv"]);
        assert_eq!(fs::read_to_string(out.join(name).join("问题清单.csv")).unwrap(), "went on");

        // Edited, it stays; the new one lies beside it, and is replaced by the next.
        fs::write(out.join(name).join("问题清单.csv"), "went on, 已转办").unwrap();
        for list in ["a third time", "a fourth time"] {
            let (_, written) = write(&store, &out, &head, list).await;
            assert_eq!(written[0].path, out.join(name).join("问题清单 (2).csv"));
            assert!(written[0].instead_of.as_ref().is_some_and(|kept| kept.edited));
            assert_eq!(written[1].instead_of, None);
            assert_eq!(fs::read_to_string(&written[0].path).unwrap(), list);
        }
        assert_eq!(fs::read_to_string(out.join(name).join("问题清单.csv")).unwrap(), "went on, 已转办");

        // Elsewhere it has nothing of its own, whatever lies there under its name.
        let elsewhere = dir.path().join("elsewhere");
        fs::create_dir_all(elsewhere.join(name)).unwrap();
        fs::write(elsewhere.join(name).join("run.json"), "{}").unwrap();
        assert_eq!(write(&store, &elsewhere, &head, "new").await.0, "2026-11-23-monthly-2");
        // What a kill in the middle of writing left is its own.
        let killed = dir.path().join("killed");
        let folder = store.report_folder(&killed, &head).await.unwrap();
        write_parts(folder.path(), &reports(&head, "half")).unwrap();
        assert_eq!(write(&store, &killed, &head, "whole").await.0, name);
        assert_eq!(names(&killed.join(name)), ["run.json", "问题清单.csv"]);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_gets_a_name_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        // A folder stands in for a file another program holds: a rename onto it fails.
        for taken in ["问题清单.csv", "问题清单 (2).csv"] {
            fs::create_dir(dir.path().join(taken)).unwrap();
        }
        let files = files();
        write_parts(dir.path(), &files).unwrap();
        let written = take_names(dir.path(), &files, &HashSet::new()).unwrap();
        assert_eq!(written[0].path, dir.path().join("问题清单 (3).csv"));
        let kept = written[0].instead_of.as_ref().unwrap();
        assert_eq!((&kept.path, kept.edited), (&dir.path().join("问题清单.csv"), false));
        assert_eq!(fs::read(&written[0].path).unwrap(), b"new");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_explained() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).await.unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let head = begun(&store).await;
        let Err(error) = store.report_folder(&file.join("x"), &head).await else {
            panic!("made a folder below a file")
        };
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
        assert!(error.to_string().contains("--out"), "{error}");
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn a_full_disk_leaves_the_old_reports_whole() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("data")).await.unwrap();
        let (out, head) = (dir.path().join("reports"), begun(&store).await);
        write(&store, &out, &head, "old").await;
        let folder = store.report_folder(&out, &head).await.unwrap();
        // The second file meets the kernel's own full disk.
        std::os::unix::fs::symlink("/dev/full", temporary(folder.path(), "run.json")).unwrap();
        let error = folder.write(&reports(&head, "new")).await.unwrap_err();
        assert!(error.to_string().starts_with("磁盘已满"), "{error}");
        assert_eq!(names(folder.path()), ["run.json", "问题清单.csv"]);
        assert_eq!(fs::read(folder.path().join("问题清单.csv")).unwrap(), b"old");
    }
}
