//! The elements of HTML, as far as readers of content tell them apart.

/// The elements that readers ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) enum Tag {
    A,
    Li,
    Tr,
    Cell,
    List,
    Table,
    Heading(u8),
    P,
    Div,
    Img,
    Script,
    Body,
    Form,
    Input,
    Frame,
    Block,
    Inline,
}

/// What an element is, and whether its text is not part of the page's text.
pub(super) fn tag_of(name: &str) -> (Tag, bool) {
    match name {
        "a" => (Tag::A, false),
        "li" => (Tag::Li, false),
        "tr" => (Tag::Tr, false),
        "td" | "th" => (Tag::Cell, false),
        "ul" | "ol" | "dl" | "menu" => (Tag::List, false),
        "table" | "tbody" | "thead" | "tfoot" => (Tag::Table, false),
        "h1" => (Tag::Heading(1), false),
        "h2" => (Tag::Heading(2), false),
        "h3" => (Tag::Heading(3), false),
        "h4" => (Tag::Heading(4), false),
        "h5" | "h6" => (Tag::Heading(5), false),
        "p" => (Tag::P, false),
        "div" | "section" | "article" | "main" | "center" => (Tag::Div, false),
        "img" => (Tag::Img, false),
        "script" => (Tag::Script, true),
        "style" | "noscript" | "template" | "head" | "select" | "textarea" | "button" | "object" | "svg" | "title" => (Tag::Inline, true),
        "iframe" | "frame" => (Tag::Frame, true),
        "body" => (Tag::Body, false),
        "form" => (Tag::Form, false),
        "input" => (Tag::Input, false),
        "br" | "hr" | "dt" | "dd" | "nav" | "header" | "footer" | "aside" | "fieldset" | "pre" | "blockquote" | "address" | "figure"
        | "figcaption" | "html" | "caption" | "marquee" | "details" | "summary" => (Tag::Block, false),
        _ => (Tag::Inline, false),
    }
}

/// Whether an element begins and ends a line.
pub(super) fn is_block(tag: Tag) -> bool {
    !matches!(tag, Tag::A | Tag::Img | Tag::Script | Tag::Input | Tag::Frame | Tag::Inline)
}
