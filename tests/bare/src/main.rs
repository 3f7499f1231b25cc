//! Verifies three policies that stand in its read-only data, decides their whole domains or many points of them, and prints a
//! digest of each and of what it counted, and keeps a journal of decisions: without std, without `main`, without a heap.
#![no_std]
#![no_main]

mod counters;
mod digest;
mod domain;
mod input;
mod journal;
mod line;
mod proof;
mod system;
mod work;

use plimsoll_core::Policy;

static STANDARD: &[u8] = include_bytes!("../../../core/src/policy/standard.plimsoll");
static SAMPLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample.plimsoll"));
/// The built-in sample of the program `plimsoll`, with its rules, which were written in Rhai.
static TALLYHARBOUR: &[u8] = include_bytes!(env!("PLIMSOLL_SAMPLE"));

/// Decides everything; the exit status.
fn run() -> i32 {
    let others = [("sample", SAMPLE), ("tallyharbour", TALLYHARBOUR)];
    let sound = proof::prove(STANDARD, &others, system::write);
    let mut line = line::Line::new();
    line.text("counters: ");
    line.hexadecimal(Policy::verify(STANDARD).map_or(u64::MAX, |policy| counters::count(&policy, input::INPUT)));
    line.text("\n");
    system::write(line.bytes());
    (!(sound && journal::prove(STANDARD))).into()
}
