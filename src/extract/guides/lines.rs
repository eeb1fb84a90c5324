//! A page as lines: the document in reading order, each line with what its place in the markup says of it.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::Node;
use scraper::node::Element;

use super::labels::{flat_char, flatten, read_label};
use super::tabs::TabList;

/// Tabs in tabs and tables in headers of tables are followed this deep; real pages need two.
const NESTING: u8 = 6;
/// A guide is a few hundred lines; what comes after this many is not read.
const MOST_LINES: usize = 6_000;

/// One line of a page.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    /// As a reader sees it, white space folded.
    pub(super) text: String,
    /// Without white space, full-width forms narrowed.
    pub(super) flat: String,
    /// For every byte of `flat`, where its character stands in `text`.
    map: Vec<u32>,
    /// Offsets in `flat` before which white space stood.
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

    fn push(&mut self, piece: &str) {
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
        let cells = cells_of(row);
        if !(2..=12).contains(&cells.len()) {
            return false;
        }
        let labels: Vec<_> = cells.iter().map(|c| self.label_of(*c)).collect();
        let elements = labels.iter().flatten().filter(|(_, known)| *known).count();
        if elements < 2 || labels.iter().any(Option::is_none) {
            return false;
        }
        let is_row = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "tr");
        let beside = row.next_siblings().find(is_row);
        let below = || row.parent()?.next_siblings().find_map(|body| body.children().find(is_row));
        let Some(next) = beside.or_else(below) else { return false };
        let values = cells_of(next);
        if values.len() != cells.len() || values.iter().all(|v| self.label_of(*v).is_some()) {
            return false;
        }
        for ((label, _), value) in labels.into_iter().flatten().zip(values) {
            self.pin(&label);
            let at = self.out.lines.len() - 1;
            self.walk(value, depth + 1);
            self.flush();
            self.end_scope(at);
        }
        self.taken.insert(next.id());
        true
    }

    /// The text of a cell that is a label, and whether it names an element.
    fn label_of(&self, cell: NodeRef<'_, Node>) -> Option<(String, bool)> {
        if self.plan.sizes.get(&cell.id()).copied().unwrap_or(0) > 90 {
            return None;
        }
        let text = text_of(cell);
        let label = read_label(&flatten(&text), self.plan.loose)?;
        Some((text, !label.elements.is_empty()))
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
            row.spans = cell
                .value()
                .as_element()
                .and_then(|e| e.attr("rowspan"))
                .is_some_and(|n| n.trim() != "1" && !n.trim().is_empty());
        }
        true
    }

    fn end_cell_scope(&mut self) {
        if let Some(at) = self.rows.last_mut().and_then(|r| r.open.take()) {
            self.end_scope(at);
        }
    }

    /// Finds the cells of a row that are labels or end the value of one.
    fn begin_row(&mut self, row: NodeRef<'_, Node>) {
        let cells = cells_of(row);
        let mut starts = FxHashMap::default();
        if (2..=40).contains(&cells.len()) {
            let is_th = |c: &NodeRef<'_, Node>| c.value().as_element().is_some_and(|e| e.name() == "th");
            let mixed = cells.iter().any(is_th) && !cells.iter().all(is_th);
            let labels: Vec<bool> = cells.iter().map(|c| self.label_of(*c).is_some()).collect();
            let blank = |c: &NodeRef<'_, Node>| self.plan.sizes.get(&c.id()).copied().unwrap_or(0) == 0;
            let size = |c: &NodeRef<'_, Node>| self.plan.sizes.get(&c.id()).copied().unwrap_or(0);
            for (at, cell) in cells.iter().enumerate() {
                let last = at + 1 == cells.len();
                // A label with nothing to its right heads the rows below.
                if labels[at] && !last {
                    starts.insert(cell.id(), true);
                } else if at > 0
                    && ((mixed && is_th(cell))
                        // label, blank, unknown label, value: the blank is the value.
                        || (cells.len() % 2 == 0 && at % 2 == 0 && labels[at - 2] && blank(&cells[at - 1]) && (1..=24).contains(&size(cell))))
                {
                    starts.insert(cell.id(), false);
                }
            }
        }
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
        let text = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
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
                if element.attr("href").is_some() || element.attr("onclick").is_some() {
                    let href = element.attr("href").unwrap_or("").trim().to_owned();
                    let call =
                        href.get(..11).is_some_and(|p| p.eq_ignore_ascii_case("javascript:")) && href.contains('(') && !is_void_call(&href);
                    self.link = Some(LineLink {
                        text: String::new(),
                        scripted: call || element.attr("onclick").is_some_and(|o| !o.trim().is_empty()),
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
                let class = element.attr("class").map(str::trim).filter(|c| !c.is_empty());
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
                        link.text = element.attr("title").unwrap_or("").to_owned();
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

fn cells_of(row: NodeRef<'_, Node>) -> Vec<NodeRef<'_, Node>> {
    let is_cell = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| matches!(e.name(), "td" | "th"));
    row.children().filter(is_cell).collect()
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

fn is_inline(name: &str) -> bool {
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

fn is_bold(element: &Element) -> bool {
    matches!(element.name(), "b" | "strong")
        || element.attr("style").is_some_and(|s| {
            let style: String = s.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
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
fn is_picture(element: &Element) -> bool {
    let small = |name| {
        element
            .attr(name)
            .and_then(|v| v.trim().trim_end_matches("px").parse::<f32>().ok())
            .is_some_and(|n| n < 80.0)
    };
    let src = element.attr("src").unwrap_or("").to_ascii_lowercase();
    let decoration = [
        "icon", "logo", "print", "share", "blank.", "space", "arrow", "dot", "fileicon", "button", "qrcode", "ewm",
    ];
    !small("width") && !small("height") && !src.is_empty() && !decoration.iter().any(|d| src.contains(d))
}

fn is_void_call(href: &str) -> bool {
    let rest: String = href.chars().skip(11).filter(|c| !c.is_whitespace()).collect();
    matches!(rest.trim_end_matches(';'), "" | "void(0)" | "void()" | "void(null)")
}
