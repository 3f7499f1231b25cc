//! Every seed, and every input that once broke something, run through its target's property without a fuzzer.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that meets the unexpected has to stop")]

use std::fs;
use std::path::Path;

fn replay(target: &str, run: impl Fn(&[u8])) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut seeds: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    assert!(seeds.len() >= 3, "{target} has {} seeds", seeds.len());
    for seed in seeds {
        println!("{}", seed.display());
        run(&fs::read(seed).unwrap());
    }
}

#[test]
fn load() {
    replay("load", plimsoll_fuzz::load::run);
}

#[test]
fn diagram() {
    replay("diagram", plimsoll_fuzz::diagram::run);
}

#[test]
fn tables() {
    replay("tables", plimsoll_fuzz::tables::run);
}

#[test]
fn policy_file() {
    replay("policy_file", plimsoll_fuzz::policy_file::run);
}

#[test]
fn registers() {
    replay("registers", plimsoll_fuzz::registers::run);
}
