//! Tabs: a row of titles, and the panels they show.

use ego_tree::{NodeId, NodeRef, Tree};
use rustc_hash::FxHashMap;
use scraper::Node;

use super::labels::{flatten, read_label};
use super::lines::{is_silent, text_of};

/// What stands behind a row of tab titles.
#[derive(Debug, Clone)]
pub(super) enum TabList {
    /// Each title with its panel.
    Panels(Vec<(String, NodeId)>),
    /// Only a table of contents: the headings stand further down.
    Index,
    /// The panels are not in the page; how many of the titles name elements.
    Elsewhere(usize),
}

impl TabList {
    /// The titles with their panels.
    pub(super) fn panels(&self) -> &[(String, NodeId)] {
        match self {
            TabList::Panels(panels) => panels,
            TabList::Index | TabList::Elsewhere(_) => &[],
        }
    }
}

struct Item {
    title: String,
    href: Option<String>,
}

/// Finds the tab lists of a page. `sizes` is the flat text size of every element.
pub(super) fn find(tree: &Tree<Node>, sizes: &FxHashMap<NodeId, usize>, loose: bool) -> FxHashMap<NodeId, TabList> {
    let mut ids: Option<FxHashMap<String, NodeId>> = None;
    let mut found = FxHashMap::default();
    for node in tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        if !matches!(element.name(), "ul" | "ol" | "div" | "nav") {
            continue;
        }
        let size = sizes.get(&node.id()).copied().unwrap_or(0);
        // Three titles of four characters to fifteen of twelve.
        if !(30..=600).contains(&size) {
            continue;
        }
        let Some((items, elements)) = items_of(node, sizes, loose) else {
            continue;
        };
        let ids = ids.get_or_insert_with(|| index_ids(tree));
        let list = if items.iter().all(|i| i.href.as_deref().is_some_and(|h| !leads_inside(h))) {
            TabList::Elsewhere(elements)
        } else {
            by_fragment(tree, &items, ids, sizes)
                .or_else(|| by_order(node, &items))
                .unwrap_or_else(|| outline_or_elsewhere(tree, &items, node, elements))
        };
        found.insert(node.id(), list);
    }
    found
}

/// The titles of a possible tab list, and how many name elements.
fn items_of(list: NodeRef<'_, Node>, sizes: &FxHashMap<NodeId, usize>, loose: bool) -> Option<(Vec<Item>, usize)> {
    let mut items = Vec::new();
    let (mut known, mut elements) = (0, 0);
    for child in list.children() {
        match child.value() {
            Node::Text(t) if !t.trim().is_empty() => return None,
            Node::Element(e) if matches!(e.name(), "li" | "a" | "span" | "div" | "h3" | "h4" | "h2") => {
                if items.len() >= 20 || sizes.get(&child.id()).copied().unwrap_or(0) > 45 {
                    return None;
                }
                let title = text_of(child);
                let flat = flatten(&title);
                if flat.is_empty() || flat.ends_with(':') {
                    return None;
                }
                if let Some(label) = read_label(&flat, loose) {
                    known += 1;
                    elements += usize::from(!label.elements.is_empty());
                }
                let anchor = child
                    .descendants()
                    .find(|n| n.value().as_element().is_some_and(|e| e.name() == "a"));
                let href = anchor.and_then(|a| a.value().as_element()?.attr("href").map(|h| h.trim().to_owned()));
                items.push(Item { title, href });
            }
            Node::Element(_) => return None,
            _ => {}
        }
    }
    (items.len() >= 3 && elements >= 2 && known * 10 >= items.len() * 6).then_some((items, elements))
}

fn leads_inside(href: &str) -> bool {
    href.is_empty() || href.starts_with('#') || href.get(..11).is_some_and(|p| p.eq_ignore_ascii_case("javascript:"))
}

fn index_ids(tree: &Tree<Node>) -> FxHashMap<String, NodeId> {
    let mut ids = FxHashMap::default();
    for node in tree.nodes() {
        if let Some(id) = node.value().as_element().and_then(|e| e.attr("id")) {
            ids.entry(id.to_owned()).or_insert(node.id());
        }
    }
    ids
}

/// `href="#basis"` and `<div id="basis">`.
fn by_fragment(tree: &Tree<Node>, items: &[Item], ids: &FxHashMap<String, NodeId>, sizes: &FxHashMap<NodeId, usize>) -> Option<TabList> {
    let mut panels = Vec::new();
    let mut outlines = 0;
    for item in items {
        let id = item.href.as_deref().and_then(|h| h.strip_prefix('#')).filter(|f| !f.is_empty());
        let Some(panel) = id.and_then(|id| ids.get(id)).and_then(|p| tree.get(*p)) else {
            continue;
        };
        let is_box = panel
            .value()
            .as_element()
            .is_some_and(|e| matches!(e.name(), "div" | "section" | "ul" | "table" | "article" | "dl"));
        let size = sizes.get(&panel.id()).copied().unwrap_or(0);
        let title = flatten(&item.title);
        // An anchor or the heading itself: the text follows it and is read in its place.
        if !is_box || (size > 0 && size <= title.len() + 6 && flatten(&text_of(panel)).contains(&title)) {
            outlines += 1;
        } else {
            panels.push((item.title.clone(), panel.id()));
        }
    }
    if panels.len() >= 2 && panels.len() + 1 >= items.len() {
        Some(TabList::Panels(panels))
    } else if outlines + panels.len() >= 2 {
        Some(TabList::Index)
    } else {
        None
    }
}

/// The nth title shows the nth box of the first group of as many boxes that follows.
fn by_order(list: NodeRef<'_, Node>, items: &[Item]) -> Option<TabList> {
    let wanted = items.len();
    let pair =
        |boxes: Vec<NodeRef<'_, Node>>| TabList::Panels(items.iter().map(|i| i.title.clone()).zip(boxes.iter().map(NodeRef::id)).collect());
    // The list, then up to three boxes around it.
    for around in std::iter::once(list).chain(list.ancestors().take(3)) {
        let following: Vec<_> = around.next_siblings().filter(is_visible_element).take(wanted + 1).collect();
        let boxes: Vec<_> = following.iter().copied().take_while(is_box).collect();
        if boxes.len() == wanted && wanted > 1 {
            return Some(pair(boxes));
        }
        if let Some(first) = boxes.first() {
            // The group may be wrapped once more.
            let mut group = *first;
            for _ in 0..3 {
                let inner: Vec<_> = group.children().filter(is_visible_element).collect();
                if inner.len() == wanted && inner.iter().all(is_box) {
                    return Some(pair(inner));
                }
                match inner[..] {
                    [only] => group = only,
                    _ => break,
                }
            }
        }
    }
    None
}

/// Titles without panels: a table of contents where the same words head text further down, else tabs that a script
/// fills.
fn outline_or_elsewhere(tree: &Tree<Node>, items: &[Item], list: NodeRef<'_, Node>, elements: usize) -> TabList {
    let titles: Vec<String> = items.iter().map(|i| flatten(&i.title)).collect();
    let again = tree
        .nodes()
        .filter(|n| !n.ancestors().any(|a| a.id() == list.id()))
        .filter_map(|n| n.value().as_text().map(|t| flatten(t)))
        .filter(|t| !t.is_empty() && t.len() < 90 && titles.iter().any(|title| t.contains(title.as_str())))
        .take(2)
        .count();
    if again >= 2 { TabList::Index } else { TabList::Elsewhere(elements) }
}

fn is_visible_element(node: &NodeRef<'_, Node>) -> bool {
    node.value()
        .as_element()
        .is_some_and(|e| !is_silent(e.name()) && !matches!(e.name(), "br" | "hr") && !e.attr("class").is_some_and(|c| c.contains("clear")))
}

fn is_box(node: &NodeRef<'_, Node>) -> bool {
    node.value()
        .as_element()
        .is_some_and(|e| matches!(e.name(), "div" | "section" | "ul" | "table" | "article" | "dl" | "li"))
}
