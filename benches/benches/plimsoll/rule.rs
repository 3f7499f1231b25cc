//! Rules: text to diagrams, and one rule by hand, compiled and interpreted.
use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::facts::COUNT;
use plimsoll_benches::rules::{Interpreted, LARGE, ONE, by_hand, compiled, draft, one, points};
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{Facet, FacetSet};

#[divan::bench(sample_count = 5, sample_size = 1)]
fn compile_60_lines(bencher: Bencher<'_, '_>) {
    bencher.bench(|| compiled(black_box(LARGE)));
}

#[divan::bench]
fn compile_one(bencher: Bencher<'_, '_>) {
    bencher.bench(|| compiled(black_box(ONE)));
}

#[divan::bench]
fn as_compiled(bencher: Bencher<'_, '_>) {
    let (rule, points) = (one(), points());
    let forest = draft().forest(rule.space);
    let size = |position| Facet::new(position).map_or(0, |facet| forest.size(facet));
    let count = u16::try_from(rule.outcomes.len()).expect("few");
    let diagram =
        Diagram::verify(&rule.words, rule.root, size, FacetSet::RISK_INPUTS, count).expect("a diagram");
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        for point in black_box(&points) {
            black_box(diagram.walk(point));
        }
    });
}

#[divan::bench]
fn written_by_hand(bencher: Bencher<'_, '_>) {
    let points = points();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        for point in black_box(&points) {
            black_box(by_hand(point));
        }
    });
}

#[divan::bench]
fn in_rhai(bencher: Bencher<'_, '_>) {
    let interpreted = Interpreted::new();
    let facts = points().map(|point| interpreted.map(&point));
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        for facts in black_box(&facts) {
            black_box(interpreted.run(facts));
        }
    });
}
