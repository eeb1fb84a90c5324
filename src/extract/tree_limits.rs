//! Watches a tree grow: keeps it flat, and counts nodes and work, so that [`dom`](super::dom) can stop in time.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

/// Elements nested deeper than this become siblings at this depth, as in browsers (Chromium: 512).
const MAX_DEPTH: u16 = 512;

/// At most this many elements and comments: a page of 100,000 links has about a third of it.
pub(super) const MAX_NODES: usize = 600_000;

/// At most this many attributes on repeated `<html>` and `<body>` tags, which are merged one by one.
const MAX_MERGED: usize = 2_000;

/// At most this many steps over open elements, two for each of them and every block that begins: enough for twelve thousand
/// nested blocks, and many times what an honest page of 8 MiB needs.
const MAX_STEPS: u64 = 160_000_000;

/// Counts tokens on their way from the tokenizer to the tree builder.
pub(super) struct Counted {
    pub(super) tree: TreeBuilder<Spot, Guard>,
    /// Tokens so far, errors not counted.
    pub(super) tokens: Cell<u64>,
    merged: Cell<usize>,
}

impl Counted {
    pub(super) fn new() -> Self {
        Counted {
            tree: TreeBuilder::new(Guard::new(), TreeBuilderOpts::default()),
            tokens: Cell::new(0),
            merged: Cell::new(0),
        }
    }
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
pub(super) struct Spot {
    node: NodeId,
    slot: usize,
}

/// The slot of nodes that have no children and so no depth of their own.
const NO_SLOT: usize = usize::MAX;

/// The tree being built, with the depth of every element.
pub(super) struct Guard {
    tree: HtmlTreeSink,
    depths: RefCell<Vec<u16>>,
    /// Whether elements were moved since: then the tree itself is asked how deep they are.
    moved: Cell<bool>,
    nodes: Cell<usize>,
    steps: Cell<u64>,
}

impl Guard {
    fn new() -> Self {
        Guard {
            tree: HtmlTreeSink::new(Html::new_document()),
            depths: RefCell::new(vec![0]),
            moved: Cell::new(false),
            nodes: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    /// Whether a limit was passed.
    pub(super) fn is_over(&self) -> bool {
        self.nodes.get() > MAX_NODES || self.steps.get() > MAX_STEPS
    }

    fn count(&self) {
        self.nodes.set(self.nodes.get() + 1);
    }

    fn work(&self, steps: u64) {
        self.steps.set(self.steps.get() + steps);
    }

    /// Where a child of `parent` is put, and how deep it stands there: at `parent` itself, or where that is too deep, at
    /// the ancestor that may still have children.
    fn host(&self, parent: Spot) -> (NodeId, u16) {
        let html = self.tree.0.borrow();
        let Some(mut node) = html.tree.get(parent.node) else {
            return (parent.node, 0);
        };
        let noted = self.depths.borrow().get(parent.slot).copied().unwrap_or(0);
        if !self.moved.get() && noted < MAX_DEPTH {
            // The content of a template stands one level below it.
            return (parent.node, noted + 1 + u16::from(node.value().is_fragment()));
        }
        let mut depth = node.ancestors().count();
        self.work(depth as u64);
        let most = usize::from(MAX_DEPTH);
        // What stands in a template stays in one: it is not part of the page.
        while depth >= most && !(node.value().is_fragment() && depth <= most + 1) {
            let Some(above) = node.parent() else { break };
            node = above;
            depth -= 1;
        }
        (node.id(), u16::try_from(depth + 1).unwrap_or(u16::MAX))
    }

    /// Notes that `child` stands at `depth`.
    fn place(&self, child: Spot, depth: u16) {
        if let Some(slot) = self.depths.borrow_mut().get_mut(child.slot) {
            // Put a second time, it takes along what it holds.
            self.moved.set(self.moved.get() || *slot != 0);
            *slot = depth;
        }
    }

    /// Whether the element was put nowhere yet: then nothing below it has a depth.
    fn is_loose(&self, spot: Spot) -> bool {
        spot.slot != 0 && self.depths.borrow().get(spot.slot) == Some(&0)
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
        // Every step over the open elements asks for a name or compares two: the measure of the work done.
        self.work(1);
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
        let mut host = parent.node;
        if let NodeOrText::AppendNode(child) = &child
            && child.slot != NO_SLOT
        {
            self.moved.set(self.moved.get() || self.is_loose(*parent));
            let (node, depth) = self.host(*parent);
            host = node;
            self.place(*child, depth);
        }
        self.tree.append(&host, plain(child));
    }

    fn append_based_on_parent_node(&self, element: &Spot, previous: &Spot, child: NodeOrText<Spot>) {
        let has_parent = self.tree.0.borrow().tree.get(element.node).is_some_and(|e| e.parent().is_some());
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
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
        self.work(1);
        x.node == y.node
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Spot, child: NodeOrText<Spot>) {
        if let NodeOrText::AppendNode(child) = &child {
            let depth = self.depths.borrow().get(sibling.slot).copied().unwrap_or(0);
            self.place(*child, depth);
        }
        self.tree.append_before_sibling(&sibling.node, plain(child));
    }

    fn add_attrs_if_missing(&self, target: &Spot, attrs: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(&target.node, attrs);
    }

    fn remove_from_parent(&self, target: &Spot) {
        self.moved.set(true);
        self.tree.remove_from_parent(&target.node);
    }

    fn reparent_children(&self, node: &Spot, new_parent: &Spot) {
        self.moved.set(true);
        self.tree.reparent_children(&node.node, &new_parent.node);
    }
}
