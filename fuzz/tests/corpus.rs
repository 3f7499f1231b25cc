//! Every seed, and every input that once broke something, run through its target's property without a fuzzer.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop"
)]

use std::fs;
use std::path::Path;

/// Some of the seeds must be admitted, or what holds of those that are is not tried at all.
fn replay(target: &str, admitted_at_least: usize, run: impl Fn(&[u8]) -> bool) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut seeds: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    let mut admitted = 0;
    for seed in &seeds {
        println!("{}", seed.display());
        admitted += usize::from(run(&fs::read(seed).unwrap()));
    }
    println!("{admitted} of {} seeds of {target} are admitted", seeds.len());
    assert!((admitted_at_least..seeds.len()).contains(&admitted), "{admitted} of {} seeds", seeds.len());
}

#[test]
fn load() {
    replay("load", 3, plimsoll_fuzz::load::run);
}

#[test]
fn diagram() {
    replay("diagram", 4, plimsoll_fuzz::diagram::run);
}

#[test]
fn tables() {
    replay("tables", 4, plimsoll_fuzz::tables::run);
}

#[test]
fn policy_file() {
    replay("policy_file", 3, plimsoll_fuzz::policy_file::run);
}

#[test]
fn registers() {
    replay("registers", 2, plimsoll_fuzz::registers::run);
}

#[test]
fn journal() {
    replay("journal", 4, plimsoll_fuzz::journal::run);
}
