//! See `plimsoll_fuzz::diagram`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    plimsoll_fuzz::diagram::run(data);
});
