//! See `plimsoll_fuzz::registers`.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use plimsoll_fuzz::{points::Stream, registers, tally};

// There are many more ways to be refused than to be admitted, and what is changed of the refused is refused: were all of them built
// upon, hardly any input would be admitted.
fuzz_target!(|data: &[u8]| -> Corpus {
    let is_admitted = registers::run(data);
    tally::count(is_admitted);
    if is_admitted || Stream::of(data).sometimes(16) { Corpus::Keep } else { Corpus::Reject }
});
