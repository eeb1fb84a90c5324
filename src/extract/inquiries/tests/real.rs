//! Real pages, kept outside the repository: none of them shows messages, and none may be taken to.

use std::path::PathBuf;

#[test]
#[ignore = "needs ../shared"]
fn real_pages_without_messages_show_none() {
    let root = std::env::var("XUNCHA_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let mut waiting = vec![PathBuf::from(root).join("data/pages")];
    let (mut pages, mut found) = (0, Vec::new());
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            continue;
        }
        let is_page = path.extension().is_some_and(|e| ["html", "htm", "shtml"].iter().any(|x| e == *x));
        if !is_page {
            continue;
        }
        pages += 1;
        let bytes = std::fs::read(&path).unwrap();
        let facts = crate::extract::extract_page(&crate::extract::PageInput {
            url: &"http://www.a.gov.cn/x/1.html".parse().unwrap(),
            bytes: &bytes,
            header_charset: None,
            today: super::TODAY,
            is_home: false,
            guide_hint: false,
            cut_off: false,
        });
        if let Some(inquiries) = facts.inquiries {
            found.push((path, inquiries));
        }
    }
    println!("{pages} pages, {} with messages", found.len());
    assert!(pages >= 80 && found.is_empty(), "{found:?}");
}
