//! A register of 100,000 risks, from the texts of CSV files to the bytes of JSON. The budget is two seconds.

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::register::{assess, files};

#[divan::bench(args = [1_000, 100_000], sample_count = 5, sample_size = 1)]
fn csv_to_json(bencher: Bencher<'_, '_>, risks: usize) {
    let files = files(risks);
    bencher.counter(ItemsCount::new(risks)).bench(|| assess(black_box(&files)));
}
