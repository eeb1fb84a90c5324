//! A CSV file as Excel and WPS open it without a question: UTF-8 with its mark, lines that end in CRLF.

use std::io::{self, Write};

use super::cell::Cell;

/// A sheet that is being written, row by row: it may have a hundred thousand.
pub(super) struct Sheet<'w> {
    csv: csv::Writer<&'w mut dyn Write>,
    width: usize,
    rows: u64,
}

impl<'w> Sheet<'w> {
    /// A sheet with this header line.
    pub(super) fn new<'a>(to: &'w mut dyn Write, header: impl IntoIterator<Item = &'a str>) -> io::Result<Sheet<'w>> {
        // Without the mark, Excel on a Chinese Windows reads UTF-8 as GBK.
        to.write_all("\u{feff}".as_bytes())?;
        let csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(to);
        let mut sheet = Sheet { csv, width: 0, rows: 0 };
        let header: Vec<&str> = header.into_iter().collect();
        sheet.width = header.len();
        sheet.csv.write_record(&header)?;
        Ok(sheet)
    }

    /// The number of the row that comes next, from 1: 序号.
    pub(super) fn next_number(&self) -> Cell {
        Cell::number(self.rows + 1)
    }

    /// Adds a row, as wide as the header.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        let cells: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(cells.len(), self.width, "a row is as wide as its header");
        self.csv.write_record(cells.iter().map(Cell::as_str))?;
        self.rows += 1;
        Ok(())
    }

    /// The end: all of it is written.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.csv.flush()
    }
}
