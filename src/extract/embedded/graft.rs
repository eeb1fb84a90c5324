//! Markup put into a tree, where a script would put it.

use ego_tree::NodeId;
use scraper::{Html, Node};

use super::{Page, Piece, Spot};
use crate::extract::dom;
use crate::extract::outline::Tag;

/// A copy of the tree with these pieces in it.
pub(super) fn graft(html: &Html, page: &Page<'_, '_>, pieces: &[&Piece]) -> Html {
    let mut whole = html.clone();
    for piece in pieces {
        let (Spot::Before(el) | Spot::Into(el)) = piece.spot;
        let Some(place) = page.nodes.get(el).map(ego_tree::NodeRef::id) else {
            continue;
        };
        let host = match piece.spot {
            Spot::Into(el) => Some(el),
            Spot::Before(el) => page.outline.parent(el),
        };
        let tag = host.map(|el| page.outline.els[el].tag);
        let parsed = dom::parse(&enclosed(&piece.markup, tag)).html;
        let root = whole.tree.extend_tree(parsed.tree).id();
        for child in content(&whole, root) {
            let Some(mut at) = whole.tree.get_mut(place) else { continue };
            match piece.spot {
                Spot::Before(_) => at.insert_id_before(child),
                Spot::Into(_) => at.append_id(child),
            };
        }
    }
    whole
}

/// Rows are no rows without a table, and list items stand in a list.
fn enclosed(markup: &str, host: Option<Tag>) -> String {
    let begin = markup.trim_start().get(..3).unwrap_or_default().to_ascii_lowercase();
    match &*begin {
        "<tr" | "<tb" => format!("<table>{markup}</table>"),
        "<td" => format!("<table><tr>{markup}</tr></table>"),
        "<li" if host != Some(Tag::List) => format!("<ul>{markup}</ul>"),
        "<dd" | "<dt" if host != Some(Tag::List) => format!("<dl>{markup}</dl>"),
        _ => markup.to_owned(),
    }
}

/// What stands in the body of a parsed piece.
fn content(whole: &Html, root: NodeId) -> Vec<NodeId> {
    let body = whole.tree.get(root).and_then(|root| {
        let named = |node: &ego_tree::NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| e.name() == "body");
        root.children().flat_map(|html| html.children()).find(named)
    });
    body.map(|body| body.children().map(|child| child.id()).collect())
        .unwrap_or_default()
}
