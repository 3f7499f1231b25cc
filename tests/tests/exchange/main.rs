//! Published matrices and decision tables, written in the forms that others keep them in and read again, cell by cell; and as the
//! policies that they become.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod matrices;
mod tables;

use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn policy(text: &str) -> PolicyFile {
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics);
    file.unwrap_or_else(|| panic!("{diagnostics}\n{text}"))
}

/// The sample through a workbook, a document, and the files of a directory.
#[test]
fn registers_come_back_equal() {
    let sample = Organisation::sample();
    let mut out = Diagnostics::new();
    let bytes = plimsoll::exchange::write_workbook(sample.registers(), None, &mut out).unwrap();
    let again = plimsoll::exchange::write_workbook(sample.registers(), None, &mut out).unwrap();
    assert!(bytes == again, "the same registers give the same bytes");
    let book =
        plimsoll::exchange::read_workbook("book.xlsx", &bytes, &mut out).unwrap_or_else(|| panic!("{out}"));
    let by_book = sample.with_registers(&book.files, &mut out).unwrap_or_else(|| panic!("{out}"));
    assert!(by_book.registers() == sample.registers());
    let by_csv =
        sample.with_registers(&sample.registers().to_csv(), &mut out).unwrap_or_else(|| panic!("{out}"));
    assert!(by_csv.registers() == sample.registers());
}
