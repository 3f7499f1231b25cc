//! What must hold of Plimsoll whatever it is given, as functions of arbitrary bytes: each target of `fuzz_targets` calls
//! one of them, which says whether it was admitted, and the test `corpus` runs the seeds in `corpus` through them without a fuzzer.
//!
//! | target | bytes become | what must hold |
//! |---|---|---|
//! | [`load`] | a policy blob: as is, its checksum put right, or a good one with parts changed; the words of a diagram; the rows of a placement table | what is admitted has one encoding, and decides everything as a plain reading of it says |
//! | [`agree`] | a few rows over a few small facets | both sorts of table agree with a scan of the rows |
//! | [`rules`] | a rule file: as it stands, or made from the bytes | what compiles does what an interpreter does, what does not is told with a line |
//! | [`registers`] | the texts of CSV files, registers as JSON, or a `policy.toml` | what is accepted survives being written and read, and is assessed |
//! | [`journal`] | a journal; or a record, with its checksum | readers agree, and there is one encoding for what is sound |
//! | [`render`] | a text wherever people write names, reasons and ids | on terminals, in CSV, JSON, HTML and SVG it stays a text |
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a property that does not hold has to stop the run, and says best where"
)]

pub mod agree;
mod columns;
mod decide;
pub mod journal;
pub mod load;
pub mod points;
pub mod registers;
pub mod render;
pub mod rules;
pub mod tally;
