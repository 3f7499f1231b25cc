//! From bytes to a policy, and from a draft to bytes.

use divan::{Bencher, black_box, counter::BytesCount};
use plimsoll_benches::{policies, sample};
use plimsoll_core::Policy;
use plimsoll_core::policy::Draft;

fn verify(bencher: Bencher<'_, '_>, blob: &[u8]) {
    bencher.counter(BytesCount::of_slice(blob)).bench(|| Policy::verify(black_box(blob)).is_ok());
}

#[divan::bench]
fn standard(bencher: Bencher<'_, '_>) {
    verify(bencher, Policy::standard_bytes());
}

#[divan::bench]
fn sample_policy(bencher: Bencher<'_, '_>) {
    verify(bencher, &sample::blob());
}

#[divan::bench]
fn large_20_kb(bencher: Bencher<'_, '_>) {
    verify(bencher, &policies::large());
}

#[divan::bench]
fn compile_standard(bencher: Bencher<'_, '_>) {
    let draft = Draft::standard();
    bencher.bench(|| black_box(&draft).compile());
}

#[divan::bench]
fn compile_20_kb(bencher: Bencher<'_, '_>) {
    let draft = policies::draft();
    bencher.bench(|| black_box(&draft).compile());
}
