//! `plimsoll import`

mod matrix;
mod registers;
mod table;

use super::Outcome;
use super::console::Console;
use clap::{Args, Subcommand};
pub(super) use registers::with_records;
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
