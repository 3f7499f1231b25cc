//! Decisions about risks, 64 of them that differ in everything: by hand, under the standard policy, under that of the sample with its
//! rules, and under one of 20 kB.

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::{by_hand, facts, policies, sample};
use plimsoll_core::{Policy, RiskFacts};

fn each<R>(bencher: Bencher<'_, '_>, risks: &[RiskFacts], decide: impl Fn(&RiskFacts) -> R + Sync) {
    bencher.counter(ItemsCount::new(risks.len())).bench(|| {
        for risk in black_box(risks) {
            black_box(&decide(risk));
        }
    });
}

#[divan::bench]
fn written_by_hand(bencher: Bencher<'_, '_>) {
    each(bencher, &facts::risks(), by_hand::decide);
}

#[divan::bench]
fn standard(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, &facts::risks(), |risk| policy.assess(risk));
}

#[divan::bench]
fn standard_explained(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, &facts::risks(), |risk| policy.explain(risk));
}

#[divan::bench]
fn sample_policy(bencher: Bencher<'_, '_>) {
    let blob = sample::blob();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &sample::risks(), |risk| policy.assess(risk));
}

#[divan::bench]
fn sample_policy_explained(bencher: Bencher<'_, '_>) {
    let blob = sample::blob();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &sample::risks(), |risk| policy.explain(risk));
}

#[divan::bench]
fn large_20_kb(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &facts::risks(), |risk| policy.assess(risk));
}

#[divan::bench]
fn large_20_kb_explained(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &facts::risks(), |risk| policy.explain(risk));
}
