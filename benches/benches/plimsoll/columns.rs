//! Many risks at once, under the standard policy and under that of the sample with its rules; and what copying as many bytes takes.

use divan::{Bencher, black_box, black_box_drop, counter::ItemsCount};
use plimsoll_benches::columns::Book;
use plimsoll_benches::sample;
use plimsoll_core::{ColumnError, Decision, Policy, RiskColumns, RiskFacts};

const ROWS: [usize; 3] = [1_000, 1_000_000, 10_000_000];

fn refused(rows: usize) -> Vec<Decision> {
    vec![Policy::REFUSING.assess(&RiskFacts::default()); rows]
}

fn each(
    bencher: Bencher<'_, '_>,
    book: &Book,
    rows: usize,
    mut decide: impl FnMut(&RiskColumns<'_>, &mut [Decision]) -> Result<(), ColumnError>,
) {
    let (facets, mut decisions) = (book.facets(), refused(rows));
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        decide(black_box(&book.risks(&facets)), &mut decisions).expect("columns of one length");
        black_box(&mut decisions);
    });
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn standard(bencher: Bencher<'_, '_>, rows: usize) {
    let policy = Policy::standard();
    let columns = policy.columns(&mut []);
    each(bencher, &Book::standard(rows), rows, |risks, decisions| columns.assess(risks, decisions));
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn standard_on_all_cores(bencher: Bencher<'_, '_>, rows: usize) {
    let policy = Policy::standard();
    each(bencher, &Book::standard(rows), rows, |risks, decisions| {
        plimsoll::columns::assess(&policy, risks, decisions)
    });
}

/// What the same bytes take, those that are read and those that are written.
#[divan::bench(args = ROWS, sample_count = 10)]
fn standard_copied(bencher: Bencher<'_, '_>, rows: usize) {
    let (book, mut other) = (Book::standard(rows), Book::standard(rows));
    let (from, mut to) = (refused(rows), refused(rows));
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        black_box(&book).copy_into(&mut other);
        to.copy_from_slice(black_box(&from));
        black_box(&mut to);
    });
    black_box_drop(other);
}

#[divan::bench(args = [1_000, 1_000_000], sample_count = 10)]
fn sample_policy(bencher: Bencher<'_, '_>, rows: usize) {
    let blob = sample::blob();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    let mut scratch = vec![0; 1 << 15];
    let columns = policy.columns(&mut scratch);
    each(bencher, &Book::whole(rows, &policy), rows, |risks, decisions| columns.assess(risks, decisions));
}

#[divan::bench(args = [1_000, 1_000_000], sample_count = 10)]
fn sample_policy_on_all_cores(bencher: Bencher<'_, '_>, rows: usize) {
    let blob = sample::blob();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &Book::whole(rows, &policy), rows, |risks, decisions| {
        plimsoll::columns::assess(&policy, risks, decisions)
    });
}
