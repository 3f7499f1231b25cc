//! `diff` against brute force: every situation of the facets that it names, decided twice by the engine, and counted.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

#[path = "diff/brute.rs"]
mod brute;
#[path = "diff/causes.rs"]
mod causes;
#[path = "diff/pairs.rs"]
mod pairs;
#[path = "diff/placements.rs"]
mod placements;
#[path = "diff/proofs.rs"]
mod proofs;
#[path = "diff/random.rs"]
mod random;
#[path = "diff/register.rs"]
mod register;
#[path = "common/situations.rs"]
mod situations;
