//! Names the format of the run log after the sources that decide what stands in it, so that it cannot be forgotten.
//!
//! Facts that another program read, or wrote otherwise, are then never taken for facts of this one. A change that means
//! nothing costs no more than reading some pages again. `tests/log_format.rs` holds the list below against the code.

use std::fs;
use std::path::{Path, PathBuf};

/// What decides what a reader sees, and how it is kept; the lock file for the libraries that read.
pub(crate) const SOURCES: &[&str] = &[
    "Cargo.lock",
    "lexicon",
    "src/crawl/manners/robots",
    "src/crawl/measurements",
    "src/crawl/visits",
    "src/extract",
    "src/facts",
    "src/fetch",
    "src/lexicon.rs",
    "src/site",
    "src/standard",
    "src/store/log.rs",
    "src/store/packed.rs",
    "src/survey/search.rs",
    "src/text.rs",
    "src/text",
];

/// What judges and reads no page leaves the log as it is: the tables of indicators, and the word lists of rules, columns and wording.
pub(crate) const LEFT_OUT: &[&str] = &[
    "lexicon/column-addresses.tsv",
    "lexicon/column-kinds-not.tsv",
    "lexicon/column-kinds.tsv",
    "lexicon/column-names.tsv",
    "lexicon/column-words-not.tsv",
    "lexicon/column-words.tsv",
    "lexicon/label-placeholders.tsv",
    "lexicon/name-tails.tsv",
    "lexicon/not-a-system.tsv",
    "lexicon/paper-titles.tsv",
    "lexicon/site-names.tsv",
    "src/standard/table",
];

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the package"));
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
    }
    println!("cargo:rustc-env=XUNCHA_LOG_FORMAT={}", format_of(&root));
}

/// The format that the sources of the package below this folder write.
pub(crate) fn format_of(root: &Path) -> String {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&root.join(source), root, &mut files);
    }
    files.sort();
    format!("{:016x}", hash(&files))
}

/// Path and content of every file below a path, paths with slashes, line ends as on Unix.
fn collect(path: &Path, root: &Path, files: &mut Vec<(String, String)>) {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    if LEFT_OUT.contains(&name.as_str()) {
        return;
    }
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("a folder of sources can be listed");
        for entry in entries {
            collect(&entry.expect("an entry can be read").path(), root, files);
        }
    } else {
        let text = fs::read_to_string(path).expect("a source is there and is text");
        files.push((name, text.replace('\r', "")));
    }
}

/// FNV-1a, 64 bits: the same on every machine and with every compiler.
fn hash(files: &[(String, String)]) -> u64 {
    let bytes = files.iter().flat_map(|(name, text)| [name.as_str(), "\0", text.as_str(), "\0"]);
    bytes.flat_map(str::bytes).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
