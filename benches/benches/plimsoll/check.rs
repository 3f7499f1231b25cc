//! `plimsoll check`: the sample, from its files to the proofs. The budget is two seconds.

use divan::{Bencher, black_box};
use plimsoll::proof::Examination;

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sample(bencher: Bencher<'_, '_>) {
    bencher.bench(|| black_box(Examination::of_sample(|_, _| ())).is_sound());
}
