//! The engine against the reference, which shares no code with it: over whole domains where that is possible, at random
//! points of random policies where it is not. `cargo test -p plimsoll-tests --test agree -- --nocapture` prints the counts.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod columns;
#[path = "../common/mod.rs"]
mod common;
#[path = "../../bare/src/digest.rs"]
mod digest;
mod points;
mod random;
mod reasons;
mod routes;
mod sample;
mod standard;
