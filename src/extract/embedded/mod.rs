//! Lists that a page carries itself and only a script shows: read as if the server had written them into the page.
//!
//! Nothing is run. Each form gives the markup its script would show, and where ([`Piece`]); [`graft`] puts it there, and the
//! page is read again by the ordinary readers: [`datastore`] records in XML · [`literals`] markup in strings, and what
//! `document.write` writes · [`held`] markup in a textarea, a template or a comment · [`records`] records in JSON and in
//! script literals ([`value`]). What stands elsewhere is only said to: [`elsewhere`].

mod datastore;
pub(super) mod elsewhere;
mod graft;
mod held;
mod literals;
mod records;
#[cfg(test)]
mod tests;
mod value;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::{Html, Node};
use serde_json::Value;

use self::graft::graft;
use super::attributes::is_javascript;
use super::outline::{Outline, Tag, Zone};
use super::script_token::{Token, tokens};
use crate::facts::{Link, LinkFrom, Target};

/// Markup taken into one page, bytes: a list of 500 rows has some 150 KB.
const MARKUP: usize = 1 << 20;

/// A file of records is not larger than this, bytes: a year of a busy office has some 300 KB.
const FILE: usize = 4 << 20;

/// Places of one page that something is put into.
const PIECES: usize = 64;

/// Scripts of one page that are looked into; pages saved from browsers have up to 90.
const SCRIPTS: usize = 200;

/// What scripts call that put markup into a page.
const SHOWS: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    ".html(",
    ".append(",
    ".prepend(",
    ".before(",
    ".after(",
    "jpage(",
    "document.write",
];

/// Markup that a script shows, and where.
#[derive(Debug)]
struct Piece {
    spot: Spot,
    markup: String,
}

/// A place in the page, by the number of an element in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Before(usize),
    Into(usize),
}

/// What is known of a page that was read as its scripts show it.
pub(super) struct Shown {
    /// The links it had before.
    before: Vec<Link>,
    /// Whether the items came as records: their addresses are what the script makes links of, not links yet.
    of_records: bool,
}

impl Shown {
    /// The links of the tree with what scripts show, each once, and those of records told from others.
    pub(super) fn links(&self, links: Vec<Link>) -> Vec<Link> {
        if self.of_records {
            return as_records(links, &self.before);
        }
        // An anchor that is written stands in the tree now.
        let anchors: FxHashSet<Target> = links.iter().filter(|l| l.from == LinkFrom::A).map(|l| l.target.clone()).collect();
        let written_only = |l: &Link| l.from != LinkFrom::DocumentWrite || !anchors.contains(&l.target);
        links.into_iter().filter(written_only).collect()
    }
}

/// The links with those that were not there `before` marked as addresses of records.
pub(super) fn as_records(mut links: Vec<Link>, before: &[Link]) -> Vec<Link> {
    let before: FxHashSet<&Target> = before.iter().map(|l| &l.target).collect();
    for link in links.iter_mut().filter(|l| l.from == LinkFrom::A && !before.contains(&l.target)) {
        link.from = LinkFrom::Data;
    }
    links
}

/// The page with the lists it carries, where it carries any. `is_list` says whether a tree has the list that is looked for:
/// only then the page is taken for what its scripts would show. An article with lists beside it is read as it is, and is not
/// given here.
pub(super) fn rendered(html: &Html, outline: &Outline<'_>, links: &[Link], is_list: &dyn Fn(&Html) -> bool) -> Option<(Html, Shown)> {
    let page = Page::of(html, outline);
    let shown = |of_records| Shown {
        before: links.to_vec(),
        of_records,
    };
    if let Some(whole) = page.with(html, &page.markup()).filter(|whole| is_list(whole)) {
        return Some((whole, shown(false)));
    }
    let whole = page.with(html, &page.records()).filter(|whole| is_list(whole))?;
    Some((whole, shown(true)))
}

/// The markup of a file of records: rows as text of its fields, else what a script would make of its records. None for
/// all in which no list stands.
pub(super) fn of_file(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if !text.starts_with(['{', '[']) || text.len() > FILE {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let mut markup = String::new();
    texts(&value, &mut markup);
    if markup.is_empty() {
        records::of_value(&value)
    } else {
        Some(markup)
    }
}

/// The texts of a value that are rows of a list already. As deep as its value, which its parser bounds.
fn texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) if literals::has_link(text) && out.len() < MARKUP => out.push_str(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, out)),
        _ => {}
    }
}

/// What is looked for in a page.
struct Page<'o, 'a> {
    outline: &'o Outline<'a>,
    /// The elements of the outline in the tree.
    nodes: Vec<NodeRef<'a, Node>>,
    ids: FxHashMap<&'a str, usize>,
    scripts: Vec<Script<'a>>,
    /// Whether some script puts markup into the page.
    shows: bool,
}

/// One inline script.
struct Script<'a> {
    el: usize,
    code: &'a str,
    /// Empty where browsers do not run it, and where nothing in it is looked for.
    tokens: Vec<Token<'a>>,
}

impl<'o, 'a> Page<'o, 'a> {
    fn of(html: &'a Html, outline: &'o Outline<'a>) -> Self {
        let nodes = html.tree.root().traverse().filter_map(|edge| match edge {
            Edge::Open(node) if node.value().is_element() => Some(node),
            _ => None,
        });
        let mut ids = FxHashMap::default();
        for el in 0..outline.els.len() {
            if let Some(id) = outline.attr(el, "id").filter(|id| !id.is_empty()) {
                ids.entry(id).or_insert(el);
            }
        }
        let scripts: Vec<Script<'a>> = outline
            .scripts
            .iter()
            .take(SCRIPTS)
            .map(|&(el, code)| Script {
                el,
                code,
                tokens: if is_javascript(outline.attr(el, "type")) && may_matter(code) {
                    tokens(code)
                } else {
                    Vec::new()
                },
            })
            .collect();
        Page {
            outline,
            nodes: nodes.collect(),
            ids,
            shows: scripts.iter().any(Script::shows),
            scripts,
        }
    }

    /// All that is markup already.
    fn markup(&self) -> Vec<Piece> {
        let mut found = datastore::find(self);
        found.extend(literals::find(self));
        found.extend(held::find(self));
        found
    }

    /// What stands in records.
    fn records(&self) -> Vec<Piece> {
        records::find(self)
    }

    fn with(&self, html: &Html, pieces: &[Piece]) -> Option<Html> {
        let mut room = MARKUP;
        let fitting: Vec<&Piece> = pieces
            .iter()
            .take(PIECES)
            .take_while(|piece| {
                let fits = piece.markup.len() <= room;
                room = room.saturating_sub(piece.markup.len());
                fits
            })
            .collect();
        (!fitting.is_empty()).then(|| graft(html, self, &fitting))
    }

    /// Where a script shows something: the first empty element it names, else where it stands itself. `source` is the
    /// element the markup comes from.
    fn spot(&self, script: &Script<'_>, source: usize) -> Spot {
        let named = script.named().filter_map(|id| self.ids.get(id).copied());
        named
            .into_iter()
            .find(|el| *el != source && self.is_empty_box(*el) && !self.outline.holds(*el, source))
            .map_or_else(|| self.beside(source), Spot::Into)
    }

    /// Where something stands that is shown where it stands: outside of what hides it.
    fn beside(&self, source: usize) -> Spot {
        let outline = self.outline;
        let (mut at, mut top) = (Some(source), source);
        while let Some(el) = at {
            let name = outline.els[el].element.name();
            if outline.els[el].zone.any_of(Zone::HIDDEN) || matches!(name, "head" | "select" | "button" | "object" | "noscript") {
                top = el;
            }
            at = outline.parent(el);
        }
        let body = || outline.els.iter().position(|e| e.tag == Tag::Body);
        match outline.els[top].element.name() {
            "head" | "body" | "html" => body().map_or(Spot::Before(source), Spot::Into),
            _ => Spot::Before(top),
        }
    }

    /// Whether an element of the page's content is there and shows nothing.
    fn is_empty_box(&self, el: usize) -> bool {
        let outline = self.outline;
        matches!(
            outline.els[el].tag,
            Tag::Div | Tag::List | Tag::Table | Tag::Cell | Tag::Block | Tag::P
        ) && outline.runs_of(el).is_empty()
            && !outline.els[el].zone.any_of(Zone::HIDDEN)
            && !outline.inside(el).any(|i| matches!(outline.els[i].tag, Tag::Img | Tag::Frame))
    }
}

/// Whether anything that is looked for may stand in a script: what is left out is not cut into tokens.
fn may_matter(code: &str) -> bool {
    code.contains("<a") || code.contains("<A") || code.contains("itle") || SHOWS.iter().chain(elsewhere::ASKS).any(|s| code.contains(s))
}

impl Script<'_> {
    fn shows(&self) -> bool {
        SHOWS.iter().any(|s| self.code.contains(s))
    }

    /// The ids it names: `#id`, and what it asks by.
    fn named(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().enumerate().filter_map(|(i, token)| {
            let Token::Text(text) = token else { return None };
            let asked = i >= 2 && self.tokens[i - 2].is_name("getElementById");
            match text.strip_prefix('#') {
                Some(id) => Some(id.split([' ', ',', '>', '.', ':']).next().unwrap_or(id)),
                None => asked.then_some(&**text),
            }
        })
    }
}
