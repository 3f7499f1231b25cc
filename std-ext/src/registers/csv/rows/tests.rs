//! Rows as they are read.

use super::super::lint::{FaultKind, MAX_CELL_BYTES, MAX_COLUMNS};
use super::super::write::{Writer, unguarded};
use super::{Row, Rows};
use proptest::prelude::*;

/// The rows of a text, with what is wrong.
fn rows(text: &str) -> (Vec<Vec<String>>, Vec<FaultKind>) {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    let (mut reader, mut row) = (Rows::new(text), Row::default());
    while reader.next(&mut row) {
        all.push(row.cells.iter().map(str::to_owned).collect());
        faults.extend(row.faults.iter().map(|fault| fault.kind));
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
        ("\u{feff}\"a\", b ", vec![vec!["a", " b "]]),
    ] {
        assert_eq!(
            rows(text),
            (expected.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect(), vec![]),
            "{text:?}"
        );
    }
}

#[test]
fn a_row_too_large_to_be_read_is_passed_over_and_reported() {
    let long = format!("x,{}", "y".repeat(MAX_CELL_BYTES + 1));
    let quoted = format!("\"{}\",x", "\"\"\n".repeat(MAX_CELL_BYTES));
    let wide = "z,\"\n\",".repeat(MAX_COLUMNS);
    for (large, fault) in
        [(&long, FaultKind::TooLong), (&quoted, FaultKind::TooLong), (&wide, FaultKind::TooMany)]
    {
        for end in ["\n", "\r\n", "\r\r"] {
            let text = format!("a,b{end}{large}{end}c,\"{end}d\"{end}{large}");
            let (read, faults) = rows(&text);
            let cells = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
            let d = format!("{end}d");
            assert_eq!(read, [cells(&["a", "b"]), vec![], cells(&["c", d.as_str()]), vec![]]);
            assert_eq!(faults, [fault, fault]);
        }
    }
}

#[test]
fn a_byte_order_mark_is_one_only_where_the_text_starts() {
    let (read, faults) = rows(&format!("{}\n\u{feff}\"x\n\"y\"\nz", "x".repeat(MAX_CELL_BYTES + 1)));
    assert_eq!(read.concat(), ["\u{feff}\"x", "y", "z"]);
    assert_eq!(faults, [FaultKind::TooLong, FaultKind::BareQuote]);
}

#[test]
fn a_row_with_a_fault_hides_no_other() {
    let (read, faults) = rows("a,\"b\"c\nd,e\nf\"\ng,\"h\ni,j");
    assert_eq!((read.len(), &read[1], &read[3]), (4, &vec!["d".to_owned(), "e".to_owned()], &vec![]));
    assert_eq!(faults, [FaultKind::AfterQuote { opened: 1 }, FaultKind::BareQuote, FaultKind::NeverClosed]);
}

proptest! {
    #[test]
    fn what_is_written_is_sound_and_read_again(table in prop::collection::vec(prop::collection::vec("[a\",\n\r é='-]{0,6}", 1..5), 0..5)) {
        let mut writer = Writer::default();
        for row in &table {
            for cell in row {
                writer.cell(cell);
            }
            // So that no row is blank.
            writer.cell("x");
            writer.end();
        }
        let (read, faults) = rows(&writer.finish());
        let read: Vec<Vec<String>> = read.iter().map(|row| row.iter().map(|cell| unguarded(cell).to_owned()).collect()).collect();
        let expected: Vec<Vec<String>> = table.into_iter().map(|row| row.into_iter().chain(["x".into()]).collect()).collect();
        prop_assert_eq!((read, faults), (expected, vec![]));
    }
}
