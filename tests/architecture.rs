//! The architecture, checked: who may import whom, what is pure, one door a library, what a file looks like.
//!
//! docs/ARCHITECTURE.md says why. What stands under `#[cfg(test)]` is free: tests may look at the world.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// From the ground up. A module imports only from lines below its own; modules on one line never know each other.
const LAYERS: &[&str] = &[
    "lexicon text draw panics",
    "standard",
    "site facts",
    "finding wording",
    "extract plan rules score survey",
    "judge",
    "report",
    // ------ the purity line ------
    "fetch store",
    "crawl",
    "inspect",
    "demo",
    "cli",
];

/// How many of the lines above lie below the purity line.
const PURE: usize = 7;

/// What nothing below the purity line may touch: the same input gives the same bytes.
const IMPURE: &str = "tokio reqwest sqlx rustls indicatif std::fs std::env std::io::std std::process std::thread TcpStream \
     ToSocketAddrs SystemTime Instant::now Zoned::now Timestamp::now TimeZone::system print!( println!(";

/// Libraries that belong to one module (the two that read what users write by hand share one).
const DOORS: &[(&str, &str)] = &[
    ("fetch", "reqwest rustls"),
    ("store", "sqlx"),
    ("extract", "scraper ego_tree html5ever"),
    ("crawl", "governor texting_robots quick_xml"),
    ("site standard", "serde_saphyr"),
    ("report", "csv"),
    ("wording", "tract_onnx"),
    ("cli", "clap comfy_table indicatif anyhow tracing_subscriber"),
];

/// Six Chinese words side by side, alone or each with what it stands for, are a list: it stands in `lexicon/`, with reasons.
const WORD_LIST: &str = r#"(?:"[^"\n]*\p{Han}[^"\n]*"[\s)]*(?:,\s*[\w:]+[\s)]*)?[,|][\s(&\[]*){5}"[^"\n]*\p{Han}|"(?:\p{Han}+ ){5}"#;
/// Modules that speak to people.
const SPEAKING: &str = "report demo cli";

/// No file has more lines, tests at its foot included; and nine in ten have no more than `USUAL`.
const LONGEST: usize = 700;
const USUAL: usize = 400;

/// Names of drawers where things are put that nobody thought about.
const DRAWERS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc"];

#[test]
fn imports_go_down_what_judges_is_pure_and_each_library_has_one_door() {
    assert_none(compiled().iter().flat_map(|f| faults_of_code(&f.path, &f.text)));
}

#[test]
fn every_module_has_its_layer_and_every_layer_its_modules() {
    let files = compiled();
    let modules: BTreeSet<&str> = files.iter().filter_map(|f| module(&f.path)).collect();
    assert_eq!(modules, LAYERS.iter().flat_map(|line| line.split(' ')).collect());
}

#[test]
fn files_say_what_they_are_and_are_as_long_as_their_concept() {
    let folders = ["src", "tests", "benches"].map(|folder| root().join(folder));
    let files: Vec<File> = folders.iter().flat_map(|f| below(f)).collect();
    assert_none(files.iter().flat_map(|f| faults_of_file(&f.path, &f.text)));
    let long = files.iter().filter(|f| f.text.lines().count() > USUAL);
    let long: Vec<&str> = long.map(|f| f.path.as_str()).collect();
    assert!(long.len() * 10 < files.len(), "over {USUAL} lines: {long:?}");
}

/// The checks are only as good as what they see.
#[test]
fn each_of_these_checks_can_fail() {
    let cases = [
        ("src/rules/a.rs", "use crate::report::csv;", "rules must not know report"),
        (
            "src/rules/a.rs",
            "use crate::{facts, site::{X, Y}, score};",
            "rules must not know score",
        ),
        ("src/score.rs", "use super::cli::X;", "write crate::, not the way up by super"),
        ("src/plan.rs", "use std::{fmt, fs};", "std::fs below the purity line"),
        ("src/store/b.rs", "fn f() { scraper::x(); }", "scraper belongs to extract alone"),
        ("src/site.rs", r#"["一","二","三","四","五","六"]"#, "words belong in lexicon/"),
        ("src/site.rs", r#""一 二 三 四 五 六""#, "words belong in lexicon/"),
    ];
    for (path, text, fault) in cases {
        assert_eq!(faults_of_code(path, text), [format!("{path}: {fault}")]);
    }
    let free =
        "// use std::fs;\n#[cfg(test)]\nmod tests {\n    use tokio;\n}\nfn f() { coverage_csv::sheet(); }\nuse crate::facts::Fact;\n";
    assert_eq!(faults_of_code("src/rules/a.rs", free), [""; 0]);
    assert_eq!(faults_of_code("src/rules/a.rs", &format!("{free}use tokio;")).len(), 1);
    let lines = |n| "//! A line.\n".repeat(n);
    let counts = [
        ("a/utils.rs", "use x;".to_owned()),
        ("a.rs", lines(LONGEST + 1)),
        ("a.rs", lines(LONGEST)),
    ];
    assert_eq!(counts.map(|(path, text)| faults_of_file(path, &text).len()), [2, 1, 0]);
    let files = compiled();
    assert!(files.len() > 100 && files.iter().all(|f| f.path != "src/fuzzing.rs"));
}

/// What a file's code does that its place does not allow.
fn faults_of_code(path: &str, text: &str) -> Vec<String> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| Regex::new(WORD_LIST).unwrap());
    let Some(module) = module(path) else { return Vec::new() };
    let code = without_tests(text);
    let mut faults = Vec::new();
    for other in LAYERS.iter().flat_map(|line| line.split(' ')).filter(|o| *o != module) {
        if layer(other) >= layer(module) && names(&code, &format!("crate::{other}")) {
            faults.push(format!("{path}: {module} must not know {other}"));
        }
    }
    let depth = path.trim_end_matches("/mod.rs").matches('/').count();
    if code.contains(&"super::".repeat(depth)) {
        faults.push(format!("{path}: write crate::, not the way up by super"));
    }
    for word in IMPURE.split_whitespace() {
        if layer(module) < PURE && code.contains(word) {
            faults.push(format!("{path}: {word} below the purity line"));
        }
    }
    for (owners, libraries) in DOORS.iter().filter(|(owners, _)| owners.split(' ').all(|o| o != module)) {
        for library in libraries.split(' ').filter(|l| names(&code, &format!("{l}::"))) {
            faults.push(format!("{path}: {library} belongs to {owners} alone"));
        }
    }
    if SPEAKING.split(' ').all(|speaking| speaking != module) && WORDS.is_match(&code) {
        faults.push(format!("{path}: words belong in lexicon/"));
    }
    faults
}

fn faults_of_file(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        faults.push(format!("{path}: does not begin with //!"));
    }
    if text.lines().count() > LONGEST {
        faults.push(format!("{path}: more than {LONGEST} lines"));
    }
    if path.split(['/', '.']).any(|part| DRAWERS.contains(&part)) {
        faults.push(format!("{path}: name it after what it holds"));
    }
    faults
}

fn assert_none(faults: impl Iterator<Item = String>) {
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The module a file of `src/` belongs to; `None` for lib.rs and main.rs.
fn module(path: &str) -> Option<&str> {
    let name = path.strip_prefix("src/")?.split(['/', '.']).next()?;
    (!matches!(name, "lib" | "main" | "testing")).then_some(name)
}

fn layer(module: &str) -> usize {
    let found = LAYERS.iter().position(|line| line.split(' ').any(|m| m == module));
    found.unwrap_or_else(|| panic!("module {module} has no place in LAYERS"))
}

/// Whether code names this path, and not as a part of a longer name.
fn names(code: &str, path: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |(at, _): (usize, &str)| {
        let (before, after) = (&code[..at], &code[at + path.len()..]);
        !before.ends_with(|c| word(c) || c == ':') && (path.ends_with(':') || !after.starts_with(word))
    };
    code.match_indices(path).any(alone)
}

/// The code without comments and what is compiled for tests only, with `a::{b, c}` written out as `a::b, a::c`.
pub(crate) fn without_tests(text: &str) -> String {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([\w:]+::)\{([^{}]*)\}").unwrap());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut code = String::new();
    let mut lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            // The item that follows, to its closing brace, semicolon or comma.
            lines.find(|l| indent(l) == indent(line) && (l.trim_start().starts_with('}') || l.ends_with([';', ','])));
        } else {
            code.extend([line, "\n"]);
        }
    }
    while GROUP.is_match(&code) {
        let each = |c: &Captures| -> String { c[2].split(',').map(|item| format!("{}{}, ", &c[1], item.trim())).collect() };
        code = GROUP.replace_all(&code, each).into_owned();
    }
    code
}

pub(crate) struct File {
    /// From the root of the package, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

fn read(path: &Path) -> File {
    let name = path.strip_prefix(root()).unwrap().to_string_lossy();
    let (path, text) = (name.replace('\\', "/"), fs::read_to_string(path).unwrap());
    File { path, text }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
fn below(folder: &Path) -> Vec<File> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
    let rust = files.iter().filter(|f| f.extension().is_some_and(|e| e == "rs"));
    rust.map(|f| read(f)).chain(folders.iter().flat_map(|f| below(f))).collect()
}

/// Every file that the library is made of: what lib.rs declares, and what those declare, but for tests.
pub(crate) fn compiled() -> Vec<File> {
    let declaration = Regex::new(r"(?m)^\s*(?:pub(?:\([a-z]+\))? )?mod (\w+);").unwrap();
    let mut waiting = vec![(root().join("src/lib.rs"), root().join("src"))];
    let mut files = Vec::new();
    while let Some((path, folder)) = waiting.pop() {
        let file = read(&path);
        for found in declaration.captures_iter(&without_tests(&file.text)) {
            let inner = folder.join(&found[1]);
            let path = inner.with_extension("rs");
            let path = if path.exists() { path } else { inner.join("mod.rs") };
            waiting.push((path, inner));
        }
        files.push(file);
    }
    files
}
