//! What others keep in forms of their own, read and written: so that a register and a policy need not be typed in again.
//!
//! | what | from | to |
//! |---|---|---|
//! | a risk matrix | the YAML of libraries of governance tools ([`RiskMatrix`]) | `policy.toml` |
//! | a decision table | SSVC's CSV and JSON ([`DecisionTable`]) | rows of responses, routes or placements; or decided as it stands |
//! | registers | workbooks ([`read_workbook`]), JSON, CSV | workbooks ([`write_workbook`]), JSON, CSV |
//! | the assessed risk register | | CSV and a sheet of the workbook ([`RegisterRow`]), OSCAL POA&M ([`oscal::PlanOfAction`]) |
//!
//! What does not fit is told, never dropped silently.

mod decision_table;
mod matrix_library;
pub mod oscal;
mod policy_rows;
mod register_rows;
mod risk_matrix;
mod rows_of_table;
mod ssvc_csv;
mod ssvc_json;
mod toml_text;
mod workbook;
mod yaml;

use crate::diagnostic::Diagnostics;

pub use decision_table::{Decider, DecisionTable, Labelled, MAX_INPUTS, MAX_ROWS, TableRow};
pub use policy_rows::PolicyTable;
pub use register_rows::{REGISTER_COLUMNS, RegisterRow, register_csv};
pub use risk_matrix::{RiskMatrix, Step};
pub use workbook::{MAX_WORKBOOK_BYTES, Workbook, is_own_workbook, read_workbook, write_workbook};

/// Reads a file, and hands out what it holds only if nothing of it was an error.
fn if_sound<T>(
    file: &str,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&mut Diagnostics) -> Option<T>,
) -> Option<T> {
    let mut out = Diagnostics::new();
    out.announce(file);
    let found = read(&mut out);
    let sound = !out.is_error();
    diagnostics.append(out);
    found.filter(|_| sound)
}
