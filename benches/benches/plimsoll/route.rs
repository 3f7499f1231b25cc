//! Where 64 incidents go.

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::{facts, policies, sample};
use plimsoll_core::{IncidentFacts, Policy};

fn each<R>(
    bencher: Bencher<'_, '_>,
    incidents: &[IncidentFacts],
    route: impl Fn(&IncidentFacts) -> R + Sync,
) {
    bencher.counter(ItemsCount::new(incidents.len())).bench(|| {
        for incident in black_box(incidents) {
            black_box(&route(incident));
        }
    });
}

#[divan::bench]
fn standard(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, &facts::incidents(), |incident| policy.route(incident));
}

#[divan::bench]
fn standard_explained(bencher: Bencher<'_, '_>) {
    let policy = Policy::standard();
    each(bencher, &facts::incidents(), |incident| policy.explain_route(incident));
}

#[divan::bench]
fn sample_policy(bencher: Bencher<'_, '_>) {
    let blob = sample::blob();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &sample::incidents(), |incident| policy.route(incident));
}

#[divan::bench]
fn large_20_kb(bencher: Bencher<'_, '_>) {
    let blob = policies::large();
    let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
    each(bencher, &facts::incidents(), |incident| policy.route(incident));
}
