//! What a product's firmware tells of itself, in as little flash as can be: whatever is linked for this counts as the engine's
//! where the engine needs it too, such as the means to copy memory.

use crate::input::INPUT;
use crate::{machine, stack};
use core::hint::black_box;

/// Does a product's work, and tells its answer and how much stack it took, both to the base of 16.
pub(crate) fn answer(work: fn(u64) -> u64) -> usize {
    let (answer, used) = stack::measured(work, black_box(INPUT));
    machine::write(b"answer: ");
    answer.to_be_bytes().iter().for_each(hexadecimal);
    machine::write(b"\nstack: ");
    used.to_be_bytes().iter().for_each(hexadecimal);
    machine::write(b"\n");
    0
}

fn hexadecimal(byte: &u8) {
    for half in [byte >> 4, byte & 15] {
        let letter = if half < 10 { b'0' } else { b'a' - 10 };
        machine::write(&[letter.wrapping_add(half)]);
    }
}
