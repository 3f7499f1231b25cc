//! The reader of rows against a general CSV reader.

use super::{FaultKind, Row, Rows, line_ends};
use proptest::prelude::*;

/// The rows of a text, blank ones left out, with what is wrong.
fn rows(text: &str) -> (Vec<Vec<String>>, Vec<FaultKind>) {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    let (mut reader, mut row) = (Rows::new(text), Row::default());
    while reader.next(&mut row) {
        all.push(row.cells.iter().map(|cell| cell.text.to_string()).collect());
        faults.extend(row.faults.iter().map(|fault| fault.kind));
        assert_eq!(row.line.checked_sub(1), Some(line_ends(&text[..row.start])), "{text:?}");
        for cell in &row.cells {
            let whole = &text[cell.start..][..cell.length];
            assert!(whole == cell.text || whole.starts_with('"'), "{whole:?} {:?}", cell.text);
        }
    }
    (all, faults)
}

#[test]
fn rows_and_cells() {
    for (text, expected) in [
        ("", vec![]),
        ("a", vec![vec!["a"]]),
        ("a,b\n", vec![vec!["a", "b"]]),
        ("a,\r\n,b", vec![vec!["a", ""], vec!["", "b"]]),
        ("a\rb", vec![vec!["a"], vec!["b"]]),
        ("\n\r\n , \n\"\"\na", vec![vec!["a"]]),
        ("\"a\"\"\",\"b,\n\"", vec![vec!["a\"", "b,\n"]]),
        ("\"\"\"\"", vec![vec!["\""]]),
        ("å,\"ä\"", vec![vec!["å", "ä"]]),
    ] {
        assert_eq!(
            rows(text),
            (expected.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect(), vec![]),
            "{text:?}"
        );
    }
}

#[test]
fn faults() {
    for (text, expected) in [
        ("a,\"b", vec![FaultKind::NeverClosed]),
        ("\"", vec![FaultKind::NeverClosed]),
        ("\"a\"\"", vec![FaultKind::NeverClosed]),
        ("\"a\"b,c\"d", vec![FaultKind::AfterQuote { opened: 1 }, FaultKind::BareQuote]),
        ("x\n\"a\n\n\"b", vec![FaultKind::AfterQuote { opened: 2 }]),
        (" \"a\"", vec![FaultKind::BareQuote]),
        ("a\"b\"c\"", vec![FaultKind::BareQuote]),
    ] {
        assert_eq!(rows(text).1, expected, "{text:?}");
    }
}

#[test]
fn a_row_of_a_million_commas_is_read_in_bounded_memory() {
    let text = "a\",".repeat(1_000_000);
    let (mut reader, mut row) = (Rows::new(&text), Row::default());
    assert!(reader.next(&mut row));
    assert_eq!((row.cells.len(), row.faults.len()), (super::MAX_COLUMNS, super::MAX_COLUMNS + 1));
    assert_eq!(row.faults.last().map(|fault| fault.kind), Some(FaultKind::TooMany));
    assert!(!reader.next(&mut row));
}

/// What a general reader makes of a text, blank rows left out.
fn general(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
        .collect()
}

proptest! {
    #[test]
    fn what_is_sound_is_read_as_by_a_general_reader(text in "[ab \",\"\n\r\n,é]{0,40}") {
        let (found, faults) = rows(&text);
        if faults.is_empty() {
            prop_assert_eq!(found, general(&text));
        }
    }

    #[test]
    fn what_a_general_writer_writes_is_sound(table in prop::collection::vec(prop::collection::vec("[a\",\n\r é]{0,6}", 1..5), 0..5)) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let kept: Vec<_> = table.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(rows(&text), (kept, vec![]));
    }
}
