//! Text in the cells of CSV files: no spreadsheet takes one for a formula, and all are read back as they were.

use super::places::{STANDARD, WORDS, registers};
use super::terminal::is_harmless;
use plimsoll::diagnostic::Diagnostics;
use std::sync::LazyLock;

/// Writes the registers with a text in every place, and reads them as a spreadsheet would.
pub(super) fn run(word: &str) -> bool {
    let mut diagnostics = Diagnostics::new();
    let read = registers(word, &WORDS, &mut diagnostics);
    is_harmless(&diagnostics);
    let Some(registers) = read else {
        assert!(diagnostics.is_error(), "refused without a word");
        return false;
    };
    let files = registers.to_csv();
    for (file, expected) in files.iter().zip(SHAPES.iter()) {
        let cells = rows(&file.text);
        assert_eq!(shape(&cells), *expected, "{:?} has other cells", file.text);
        for cell in cells.iter().flatten() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "a formula: {cell:?} of {}",
                file.name
            );
        }
        if file.name == "assets.csv" {
            let asset = &registers.assets()[0];
            assert_eq!(unguarded(&cells[1][0]), asset.id);
            assert_eq!(unguarded(&cells[1][1]), asset.name);
        }
    }
    let json = registers.to_json().expect("registers are JSON");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON that is written is JSON");
    assert_eq!(json["assets"][0]["name"], registers.assets()[0].name);
    assert_eq!(json["risks"][0]["owner"], registers.risks()[0].owner);
    let mut again = Diagnostics::new();
    let organisation = STANDARD.with_registers(&files, &mut again);
    let organisation = organisation.unwrap_or_else(|| panic!("through CSV: {again}"));
    assert_eq!(organisation.registers(), &registers, "through CSV");
    true
}

/// How many cells each row of each file has with plain words.
static SHAPES: LazyLock<Vec<Vec<usize>>> =
    LazyLock::new(|| STANDARD.registers().to_csv().iter().map(|file| shape(&rows(&file.text))).collect());

fn shape(rows: &[Vec<String>]) -> Vec<usize> {
    rows.iter().map(Vec::len).collect()
}

/// A cell without the apostrophe that guards it.
fn unguarded(cell: &str) -> &str {
    let formula = |rest: &str| rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    cell.strip_prefix('\'').filter(|rest| formula(rest)).unwrap_or(cell)
}

/// The rows of a file after RFC 4180, read character by character.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(!is_quoted && row.is_empty() && cell.is_empty(), "the last row does not end: {text:?}");
    rows
}
