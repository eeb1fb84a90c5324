//! Report files on the disk: whole or not at all, and never lost because a spreadsheet holds the old one open.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::report::ReportFile;

/// A report file as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// The name it should have had, where another program held that file open and it was written beside it.
    pub instead_of: Option<PathBuf>,
}

/// Names tried beside a file that cannot be replaced: `问题清单 (2).csv` … `(99)`.
const NAMES: u32 = 99;

/// Bytes written to a file at once.
const BUFFER: usize = 256 << 10;

/// Writes the files into `dir`, making it where it does not exist. Every file is first written whole under another
/// name, so that a stop in between leaves the old one; only when all are on the disk do they take their names.
pub fn write_reports(dir: &Path, files: &[ReportFile<'_>]) -> Result<Vec<Written>, StoreError> {
    fs::create_dir_all(dir).map_err(|e| StoreError::from_io(dir, "--out", &e))?;
    let done = write_all(dir, files);
    if done.is_err() {
        for file in files {
            // Most were never made or already have their name.
            let _absent = fs::remove_file(temporary(dir, file.name));
        }
    }
    done
}

fn write_all(dir: &Path, files: &[ReportFile<'_>]) -> Result<Vec<Written>, StoreError> {
    for file in files {
        let path = temporary(dir, file.name);
        write_whole(&path, file).map_err(|e| StoreError::from_io(&dir.join(file.name), "--out", &e))?;
    }
    let written = files.iter().map(|file| take_name(dir, file.name)).collect::<Result<Vec<_>, _>>()?;
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

fn write_whole(path: &Path, report: &ReportFile<'_>) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(BUFFER, File::create(path)?);
    report.write(&mut file)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn take_name(dir: &Path, name: &str) -> Result<Written, StoreError> {
    let from = temporary(dir, name);
    let wanted = dir.join(name);
    let Err(first) = fs::rename(&from, &wanted) else {
        return Ok(Written {
            path: wanted,
            instead_of: None,
        });
    };
    // Excel on Windows locks what it shows. The person still gets the new report, beside the old one.
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    for n in 2..=NAMES {
        let beside = dir.join(format!("{stem} ({n}).{extension}"));
        if fs::rename(&from, &beside).is_ok() {
            return Ok(Written {
                path: beside,
                instead_of: Some(wanted),
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

    #[test]
    fn files_replace_older_ones_and_leave_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("reports/2026-11-23-monthly");
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join("问题清单.csv"), "a much longer older file").unwrap();
        let written = write_reports(&out, &files()).unwrap();
        assert!(written.iter().all(|w| w.instead_of.is_none()));
        assert_eq!(names(&out), ["run.json", "问题清单.csv"]);
        assert_eq!(fs::read(out.join("问题清单.csv")).unwrap(), b"new");
    }

    #[test]
    fn a_file_that_cannot_be_replaced_gets_a_name_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        // A folder stands in for a file another program holds: a rename onto it fails.
        for taken in ["问题清单.csv", "问题清单 (2).csv"] {
            fs::create_dir(dir.path().join(taken)).unwrap();
        }
        let written = write_reports(dir.path(), &files()).unwrap();
        assert_eq!(written[0].path, dir.path().join("问题清单 (3).csv"));
        assert_eq!(written[0].instead_of, Some(dir.path().join("问题清单.csv")));
        assert_eq!(fs::read(&written[0].path).unwrap(), b"new");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_explained() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let error = write_reports(&file.join("x"), &files()).unwrap_err();
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
        assert!(error.to_string().contains("--out"), "{error}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_leaves_the_old_reports_whole() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("问题清单.csv"), "old").unwrap();
        // The second file meets the kernel's own full disk.
        std::os::unix::fs::symlink("/dev/full", temporary(dir.path(), "run.json")).unwrap();
        let error = write_reports(dir.path(), &files()).unwrap_err();
        assert!(error.to_string().starts_with("磁盘已满"), "{error}");
        assert_eq!(names(dir.path()), ["问题清单.csv"]);
        assert_eq!(fs::read(dir.path().join("问题清单.csv")).unwrap(), b"old");
    }
}
