//! `plimsoll import`

mod matrix;
mod registers;
mod table;

use super::console::Console;
use super::{Outcome, save};
use crate::diagnostic::{Diagnostic, Diagnostics};
use clap::{Args, Subcommand};
pub(super) use registers::with_records;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
pub(super) use table::pair;

/// Take over a matrix, a decision table or registers that others keep in forms of their own.
///
/// What does not fit is told; nothing is written where anything is wrong, and nothing is written over.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a policy.toml of a risk matrix in a YAML library (objects.risk_matrix with probability, impact, risk and grid).
    Matrix(matrix::Matrix),
    /// Make facets and rows of a policy.toml of a decision table in SSVC's CSV or JSON form.
    Table(table::Table),
    /// Make the CSV files of a directory of a workbook (.xlsx) with a sheet per register, or of one JSON document.
    Registers(registers::ImportRegisters),
}

/// What the commands write as JSON.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Imported<'a> {
    Matrix(matrix::MatrixView<'a>),
    Table(table::TableView<'a>),
    Registers(registers::RegistersView),
}

impl Import {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        match &self.what {
            What::Matrix(command) => command.run(console),
            What::Table(command) => command.run(console),
            What::Registers(command) => command.run(console),
        }
    }
}

/// The directory and the name of a file, as those read it that look into directories.
pub(super) fn apart(path: &Path) -> (PathBuf, String) {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned();
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    (directory.map_or_else(|| PathBuf::from("."), Path::to_path_buf), name)
}

/// Writes files that must not be there yet: all of them, or none.
pub(super) fn create_all(files: &[(PathBuf, Vec<u8>)], diagnostics: &mut Diagnostics) -> bool {
    for (path, _) in files.iter().filter(|(path, _)| fs::symlink_metadata(path).is_ok()) {
        let there =
            Diagnostic::error(path.display().to_string(), "is there already, and is not written over");
        diagnostics.push(there.help("name another place, or move the file away"));
    }
    if diagnostics.is_error() {
        return false;
    }
    for (written, (path, bytes)) in files.iter().enumerate() {
        if let Err(error) = save::create(path, bytes) {
            diagnostics.push(save::unwritable(path, &error));
            // What this run wrote is taken back, so that it can be run again.
            for (path, _) in files.iter().take(written) {
                let _left_over = fs::remove_file(path);
            }
            return false;
        }
    }
    true
}
