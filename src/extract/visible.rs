//! The visible text of a whole page in one string, for facts that stand anywhere on it.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::outline::hides;
use crate::text::is_invisible;

/// Separates what a block, a cell or a link boundary separates: a line end for blocks, this for links.
pub(super) const LINK_EDGE: char = '\u{2002}';

/// How a blank that does not fold (U+00A0, U+3000) is written.
pub(super) const WIDE_BLANK: char = '\u{3000}';

/// The last `keep` bytes (or a little less) of the visible text: blocks on lines of their own, ordinary white space folded
/// to one blank, [`LINK_EDGE`] at both ends of a link, [`WIDE_BLANK`] for blanks that do not fold. What elements hide by
/// themselves is left out, or kept `with_hidden`: a script may show it.
pub(super) fn tail(html: &Html, keep: usize, with_hidden: bool) -> String {
    let is_hidden = |element: &Element| {
        let mut attributes = element.attrs();
        !with_hidden && attributes.any(|(name, value)| name == "hidden" || name == "style" && hides(value))
    };
    let mut text = String::new();
    let mut skipped = None;
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        if let Some(id) = skipped {
            if !opens && id == node.id() {
                skipped = None;
            }
            continue;
        }
        match node.value() {
            Node::Fragment if opens => skipped = Some(node.id()),
            Node::Text(part) if opens => push_folded(&mut text, part),
            Node::Element(element) if opens && is_hidden(element) => skipped = Some(node.id()),
            Node::Element(element) => match element.name() {
                "script" | "style" | "noscript" | "textarea" | "select" | "title" | "iframe" if opens => skipped = Some(node.id()),
                "a" => text.push(LINK_EDGE),
                "br" if opens => text.push('\n'),
                name if is_inline(name) => {}
                _ if text.ends_with('\n') => {}
                _ => text.push('\n'),
            },
            _ => {}
        }
        // Long pages are cut as they are read, so that memory stays bounded.
        if text.len() > 4 * keep {
            cut_front(&mut text, keep);
        }
    }
    cut_front(&mut text, keep);
    text
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "span"
            | "b"
            | "strong"
            | "i"
            | "em"
            | "u"
            | "font"
            | "small"
            | "big"
            | "sub"
            | "sup"
            | "label"
            | "ins"
            | "mark"
            | "img"
            | "nobr"
            | "o:p"
            | "st1:chsdate"
            | "wbr"
            | "br"
    )
}

fn push_folded(text: &mut String, part: &str) {
    for c in part.chars() {
        match c {
            '\u{A0}' | '\u{3000}' => text.push(WIDE_BLANK),
            c if is_invisible(c) => {}
            c if c.is_whitespace() => {
                if !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            c => text.push(c),
        }
    }
}

fn cut_front(text: &mut String, keep: usize) {
    if text.len() > keep {
        text.drain(..text.ceil_char_boundary(text.len() - keep));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        tail(&super::super::dom::parse(page).html, 64 << 10, false)
    }

    #[test]
    fn what_is_hidden_is_left_out() {
        let page = "<p>甲</p><div style='DISPLAY : none'><a href=x>乙<a href=y>丙</a></div><p hidden>丁</p><p style='color:red'>戊</p>";
        assert_eq!(text(page).trim(), "甲\n戊");
        assert!(tail(&super::super::dom::parse(page).html, 64 << 10, true).contains('丙'));
    }

    #[test]
    fn lines_links_and_blanks_stay_apart() {
        let page = "<p>甲<span>乙</span>\n 丙</p><!-- no --><script>no</script><td>丁&nbsp;<a href=x>戊</a><br>己<template>no</template>";
        assert_eq!(text(page).trim(), "甲乙 丙\n丁\u{3000}\u{2002}戊\u{2002}\n己");
    }

    #[test]
    fn only_the_end_of_a_long_page_is_kept() {
        let page = format!("<p>头</p>{}<p>尾</p>", "<p>正文</p>".repeat(100_000));
        let text = text(&page);
        assert!(text.len() <= 64 << 10 && text.trim_end().ends_with('尾'));
    }
}
