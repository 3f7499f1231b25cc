//! The form of rows, by RFC 4180 and no more leniently.
//!
//! The `csv` crate, which splits rows into cells, accepts a quote that is never closed, text after a closing quote and a
//! bare quote, and guesses what was meant; a register must not be guessed. So this pass over the bytes goes ahead of it. It
//! stores no cell, and where rows and cells end it agrees with the crate, whatever the text, which a test shows.

use std::cmp::Ordering;

/// The most bytes that one cell may have: 64 KiB.
pub(crate) const MAX_CELL_BYTES: usize = 64 * 1024;

/// The most cells that one row may have.
pub(crate) const MAX_COLUMNS: usize = 1000;

/// A fault in the form of a row: what, on which line, at which byte of the file, and in which cell of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) line: usize,
    pub(crate) at: usize,
    pub(crate) column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// A quote was opened and the file ended.
    NeverClosed,
    /// Something other than a comma or the end of the line follows a closing quote; the quote was opened on this line.
    AfterQuote { opened: usize },
    /// A quote within a cell that does not start with one.
    BareQuote,
    /// A cell of more than [`MAX_CELL_BYTES`].
    TooLong,
    /// More than [`MAX_COLUMNS`] cells.
    TooMany,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The line on which it starts, from 1.
    pub(crate) line: usize,
    /// The byte at which it starts.
    pub(crate) start: usize,
    /// The byte after it.
    pub(crate) end: usize,
    /// Whether its cells can be told and keep within the bounds.
    pub(crate) readable: bool,
}

/// The pass over a text, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Lint<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lint<'a> {
    /// From the start of a text on, or from after its byte order mark.
    pub(crate) fn new(text: &'a str) -> Self {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, at: mark, line: 1 }
    }

    /// Where a cell of the row that starts at a byte stands, quotes included: its first byte, and its length.
    pub(crate) fn span(text: &str, start: usize, column: usize) -> Option<(usize, usize)> {
        let mut lint = Lint { text, at: start, line: 1 };
        for _ in 0..column {
            lint.cell();
            if !lint.end_of_cell() {
                return None;
            }
        }
        let start = lint.at;
        lint.cell();
        Some((start, lint.at.saturating_sub(start)))
    }

    /// Passes the next row, blank lines before it too, and adds what is wrong with it to `faults`, in order, at most one
    /// fault a cell. `None` at the end.
    pub(crate) fn row(&mut self, faults: &mut Vec<Fault>) -> Option<Extent> {
        while matches!(self.byte()?, b'\r' | b'\n') {
            self.end_of_cell();
        }
        let mut extent = Extent { line: self.line, start: self.at, end: self.at, readable: true };
        let mut column = 0_usize;
        loop {
            let (line, at) = (self.line, self.at);
            let in_cell = self.cell();
            let is_long = self.at.saturating_sub(at) > MAX_CELL_BYTES;
            let fault = match column.cmp(&MAX_COLUMNS) {
                Ordering::Less => in_cell.or(is_long.then_some((FaultKind::TooLong, line, at))),
                Ordering::Equal => Some((FaultKind::TooMany, line, at)),
                Ordering::Greater => None,
            };
            faults.extend(fault.map(|(kind, line, at)| Fault { kind, line, at, column }));
            let is_closed = !matches!(in_cell, Some((FaultKind::NeverClosed, ..)));
            extent.readable &= is_closed && !is_long && column < MAX_COLUMNS;
            column = column.saturating_add(1);
            if !self.end_of_cell() {
                extent.end = self.at;
                return Some(extent);
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes one cell, up to what ends it, and returns the first thing wrong with its quotes, with its line and byte.
    fn cell(&mut self) -> Option<(FaultKind, usize, usize)> {
        if self.byte() == Some(b'"') { self.quoted() } else { self.unquoted() }
    }

    fn unquoted(&mut self) -> Option<(FaultKind, usize, usize)> {
        let start = self.at;
        let text = self.rest_of_cell();
        let quote = text.iter().position(|byte| *byte == b'"')?;
        Some((FaultKind::BareQuote, self.line, start.saturating_add(quote)))
    }

    fn quoted(&mut self) -> Option<(FaultKind, usize, usize)> {
        let (opening, opened) = (self.at, self.line);
        loop {
            self.at = self.at.saturating_add(1);
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(part) = rest.find('"').and_then(|length| rest.get(..length)) else {
                self.at = self.text.len();
                return Some((FaultKind::NeverClosed, opened, opening));
            };
            self.line = self.line.saturating_add(line_ends(part));
            self.at = self.at.saturating_add(part.len()).saturating_add(1);
            if self.byte() != Some(b'"') {
                break;
            }
        }
        let after = self.at;
        let is_fault = !self.rest_of_cell().is_empty();
        is_fault.then_some((FaultKind::AfterQuote { opened }, self.line, after))
    }

    /// Passes what is left before the next comma or line end.
    fn rest_of_cell(&mut self) -> &'a [u8] {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(rest.len());
        self.at = self.at.saturating_add(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Passes the comma or the line end after a cell; whether the row goes on.
    fn end_of_cell(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = match rest {
            [] => return false,
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        self.at = self.at.saturating_add(length);
        if rest.starts_with(b",") {
            return true;
        }
        self.line = self.line.saturating_add(1);
        false
    }
}

/// How many line ends a text has: LF, CR, or CR and LF as one.
pub(crate) fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    let returns = bytes.iter().filter(|byte| **byte == b'\r').count();
    let pairs = if returns == 0 { 0 } else { text.matches("\r\n").count() };
    feeds.saturating_add(returns).saturating_sub(pairs)
}

#[cfg(test)]
mod tests;
