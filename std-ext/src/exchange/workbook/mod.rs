//! Registers as a workbook (XLSX): a sheet per register, named as its file without `.csv`.

mod cell;
mod read;
mod write;

pub use read::{MAX_WORKBOOK_BYTES, Workbook, read_workbook};
pub use write::{is_own_workbook, write_workbook};

/// The sheet with the assessed risks, which is written and not read.
pub(super) const REGISTER_SHEET: &str = "register";

/// The name of the sheet of a register's file.
fn sheet_name(file: &str) -> &str {
    file.strip_suffix(".csv").unwrap_or(file)
}

#[cfg(test)]
mod tests;
