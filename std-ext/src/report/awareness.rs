//! Who was taught what, which teams have ambassadors, and what line managers say (domain.md D1, D2, D4).

use super::chart::{Bar, Bars, Chart};
use super::table::scrolling;
use super::text::{count, length, name};
use super::view::View;
use crate::awareness::{Awareness, GroupCoverage, share};
use crate::registers::Person;
use maud::{Markup, html};

/// The most units, and the most teams, that are told one by one.
const MOST: usize = 50;

/// The most names in a cell.
const NAMES: usize = 12;

/// Whether the organisation keeps any of the registers that this is about.
pub(super) fn is_kept(view: &View<'_, '_>) -> bool {
    let registers = view.assessment.organisation().registers();
    !(registers.courses().is_empty()
        && registers.trainings().is_empty()
        && registers.assessments().is_empty())
        || registers.people().iter().any(|person| person.ambassador)
}

/// The chart of this section: coverage by unit, where there are courses.
pub(super) fn chart(view: &View<'_, '_>) -> Option<Chart> {
    let units = view.awareness.coverages().units();
    let has_courses = !view.assessment.organisation().registers().courses().is_empty();
    (has_courses && !units.is_empty()).then(|| coverage(units))
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let awareness = &view.awareness;
    let total = awareness.coverages().total();
    let compilation = awareness.compilation();
    let chart = chart(view);
    let left = chart.as_ref().map_or(0, |_| awareness.coverages().units().len().saturating_sub(MOST));
    let unexpected = compilation.unexpected().len();
    html! {
        p {
            @match share(&total) {
                Some(share) => {
                    strong { (share) " per cent" } " of the trainings that were due are in force; "
                    (total.overdue) " are overdue, and " (total.pending) " are still in time."
                }
                None => "No training was due.",
            }
        }
        div.charts { @if let Some(chart) = &chart { (chart.inline()) } }
        @if left > 0 { p.note { (left) " more units." } }
        @if !awareness.teams().is_empty() { (scrolling("Ambassadors: table", &teams(awareness))) }
        @if compilation.is_kept() && !compilation.units().is_empty() {
            (scrolling("Assessments of line managers: table", &quarter(awareness)))
        }
        @if unexpected > 0 {
            p.note { (count(length(unexpected), "assessment", "assessments")) " handed in but not expected." }
        }
    }
}

fn coverage(units: &[GroupCoverage]) -> Chart {
    let bars = units.iter().take(MOST).map(|unit| Bar {
        label: unit.name.clone().unwrap_or_else(|| "no unit".into()),
        class: "plain".into(),
        value: unit.coverage.per_mille().unwrap_or_default().into(),
        shown: share(&unit.coverage).map_or_else(|| "none due".into(), |share| format!("{share} %")),
    });
    Bars {
        name: "coverage_of_trainings",
        title: "Trainings in force, of those that were due",
        by: "Unit",
        what: "In force",
        full: Some(1000),
        bars: bars.collect(),
    }
    .chart()
}

fn teams(awareness: &Awareness<'_>) -> Markup {
    let left = awareness.teams().len().saturating_sub(MOST);
    html! {
        table.figures {
            caption { "Teams and their ambassadors" }
            thead { tr { th scope="col" { "Team" } th.n scope="col" { "Members" } th scope="col" { "Ambassadors" } } }
            tbody {
                @for team in awareness.teams().iter().take(MOST) {
                    tr {
                        th scope="row" { (name(team.name)) }
                        td.n { (team.tally.members) }
                        td { @if team.tally.lacks_ambassador() { "none" } @else { (people(&team.ambassadors)) } }
                    }
                }
            }
        }
        @if left > 0 { p.note { (left) " more teams." } }
    }
}

fn quarter(awareness: &Awareness<'_>) -> Markup {
    let compilation = awareness.compilation();
    let left = compilation.units().len().saturating_sub(MOST);
    html! {
        table.figures {
            caption { "Assessments of line managers for " (compilation.quarter()) ", rated from 1 to 5" }
            thead {
                tr {
                    th scope="col" { "Unit" } th.n scope="col" { "Expected" } th.n scope="col" { "Handed in" }
                    th.n scope="col" { "Mean rating" } th scope="col" { "Missing" }
                }
            }
            tbody {
                @for unit in compilation.units().iter().take(MOST) {
                    tr {
                        th scope="row" { @match unit.unit { Some(unit) => (name(unit)), None => "no unit" } }
                        td.n { (unit.expected) }
                        td.n { (unit.submitted) }
                        td.n { (unit.mean().unwrap_or_else(|| "–".into())) }
                        td { (people(&unit.missing)) }
                    }
                }
            }
        }
        @if left > 0 { p.note { (left) " more units." } }
    }
}

/// The names of people, so many at most.
fn people(people: &[&Person]) -> Markup {
    let left = length(people.len().saturating_sub(NAMES));
    html! {
        ul.inline { @for person in people.iter().take(NAMES) { li { (name(&person.name)) } } @if left > 0 { li { "+" (left) } } }
    }
}
