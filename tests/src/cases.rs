//! The tables of `tests/cases`, loaded: one struct per file, one function each that yields all of its rows.
//!
//! ```
//! let cases = plimsoll_tests::cases::likelihood();
//! let just_under = cases.iter().find(|case| case.uncompleted == 1999 && case.total == 10_000).unwrap();
//! assert_eq!(just_under.likelihood, Some(1), "{}", just_under.why);
//! ```

mod field;
mod incident;
mod matrix;
mod risk;
mod standard;
mod table;
#[cfg(test)]
mod tests;

pub use incident::{RightsCase, RoutingCase, rights, routing};
pub use matrix::{MatrixCase, matrices};
pub use risk::{
    AcceptanceCase, EnvelopeCase, EstimateCase, ExceptionCase, ImpactCase, LikelihoodCase, ScoreCase,
    SettlingCase, acceptance, envelope, estimates, impact, likelihood, score_bands, settling,
};
pub use standard::{FipsCase, NistLevel, fips199, nist_levels};
pub use table::{DecisionTable, Input, ssvc};

use serde::de::DeserializeOwned;

/// All rows of a file; the header names the fields.
///
/// # Panics
///
/// With file and line, where a row does not fit.
fn rows<T: DeserializeOwned>(file: &str, text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.unwrap_or_else(|error| panic!("tests/cases/{file}: {error}")))
        .collect()
}

/// Header and records of a file, as text.
fn records(file: &str, text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let own = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = own(reader.headers().unwrap_or_else(|error| panic!("tests/cases/{file}: {error}")));
    let records = reader.records();
    let records = records
        .map(|record| own(&record.unwrap_or_else(|error| panic!("tests/cases/{file}: {error}"))))
        .collect();
    (header, records)
}
