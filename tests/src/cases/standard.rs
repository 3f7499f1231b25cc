//! Scales and examples from standards.

use super::field;
use serde::Deserialize;

/// A row of `nist_levels.csv` (NIST SP 800-30 rev. 1).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NistLevel {
    /// The level's name.
    pub level: String,
    /// The least value of 0..100.
    pub from_of_100: u8,
    /// The greatest value of 0..100.
    pub to_of_100: u8,
    /// The value of 0..10.
    pub of_10: u8,
    /// The least probability, included.
    pub probability_from_percent: u8,
    /// The greatest probability, not included.
    pub probability_below_percent: u8,
}

/// A row of `fips199.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FipsCase {
    /// Which example: its `information` makes up its `system`; `override` is the system as management decided.
    pub example: String,
    /// `information`, `system` or `override`.
    pub record: String,
    /// What is categorised.
    pub name: String,
    /// 0 low, 1 medium, 2 high; nothing where not applicable.
    #[serde(deserialize_with = "field::level_unless_na")]
    pub confidentiality: Option<u8>,
    /// 0 low, 1 medium, 2 high; nothing where not applicable.
    #[serde(deserialize_with = "field::level_unless_na")]
    pub integrity: Option<u8>,
    /// 0 low, 1 medium, 2 high; nothing where not applicable.
    #[serde(deserialize_with = "field::level_unless_na")]
    pub availability: Option<u8>,
    /// The highest of the three.
    #[serde(deserialize_with = "field::level")]
    pub high_water: u8,
    /// What the row is there for.
    pub why: String,
}

impl FipsCase {
    /// Confidentiality, integrity, availability.
    #[must_use]
    pub fn cia(&self) -> [Option<u8>; 3] {
        [self.confidentiality, self.integrity, self.availability]
    }
}

/// The five levels of NIST SP 800-30, ascending.
#[must_use]
pub fn nist_levels() -> Vec<NistLevel> {
    super::rows("nist_levels.csv", include_str!("../../cases/nist_levels.csv"))
}

/// The examples of FIPS 199.
#[must_use]
pub fn fips199() -> Vec<FipsCase> {
    super::rows("fips199.csv", include_str!("../../cases/fips199.csv"))
}
