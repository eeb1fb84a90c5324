//! Watches a tree grow: how deep, how many nodes, how much work, so that [`dom`](super::dom) can stop in time.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

/// Elements nested deeper than this are not read. Browsers stop at 512 as well.
const MAX_DEPTH: u16 = 512;

/// At most this many elements and comments: a page of 100,000 links has about a third of it.
pub(super) const MAX_NODES: usize = 600_000;

/// At most this many attributes on repeated `<html>` and `<body>` tags, which are merged one by one.
const MAX_MERGED: usize = 2_000;

/// At most this many steps over open elements; many times what an honest page of 8 MiB needs.
const MAX_STEPS: u64 = 100_000_000;

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
    pub(super) fn is_over(&self) -> bool {
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
