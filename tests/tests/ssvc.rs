//! The decision tables of CERTCC/SSVC, compiled twice: as rows of which the first that matches holds, and as rows of which
//! exactly one must match. Every row is reproduced by a verified diagram, and whatever is changed in a table is noticed.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod common;

use common::translate::at;
use plimsoll_core::diagram::{Diagram, Forest, Ref, Situation};
use plimsoll_core::facet::{FACETS, FacetSet, Values};
use plimsoll_core::table::{Condition, TableFault, When, first_match, unique_hit};
use plimsoll_tests::cases::{self, DecisionTable};

type Row = (Vec<u8>, u8);

/// Whether to check every pair of rows, too, after this change: always in small tables, else for a sample of the rows.
fn pairwise(table: &DecisionTable, changed: usize) -> bool {
    table.rows.len() < 50 || changed.is_multiple_of(64)
}

fn forest(table: &DecisionTable) -> Forest {
    let sizes = table.inputs.iter().enumerate();
    Forest::new(sizes.map(|(input, of)| (at(input), u16::try_from(of.labels.len()).unwrap())))
}

fn when(row: &Row) -> When {
    let inputs = row.0.iter().map(|label| u16::from(*label)).enumerate();
    inputs.map(|(input, label)| Condition::within(at(input), label..=label)).collect()
}

fn whens(rows: &[Row]) -> Vec<When> {
    rows.iter().map(when).collect()
}

fn index(row: u32) -> usize {
    usize::try_from(row).expect("a row")
}

/// The outcomes of a table of rows.
fn outcomes(forest: &mut Forest, table: Ref, rows: &[Row]) -> Ref {
    forest.map(table, |row| u32::from(rows[index(row)].1))
}

/// Rows compiled so that the first that matches holds.
fn first(forest: &mut Forest, rows: &[Row]) -> Ref {
    let table = first_match(forest, &whens(rows)).expect("a complete table without dead rows");
    outcomes(forest, table, rows)
}

fn point(row: &Row) -> Values {
    let mut values = [0; FACETS];
    values.iter_mut().zip(&row.0).for_each(|(value, label)| *value = u16::from(*label));
    values
}

/// Whether a situation is one point, and that of the row.
fn is_point(situation: &Situation, row: &Row) -> bool {
    let single = situation.0.iter().all(|(_, range)| range.start() == range.end());
    single && situation.0.len() == row.0.len() && situation.lowest() == point(row)
}

fn is_missing(fault: &TableFault, row: &Row) -> bool {
    matches!(fault, TableFault::Missing(situation) if is_point(situation, row))
}

#[test]
fn every_row_of_every_table() {
    let mut rows = 0;
    for table in cases::ssvc() {
        let name = &table.name;
        let forest = &mut forest(&table);
        let by_first = first_match(forest, &whens(&table.rows)).expect("a complete table");
        let by_unique = unique_hit(forest, &whens(&table.rows)).expect("a complete table without overlaps");
        assert_eq!(by_first, by_unique, "{name}");
        // Complete: as many points as the labels have combinations, each row holding at exactly one.
        let combinations: usize = table.inputs.iter().map(|input| input.labels.len()).product();
        assert_eq!(forest.count(by_unique, |_| true), u128::try_from(combinations).unwrap(), "{name}");
        for row in 0..u32::try_from(table.rows.len()).unwrap() {
            assert_eq!(forest.count(by_unique, |held| held == row), 1, "{name}, row {row}");
        }

        let function = outcomes(forest, by_first, &table.rows);
        let (words, root) = forest.emit(function).expect("a small table");
        let size = |position: u8| {
            table
                .inputs
                .get(usize::from(position))
                .map_or(0, |input| u16::try_from(input.labels.len()).unwrap())
        };
        let facets = (0..table.inputs.len()).map(at).fold(FacetSet::NONE, |set, facet| set.or(facet.set()));
        let terminals = u16::try_from(table.outcome.labels.len()).unwrap();
        let diagram = Diagram::verify(&words, root, size, facets, terminals)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        for (line, row) in (2..).zip(&table.rows) {
            let found = diagram.walk(&point(row));
            let at = format!("tests/cases/ssvc/{name}.csv:{line}");
            assert_eq!(found, u16::from(row.1), "{at}");
            assert_eq!(forest.value(function, &point(row)), u32::from(row.1), "{at}");
            let labels = table.inputs.iter().zip(&row.0);
            let labels: Vec<&str> =
                labels.map(|(input, label)| input.labels[usize::from(*label)].as_str()).collect();
            assert_eq!(
                table.decide(&labels),
                Some(table.outcome.labels[usize::from(found)].as_str()),
                "{at}"
            );
            rows += 1;
        }
        let again = forest.load(&diagram);
        assert_eq!(again, function, "{name}: words read back");
        println!(
            "{name}: {} rows, {} nodes, {} words",
            table.rows.len(),
            forest.nodes(function),
            words.len() / 2
        );
    }
    println!("{rows} rows of {} tables reproduced", cases::ssvc().len());
    assert_eq!(rows, 36 + 192 + 36 + 27 + 72 + 16 + 4);
}

#[test]
fn a_single_changed_outcome_is_noticed() {
    let mut changes = 0;
    for table in cases::ssvc() {
        let forest = &mut forest(&table);
        let original = first(forest, &table.rows);
        for (changed, row) in table.rows.iter().enumerate() {
            for outcome in (0..table.outcome.labels.len()).map(|label| u8::try_from(label).unwrap()) {
                if outcome == row.1 {
                    continue;
                }
                let mut rows = table.rows.clone();
                rows[changed].1 = outcome;
                let other = first(forest, &rows);
                assert_ne!(other, original, "{}, row {changed}", table.name);
                let differ = forest.apply(original, other, |a, b| u32::from(a != b));
                assert_eq!(forest.count(differ, |differ| differ == 1), 1, "{}, row {changed}", table.name);
                let found = forest.find(differ, |differ| differ == 1).expect("a difference");
                assert!(is_point(&found, row), "{}, row {changed}: {found:?}", table.name);
                changes += 1;
            }
        }
        // After all that, the table as it was is the same diagram again, not merely an equal one.
        assert_eq!(first(forest, &table.rows), original, "{}", table.name);
    }
    println!("{changes} changed outcomes, each noticed at exactly one point");
    assert_eq!(changes, 36 * 3 + 192 * 2 + 36 * 2 + 27 * 2 + 72 * 3 + 16 * 3 + 4 * 2);
}

/// A changed input makes a row equal to another: one case is decided twice and one not at all.
#[test]
fn a_single_changed_input_is_noticed() {
    let (mut changes, mut pairs) = (0, 0);
    for table in cases::ssvc() {
        let name = &table.name;
        for (changed, row) in table.rows.iter().enumerate() {
            let forest = &mut forest(&table);
            for (input, of) in table.inputs.iter().enumerate() {
                for label in (0..of.labels.len()).map(|label| u8::try_from(label).unwrap()) {
                    if label == row.0[input] {
                        continue;
                    }
                    let mut rows = table.rows.clone();
                    rows[changed].0[input] = label;
                    let twin =
                        table.rows.iter().position(|other| other.0 == rows[changed].0).expect("complete");
                    let (early, late) = (changed.min(twin), changed.max(twin));
                    let faults = first_match(forest, &whens(&rows)).expect_err("noticed");
                    let [dead, missing] = &faults[..] else { panic!("{name}, row {changed}: {faults:?}") };
                    let expected = TableFault::Dead { row: late, covered_by: Some(early) };
                    assert_eq!(*dead, expected, "{name}, row {changed}");
                    assert!(is_missing(missing, row), "{name}, row {changed}: {missing:?}");
                    changes += 1;
                    if pairwise(&table, changed) {
                        let faults = unique_hit(forest, &whens(&rows)).expect_err("noticed");
                        let [TableFault::Overlap { first, second, at }, missing] = &faults[..] else {
                            panic!("{name}, row {changed}: {faults:?}")
                        };
                        assert_eq!((*first, *second), (early, late), "{name}, row {changed}");
                        assert!(is_point(at, &rows[changed]), "{name}, row {changed}: {at:?}");
                        assert!(is_missing(missing, row), "{name}, row {changed}: {missing:?}");
                        pairs += 1;
                    }
                }
            }
        }
    }
    println!(
        "{changes} changed inputs, each noticed with the case that went missing; {pairs} also as overlaps"
    );
    assert_eq!(changes, 216 + 1536 + 252 + 162 + 576 + 96 + 8);
}

#[test]
fn a_removed_row_is_missing() {
    let (mut removed, mut unique) = (0, 0);
    for table in cases::ssvc() {
        for (gone, row) in table.rows.iter().enumerate() {
            let forest = &mut forest(&table);
            let mut rows = table.rows.clone();
            rows.remove(gone);
            let faults = first_match(forest, &whens(&rows)).expect_err("noticed");
            assert!(
                faults.len() == 1 && is_missing(&faults[0], row),
                "{}, row {gone}: {faults:?}",
                table.name
            );
            removed += 1;
            if pairwise(&table, gone) {
                assert_eq!(unique_hit(forest, &whens(&rows)), Err(faults), "{}, row {gone}", table.name);
                unique += 1;
            }
        }
    }
    println!("{removed} removed rows, each missed at its point; {unique} also under unique hit");
    assert_eq!(removed, 383);
}

#[test]
fn a_duplicated_row_is_dead_or_overlaps() {
    let mut duplicated = 0;
    for table in cases::ssvc() {
        let last = table.rows.len();
        for (copied, row) in table.rows.iter().enumerate() {
            let forest = &mut forest(&table);
            let mut rows = table.rows.clone();
            rows.push(row.clone());
            let faults = first_match(forest, &whens(&rows)).expect_err("noticed");
            let expected = [TableFault::Dead { row: last, covered_by: Some(copied) }];
            assert_eq!(faults, expected, "{}, row {copied}", table.name);
            duplicated += 1;
            if pairwise(&table, copied) {
                let faults = unique_hit(forest, &whens(&rows)).expect_err("noticed");
                let [TableFault::Overlap { first, second, at }] = &faults[..] else {
                    panic!("{}, row {copied}: {faults:?}", table.name)
                };
                assert_eq!((*first, *second), (copied, last), "{}, row {copied}", table.name);
                assert!(is_point(at, row), "{}, row {copied}: {at:?}", table.name);
            }
        }
    }
    println!("{duplicated} duplicated rows, each found dead, and overlapping");
    assert_eq!(duplicated, 383);
}

/// Order says nothing in a table of which exactly one row matches: any order gives the same diagram.
#[test]
fn the_order_of_rows_makes_no_difference() {
    for table in cases::ssvc() {
        let forest = &mut forest(&table);
        let original = first(forest, &table.rows);
        let mut rows = table.rows.clone();
        rows.reverse();
        assert_eq!(first(forest, &rows), original, "{}", table.name);
        let middle = rows.len() / 2;
        rows.rotate_left(middle);
        assert_eq!(first(forest, &rows), original, "{}", table.name);
    }
}
