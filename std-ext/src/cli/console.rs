//! Where the program writes: results to standard output, what is wrong to standard error.

use super::{Format, Outcome, escaped};
use crate::diagnostic::{Diagnostic, Diagnostics, Look, harmless};
use crate::words;
use anstream::stream::IsTerminal;
use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, LineStyle, Table, presets};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// The width for people without a terminal to ask.
const WIDTH: u16 = 110;

/// Where a terminal says that it is narrower, it does not know.
const LEAST_WIDTH: u16 = 20;

/// Standard output and standard error, and how to write to them.
pub(super) struct Console {
    format: Format,
    colour: bool,
    out: BufWriter<io::Stdout>,
    failed: Option<io::Error>,
}

impl Console {
    pub(super) fn new(format: Format) -> Self {
        let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Self { format, colour, out: BufWriter::with_capacity(1 << 16, io::stdout()), failed: None }
    }

    /// Whether programs read the result.
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a value as JSON, without anything in it that a terminal would obey, and ends the line.
    pub(super) fn json(&mut self, value: &impl Serialize) {
        let written = escaped::to_writer(&mut self.out, value);
        self.keep(written);
        self.line("");
    }

    /// Writes a line of text, without anything in it that a terminal would obey.
    pub(super) fn line(&mut self, text: &str) {
        let written = writeln!(self.out, "{text}");
        self.keep(written);
    }

    /// Writes a table.
    pub(super) fn table(&mut self, table: &Table) {
        self.line(&table.trim_fmt());
    }

    /// An empty table with a header; columns from `numbers` are aligned to the right.
    pub(super) fn new_table(&self, header: &[&str], numbers: &[usize]) -> Table {
        let mut table = Table::new();
        table.load_style(presets::NOTHING.header_separator(LineStyle::new('-', '-', '-', '-')));
        table.set_header(header.iter().map(|title| self.paint(Cell::new(title), None)));
        // A terminal's tables fit its width; elsewhere a row is a line.
        table.set_content_arrangement(match io::stdout().is_terminal() {
            true => ContentArrangement::Dynamic,
            false => ContentArrangement::Disabled,
        });
        // A terminal that does not know how wide it is says 0.
        if table.width().is_some_and(|width| width < LEAST_WIDTH) {
            table.set_width(WIDTH);
        }
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        for index in numbers {
            if let Some(column) = table.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table
    }

    /// A cell in a colour, given as `#rrggbb`, where there are colours.
    pub(super) fn paint(&self, cell: Cell, colour: Option<&str>) -> Cell {
        match colour.filter(|_| self.colour).and_then(rgb) {
            Some((r, g, b)) => cell.fg(Color::Rgb { r, g, b }),
            None => cell,
        }
    }

    /// Tells what was found, as a result.
    #[cfg(feature = "scripting")]
    pub(super) fn findings(&mut self, findings: &Diagnostics) {
        let look = Look { colour: self.colour, unicode: io::stdout().is_terminal(), width: WIDTH.into() };
        let written = self.out.write_all(findings.draw(look).as_bytes());
        self.keep(written);
    }

    /// Tells what is wrong.
    pub(super) fn diagnose(&mut self, diagnostics: &Diagnostics) {
        if diagnostics.is_empty() {
            return;
        }
        let flushed = self.out.flush();
        self.keep(flushed);
        let stderr = io::stderr();
        // Nothing can be said about a standard error that cannot be written to.
        let _unheard = if self.is_json() && diagnostics.is_error() {
            escaped::to_writer(stderr.lock(), diagnostics).and_then(|()| writeln!(stderr.lock()))
        } else {
            let colour = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
            let look = Look { colour, unicode: stderr.is_terminal(), width: WIDTH.into() };
            stderr.lock().write_all(diagnostics.draw(look).as_bytes())
        };
    }

    /// Writes what is left. A reader that has gone away is no error; anything else is.
    pub(super) fn finish(mut self, outcome: Outcome) -> Outcome {
        let flushed = self.out.flush();
        self.keep(flushed);
        match self.failed.take() {
            None => outcome,
            Some(error) if error.kind() == io::ErrorKind::BrokenPipe => outcome,
            Some(error) => {
                let mut diagnostics = Diagnostics::new();
                let wrong = Diagnostic::error("standard output", format!("cannot be written to: {error}"));
                let help =
                    "see where it leads, and that there is room; files that the command writes are written";
                diagnostics.push(wrong.help(help));
                self.diagnose(&diagnostics);
                Outcome::Bad
            }
        }
    }

    fn keep(&mut self, written: io::Result<()>) {
        if let (Err(error), None) = (written, &self.failed) {
            self.failed = Some(error);
        }
    }
}

fn rgb(colour: &str) -> Option<(u8, u8, u8)> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |range| hex.get(range).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    Some((part(0..2)?, part(2..4)?, part(4..6)?))
}

/// How many ids are listed in a line of their own.
pub(super) const LISTED: usize = 20;

/// Ids in a line, so many at most, and how many more there are.
pub(super) fn listed(ids: &[&str], most: usize) -> String {
    words::listed(ids, most, |id| harmless(id))
}
