//! What everything takes, in one table: a file for each workload.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "inputs of its own making; if they are not sound, there is nothing to measure"
)]

mod assess;
mod check;
mod columns;
mod diff;
mod load;
mod register;
mod route;
mod rule;
mod tables;

fn main() {
    divan::main();
}
