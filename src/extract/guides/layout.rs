//! The document in reading order: cells beside their labels, panels behind their tabs, line breaks where they show.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::Node;
use scraper::node::Element;

use super::lines::{Layout, Line, LineLink, NodeClass, is_bold, is_inline, is_picture, is_silent, is_void_call, text_of};
use super::rows::{CellReader, spans_rows};
use super::tabs::TabList;
use crate::extract::attributes::attr;
use crate::text::folded;

/// Tabs in tabs and tables in headers of tables are followed this deep; real pages need two.
const NESTING: u8 = 6;
/// A guide is a few hundred lines; what comes after this many is not read.
const MOST_LINES: usize = 6_000;

/// What to leave out and what to read in another order.
pub(super) struct Plan<'a> {
    /// Subtrees that are not the guide's.
    pub(super) pruned: &'a FxHashSet<NodeId>,
    /// Tab lists by their node.
    pub(super) tabs: &'a FxHashMap<NodeId, TabList>,
    /// Flat text bytes under each element.
    pub(super) sizes: &'a FxHashMap<NodeId, usize>,
    /// Whether headings made like those of the tables count.
    pub(super) loose: bool,
}

/// Reads the lines under `root`.
pub(super) fn lay_out(root: NodeRef<'_, Node>, plan: &Plan<'_>) -> Layout {
    let panels = plan.tabs.values().flat_map(|t| t.panels().iter().map(|(_, p)| *p)).collect();
    let mut builder = Builder {
        plan,
        taken: panels,
        out: Layout::default(),
        line: Line::default(),
        rows: Vec::new(),
        bold: 0,
        bold_bytes: 0,
        link: None,
        linked_bytes: 0,
        levels: Vec::new(),
        terms: 0,
        blocks: Vec::new(),
    };
    builder.walk(root, 0);
    builder.flush();
    builder.out
}

struct Row {
    id: NodeId,
    cell: Option<NodeId>,
    /// Cells that begin something, and whether they are labels.
    starts: FxHashMap<NodeId, bool>,
    open: Option<usize>,
    /// Whether the open label spans rows, so that labels after it belong to it.
    spans: bool,
}

struct Builder<'a> {
    plan: &'a Plan<'a>,
    /// Nodes read, or to be read, elsewhere.
    taken: FxHashSet<NodeId>,
    out: Layout,
    line: Line,
    rows: Vec<Row>,
    bold: usize,
    bold_bytes: usize,
    link: Option<LineLink>,
    linked_bytes: usize,
    levels: Vec<u8>,
    terms: usize,
    blocks: Vec<Option<NodeClass>>,
}

impl Builder<'_> {
    fn walk(&mut self, root: NodeRef<'_, Node>, depth: u8) {
        let mut skip = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if skip.is_none() => match node.value() {
                    Node::Text(text) => self.text(text),
                    Node::Element(element) => {
                        if self.handled(node, element, root.id(), depth) {
                            skip = Some(node.id());
                        } else {
                            self.open(node, element);
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if skip == Some(node.id()) {
                        skip = None;
                    } else if skip.is_none()
                        && let Node::Element(element) = node.value()
                    {
                        self.close(node, element);
                    }
                }
                Edge::Open(_) => {}
            }
        }
    }

    /// Whether the subtree is left out, or read here in an order of its own.
    fn handled(&mut self, node: NodeRef<'_, Node>, element: &Element, root: NodeId, depth: u8) -> bool {
        let name = element.name();
        if name == "iframe" || name == "frame" {
            self.out.frames += 1;
        }
        if is_silent(name) || self.out.lines.len() >= MOST_LINES || self.plan.pruned.contains(&node.id()) {
            return true;
        }
        if node.id() == root {
            return false;
        }
        if self.taken.contains(&node.id()) {
            return true;
        }
        if depth < NESTING
            && let Some(tabs) = self.plan.tabs.get(&node.id())
        {
            self.tabs(node, tabs, depth);
            return true;
        }
        match name {
            "tr" => depth < NESTING && self.header_row(node, depth),
            "td" | "th" => self.label_cell(node),
            _ => false,
        }
    }

    fn tabs(&mut self, list: NodeRef<'_, Node>, tabs: &TabList, depth: u8) {
        self.flush();
        match tabs {
            TabList::Elsewhere(elements) => self.out.tabs_elsewhere += elements,
            TabList::Index => {}
            TabList::Panels(panels) => {
                for (label, panel) in panels {
                    if let Some(panel) = list.tree().get(*panel) {
                        self.pin(label);
                        let at = self.out.lines.len() - 1;
                        self.walk(panel, depth + 1);
                        self.flush();
                        self.end_scope(at);
                    }
                }
            }
        }
    }

    /// Adds a line that is a heading by its place.
    fn pin(&mut self, label: &str) {
        self.flush();
        let mut line = Line::of(label);
        line.pinned = true;
        line.row = self.rows.last().map(|r| r.id);
        self.out.lines.push(line);
    }

    fn end_scope(&mut self, at: usize) {
        let end = self.out.lines.len();
        if let Some(line) = self.out.lines.get_mut(at) {
            line.scope_end = Some(end);
        }
    }

    /// A row of labels above a row of values: read column by column.
    fn header_row(&mut self, row: NodeRef<'_, Node>, depth: u8) -> bool {
        let Some(header) = self.reader().header(row) else { return false };
        for (label, value) in header.columns {
            self.pin(&label);
            let at = self.out.lines.len() - 1;
            self.walk(value, depth + 1);
            self.flush();
            self.end_scope(at);
        }
        self.taken.insert(header.values);
        true
    }

    fn reader(&self) -> CellReader<'_> {
        CellReader {
            sizes: self.plan.sizes,
            loose: self.plan.loose,
        }
    }

    fn label_cell(&mut self, cell: NodeRef<'_, Node>) -> bool {
        let id = cell.id();
        let Some(row) = self.rows.last() else { return false };
        let Some(is_label) = row.starts.get(&id).copied() else {
            return false;
        };
        let spans = row.spans;
        self.flush();
        if !spans {
            self.end_cell_scope();
        }
        if !is_label {
            return false;
        }
        let text = text_of(cell);
        self.pin(&text);
        let at = self.out.lines.len() - 1;
        if let Some(row) = self.rows.last_mut()
            && !spans
        {
            row.open = Some(at);
            row.spans = spans_rows(cell);
        }
        true
    }

    fn end_cell_scope(&mut self) {
        if let Some(at) = self.rows.last_mut().and_then(|r| r.open.take()) {
            self.end_scope(at);
        }
    }

    fn begin_row(&mut self, row: NodeRef<'_, Node>) {
        let starts = self.reader().starts(row);
        self.rows.push(Row {
            id: row.id(),
            cell: None,
            starts,
            open: None,
            spans: false,
        });
    }

    fn text(&mut self, text: &str) {
        let before = self.line.flat.len();
        self.line.push(text);
        let grown = self.line.flat.len() - before;
        if grown == 0 {
            return;
        }
        if self.bold > 0 {
            self.bold_bytes += grown;
        }
        if let Some(link) = &mut self.link {
            self.linked_bytes += grown;
            // Anchors around half a page happen; the name of a link is short.
            if link.text.len() < 240 {
                link.text.push_str(text);
            }
        }
        if self.line.class.is_none() {
            self.line.class = self.blocks.last().cloned().flatten();
        }
        self.line.dt |= self.terms > 0;
        if self.line.level == 0 {
            self.line.level = self.levels.last().copied().unwrap_or(0);
        }
    }

    fn flush(&mut self) {
        if let Some(link) = &self.link {
            // The anchor goes on behind the line break.
            let so_far = link.clone();
            self.end_link(so_far);
            if let Some(link) = &mut self.link {
                link.text.clear();
            }
        }
        let mut line = std::mem::take(&mut self.line);
        let bold_bytes = std::mem::take(&mut self.bold_bytes);
        let linked = std::mem::take(&mut self.linked_bytes);
        if line.flat.is_empty() && line.images == 0 && line.links.is_empty() {
            return;
        }
        line.bold = line.level > 0 || bold_bytes * 10 >= line.flat.len() * 9;
        line.anchored = linked * 10 >= line.flat.len() * 9 && linked > 0 && line.links.iter().any(|l| !l.is_void());
        line.row = self.rows.last().map(|r| r.id);
        line.cell = self.rows.last().and_then(|r| r.cell);
        line.text.truncate(line.text.trim_end().len());
        self.out.lines.push(line);
    }

    fn end_link(&mut self, link: LineLink) {
        let text = folded(&link.text);
        self.line.links.push(LineLink { text, ..link });
    }

    fn open(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let name = element.name();
        match name {
            "br" | "hr" => self.flush(),
            "img" => {
                if is_picture(element) {
                    self.line.images += 1;
                }
            }
            "a" => {
                self.line.opens.push(self.line.flat.len());
                if attr(element, "href").is_some() || attr(element, "onclick").is_some() {
                    let href = attr(element, "href").unwrap_or("").trim().to_owned();
                    let call =
                        href.get(..11).is_some_and(|p| p.eq_ignore_ascii_case("javascript:")) && href.contains('(') && !is_void_call(&href);
                    self.link = Some(LineLink {
                        text: String::new(),
                        scripted: call || attr(element, "onclick").is_some_and(|o| !o.trim().is_empty()),
                        href,
                    });
                }
            }
            _ if is_inline(name) => {
                self.line.opens.push(self.line.flat.len());
                if is_bold(element) {
                    self.bold += 1;
                }
            }
            _ => {
                self.flush();
                let class = attr(element, "class").map(str::trim).filter(|c| !c.is_empty());
                self.blocks.push(class.map(|c| format!("{name}.{c}")));
                if is_bold(element) {
                    self.bold += 1;
                }
                match name {
                    "tr" => self.begin_row(node),
                    "td" | "th" => {
                        if let Some(row) = self.rows.last_mut() {
                            row.cell = Some(node.id());
                        }
                    }
                    "dt" => self.terms += 1,
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.levels.push(name.as_bytes()[1] - b'0'),
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, _: NodeRef<'_, Node>, element: &Element) {
        let name = element.name();
        match name {
            "br" | "hr" | "img" => {}
            "a" => {
                self.line.closes.push(self.line.flat.len());
                if let Some(mut link) = self.link.take() {
                    if link.text.trim().is_empty() {
                        attr(element, "title").unwrap_or("").clone_into(&mut link.text);
                    }
                    self.end_link(link);
                }
            }
            _ if is_inline(name) => {
                self.line.closes.push(self.line.flat.len());
                if is_bold(element) {
                    self.bold = self.bold.saturating_sub(1);
                }
            }
            _ => {
                self.flush();
                self.blocks.pop();
                if is_bold(element) {
                    self.bold = self.bold.saturating_sub(1);
                }
                match name {
                    "tr" => {
                        self.end_cell_scope();
                        self.rows.pop();
                    }
                    "dt" => self.terms = self.terms.saturating_sub(1),
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                        self.levels.pop();
                    }
                    _ => {}
                }
            }
        }
    }
}
