//! The engine for WebAssembly: a module that imports nothing, without std and without a heap.
#![no_std]

#[cfg(feature = "domain")]
#[path = "../../bare/src/digest.rs"]
mod digest;
#[cfg(feature = "domain")]
#[path = "../../bare/src/domain.rs"]
mod domain;
#[cfg(feature = "domain")]
mod everything;
#[path = "../../bare/src/input.rs"]
mod input;
#[cfg(feature = "domain")]
#[path = "../../bare/src/line.rs"]
mod line;
#[cfg(feature = "domain")]
#[path = "../../bare/src/proof.rs"]
mod proof;
#[path = "../../bare/src/work.rs"]
mod work;

use core::panic::PanicInfo;

/// Assesses a risk and routes an incident under the standard policy: bytes in, bytes out, little end first.
// SAFETY: no other symbol of this name is linked.
#[unsafe(no_mangle)]
extern "C" fn work(input: u64) -> u64 {
    work::work(plimsoll_core::Policy::standard_bytes(), input)
}

/// What every machine gives to a product.
// SAFETY: no other symbol of this name is linked.
#[unsafe(no_mangle)]
extern "C" fn input() -> u64 {
    input::INPUT
}

/// Core never panics, so this should be linked into no program at all; the check by symbols says whether it is.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
