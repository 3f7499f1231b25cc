//! What `plimsoll alignment --format json` writes. Fields may be added; none is renamed or removed.

use super::{Alignment, Met, Objectives, tracks};
use crate::assessment::Mean;
use crate::assessment::json::{FindingView, OutOfScope, PolicyView, shown};
use crate::conflicts::json::ConflictView;
use crate::date::iso;
use crate::derivation::json::ProfileView;
use crate::practice::Checks;
use crate::practice::json::{SurveyView, WorkSystemView};
use plimsoll_core::{
    Day, Gap, Maturity, Mechanism, MechanismGroup, Orientation, Profile, Track, TrackBalance,
};
use serde::Serialize;

/// An aligned organisation: each section has a view of its own.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlignmentView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// From deny by default, 1, to anytime-anywhere, 5.
    orientation: u8,
    /// How far the objectives of security are met.
    objectives: ObjectivesView<'a>,
    /// The mechanisms of governance.
    mechanisms: MechanismsView<'a>,
    /// How measures are spread over the tracks.
    tracks: TracksView,
    /// The conflicts of values, open or not.
    conflicts: Vec<ConflictView<'a>>,
    /// What was answered about each work system.
    work_systems: Vec<WorkSystemView<'a>>,
    /// What the survey says of policy and practice.
    survey: SurveyView<'a>,
    /// What derives from the guiding principles.
    derivation: ProfileView<'a>,
    /// What stands out.
    findings: Vec<FindingView<'a>>,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

impl<'a> AlignmentView<'a> {
    /// The view of an alignment.
    #[must_use]
    pub fn of(alignment: &'a Alignment<'a, 'a>) -> Self {
        let assessment = alignment.assessment();
        let objectives = alignment.objectives();
        let registers = alignment.registers();
        Self {
            policy: PolicyView::of(assessment.policy()),
            as_of: assessment.as_of(),
            orientation: objectives.cultural_fit.orientation.step(),
            objectives: ObjectivesView::of(objectives),
            mechanisms: MechanismsView::of(alignment),
            tracks: TracksView::of(alignment),
            conflicts: ConflictView::all(registers, assessment.as_of()),
            work_systems: WorkSystemView::all(&Checks::of(registers)),
            survey: SurveyView::of(alignment.survey()),
            derivation: ProfileView::of(&alignment.derivation()),
            findings: alignment.findings().map(FindingView::of).collect(),
            out_of_scope: OutOfScope::of(registers),
        }
    }
}

/// How far the objectives of security are met.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ObjectivesView<'a> {
    /// Security serves the business.
    security_and_business: BusinessView<'a>,
    /// Obligations are met.
    compliance: ComplianceView<'a>,
    /// Security fits the culture of the organisation.
    cultural_fit: FitView,
}

/// How open risks stand to their limits.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BusinessView<'a> {
    /// How many risks are open.
    open: u64,
    /// How many of them are within their limit.
    within_limit: u64,
    /// How many are above it.
    above_limit: u64,
    /// The means of score and limit.
    mean: Means<'a>,
}

/// Means over open risks, with two decimals.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Means<'a> {
    /// The mean score.
    #[serde(serialize_with = "shown")]
    #[cfg_attr(test, schemars(with = "crate::forms::Hundredths"))]
    score: &'a Mean,
    /// The mean limit.
    #[serde(serialize_with = "shown")]
    #[cfg_attr(test, schemars(with = "crate::forms::Hundredths"))]
    limit: &'a Mean,
}

/// How open risks under obligations stand to their limits.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ComplianceView<'a> {
    /// How many open risks are under any obligation.
    open: u64,
    /// How many of them are within their limit.
    within_limit: u64,
    /// The same for each obligation.
    obligations: Vec<ObligationView<'a>>,
}

/// How open risks under an obligation stand.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ObligationView<'a> {
    /// Its name.
    obligation: &'a str,
    /// How many open risks are under it.
    open: u64,
    /// How many of them are within their limit.
    within_limit: u64,
}

/// What is known of how security fits the culture.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FitView {
    /// The orientation of the organisation.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Orientation>"))]
    orientation: Orientation,
    /// How many conflicts of values are open; null where no register says.
    open_conflicts: Option<u64>,
    /// How far practice is from policy, in whole per cent; null if nothing can be said.
    practice_gap: Option<u8>,
}

impl<'a> ObjectivesView<'a> {
    fn of(objectives: &'a Objectives<'a>) -> Self {
        let Objectives { security_and_business: business, compliance, cultural_fit: fit } = objectives;
        let obligation = |(name, met): &(&'a str, Met)| {
            let Met { open, within_limit } = *met;
            ObligationView { obligation: name, open, within_limit }
        };
        Self {
            security_and_business: BusinessView {
                open: business.open,
                within_limit: business.within_limit,
                above_limit: business.above_limit,
                mean: Means { score: &business.score, limit: &business.limit },
            },
            compliance: ComplianceView {
                open: compliance.any.open,
                within_limit: compliance.any.within_limit,
                obligations: compliance.by_obligation.iter().map(obligation).collect(),
            },
            cultural_fit: FitView {
                orientation: fit.orientation,
                open_conflicts: fit.open_conflicts,
                practice_gap: fit.practice_gap.map(Gap::percent),
            },
        }
    }
}

/// The mechanisms of governance, and how far they are.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MechanismsView<'a> {
    /// The groups of mechanisms in the organisation.
    groups: Vec<GroupView>,
    /// Every mechanism of the organisation, then those that units state themselves.
    list: Vec<EntryView<'a>>,
    /// The groups of mechanisms in each unit.
    units: Vec<UnitView<'a>>,
}

/// How far a group of mechanisms is.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GroupView {
    /// The group.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::MechanismGroup>"))]
    group: MechanismGroup,
    /// Its points.
    points: u8,
    /// The most that it can have.
    of: u8,
    /// The points in per cent of that.
    percent: u8,
}

/// A mechanism of the organisation, or one that a unit states itself.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EntryView<'a> {
    /// The mechanism.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Mechanism>"))]
    mechanism: Mechanism,
    /// Its group.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::MechanismGroup>"))]
    group: MechanismGroup,
    /// How far it is.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Maturity>"))]
    maturity: Maturity,
    /// Whether there is a row for it; what is not stated counts as absent.
    stated: bool,
    /// What shows it, if anything is named.
    evidence: Option<&'a str>,
    /// Who owns it, if somebody is named.
    owner: Option<&'a str>,
    /// The unit that states it; null for the organisation.
    unit: Option<&'a str>,
}

/// The groups of mechanisms in a unit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnitView<'a> {
    /// The unit.
    unit: &'a str,
    /// The groups.
    groups: Vec<GroupView>,
}

impl<'a> MechanismsView<'a> {
    fn of(alignment: &Alignment<'_, 'a>) -> Self {
        let mechanisms = alignment.mechanisms();
        let of_organisation = Mechanism::ALL.iter().map(|mechanism| {
            let entry = mechanisms.entry(*mechanism, None);
            EntryView {
                mechanism: *mechanism,
                group: mechanism.group(),
                maturity: mechanisms.maturity(*mechanism, None),
                stated: entry.is_some(),
                evidence: entry.and_then(|entry| entry.evidence.as_deref()),
                owner: entry.and_then(|entry| entry.owner.as_deref()),
                unit: None,
            }
        });
        let of_units = alignment.registers().mechanisms().iter().filter(|entry| entry.unit.is_some());
        let of_units = of_units.map(|entry| EntryView {
            mechanism: entry.mechanism,
            group: entry.mechanism.group(),
            maturity: entry.maturity,
            stated: true,
            evidence: entry.evidence.as_deref(),
            owner: entry.owner.as_deref(),
            unit: entry.unit.as_deref(),
        });
        let unit = |unit| UnitView { unit, groups: groups(&mechanisms.profile(Some(unit))) };
        Self {
            groups: groups(&mechanisms.profile(None)),
            list: of_organisation.chain(of_units).collect(),
            units: mechanisms.units().map(unit).collect(),
        }
    }
}

fn groups(profile: &Profile) -> Vec<GroupView> {
    let view = |group: &MechanismGroup| {
        let points = profile.of(*group);
        GroupView { group: *group, points: points.points(), of: points.of(), percent: points.percent() }
    };
    MechanismGroup::ALL.iter().map(view).collect()
}

/// How measures are spread over the tracks.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TracksView {
    /// How many act on single people.
    micro: u32,
    /// How many act on groups.
    meso: u32,
    /// How many act on the whole.
    #[serde(rename = "macro")]
    whole: u32,
    /// How they are balanced.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::TrackBalance>"))]
    balance: TrackBalance,
}

impl TracksView {
    fn of(alignment: &Alignment<'_, '_>) -> Self {
        let counts = tracks(alignment.registers());
        Self {
            micro: counts.on(Track::Micro),
            meso: counts.on(Track::Meso),
            whole: counts.on(Track::Macro),
            balance: counts.balance(),
        }
    }
}
