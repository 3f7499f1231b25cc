//! Verifies three policies that stand in its read-only data, decides their whole domains or many points of them, and prints a
//! digest of each: without std, without `main`, without a heap.
#![no_std]
#![no_main]

mod digest;
mod domain;
mod line;
mod system;

use digest::Digest;
use line::Line;
use plimsoll_core::Policy;

static STANDARD: &[u8] = include_bytes!("../../../core/src/policy/standard.plimsoll");
static SAMPLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample.plimsoll"));
/// The built-in sample of the program `plimsoll`, with its rules, which were written in Rhai.
static TALLYHARBOUR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tallyharbour.plimsoll"));

/// Decides everything; the exit status.
fn run() -> i32 {
    let mut status = 0;
    for (name, blob) in [("standard", STANDARD), ("sample", SAMPLE), ("tallyharbour", TALLYHARBOUR)] {
        match Policy::verify(blob) {
            Ok(policy) => tell(name, &domain::decide_or_draw(&policy)),
            Err(_) => {
                system::write(b"a policy was refused\n");
                status = 1;
            }
        }
    }
    // Half a policy is none.
    if Policy::verify(STANDARD.get(..STANDARD.len() / 2).unwrap_or_default()).is_ok() {
        status = 1;
    }
    status
}

fn tell(name: &str, digest: &Digest) {
    let mut line = Line::new();
    line.text(name);
    line.text(": ");
    line.decimal(digest.risks);
    line.text(" risks, ");
    line.decimal(digest.incidents);
    line.text(" incidents, ");
    line.decimal(digest.proposals);
    line.text(" proposals of rules, digest ");
    line.hexadecimal(digest.hash);
    line.text("\n");
    system::write(line.bytes());
}
