//! Risk matrices in real use, cell by cell from the file to the decision.

use super::sound;
use plimsoll_core::{Impact, Likelihood, Policy, RiskFacts};

/// Levels of likelihood, levels of impact, names of bands, and one text per likelihood with the position of a band per
/// impact, both ascending.
type Matrix = (usize, usize, &'static [&'static str], &'static [&'static str], bool);

/// NIST SP 800-30 rev. 1 table I-2, and five of the CISO Assistant library; whether each is a banding of the product.
const MATRICES: [Matrix; 6] = [
    (3, 3, &["low", "medium", "high"], &["011", "112", "122"], true),
    (
        3,
        3,
        &["low 1", "medium 2", "medium 3", "medium 4", "high 6", "critical 9"],
        &["012", "134", "245"],
        true,
    ),
    (4, 4, &["very low", "low", "medium", "high", "very high"], &["0011", "0122", "1233", "1234"], true),
    (
        5,
        5,
        &["very low", "low", "medium", "high", "very high"],
        &["00111", "01122", "11233", "12334", "23344"],
        false,
    ),
    (5, 5, &["low", "medium", "high", "critical"], &["00011", "00112", "01123", "11233", "12333"], false),
    (
        5,
        5,
        &["very low", "low", "moderate", "high", "very high"],
        &["00011", "01112", "01223", "01234", "01234"],
        false,
    ),
];

/// A policy without anything that changes impact, likelihood or score.
fn policy(impacts: usize, likelihoods: usize) -> String {
    let names =
        |count: usize| (1..=count).map(|level| format!("\"level {level}\"")).collect::<Vec<_>>().join(", ");
    format!(
        "[scale]\nimpact = [{}]\nlikelihood = [{}]\n[acceptance]\nestimate = \"replaces\"\ncia_floor = []\n",
        names(impacts),
        names(likelihoods)
    )
}

#[test]
fn every_cell_of_every_grid_has_its_band() {
    let mut cells = 0;
    for (likelihoods, impacts, bands, rows, _) in MATRICES {
        let grid: Vec<String> =
            rows.iter().map(|row| format!("[{}]", row.split("").collect::<Vec<_>>().join(" , "))).collect();
        let grid = grid.join(",\n  ").replace("[ , ", "[").replace(" , ]", "]");
        let mut text = format!("{}[matrix]\ngrid = [\n  {grid},\n]\n", policy(impacts, likelihoods));
        for band in bands {
            text.push_str(&format!("[[band]]\nname = \"{band}\"\n"));
        }
        let (_, blob) = sound(&text);
        let policy = Policy::verify(&blob).unwrap();
        let names = policy.names().unwrap();
        for (likelihood, row) in (1..).zip(rows) {
            for (impact, cell) in (1..).zip(row.bytes()) {
                let facts = RiskFacts {
                    rated: Impact::new(impact).unwrap(),
                    estimate: Likelihood::new(likelihood),
                    ..RiskFacts::default()
                };
                let decision = policy.assess(&facts);
                let band = cell - b'0';
                assert_eq!((decision.band.get(), decision.score.get()), (band, band + 1), "{text}");
                assert_eq!(names.band(decision.band), Some(bands[usize::from(band)]));
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 9 + 9 + 16 + 25 + 25 + 25);
}

#[test]
fn grids_may_fall_only_where_the_policy_says_so() {
    let falling = "[matrix]\nkind = \"grid\"\ngrid = [[1, 0], [1, 1]]\n";
    let scale = "[scale]\nimpact = [\"a\", \"b\"]\nlikelihood = [\"a\", \"b\"]\n";
    assert!(super::told(&format!("{scale}{falling}")).contains(":11:13: grid: the cell holds 0"));
    sound(&format!("{scale}{falling}monotone = false\n"));
}

/// Thresholds of the product, read off the matrix itself, band it again.
#[test]
fn those_that_are_bandings_of_the_product_are_bandings_of_the_product() {
    for (likelihoods, impacts, bands, rows, is_banding) in MATRICES {
        let mut up_to = vec![0; bands.len()];
        for (likelihood, row) in (1..).zip(rows) {
            for (impact, cell) in (1..).zip(row.bytes()) {
                let band = usize::from(cell - b'0');
                up_to[band] = up_to[band].max(likelihood * impact);
            }
        }
        if !up_to.is_sorted() {
            assert!(!is_banding);
            continue;
        }
        let mut text = policy(impacts, likelihoods);
        for (band, up_to) in bands.iter().zip(up_to) {
            text += &format!("[[band]]\nname = \"{band}\"\nup_to = {up_to}\n");
        }
        let (_, blob) = sound(&text);
        let policy = Policy::verify(&blob).unwrap();
        let mut same = true;
        for (likelihood, row) in (1..).zip(rows) {
            for (impact, cell) in (1..).zip(row.bytes()) {
                let facts = RiskFacts {
                    rated: Impact::new(impact).unwrap(),
                    estimate: Likelihood::new(likelihood),
                    ..RiskFacts::default()
                };
                let decision = policy.assess(&facts);
                assert_eq!(decision.score.get(), likelihood * impact);
                same &= decision.band.get() == cell - b'0';
            }
        }
        assert_eq!(same, is_banding, "{rows:?}");
    }
}
