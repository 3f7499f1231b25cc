//! The stable JSON forms. Fields may be added; none is renamed or removed.

mod gaps;
mod routing;
mod scope;

pub use gaps::GapsView;
pub use routing::{RouteView, RoutingView};
pub(crate) use scope::OutOfScope;

use super::named;
use super::{AssessedRisk, Assessment, Change, Entry, Finding, Reason, Remedy, Shares, Summary};
use crate::date::iso;
use crate::derivation::Derivations;
use gaps::Gaps;
use plimsoll_core::policy::Names;
use plimsoll_core::{Day, Decision, Policy, Status};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// Which policy decided.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PolicyView<'a> {
    name: &'a str,
    version: &'a str,
    #[serde(serialize_with = "hex")]
    digest: [u8; 32],
}

impl<'a> PolicyView<'a> {
    /// The identity of a policy.
    #[must_use]
    pub fn of(policy: &Policy<'a>) -> Self {
        let identity = policy.identity();
        Self { name: identity.name, version: identity.version, digest: identity.sources }
    }
}

/// Bytes as small hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hex<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hexadecimal(bytes))
}

/// A number as text, with the decimals that [`super::Mean`] shows.
pub(crate) fn shown<T: std::fmt::Display, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// What `plimsoll assess --format json` writes. Serialised risk by risk, so a large register takes no second copy.
#[derive(Serialize)]
pub struct AssessmentView<'a, 'o> {
    policy: PolicyView<'o>,
    #[serde(with = "iso")]
    as_of: Day,
    risks: Risks<'a, 'o>,
    summary: SummaryView<'a>,
    gaps: Gaps<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

impl<'a, 'o> AssessmentView<'a, 'o> {
    /// The view of an assessment.
    #[must_use]
    pub fn of(assessment: &'a Assessment<'o>) -> Self {
        Self {
            policy: PolicyView::of(assessment.policy()),
            as_of: assessment.as_of(),
            risks: Risks(assessment),
            summary: SummaryView::of(assessment.summary(), assessment.policy().names().copied()),
            gaps: Gaps::of(assessment),
            out_of_scope: OutOfScope::of(assessment.organisation().registers()),
        }
    }
}

struct Risks<'a, 'o>(&'a Assessment<'o>);

impl Serialize for Risks<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.risks().len()))?;
        for assessed in self.0.risks() {
            list.serialize_element(&RiskView::of(self.0, assessed))?;
        }
        list.end()
    }
}

/// A risk with its decision and the reasons.
#[derive(Serialize)]
pub struct RiskView<'a> {
    id: &'a str,
    asset: &'a str,
    threat: &'a str,
    owner: &'a str,
    #[serde(flatten)]
    decision: DecisionView<'a>,
    status: Status,
    /// The score with no action done.
    inherent: u8,
    /// The score with all planned actions done.
    residual: u8,
    reasons: Vec<Reason<'a>>,
}

impl<'a> RiskView<'a> {
    /// The view of an assessed risk.
    #[must_use]
    pub fn of<'o: 'a>(assessment: &'a Assessment<'o>, assessed: &'a AssessedRisk<'o>) -> Self {
        let risk = assessed.risk;
        let (inherent, residual) = assessment.inherent_and_residual(assessed);
        Self {
            id: &risk.id,
            asset: &risk.asset,
            threat: &risk.threat,
            owner: &risk.owner,
            decision: DecisionView::of(&assessed.decision, assessment.policy().names()),
            status: assessed.status,
            inherent: inherent.score.get(),
            residual: residual.score.get(),
            reasons: assessment.reasons(assessed),
        }
    }
}

/// A decision, with its band by name.
#[derive(Serialize)]
pub struct DecisionView<'a> {
    impact: u8,
    likelihood: u8,
    score: u8,
    band: Cow<'a, str>,
    limit: u8,
    response: plimsoll_core::Response,
    within_limit: bool,
}

impl<'a> DecisionView<'a> {
    /// The view of a decision.
    #[must_use]
    pub fn of(decision: &Decision, names: Option<&Names<'a>>) -> Self {
        Self {
            impact: decision.impact.get(),
            likelihood: decision.likelihood.get(),
            score: decision.score.get(),
            band: named::band(names, decision.band),
            limit: decision.limit.get(),
            response: decision.response,
            within_limit: decision.within_limit,
        }
    }
}

#[derive(Serialize)]
struct SummaryView<'a> {
    risks: u64,
    above_limit: u64,
    mean: Means<'a>,
    bands: Counts<'a>,
    unmanaged: Unmanaged,
    statuses: Counts<'a>,
    /// One row per likelihood, one column per impact, both ascending.
    matrix: &'a [Vec<u64>],
}

impl<'a> SummaryView<'a> {
    fn of(summary: &'a Summary, names: Option<Names<'a>>) -> Self {
        let statuses = Status::ALL.iter().zip(&summary.statuses);
        Self {
            risks: summary.risks,
            above_limit: summary.above_limit,
            mean: Means { impact: &summary.impact, likelihood: &summary.likelihood, score: &summary.score },
            bands: Counts::of_bands(&summary.bands, names),
            unmanaged: Unmanaged::of(&summary.unmanaged),
            statuses: Counts(statuses.map(|(status, count)| (status.label(), *count)).collect()),
            matrix: &summary.cells,
        }
    }
}

#[derive(Serialize)]
struct Means<'a> {
    #[serde(serialize_with = "shown")]
    impact: &'a super::Mean,
    #[serde(serialize_with = "shown")]
    likelihood: &'a super::Mean,
    #[serde(serialize_with = "shown")]
    score: &'a super::Mean,
}

/// How many are unmanaged, and the shares of the three classes in per cent.
#[derive(Serialize)]
pub(crate) struct Unmanaged {
    very_high: String,
    high: String,
    other: String,
    count: u64,
}

impl Unmanaged {
    pub(crate) fn of(shares: &Shares) -> Self {
        let [very_high, high, other] = shares.per_cent();
        Self { very_high, high, other, count: shares.count() }
    }
}

/// Counts by name, in order of the scale rather than of the alphabet.
pub(crate) struct Counts<'a>(pub(crate) Vec<(&'a str, u64)>);

impl<'a> Counts<'a> {
    /// Counts by band.
    pub(crate) fn of_bands(bands: &[u64], names: Option<Names<'a>>) -> Self {
        let band =
            |position| names.and_then(|names| names.band(plimsoll_core::Band(position))).unwrap_or_default();
        Self((0..).zip(bands).map(|(position, count)| (band(position), *count)).collect())
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
pub(crate) struct FindingView<'a> {
    kind: &'static str,
    risk: &'a str,
    entry: &'a Entry<'a>,
    text: &'a str,
}

impl<'a> FindingView<'a> {
    pub(crate) fn of(finding: &'a Finding<'a>) -> Self {
        Self { kind: finding.kind.label(), risk: finding.risk, entry: &finding.entry, text: &finding.text }
    }
}

/// What `plimsoll explain --format json` writes.
#[derive(Serialize)]
pub struct ExplanationView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    risk: RiskView<'a>,
    /// Ways to bring the risk within its limit, the smallest first.
    ways: Vec<WayView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

#[derive(Serialize)]
struct WayView<'a> {
    changes: &'a [Change],
    then: DecisionView<'a>,
}

impl<'a> ExplanationView<'a> {
    /// The view of one risk of an assessment, with what would help it.
    #[must_use]
    pub fn of<'o: 'a>(
        assessment: &'a Assessment<'o>,
        assessed: &'a AssessedRisk<'o>,
        remedy: &'a Remedy,
    ) -> Self {
        let names = assessment.policy().names();
        let mut risk =
            RiskView { reasons: assessment.grounds(assessed), ..RiskView::of(assessment, assessed) };
        Derivations::of(assessment.organisation().registers()).climb_from(&mut risk.reasons);
        Self {
            policy: PolicyView::of(assessment.policy()),
            as_of: assessment.as_of(),
            risk,
            ways: remedy
                .ways
                .iter()
                .map(|(changes, decision)| WayView { changes, then: DecisionView::of(decision, names) })
                .collect(),
            out_of_scope: OutOfScope::of(assessment.organisation().registers()),
        }
    }
}
