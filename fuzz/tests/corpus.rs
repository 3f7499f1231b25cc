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
    let (mut admitted, mut bytes) = (0, 0);
    for seed in &seeds {
        println!("{}", seed.display());
        let data = fs::read(seed).unwrap();
        bytes += data.len();
        let is_admitted = run(&data);
        println!("{}", if is_admitted { "admitted" } else { "refused" });
        admitted += usize::from(is_admitted);
    }
    println!("{target}: {} executions, {admitted} admitted, {bytes} bytes of seeds", seeds.len());
    assert!((admitted_at_least..seeds.len()).contains(&admitted), "{admitted} of {} seeds", seeds.len());
    assert!(bytes < 100_000, "{bytes} bytes of seeds");
}

#[test]
fn load() {
    replay("load", 10, plimsoll_fuzz::load::run);
}

#[test]
fn agree() {
    replay("agree", 4, plimsoll_fuzz::agree::run);
}

#[test]
fn rules() {
    replay("rules", 6, plimsoll_fuzz::rules::run);
}

#[test]
fn registers() {
    replay("registers", 32, plimsoll_fuzz::registers::run);
}

#[test]
fn journal() {
    replay("journal", 4, plimsoll_fuzz::journal::run);
}

#[test]
fn render() {
    replay("render", 38, plimsoll_fuzz::render::run);
}
