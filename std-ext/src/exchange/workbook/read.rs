//! A workbook into the CSV files of a directory.

use super::{REGISTER_SHEET, cell, sheet_name};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{CsvWriter, FILES, MAX_COLUMNS, Source, fold, line_ends, nearest};
use calamine::{Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The most bytes of a workbook: 64 MiB.
pub const MAX_WORKBOOK_BYTES: usize = 64 << 20;

/// The most bytes of all that is packed in a workbook, once it is unpacked: 256 MiB.
const MAX_UNPACKED: u64 = 256 << 20;

/// What a workbook holds of registers.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// A text as of the CSV file for each sheet that is a register, in the order of the sheets.
    pub files: Vec<Source>,
    name: String,
    /// The row of a sheet, from 1, for each line of its file on which one begins.
    rows: BTreeMap<String, Vec<(usize, u32)>>,
}

impl Workbook {
    /// What was found wrong with [`Self::files`], at the sheets and rows of the workbook.
    #[must_use]
    pub fn located(&self, found: &Diagnostics) -> Diagnostics {
        let mut out = Diagnostics::new();
        out.extend(found.iter().map(|diagnostic| {
            let mut diagnostic = diagnostic.clone();
            if FILES.iter().all(|(file, _)| *file != diagnostic.file) {
                return diagnostic;
            }
            let rows = self.rows.get(&diagnostic.file).map_or(&[][..], Vec::as_slice);
            diagnostic.file = self.place(sheet_name(&diagnostic.file));
            diagnostic.line = diagnostic.line.map(|line| {
                let before = rows.partition_point(|(start, _)| *start <= line);
                let row = before.checked_sub(1).and_then(|at| rows.get(at)).map_or(1, |(_, row)| *row);
                usize::try_from(row).unwrap_or(usize::MAX)
            });
            diagnostic.snippet = None;
            diagnostic
        }));
        out
    }

    fn place(&self, sheet: &str) -> String {
        format!("{}, sheet {sheet}", self.name)
    }
}

/// Reads a workbook. A sheet has the name of a register's file without `.csv`, and the columns of that file; others are told. `None`
/// if anything is wrong with a cell, or it is no workbook.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::diagnostic::Diagnostics;
/// use plimsoll::exchange::{read_workbook, write_workbook};
/// let sample = Organisation::sample();
/// let mut diagnostics = Diagnostics::new();
/// let bytes = write_workbook(sample.registers(), None, &mut diagnostics).ok_or("see diagnostics")?;
/// let book = read_workbook("book.xlsx", &bytes, &mut diagnostics).ok_or("see diagnostics")?;
/// let again = sample.with_registers(&book.files, &mut diagnostics).ok_or("see diagnostics")?;
/// assert_eq!(again.registers(), sample.registers());
/// # Ok::<(), &str>(())
/// ```
pub fn read_workbook(name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Workbook> {
    let mut out = Diagnostics::new();
    let book = bounded(bytes)
        .and_then(|()| Xlsx::new(Cursor::new(bytes)).map_err(|error| format!("is no workbook: {error}")))
        .map_err(|message| out.push(Diagnostic::error(name, message).help("save it as .xlsx")))
        .ok()
        .map(|book| sheets(name, book, &mut out));
    let sound = !out.is_error();
    diagnostics.append(out);
    book.filter(|_| sound)
}

/// Whether a workbook is small enough to be read: what it says of its own size is not believed.
fn bounded(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > MAX_WORKBOOK_BYTES {
        return Err(format!("is larger than {} MiB", MAX_WORKBOOK_BYTES >> 20));
    }
    let none = |error: &dyn std::fmt::Display| format!("is no workbook: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| none(&error))?;
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| none(&error))?;
        let unpacked = io::copy(&mut file.take(left.saturating_add(1)), &mut io::sink());
        left = left
            .checked_sub(unpacked.map_err(|error| none(&error))?)
            .ok_or_else(|| format!("unpacks to more than {} MiB", MAX_UNPACKED >> 20))?;
    }
    Ok(())
}

fn sheets(name: &str, mut book: Xlsx<Cursor<&[u8]>>, out: &mut Diagnostics) -> Workbook {
    let mut workbook = Workbook { name: name.to_owned(), ..Workbook::default() };
    for sheet in book.sheet_names() {
        let place = workbook.place(&sheet);
        let folded = fold(&sheet);
        let file = FILES.iter().map(|(file, _)| *file).find(|file| sheet_name(file) == folded);
        let Some(file) = file else {
            if folded == REGISTER_SHEET {
                out.push(Diagnostic::note(place, "holds results, which are worked out and not read"));
                continue;
            }
            let near = nearest(&folded, FILES.iter().map(|(file, _)| sheet_name(file)));
            let help = near.map(|near| format!("is it meant to be `{near}`?"));
            out.push(Diagnostic::warning(place, "is not read: no register has this name").maybe_help(help));
            continue;
        };
        if workbook.rows.contains_key(file) {
            out.push(Diagnostic::error(place, "is a second sheet of this register").help("keep one"));
            continue;
        }
        if let Some(cells) = cells(&mut book, &sheet, &place, out) {
            let (source, rows) = as_csv(file, &cells);
            workbook.files.push(source);
            workbook.rows.insert(file.to_owned(), rows);
        }
    }
    if workbook.files.is_empty() && !out.is_error() {
        let help = format!("sheets are named {}", FILES.map(|(file, _)| sheet_name(file)).join(", "));
        out.push(Diagnostic::error(name, "has no sheet that is a register").help(help));
    }
    workbook
}

/// Texts by row and column, from 0; none is empty.
type Cells = BTreeMap<(u32, u32), String>;

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, place: &str, out: &mut Diagnostics) -> Option<Cells> {
    let broken = |error: &dyn std::fmt::Display| Diagnostic::error(place, format!("cannot be read: {error}"));
    let mut cells = Cells::new();
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        Err(error) => {
            out.push(broken(&error));
            return None;
        }
    };
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) => {
                out.push(broken(&error));
                return None;
            }
        };
        let (row, column) = cell.get_position();
        let number = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
        let at = |message: String| Diagnostic::error(place, message).line(number).field(letters(column));
        match cell::text(cell.get_value()) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(_) if usize::try_from(column).is_ok_and(|column| column >= MAX_COLUMNS) => {
                out.push(at(format!("is past the last of {MAX_COLUMNS} columns")));
                return None;
            }
            Ok(text) => {
                cells.insert((row, column), text);
            }
            Err(message) => out.push(at(message)),
        }
    }
    drop(reader);
    results_missing(book, sheet, place, &cells, out);
    Some(cells)
}

/// Tells each formula that has no result: programs that write workbooks without working them out leave it away, and it would be
/// taken for an empty cell.
fn results_missing(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    place: &str,
    cells: &Cells,
    out: &mut Diagnostics,
) {
    let Ok(mut reader) = book.worksheet_cells_reader(sheet) else { return };
    while let Ok(Some(formula)) = reader.next_formula() {
        let (row, column) = formula.get_position();
        if !formula.get_value().is_empty() && !cells.contains_key(&(row, column)) {
            let number = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
            let wrong = Diagnostic::error(place, "is a formula without a result").line(number);
            let help = "open it in a spreadsheet and save it, or put the value in its place";
            out.push(wrong.field(letters(column)).help(help));
        }
    }
}

/// The letters of a column as workbooks show them: A, B, ..., Z, AA.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = Some(column);
    while let Some(number) = left {
        letters.push(char::from(b'A'.saturating_add(u8::try_from(number % 26).unwrap_or_default())));
        left = (number / 26).checked_sub(1);
    }
    letters.iter().rev().collect()
}

/// A file with the rows that hold anything, and on which line each of them begins.
fn as_csv(file: &str, cells: &Cells) -> (Source, Vec<(usize, u32)>) {
    let mut rows: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
    for ((row, column), text) in cells {
        rows.entry(*row).or_default().push((*column, text));
    }
    let width = |row: &[(u32, &str)]| row.last().map_or(0, |(column, _)| column.saturating_add(1));
    let header = rows.values().next().map_or(0, |row| width(row));
    let (mut writer, mut lines, mut line) = (CsvWriter::default(), Vec::new(), 1_usize);
    for (number, row) in &rows {
        lines.push((line, number.saturating_add(1)));
        let mut given = row.iter().peekable();
        for column in 0..header.max(width(row)) {
            let text = given.next_if(|(at, _)| *at == column).map_or("", |(_, text)| text);
            writer.cell(text);
            line = line.saturating_add(line_ends(text));
        }
        writer.end();
        line = line.saturating_add(1);
    }
    (Source::new(file, writer.finish()), lines)
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).to_vec();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
