//! Cases about risks.

use super::field;
use crate::reference::{Estimate, Exception, Treatment};
use serde::Deserialize;

/// A row of `likelihood.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LikelihoodCase {
    /// Actions not completed.
    pub uncompleted: u32,
    /// All actions.
    pub total: u32,
    /// 1..5, or nothing where the numbers contradict each other.
    #[serde(deserialize_with = "field::unless_refused")]
    pub likelihood: Option<u8>,
    /// What the row is there for.
    pub why: String,
}

/// A row of `estimates.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateCase {
    /// Actions not completed.
    pub uncompleted: u32,
    /// All actions.
    pub total: u32,
    /// The expert's likelihood.
    pub estimate: Option<u8>,
    /// How it counts.
    #[serde(deserialize_with = "field::rule")]
    pub rule: Estimate,
    /// 1..5.
    pub likelihood: u8,
    /// What the row is there for.
    pub why: String,
}

/// A row of `impact.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactCase {
    /// Financial, short term.
    pub financial: Option<u8>,
    /// Operational, short term.
    pub operational: Option<u8>,
    /// Reputation, short term.
    pub reputation: Option<u8>,
    /// Legal, short term.
    pub legal: Option<u8>,
    /// Financial, long term.
    pub financial_long: Option<u8>,
    /// Operational, long term.
    pub operational_long: Option<u8>,
    /// Reputation, long term.
    pub reputation_long: Option<u8>,
    /// Legal, long term.
    pub legal_long: Option<u8>,
    /// 0 low, 1 medium, 2 high.
    #[serde(deserialize_with = "field::level")]
    pub confidentiality: u8,
    /// 0 low, 1 medium, 2 high.
    #[serde(deserialize_with = "field::level")]
    pub integrity: u8,
    /// 0 low, 1 medium, 2 high.
    #[serde(deserialize_with = "field::level")]
    pub availability: u8,
    /// Whether the threat compromises confidentiality, integrity, availability.
    #[serde(deserialize_with = "field::attributes")]
    pub compromises: [bool; 3],
    /// 1..5.
    pub impact: u8,
    /// What the row is there for.
    pub why: String,
}

impl ImpactCase {
    /// The eight ratings: the four dimensions in the short term, then in the long term.
    #[must_use]
    pub fn ratings(&self) -> [Option<u8>; 8] {
        [
            self.financial,
            self.operational,
            self.reputation,
            self.legal,
            self.financial_long,
            self.operational_long,
            self.reputation_long,
            self.legal_long,
        ]
    }

    /// Confidentiality, integrity, availability.
    #[must_use]
    pub fn cia(&self) -> [u8; 3] {
        [self.confidentiality, self.integrity, self.availability]
    }
}

/// A row of `score_bands.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreCase {
    /// 1..5.
    pub impact: u8,
    /// 1..5.
    pub likelihood: u8,
    /// 1..25.
    pub score: u32,
    /// The name of its band.
    pub band: String,
}

/// An exception and what is wrong with it, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionCase {
    /// There is none.
    None,
    /// It counts.
    Valid,
    /// It counts, for the last time today.
    LastDay,
    /// It expired yesterday.
    Expired,
    /// The risk owner approved it.
    ApproverIsOwner,
    /// Nobody approved it.
    NoApprover,
    /// It gives no reason.
    NoReason,
    /// It never expires.
    NoExpiry,
}

impl ExceptionCase {
    /// The risk owner in these cases.
    pub const OWNER: &str = "owner";
    /// The day on which these cases are decided, counted from 1970-01-01: 2026-11-20.
    pub const TODAY: i64 = 20_777;

    /// Whether it counts, as the file means it.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Valid | Self::LastDay)
    }

    /// The exception itself.
    #[must_use]
    pub fn exception(self) -> Option<Exception> {
        let sound = Exception {
            approver: "approver".to_owned(),
            reason: "supplier replaces it next quarter".to_owned(),
            until: Some(Self::TODAY + 90),
        };
        match self {
            Self::None => None,
            Self::Valid => Some(sound),
            Self::LastDay => Some(Exception { until: Some(Self::TODAY), ..sound }),
            Self::Expired => Some(Exception { until: Some(Self::TODAY - 1), ..sound }),
            Self::ApproverIsOwner => Some(Exception { approver: Self::OWNER.to_owned(), ..sound }),
            Self::NoApprover => Some(Exception { approver: String::new(), ..sound }),
            Self::NoReason => Some(Exception { reason: String::new(), ..sound }),
            Self::NoExpiry => Some(Exception { until: None, ..sound }),
        }
    }
}

/// A row of `acceptance.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceCase {
    /// 1..25.
    pub score: u32,
    /// The organisation's acceptance level.
    pub level: u32,
    /// A unit's own.
    pub local: Option<u32>,
    /// The exception.
    pub exception: ExceptionCase,
    /// What an obligation caps the limit to.
    pub cap: Option<u32>,
    /// Whether an obligation forbids acceptance.
    #[serde(deserialize_with = "field::yes")]
    pub forbids: bool,
    /// The owner's choice.
    #[serde(deserialize_with = "field::choice")]
    pub choice: Option<Treatment>,
    /// The limit that results.
    pub limit: u32,
    /// Whether the score is within it.
    #[serde(deserialize_with = "field::yes")]
    pub within_limit: bool,
    /// The response that results.
    #[serde(deserialize_with = "field::treatment")]
    pub response: Treatment,
    /// What the row is there for.
    pub why: String,
}

/// A row of `settling.csv`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlingCase {
    /// Whether the score is within the limit.
    #[serde(deserialize_with = "field::yes")]
    pub within_limit: bool,
    /// Whether a valid exception is there.
    #[serde(deserialize_with = "field::yes")]
    pub exception: bool,
    /// Whether an obligation forbids acceptance.
    #[serde(deserialize_with = "field::yes")]
    pub acceptance_forbidden: bool,
    /// What the response table says.
    #[serde(deserialize_with = "field::treatment")]
    pub table: Treatment,
    /// What rules demand.
    #[serde(deserialize_with = "field::treatments")]
    pub demands: Vec<Treatment>,
    /// What rules forbid.
    #[serde(deserialize_with = "field::treatments")]
    pub forbids: Vec<Treatment>,
    /// The owner's choice.
    #[serde(deserialize_with = "field::choice")]
    pub choice: Option<Treatment>,
    /// The response that results.
    #[serde(deserialize_with = "field::treatment")]
    pub response: Treatment,
    /// What the row is there for.
    pub why: String,
}

/// A row of `envelope.csv`; the greatest score is 25.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeCase {
    /// Score before rules.
    pub score: u32,
    /// Limit before rules, any cap included.
    pub limit: u32,
    /// What obligations cap the limit to.
    pub cap: Option<u32>,
    /// By how much rules raise the score, in all.
    pub raise: u32,
    /// By how much rules lower the score, in all.
    pub lower: u32,
    /// By how much rules tighten the limit, in all.
    pub tighten: u32,
    /// By how much rules loosen the limit, in all.
    pub loosen: u32,
    /// The envelope's bound on raising.
    pub max_raise: u32,
    /// The envelope's bound on lowering.
    pub max_lower: u32,
    /// The envelope's bound on loosening.
    pub may_loosen: u32,
    /// Score after rules.
    pub score_after: u32,
    /// Limit after rules.
    pub limit_after: u32,
    /// What the row is there for.
    pub why: String,
}

/// Every boundary of domain.md A8.
#[must_use]
pub fn likelihood() -> Vec<LikelihoodCase> {
    super::rows("likelihood.csv", include_str!("../../cases/likelihood.csv"))
}

/// Estimates under either rule (domain.md A8).
#[must_use]
pub fn estimates() -> Vec<EstimateCase> {
    super::rows("estimates.csv", include_str!("../../cases/estimates.csv"))
}

/// Ratings and the floor (domain.md A9).
#[must_use]
pub fn impact() -> Vec<ImpactCase> {
    super::rows("impact.csv", include_str!("../../cases/impact.csv"))
}

/// All 25 cells of the standard matrix (domain.md A10).
#[must_use]
pub fn score_bands() -> Vec<ScoreCase> {
    super::rows("score_bands.csv", include_str!("../../cases/score_bands.csv"))
}

/// Limits, obligations, exceptions, choices (domain.md A11).
#[must_use]
pub fn acceptance() -> Vec<AcceptanceCase> {
    super::rows("acceptance.csv", include_str!("../../cases/acceptance.csv"))
}

/// Demands and prohibitions (design.md section 5).
#[must_use]
pub fn settling() -> Vec<SettlingCase> {
    super::rows("settling.csv", include_str!("../../cases/settling.csv"))
}

/// Proposals and their bounds (design.md section 5).
#[must_use]
pub fn envelope() -> Vec<EnvelopeCase> {
    super::rows("envelope.csv", include_str!("../../cases/envelope.csv"))
}
