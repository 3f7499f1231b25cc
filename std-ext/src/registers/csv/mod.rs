//! Registers as CSV (RFC 4180): how rows, headers and cells are read, and how they are written.

mod cell;
mod header;
mod lint;
mod rows;
mod write;

pub(crate) use cell::Cells;
pub(crate) use header::{Col, Header, HeaderReader};
pub(crate) use lint::{FaultKind, Lint, MAX_CELL_BYTES, MAX_COLUMNS, line_ends};
pub(crate) use rows::{Row, Rows};
pub(crate) use write::Writer;
#[cfg(any(feature = "cli", feature = "exchange"))]
pub(crate) use write::unguarded;
