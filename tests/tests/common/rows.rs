//! Case by case: every row of a file is checked, and all that differ are named together, by file and line.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What was found about one row.
pub(crate) struct Row {
    at: String,
    faults: Vec<String>,
}

impl Row {
    /// Notes what differs.
    pub(crate) fn same<T: PartialEq + Debug>(&mut self, what: &str, found: T, expected: T) {
        if found != expected {
            self.faults.push(format!("{}: {what} is {found:?}, not {expected:?}", self.at));
        }
    }
}

/// Checks every row of `tests/cases/FILE`, whose header is line 1.
///
/// # Panics
///
/// With every difference in every row.
pub(crate) fn each<T: Debug>(file: &str, cases: Vec<T>, check: impl Fn(&mut Row, &T)) {
    let count = cases.len();
    assert!(count > 0, "tests/cases/{file} has no rows");
    let mut faults = Vec::new();
    for (line, case) in (2..).zip(&cases) {
        let mut row = Row { at: format!("tests/cases/{file}:{line}"), faults: Vec::new() };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&mut row, case))) {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            row.faults.push(format!("{}: {}", row.at, words.unwrap_or_default()));
        }
        if !row.faults.is_empty() {
            row.faults.push(format!("    {case:?}"));
        }
        faults.extend(row.faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("tests/cases/{file}: {count} rows");
}
