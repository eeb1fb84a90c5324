//! The whole of extraction measured on real labelled pages, which are kept outside the repository.

use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use serde_json::Value;

use super::{PageInput, extract_page};
use crate::facts::{PageFacts, PageKind};
use crate::standard::GuideElement;
use crate::text::unspaced;

fn shared(path: &str) -> PathBuf {
    let root = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    PathBuf::from(root).join(path)
}

fn read(bytes: &[u8], url: &str, is_home: bool) -> PageFacts {
    extract_page(&PageInput {
        url: &url.parse().unwrap(),
        bytes,
        header_charset: None,
        today: date(2026, 11, 23),
        is_home,
        guide_hint: false,
        cut_off: false,
    })
}

fn same(a: &str, b: &str) -> bool {
    unspaced(a) == unspaced(b)
}

#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, right: bool, say: impl FnOnce() -> String) {
        self.all += 1;
        self.right += usize::from(right);
        if !right {
            println!("{}", say());
        }
    }

    fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

#[test]
#[ignore = "needs ../shared"]
fn labelled_pages_are_read_right() {
    let labels = fs::read_to_string(shared("data/pages/labels.jsonl")).expect("the labels of the shared pages");
    let (mut newest, mut items, mut dates) = (Score::default(), Score::default(), Score::default());
    let (mut day, mut title, mut source, mut column, mut error) = (
        Score::default(),
        Score::default(),
        Score::default(),
        Score::default(),
        Score::default(),
    );
    let (mut precise, mut recalled) = (Score::default(), Score::default());
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let (id, kind) = (label["id"].as_str().unwrap(), label["kind"].as_str().unwrap());
        let bytes = fs::read(shared(&format!("data/pages/{id}.html"))).expect(id);
        let page = read(&bytes, &format!("http://www.example.gov.cn/{id}.html"), kind == "home");
        error.add((page.kind == PageKind::Error) == (kind == "soft404"), || {
            format!("{id}: {:?} error {:?}", page.kind, page.error_words)
        });
        assert!(page.guide.is_none() || kind == "guide", "{id}: taken for a guide: {:?}", page.guide);
        if kind == "guide" {
            let facts = page.guide.as_ref().unwrap_or_else(|| panic!("{id}: no guide"));
            let names = |key: &str, name: &str| label[key].as_array().unwrap().iter().any(|v| v == name);
            for element in GuideElement::ALL.into_iter().filter(|e| e.in_census_2015()) {
                let name = element.chinese();
                if names("borderline", name) {
                    continue;
                }
                let (found, present) = (facts.elements.contains_key(&element), names("present", name));
                if found {
                    precise.add(present, || format!("{id}: {name} found and not there"));
                }
                if present {
                    recalled.add(found, || format!("{id}: {name} missed"));
                }
            }
        }
        match kind {
            "list" => {
                let main = page.listing.unwrap_or_else(|| panic!("{id}: no list"));
                let got: Vec<String> = main.items.iter().filter_map(|i| i.date.map(|d| d.date.to_string())).collect();
                let want: Vec<String> = label["dates"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|d| d.as_str().unwrap().to_owned())
                    .collect();
                let top = main.newest().map(|d| d.to_string()).unwrap_or_default();
                newest.add(Some(top.as_str()) == label["newest"].as_str(), || {
                    format!("{id}: newest {top} want {}", label["newest"])
                });
                items.add(main.items.len() as u64 == label["n_items"].as_u64().unwrap(), || {
                    format!("{id}: {} items want {}", main.items.len(), label["n_items"])
                });
                dates.add(got == want, || format!("{id}: dates {got:?} want {want:?}"));
                column.add(
                    main.column
                        .as_deref()
                        .is_some_and(|c| c.contains(label["column"].as_str().unwrap()))
                        || page.column.as_deref() == label["column"].as_str(),
                    || format!("{id}: column {:?} {:?} want {}", main.column, page.column, label["column"]),
                );
                assert!(main.items.iter().all(|i| i.title.chars().count() > 2), "{id}: {:?}", main.items);
            }
            "empty_column" => {
                assert_eq!(page.listing.map(|m| m.items.len()), Some(0), "{id}");
                assert!(!page.script_filled, "{id}");
            }
            "js_shell" | "soft404" | "notice_moved" | "gbk_nongov" => {
                assert!(page.listing.is_none(), "{id}: {:?}", page.listing);
            }
            "home" => {
                let shown: Vec<_> = page
                    .boxes
                    .iter()
                    .map(|b| (b.column.clone(), b.items.len(), b.newest(), b.more_url.is_some()))
                    .collect();
                println!("{id}: main {:?} boxes {shown:?}", page.listing.map(|m| m.items.len()));
            }
            _ => {
                let got = page.pub_date.known().map(|s| s.date.to_string()).unwrap_or_default();
                day.add(Some(got.as_str()) == label["pub_date"].as_str(), || {
                    format!("{id}: date {got} want {}", label["pub_date"])
                });
                let got = page.title.unwrap_or_default();
                title.add(same(&got, label["title"].as_str().unwrap()), || {
                    format!("{id}: title {got} want {}", label["title"])
                });
                source.add(page.source.as_deref() == label["source"].as_str(), || {
                    format!("{id}: source {:?} want {}", page.source, label["source"])
                });
                if page.listing.is_some() {
                    println!("{id}: a list on an article: {:?}", page.listing);
                }
                error.add(page.listing.is_none(), || format!("{id}: list"));
                println!(
                    "{id}: column {:?} chars {} {:?}",
                    page.column,
                    page.text_chars,
                    page.text.chars().take(40).collect::<String>()
                );
            }
        }
    }
    println!(
        "newest {:.3} items {:.3} dates {:.3} column {:.3} | date {:.3} title {:.3} source {:.3} | error {:.3}",
        newest.share(),
        items.share(),
        dates.share(),
        column.share(),
        day.share(),
        title.share(),
        source.share(),
        error.share()
    );
    for (name, score, least) in [
        ("newest", newest, 0.97),
        ("items", items, 0.95),
        ("dates", dates, 0.95),
        ("column", column, 0.9),
        ("date", day, 0.97),
        ("title", title, 0.95),
        ("source", source, 0.95),
        ("error", error, 1.0),
        ("guide precision", precise, 0.97),
        ("guide recall", recalled, 0.9),
    ] {
        assert!(score.all > 0 && score.share() >= least, "{name}: {:.3}", score.share());
    }
}
