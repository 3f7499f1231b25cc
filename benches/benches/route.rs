//! Where incidents go.

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::{facts, policies};
use plimsoll_core::{IncidentFacts, Policy};

fn main() {
    divan::main();
}

fn each<R>(bencher: Bencher<'_, '_>, route: impl Fn(&IncidentFacts) -> R + Sync) {
    let incidents = facts::incidents();
    bencher.counter(ItemsCount::new(facts::COUNT)).bench(|| {
        for incident in black_box(&incidents) {
            black_box(route(incident));
        }
    });
}

#[divan::bench]
fn standard(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, |incident| policy.route(incident));
}

#[divan::bench]
fn standard_explained(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, |incident| policy.explain_route(incident));
}

#[divan::bench]
fn large(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, |incident| policy.route(incident));
}
