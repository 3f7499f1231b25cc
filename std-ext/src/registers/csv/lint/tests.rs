//! The lint against a plain recogniser, and against where the `csv` crate ends rows and cells.

use super::{Extent, Fault, FaultKind, Lint, MAX_CELL_BYTES, MAX_COLUMNS, line_ends};
use proptest::prelude::*;

/// The rows of a text, each with its faults.
fn lint(text: &str) -> Vec<(Extent, Vec<Fault>)> {
    let mut lint = Lint::new(text);
    let mut faults = Vec::new();
    std::iter::from_fn(|| lint.row(&mut faults).map(|row| (row, std::mem::take(&mut faults)))).collect()
}

fn kinds(text: &str) -> Vec<FaultKind> {
    lint(text).iter().flat_map(|(_, faults)| faults).map(|fault| fault.kind).collect()
}

#[test]
fn faults_have_their_line_byte_and_column() {
    let fault = |kind, line, at, column| Fault { kind, line, at, column };
    let after = |opened| FaultKind::AfterQuote { opened };
    for (text, expected) in [
        ("a,\"b", vec![fault(FaultKind::NeverClosed, 1, 2, 1)]),
        ("\"", vec![fault(FaultKind::NeverClosed, 1, 0, 0)]),
        ("\r\n\"a\"\"\n", vec![fault(FaultKind::NeverClosed, 2, 2, 0)]),
        ("\"a\"b,c\"d", vec![fault(after(1), 1, 3, 0), fault(FaultKind::BareQuote, 1, 6, 1)]),
        ("x\n\"a\n\n\"b", vec![fault(after(2), 4, 7, 0)]),
        ("x,\"\n\"\ry,\"\r\n\r\"\" \"z", vec![fault(after(3), 5, 16, 1)]),
        (" \"a\"", vec![fault(FaultKind::BareQuote, 1, 1, 0)]),
        ("a\"b\"c\"", vec![fault(FaultKind::BareQuote, 1, 1, 0)]),
        ("\u{feff}\"a\"b", vec![fault(after(1), 1, 6, 0)]),
        ("\u{feff}\u{feff}\"a\"", vec![fault(FaultKind::BareQuote, 1, 6, 0)]),
    ] {
        let found: Vec<Fault> = lint(text).into_iter().flat_map(|(_, faults)| faults).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn rows_have_their_lines() {
    let text = "\n\ra,\"\r\n\"\r\n\r\n\"\n\r\",\n,\r\"\nb";
    let rows: Vec<_> = lint(text).iter().map(|(row, _)| (row.line, row.start, row.end)).collect();
    assert_eq!(rows, [(3, 2, 10), (6, 12, 18), (9, 18, 20), (10, 20, 23)]);
}

#[test]
fn bounds_are_exact() {
    for (long, is_good) in [(MAX_CELL_BYTES, true), (MAX_CELL_BYTES + 1, false)] {
        for cell in ["x".repeat(long), format!("\"{}\"", "x".repeat(long - 2))] {
            let expected = if is_good { vec![] } else { vec![FaultKind::TooLong] };
            assert_eq!(kinds(&format!("a,{cell},b\nc")), expected);
            assert_eq!(lint(&cell)[0].0.readable, is_good);
        }
    }
    for (cells, is_good) in [(MAX_COLUMNS, true), (MAX_COLUMNS + 1, false)] {
        let row = ",".repeat(cells - 1);
        assert_eq!(kinds(&row), if is_good { vec![] } else { vec![FaultKind::TooMany] });
        assert_eq!(lint(&row)[0].0.readable, is_good);
    }
}

#[test]
fn a_row_of_a_million_faults_is_passed_in_bounded_memory() {
    let rows = lint(&"a\",".repeat(1_000_000));
    let [(row, faults)] = rows.as_slice() else { panic!() };
    assert_eq!((row.readable, faults.len()), (false, MAX_COLUMNS + 1));
    assert_eq!(
        faults.last().map(|fault| (fault.kind, fault.column)),
        Some((FaultKind::TooMany, MAX_COLUMNS))
    );
}

/// Whether RFC 4180 knows the quotes of a text: one character after the other, with what the cell is so far.
fn is_rfc_4180(text: &str) -> bool {
    enum Cell {
        Empty,
        Bare,
        Open,
        /// A quote within quotes: the last, or the first of two.
        Quote,
    }
    let mut cell = Cell::Empty;
    for character in text.chars() {
        cell = match (cell, character) {
            (Cell::Empty | Cell::Quote, '"') | (Cell::Open, '\0'..='!' | '#'..) => Cell::Open,
            (Cell::Open, '"') => Cell::Quote,
            (_, ',' | '\r' | '\n') => Cell::Empty,
            (Cell::Empty | Cell::Bare, '\0'..='!' | '#'..) => Cell::Bare,
            (Cell::Bare, '"') | (Cell::Quote, _) => return false,
        };
    }
    !matches!(cell, Cell::Open)
}

/// What a sound cell, quotes included, says.
fn said(cell: &str) -> String {
    let within = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    within.map_or(cell.to_owned(), |within| within.replace("\"\"", "\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_text_is_refused_exactly_if_a_plain_recogniser_refuses_it(text in "[ab \",\"\n\r\n,é]{0,24}") {
        prop_assert_eq!(kinds(&text).is_empty(), is_rfc_4180(&text));
    }

    #[test]
    fn rows_and_cells_end_where_the_reader_ends_them(text in "\u{feff}?[ab \",\"\n\r\n,é]{0,24}") {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let rows = lint(&text);
        prop_assert_eq!(rows.len(), records.len());
        for ((row, faults), record) in rows.iter().zip(&records) {
            prop_assert_eq!(row.line.checked_sub(1), Some(line_ends(&text[..row.start])));
            for (column, cell) in record.iter().enumerate() {
                let (start, length) = Lint::span(&text, row.start, column).unwrap();
                if faults.iter().all(|fault| fault.column != column) {
                    prop_assert_eq!(said(&text[start..][..length]), cell);
                }
            }
            prop_assert_eq!(Lint::span(&text, row.start, record.len()), None);
        }
    }
}
