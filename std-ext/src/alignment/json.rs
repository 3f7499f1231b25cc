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
pub struct AlignmentView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    /// From deny by default, 1, to anytime-anywhere, 5.
    orientation: u8,
    objectives: ObjectivesView<'a>,
    mechanisms: MechanismsView<'a>,
    tracks: TracksView,
    conflicts: Vec<ConflictView<'a>>,
    work_systems: Vec<WorkSystemView<'a>>,
    survey: SurveyView<'a>,
    derivation: ProfileView<'a>,
    findings: Vec<FindingView<'a>>,
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

#[derive(Serialize)]
struct ObjectivesView<'a> {
    security_and_business: BusinessView<'a>,
    compliance: ComplianceView<'a>,
    cultural_fit: FitView,
}

#[derive(Serialize)]
struct BusinessView<'a> {
    open: u64,
    within_limit: u64,
    above_limit: u64,
    mean: Means<'a>,
}

#[derive(Serialize)]
struct Means<'a> {
    #[serde(serialize_with = "shown")]
    score: &'a Mean,
    #[serde(serialize_with = "shown")]
    limit: &'a Mean,
}

#[derive(Serialize)]
struct ComplianceView<'a> {
    open: u64,
    within_limit: u64,
    obligations: Vec<ObligationView<'a>>,
}

#[derive(Serialize)]
struct ObligationView<'a> {
    obligation: &'a str,
    open: u64,
    within_limit: u64,
}

#[derive(Serialize)]
struct FitView {
    orientation: Orientation,
    open_conflicts: Option<u64>,
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

#[derive(Serialize)]
struct MechanismsView<'a> {
    groups: Vec<GroupView>,
    list: Vec<EntryView<'a>>,
    units: Vec<UnitView<'a>>,
}

#[derive(Serialize)]
struct GroupView {
    group: MechanismGroup,
    points: u8,
    of: u8,
    percent: u8,
}

/// A mechanism of the organisation, or one that a unit states itself.
#[derive(Serialize)]
struct EntryView<'a> {
    mechanism: Mechanism,
    group: MechanismGroup,
    maturity: Maturity,
    /// Whether there is a row for it; what is not stated counts as absent.
    stated: bool,
    evidence: Option<&'a str>,
    owner: Option<&'a str>,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    unit: &'a str,
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

#[derive(Serialize)]
struct TracksView {
    micro: u32,
    meso: u32,
    #[serde(rename = "macro")]
    whole: u32,
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
