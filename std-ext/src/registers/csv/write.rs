//! Rows as text.

use csv::WriterBuilder;
use std::fmt::Debug;

/// Whether a text starts, after any apostrophes, with a character by which spreadsheets tell a formula.
fn starts_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text without the apostrophe that [`Writer::cell`] puts before what a spreadsheet would take for a formula.
pub(crate) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| starts_like_formula(rest)).unwrap_or(text)
}

/// Writes rows by the `csv` crate, with LF after each. A cell that a spreadsheet would take for a formula gets an apostrophe
/// before it, and reading takes that off again.
#[derive(Debug)]
pub(crate) struct Writer(csv::Writer<Vec<u8>>);

impl Default for Writer {
    fn default() -> Self {
        Self(WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }
}

impl Writer {
    /// Adds a cell to the row.
    pub(crate) fn cell(&mut self, text: &str) {
        done(if starts_like_formula(text) {
            self.0.write_field(format!("'{text}"))
        } else {
            self.0.write_field(text)
        });
    }

    /// Adds a cell with what a value shows, or an empty one.
    pub(crate) fn value(&mut self, value: Option<impl std::fmt::Display>) {
        match value {
            Some(value) => self.cell(&value.to_string()),
            None => self.cell(""),
        }
    }

    /// Adds a cell with a list of labels.
    pub(crate) fn labels(&mut self, labels: impl Iterator<Item = &'static str>) {
        self.cell(&labels.collect::<Vec<_>>().join(";"));
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) {
        done(self.0.write_record(None::<&str>));
    }

    /// All rows.
    pub(crate) fn finish(self) -> String {
        done(String::from_utf8(done(self.0.into_inner())))
    }
}

/// What comes of writing to memory, which does not fail.
#[expect(
    clippy::expect_used,
    reason = "a `Vec` takes all bytes, a flexible writer rows of any length, and texts joined are a text"
)]
fn done<T, E: Debug>(written: Result<T, E>) -> T {
    written.expect("memory takes every row")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let mut writer = Writer::default();
        writer.cell(cell);
        writer.cell("x");
        writer.end();
        writer.finish().strip_suffix(",x\n").unwrap().to_owned()
    }

    #[test]
    fn formulas_are_guarded_and_quotes_doubled() {
        for (cell, text) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+46 8", "'+46 8"),
            ("-40", "'-40"),
            ("@x", "'@x"),
            ("'=x", "''=x"),
            ("'tis", "'tis"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=a,b", "\"'=a,b\""),
            ("\t=x", "'\t=x"),
            ("", ""),
        ] {
            assert_eq!(written(cell), text);
        }
    }

    #[test]
    fn only_a_guard_is_taken_off() {
        for (text, cell) in
            [("'=x", "=x"), ("''=x", "'=x"), ("'tis", "'tis"), ("'", "'"), ("''", "''"), ("=x", "=x")]
        {
            assert_eq!(unguarded(text), cell);
        }
    }
}
