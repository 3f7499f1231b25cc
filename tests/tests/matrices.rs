//! Published matrices and scales, cell by cell, by policies and diagrams that were compiled and verified.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod common;

use common::justify::{self, arrives};
use common::{compile, translate, verify};
use plimsoll_core::diagram::{Diagram, Forest};
use plimsoll_core::facet::{FACETS, FacetSet};
use plimsoll_core::policy::{Draft, DraftBand, DraftMatrix, Place};
use plimsoll_core::table::{Condition, When, first_match, unique_hit};
use plimsoll_core::{
    Attribute, CiaFloor, EstimateRule, Impact, Level, Likelihood, LikelihoodRule, Policy, Progress,
    RiskFacts, Stage, facet,
};
use plimsoll_tests::cases::{self, FipsCase, MatrixCase};
use std::collections::BTreeMap;

const PLAIN: &str = "#808080";

fn small(number: usize) -> u8 {
    u8::try_from(number).expect("a small number")
}

/// A policy over the levels and bands of a matrix; estimates are the likelihood.
fn draft(case: &MatrixCase, matrix: DraftMatrix, up_to: &[u16]) -> Draft {
    let levels = small(case.likelihood.len());
    let highest = Likelihood::new(levels).expect("2 to 10 levels");
    let bands = case.bands.iter().zip(up_to).enumerate().map(|(index, (name, up_to))| DraftBand {
        name: name.clone(),
        colour: case.colours.get(index).map_or(PLAIN, String::as_str).to_owned(),
        up_to: *up_to,
    });
    Draft {
        name: case.name.clone(),
        impact: case.impact.clone(),
        likelihood: case.likelihood.clone(),
        likelihood_rule: LikelihoodRule::new(levels, highest, EstimateRule::Replaces).expect("a rule"),
        cia_floor: CiaFloor::NONE,
        matrix,
        bands: bands.collect(),
        acceptance_level: 1,
        ..Draft::standard()
    }
}

fn grid(case: &MatrixCase, cells: Vec<Vec<u8>>, may_fall: bool) -> Draft {
    let up_to: Vec<u16> = (1..).take(case.bands.len()).collect();
    draft(case, DraftMatrix::Grid { cells, may_fall }, &up_to)
}

/// Impact and likelihood of every cell, from 1, with the band at it.
fn cells(case: &MatrixCase) -> impl Iterator<Item = (u8, u8, u8)> {
    (1..)
        .zip(&case.grid)
        .flat_map(|(likelihood, row)| (1..).zip(row).map(move |(impact, band)| (impact, likelihood, *band)))
}

fn facts(impact: u8, likelihood: u8) -> RiskFacts {
    RiskFacts {
        rated: Impact::new(impact).unwrap(),
        estimate: Likelihood::new(likelihood),
        ..RiskFacts::default()
    }
}

/// The band that a policy puts every cell in, by position, in the order of [`cells`].
fn bands(policy: &Policy<'_>, case: &MatrixCase) -> Vec<u8> {
    cells(case).map(|(impact, likelihood, _)| policy.assess(&facts(impact, likelihood)).band.get()).collect()
}

#[test]
fn every_cell_of_every_grid() {
    let mut checked = 0;
    for case in cases::matrices() {
        let blob = compile(&grid(&case, case.grid.clone(), false), &case.name);
        let policy = verify(&blob, &case.name);
        let names = policy.names().unwrap();
        for (impact, likelihood, band) in cells(&case) {
            let at = format!("{} at impact {impact}, likelihood {likelihood}", case.name);
            let (decision, trace) = policy.explain(&facts(impact, likelihood));
            assert_eq!(policy.assess(&facts(impact, likelihood)), decision, "{at}");
            justify::assessed(&policy, &decision, &trace);
            assert_eq!((decision.band.get(), decision.score.get()), (band, band + 1), "{at}");
            assert_eq!(arrives(&trace, Stage::Matrix), Some(u16::from(band) + 1), "{at}");
            assert_eq!(names.band(decision.band), Some(case.bands[usize::from(band)].as_str()), "{at}");
            let colour = case.colours.get(usize::from(band)).map_or(PLAIN, String::as_str);
            assert_eq!(names.colour(decision.band), Some(colour), "{at}");
            assert_eq!(names.impact(impact), Some(case.impact[usize::from(impact) - 1].as_str()), "{at}");
            let level = &case.likelihood[usize::from(likelihood) - 1];
            assert_eq!(names.likelihood(likelihood), Some(level.as_str()), "{at}");
            assert_eq!(decision.within_limit, band == 0, "{at}");
            checked += 1;
        }
        // The same likelihoods from actions: as many parts of the whole as there are levels.
        let levels = u16::try_from(case.likelihood.len()).unwrap();
        for (impact, likelihood, band) in cells(&case) {
            let actions = Progress::new(u16::from(likelihood) - 1, levels).unwrap();
            let facts = RiskFacts { actions, estimate: None, ..facts(impact, likelihood) };
            let found = policy.assess(&facts);
            assert_eq!((found.likelihood.get(), found.band.get()), (likelihood, band), "{}", case.name);
        }
    }
    println!("{checked} cells of {} matrices", cases::matrices().len());
    assert_eq!(checked, 9 + 9 + 16 + 25 + 25 + 25);
}

#[test]
fn a_single_changed_cell_is_noticed() {
    let mut changes = 0;
    for case in cases::matrices() {
        let expected: Vec<u8> = cells(&case).map(|(_, _, band)| band).collect();
        let columns = case.impact.len();
        for (index, (impact, likelihood, band)) in cells(&case).enumerate() {
            for other in (0..small(case.bands.len())).filter(|other| *other != band) {
                let mut changed = case.grid.clone();
                changed[usize::from(likelihood) - 1][usize::from(impact) - 1] = other;
                let blob = compile(&grid(&case, changed.clone(), true), &case.name);
                let found = bands(&verify(&blob, &case.name), &case);
                let differ: Vec<usize> = (0..found.len()).filter(|at| found[*at] != expected[*at]).collect();
                assert_eq!(differ, [index], "{} at impact {impact}, likelihood {likelihood}", case.name);
                assert_eq!(found[index], other);
                changes += 1;

                // Where the change makes the matrix fall, the compiler says at which cells unless falling is meant.
                let falls = |from: usize, to: usize| {
                    let after = |at: usize| if at == index { other } else { expected[at] };
                    after(from) > after(to)
                };
                let mut places = Vec::new();
                for at in 0..expected.len() {
                    let (row, column) = (at / columns, at % columns);
                    let place = Place::Cell { likelihood: row, impact: column };
                    let left = column > 0 && falls(at - 1, at);
                    let below = row > 0 && falls(at - columns, at);
                    places.extend((left || below).then_some(place));
                }
                let faults = grid(&case, changed, false).compile().err().unwrap_or_default();
                let mut found: Vec<Place> = faults.into_iter().map(|fault| fault.place).collect();
                found.dedup();
                assert_eq!(found, places, "{} at impact {impact}, likelihood {likelihood}", case.name);
            }
        }
    }
    println!("{changes} changed cells, each noticed");
    assert_eq!(changes, 9 * 2 + 9 * 5 + 16 * 4 + 25 * 4 + 25 * 3 + 25 * 4);
}

#[test]
fn bandings_of_the_product() {
    let mut bandings = Vec::new();
    for case in cases::matrices() {
        let mut highest = vec![0_u16; case.bands.len()];
        let mut by_product: BTreeMap<u16, Vec<u8>> = BTreeMap::new();
        for (impact, likelihood, band) in cells(&case) {
            let product = u16::from(impact) * u16::from(likelihood);
            highest[usize::from(band)] = highest[usize::from(band)].max(product);
            by_product.entry(product).or_default().push(band);
        }
        let made = draft(&case, DraftMatrix::Product, &highest).compile();
        let same = made.is_ok_and(|blob| {
            let policy = verify(&blob, &case.name);
            for (impact, likelihood, _) in cells(&case) {
                let decision = policy.assess(&facts(impact, likelihood));
                assert_eq!(decision.score.get(), impact * likelihood, "{}", case.name);
            }
            bands(&policy, &case).into_iter().eq(cells(&case).map(|(_, _, band)| band))
        });
        assert_eq!(same, case.product_banding, "{}", case.name);
        if !same {
            // No banding can do it: equal products lie in different bands, or a lower one in a higher band.
            let torn = by_product.values().any(|bands| bands.iter().any(|band| *band != bands[0]));
            let falls = !by_product.values().flatten().is_sorted();
            assert!(torn || falls, "{}: a banding that was not found", case.name);
        }
        bandings.extend(same.then_some(case.name));
    }
    println!("bandings of the product: {}", bandings.join(", "));
    assert_eq!(bandings, ["three_by_three", "three_by_three_product", "four_by_four_five_bands"]);
}

/// NIST's assessment scale over 0..100, as a table of ranges: complete, without overlap, and each value in its level.
#[test]
fn the_assessment_scale_of_nist() {
    let levels = cases::nist_levels();
    let semi = translate::at(0);
    let mut forest = Forest::new([(semi, 101)]);
    let rows: Vec<When> = levels
        .iter()
        .map(|level| vec![Condition::within(semi, level.from_of_100.into()..=level.to_of_100.into())])
        .collect();
    let table = unique_hit(&mut forest, &rows).expect("complete and without overlap");
    assert_eq!(first_match(&mut forest, &rows), Ok(table));
    let (words, root) = forest.emit(table).unwrap();
    let size = |position: u8| if position == 0 { 101 } else { 0 };
    let diagram = Diagram::verify(&words, root, size, semi.set(), 5).expect("a sound diagram");
    for value in 0..=100_u8 {
        let mut values = [0; FACETS];
        values[0] = value.into();
        let found = &levels[usize::from(diagram.walk(&values))];
        assert!((found.from_of_100..=found.to_of_100).contains(&value), "{value}: {found:?}");
    }
}

/// The high-water mark of FIPS 199 as a decision table over three objectives.
#[test]
fn the_high_water_mark_of_fips_199() {
    let objectives = [facet::CONFIDENTIALITY, facet::INTEGRITY, facet::AVAILABILITY];
    let mut forest = Forest::new(objectives.map(|objective| (objective, 3)));
    let mut rows: Vec<(When, u32)> = Vec::new();
    for level in [2_u16, 1] {
        for objective in objectives {
            rows.push((vec![Condition::within(objective, level..=level)], level.into()));
        }
    }
    rows.push((Vec::new(), 0));
    let whens: Vec<When> = rows.iter().map(|(when, _)| when.clone()).collect();
    let table = first_match(&mut forest, &whens).expect("a complete table");
    let mark = forest.map(table, |row| rows[usize::try_from(row).unwrap()].1);
    let (words, root) = forest.emit(mark).unwrap();
    let size = |position: u8| if (2..=4).contains(&position) { 3 } else { 0 };
    let diagram = Diagram::verify(&words, root, size, FacetSet::RISK_INPUTS, 3).expect("a sound diagram");

    let policy = Policy::standard();
    let check = |name: &str, levels: [Option<u8>; 3], expected: u8| {
        // What is not applicable compromises nothing; as an input of the table it is the least, low.
        let cia = translate::cia(levels.map(Option::unwrap_or_default));
        let applicable = translate::attributes(levels.map(|level| level.is_some()));
        let highest = cia.highest_of(applicable).expect("something applies");
        assert_eq!(highest.index(), expected, "{name}");
        assert_eq!(cia.high_water().index(), expected, "{name}");
        let facts = RiskFacts { actions: Progress::new(0, 1).unwrap(), ..RiskFacts::default() };
        let facts = facts.with_cia(cia).with_compromised(applicable);
        assert_eq!(u8::try_from(diagram.walk(&facts.values)).unwrap(), expected, "{name}");
        // The standard floor of the impact is one more than the level's position.
        let (decision, trace) = policy.explain(&facts);
        assert_eq!(decision.impact.get(), expected + 1, "{name}");
        let raised = (expected > 0).then_some(u16::from(expected) + 1);
        assert_eq!(arrives(&trace, Stage::Floor), raised, "{name}");
    };
    let examples = cases::fips199();
    for example in &examples {
        check(&format!("{}: {}", example.example, example.name), example.cia(), example.high_water);
    }
    // A system takes the highest of each objective over its information, and is never "not applicable".
    for system in examples.iter().filter(|example| example.record == "system") {
        let parts =
            |example: &&FipsCase| example.record == "information" && example.example == system.example;
        let whole = examples.iter().filter(parts).map(|part| part.cia().map(Option::unwrap_or_default));
        let whole = whole.map(translate::cia).reduce(plimsoll_core::Cia::or).expect("some information");
        let found = Attribute::ALL.iter().map(|objective| Some(whole.level(*objective).index()));
        assert_eq!(found.collect::<Vec<_>>(), system.cia(), "{}", system.name);
    }
    let mut all = 0;
    for c in Level::ALL {
        for i in Level::ALL {
            for a in Level::ALL {
                let levels = [c.index(), i.index(), a.index()];
                check("every category", levels.map(Some), levels.into_iter().max().unwrap());
                all += 1;
            }
        }
    }
    println!("{} examples of FIPS 199 and all {all} categories", examples.len());
    assert_eq!((examples.len(), all), (7, 27));
}
