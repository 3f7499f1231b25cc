//! Rules: text to diagrams, and one rule compiled, interpreted and by hand.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "inputs of its own making; if they are not sound, there is nothing to measure"
)]

use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::facts::COUNT;
use plimsoll_benches::rules::{Interpreted, LARGE, ONE, by_hand, compiled, draft, one, points};
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{Facet, FacetSet};

fn main() {
    for (name, text) in [("one", ONE), ("large", LARGE)] {
        let compiled = compiled(text);
        let bare = draft().compile().expect("a sound draft").len();
        for rule in &compiled.rules {
            let mut forest = draft().forest(rule.rule.space);
            let size = |position| Facet::new(position).map_or(0, |facet| forest.size(facet));
            let count = u16::try_from(rule.rule.outcomes.len()).expect("few");
            let inputs = FacetSet::RISK_INPUTS;
            let diagram =
                Diagram::verify(&rule.rule.words, rule.rule.root, size, inputs, count).expect("a diagram");
            let function = forest.load(&diagram);
            let mut draft = draft();
            draft.rules.push(rule.rule.clone());
            let bytes = draft.compile().expect("a sound draft").len() - bare;
            println!(
                "{name}: {} lines, {} facets, {} paths, {} nodes, {} outcomes, {bytes} bytes in the blob",
                text.lines().count(),
                rule.reads.len(),
                rule.paths,
                forest.nodes(function),
                rule.rule.outcomes.len(),
            );
        }
    }
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn compile_large(bencher: Bencher<'_, '_>) {
    bencher.bench(|| compiled(black_box(LARGE)));
}

#[divan::bench]
fn compile_one(bencher: Bencher<'_, '_>) {
    bencher.bench(|| compiled(black_box(ONE)));
}

#[divan::bench]
fn walk(bencher: Bencher<'_, '_>) {
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
fn hand_written(bencher: Bencher<'_, '_>) {
    let points = points();
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        for point in black_box(&points) {
            black_box(by_hand(point));
        }
    });
}

#[divan::bench]
fn interpret(bencher: Bencher<'_, '_>) {
    let interpreted = Interpreted::new();
    let facts = points().map(|point| interpreted.map(&point));
    bencher.counter(ItemsCount::new(COUNT)).bench_local(|| {
        for facts in black_box(&facts) {
            black_box(interpreted.run(facts));
        }
    });
}
