//! One run at a time in one data folder: a lock the system drops when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use super::StoreError;

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
    match file.try_lock() {
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
                pid: text.trim().parse().ok(),
            })
        }
        Err(TryLockError::Error(e)) => Err(failed(e)),
    }
}
