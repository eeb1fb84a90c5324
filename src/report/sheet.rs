//! A CSV file as Excel and WPS open it without a question: UTF-8 with its mark, lines that end in CRLF.

use super::cell::Cell;

/// A sheet that is being written.
pub(super) struct Sheet {
    csv: csv::Writer<Vec<u8>>,
    width: usize,
    rows: u64,
}

impl Sheet {
    /// A sheet with this header line.
    pub(super) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Sheet {
        // Without the mark, Excel on a Chinese Windows reads UTF-8 as GBK.
        let csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let mut sheet = Sheet { csv, width: 0, rows: 0 };
        let header: Vec<&str> = header.into_iter().collect();
        sheet.width = header.len();
        sheet.write(&header);
        sheet
    }

    /// The number of the row that comes next, from 1: 序号.
    pub(super) fn next_number(&self) -> Cell {
        Cell::number(self.rows + 1)
    }

    /// Adds a row, as wide as the header.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let cells: Vec<Cell> = cells.into_iter().collect();
        debug_assert_eq!(cells.len(), self.width, "a row is as wide as its header");
        let texts: Vec<&str> = cells.iter().map(Cell::as_str).collect();
        self.write(&texts);
        self.rows += 1;
    }

    /// The file.
    pub(super) fn finish(self) -> Vec<u8> {
        self.csv.into_inner().expect("writing to memory cannot fail")
    }

    fn write(&mut self, row: &[&str]) {
        self.csv.write_record(row).expect("writing to memory cannot fail");
    }
}
