//! A CSV file that is edited row by row: what is not edited stays as it is, byte for byte.

use super::csv::{Lint, Row, Rows, Writer, unguarded};
use super::words::fold;

/// The text of a CSV file whose form is sound, without a byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    text: String,
}

/// Columns that a value is given for, and that the file does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingColumns(pub(crate) Vec<String>);

impl Sheet {
    /// A file as it was read.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// A file that has a header and no rows.
    pub(crate) fn with_columns<'c>(columns: impl IntoIterator<Item = &'c str>) -> Self {
        Self { text: row(columns) + "\n" }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file has a column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header().iter().any(|name| name == column)
    }

    /// Adds a row at the end; the columns that are not given stay empty.
    pub(crate) fn append(&mut self, cells: &[(&str, &str)]) -> Result<(), MissingColumns> {
        let header = self.header();
        present(&header, cells)?;
        let value = |name: &String| {
            cells.iter().find(|(column, _)| column == name).map(|(_, value)| *value).unwrap_or_default()
        };
        let end = self.line_end();
        if !self.text.ends_with(['\n', '\r']) {
            self.text.push_str(end);
        }
        self.text.push_str(&row(header.iter().map(value)));
        self.text.push_str(end);
        Ok(())
    }

    /// Replaces cells in the row that has an id; each stays in quotes if it was. `false` if there is no such row.
    pub(crate) fn replace(&mut self, id: &str, cells: &[(&str, &str)]) -> Result<bool, MissingColumns> {
        let header = self.header();
        present(&header, cells)?;
        let position = |column: &str| header.iter().position(|name| name == column);
        let ids = position("id");
        let mut rows = Rows::new(&self.text);
        let mut row = Row::default();
        let start = loop {
            if !rows.next(&mut row) {
                return Ok(false);
            }
            let found = ids.and_then(|at| row.cells.get(at)).map(|cell| unguarded(cell.trim()));
            if row.start > 0 && found == Some(id) {
                break row.start;
            }
        };
        let mut edits: Vec<(usize, usize, &str)> = cells
            .iter()
            .filter_map(|(column, value)| {
                let (at, length) = Lint::span(&self.text, start, position(column)?)?;
                Some((at, length, *value))
            })
            .collect();
        // From the last on, so that those before stay where they are.
        edits.sort_unstable();
        for (at, length, value) in edits.into_iter().rev() {
            let span = at..at.saturating_add(length);
            let was_quoted = self.text.get(span.clone()).is_some_and(|cell| cell.starts_with('"'));
            self.text.replace_range(span, &cell(value, was_quoted));
        }
        Ok(true)
    }

    /// The names of the columns, folded.
    fn header(&self) -> Vec<String> {
        let mut row = Row::default();
        Rows::new(&self.text).next(&mut row);
        row.cells.iter().map(fold).collect()
    }

    /// What ends the lines of the file.
    fn line_end(&self) -> &'static str {
        match self.text.find(['\r', '\n']).and_then(|at| self.text.get(at..)) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        }
    }
}

fn present(header: &[String], cells: &[(&str, &str)]) -> Result<(), MissingColumns> {
    let is_missing =
        |(column, value): &&(&str, &str)| !value.is_empty() && !header.iter().any(|name| name == column);
    let missing: Vec<String> =
        cells.iter().filter(is_missing).map(|(column, _)| (*column).to_owned()).collect();
    if missing.is_empty() { Ok(()) } else { Err(MissingColumns(missing)) }
}

/// A row without its line end.
fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut writer = Writer::default();
    cells.into_iter().for_each(|cell| writer.cell(cell));
    writer.end();
    let mut text = writer.finish();
    text.pop();
    text
}

/// A cell as it is written, in quotes if it has to be or was before.
fn cell(value: &str, was_quoted: bool) -> String {
    let mut written = if value.is_empty() { String::new() } else { row([value]) };
    if was_quoted && !written.starts_with('"') {
        written = format!("\"{written}\"");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "id,Name ,note\nA1,one,\"x, y\"\n A2 ,two,\n";

    fn appended(text: &str, cells: &[(&str, &str)]) -> String {
        let mut sheet = Sheet::new(text);
        sheet.append(cells).unwrap();
        sheet.text().strip_prefix(text).unwrap().to_owned()
    }

    #[test]
    fn rows_are_appended_in_the_form_of_the_file() {
        let cells = [("note", "a,\"b\"\nc"), ("id", "=1")];
        assert_eq!(appended(PLAIN, &cells), "'=1,,\"a,\"\"b\"\"\nc\"\n");
        assert_eq!(appended("id,note", &cells), "\n'=1,\"a,\"\"b\"\"\nc\"\n");
        assert_eq!(appended("id,note\r\nx,y", &[("id", "1")]), "\r\n1,\r\n");
        assert_eq!(appended("id,note\rx,y\r", &[("id", "1")]), "1,\r");
        assert_eq!(appended("id,note\n\n\n", &[("id", "1")]), "1,\n");
        let mut sheet = Sheet::with_columns(["id", "note"]);
        sheet.append(&[("id", "1")]).unwrap();
        assert_eq!(sheet.text(), "id,note\n1,\n");
    }

    #[test]
    fn a_cell_is_replaced_and_everything_else_stays() {
        for (id, cells, expected) in [
            ("A1", vec![("name", "uno")], "id,Name ,note\nA1,uno,\"x, y\"\n A2 ,two,\n"),
            ("A1", vec![("note", "z")], "id,Name ,note\nA1,one,\"z\"\n A2 ,two,\n"),
            ("A1", vec![("note", ""), ("name", "a,b")], "id,Name ,note\nA1,\"a,b\",\"\"\n A2 ,two,\n"),
            ("A2", vec![("note", "-5"), ("name", "")], "id,Name ,note\nA1,one,\"x, y\"\n A2 ,,'-5\n"),
            ("A2", vec![("other", "")], PLAIN),
        ] {
            let mut sheet = Sheet::new(PLAIN);
            assert_eq!(sheet.replace(id, &cells), Ok(true));
            assert_eq!(sheet.text(), expected);
        }
        let mut sheet = Sheet::new(PLAIN);
        assert_eq!(sheet.replace("A3", &[("name", "x")]), Ok(false));
        assert_eq!(sheet.replace("id", &[("name", "x")]), Ok(false), "the header is no row");
        let missing = Err(MissingColumns(vec!["other".into()]));
        assert_eq!(sheet.replace("A1", &[("name", "x"), ("other", "y")]), missing);
        assert_eq!(sheet.append(&[("id", "A3"), ("other", "y")]).map(|()| true), missing);
        assert_eq!(sheet.text(), PLAIN);
        assert!(sheet.has("name") && !sheet.has("Name ") && !sheet.has("other"));
    }
}
