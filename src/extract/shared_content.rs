//! The readers of content measured on real labelled pages, which are kept outside the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use scraper::Html;
use serde_json::Value;
use url::Url;

use super::article::ArticleParts;
use super::listing::Listings;
use super::outline::Outline;
use super::text::MainText;
use super::{Resolver, article, error_page, listing, text};

fn shared(path: &str) -> PathBuf {
    let root = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    PathBuf::from(root).join(path)
}

struct Read {
    parts: ArticleParts,
    lists: Listings,
    text: MainText,
    error: Option<String>,
}

fn labels_of(html: &Html) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for meta in html.select(&scraper::Selector::parse("meta[name][content]").unwrap()) {
        let (name, content) = (meta.attr("name").unwrap(), meta.attr("content").unwrap());
        if !labels.keys().any(|k| k.eq_ignore_ascii_case(name)) {
            labels.insert(name.to_owned(), content.to_owned());
        }
    }
    labels
}

fn read(bytes: &[u8], url: &str) -> Read {
    let decoded = encoding_rs::UTF_8.decode_with_bom_removal(bytes).0;
    let html = Html::parse_document(&decoded);
    let url: Url = url.parse().unwrap();
    let resolver = Resolver::new(&url, &html, encoding_rs::UTF_8);
    let outline = Outline::of(&html);
    let labels = labels_of(&html);
    let today = date(2026, 11, 23);
    let parts = article::read(&outline, &resolver, &url, today, &labels);
    let text = text::main_text(&outline);
    Read {
        lists: listing::read(&outline, &resolver, &url, today),
        error: error_page::error_words(parts.html_title.as_deref(), &text.text),
        parts,
        text,
    }
}

fn same(a: &str, b: &str) -> bool {
    let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bare(a) == bare(b)
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
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let (id, kind) = (label["id"].as_str().unwrap(), label["kind"].as_str().unwrap());
        let bytes = fs::read(shared(&format!("data/pages/{id}.html"))).expect(id);
        let page = read(&bytes, &format!("http://www.example.gov.cn/{id}.html"));
        error.add(page.error.is_some() == (kind == "soft404"), || {
            format!("{id}: error {:?}", page.error)
        });
        match kind {
            "list" => {
                let main = page.lists.main.unwrap_or_else(|| panic!("{id}: no list"));
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
                        || page.parts.column.as_deref() == label["column"].as_str(),
                    || format!("{id}: column {:?} {:?} want {}", main.column, page.parts.column, label["column"]),
                );
                assert!(main.items.iter().all(|i| i.title.chars().count() > 2), "{id}: {:?}", main.items);
            }
            "empty_column" => {
                assert_eq!(page.lists.main.map(|m| m.items.len()), Some(0), "{id}");
                assert!(!page.lists.script_filled, "{id}");
            }
            "js_shell" | "soft404" | "notice_moved" | "gbk_nongov" => {
                assert!(page.lists.main.is_none(), "{id}: {:?}", page.lists.main);
            }
            "home" => {
                let shown: Vec<_> = page
                    .lists
                    .boxes
                    .iter()
                    .map(|b| (b.column.clone(), b.items.len(), b.newest(), b.more_url.is_some()))
                    .collect();
                println!("{id}: main {:?} boxes {shown:?}", page.lists.main.map(|m| m.items.len()));
            }
            _ => {
                let got = page.parts.pub_date.known().map(|s| s.date.to_string()).unwrap_or_default();
                day.add(Some(got.as_str()) == label["pub_date"].as_str(), || {
                    format!("{id}: date {got} want {}", label["pub_date"])
                });
                let got = page.parts.title.unwrap_or_default();
                title.add(same(&got, label["title"].as_str().unwrap()), || {
                    format!("{id}: title {got} want {}", label["title"])
                });
                source.add(page.parts.source.as_deref() == label["source"].as_str(), || {
                    format!("{id}: source {:?} want {}", page.parts.source, label["source"])
                });
                if page.lists.main.is_some() {
                    println!("{id}: a list on an article: {:?}", page.lists.main);
                }
                error.add(page.lists.main.is_none(), || format!("{id}: list"));
                println!(
                    "{id}: column {:?} chars {} {:?}",
                    page.parts.column,
                    page.text.chars,
                    page.text.text.chars().take(40).collect::<String>()
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
    ] {
        assert!(score.all > 0 && score.share() >= least, "{name}: {:.3}", score.share());
    }
}
