//! Measurements over the real pages beside the repository; run with `--ignored --nocapture`.

use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::text::is_han;

fn pages() -> PathBuf {
    let shared = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    PathBuf::from(shared).join("data/pages")
}

fn labelled() -> Vec<(String, Value, Vec<u8>)> {
    let labels = std::fs::read_to_string(pages().join("labels.jsonl")).expect("../shared/data/pages/labels.jsonl");
    let page = |line: &str| {
        let label: Value = serde_json::from_str(line).unwrap();
        let id = label["id"].as_str().unwrap().to_owned();
        let bytes = std::fs::read(pages().join(format!("{id}.html"))).unwrap();
        (id, label, bytes)
    };
    labels.lines().map(page).collect()
}

/// Every page with its address, where the index gives a usable one.
pub(super) fn page_files() -> Vec<(String, String, Vec<u8>)> {
    let index = std::fs::read_to_string(pages().join("index.jsonl")).expect("../shared/data/pages/index.jsonl");
    let page = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let file = row["file"].as_str()?.to_owned();
        let address = row["original_url"]
            .as_str()
            .filter(|u| Url::parse(u).is_ok())
            .unwrap_or("http://www.example.gov.cn/a/b/1.html");
        Some((file.clone(), address.to_owned(), std::fs::read(pages().join(file)).ok()?))
    };
    index.lines().filter_map(page).collect()
}

fn facts(bytes: &[u8]) -> PageFacts {
    facts_at("http://www.example.gov.cn/a/b/index.html", bytes)
}

/// What is read of a page served from this address.
pub(super) fn facts_at(address: &str, bytes: &[u8]) -> PageFacts {
    extract_page(&PageInput {
        url: &address.parse().unwrap(),
        bytes,
        header_charset: None,
        today: jiff::civil::date(2026, 11, 23),
        is_home: false,
        guide_hint: false,
        cut_off: false,
    })
}

#[test]
#[ignore = "needs ../shared"]
fn encodings_are_right_on_all_pages() {
    let mut seen = 0;
    for (id, label, bytes) in labelled() {
        assert_eq!(facts(&bytes).charset.name, label["encoding"].as_str().unwrap(), "{id}");
        seen += 1;
    }
    for entry in std::fs::read_dir(pages().join("derived")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let (text, charset, _) = decode(&bytes, None);
        assert!(matches!(charset.name.as_str(), "gbk" | "gb18030"), "{path:?} {charset:?}");
        let original = path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .replace(".gb18030", "")
            .replacen('_', "/", 1);
        let original = std::fs::read_to_string(pages().join(original)).unwrap();
        let chinese = |t: &str| t.chars().filter(|c| is_han(*c)).collect::<String>();
        assert_eq!(chinese(&text), chinese(&original), "{path:?}");
        println!("{path:?} {charset:?}");
        seen += 1;
    }
    assert!(seen >= 80, "{seen}");
}

#[test]
#[ignore = "needs ../shared"]
fn footers_on_all_labelled_pages() {
    let (mut right, mut wrong, mut missed) = ([0; 4], [0; 4], [0; 4]);
    for (id, label, bytes) in labelled() {
        if label.get("icp").is_none() {
            continue;
        }
        let footer = facts(&bytes).footer;
        let list = |v: &Value| match v {
            Value::Array(all) => all.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
            Value::String(s) => vec![s.clone()],
            _ => Vec::new(),
        };
        let got = [
            footer.site_code.iter().cloned().collect::<Vec<_>>(),
            footer.icp.clone(),
            footer.police.clone(),
            footer.sponsor.iter().cloned().collect(),
        ];
        for (i, (name, got)) in ["site_code", "icp", "police", "sponsor"].into_iter().zip(got).enumerate() {
            let expected = list(&label[name]);
            right[i] += got.iter().filter(|g| expected.contains(g)).count();
            wrong[i] += got.iter().filter(|g| !expected.contains(g)).count();
            missed[i] += expected.iter().filter(|e| !got.contains(e)).count();
            if got != expected {
                println!("{id} {name}: {got:?} for {expected:?}");
            }
        }
        println!("{id} contact {:?}", footer.contact);
    }
    println!("site_code, icp, police, sponsor: right {right:?} wrong {wrong:?} missed {missed:?}");
    assert_eq!((wrong, missed), ([0; 4], [0; 4]));
}

#[test]
#[ignore = "needs ../shared"]
fn every_page_is_read_to_its_end() {
    let (mut bytes_read, mut links, mut n) = (0, 0, 0);
    let all = labelled();
    for (id, _, bytes) in &all {
        let facts = facts(bytes);
        assert!(!facts.cut_off, "{id}");
        bytes_read += bytes.len();
        links += facts.links.len();
        for link in facts
            .links
            .iter()
            .filter(|l| !l.from.is_resource() && l.from != crate::facts::LinkFrom::A || l.target.web().is_none())
        {
            println!("{id} {:?} {:?} {}", link.from, link.target, link.text);
        }
        n += 1;
    }
    println!("{n} pages, {bytes_read} bytes, {links} links");
    assert!(n >= 70 && links > 3_000, "{n} pages, {links} links");
}

/// Which pages would be told of by the rules of safety; every one of them has to be looked at.
#[test]
#[ignore = "needs ../shared"]
fn what_real_pages_show_and_hide() {
    let mut all: Vec<PathBuf> = std::fs::read_dir(pages())
        .unwrap()
        .filter_map(|e| Some(e.ok()?.path()).filter(|p| p.is_dir()))
        .flat_map(|d| std::fs::read_dir(d).unwrap().filter_map(|e| Some(e.ok()?.path())))
        .filter(|p| p.extension().is_some_and(|e| e == "html"))
        .collect();
    all.sort();
    let mut told = 0;
    for path in &all {
        let facts = facts(&std::fs::read(path).unwrap());
        for number in &facts.private {
            println!("{path:?} {number:?}");
            told += usize::from(number.certain);
        }
        for block in &facts.hidden {
            println!("{path:?} {block:?}");
        }
    }
    println!("{} pages", all.len());
    assert!(all.len() >= 80 && told == 0, "{told} told");
}
