//! What a link says.

use ego_tree::NodeRef;
use scraper::Node;

use super::attributes::Attributes;
pub(super) use crate::facts::bounds::LINK_TEXT as TEXT;
use crate::text::folded_to;

/// How many nodes inside an anchor are looked at for its text.
const TEXT_NODES: usize = 2000;

/// Whether text in this place is shown to people.
pub(super) fn is_visible(text: NodeRef<'_, Node>) -> bool {
    let parent = text.parent().and_then(|p| p.value().as_element());
    !parent.is_some_and(|e| matches!(e.name(), "script" | "style" | "noscript" | "title" | "textarea"))
}

/// The text of a script or style element.
pub(super) fn only_text(node: NodeRef<'_, Node>) -> Option<&str> {
    node.first_child()?.value().as_text().map(|t| &**t)
}

/// What a link says: its text, else the `alt` of an image in it, else a `title`.
pub(super) fn text_of(node: NodeRef<'_, Node>, at: &Attributes<'_>) -> String {
    let mut text = String::new();
    let mut instead: Option<&str> = None;
    for inner in node.descendants().skip(1).take(TEXT_NODES) {
        match inner.value() {
            Node::Text(part) if is_visible(inner) => {
                text.push_str(part);
                // White space may make up most of it; four times the characters at three bytes each are plenty.
                if text.len() > TEXT * 12 {
                    break;
                }
            }
            Node::Element(e) if e.name() == "img" && instead.is_none_or(str::is_empty) => {
                let image = Attributes::of(e);
                instead = image.alt.filter(|a| !a.trim().is_empty()).or(image.title);
            }
            _ => {}
        }
    }
    let text = folded_to(&text, TEXT);
    if text.is_empty() {
        folded_to(instead.or(at.title).unwrap_or_default(), TEXT)
    } else {
        text
    }
}
