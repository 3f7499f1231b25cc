//! `plimsoll awareness`

mod placements;

use super::assess::{PART, dated, out_of_scope};
use super::console::{Console, LISTED, listed};
use super::{AsOf, Outcome, organisation_unless};
use crate::Organisation;
use crate::assessment::placement;
use crate::awareness::json::AwarenessView;
use crate::awareness::{Awareness as Figures, GroupCoverage, Overdue, Team, share};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use crate::registers::Person;
use crate::words::{counted, length};
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::{Coverage, Day, Quarter};
use std::path::PathBuf;

/// Tell who was taught what and what is overdue, which teams have ambassadors, what line managers say, and which tools are in use
/// that should not be. Nothing of it changes the exit code.
#[derive(Debug, Args)]
pub(super) struct Awareness {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// Compile the assessments of line managers for this quarter, such as 2026-Q3; the last that was over before the day of
    /// --as-of if it is not given.
    #[arg(long, value_name = "QUARTER")]
    quarter: Option<Quarter>,
    #[command(flatten)]
    as_of: AsOf,
}

impl Awareness {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let as_of = self.as_of.day();
        let wrong = self.wrong_quarter(as_of);
        let Some(organisation) = organisation_unless(wrong, self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let figures = Figures::of(organisation.registers(), as_of, self.quarter);
        let uses = placement::all(&organisation, as_of);
        if console.is_json() {
            console.json(&AwarenessView::of(&organisation, &figures, &uses));
        } else {
            dated(&organisation.policy(), as_of, console);
            out_of_scope(&organisation, console);
            coverage(&organisation, &figures, console);
            overdue(&figures, console);
            ambassadors(&figures, console);
            quarter(&figures, console);
            placements::text(&uses, console);
        }
        Outcome::Fine
    }

    /// Complains of a quarter that is not over: managers may still join or leave, and assessments come in.
    fn wrong_quarter(&self, as_of: Day) -> Diagnostics {
        let mut wrong = Diagnostics::new();
        if let Some(quarter) = self.quarter.filter(|quarter| quarter.last_day() >= as_of) {
            let message = format!("--quarter was not over on {as_of}: it ends on {}", quarter.last_day());
            let help = format!("the last that was is {}", Quarter::of(as_of).previous());
            wrong.push(Diagnostic::error("command line", message).found(quarter.to_string()).help(help));
        }
        wrong
    }
}

/// How many trainings are as they should be.
fn coverage(organisation: &Organisation, figures: &Figures<'_>, console: &mut Console) {
    if organisation.registers().courses().is_empty() {
        console.line("nobody has to take a course: courses.csv has none");
        console.line("");
        return;
    }
    let coverages = figures.coverages();
    let total = coverages.total();
    let share = share(&total).map_or("nothing was due".into(), |share| format!("{share} % of what was due"));
    console.line(&format!(
        "trainings in mandatory courses: {} in force, {share}; {} overdue, {} pending",
        total.in_force, total.overdue, total.pending
    ));
    console.line("");
    groups("unit", coverages.units(), console);
    groups("region", coverages.regions(), console);
}

fn groups(what: &str, groups: &[GroupCoverage], console: &mut Console) {
    for part in groups.chunks(PART) {
        let header = [what, "in force", "overdue", "pending", "in force, % of due"];
        let mut table = console.new_table(&header, &[1, 2, 3, 4]);
        for GroupCoverage { name, coverage } in part {
            let Coverage { in_force, overdue, pending } = coverage;
            let counts = [in_force, overdue, pending].map(ToString::to_string);
            let share = share(coverage).unwrap_or_else(|| "-".into());
            let name = name_or_dash(name.as_deref());
            table.add_row([name].into_iter().chain(counts).chain([share]).map(Cell::new));
        }
        console.table(&table);
        console.line("");
    }
}

fn name_or_dash(name: Option<&str>) -> String {
    name.map_or_else(|| "-".into(), harmless)
}

fn overdue(figures: &Figures<'_>, console: &mut Console) {
    if figures.overdue().is_empty() {
        return;
    }
    console.line("overdue, longest first:");
    for part in figures.overdue().chunks(PART) {
        let mut table = console.new_table(&["person", "name", "unit", "course", "", "since", "state"], &[]);
        for Overdue { person, course, since, state } in part {
            let since = since.map_or_else(|| "not known".to_string(), |since| since.to_string());
            let cells = [
                harmless(&person.id),
                harmless(&person.name),
                name_or_dash(person.unit.as_deref()),
                harmless(&course.id),
                harmless(&course.name),
                since,
                state.to_string(),
            ];
            table.add_row(cells.map(Cell::new));
        }
        console.table(&table);
        console.line("");
    }
}

fn ambassadors(figures: &Figures<'_>, console: &mut Console) {
    for part in figures.teams().chunks(PART) {
        let mut table = console.new_table(&["team", "members", "ambassadors"], &[1]);
        for Team { name, tally, ambassadors } in part {
            let names = names(ambassadors);
            let names = if tally.lacks_ambassador() { "none".into() } else { names };
            table.add_row([harmless(name), tally.members.to_string(), names].map(Cell::new));
        }
        console.table(&table);
        console.line("");
    }
}

/// The names of people in a line.
fn names(people: &[&Person]) -> String {
    listed(&people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), LISTED)
}

fn quarter(figures: &Figures<'_>, console: &mut Console) {
    let compilation = figures.compilation();
    let quarter = compilation.quarter();
    let title = format!("assessments of line managers for {quarter}");
    if !compilation.is_kept() {
        console.line(&format!("{title}: assessments.csv has none, nor for an earlier quarter"));
        return;
    }
    if compilation.units().is_empty() {
        console.line(&format!("{title}: nobody in people.csv reported to anybody then"));
    } else {
        console.line(&format!("{title}, ratings from 1 to 5:"));
    }
    for part in compilation.units().chunks(PART) {
        let header = ["unit", "expected", "handed in", "mean rating", "missing"];
        let mut table = console.new_table(&header, &[1, 2, 3]);
        for unit in part {
            let mean = unit.mean().unwrap_or_else(|| "-".into());
            let (expected, submitted) = (unit.expected.to_string(), unit.submitted.to_string());
            let cells = [name_or_dash(unit.unit), expected, submitted, mean, names(&unit.missing)];
            table.add_row(cells.map(Cell::new));
        }
        console.table(&table);
    }
    let unexpected = compilation.unexpected();
    if !unexpected.is_empty() {
        let count = counted(length(unexpected.len()), "assessment", "assessments");
        console.line(&format!("{count} handed in but not expected: {}", names(unexpected)));
    }
}
