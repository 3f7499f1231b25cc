//! A Cortex-M3 and the debugger that it runs under: the way in, the way out, and one way to write.
//!
//! The crates for this, cortex-m-rt and cortex-m-semihosting, would do it as well, but reserve 240 interrupt vectors (960
//! bytes), and copy and clear data, of which there is none. Without them, what is in flash is the engine's or in this file.

use core::arch::{asm, global_asm};
use core::panic::PanicInfo;

const WRITE_BYTE: usize = 0x03;
const EXIT_EXTENDED: usize = 0x20;
const APPLICATION_EXIT: usize = 0x2_0026;

type Handler = extern "C" fn() -> !;

/// What the processor reads first: where the stack begins, where to start, and where to go when something is wrong.
#[repr(C)]
struct Vectors {
    stack: &'static Word,
    reset: Handler,
    faults: [Handler; 14],
}

/// Memory that only the linker and the processor know.
#[repr(transparent)]
pub(crate) struct Word(u32);

// SAFETY: nobody reads or writes through a place that the linker defines; only its address is used.
unsafe impl Sync for Word {}

// SAFETY: memory.ld defines both, aligned to words.
unsafe extern "C" {
    safe static stack_top: Word;
    safe static stack_bottom: Word;
}

/// Where the memory for the stack ends.
pub(crate) fn stack_end() -> *mut u32 {
    (&raw const stack_bottom).cast_mut().cast()
}

// SAFETY: the linker puts this section where the processor looks for it, and nothing else there.
#[unsafe(link_section = ".vectors")]
#[used]
static VECTORS: Vectors = Vectors { stack: &stack_top, reset, faults: [fault; 14] };

// SAFETY: no other symbol of this name is linked; memory.ld begins with it what must be linked.
#[unsafe(no_mangle)]
extern "C" fn reset() -> ! {
    exit(crate::run())
}

/// Writes where the debugger shows it.
pub(crate) fn write(bytes: &[u8]) {
    for byte in bytes {
        call(WRITE_BYTE, core::ptr::from_ref(byte).addr());
    }
}

// What the compiler calls to copy, to fill and to compare memory, byte by byte: 56 bytes instead of the 1.4 kB that
// `compiler_builtins` takes to be fast, as a product short of flash would have it from its C library (newlib-nano's are
// like these). Like what they stand in for, they are linked only where they are called, and count as the engine's there.
global_asm!(
    ".syntax unified",
    ".thumb",
    ".section .text.copy,\"ax\",%progbits",
    ".global memcpy, __aeabi_memcpy, __aeabi_memcpy4, __aeabi_memcpy8",
    ".thumb_func",
    "memcpy:",
    ".thumb_func",
    "__aeabi_memcpy:",
    ".thumb_func",
    "__aeabi_memcpy4:",
    ".thumb_func",
    "__aeabi_memcpy8:",
    "mov r12, r0",
    "1: subs r2, #1",
    "ittt pl",
    "ldrbpl r3, [r1], #1",
    "strbpl r3, [r12], #1",
    "bpl 1b",
    "bx lr",
    ".section .text.clear,\"ax\",%progbits",
    ".global __aeabi_memclr, __aeabi_memclr4, __aeabi_memclr8",
    ".thumb_func",
    "__aeabi_memclr:",
    ".thumb_func",
    "__aeabi_memclr4:",
    ".thumb_func",
    "__aeabi_memclr8:",
    "movs r2, #0",
    "2: subs r1, #1",
    "itt pl",
    "strbpl r2, [r0], #1",
    "bpl 2b",
    "bx lr",
    ".section .text.compare,\"ax\",%progbits",
    ".global memcmp",
    ".thumb_func",
    "memcmp:",
    "push {{r4, lr}}",
    "movs r3, #0",
    "3: subs r2, #1",
    "bmi 4f",
    "ldrb r3, [r0], #1",
    "ldrb r4, [r1], #1",
    "subs r3, r4",
    "beq 3b",
    "4: mov r0, r3",
    "pop {{r4, pc}}",
    ".text",
);

fn exit(status: usize) -> ! {
    let arguments = [APPLICATION_EXIT, status];
    loop {
        call(EXIT_EXTENDED, arguments.as_ptr().addr());
    }
}

/// Asks the debugger for something.
fn call(operation: usize, argument: usize) {
    // SAFETY: none of the operations used here writes to memory; the debugger answers in r0, and reads what r1 points to,
    // which the compiler must have written before.
    unsafe {
        asm!("bkpt #0xab", inout("r0") operation => _, in("r1") argument, options(nostack, preserves_flags))
    };
}

/// Whatever the processor refuses to do, such as to go past the end of the stack.
extern "C" fn fault() -> ! {
    exit(102)
}

/// Core never panics, so this should be linked into no program at all; the check by symbols says whether it is.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    exit(101)
}
