//! What stands around a number: the line, the label before it, the column of its table.

use rustc_hash::FxHashMap;

use crate::extract::outline::{Outline, Tag};
use crate::text::last;

/// Cells of a row, and rows of a table, that are looked at for the heads of columns.
const MOST_CELLS: usize = 64;
const HEAD_ROWS: usize = 4;
/// Bytes before a number that are looked at: a text may be one endless line.
const LOOKED_BACK: usize = 600;
/// A head of a column is no longer than this, characters.
const HEAD: usize = 24;

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CellAt {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

/// The heads of a table's columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    cells: Vec<String>,
    /// What stands above them, a title over the whole width.
    above: String,
}

impl Heads {
    /// The head of one column, where rows and heads are as long as each other.
    pub(super) fn of(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str)
    }

    pub(super) fn above(&self) -> &str {
        &self.above
    }
}

/// Looks around numbers of one page; the heads of each table are read once.
pub(super) struct Around<'o, 'a> {
    outline: &'o Outline<'a>,
    heads: FxHashMap<usize, Heads>,
}

impl<'o, 'a> Around<'o, 'a> {
    pub(super) fn new(outline: &'o Outline<'a>) -> Self {
        Around {
            outline,
            heads: FxHashMap::default(),
        }
    }

    /// The cell that byte `at` of the text stands in.
    pub(super) fn cell(&self, at: usize) -> Option<CellAt> {
        let mut el = self.outline.runs.get(self.outline.run_at(at))?.el as usize;
        while self.outline.els[el].tag != Tag::Cell {
            el = self.outline.parent(el)?;
        }
        let row = self.outline.parent(el).filter(|r| self.outline.els[*r].tag == Tag::Tr)?;
        let column = self.cells(row).take(MOST_CELLS).position(|c| c == el)?;
        let mut table = self.outline.parent(row)?;
        while self.outline.els[table].element.name() != "table" {
            table = self.outline.parent(table)?;
        }
        Some(CellAt { table, row, column })
    }

    fn cells(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        self.outline.children(row).filter(|c| self.outline.els[*c].tag == Tag::Cell)
    }

    /// The texts of a row's cells.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        self.cells(row).take(MOST_CELLS).map(|c| self.outline.text_of(c))
    }

    /// The heads of the columns of a table: the first of its rows that has several short cells without long numbers.
    pub(super) fn heads(&mut self, table: usize) -> Heads {
        if let Some(known) = self.heads.get(&table) {
            return known.clone();
        }
        let mut heads = Heads::default();
        let rows = self.outline.inside(table).filter(|e| self.outline.els[*e].tag == Tag::Tr);
        for row in rows.take(HEAD_ROWS) {
            let cells: Vec<String> = self
                .row(row)
                .map(|t| t.chars().filter(|c| !c.is_whitespace()).take(HEAD + 1).collect())
                .collect();
            let is_head = cells.len() > 1
                && cells
                    .iter()
                    .all(|c: &String| c.chars().count() <= HEAD && c.chars().filter(char::is_ascii_digit).count() < 6);
            if is_head {
                heads.cells = cells;
                break;
            }
            if cells.len() > 1 {
                break;
            }
            heads.above.extend(cells);
        }
        self.heads.insert(table, heads.clone());
        heads
    }

    /// The words before a number: its line as far as `most` characters go, and where that is short, the line before it
    /// (a label in a cell of its own).
    pub(super) fn before(&self, at: usize, most: usize) -> String {
        let from = self.outline.text.ceil_char_boundary(at.saturating_sub(LOOKED_BACK));
        let text = &self.outline.text[from..at];
        let line_start = text.rfind('\n').map_or(0, |n| n + 1);
        let line = last(&text[line_start..], most);
        if line_start == 0 || line.chars().count() >= 8 {
            return line.to_owned();
        }
        let above = &text[..line_start - 1];
        let above = &above[above.rfind('\n').map_or(0, |n| n + 1)..];
        format!("{} {line}", last(above, most))
    }

    /// The words before a number on its own line.
    pub(super) fn line_before(&self, at: usize, most: usize) -> &'o str {
        let from = self.outline.text.ceil_char_boundary(at.saturating_sub(LOOKED_BACK));
        let text = &self.outline.text[from..at];
        last(&text[text.rfind('\n').map_or(0, |n| n + 1)..], most)
    }

    /// The words behind a number on its line.
    pub(super) fn behind(&self, at: usize, most: usize) -> &'o str {
        let rest = &self.outline.text[at..];
        let line = rest.chars().take(most).take_while(|c| *c != '\n');
        &rest[..line.map(char::len_utf8).sum()]
    }
}
