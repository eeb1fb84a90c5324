//! The documents, held against the program: what they name exists, and what exists is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use xuncha::cli::{args, indicators, rules};
use xuncha::rules::RULES;
use xuncha::standard::Table;

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

/// The program's own long options, and of each command which it is.
fn options() -> BTreeSet<String> {
    let root = args::command_line();
    let all = root.get_subcommands().chain([&root]).flat_map(clap::Command::get_arguments);
    all.filter_map(|a| Some(format!("--{}", a.get_long()?))).collect()
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
fn the_readme_lists_every_rule_by_its_title_and_no_other() {
    let readme = document("README.md");
    let listed: Vec<(&str, &str)> = readme
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
fn options_and_commands_that_the_readme_names_exist() {
    let readme = document("README.md");
    let mut known = options();
    known.extend(
        [
            "--release",
            "--features",
            "--include-ignored",
            "--now",
            "--bench",
            "--tool",
            "--name",
            "--adapter",
            "--corpus",
        ]
        .map(str::to_owned),
    );
    let named = pieces(&readme, "--", |c| c.is_ascii_lowercase() || c == '-');
    let unknown: Vec<&String> = named
        .iter()
        .filter(|n| n.trim_matches('-').len() > 1 && !known.contains(*n))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");

    let commands: BTreeSet<String> = args::command_line().get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for command in commands.iter().filter(|c| *c != "help") {
        assert!(readme.contains(&format!("`xuncha {command}")), "the README does not name {command}");
    }
    for named in pieces(&readme, "`xuncha ", |c| c.is_ascii_lowercase() || matches!(c, '-' | '`' | ' ')) {
        let name = named.trim_start_matches("`xuncha ").split([' ', '`']).next().unwrap_or_default();
        assert!(name.is_empty() || commands.contains(name), "{named}");
    }
}

#[test]
fn everything_the_documents_link_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/rules.md"] {
        let text = document(name);
        for after in text.split("](").skip(1) {
            let target = after.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.starts_with("http") {
                continue;
            }
            let folder = Path::new(name).parent().unwrap_or(Path::new(""));
            assert!(root.join(folder).join(file).exists(), "{name} links to {file}, which is not there");
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
        if let Some(module) = line.strip_prefix("pub mod ").and_then(|l| l.strip_suffix(';')) {
            assert!(text.contains(&format!("`{module}`")), "docs/ARCHITECTURE.md does not name {module}");
        }
    }
}
