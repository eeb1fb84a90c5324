//! What stands around a guide: its title, the column it is published in, and the parts of the page that are not it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::{Html, Node, Selector};

use super::labels::{exact, flatten};
use super::lines::{is_silent, text_of};
use crate::extract::Resolver;
use crate::extract::attributes::attr;
use crate::lexicon::{FOOTER_WORDS, GUIDE_FORMS, GUIDE_LABELS, Words};
use crate::standard::{GuideElement, guide_columns};
use crate::text::folded;

/// Measures of every element, made in one pass.
pub(super) struct Measures {
    /// Bytes of flat text under each element.
    pub(super) sizes: FxHashMap<NodeId, usize>,
    /// How many text nodes under it are the heading of an element that makes a guide.
    headings: FxHashMap<NodeId, usize>,
    /// Elements that hold the title of the page.
    titled: FxHashSet<NodeId>,
}

/// Measures the page.
pub(super) fn measure(html: &Html, title: &str) -> Measures {
    let mut measures = Measures {
        sizes: FxHashMap::default(),
        headings: FxHashMap::default(),
        titled: FxHashSet::default(),
    };
    let title = flatten(title);
    // One entry an open element: its size, its headings, whether the title stands in it.
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    let mut silent = 0_usize;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(e) => {
                    silent += usize::from(is_silent(e.name()));
                    open.push((0, 0, false));
                }
                Node::Text(text) if silent == 0 => {
                    if let Some(top) = open.last_mut() {
                        let flat = flatten(text);
                        top.0 += flat.len();
                        if (9..=60).contains(&flat.len()) {
                            let word = super::labels::bare(&flat[super::labels::marker(&flat).1..]);
                            top.1 += usize::from(exact(word).is_some_and(|l| l.elements.iter().any(|e| is_core(*e))));
                        }
                        top.2 |= !title.is_empty() && flat == title;
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(e) = node.value() {
                    silent = silent.saturating_sub(usize::from(is_silent(e.name())));
                    let (size, headings, titled) = open.pop().unwrap_or_default();
                    measures.sizes.insert(node.id(), size);
                    if headings > 0 {
                        measures.headings.insert(node.id(), headings);
                    }
                    if titled {
                        measures.titled.insert(node.id());
                    }
                    if let Some(parent) = open.last_mut() {
                        parent.0 += size;
                        parent.1 += headings;
                        parent.2 |= titled;
                    }
                }
            }
        }
    }
    measures
}

/// The elements that hardly any page but a guide has headings for; addresses, hours and telephones stand everywhere.
pub(super) fn is_core(element: GuideElement) -> bool {
    matches!(
        element,
        GuideElement::Basis | GuideElement::Conditions | GuideElement::Materials | GuideElement::Procedure
    )
}

static OUTER_CLASS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:^|[-_\s])(?:foot(?:er)?|copy_?right|nav(?:bar|igation|s)?|menus?|sub_?menu|top_?bar|crumbs?|bread_?crumbs?|",
        r"side_?bar|side_?nav|friend_?links?|links|share|bdshare\w*|pagination|related|recommend|banner|search(?:box|bar)?|",
        r"hot_?news|site_?map)(?:\d*)(?:$|[-_\s])"
    ))
    .expect("a constant regex")
});

static FOOTER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words: Words = Words::used(FOOTER_WORDS, "guide");
    AhoCorasick::new(words.iter()).expect("constant patterns")
});

/// The subtrees that are not the guide's: navigation, side columns, lists of links, the footer.
pub(super) fn outside(html: &Html, measures: &Measures) -> FxHashSet<NodeId> {
    let mut pruned = FxHashSet::default();
    let headings = |id: NodeId| measures.headings.get(&id).copied().unwrap_or(0);
    for node in html.tree.root().descendants() {
        match node.value() {
            Node::Element(element) => {
                if headings(node.id()) >= 2 || measures.titled.contains(&node.id()) {
                    continue;
                }
                let by_name = matches!(element.name(), "nav" | "footer" | "aside");
                let by_class = [attr(element, "class"), attr(element, "id")]
                    .into_iter()
                    .flatten()
                    .any(|c| c.len() < 200 && OUTER_CLASS.is_match(c));
                // A side column may be half the page; a class like `nav` on the body or the content is a mistake.
                let share = measures.sizes.get(&node.id()).copied().unwrap_or(0);
                if by_name || (by_class && !matches!(element.name(), "body" | "html" | "table" | "td") && share < 6_000) {
                    pruned.insert(node.id());
                }
            }
            Node::Text(text) if FOOTER.is_match(text.as_bytes()) => {
                if let Some(footer) = footer_around(node, measures) {
                    pruned.insert(footer);
                }
            }
            _ => {}
        }
    }
    pruned
}

/// The largest box around a footer's words that holds nothing of the guide.
fn footer_around(words: NodeRef<'_, Node>, measures: &Measures) -> Option<NodeId> {
    let mut found = None;
    for ancestor in words.ancestors() {
        let Some(element) = ancestor.value().as_element() else { break };
        let id = ancestor.id();
        // A footer of a ministry with all its addresses is about 1,500 bytes.
        let fits = measures.sizes.get(&id).copied().unwrap_or(0) <= 1_800
            && !measures.headings.contains_key(&id)
            && !measures.titled.contains(&id)
            && !matches!(element.name(), "body" | "html" | "form");
        if !fits {
            break;
        }
        let has_headline = ancestor
            .children()
            .any(|c| c.value().as_element().is_some_and(|e| matches!(e.name(), "h1" | "h2")));
        if has_headline {
            break;
        }
        found = Some(id);
    }
    found
}

fn meta<'a>(html: &'a Html, name: &str) -> Option<&'a str> {
    static META: LazyLock<Selector> = LazyLock::new(|| Selector::parse("meta[name][content]").expect("a constant selector"));
    let found = html
        .select(&META)
        .find(|m| m.attr("name").is_some_and(|n| n.trim().eq_ignore_ascii_case(name)));
    found.and_then(|m| m.attr("content")).map(str::trim).filter(|c| !c.is_empty())
}

/// The title of the page: as given, else the ArticleTitle label, the headline, or the title of the head up to its
/// first separator.
pub(super) fn title_of(html: &Html, given: Option<&str>) -> Option<String> {
    static HEADLINE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("h1").expect("a constant selector"));
    static TITLE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("title").expect("a constant selector"));
    if let Some(title) = given.map(folded).filter(|t| !t.is_empty()) {
        return Some(title);
    }
    if let Some(title) = meta(html, "ArticleTitle") {
        return Some(folded(title));
    }
    let head = html.select(&TITLE).next().map(|t| folded(&t.text().collect::<String>()));
    let headlines: Vec<String> = html
        .select(&HEADLINE)
        .map(|h| folded(&text_of(*h)))
        .filter(|h| !h.is_empty())
        .collect();
    let in_head = headlines.iter().find(|h| head.as_deref().is_some_and(|t| t.contains(h.as_str())));
    in_head
        .or(if headlines.len() == 1 { headlines.first() } else { None })
        .cloned()
        .or_else(|| head.map(|t| t.split(['-', '_', '|', '—']).next().unwrap_or("").trim().to_owned()))
        .filter(|t| !t.is_empty())
}

/// The site's collection of forms that a menu or a margin of the page leads to.
pub(super) fn form_library(html: &Html, resolver: &Resolver) -> Option<String> {
    static NAMES: Words = Words::used(GUIDE_FORMS, "library");
    static ANCHOR: LazyLock<Selector> = LazyLock::new(|| Selector::parse("a[href]").expect("a constant selector"));
    let named = |text: &str| NAMES.contains(&super::labels::bare(&flatten(text)));
    html.select(&ANCHOR)
        .filter(|a| named(&a.text().take(20).collect::<String>()))
        .find_map(|a| Some(resolver.resolve(a.attr("href")?.trim())?.web()?.to_owned()))
}

/// Whether a title names a service, and not a column or a kind of page.
pub(super) fn names_service(title: &str) -> bool {
    static EMPTY: Words = Words::used(GUIDE_LABELS, "no-service");
    let flat = flatten(title);
    flat.chars().count() >= 2 && !EMPTY.contains(&flat.as_str()) && !is_guide_column(&flat)
}

fn is_guide_column(flat: &str) -> bool {
    guide_columns().any(|c| {
        flat.strip_prefix(c)
            .is_some_and(|rest| matches!(rest, "" | "详情" | "列表" | "页" | "详情页"))
    })
}

/// Whether the page says that it stands in a column of service guides: the ColumnName label, or the trail of 当前位置.
pub(super) fn in_guide_column(html: &Html) -> bool {
    let column = meta(html, "ColumnName").map(flatten);
    if column.is_some_and(|c| guide_columns().any(|g| c.contains(g))) {
        return true;
    }
    html.tree.root().descendants().any(|node| {
        let Node::Text(text) = node.value() else { return false };
        let is_trail = ["当前位置", "所在位置", "的位置", "当前栏目", "所在栏目"]
            .iter()
            .any(|w| text.contains(w));
        is_trail && trail_of(node).is_some_and(|trail| guide_columns().any(|g| trail.contains(g)))
    })
}

/// The text of the box that holds a trail, up to the size a trail has.
fn trail_of(start: NodeRef<'_, Node>) -> Option<String> {
    let mut trail = None;
    for ancestor in start.ancestors().take(4) {
        let mut text = String::new();
        for part in ancestor.descendants() {
            if let Node::Text(t) = part.value() {
                text.push_str(&flatten(t));
            }
            if text.len() > 400 {
                return trail;
            }
        }
        trail = Some(text);
    }
    trail
}
