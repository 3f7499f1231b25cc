//! Cases about incidents.

use super::field;
use crate::reference::Incident;
use serde::Deserialize;

/// A row of `routing.csv`, decided by the standard routing table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingCase {
    /// `client` or `system`.
    pub segment: String,
    /// The kind of incident.
    pub kind: String,
    /// `low`, `medium` or `high`.
    pub priority: String,
    /// Whether it is marked as an information security incident.
    #[serde(deserialize_with = "field::yes")]
    pub security: bool,
    /// Whether it is complex.
    #[serde(deserialize_with = "field::yes")]
    pub complex: bool,
    /// Where it is now.
    pub level: u8,
    /// The team that gets it.
    pub target: String,
    /// Who is consulted.
    #[serde(deserialize_with = "field::names")]
    pub consulted: Vec<String>,
    /// The levels passed over, ascending.
    #[serde(deserialize_with = "field::numbers")]
    pub skipped: Vec<u8>,
    /// What the row is there for.
    pub why: String,
}

impl RoutingCase {
    /// The incident, asking for the least rights.
    #[must_use]
    pub fn incident(&self) -> Incident {
        Incident {
            segment: self.segment.clone(),
            kind: self.kind.clone(),
            priority: self.priority.clone(),
            security: self.security,
            complex: self.complex,
            level: self.level,
            ..Incident::default()
        }
    }
}

/// A row of `rights.csv`, decided among the standard teams.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsCase {
    /// The team aimed at.
    pub target: String,
    /// The rights that the resource calls for.
    pub rights_needed: u8,
    /// Teams where nobody is.
    #[serde(deserialize_with = "field::names")]
    pub unstaffed: Vec<String>,
    /// The team that gets the incident.
    pub handed_to: String,
    /// Whether that team's rights are those needed.
    #[serde(deserialize_with = "field::yes")]
    pub reaches: bool,
    /// What the row is there for.
    pub why: String,
}

/// The shortcuts and their order (domain.md B3).
#[must_use]
pub fn routing() -> Vec<RoutingCase> {
    super::rows("routing.csv", include_str!("../../cases/routing.csv"))
}

/// Never to those whose rights do not reach (domain.md B2).
#[must_use]
pub fn rights() -> Vec<RightsCase> {
    super::rows("rights.csv", include_str!("../../cases/rights.csv"))
}
