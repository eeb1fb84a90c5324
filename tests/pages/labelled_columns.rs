//! Kinds, levels and dates of columns on real labelled pages, which are kept outside the repository.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use xuncha::testing::facts::Fact;
use xuncha::testing::finding::Verdict;
use xuncha::testing::site::{ColumnSpec, Site};
use xuncha::testing::survey::kind_of_name;

use super::{facts as facts_of, facts_of_site, read, said_of, verdicts_of};

fn shared(path: &str) -> PathBuf {
    let root = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    PathBuf::from(root).join("data/pages").join(path)
}

#[test]
#[ignore = "needs ../shared"]
fn labelled_lists_are_columns_and_their_newest_item_decides() {
    let labels = fs::read_to_string(shared("labels.jsonl")).expect("the labels of the shared pages");
    let (mut lists, mut later, mut seen, mut newest, mut blank) = (0, 0, 0, 0, 0);
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let (id, kind) = (label["id"].as_str().unwrap(), label["kind"].as_str().unwrap());
        let html = fs::read(shared(&format!("{id}.html"))).expect(id);
        let html = String::from_utf8_lossy(&html).into_owned();
        let url = format!("http://www.example.gov.cn/{id}.html");
        let plain = Site::plain("a", "某某", "http://www.example.gov.cn/".parse().unwrap());
        let name = label["column"].as_str().unwrap_or("某栏目").to_owned();
        let listed = Site {
            columns: vec![ColumnSpec {
                name: name.clone(),
                url: url.parse().unwrap(),
                kind: kind_of_name(&name),
                max_age: None,
                exempt: None,
            }],
            ..plain.clone()
        };
        let pages = [(url.as_str(), html)];
        for (site, how) in [(&plain, "recognised"), (&listed, "listed")] {
            let facts = facts_of_site(site, &pages);
            for column in &facts.columns {
                let dates = column
                    .items
                    .known()
                    .map(|items| items.iter().filter_map(|i| i.date).map(|s| s.date).max());
                println!(
                    "{id} {kind} {how}: {} {:?} level {:?} newest {dates:?}",
                    column.name, column.kind, column.level
                );
            }
            for (rule, verdict) in verdicts_of(site, &pages) {
                match verdict {
                    Verdict::Fail(found) => println!("  {id} {how} FAIL {rule}: {}", found[0].message),
                    Verdict::NeedsReview(found) => println!("  {id} {how} REVIEW {rule}: {}", found[0].message),
                    _ => {}
                }
            }
            let column = facts.columns.iter().find(|c| c.url == url);
            match kind {
                // Later pages make no column, and must not: they are old.
                "list" if how == "recognised" && facts_of(pages[0].0, &pages[0].1).listing.is_some_and(|l| l.page_number > 1) => {
                    later += 1;
                    assert!(column.is_none(), "{id}: a later page makes a column");
                }
                "list" => {
                    lists += 1;
                    let top = column
                        .and_then(|c| c.items.known())
                        .and_then(|items| items.iter().filter_map(|i| i.date).map(|s| s.date).max());
                    newest += usize::from(top.map(|d| d.to_string()).as_deref() == label["newest"].as_str());
                    let right = column.is_some_and(|c| c.kind == kind_of_name(&name));
                    seen += usize::from(right);
                    if !right {
                        println!("  {id} {how} KIND {:?} for {name}", column.map(|c| (c.name.clone(), c.kind)));
                    }
                }
                // An empty frame that does not call itself a column is one only where it is listed.
                "empty_column" => blank += usize::from(column.is_some_and(|c| c.items == Fact::Known(vec![]))),
                // Pages of other kinds are no columns of their own accord, and never blank ones.
                _ => {
                    let empty = column.is_some_and(|c| c.items == Fact::Known(vec![]) && c.blank_note.is_none());
                    assert!(!empty, "{id} {how}: a {kind} page is called a blank column");
                }
            }
        }
    }
    println!("lists {lists} and {later} later pages, columns of the right kind {seen}, newest right {newest}, blank {blank}");
    assert!(
        blank > 0 && seen * 100 >= lists * 90 && newest * 100 >= lists * 95,
        "{seen} {newest} of {lists}"
    );
}

/// What would be said to be missing if a site were nothing but its home page: only what that does not name at all.
#[test]
#[ignore = "needs ../shared"]
fn real_home_pages_name_most_kinds() {
    let labels = fs::read_to_string(shared("labels.jsonl")).expect("the labels of the shared pages");
    let (mut homes, mut missing) = (0, 0);
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        if label["kind"] != "home" {
            continue;
        }
        homes += 1;
        let id = label["id"].as_str().unwrap();
        let html = fs::read(shared(&format!("{id}.html"))).expect(id);
        let site = Site::plain("a", "某某", "http://www.example.gov.cn/".parse().unwrap());
        let pages = [("http://www.example.gov.cn/", String::from_utf8_lossy(&html).into_owned())];
        let mut read = read(&site, &pages);
        read.facts.whole = Fact::Known(());
        for (kind, places) in &read.facts.named {
            let texts: Vec<_> = places
                .iter()
                .map(|p| format!("{}{}{:?}", p.text, if p.plain { "!" } else { "?" }, p.led))
                .collect();
            println!("{id} {kind:?}: {}", texts.join(" "));
        }
        for verdict in said_of(&site, &read)
            .into_iter()
            .filter(|(id, _)| *id == "column-absent")
            .map(|(_, verdict)| verdict)
        {
            if let Verdict::Fail(found) = verdict {
                println!("  {id} FAIL {}", found[0].message);
                missing += 1;
            }
        }
    }
    println!("{homes} home pages, {missing} kinds that they do not name");
}
