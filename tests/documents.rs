//! The documents, held against the program: what they name exists, and what exists is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xuncha::testing::cli::{args, indicators, rules};
use xuncha::testing::rules::RULES;
use xuncha::testing::standard::Table;

use crate::desk::Desk;

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    text.replace("\r\n", "\n")
}

/// Every distinct piece of a text that begins with `start` and goes on while `goes_on`.
fn pieces(text: &str, start: &str, goes_on: fn(char) -> bool) -> BTreeSet<String> {
    let after = |(at, _): (usize, &str)| {
        let rest = &text[at..];
        let end = rest.find(|c| !goes_on(c)).unwrap_or(rest.len());
        rest[..end].to_owned()
    };
    text.match_indices(start).map(after).collect()
}

/// All that people read, from the root of the package.
fn documents() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|e| format!("{folder}{}", e.unwrap().file_name().to_string_lossy()));
        let mut names: Vec<String> = names.filter(|n| Path::new(n).extension().is_some_and(|e| e == "md")).collect();
        names.sort();
        names
    };
    [below(""), below("docs/"), below("reports/")].concat()
}

/// What users read, in one text: all but what is for those who change the program.
fn manual() -> String {
    let users = documents()
        .into_iter()
        .filter(|n| !matches!(n.as_str(), "CONTRIBUTING.md" | "docs/ARCHITECTURE.md" | "docs/drawing.md"));
    users.map(|name| document(&name)).collect()
}

/// The program's own long options, those of each command, and of the commands below it.
fn options() -> BTreeSet<String> {
    let mut waiting = vec![args::command_line()];
    let mut all = BTreeSet::new();
    while let Some(command) = waiting.pop() {
        all.extend(command.get_arguments().filter_map(|a| Some(format!("--{}", a.get_long()?))));
        waiting.extend(command.get_subcommands().cloned());
    }
    all
}

#[test]
fn the_rules_document_is_what_the_rules_say() {
    assert!(
        document("docs/rules.md") == rules::markdown(),
        "docs/rules.md is stale: cargo run -- rules --format markdown > docs/rules.md"
    );
}

#[test]
fn the_indicators_document_is_what_the_tables_say() {
    assert!(
        document("docs/indicators.md") == indicators::markdown(&Table::built_in()),
        "docs/indicators.md is stale: cargo run -- indicators --format markdown > docs/indicators.md"
    );
}

#[test]
fn the_list_of_checks_has_every_rule_by_its_title_and_no_other() {
    let checks = document("docs/checks.md");
    let listed: Vec<(&str, &str)> = checks
        .lines()
        .skip_while(|l| *l != "## 查什么")
        .skip(1)
        .take_while(|l| !l.starts_with("## "))
        .filter_map(|l| {
            let mut cells = l.strip_prefix("| ")?.split(" | ");
            let title = cells.next()?;
            Some((cells.next()?.strip_prefix('`')?.strip_suffix('`')?, title))
        })
        .collect();
    let standing: Vec<(&str, &str)> = RULES.iter().map(|r| (r.id, r.title)).collect();
    assert_eq!(listed, standing);
}

#[test]
fn options_and_commands_that_the_manual_names_exist_and_none_is_forgotten() {
    let manual = manual();
    let own = options();
    // Of cargo and systemctl.
    let others = ["--release", "--features", "--offline", "--now", "--ignored", "--nocapture"].map(str::to_owned);
    let named = pieces(&manual, "--", |c| c.is_ascii_lowercase() || c == '-');
    let named: BTreeSet<&String> = named.iter().filter(|n| n.trim_matches('-').len() > 1).collect();
    let unknown: Vec<&&String> = named.iter().filter(|n| !own.contains(**n) && !others.contains(**n)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let usual = ["--help", "--version", "--verbose", "--quiet"].map(str::to_owned);
    let forgotten: Vec<&String> = own.iter().filter(|o| !named.contains(o) && !usual.contains(o)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");

    let usage = document("docs/usage.md");
    let commands: BTreeSet<String> = args::command_line().get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for command in commands.iter().filter(|c| *c != "help") {
        assert!(
            usage.contains(&format!("| `xuncha {command}")),
            "docs/usage.md does not list {command}"
        );
    }
    for named in pieces(&manual, "`xuncha ", |c| c.is_ascii_lowercase() || matches!(c, '-' | '`' | ' ')) {
        let name = named.trim_start_matches("`xuncha ").split([' ', '`']).next().unwrap_or_default();
        assert!(name.is_empty() || commands.contains(name), "{named}");
    }
}

#[test]
fn the_readme_fits_on_three_screens_and_leads_everywhere() {
    let readme = document("README.md");
    assert!(readme.lines().count() <= 120, "{} lines", readme.lines().count());
    // What cannot be broken: addresses and badges.
    for line in readme.lines().filter(|l| !l.contains("](http")) {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "wider than 100 columns: {line}");
    }
    for name in documents().iter().filter(|n| n.starts_with("docs/") && *n != "docs/drawing.md") {
        assert!(readme.contains(&format!("]({name})")), "the README does not lead to {name}");
    }
}

#[test]
fn the_configuration_that_the_readme_begins_with_is_one() {
    let readme = document("README.md");
    let yaml = readme.split("```yaml\n").nth(1).and_then(|t| t.split("```").next()).unwrap();
    let desk = Desk::with(yaml);
    let ran = desk.run(&["check-config"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("将检查 2 个站点"), "{ran:?}");
}

#[test]
fn everything_the_documents_link_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in documents() {
        let text = document(&name);
        for after in text.split("](").skip(1) {
            let target = after.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.starts_with("http") {
                continue;
            }
            let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
            assert!(root.join(folder).join(file).exists(), "{name} links to {file}, which is not there");
        }
    }
}

/// A path between backticks is of the repository, of its sources, or of the folder the document lies in.
#[test]
fn files_that_the_documents_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for name in documents() {
        let text = document(&name);
        let is_path = |p: &&str| {
            let file = [".rs", ".tsv", ".yaml", ".md", ".toml"].iter().any(|end| p.ends_with(end));
            let below = ["src/", "tests/", "docs/", "benches/", "lexicon/"]
                .iter()
                .any(|start| p.starts_with(start));
            // Patterns, files of users, and the rule that CONTRIBUTING.md adds as an example.
            let made_up = p.contains(['*', '<', '{', ' ', '\n'])
                || p.starts_with('.')
                || p.contains("NAME")
                || p.contains("title_missing")
                || p.contains("title-missing");
            (file && p.contains('/') || below) && !made_up
        };
        for path in text.split('`').filter(is_path) {
            let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
            let from = [root.to_owned(), root.join("src"), root.join(folder)];
            assert!(
                from.iter().any(|f| f.join(path).exists()),
                "{name} names {path}, which is not there"
            );
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}

/// A clone is whole: of what lies beside it only tests may speak that are ignored, and the script that runs them.
#[test]
fn nothing_needs_a_folder_beside_the_repository() {
    const BESIDE: [&str; 2] = [concat!("XUNCHA_", "SHARED"), concat!("../", "shared")];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting: Vec<PathBuf> = ["src", "tests", "benches", "docs"].map(|f| root.join(f)).to_vec();
    waiting.extend(documents().iter().map(|name| root.join(name)));
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path) {
            let named = BESIDE.iter().any(|word| text.contains(word));
            assert!(!named || text.contains("#[ignore = "), "{}", path.display());
        }
    }
}

/// Every crate is explained, and nothing is explained that is not used.
#[test]
fn the_architecture_names_every_dependency_and_every_module() {
    let text = document("docs/ARCHITECTURE.md");
    let manifest = document("Cargo.toml");
    let mut section = "";
    let mut crates = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if matches!(section, "[dependencies]" | "[dev-dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
        {
            crates.insert(name);
        }
    }
    let table = text
        .split("## Dependencies")
        .nth(1)
        .and_then(|t| t.split("\n## ").next())
        .unwrap_or_default();
    let listed: BTreeSet<&str> = table
        .lines()
        .filter_map(|l| l.strip_prefix("| ")?.split(" | ").nth(1))
        .flat_map(|cell| cell.split(", "))
        .map(|name| name.split(" (").next().unwrap_or(name))
        .filter(|name| *name != "crate")
        .collect();
    assert_eq!(listed, crates);

    for line in document("src/lib.rs").lines() {
        if let Some(module) = line.strip_prefix("pub(crate) mod ").and_then(|l| l.strip_suffix(';')) {
            assert!(text.contains(&format!("`{module}`")), "docs/ARCHITECTURE.md does not name {module}");
        }
    }
}
