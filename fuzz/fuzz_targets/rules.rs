//! See `plimsoll_fuzz::rules`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| plimsoll_fuzz::tally::count(plimsoll_fuzz::rules::run(data)));
