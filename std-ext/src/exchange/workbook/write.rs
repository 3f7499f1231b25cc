//! Registers, and what was decided, as a workbook.

use super::super::register_rows::{REGISTER_COLUMNS, RegisterRow};
use super::{REGISTER_SHEET, sheet_name};
use crate::assessment::Assessment;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Registers, Source, plain_rows};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The name under which what cannot be written is told.
const NAME: &str = "workbook";

/// The same moment in every workbook, so that equal registers give equal bytes.
const MADE: (u16, u8, u8) = (2000, 1, 1);

/// By what a workbook is known that was written here.
const TITLE: &str = "Registers as plimsoll exports them";

/// Whether bytes are a workbook that [`write_workbook`] wrote, whatever was done to it since.
#[must_use]
pub fn is_own_workbook(bytes: &[u8]) -> bool {
    let properties = ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut archive| {
        let mut text = String::new();
        archive.by_name("docProps/core.xml").ok()?.take(MOST_PROPERTIES).read_to_string(&mut text).ok()?;
        Some(text)
    });
    properties.is_some_and(|text| text.contains(TITLE))
}

/// The most bytes of properties that are looked at.
const MOST_PROPERTIES: u64 = 1 << 16;

/// Writes registers as a workbook, with a sheet for each that has records; and, where an assessment is given, a first sheet with the
/// risk register that it comes to (domain.md A12). All cells of registers are texts, so that what is read back is what was written.
/// `None` if a sheet has no room for a register, which is reported.
pub fn write_workbook(
    registers: &Registers,
    assessment: Option<&Assessment<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let mut book = Workbook::new();
    if let Ok(made) = ExcelDateTime::from_ymd(MADE.0, MADE.1, MADE.2) {
        book.set_properties(&DocProperties::new().set_title(TITLE).set_creation_datetime(&made));
    }
    let written = assessment
        .map_or(Ok(()), |assessment| results(&mut book, assessment))
        .and_then(|()| registers.to_csv().iter().try_for_each(|source| register(&mut book, source)))
        .and_then(|()| book.save_to_buffer());
    written
        .map_err(|error| {
            let help = "a sheet has room for 1,048,576 rows of 16,384 cells of 32,767 characters: export as CSV or JSON";
            diagnostics.push(Diagnostic::error(NAME, format!("cannot be written: {error}")).help(help));
        })
        .ok()
}

/// A sheet with a header that stays in sight.
fn sheet<'b>(book: &'b mut Workbook, name: &str, header: &[&str]) -> Result<&'b mut Worksheet, XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(header) {
        sheet.write_string_with_format(0, column, *title, &bold)?;
    }
    Ok(sheet)
}

fn register(book: &mut Workbook, source: &Source) -> Result<(), XlsxError> {
    // What was just written can be read.
    let rows = plain_rows(source, &mut Diagnostics::new()).unwrap_or_default();
    let Some((header, rows)) = rows.split_first().filter(|(_, rows)| !rows.is_empty()) else { return Ok(()) };
    let titles: Vec<&str> = header.cells.iter().map(String::as_str).collect();
    let sheet = sheet(book, sheet_name(&source.name), &titles)?;
    for (number, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(&row.cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(number, column, text)?;
        }
    }
    Ok(())
}

fn results(book: &mut Workbook, assessment: &Assessment<'_>) -> Result<(), XlsxError> {
    let sheet = sheet(book, REGISTER_SHEET, &REGISTER_COLUMNS)?;
    for (number, assessed) in (1..).zip(assessment.risks()) {
        let row = RegisterRow::of(assessment, assessed);
        for (column, text) in (0..).zip(row.cells()).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<u32>() {
                // What is counted can be summed up by whoever opens it.
                Ok(score) if RegisterRow::is_number(column) => sheet.write_number(number, column, score)?,
                _ => sheet.write_string(number, column, text)?,
            };
        }
    }
    Ok(())
}
