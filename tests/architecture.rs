//! The architecture, checked: who may import whom, what is pure, how long a file may be.
//!
//! docs/ARCHITECTURE.md says why. Code under `#[cfg(test)]` is free: tests may look at the world.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the ground up. A module imports only from lines below its own.
const LAYERS: &[&[&str]] = &[
    &["standard", "text", "draw"],
    &["site", "facts"],
    &["finding", "wording"],
    &["extract", "plan", "rules", "score", "survey"],
    &["report"],
    // ------ the purity line ------
    &["fetch", "store"],
    &["crawl"],
    &["inspect"],
    &["demo"],
    &["cli"],
];

/// How many of the lines above lie below the purity line.
const PURE: usize = 5;

/// What nothing below the purity line may touch: the same input gives the same bytes.
const IMPURE: &[&str] = &[
    "tokio",
    "reqwest",
    "sqlx",
    "rustls",
    "indicatif",
    "std::fs",
    "std::env",
    "std::io::std",
    "std::process",
    "std::thread",
    "TcpStream",
    "ToSocketAddrs",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "TimeZone::system",
    "print!(",
    "println!(",
];

/// Libraries that one module alone may use; the two that read what users write by hand share one.
const OWNED: &[(&str, &str)] = &[
    ("reqwest", "fetch"),
    ("rustls", "fetch"),
    ("sqlx", "store"),
    ("scraper", "extract"),
    ("ego_tree", "extract"),
    ("html5ever", "extract"),
    ("governor", "crawl"),
    ("texting_robots", "crawl"),
    ("quick_xml", "crawl"),
    ("serde_saphyr", "site standard"),
    ("csv", "report"),
    ("tract_onnx", "wording"),
    ("clap", "cli"),
    ("comfy_table", "cli"),
    ("indicatif", "cli"),
    ("anyhow", "cli"),
    ("tracing_subscriber", "cli"),
];

/// The longest a file may be, in lines, tests at its foot included.
const LONGEST: usize = 400;

/// Files that may be longer, each with the reason.
const LONGER: &[(&str, &str)] = &[];

/// Names of drawers where things are put that nobody thought about.
const DRAWERS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc"];

struct Source {
    /// From the root of the package, with slashes.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below these folders.
fn sources(folders: &[&str]) -> Vec<Source> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|f| root().join(f)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of sources can be listed");
            waiting.extend(entries.map(|e| e.expect("an entry can be read").path()));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root()).expect("sources lie in the package");
            let name = name.to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("a source is text");
            found.push(Source { path: name, text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no sources in {folders:?}");
    found
}

/// The module a file of `src/` belongs to; `None` for lib.rs and main.rs.
fn module(path: &str) -> Option<&str> {
    let first = path.strip_prefix("src/")?.split('/').next()?;
    let name = first.trim_end_matches(".rs");
    (!matches!(name, "lib" | "main")).then_some(name)
}

fn layer(module: &str) -> usize {
    let found = LAYERS.iter().position(|line| line.contains(&module));
    found.unwrap_or_else(|| panic!("module {module} has no place in LAYERS"))
}

/// The code without comments and without what is compiled for tests only. A file that only tests use has none.
fn code(source: &Source, test_files: &BTreeSet<String>) -> String {
    if test_files.contains(&source.path) {
        return String::new();
    }
    let mut out = String::new();
    let mut lines = source.text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if line.trim() != "#[cfg(test)]" {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        // The item that follows, to the brace that stands as deep as it begins, or to its semicolon.
        let depth = line.len() - line.trim_start().len();
        for line in lines.by_ref() {
            let ends_here = line.len() - line.trim_start().len() == depth && (line.trim_start().starts_with('}') || line.ends_with(';'));
            if ends_here {
                break;
            }
        }
    }
    out
}

/// Files that are declared under `#[cfg(test)]` (`mod tests;`), with all that lies below them.
fn test_files(sources: &[Source]) -> BTreeSet<String> {
    let mut roots = Vec::new();
    for source in sources {
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        for pair in lines.windows(2) {
            let name = pair[1].trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
            if pair[0] == "#[cfg(test)]"
                && let Some(name) = name.strip_prefix("mod ").and_then(|n| n.strip_suffix(';'))
            {
                let folder = source
                    .path
                    .trim_end_matches(".rs")
                    .trim_end_matches("/mod")
                    .trim_end_matches("/lib");
                roots.push(format!("{folder}/{name}"));
            }
        }
    }
    let below = |path: &str| {
        roots
            .iter()
            .any(|r| path == format!("{r}.rs") || path.starts_with(&format!("{r}/")))
    };
    sources.iter().map(|s| s.path.clone()).filter(|p| below(p)).collect()
}

/// The modules of ours that a piece of code names: `crate::x::…`, `use crate::{x::…, y}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut take = |text: &str| {
        let name: String = text
            .trim_start()
            .chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect();
        found.insert(name);
    };
    for after in code.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            take(after);
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if begins && !c.is_whitespace() => {
                    take(&group[at..]);
                    begins = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The code of every module, file by file.
fn modules() -> Vec<(String, String, String)> {
    let sources = sources(&["src"]);
    let tests = test_files(&sources);
    let all = sources
        .iter()
        .filter(|s| !tests.contains(&s.path))
        .filter_map(|s| Some((module(&s.path)?.to_owned(), s.path.clone(), code(s, &tests))));
    all.collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Whether code names something of a library: `library::…`, and not as the end of a longer name.
fn names(code: &str, library: &str) -> bool {
    let path = format!("{library}::");
    code.match_indices(&path)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')))
}

#[test]
fn imports_go_down() {
    let mut faults = Vec::new();
    for (module, path, code) in modules() {
        for other in imports(&code).iter().filter(|o| **o != module) {
            if layer(other) >= layer(&module) {
                faults.push(format!("{path}: {module} must not know {other}"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn what_judges_is_pure() {
    let mut faults = Vec::new();
    for (module, path, code) in modules().into_iter().filter(|(m, ..)| layer(m) < PURE) {
        for word in IMPURE.iter().filter(|w| code.contains(**w)) {
            faults.push(format!("{path}: {word} below the purity line, in {module}"));
        }
    }
    assert_none(&faults);
}

#[test]
fn each_world_has_one_door() {
    let mut faults = Vec::new();
    for (module, path, code) in modules() {
        for (library, owner) in OWNED.iter().filter(|(_, owners)| owners.split(' ').all(|o| o != module)) {
            if names(&code, library) {
                faults.push(format!("{path}: {library} belongs to {owner} alone"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_module_has_its_layer_and_every_layer_its_modules() {
    let declared = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs is there");
    let declared: BTreeSet<&str> = declared
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let layered: BTreeSet<&str> = LAYERS.iter().copied().flatten().copied().collect();
    assert_eq!(declared, layered);
}

#[test]
fn files_are_short_named_for_what_they_hold_and_say_what_they_are() {
    let mut faults = Vec::new();
    let mut long = BTreeMap::new();
    for source in sources(&["src", "tests", "benches"]) {
        let Source { path, text } = source;
        let lines = text.lines().count();
        if lines > LONGEST {
            long.insert(path.clone(), lines);
        }
        if !text.starts_with("//!") {
            faults.push(format!("{path}: does not begin with //!"));
        }
        if path.split('/').any(|part| DRAWERS.contains(&part.trim_end_matches(".rs"))) {
            faults.push(format!("{path}: name it after what it holds"));
        }
    }
    for (path, reason) in LONGER {
        assert!(!reason.is_empty());
        if long.remove(*path).is_none() {
            faults.push(format!("{path}: needs no exception any more"));
        }
    }
    faults.extend(
        long.iter()
            .map(|(path, lines)| format!("{path}: {lines} lines, more than {LONGEST}")),
    );
    assert_none(&faults);
}

/// The checks above are only as good as what they read with.
#[test]
fn the_readers_of_this_file_see_what_is_there() {
    let found =
        imports("use crate::{\n    site::{Scope, url_key},\n    facts,\n};\nfn f() { crate::report::csv() }\nuse crate::plan::Plan;");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["facts", "plan", "report", "site"]);

    let file = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let a = file(
        "src/a.rs",
        "//! tokio\nuse x;\n#[cfg(test)]\nmod tests {\n    use tokio;\n}\nfn f() {}\n",
    );
    let b = file("src/b/mod.rs", "#[cfg(test)]\nmod proofs;\nfn g() {}\n");
    let c = file("src/b/proofs.rs", "use tokio;\n");
    let all = [a, b, c];
    let tests = test_files(&all);
    assert_eq!(tests.iter().collect::<Vec<_>>(), ["src/b/proofs.rs"]);
    let seen: Vec<String> = all.iter().map(|s| code(s, &tests)).collect();
    assert_eq!(seen, ["use x;\nfn f() {}\n", "fn g() {}\n", ""]);
    assert!(layer("rules") < PURE && layer("fetch") >= PURE);
    assert!(names("use csv::Writer;", "csv") && !names("coverage_csv::sheet(); use crate::csv::x;", "csv"));
}
