//! One run at a time in one data folder: a lock the system drops when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use super::StoreError;

/// How often the lock is tried, and how long apart: a process that was just killed still holds it for an instant.
const TRIES: u32 = 10;
const APART: Duration = Duration::from_millis(100);

fn patiently(file: &File) -> Result<(), TryLockError> {
    let mut result = file.try_lock();
    for _ in 1..TRIES {
        if !matches!(result, Err(TryLockError::WouldBlock)) {
            break;
        }
        std::thread::sleep(APART);
        result = file.try_lock();
    }
    result
}

/// Takes the lock of a data folder; it is held until the returned file is closed.
/// The file holds the process id, for the message the next one gets; the lock itself is the system's.
pub(super) fn acquire(dir: &Path) -> Result<File, StoreError> {
    let path = dir.join("lock");
    let failed = |e: std::io::Error| StoreError::from_io(&path, "--data", &e);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    match patiently(&file) {
        Ok(()) => {
            file.set_len(0).map_err(failed)?;
            write!(file, "{}", std::process::id()).map_err(failed)?;
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => {
            // On Windows the locked file cannot be read: then the message goes without the number.
            let mut text = String::new();
            let _unreadable = (&file).take(20).read_to_string(&mut text);
            Err(StoreError::Busy {
                dir: dir.to_owned(),
                pid: text.trim().parse().ok(),
            })
        }
        Err(TryLockError::Error(e)) => Err(failed(e)),
    }
}
