//! Decision tables: rows to a diagram, and a look-up in one against a scan of its rows.
use divan::{Bencher, black_box, counter::ItemsCount};
use plimsoll_benches::facts::Numbers;
use plimsoll_core::diagram::{Diagram, Forest};
use plimsoll_core::facet::{FACETS, Facet, FacetSet, Values};
use plimsoll_core::table::{Condition, When, first_match, unique_hit};

const SIZES: [u16; 4] = [5, 10, 8, 366];
const POINTS: usize = 64;

fn known() -> impl Iterator<Item = (Facet, u16)> {
    (0..).filter_map(Facet::declared).zip(SIZES)
}

/// So many rows that each ask for two of four facets, and a last one for everything else.
fn rows(count: u16) -> Vec<When> {
    let facets: Vec<(Facet, u16)> = known().collect();
    let mut numbers = Numbers::from(4);
    let mut rows: Vec<When> = Vec::new();
    for n in 1..count {
        let two = facets.iter().cycle().skip(usize::from(n)).take(2);
        let condition = |(facet, size): &(Facet, u16)| {
            let low = numbers.below(*size);
            Condition::within(*facet, low..=low.saturating_add(size / 8).min(size.saturating_sub(1)))
        };
        rows.push(two.map(condition).collect());
    }
    rows.push(Vec::new());
    rows
}

#[divan::bench(args = [10, 100])]
fn compile_first_match(bencher: Bencher<'_, '_>, count: u16) {
    let rows = rows(count);
    bencher.counter(ItemsCount::new(rows.len())).bench(|| {
        let mut forest = Forest::new(known());
        // Of many rows some are hidden by those before; finding that out is part of the work.
        first_match(&mut forest, black_box(&rows)).is_ok()
    });
}

#[divan::bench]
fn compile_unique_hit(bencher: Bencher<'_, '_>) {
    let Some((facet, size)) = known().last() else { return };
    let rows: Vec<When> = (0..size).map(|day| vec![Condition::within(facet, day..=day)]).collect();
    bencher.counter(ItemsCount::new(rows.len())).bench(|| {
        let mut forest = Forest::new(known());
        unique_hit(&mut forest, black_box(&rows)).is_ok()
    });
}

/// Points over the four facets.
fn points() -> Vec<Values> {
    let mut numbers = Numbers::from(5);
    let point = |_| {
        let mut values = [0; FACETS];
        for (facet, size) in known() {
            values.get_mut(facet.index()).into_iter().for_each(|slot| *slot = numbers.below(size));
        }
        values
    };
    (0..POINTS).map(point).collect()
}

/// Rows none of which is hidden, since each has days of its own; a last one for everything else.
fn sound_rows(count: u16) -> Vec<When> {
    let facets: Vec<(Facet, u16)> = known().collect();
    let [others @ .., (days, _)] = facets.as_slice() else { return Vec::new() };
    let row = |n: u16| {
        let first = n.saturating_mul(12);
        let other = others.iter().cycle().nth(n.into());
        let condition = other.map(|(facet, size)| {
            Condition::within(*facet, n.checked_rem(*size).unwrap_or_default()..=size.saturating_sub(1))
        });
        condition.into_iter().chain([Condition::within(*days, first..=first.saturating_add(11))]).collect()
    };
    (1..count).map(row).chain([Vec::new()]).collect()
}

#[divan::bench(args = [10, 30])]
fn look_up(bencher: Bencher<'_, '_>, count: u16) {
    let mut forest = Forest::new(known());
    let table = first_match(&mut forest, &sound_rows(count)).expect("a sound table");
    let (words, root) = forest.emit(table).expect("a small table");
    let size = |position: u8| Facet::new(position).map_or(0, |facet| forest.size(facet));
    let diagram = Diagram::verify(&words, root, size, FacetSet::RISK_INPUTS, count).expect("a table");
    let points = points();
    bencher.counter(ItemsCount::new(POINTS)).bench(|| {
        for point in black_box(&points) {
            black_box(diagram.walk(point));
        }
    });
}

#[divan::bench(args = [10, 30])]
fn scan(bencher: Bencher<'_, '_>, count: u16) {
    let (rows, points) = (sound_rows(count), points());
    let holds = |condition: &Condition, point: &Values| {
        let value = point.get(condition.facet.index()).copied().unwrap_or_default();
        condition.ranges.iter().any(|range| range.contains(&value))
    };
    bencher.counter(ItemsCount::new(POINTS)).bench(|| {
        for point in black_box(&points) {
            black_box(rows.iter().position(|when| when.iter().all(|condition| holds(condition, point))));
        }
    });
}
