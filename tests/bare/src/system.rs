//! What an operating system's library would be: the way in, the way out, one way to write, and the four functions that the
//! compiler calls for blocks of memory. Linux on x86-64 only.

use core::arch::{asm, global_asm};
use core::panic::PanicInfo;

const WRITE: usize = 1;
const EXIT: usize = 60;
const STANDARD_OUTPUT: usize = 1;

// The kernel jumps here with a stack that holds the arguments, of which there are none that matter.
global_asm!(".globl _start", "_start:", "xor ebp, ebp", "and rsp, -16", "call {start}", "ud2", start = sym start);

extern "C" fn start() -> ! {
    exit(crate::run())
}

/// Writes to standard output; what cannot be written is lost.
pub(crate) fn write(bytes: &[u8]) {
    let mut left = bytes;
    while !left.is_empty() {
        let written: isize;
        // SAFETY: write(2) reads `left.len()` bytes from `left` and changes no memory; the kernel clobbers rcx and r11.
        unsafe {
            asm!(
                "syscall",
                inlateout("rax") WRITE => written,
                in("rdi") STANDARD_OUTPUT,
                in("rsi") left.as_ptr(),
                in("rdx") left.len(),
                out("rcx") _,
                out("r11") _,
                options(nostack, readonly),
            );
        }
        match usize::try_from(written).ok().and_then(|written| left.get(written..)) {
            Some(rest) if written > 0 => left = rest,
            _ => return,
        }
    }
}

fn exit(status: i32) -> ! {
    // SAFETY: exit(2) does not return, so nothing can go wrong after it.
    unsafe { asm!("syscall", in("rax") EXIT, in("rdi") status, options(noreturn, nostack)) }
}

/// Ends the program. Core never panics, so this should be linked into no program at all; the check by symbols says whether
/// it is.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    exit(101)
}

/// Copies memory that does not overlap.
///
/// # Safety
/// As in C: both blocks are valid for `length` bytes.
// SAFETY: no other symbol of this name is linked; the compiler expects exactly this function under it.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller vouches for both blocks; the direction flag is clear by the calling convention. Written as one
    // instruction, for a loop would be compiled to a call of this very function.
    unsafe {
        asm!(
            "rep movsb",
            inout("rcx") length => _,
            inout("rdi") to => _,
            inout("rsi") from => _,
            options(nostack, preserves_flags),
        );
    }
    to
}

/// Copies memory that may overlap.
///
/// # Safety
/// As in C: both blocks are valid for `length` bytes.
// SAFETY: as for memcpy.
#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    if to.addr().wrapping_sub(from.addr()) >= length {
        // SAFETY: going upwards, no byte is overwritten before it is read.
        return unsafe { memcpy(to, from, length) };
    }
    // SAFETY: the caller vouches for both blocks; going downwards, no byte is overwritten before it is read, and the
    // direction flag is clear again afterwards.
    unsafe {
        asm!(
            "std",
            "rep movsb",
            "cld",
            inout("rcx") length => _,
            inout("rdi") to.wrapping_add(length).wrapping_sub(1) => _,
            inout("rsi") from.wrapping_add(length).wrapping_sub(1) => _,
            options(nostack),
        );
    }
    to
}

/// Fills memory.
///
/// # Safety
/// As in C: the block is valid for `length` bytes.
// SAFETY: as for memcpy.
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    // SAFETY: the caller vouches for the block; as for memcpy.
    unsafe {
        asm!(
            "rep stosb",
            inout("rcx") length => _,
            inout("rdi") to => _,
            in("al") byte.to_le_bytes()[0],
            options(nostack, preserves_flags),
        );
    }
    to
}

/// Compares memory: below, at or above 0 as the first byte that differs is lower, none, or higher.
///
/// # Safety
/// As in C: both blocks are valid for `length` bytes.
// SAFETY: as for memcpy.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, length: usize) -> i32 {
    let mut at = 0;
    while at < length {
        // SAFETY: `at` is below the length for which the caller vouches. Volatile, for a plain loop would be compiled to a call
        // of this very function.
        let (a, b) = unsafe { (one.add(at).read_volatile(), other.add(at).read_volatile()) };
        if a != b {
            return i32::from(a).wrapping_sub(i32::from(b));
        }
        at = at.wrapping_add(1);
    }
    0
}

/// What older compilers make of comparing for equality.
///
/// # Safety
/// As for memcmp.
// SAFETY: as for memcpy.
#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(one: *const u8, other: *const u8, length: usize) -> i32 {
    // SAFETY: the caller vouches for both blocks.
    unsafe { memcmp(one, other, length) }
}
