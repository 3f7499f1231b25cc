//! What must hold of Plimsoll whatever it is given, as functions of arbitrary bytes: each target of `fuzz_targets` calls
//! one of them, which says whether it was admitted, and the test `corpus` runs the seeds in `corpus` through them without a fuzzer.
//!
//! | target | bytes become | what must hold |
//! |---|---|---|
//! | [`load`] | a policy blob: as is, its checksum put right, or a good one with parts changed | [`load::admitted`] |
//! | [`diagram`] | words, facets and bounds: at random, or well-formed and then changed | [`diagram::sound`] |
//! | [`tables`] | a few rows over a few small facets | both sorts of table agree with a scan of the rows |
//! | [`policy_file`] | the text of a `policy.toml` | what compiles verifies, and decides |
//! | [`registers`] | the texts of CSV files | what is accepted survives being written and read, and is assessed |
//! | [`journal`] | a journal; or a record, with its checksum | readers agree, and there is one encoding for what is sound |
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a property that does not hold has to stop the run, and says best where"
)]

pub mod columns;
pub mod decide;
pub mod diagram;
pub mod journal;
pub mod load;
pub mod points;
pub mod policy_file;
pub mod registers;
pub mod tables;
pub mod wire;
