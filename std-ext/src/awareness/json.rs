//! The stable JSON form. Fields may be added; none is renamed or removed.

use super::{Awareness, Compilation, GroupCoverage, Overdue, Team, UnitCompilation, share};
use crate::Organisation;
use crate::assessment::json::{OutOfScope, PolicyView};
use crate::assessment::placement::{ToolUse, json::ToolUseView};
use crate::date::{iso, iso_option};
use crate::registers::Person;
use plimsoll_core::{Coverage, Day, Quarter, TrainingState};
use serde::Serialize;

/// What `plimsoll awareness --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AwarenessView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// How many of the trainings that were due are in force.
    coverage: CoveragesView<'a>,
    /// The trainings that are overdue.
    overdue: Vec<OverdueView<'a>>,
    /// The teams with their ambassadors.
    ambassadors: Vec<TeamView<'a>>,
    /// What line managers handed in for the last quarter.
    quarter: QuarterView<'a>,
    /// The tools in use, judged.
    placements: Vec<ToolUseView<'a>>,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

impl<'a> AwarenessView<'a> {
    /// The view of what the registers of an organisation say of awareness, and of the tools in use.
    #[must_use]
    pub fn of(organisation: &'a Organisation, awareness: &'a Awareness<'a>, uses: &[ToolUse<'a>]) -> Self {
        let coverages = awareness.coverages();
        Self {
            policy: PolicyView::of(&organisation.policy()),
            as_of: awareness.as_of(),
            coverage: CoveragesView {
                total: CoverageView::of(&coverages.total()),
                units: coverages.units().iter().map(UnitView::of).collect(),
                regions: coverages.regions().iter().map(RegionView::of).collect(),
            },
            overdue: awareness.overdue().iter().map(OverdueView::of).collect(),
            ambassadors: awareness.teams().iter().map(TeamView::of).collect(),
            quarter: QuarterView::of(awareness.compilation()),
            placements: uses.iter().map(ToolUseView::of).collect(),
            out_of_scope: OutOfScope::of(organisation.registers()),
        }
    }
}

/// Coverage in all and by group.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CoveragesView<'a> {
    /// In all.
    total: CoverageView,
    /// By unit.
    units: Vec<UnitView<'a>>,
    /// By region.
    regions: Vec<RegionView<'a>>,
}

/// How trainings stand.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CoverageView {
    /// How many are in force.
    in_force: u32,
    /// How many are overdue.
    overdue: u32,
    /// How many are not yet due.
    pending: u32,
    /// None if nothing was due.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
    percent: Option<String>,
}

impl CoverageView {
    fn of(coverage: &Coverage) -> Self {
        let Coverage { in_force, overdue, pending } = *coverage;
        Self { in_force, overdue, pending, percent: share(coverage) }
    }
}

/// How trainings stand in a unit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnitView<'a> {
    /// None for people without a unit.
    unit: Option<&'a str>,
    #[serde(flatten)]
    coverage: CoverageView,
}

impl<'a> UnitView<'a> {
    fn of(group: &'a GroupCoverage) -> Self {
        Self { unit: group.name.as_deref(), coverage: CoverageView::of(&group.coverage) }
    }
}

/// How trainings stand in a region.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RegionView<'a> {
    /// None for people without a region.
    region: Option<&'a str>,
    #[serde(flatten)]
    coverage: CoverageView,
}

impl<'a> RegionView<'a> {
    fn of(group: &'a GroupCoverage) -> Self {
        Self { region: group.name.as_deref(), coverage: CoverageView::of(&group.coverage) }
    }
}

/// A training that is overdue.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OverdueView<'a> {
    /// The id of the person.
    person: &'a str,
    /// The name of the person.
    name: &'a str,
    /// The unit of the person, if there is one.
    unit: Option<&'a str>,
    /// The id of the course.
    course: &'a str,
    /// None if nothing says since when.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
    since: Option<Day>,
    /// How it stands.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::TrainingState>"))]
    state: TrainingState,
}

impl<'a> OverdueView<'a> {
    fn of(overdue: &Overdue<'a>) -> Self {
        let Overdue { person, course, since, state } = *overdue;
        let unit = person.unit.as_deref();
        Self { person: &person.id, name: &person.name, unit, course: &course.id, since, state }
    }
}

/// A team with its ambassadors.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TeamView<'a> {
    /// The name of the team.
    team: &'a str,
    /// How many people are in it.
    members: u32,
    /// Who of them is an ambassador.
    ambassadors: Vec<PersonView<'a>>,
}

impl<'a> TeamView<'a> {
    fn of(team: &Team<'a>) -> Self {
        let ambassadors = team.ambassadors.iter().copied().map(PersonView::of).collect();
        Self { team: team.name, members: team.tally.members, ambassadors }
    }
}

/// A person.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PersonView<'a> {
    /// The id.
    person: &'a str,
    /// The name.
    name: &'a str,
}

impl<'a> PersonView<'a> {
    fn of(person: &'a Person) -> Self {
        Self { person: &person.id, name: &person.name }
    }
}

/// What line managers handed in for a quarter.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct QuarterView<'a> {
    /// The quarter.
    #[cfg_attr(test, schemars(with = "crate::forms::QuarterText"))]
    quarter: Quarter,
    /// None if nobody had been asked by then.
    units: Vec<CompilationView<'a>>,
    /// Who handed in what was not expected.
    unexpected: Vec<PersonView<'a>>,
}

impl<'a> QuarterView<'a> {
    fn of(compilation: &'a Compilation<'a>) -> Self {
        let units = compilation.units().iter().filter(|_| compilation.is_kept());
        Self {
            quarter: compilation.quarter(),
            units: units.map(CompilationView::of).collect(),
            unexpected: compilation.unexpected().iter().copied().map(PersonView::of).collect(),
        }
    }
}

/// What line managers of a unit handed in.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CompilationView<'a> {
    /// The unit; null for people without one.
    unit: Option<&'a str>,
    /// How many were expected to.
    expected: u32,
    /// How many did.
    submitted: u32,
    /// Who did not.
    missing: Vec<PersonView<'a>>,
    /// None if nobody gave a rating.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Hundredths>"))]
    mean_rating: Option<String>,
}

impl<'a> CompilationView<'a> {
    fn of(unit: &UnitCompilation<'a>) -> Self {
        Self {
            unit: unit.unit,
            expected: unit.expected,
            submitted: unit.submitted,
            missing: unit.missing.iter().copied().map(PersonView::of).collect(),
            mean_rating: unit.mean(),
        }
    }
}
