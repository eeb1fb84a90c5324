//! A disk that is full: said in plain words, nothing half written, and with room made the same command goes on.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Undisturbed, desk, names, nothing_is_half_written, system};
use crate::desk::{Desk, Ran};
use crate::one_way::{is_the_same, said};
use crate::resume::{MONTHLY, site};

/// A small file system of its own; gone with this value.
struct Disk(PathBuf);

impl Disk {
    fn of(desk: &Desk, name: &str, kilobytes: u32) -> Self {
        let folder = desk.folder.path().join(name);
        fs::create_dir(&folder).unwrap();
        let size = format!("size={kilobytes}k");
        system("mount", &["-t", "tmpfs", "-o", &size, "tmpfs", folder.to_str().unwrap()]);
        Disk(folder)
    }

    /// Makes room.
    fn grow(&self) {
        system("mount", &["-o", "remount,size=64m", self.0.to_str().unwrap()]);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        system("umount", &[self.0.to_str().unwrap()]);
    }
}

/// What a run that met a full disk says, and how it ends.
fn says_so(ran: &Ran, how: &str) {
    assert!(matches!(ran.code, Some(2..=4)), "{how}: {ran:?}");
    assert!(ran.stderr.contains("磁盘"), "{how}: {ran:?}");
    assert!(
        !ran.stderr.contains("内部出错") && !ran.stderr.contains("panicked"),
        "{how}: {ran:?}"
    );
}

/// From too small for anything to large enough for most of the run.
#[test]
#[ignore = "mounts a small tmpfs: needs root"]
fn a_full_disk_under_the_state_is_said_and_overcome() {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    let mut stopped = 0;
    for kilobytes in [8, 40, 64, 96, 128, 160, 192, 256, 320, 384, 512] {
        let how = format!("{kilobytes} KB for the state");
        let desk = desk(&server);
        let disk = Disk::of(&desk, ".xuncha", kilobytes);
        let ran = desk.run(&MONTHLY);
        nothing_is_half_written(&desk.folder.path().join("reports"));
        if ran.code != Some(1) {
            stopped += 1;
            says_so(&ran, &how);
            assert!(names(&desk.folder.path().join("reports/2026-11-23-monthly")).is_empty(), "{how}");
            disk.grow();
            let (code, run) = desk.inspect(&MONTHLY);
            assert_eq!(code, Some(1), "{how}: {run:#}");
            wanted.equals(&desk, &run, &how);
        }
    }
    assert!(stopped >= 5, "only {stopped} of the disks were too small");
}

#[test]
#[ignore = "mounts a small tmpfs: needs root"]
fn a_full_disk_under_the_reports_is_said_and_overcome() {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    let mut stopped = 0;
    for kilobytes in [4, 8, 12, 16, 24, 32] {
        let how = format!("{kilobytes} KB for the reports");
        let desk = desk(&server);
        let disk = Disk::of(&desk, "reports", kilobytes);
        let ran = desk.run(&MONTHLY);
        nothing_is_half_written(&disk.0);
        if ran.code != Some(1) {
            stopped += 1;
            says_so(&ran, &how);
            let left = files_below(&disk.0);
            assert!(left.is_empty(), "{how}: {left:?}");
            disk.grow();
            server.forget();
            let (code, run) = desk.inspect(&MONTHLY);
            assert_eq!(code, Some(1), "{how}: {run:#}");
            wanted.equals(&desk, &run, &how);
            if ran.code != Some(2) {
                assert!(
                    server.requests().len() < 20,
                    "{how}: what was read is read again, {} requests",
                    server.requests().len()
                );
            }
        }
    }
    assert!(stopped >= 3, "only {stopped} of the disks were too small");
}

/// State and reports on one disk that a stranger fills while the run is on it, and clears.
#[test]
#[ignore = "mounts a small tmpfs: needs root"]
fn a_disk_that_others_fill_in_the_middle_is_overcome() {
    let server = site();
    let wanted = Undisturbed::run(&desk(&server));
    let desk = desk(&server);
    let disk = Disk::of(&desk, "disk", 8_192);
    let place = |name: &str| disk.0.join(name).to_str().unwrap().to_owned();
    let (data, out) = (place("data"), place("reports"));
    let arguments = [&MONTHLY[..], &["--data", &data, "-o", &out, "--no-progress", "--format", "json"]].concat();
    server.forget();
    let child = desk.command(&arguments).spawn().unwrap();
    while server.requests().len() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    // As much as fits.
    let _full = fs::write(disk.0.join("stranger"), vec![1; 8 << 20]);
    let output = child.wait_with_output().unwrap();
    let ran = Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    says_so(&ran, "filled in the middle");
    nothing_is_half_written(&disk.0.join("reports"));

    fs::remove_file(disk.0.join("stranger")).unwrap();
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let run: Value = serde_json::from_str(&ran.stdout).unwrap();
    let folder = disk.0.join("reports").join(run["run"].as_str().unwrap());
    assert_eq!(names(&folder), wanted.files);
    let report = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let all = said(&report("findings.jsonl"), &report("人工核查.csv"), &run);
    is_the_same(&all, &wanted.said, "after the disk was full");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}
