//! A page as lines, each with what its place in the markup says of it.

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::labels::flat_char;
use crate::extract::attributes::attr;
use crate::text::unspaced;

/// One line of a page.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    /// As a reader sees it, white space folded.
    pub(super) text: String,
    /// Without white space, full-width forms narrowed.
    pub(super) flat: String,
    /// For every byte of `flat`, where its character stands in `text`.
    map: Vec<u32>,
    /// Offsets in `flat` before which white space stood; these and the next two in rising order, as they were met.
    pub(super) gaps: Vec<usize>,
    /// Offsets in `flat` where an inline element begins.
    pub(super) opens: Vec<usize>,
    /// Offsets in `flat` where an inline element ends.
    pub(super) closes: Vec<usize>,
    /// 1–6 inside h1–h6, else 0.
    pub(super) level: u8,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// Whether it is a `<dt>`.
    pub(super) dt: bool,
    /// The class of its nearest block, where that has one.
    pub(super) class: Option<NodeClass>,
    /// The innermost table row it stands in.
    pub(super) row: Option<NodeId>,
    /// The innermost table cell it stands in.
    pub(super) cell: Option<NodeId>,
    /// Whether the markup says that it is a heading: a label cell or a tab.
    pub(super) pinned: bool,
    /// Where its value ends, where the markup says so.
    pub(super) scope_end: Option<usize>,
    /// Whether all of it links to another page.
    pub(super) anchored: bool,
    /// Images that are more than decoration.
    pub(super) images: usize,
    /// Its links.
    pub(super) links: Vec<LineLink>,
}

/// Tag and class of a block: what a stylesheet sees of a heading.
pub(super) type NodeClass = String;

/// A link on a line.
#[derive(Debug, Default, Clone)]
pub(super) struct LineLink {
    /// Its text, or its title where it has none.
    pub(super) text: String,
    /// As written.
    pub(super) href: String,
    /// Whether a script does the work.
    pub(super) scripted: bool,
}

impl LineLink {
    /// Whether the address leads nowhere by itself.
    pub(super) fn is_void(&self) -> bool {
        let href = self.href.trim();
        href.is_empty() || href.starts_with('#') || href.get(..11).is_some_and(|p| p.eq_ignore_ascii_case("javascript:"))
    }
}

impl Line {
    /// The part of the text that `flat[from..to]` was made from.
    pub(super) fn shown(&self, from: usize, to: usize) -> &str {
        let at = |i: usize| self.map.get(i).map_or(self.text.len(), |o| *o as usize);
        self.text.get(at(from)..at(to)).unwrap_or("").trim()
    }

    /// Adds text as it stands in the markup.
    pub(super) fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            if let Some(flat) = flat_char(c) {
                for _ in 0..flat.len_utf8() {
                    self.map.push(self.text.len() as u32);
                }
                self.flat.push(flat);
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') && c.is_whitespace() {
                self.text.push(' ');
                self.gaps.push(self.flat.len());
            }
        }
    }

    /// A line of its own from a piece of text.
    pub(super) fn of(text: &str) -> Self {
        let mut line = Line::default();
        line.push(text);
        line
    }
}

/// The page, line by line.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) lines: Vec<Line>,
    /// Inner frames met on the way.
    pub(super) frames: usize,
    /// Elements are tabs whose content is not in the page.
    pub(super) tabs_elsewhere: usize,
}

/// The text under a node in one piece, line breaks and all.
pub(super) fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for part in node.descendants() {
        if let Node::Text(t) = part.value()
            && !part
                .parent()
                .and_then(|p| p.value().as_element())
                .is_some_and(|e| is_silent(e.name()))
        {
            text.push_str(t);
        }
    }
    text
}

/// Elements whose text no reader sees as part of the page.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "noscript" | "template" | "head" | "select" | "button" | "svg" | "iframe" | "frame" | "object" | "title"
    )
}

/// Elements that do not break a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "big"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "input"
    ) || name.contains(':')
}

/// Whether an element makes its text bold.
pub(super) fn is_bold(element: &Element) -> bool {
    matches!(element.name(), "b" | "strong")
        || attr(element, "style").is_some_and(|s| {
            let style = unspaced(s).to_ascii_lowercase();
            [
                "font-weight:bold",
                "font-weight:6",
                "font-weight:7",
                "font-weight:8",
                "font-weight:9",
            ]
            .iter()
            .any(|w| style.contains(w))
        })
}

/// An image that may show something: not an icon, a spacer or a button.
pub(super) fn is_picture(element: &Element) -> bool {
    let small = |name| {
        attr(element, name)
            .and_then(|v| v.trim().trim_end_matches("px").parse::<f32>().ok())
            .is_some_and(|n| n < 80.0)
    };
    let src = attr(element, "src").unwrap_or("").to_ascii_lowercase();
    let decoration = [
        "icon", "logo", "print", "share", "blank.", "space", "arrow", "dot", "fileicon", "button", "qrcode", "ewm",
    ];
    !small("width") && !small("height") && !src.is_empty() && !decoration.iter().any(|d| src.contains(d))
}

/// `javascript:void(0)` and the like: no script does anything.
pub(super) fn is_void_call(href: &str) -> bool {
    let rest: String = href.chars().skip(11).filter(|c| !c.is_whitespace()).collect();
    matches!(rest.trim_end_matches(';'), "" | "void(0)" | "void()" | "void(null)")
}
