//! Decisions about risks.

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::{by_hand, facts, policies};
use plimsoll_core::{Policy, RiskFacts};

fn main() {
    divan::main();
}

fn each<R>(bencher: Bencher<'_, '_>, decide: impl Fn(&RiskFacts) -> R + Sync) {
    let risks = facts::risks();
    bencher.counter(ItemsCount::new(facts::COUNT)).bench(|| {
        for risk in black_box(&risks) {
            black_box(decide(risk));
        }
    });
}

#[divan::bench]
fn written_by_hand(bencher: Bencher<'_, '_>) {
    each(bencher, by_hand::decide);
}

#[divan::bench]
fn standard(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, |risk| policy.assess(risk));
}

#[divan::bench]
fn standard_explained(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, |risk| policy.explain(risk));
}

#[divan::bench]
fn large(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, |risk| policy.assess(risk));
}

#[divan::bench]
fn large_explained(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, |risk| policy.explain(risk));
}
