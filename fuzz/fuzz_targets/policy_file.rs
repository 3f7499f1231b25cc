//! See `plimsoll_fuzz::policy_file`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    plimsoll_fuzz::policy_file::run(data);
});
