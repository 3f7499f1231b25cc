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
pub struct AwarenessView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    coverage: CoveragesView<'a>,
    overdue: Vec<OverdueView<'a>>,
    ambassadors: Vec<TeamView<'a>>,
    quarter: QuarterView<'a>,
    placements: Vec<ToolUseView<'a>>,
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

#[derive(Serialize)]
struct CoveragesView<'a> {
    total: CoverageView,
    units: Vec<UnitView<'a>>,
    regions: Vec<RegionView<'a>>,
}

#[derive(Serialize)]
struct CoverageView {
    in_force: u32,
    overdue: u32,
    pending: u32,
    /// None if nothing was due.
    percent: Option<String>,
}

impl CoverageView {
    fn of(coverage: &Coverage) -> Self {
        let Coverage { in_force, overdue, pending } = *coverage;
        Self { in_force, overdue, pending, percent: share(coverage) }
    }
}

#[derive(Serialize)]
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

#[derive(Serialize)]
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

#[derive(Serialize)]
struct OverdueView<'a> {
    person: &'a str,
    name: &'a str,
    unit: Option<&'a str>,
    course: &'a str,
    /// None if nothing says since when.
    #[serde(with = "iso_option")]
    since: Option<Day>,
    state: TrainingState,
}

impl<'a> OverdueView<'a> {
    fn of(overdue: &Overdue<'a>) -> Self {
        let Overdue { person, course, since, state } = *overdue;
        let unit = person.unit.as_deref();
        Self { person: &person.id, name: &person.name, unit, course: &course.id, since, state }
    }
}

#[derive(Serialize)]
struct TeamView<'a> {
    team: &'a str,
    members: u32,
    ambassadors: Vec<PersonView<'a>>,
}

impl<'a> TeamView<'a> {
    fn of(team: &Team<'a>) -> Self {
        let ambassadors = team.ambassadors.iter().copied().map(PersonView::of).collect();
        Self { team: team.name, members: team.tally.members, ambassadors }
    }
}

#[derive(Serialize)]
struct PersonView<'a> {
    person: &'a str,
    name: &'a str,
}

impl<'a> PersonView<'a> {
    fn of(person: &'a Person) -> Self {
        Self { person: &person.id, name: &person.name }
    }
}

#[derive(Serialize)]
struct QuarterView<'a> {
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

#[derive(Serialize)]
struct CompilationView<'a> {
    unit: Option<&'a str>,
    expected: u32,
    submitted: u32,
    missing: Vec<PersonView<'a>>,
    /// None if nobody gave a rating.
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
