//! Text to a tree of elements, in bounded time and memory whatever the text.
//!
//! The parser's work grows with the square of the nesting depth and of the number of attributes of one tag, and unclosed
//! formatting elements are copied into every later block. So it is fed tag by tag and stopped at a limit: what was read up
//! to there is kept, and the page says that it was cut off.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, QualName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};

/// Elements nested deeper than this are not read. Browsers stop at 512 as well.
const MAX_DEPTH: u16 = 512;

/// At most this many elements and comments: a page of 100,000 links has about a third of it.
const MAX_NODES: usize = 600_000;

/// At most this many separators in one tag that does not end; an inline image of 2 MB has fewer.
const MAX_SEPARATORS: usize = 40_000;

/// At most this many attributes on repeated `<html>` and `<body>` tags, which are merged one by one.
const MAX_MERGED: usize = 2_000;

/// At most this many steps over open elements; ten times what an honest page of 8 MiB needs.
const MAX_STEPS: u64 = 400_000_000;

/// The longest piece given to the parser at once, bytes.
const PIECE: usize = 4096;

/// A parsed page.
pub struct Dom {
    /// The tree.
    pub html: Html,
    /// Whether reading stopped at a limit.
    pub cut_off: bool,
}

/// Parses `text`. Linear in its length; stops at nesting depth 512 and other limits no honest page reaches.
pub fn parse(text: &str) -> Dom {
    let tree = TreeBuilder::new(Guard::new(), html5ever::tree_builder::TreeBuilderOpts::default());
    let counted = Counted {
        tree,
        tokens: Cell::new(0),
        merged: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(counted, TokenizerOpts::default());
    let input = BufferQueue::default();
    let whole = StrTendril::from_slice(text);
    let mut in_tag = InTag::default();
    let mut cut_off = false;
    for (start, end) in pieces(text) {
        let before = tokenizer.sink.tokens.get();
        input.push_back(whole.subtendril(start as u32, (end - start) as u32));
        while let TokenizerResult::Script(_) = tokenizer.feed(&input) {}
        let finished = tokenizer.sink.tokens.get() != before;
        if in_tag.is_endless(&text[start..end], finished) || tokenizer.sink.tree.sink.is_over() {
            cut_off = true;
            break;
        }
    }
    tokenizer.end();
    let html = tokenizer.sink.tree.sink.finish();
    Dom { html, cut_off }
}

/// Cuts a text before every `<`, so that a piece holds the beginning of one tag at most, and into [`PIECE`]s.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        // The first byte is skipped: it is the `<` this piece begins with.
        let mut limit = (start + PIECE).min(text.len());
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let bytes = &text.as_bytes()[start + 1..limit];
        at = bytes.iter().position(|b| *b == b'<').map_or(limit, |next| start + 1 + next);
        Some((start, at))
    })
}

/// Watches for one tag that goes on and on.
#[derive(Default)]
struct InTag {
    open: bool,
    separators: usize,
}

impl InTag {
    /// Whether the piece belongs to a tag with too many attributes. `finished`: some token ended within the piece.
    fn is_endless(&mut self, piece: &str, finished: bool) -> bool {
        if finished {
            *self = InTag::default();
            return false;
        }
        let bytes = piece.as_bytes();
        if !self.open {
            // Comments end somewhere and cost nothing; only tags collect attributes.
            let name = if bytes.get(1) == Some(&b'/') { bytes.get(2) } else { bytes.get(1) };
            self.open = bytes.first() == Some(&b'<') && name.is_some_and(u8::is_ascii_alphabetic);
        }
        if self.open {
            self.separators += bytes
                .iter()
                .filter(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\''))
                .count();
        }
        self.separators > MAX_SEPARATORS
    }
}

/// Counts tokens on their way from the tokenizer to the tree builder.
struct Counted {
    tree: TreeBuilder<Spot, Guard>,
    tokens: Cell<u64>,
    merged: Cell<usize>,
}

impl TokenSink for Counted {
    type Handle = Spot;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Spot> {
        match &token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(Tag { name, attrs, .. }) if matches!(&**name, "html" | "body") => {
                self.merged.set(self.merged.get() + attrs.len());
                if self.merged.get() > MAX_MERGED {
                    self.tokens.set(self.tokens.get() + 1);
                    return TokenSinkResult::Continue;
                }
            }
            _ => {}
        }
        self.tokens.set(self.tokens.get() + 1);
        self.tree.process_token(token, line)
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node and where its depth is noted.
#[derive(Clone, Copy)]
struct Spot {
    node: NodeId,
    slot: usize,
}

/// The slot of nodes that have no children and so no depth of their own.
const NO_SLOT: usize = usize::MAX;

/// The tree being built, with the depth of every element.
struct Guard {
    tree: HtmlTreeSink,
    depths: RefCell<Vec<u16>>,
    nodes: Cell<usize>,
    steps: Cell<u64>,
    too_deep: Cell<bool>,
}

impl Guard {
    fn new() -> Self {
        Guard {
            tree: HtmlTreeSink::new(Html::new_document()),
            depths: RefCell::new(vec![0]),
            nodes: Cell::new(0),
            steps: Cell::new(0),
            too_deep: Cell::new(false),
        }
    }

    /// Whether a limit was passed.
    fn is_over(&self) -> bool {
        self.too_deep.get() || self.nodes.get() > MAX_NODES || self.steps.get() > MAX_STEPS
    }

    fn count(&self) {
        self.nodes.set(self.nodes.get() + 1);
    }

    /// Notes that `child` came to stand `below` levels under `parent`.
    fn place(&self, parent: Spot, child: &NodeOrText<Spot>, below: u16) {
        let NodeOrText::AppendNode(child) = child else { return };
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(parent.slot).copied().unwrap_or(0).saturating_add(below);
        if let Some(slot) = depths.get_mut(child.slot) {
            *slot = depth;
            if depth > MAX_DEPTH {
                self.too_deep.set(true);
            }
        }
    }
}

fn plain(child: NodeOrText<Spot>) -> NodeOrText<NodeId> {
    match child {
        NodeOrText::AppendNode(spot) => NodeOrText::AppendNode(spot.node),
        NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
    }
}

impl TreeSink for Guard {
    type Handle = Spot;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.tree.finish()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Spot {
        Spot {
            node: self.tree.get_document(),
            slot: 0,
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Spot) -> Ref<'a, QualName> {
        // Every step over the open elements asks for a name: the measure of the work done.
        self.steps.set(self.steps.get() + 1);
        self.tree.elem_name(&target.node)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Spot {
        self.count();
        let node = self.tree.create_element(name, attrs, flags);
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Spot {
            node,
            slot: depths.len() - 1,
        }
    }

    fn create_comment(&self, text: StrTendril) -> Spot {
        self.count();
        Spot {
            node: self.tree.create_comment(text),
            slot: NO_SLOT,
        }
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Spot {
        self.count();
        Spot {
            node: self.tree.create_pi(target, data),
            slot: NO_SLOT,
        }
    }

    fn append(&self, parent: &Spot, child: NodeOrText<Spot>) {
        self.place(*parent, &child, 1);
        self.tree.append(&parent.node, plain(child));
    }

    fn append_based_on_parent_node(&self, element: &Spot, previous: &Spot, child: NodeOrText<Spot>) {
        self.place(*element, &child, 0);
        self.tree.append_based_on_parent_node(&element.node, &previous.node, plain(child));
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.tree.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &Spot) -> Spot {
        Spot {
            node: self.tree.get_template_contents(&target.node),
            slot: target.slot,
        }
    }

    fn same_node(&self, x: &Spot, y: &Spot) -> bool {
        x.node == y.node
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Spot, child: NodeOrText<Spot>) {
        self.place(*sibling, &child, 0);
        self.tree.append_before_sibling(&sibling.node, plain(child));
    }

    fn add_attrs_if_missing(&self, target: &Spot, attrs: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(&target.node, attrs);
    }

    fn remove_from_parent(&self, target: &Spot) {
        self.tree.remove_from_parent(&target.node);
    }

    fn reparent_children(&self, node: &Spot, new_parent: &Spot) {
        self.tree.reparent_children(&node.node, &new_parent.node);
    }
}

/// `text` with every run of white space (also U+00A0 and U+3000) folded to one blank and trimmed, at most `max` characters.
pub(super) fn folded(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut left = max;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            if left < 2 {
                break;
            }
            out.push(' ');
            left -= 1;
        }
        for c in word.chars().take(left) {
            out.push(c);
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn depth(html: &Html) -> usize {
        let (mut now, mut most) = (0usize, 0);
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(_) => now += 1,
                ego_tree::iter::Edge::Close(_) => now -= 1,
            }
            most = most.max(now);
        }
        most
    }

    fn numbered(before: &str, count: usize, after: &str) -> String {
        (0..count)
            .flat_map(|i| [before.to_owned(), i.to_string(), after.to_owned()])
            .collect()
    }

    #[test]
    fn an_ordinary_page_is_read_as_the_library_reads_it() {
        let text = "<!DOCTYPE html><title>a</title><body class=x><ul><li>一<li>二 &amp; <b>三</ul>\
            <table><tr><td>1<td>2<div>x</table><p>y<p>z<script>if (a<b) { c('<i>') }</script><template><p>t</template><!-- c -->"
            .repeat(20);
        let dom = parse(&text);
        let mut expected = Html::parse_document(&text);
        expected.errors.clear();
        assert!(!dom.cut_off);
        assert_eq!(dom.html, expected);
    }

    #[test]
    fn nesting_is_cut_and_costs_no_more_than_its_length() {
        for part in [
            "<ul><li>",
            "<div>",
            "<b>",
            "<a>",
            "<a href=x><div>",
            "<table>",
            "<table><tr><td>",
            "<span>",
            "<x>",
            "<svg>",
            "<template>",
            "<font color=1>",
            "<b><p>",
            "<dl><dd>",
            "<form><div>",
            "<select>",
            "<object>",
            "<nobr>",
            "<button>",
            "<h1>",
        ] {
            let dom = parse(&part.repeat(512 * 1024 / part.len()));
            // What is left is at most the limit and one piece deeper, and every node was made once.
            assert!(depth(&dom.html) < 3000, "{part}: {}", depth(&dom.html));
            assert!(dom.html.tree.nodes().len() < 2 * MAX_NODES, "{part}");
        }
        assert!(parse(&"<div>".repeat(600)).cut_off);
        assert!(!parse(&"<div>".repeat(400)).cut_off);
    }

    #[test]
    fn unclosed_formatting_is_not_copied_without_end() {
        let fonts = numbered("<font id=", 400, ">");
        let dom = parse(&format!("<div>{fonts}</div>{}", "<p>x</p>".repeat(200_000)));
        assert!(dom.cut_off && dom.html.tree.nodes().len() < 2 * MAX_NODES + 10_000);
    }

    #[test]
    fn a_tag_of_attributes_is_cut() {
        let attributes = numbered(" a", 200_000, "");
        assert!(parse(&format!("<p{attributes}>")).cut_off);
        assert!(parse(&format!("</p{}>", attributes.replace(' ', "/"))).cut_off);
        let bodies = numbered("<body a", 100_000, ">");
        let dom = parse(&bodies);
        assert!(dom.html.root_element().child_elements().next().unwrap().next_sibling().is_some());
        let inside_a_comment = format!("<p>a</p><!--{attributes}--><p>b</p>");
        assert!(!parse(&inside_a_comment).cut_off, "long comments are ordinary");
    }

    #[test]
    fn work_under_deep_elements_is_bounded() {
        let dom = parse(&format!("{}{}", "<x>".repeat(500), "</y>".repeat(2_000_000)));
        assert!(dom.cut_off, "a billion steps");
    }

    #[test]
    fn a_long_page_is_not_cut() {
        let row = "<li><a href=\"/art/2026/1.html\" title=\"t\">关于开展专项行动的通知</a><span>2026-11-23</span></li>\n";
        let dom = parse(&row.repeat(100_000));
        assert!(!dom.cut_off);
        assert_eq!(
            dom.html
                .tree
                .nodes()
                .filter(|n| n.value().as_element().is_some_and(|e| e.name() == "a"))
                .count(),
            100_000
        );
    }

    #[test]
    fn white_space_is_folded() {
        assert_eq!(folded("\u{3000} 厦门\u{a0}\n公安 ", 80), "厦门 公安");
        assert_eq!(folded("一二三 四五", 4), "一二三");
        assert_eq!(folded("一二三 四五", 5), "一二三 四");
    }

    proptest! {
        #[test]
        fn any_text_can_be_parsed(text in "(<[a-z]{1,8}[ =\"'/]{0,3}>?|</[a-z]{1,6}>|[<>&中\\x00!-]{0,4}){0,60}") {
            let dom = parse(&text);
            prop_assert!(!dom.cut_off);
        }
    }
}
