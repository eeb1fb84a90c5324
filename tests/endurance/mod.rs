//! What a long run has to live through: kills, signals, a full disk, a network that goes away.
//!
//! The site and what is held against it are those of `resume`. What needs minutes or root is ignored by default; `.ci/run`
//! runs it all.

mod disk;
mod group;
mod kills;
mod many;
mod network;
mod signals;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::desk::Desk;
use crate::one_way::is_the_same;
use crate::resume::{MONTHLY, judged};
use crate::site_server::SiteServer;

/// Every file below `reports/` that has its final name is whole, whenever one looks.
fn nothing_is_half_written(reports: &Path) {
    for folder in fs::read_dir(reports).into_iter().flatten() {
        for file in fs::read_dir(folder.unwrap().path()).into_iter().flatten() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with('.') {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let whole = match path.extension().and_then(|e| e.to_str()) {
                Some("csv") => text.starts_with('\u{feff}') && text.ends_with("\r\n"),
                Some("json") => serde_json::from_str::<Value>(&text).is_ok(),
                Some("jsonl") => {
                    text.lines().all(|l| serde_json::from_str::<Value>(l).is_ok()) && (text.is_empty() || text.ends_with('\n'))
                }
                _ => false,
            };
            assert!(whole, "{} is not whole:\n{text}", path.display());
        }
    }
}

/// The names in a run's report folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What an undisturbed run says, and the names of its report files.
struct Undisturbed {
    said: String,
    files: Vec<String>,
}

impl Undisturbed {
    fn run(desk: &Desk) -> Self {
        let (code, run) = desk.inspect(&MONTHLY);
        assert_eq!((code, &run["complete"]), (Some(1), &Value::Bool(true)), "{run:#}");
        Undisturbed {
            said: judged(desk, &run),
            files: names(&desk.reports(&run)),
        }
    }

    /// Holds another run's end against it.
    fn equals(&self, desk: &Desk, run: &Value, how: &str) {
        assert_eq!(run["complete"], true, "{how}: {run:#}");
        is_the_same(&judged(desk, run), &self.said, how);
        assert_eq!(names(&desk.reports(run)), self.files, "{how}");
        nothing_is_half_written(&desk.folder.path().join("reports"));
    }
}

/// Carries out a command of the system that the test cannot do without.
fn system(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
}

/// A desk at the site of `resume`.
fn desk(server: &SiteServer) -> Desk {
    crate::resume::desk(server)
}
