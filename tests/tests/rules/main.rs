//! Compiled rules against an ordinary interpreter of the same files: the same proposals, reasons and lines, in the same order,
//! and a refusal only where the interpreter fails as well.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod compare;
mod hostile;
mod paths;
mod policies;
mod program;
mod quirks;
mod random;
mod world;
mod written;
