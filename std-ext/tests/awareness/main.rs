//! Awareness against hand-worked registers, and against a naive count.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod by_hand;
mod naive;
mod sample;

use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll_core::Day;

const POLICY: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n";

/// The rows of the registers that a test varies.
#[derive(Clone, Debug, Default)]
struct Rows {
    /// id,name,team,unit,region,manager,hired,left,ambassador
    people: Vec<String>,
    /// id,mandatory,within_days,refresh_months,units
    courses: Vec<String>,
    /// person,course,date,passed
    trainings: Vec<String>,
    /// manager,quarter,rating,date
    assessments: Vec<String>,
}

impl Rows {
    fn organisation(&self) -> Organisation {
        let rows = |header: &str, rows: &[String]| -> String {
            [header.to_string()].iter().chain(rows).map(|row| format!("{row}\n")).collect()
        };
        let courses: Vec<String> =
            self.courses.iter().map(|row| row.replacen(',', ",a course,", 1)).collect();
        let files = [
            ("policy.toml", POLICY.to_string()),
            ("assets.csv", rows("id,name,class,confidentiality,integrity,availability,owner", &[])),
            ("threats.csv", rows("id,name,class,origin,compromises", &[])),
            ("risks.csv", rows("id,asset,threat,impact,owner", &[])),
            ("people.csv", rows("id,name,team,unit,region,manager,hired,left,ambassador", &self.people)),
            ("courses.csv", rows("id,name,mandatory,within_days,refresh_months,units", &courses)),
            ("trainings.csv", rows("person,course,date,passed", &self.trainings)),
            ("assessments.csv", rows("manager,quarter,rating,date", &self.assessments)),
        ];
        let files = files.map(|(name, text)| Source::new(name, text));
        let mut diagnostics = Diagnostics::new();
        Organisation::from_sources(&files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect()
}

fn day(text: &str) -> Day {
    plimsoll::date::parse(text).unwrap()
}
