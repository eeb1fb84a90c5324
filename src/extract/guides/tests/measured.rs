//! Precision and recall on pages with known answers.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;

fn shared() -> PathBuf {
    std::env::var_os("XUNCHA_SHARED").map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
}

fn open(path: &Path, hint: bool) -> Option<GuideFacts> {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_lowercase();
    let encoding = if std::str::from_utf8(&bytes).is_err() && (head.contains("gb") || path.to_string_lossy().contains("gb")) {
        encoding_rs::GB18030
    } else {
        encoding_rs::UTF_8
    };
    guide_of(&encoding.decode(&bytes).0, None, hint)
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
#[ignore = "needs ../shared"]
fn labelled_guides() {
    let pages = shared().join("data/pages");
    let names = |row: &Value, key: &str| -> Vec<String> {
        row[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect()
    };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for row in rows(&pages.join("labels.jsonl")).iter().filter(|r| r["kind"] == "guide") {
        let id = row["id"].as_str().unwrap();
        for hint in [true, false] {
            let facts = open(&pages.join(format!("{id}.html")), hint);
            let facts = facts.unwrap_or_else(|| panic!("{id} is not taken for a guide (hint {hint})"));
            if !hint {
                continue;
            }
            let borderline = names(row, "borderline");
            println!("{id} {:?} {:?} forms {:?}", facts.body, facts.elements, facts.forms);
            for element in E::ALL.into_iter().filter(|e| e.in_census_2015()) {
                let name = element.chinese().to_owned();
                let found = facts.elements.contains_key(&element);
                let present = names(row, "present").contains(&name);
                if borderline.contains(&name) {
                    continue;
                }
                match (found, present) {
                    (true, true) => right += 1,
                    (true, false) => {
                        wrong += 1;
                        println!("  {id}: {name} found and not there");
                    }
                    (false, true) => {
                        missed += 1;
                        println!("  {id}: {name} missed");
                    }
                    (false, false) => {}
                }
            }
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("elements: {right} right, {wrong} wrong, {missed} missed; precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.97 && recall >= 0.9);
}

#[test]
#[ignore = "needs ../shared"]
fn no_other_page_is_a_guide() {
    let pages = shared().join("data/pages");
    let (mut seen, mut taken) = (0, Vec::new());
    for row in rows(&pages.join("index.jsonl")) {
        let file = row["file"].as_str().unwrap();
        let path = pages.join(file);
        if file.starts_with("guide/") || !path.exists() {
            continue;
        }
        seen += 1;
        if let Some(facts) = open(&path, false) {
            taken.push(file.to_owned());
            println!("{file}: {:?} {:?}", facts.name, facts.elements);
        }
    }
    println!("{seen} other pages, taken for guides: {taken:?}");
    assert!(seen > 60 && taken.is_empty());
}

/// Generates a small group of sites: a folder with `truth.json` and one folder a site.
fn generate(root: &Path) {
    let status = std::process::Command::new("python3")
        .arg(shared().join("bench/gen_gov.py"))
        .args(["--pages", "1000", "--port", "8201", "--out"])
        .arg(root)
        .stdout(std::process::Stdio::null())
        .status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "gen_gov.py: {status:?}"
    );
}

#[test]
#[ignore = "needs ../shared and Python"]
fn generated_guides() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    generate(&root);
    let truth: Value = serde_json::from_slice(&std::fs::read(root.join("truth.json")).unwrap()).unwrap();
    let (mut guides, mut wrong) = (0, 0);
    for site in 0..9 {
        let folder = root.join(format!("s{site}/guide"));
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let facts = open(&path, false);
            if name == "index.html" {
                assert_eq!(facts, None, "{}", path.display());
                continue;
            }
            guides += 1;
            let facts = facts.unwrap_or_else(|| panic!("{} is no guide", path.display()));
            let url = format!("http://127.0.0.{}:8201/guide/{name}", site + 1);
            let lacking = truth["guides_incomplete"]
                .as_array()
                .unwrap()
                .iter()
                .find(|t| t["url"] == url.as_str());
            let listed = |key: &str| -> Vec<String> {
                let list = lacking.and_then(|t| t[key].as_array()).cloned().unwrap_or_default();
                list.iter().map(|v| v.as_str().unwrap().to_owned()).collect()
            };
            for element in E::ALL.into_iter().filter(|e| *e != E::Agency) {
                let name = element.chinese().to_owned();
                let should = !listed("missing").contains(&name) && !listed("empty").contains(&name);
                let empty = empties(&facts).contains(&element);
                if facts.elements.contains_key(&element) != should || empty != listed("empty").contains(&name) {
                    wrong += 1;
                    println!("{url}: {name} should be {should}, {facts:?}");
                }
            }
        }
    }
    let others = other_pages(&root);
    let taken: Vec<_> = others.iter().filter(|p| open(p, false).is_some()).collect();
    println!(
        "{guides} generated guides, {wrong} elements wrong; of {} other pages taken for guides: {taken:?}",
        others.len()
    );
    assert!(others.len() > 500 && taken.is_empty());
    assert!(guides >= 30 && wrong == 0);
}

/// Every generated page outside the folders of guides.
fn other_pages(root: &Path) -> Vec<PathBuf> {
    let mut waiting = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() && !path.ends_with("guide") {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "html" || e == "htm") {
            found.push(path);
        }
    }
    found
}
