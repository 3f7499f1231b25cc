//! Text into rows and cells, by RFC 4180 and no more leniently.
//!
//! One pass splits and checks at once. General CSV readers accept a quote that is never closed, text after a closing quote
//! and a bare quote, and guess what was meant; a register must not be guessed. Where both accept a text they agree, which a
//! test shows.

use std::borrow::Cow;

/// The most bytes that one cell may have: 64 KiB.
pub(crate) const MAX_CELL_BYTES: usize = 64 * 1024;

/// The most cells that one row may have.
pub(crate) const MAX_COLUMNS: usize = 1000;

/// One cell: its text, and where it stands in the file, quotes included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) start: usize,
    pub(crate) length: usize,
}

/// One row, which may run over several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// The line on which it starts, from 1.
    pub(crate) line: usize,
    /// The byte at which it starts.
    pub(crate) start: usize,
    pub(crate) cells: Vec<Cell<'a>>,
    /// What is wrong with its form, in order; at most one fault a cell.
    pub(crate) faults: Vec<Fault>,
}

/// A fault in the form of a row: what, on which line, at which byte of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) line: usize,
    pub(crate) at: usize,
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

/// A reader of rows. A row without any content, such as a blank line, is passed over.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// A reader from the start of a row on.
    pub(crate) fn from(text: &'a str, start: usize, line: usize) -> Self {
        Self { text, at: start, line }
    }

    /// Reads the next row into `row`; `false` at the end.
    pub(crate) fn next(&mut self, row: &mut Row<'a>) -> bool {
        loop {
            (row.line, row.start) = (self.line, self.at);
            row.cells.clear();
            row.faults.clear();
            if self.at >= self.text.len() {
                return false;
            }
            while self.cell(row) {}
            if !row.faults.is_empty() || row.cells.iter().any(|cell| !cell.text.trim().is_empty()) {
                return true;
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads one cell and what ends it; whether the row goes on.
    fn cell(&mut self, row: &mut Row<'a>) -> bool {
        let (start, line, fault_count) = (self.at, self.line, row.faults.len());
        let text = if self.byte() == Some(b'"') { self.quoted(row, line) } else { self.unquoted(row) };
        let length = self.at.saturating_sub(start);
        let too_long = length > MAX_CELL_BYTES;
        if too_long && row.faults.len() == fault_count {
            row.faults.push(Fault { kind: FaultKind::TooLong, line, at: start });
        }
        if row.cells.len() < MAX_COLUMNS {
            row.cells.push(Cell { text: if too_long { Cow::Borrowed("") } else { text }, start, length });
        } else {
            row.faults.truncate(fault_count);
            if row.faults.last().is_none_or(|fault| fault.kind != FaultKind::TooMany) {
                row.faults.push(Fault { kind: FaultKind::TooMany, line, at: start });
            }
        }
        self.end_of_cell()
    }

    /// Passes the comma or the end of the line after a cell; whether the row goes on.
    fn end_of_cell(&mut self) -> bool {
        match self.byte() {
            Some(b',') => {
                self.at = self.at.saturating_add(1);
                true
            }
            Some(end) => {
                let pair =
                    end == b'\r' && self.text.as_bytes().get(self.at.saturating_add(1)) == Some(&b'\n');
                self.at = self.at.saturating_add(if pair { 2 } else { 1 });
                self.line = self.line.saturating_add(1);
                false
            }
            None => false,
        }
    }

    /// The rest of a cell up to what ends it; the first bare quote in it is a fault.
    fn unquoted(&mut self, row: &mut Row<'a>) -> Cow<'a, str> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(rest.len());
        self.at = start.saturating_add(length);
        let text = self.text.get(start..self.at).unwrap_or_default();
        if let Some(quote) = text.find('"') {
            let at = start.saturating_add(quote);
            row.faults.push(Fault { kind: FaultKind::BareQuote, line: self.line, at });
        }
        Cow::Borrowed(text)
    }

    /// A cell that starts with a quote, up to what ends it.
    fn quoted(&mut self, row: &mut Row<'a>, opened: usize) -> Cow<'a, str> {
        let opening = self.at;
        self.at = self.at.saturating_add(1);
        let mut joined: Option<String> = None;
        loop {
            let part_start = self.at;
            let rest = self.text.get(part_start..).unwrap_or_default();
            let part = rest.find('"').and_then(|length| rest.get(..length));
            let Some(part) = part else {
                row.faults.push(Fault { kind: FaultKind::NeverClosed, line: opened, at: opening });
                self.at = self.text.len();
                return Cow::Borrowed("");
            };
            self.line = self.line.saturating_add(line_ends(part));
            self.at = part_start.saturating_add(part.len()).saturating_add(1);
            if self.byte() == Some(b'"') {
                self.at = self.at.saturating_add(1);
                let joined = joined.get_or_insert_default();
                // What is too long is not kept.
                if joined.len() <= MAX_CELL_BYTES {
                    joined.push_str(part);
                    joined.push('"');
                }
                continue;
            }
            let text = match joined {
                Some(mut joined) => {
                    if joined.len() <= MAX_CELL_BYTES {
                        joined.push_str(part);
                    }
                    Cow::Owned(joined)
                }
                None => Cow::Borrowed(part),
            };
            if !matches!(self.byte(), None | Some(b',' | b'\r' | b'\n')) {
                row.faults.push(Fault {
                    kind: FaultKind::AfterQuote { opened },
                    line: self.line,
                    at: self.at,
                });
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let length =
                    rest.iter().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(rest.len());
                self.at = self.at.saturating_add(length);
            }
            return text;
        }
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
