//! How much stack some work takes: all that is free is painted before, and the lowest word that changed is looked for after.

use crate::machine::stack_end;
use core::arch::asm;
use core::hint::black_box;

const PAINT: u32 = 0x5ca1_ab1e;

/// Does some work, and counts the bytes of stack that it took. Words that were reserved and never written are not seen.
#[inline(never)]
pub(crate) fn measured<A, R>(work: fn(A) -> R, argument: A) -> (R, u32) {
    let start: usize;
    // SAFETY: nothing lives between the end of the memory and the stack pointer, and there are no interrupts; from here to
    // the last word painted, no memory but that is written.
    unsafe {
        asm!(
            "mov {start}, sp",
            "2:",
            "cmp {at}, {start}",
            "bhs 3f",
            "str {paint}, [{at}], #4",
            "b 2b",
            "3:",
            start = out(reg) start,
            at = inout(reg) stack_end() => _,
            paint = in(reg) PAINT,
            options(nostack),
        );
    }
    // Not known to the compiler, so the work gets a frame of its own.
    let result = black_box(work)(argument);
    let mut at = stack_end();
    // SAFETY: as above, and everything from there to the stack pointer has been written.
    while at.addr() < start && unsafe { at.read_volatile() } == PAINT {
        at = at.wrapping_add(1);
    }
    (result, u32::try_from(start.wrapping_sub(at.addr())).unwrap_or(u32::MAX))
}
