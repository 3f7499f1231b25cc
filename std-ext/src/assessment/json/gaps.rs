//! What nobody has considered, and what else is missing.

use super::{Counts, FindingView, OutOfScope, PolicyView};
use crate::assessment::{AssessedRisk, Assessment, PairCounts, Pairs};
use crate::date::iso;
use crate::registers::{Registers, fold};
use plimsoll_core::policy::Names;
use plimsoll_core::{Day, Decision, Origin, ThreatClass};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The part `gaps` of what `plimsoll assess --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Gaps<'a> {
    /// How many pairs of asset and threat nobody has considered.
    unconsidered_pairs: u64,
    /// How many pairs there are of each sort.
    pairs: PairCounts,
    /// How many threats there are of each sort.
    threats: ThreatCounts<'a>,
    /// What stands out.
    findings: Vec<FindingView<'a>>,
}

impl<'a> Gaps<'a> {
    pub(super) fn of(assessment: &'a Assessment<'_>) -> Self {
        Self {
            unconsidered_pairs: assessment.pairs().unconsidered,
            pairs: assessment.pairs(),
            threats: ThreatCounts::of(assessment.organisation().registers()),
            findings: assessment.findings().iter().map(FindingView::of).collect(),
        }
    }
}

/// How many threats there are by class, origin and type (domain.md A5).
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ThreatCounts<'a> {
    /// By class.
    class: Counts<'a>,
    /// By origin.
    origin: Counts<'a>,
    /// By type, as the register spells it; `unspecified` where it says none.
    #[serde(rename = "type")]
    kind: Counts<'a>,
}

impl<'a> ThreatCounts<'a> {
    fn of(registers: &'a Registers) -> Self {
        let threats = registers.threats();
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let of_class = |class: &ThreatClass| {
            (class.label(), count(threats.iter().filter(|threat| threat.class == *class).count()))
        };
        let of_origin = |origin: &Origin| {
            (origin.label(), count(threats.iter().filter(|threat| threat.origin == *origin).count()))
        };
        // Of several spellings of one type, the first is shown.
        let mut kinds: BTreeMap<String, (&str, u64)> = BTreeMap::new();
        for threat in threats {
            let kind = threat.kind.as_deref().unwrap_or("unspecified");
            let (_, count) = kinds.entry(fold(kind)).or_insert((kind, 0));
            *count = count.saturating_add(1);
        }
        Self {
            class: Counts(ThreatClass::ALL.iter().map(of_class).collect()),
            origin: Counts(Origin::ALL.iter().map(of_origin).collect()),
            kind: Counts(kinds.into_values().collect()),
        }
    }
}

/// What `plimsoll gaps --format json` writes. The pairs are written as they are found: there may be a great many.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GapsView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// How many pairs of asset and threat there are of each sort, listed or not.
    pairs: PairCounts,
    /// How many threats there are of each sort.
    threats: ThreatCounts<'a>,
    /// Pairs that nobody has considered.
    #[serde(serialize_with = "unconsidered")]
    #[cfg_attr(test, schemars(with = "Vec<PairView<'a, NoMore>>"))]
    unconsidered: Limited<'a>,
    /// Pairs that were considered and do not apply.
    #[serde(serialize_with = "not_applicable")]
    #[cfg_attr(test, schemars(with = "Vec<PairView<'a, Reason<'a>>>"))]
    not_applicable: Limited<'a>,
    /// Pairs that at least one risk links.
    #[serde(serialize_with = "linked")]
    #[cfg_attr(test, schemars(with = "Vec<PairView<'a, Linked<'a>>>"))]
    linked: Limited<'a>,
    /// What else is missing.
    findings: Vec<FindingView<'a>>,
    /// How grave each risk is before and after its actions.
    #[serde(serialize_with = "levels")]
    #[cfg_attr(test, schemars(with = "Vec<LevelsView<'a>>"))]
    levels: &'a Assessment<'a>,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

#[derive(Clone, Copy)]
struct Limited<'a> {
    pairs: &'a Pairs<'a>,
    limit: usize,
}

impl<'a> GapsView<'a> {
    /// The view of what an assessment lacks, with at most `limit` pairs of each sort if one is given.
    #[must_use]
    pub fn of(assessment: &'a Assessment<'a>, pairs: &'a Pairs<'a>, limit: Option<usize>) -> Self {
        let limited = Limited { pairs, limit: limit.unwrap_or(usize::MAX) };
        Self {
            policy: PolicyView::of(assessment.policy()),
            as_of: assessment.as_of(),
            pairs: assessment.pairs(),
            threats: ThreatCounts::of(assessment.organisation().registers()),
            unconsidered: limited,
            not_applicable: limited,
            linked: limited,
            findings: assessment
                .findings()
                .iter()
                .filter(|finding| finding.kind.is_gap())
                .map(FindingView::of)
                .collect(),
            levels: assessment,
            out_of_scope: OutOfScope::of(assessment.organisation().registers()),
        }
    }
}

/// A pair of asset and threat.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PairView<'a, R> {
    /// The id of the asset.
    asset: &'a str,
    /// The id of the threat.
    threat: &'a str,
    #[serde(flatten)]
    rest: R,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NoMore {}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Reason<'a> {
    /// Why the threat does not apply to the asset.
    reason: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Linked<'a> {
    /// The ids of the risks.
    risks: Vec<&'a str>,
}

fn unconsidered<S: Serializer>(of: &Limited<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let pairs = of.pairs.unconsidered().take(of.limit);
    serializer.collect_seq(pairs.map(|(asset, threat)| PairView {
        asset: &asset.id,
        threat: &threat.id,
        rest: NoMore {},
    }))
}

fn not_applicable<S: Serializer>(of: &Limited<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(of.pairs.not_applicable().take(of.limit).map(|pair| PairView {
        asset: &pair.asset,
        threat: &pair.threat,
        rest: Reason { reason: &pair.reason },
    }))
}

fn linked<S: Serializer>(of: &Limited<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(of.pairs.linked().take(of.limit).filter_map(|risks| {
        let first = risks.clone().next()?;
        let risks = risks.map(|risk| risk.id.as_str()).collect();
        Some(PairView { asset: &first.asset, threat: &first.threat, rest: Linked { risks } })
    }))
}

/// The levels of a risk (domain.md A12).
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LevelsView<'a> {
    /// The id of the risk.
    risk: &'a str,
    /// With no action done.
    inherent: LevelView<'a>,
    /// As it stands.
    current: LevelView<'a>,
    /// With all planned actions done.
    residual: LevelView<'a>,
}

/// A score with its band.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LevelView<'a> {
    /// The score.
    score: u8,
    /// The name of its band; empty where the policy has no names.
    band: &'a str,
}

fn levels<S: Serializer>(assessment: &&Assessment<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let names: Option<Names<'_>> = assessment.policy().names().copied();
    let level = |decision: &Decision| LevelView {
        score: decision.score.get(),
        band: names.and_then(|names| names.band(decision.band)).unwrap_or_default(),
    };
    serializer.collect_seq(assessment.risks().iter().map(|assessed: &AssessedRisk<'_>| {
        let (inherent, residual) = assessment.inherent_and_residual(assessed);
        LevelsView {
            risk: &assessed.risk.id,
            inherent: level(&inherent),
            current: level(&assessed.decision),
            residual: level(&residual),
        }
    }))
}
