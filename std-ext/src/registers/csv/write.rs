//! Rows as text.

/// Whether a text starts, after any apostrophes, with a character by which spreadsheets tell a formula.
fn starts_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text without the apostrophe that [`Writer::cell`] puts before what a spreadsheet would take for a formula.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| starts_like_formula(rest)).unwrap_or(text)
}

/// Writes rows as RFC 4180 says, with LF after each. A cell that a spreadsheet would take for a formula gets an apostrophe
/// before it, and reading takes that off again.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    within_row: bool,
}

impl Writer {
    /// Adds a cell to the row.
    pub(crate) fn cell(&mut self, text: &str) {
        if self.within_row {
            self.text.push(',');
        }
        self.within_row = true;
        let guard = if starts_like_formula(text) { "'" } else { "" };
        if text.contains(['"', ',', '\r', '\n']) || text.trim().len() != text.len() {
            self.text.push('"');
            self.text.push_str(guard);
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(guard);
            self.text.push_str(text);
        }
    }

    /// Adds a cell with what a value shows, or an empty one.
    pub(crate) fn value(&mut self, value: Option<impl std::fmt::Display>) {
        match value {
            Some(value) => self.cell(&value.to_string()),
            None => self.cell(""),
        }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) {
        self.text.push('\n');
        self.within_row = false;
    }

    /// All rows.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let mut writer = Writer::default();
        writer.cell(cell);
        writer.finish()
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
            ("\t=x", "\"'\t=x\""),
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
