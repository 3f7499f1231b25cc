//! What the benchmarks and the instruction counts measure: facts, policies and registers, the same on every machine, and
//! the yardstick that a decision is compared with.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "inputs of its own making, in bounds by construction; nothing here decides for anyone"
)]

pub mod by_hand;
pub mod callgrind;
pub mod cases;
pub mod columns;
pub mod facts;
pub mod gate;
pub mod growing;
pub mod policies;
pub mod register;
pub mod rules;
pub mod sample;
pub mod tenths;
