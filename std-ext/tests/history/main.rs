//! A register over time, against tables worked by hand and against naive calculations.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod dated;
mod hand;
mod naive;
mod pairs;

use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll_core::Day;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// A policy with these sections besides its name.
fn policy(sections: &str) -> String {
    format!("[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n{sections}")
}

/// The product of impact and likelihood, and nothing above 9.
const PLAIN: &str = "[acceptance]\nlevel = 9\ncia_floor = []\n";

const ASSETS: &str = "id,name,class,confidentiality,integrity,availability,owner\n";
const THREATS: &str = "id,name,class,origin,compromises\n";

/// An organisation from its files, which must be sound.
fn organisation(files: &[(&str, &str)]) -> Organisation {
    let files: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let mut diagnostics = Diagnostics::new();
    let read = Organisation::from_sources(&files, &mut diagnostics);
    read.unwrap_or_else(|| panic!("{diagnostics}\n{files:?}"))
}

/// So many cases, the same at every run.
fn cases(cases: u32) -> ProptestConfig {
    let (rng_seed, failure_persistence) = (RngSeed::Fixed(20_261_120), None);
    ProptestConfig { cases, rng_seed, failure_persistence, ..ProptestConfig::default() }
}

fn day(text: &str) -> Day {
    plimsoll::date::parse(text).unwrap()
}
