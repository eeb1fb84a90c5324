//! Rows of tables: which cells are headings, and of what.

use ego_tree::{NodeId, NodeRef};
use rustc_hash::FxHashMap;
use scraper::Node;

use super::labels::{exact, flatten, read_label};
use super::lines::text_of;

/// Reads cells: their labels and sizes.
pub(super) struct CellReader<'a> {
    /// Flat text bytes under each element.
    pub(super) sizes: &'a FxHashMap<NodeId, usize>,
    /// Whether headings made like those of the tables count.
    pub(super) loose: bool,
}

/// A row of labels above a row of values.
pub(super) struct Header<'a> {
    /// Each label with the cell below it.
    pub(super) columns: Vec<(String, NodeRef<'a, Node>)>,
    /// The row of values.
    pub(super) values: NodeId,
}

/// The cells of a row.
pub(super) fn cells_of(row: NodeRef<'_, Node>) -> Vec<NodeRef<'_, Node>> {
    let is_cell = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| matches!(e.name(), "td" | "th"));
    row.children().filter(is_cell).collect()
}

fn is_th(cell: &NodeRef<'_, Node>) -> bool {
    cell.value().as_element().is_some_and(|e| e.name() == "th")
}

/// Whether a cell spans rows.
pub(super) fn spans_rows(cell: NodeRef<'_, Node>) -> bool {
    let span = cell.value().as_element().and_then(|e| e.attr("rowspan")).map(str::trim);
    span.is_some_and(|n| !matches!(n, "" | "0" | "1"))
}

impl CellReader<'_> {
    fn size(&self, cell: NodeRef<'_, Node>) -> usize {
        self.sizes.get(&cell.id()).copied().unwrap_or(0)
    }

    /// The text of a cell that is a label, and whether it names an element.
    fn label_of(&self, cell: NodeRef<'_, Node>) -> Option<(String, bool)> {
        // Thirty characters, with a remark in brackets.
        if !(1..=90).contains(&self.size(cell)) {
            return None;
        }
        let text = text_of(cell);
        let label = read_label(&flatten(&text), self.loose)?;
        Some((text, !label.elements.is_empty()))
    }

    /// The row as a header, where it is one: nothing but labels, two elements among them, and values below.
    pub(super) fn header<'n>(&self, row: NodeRef<'n, Node>) -> Option<Header<'n>> {
        let cells = cells_of(row);
        if !(2..=12).contains(&cells.len()) {
            return None;
        }
        let mut labels = Vec::new();
        let mut elements = 0;
        for cell in &cells {
            let (text, known) = self.label_of(*cell)?;
            elements += usize::from(known);
            labels.push(text);
        }
        if elements < 2 {
            return None;
        }
        let is_row = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "tr");
        let beside = row.next_siblings().find(is_row);
        let below = || row.parent()?.next_siblings().find_map(|body| body.children().find(is_row));
        let next = beside.or_else(below)?;
        let values = cells_of(next);
        // A label below a label: these are rows of pairs whose values happen to be words of the tables.
        if values.len() != cells.len() || values.iter().any(|v| self.label_of(*v).is_some()) {
            return None;
        }
        Some(Header {
            columns: labels.into_iter().zip(values).collect(),
            values: next.id(),
        })
    }

    /// The cells of a row that are labels (true), or end the value of one (false).
    pub(super) fn starts(&self, row: NodeRef<'_, Node>) -> FxHashMap<NodeId, bool> {
        let cells = cells_of(row);
        let mut starts = FxHashMap::default();
        if !(2..=40).contains(&cells.len()) {
            return starts;
        }
        let mixed = cells.iter().any(is_th) && !cells.iter().all(is_th);
        let mut labels: Vec<bool> = cells.iter().map(|c| self.label_of(*c).is_some()).collect();
        // 材料名称, 材料类型, 份数: the heads of columns.
        if cells.len() > 2 && labels.iter().all(|l| *l) {
            return starts;
        }
        for at in 1..cells.len() {
            // What stands right of a label is its value, though it be 办事窗口 or 按程序监督.
            let answers = labels[at - 1] && !spans_rows(cells[at - 1]);
            let by_tag = mixed && !is_th(&cells[at]) && is_th(&cells[at - 1]);
            if answers && (cells.len() == 2 || by_tag || exact(&flatten(&text_of_short(self, cells[at]))).is_none()) {
                labels[at] = false;
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            let last = at + 1 == cells.len();
            // A label with nothing to its right heads the rows below.
            if labels[at] && !last {
                starts.insert(cell.id(), true);
                continue;
            }
            // Label, blank, unknown label, value: the blank is the value.
            let after_blank = cells.len().is_multiple_of(2)
                && at >= 2
                && at.is_multiple_of(2)
                && labels[at - 2]
                && self.size(cells[at - 1]) == 0
                && (1..=24).contains(&self.size(*cell));
            if at > 0 && ((mixed && is_th(cell)) || after_blank) {
                starts.insert(cell.id(), false);
            }
        }
        starts
    }
}

fn text_of_short(reader: &CellReader<'_>, cell: NodeRef<'_, Node>) -> String {
    if reader.size(cell) <= 90 { text_of(cell) } else { String::new() }
}
