//! The labels of a page: `<meta name content>` and the `<title>`.

use std::collections::BTreeMap;

use crate::text::folded_to;
use scraper::{Html, Node};

/// At most this many labels, names of so many and values of so many characters.
const MAX_LABELS: usize = 100;
const NAME: usize = 100;
const VALUE: usize = 500;

/// The `<title>` of the page, white space folded, and its labels: names as written, the first of a name
/// (upper and lower case alike) counts. Also those that a broken page puts into its body.
pub(super) fn read(html: &Html) -> (Option<String>, BTreeMap<String, String>) {
    let mut title = None;
    let mut labels = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    for node in html.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            // The first one counts: Word puts further titles into the body.
            "title" if title.is_none() && element.name.ns == html5ever::ns!(html) => {
                let text: String = node.children().filter_map(|c| c.value().as_text().map(|t| &**t)).collect();
                title = Some(folded_to(&text, VALUE)).filter(|t| !t.is_empty());
            }
            "meta" if names.len() < MAX_LABELS => {
                let attr = |wanted: &str| element.attrs().find(|(name, _)| *name == wanted).map(|(_, value)| value);
                let (Some(name), Some(content)) = (attr("name"), attr("content")) else {
                    continue;
                };
                let name = folded_to(name, NAME);
                let key = name.to_lowercase();
                if !key.is_empty() && !names.contains(&key) {
                    names.push(key);
                    labels.insert(name, folded_to(content, VALUE));
                }
            }
            _ => {}
        }
    }
    (title, labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<String>, BTreeMap<String, String>) {
        read(&super::super::dom::parse(text).html)
    }

    #[test]
    fn the_first_of_a_name_counts_and_keeps_its_spelling() {
        let (title, labels) = read_text(
            "<title> 厦门市\n公安局 </title><meta name=SiteName content=' 公安 网 '><meta name=sitename content=no><meta content=x>\
             <meta name=' PubDate ' content=''><body><title>no</title><meta name=ColumnName content=要闻><svg><title>no</title></svg>",
        );
        assert_eq!(title.as_deref(), Some("厦门市 公安局"));
        let all: Vec<_> = labels.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(all, [("ColumnName", "要闻"), ("PubDate", ""), ("SiteName", "公安 网")]);
    }

    #[test]
    fn labels_without_end_are_cut() {
        let text: String = (0..500)
            .flat_map(|i: u32| {
                [
                    "<meta name=n".to_owned(),
                    i.to_string(),
                    " content=".to_owned(),
                    "长".repeat(900),
                    ">".to_owned(),
                ]
            })
            .collect();
        let (_, labels) = read_text(&text);
        assert_eq!(labels.len(), 100);
        assert!(labels.values().all(|v| v.chars().count() == 500));
    }
}
