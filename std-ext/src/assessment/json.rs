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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PolicyView<'a> {
    /// Its name.
    name: &'a str,
    /// Its version.
    version: &'a str,
    /// The SHA-256 of its sources.
    #[serde(serialize_with = "hex")]
    #[cfg_attr(test, schemars(with = "crate::forms::Digest"))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssessmentView<'a, 'o> {
    /// The policy that decided.
    policy: PolicyView<'o>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// Every risk, in the order of the register.
    risks: Risks<'a, 'o>,
    /// The sums.
    summary: SummaryView<'a>,
    /// What the register lacks, and what stands out.
    gaps: Gaps<'a>,
    /// What is out of scope; absent where nothing is.
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

#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Risks<'a, 'o>(#[cfg_attr(test, schemars(with = "Vec<RiskView<'a>>"))] &'a Assessment<'o>);

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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RiskView<'a> {
    /// Its id.
    id: &'a str,
    /// The id of the asset.
    asset: &'a str,
    /// The id of the threat.
    threat: &'a str,
    /// Who answers for it.
    owner: &'a str,
    #[serde(flatten)]
    decision: DecisionView<'a>,
    /// How far its treatment is.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Status>"))]
    status: Status,
    /// The score with no action done.
    inherent: u8,
    /// The score with all planned actions done.
    residual: u8,
    /// The steps of the decision, in order.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecisionView<'a> {
    /// The impact, from 1.
    impact: u8,
    /// The likelihood, from 1.
    likelihood: u8,
    /// The score, after rules.
    score: u8,
    /// The name of the band of the score, or its position where the policy has no names.
    band: Cow<'a, str>,
    /// The highest score that may be carried; 0: none may.
    limit: u8,
    /// What is done about it: the owner's choice where it is admissible, else what the policy gives.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Response>"))]
    response: plimsoll_core::Response,
    /// Whether the score is at most the limit.
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

/// The sums of a register, over all its risks.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SummaryView<'a> {
    /// How many risks there are, also closed ones.
    risks: u64,
    /// How many are above their limit.
    above_limit: u64,
    /// The means of their numbers.
    mean: Means<'a>,
    /// How many are in each band, by its name.
    bands: Counts<'a>,
    /// How many are unmanaged.
    unmanaged: Unmanaged,
    /// How many have each status.
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

/// Means with two decimals; 0.00 of nothing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Means<'a> {
    /// The mean impact.
    #[serde(serialize_with = "shown")]
    #[cfg_attr(test, schemars(with = "crate::forms::Hundredths"))]
    impact: &'a super::Mean,
    /// The mean likelihood.
    #[serde(serialize_with = "shown")]
    #[cfg_attr(test, schemars(with = "crate::forms::Hundredths"))]
    likelihood: &'a super::Mean,
    /// The mean score.
    #[serde(serialize_with = "shown")]
    #[cfg_attr(test, schemars(with = "crate::forms::Hundredths"))]
    score: &'a super::Mean,
}

/// How many are unmanaged, and the shares of the three classes in per cent.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Unmanaged {
    /// The share in the highest class, in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Tenths"))]
    very_high: String,
    /// The share in the second class, in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Tenths"))]
    high: String,
    /// The share of the others, in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Tenths"))]
    other: String,
    /// How many there are in all.
    count: u64,
}

impl Unmanaged {
    pub(crate) fn of(shares: &Shares) -> Self {
        let [very_high, high, other] = shares.per_cent();
        Self { very_high, high, other, count: shares.count() }
    }
}

/// Counts by name, in order of the scale rather than of the alphabet.
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Counts<'a>(
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, u64>"))]
    pub(crate)  Vec<(&'a str, u64)>,
);

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

/// Something that somebody should know of.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FindingView<'a> {
    /// Which sort of finding.
    #[cfg_attr(test, schemars(with = "crate::assessment::FindingKind"))]
    kind: &'static str,
    /// The id of the risk; empty if it is about another entry.
    risk: &'a str,
    /// What it is about.
    entry: &'a Entry<'a>,
    /// In words.
    text: &'a str,
}

impl<'a> FindingView<'a> {
    pub(crate) fn of(finding: &'a Finding<'a>) -> Self {
        Self { kind: finding.kind.label(), risk: finding.risk, entry: &finding.entry, text: &finding.text }
    }
}

/// What `plimsoll explain --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplanationView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// The risk, with every step of its decision.
    risk: RiskView<'a>,
    /// Ways to bring the risk within its limit, the smallest first.
    ways: Vec<WayView<'a>>,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

/// A way to bring a risk within its limit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WayView<'a> {
    /// What would have to change, all of it together.
    changes: &'a [Change],
    /// What the policy would decide then.
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
