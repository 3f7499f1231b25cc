//! What decides whole domains, and tells the same lines as every other machine.

use crate::proof;
use plimsoll_core::Policy;

/// The built-in sample of the program `plimsoll`, with its rules, which were written in Rhai.
static SAMPLE: &[u8] = include_bytes!(env!("PLIMSOLL_SAMPLE"));

/// Writes the lines into the memory from `to` on, of which there are `room` bytes; how many it took, or 0 where a policy was
/// refused or the room is too small.
///
/// # Safety
/// The caller lends `room` bytes from `to` on, which nothing else uses.
// SAFETY: no other symbol of this name is linked.
#[unsafe(no_mangle)]
unsafe extern "C" fn everything(to: *mut u8, room: usize) -> usize {
    // SAFETY: the caller vouches for the memory, and all bytes are valid.
    let mut left = unsafe { core::slice::from_raw_parts_mut(to, room) };
    let mut all = true;
    let sound = proof::prove(Policy::standard_bytes(), &[("tallyharbour", SAMPLE)], |line| {
        match core::mem::take(&mut left).split_at_mut_checked(line.len()) {
            Some((place, rest)) => {
                place.copy_from_slice(line);
                left = rest;
            }
            None => all = false,
        }
    });
    if sound && all { room.saturating_sub(left.len()) } else { 0 }
}
