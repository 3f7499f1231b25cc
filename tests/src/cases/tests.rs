//! What the case files promise about themselves.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_file_has_the_rows_it_should() {
    let sizes: BTreeMap<_, _> = ssvc().iter().map(|table| (table.name.clone(), table.rows.len())).collect();
    let expected = [
        ("cisa_coordinator", 36),
        ("coordinator_triage", 192),
        ("cvss_v4_eq1", 36),
        ("cvss_v4_eq3", 27),
        ("deployer_patch", 72),
        ("human_impact", 16),
        ("utility", 4),
    ];
    assert_eq!(sizes, expected.map(|(name, rows)| (name.to_owned(), rows)).into());
    let shapes: Vec<_> =
        matrices().iter().map(|m| (m.likelihood.len(), m.impact.len(), m.bands.len())).collect();
    assert_eq!(shapes, [(3, 3, 3), (3, 3, 6), (4, 4, 5), (5, 5, 5), (5, 5, 4), (5, 5, 5)]);
}

#[test]
fn cases_say_why_and_never_twice_the_same() {
    let whys = [
        likelihood().into_iter().map(|case| case.why).collect::<Vec<_>>(),
        estimates().into_iter().map(|case| case.why).collect(),
        impact().into_iter().map(|case| case.why).collect(),
        acceptance().into_iter().map(|case| case.why).collect(),
        settling().into_iter().map(|case| case.why).collect(),
        envelope().into_iter().map(|case| case.why).collect(),
        routing().into_iter().map(|case| case.why).collect(),
        rights().into_iter().map(|case| case.why).collect(),
    ];
    assert!(whys.iter().flatten().all(|why| !why.is_empty()));
    for text in [
        include_str!("../../cases/likelihood.csv"),
        include_str!("../../cases/estimates.csv"),
        include_str!("../../cases/impact.csv"),
        include_str!("../../cases/acceptance.csv"),
        include_str!("../../cases/settling.csv"),
        include_str!("../../cases/envelope.csv"),
        include_str!("../../cases/routing.csv"),
        include_str!("../../cases/rights.csv"),
    ] {
        let mut seen = BTreeSet::new();
        for record in records("", text).1 {
            let (_why, facts) = record.split_last().expect("a last column");
            assert!(seen.insert(facts.to_vec()), "twice: {facts:?}");
        }
    }
}

#[test]
fn matrices_are_whole_and_never_fall() {
    for matrix in matrices() {
        let name = &matrix.name;
        assert_eq!(matrix.grid.len(), matrix.likelihood.len(), "{name}");
        assert!(matrix.grid.iter().all(|row| row.len() == matrix.impact.len()), "{name}");
        assert!(matrix.colours.is_empty() || matrix.colours.len() == matrix.bands.len(), "{name}");
        let used: BTreeSet<u8> = matrix.grid.iter().flatten().copied().collect();
        assert_eq!(used.len(), matrix.bands.len(), "{name}: every band is used");
        for row in &matrix.grid {
            assert!(row.is_sorted(), "{name}: along impact");
        }
        for (lower, upper) in matrix.grid.iter().zip(&matrix.grid[1..]) {
            assert!(lower.iter().zip(upper).all(|(lower, upper)| lower <= upper), "{name}: along likelihood");
        }
    }
}

#[test]
fn a_banding_of_the_product_is_known_as_one() {
    for matrix in matrices() {
        let mut by_product: BTreeMap<usize, BTreeSet<u8>> = BTreeMap::new();
        for (likelihood, row) in (1..).zip(&matrix.grid) {
            for (impact, band) in (1..).zip(row) {
                by_product.entry(likelihood * impact).or_default().insert(*band);
            }
        }
        let one_band_each = by_product.values().all(|bands| bands.len() == 1);
        let ascending = by_product.values().flatten().is_sorted();
        assert_eq!(one_band_each && ascending, matrix.product_banding, "{}", matrix.name);
    }
}

#[test]
fn decision_tables_are_complete_unique_and_never_fall() {
    for table in ssvc() {
        let name = &table.name;
        let rows: BTreeMap<_, _> = table.rows.iter().cloned().collect();
        assert_eq!(rows.len(), table.rows.len(), "{name}: no situation twice");
        let situations: usize = table.inputs.iter().map(|input| input.labels.len()).product();
        assert_eq!(rows.len(), situations, "{name}: every situation");
        for (inputs, outcome) in &rows {
            for position in 0..inputs.len() {
                let mut worse = inputs.clone();
                worse[position] += 1;
                if let Some(worse_outcome) = rows.get(&worse) {
                    assert!(outcome <= worse_outcome, "{name}: {inputs:?} to {worse:?}");
                }
            }
            let labels: Vec<&str> = table
                .inputs
                .iter()
                .zip(inputs)
                .map(|(input, index)| input.labels[usize::from(*index)].as_str())
                .collect();
            assert_eq!(table.decide(&labels), Some(table.outcome.labels[usize::from(*outcome)].as_str()));
        }
    }
}

#[test]
fn nist_levels_leave_no_gap() {
    let levels = nist_levels();
    let edges = levels.first().zip(levels.last()).expect("levels");
    assert_eq!((edges.0.from_of_100, edges.1.to_of_100), (0, 100));
    assert_eq!((edges.0.probability_from_percent, edges.1.probability_below_percent), (0, 100));
    for (lower, upper) in levels.iter().zip(&levels[1..]) {
        assert_eq!(lower.to_of_100 + 1, upper.from_of_100, "{} to {}", lower.level, upper.level);
        assert_eq!(lower.probability_below_percent, upper.probability_from_percent, "{}", upper.level);
        assert!(lower.of_10 < upper.of_10);
    }
    let matrix =
        matrices().into_iter().find(|matrix| matrix.name == "nist_sp800_30_table_i2").expect("table I-2");
    let names: Vec<String> = levels.into_iter().map(|level| level.level).collect();
    assert_eq!([&matrix.likelihood, &matrix.impact, &matrix.bands], [&names; 3]);
}

#[test]
fn systems_take_the_highest_of_their_information() {
    let cases = fips199();
    for case in &cases {
        assert_eq!(case.cia().into_iter().flatten().max(), Some(case.high_water), "{case:?}");
    }
    for system in cases.iter().filter(|case| case.record == "system") {
        let parts =
            cases.iter().filter(|part| part.record == "information" && part.example == system.example);
        let mut highest = [Some(0); 3];
        for part in parts {
            for (highest, part) in highest.iter_mut().zip(part.cia()) {
                *highest = (*highest).max(part);
            }
        }
        assert_eq!(system.cia(), highest, "{}", system.name);
        let overrides =
            cases.iter().filter(|case| case.record == "override" && case.example == system.example);
        for decided in overrides {
            assert!(decided.cia().iter().zip(&system.cia()).all(|(decided, derived)| decided >= derived));
            assert!(!decided.why.is_empty());
        }
    }
}
