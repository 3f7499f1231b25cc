//! See `plimsoll_fuzz::tables`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    plimsoll_fuzz::tables::run(data);
});
