//! Text into rows, split by the `csv` crate.

use super::lint::{Fault, Lint};
use csv::{ReaderBuilder, StringRecord};

/// One row, which may run over several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line on which it starts, from 1.
    pub(crate) line: usize,
    /// The byte at which it starts.
    pub(crate) start: usize,
    /// The text of its cells; none if the row is too large, or swallowed the rest of the file.
    pub(crate) cells: StringRecord,
    /// What is wrong with its form, in order; at most one fault a cell.
    pub(crate) faults: Vec<Fault>,
}

/// A reader of rows, each of which the lint has passed before it is read. A row without any content is passed over.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    text: &'a str,
    lint: Lint<'a>,
    reader: csv::Reader<&'a [u8]>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, lint: Lint::new(text), reader: reader(text.as_bytes()) }
    }

    /// Reads the next row into `row`; `false` at the end.
    pub(crate) fn next(&mut self, row: &mut Row) -> bool {
        loop {
            row.faults.clear();
            let Some(extent) = self.lint.row(&mut row.faults) else { return false };
            (row.line, row.start) = (extent.line, extent.start);
            if !extent.readable {
                // From the line end on and not from after it: where it starts, the reader drops a byte order mark.
                let end = extent.end.saturating_sub(1);
                self.reader = reader(self.text.as_bytes().get(end..).unwrap_or_default());
                row.cells.clear();
            } else if self.reader.read_record(&mut row.cells).is_err() {
                // Text in memory can be read. Were it not so, the row would lack its cells, which is an error too.
                row.cells.clear();
            }
            let is_blank = !row.cells.is_empty() && row.cells.iter().all(|cell| cell.trim().is_empty());
            if !is_blank || !row.faults.is_empty() {
                return true;
            }
        }
    }
}

/// The reader of the rows of a text, which the lint keeps from what it would guess.
fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text)
}

#[cfg(test)]
mod tests;
