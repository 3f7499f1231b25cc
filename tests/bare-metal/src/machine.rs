//! A Cortex-M3 and the debugger that it runs under: the way in, the way out, and one way to write.
//!
//! The crates for this, cortex-m-rt and cortex-m-semihosting, would do it as well, but reserve 240 interrupt vectors (960
//! bytes), and copy and clear data, of which there is none. Without them, what is in flash is the engine's or in this file.

use core::arch::asm;
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
