//! Trainings that are overdue, teams that nobody helps or that nobody is in, and managers who have not said how things stand
//! (domain.md D1, D2, D4).
//!
//! There is one finding for a unit or a team, not one for every person and course: `plimsoll awareness` tells those. A register
//! that nobody keeps gives none: there are trainings, somebody is an ambassador or there are courses and trainings, and assessments
//! were handed in for the quarter or an earlier one.

use super::alignment::ORGANISATION;
use super::{Finding, FindingKind};
use crate::Organisation;
use crate::awareness::{Awareness, Overdue, by_unit};
use crate::registers::{Person, fold};
use crate::words::{counted, length, listed};
use plimsoll_core::Day;
use std::collections::BTreeSet;

/// How many people are named in a sentence.
const NAMED: usize = 5;

/// What is told of people without a unit.
const NO_UNIT: &str = "(no unit)";

/// What stands out, by unit and team.
pub(super) fn all(organisation: &Organisation, as_of: Day) -> impl Iterator<Item = Finding<'_>> {
    let registers = organisation.registers();
    // Nothing is summed up where there is nobody to sum up.
    let awareness = (!registers.people().is_empty()).then(|| Awareness::of(registers, as_of, None));
    let awareness = awareness.as_ref();
    let overdue: Vec<_> =
        awareness.into_iter().flat_map(|awareness| trainings(organisation, awareness)).collect();
    let teams: Vec<_> =
        awareness.into_iter().flat_map(|awareness| ambassadors(organisation, awareness)).collect();
    let missing: Vec<_> = awareness.into_iter().flat_map(assessments).collect();
    overdue.into_iter().chain(teams).chain(missing).chain(empty_teams(organisation, as_of))
}

/// Units in which trainings are overdue.
fn trainings<'o>(
    organisation: &'o Organisation,
    awareness: &Awareness<'o>,
) -> impl Iterator<Item = Finding<'o>> {
    let kept = !organisation.registers().trainings().is_empty();
    let units = by_unit(awareness.overdue()).into_iter().filter(move |_| kept);
    units.filter_map(|(unit, overdue)| {
        // They are in order: the first is the oldest.
        let Overdue { person, course, since, .. } = overdue.first()?;
        let due = match unit {
            Some(_) => awareness.coverages().of_unit(unit).due(),
            None => awareness.coverages().units().iter().find(|group| group.name.is_none())?.coverage.due(),
        };
        let since =
            since.map_or_else(|| "since nobody knows when".to_string(), |since| format!("since {since}"));
        let text = format!(
            "of {}, {} overdue, the oldest {since} ({}, {}): have them taken",
            counted(due, "training that was due", "trainings that were due"),
            are(overdue.len()),
            person.name,
            course.name
        );
        let entry = ("people.csv", unit.unwrap_or(NO_UNIT), Some("unit"));
        Some(Finding::beside_risks(FindingKind::TrainingOverdue, entry, text))
    })
}

/// Teams without an ambassador; of an organisation that teaches, but has none at all, this is told once.
fn ambassadors<'o>(
    organisation: &'o Organisation,
    awareness: &Awareness<'o>,
) -> impl Iterator<Item = Finding<'o>> {
    let registers = organisation.registers();
    let kept = registers.people().iter().any(|person| person.ambassador);
    let teaches = !registers.courses().is_empty() || !registers.trainings().is_empty();
    let teams = awareness.teams();
    let nobody = (!kept && teaches && !teams.is_empty()).then(|| {
        let of = counted(length(teams.len()), "team", "teams");
        let text =
            format!("of {of}, none has an ambassador: name one in each, and mark them in `ambassador`");
        Finding::beside_risks(
            FindingKind::TeamWithoutAmbassador,
            ("people.csv", ORGANISATION, Some("ambassador")),
            text,
        )
    });
    let lacking = teams.iter().filter(move |team| kept && team.tally.lacks_ambassador());
    let lacking = lacking.map(|team| {
        let members = counted(team.tally.members.into(), "member", "members");
        let text = format!(
            "the team has {members} and no ambassador: name one, and mark him or her in `ambassador`"
        );
        Finding::beside_risks(
            FindingKind::TeamWithoutAmbassador,
            ("people.csv", team.name, Some("ambassador")),
            text,
        )
    });
    nobody.into_iter().chain(lacking)
}

/// Units of which line managers have not handed in their assessments for the last quarter.
fn assessments<'o>(awareness: &Awareness<'o>) -> impl Iterator<Item = Finding<'o>> {
    let quarter = awareness.compilation().quarter();
    let kept = awareness.compilation().is_kept();
    let lacking = awareness.compilation().units().iter();
    lacking.filter(move |unit| kept && !unit.missing.is_empty()).map(move |unit| {
        let expected = counted(unit.expected.into(), "assessment", "assessments");
        let text = format!(
            "of {expected} of line managers for {quarter}, {} missing: ask {}",
            are(unit.missing.len()),
            listed(&unit.missing, NAMED, |person| &person.name)
        );
        let entry = ("assessments.csv", unit.unit.unwrap_or(NO_UNIT), Some("manager"));
        Finding::beside_risks(FindingKind::AssessmentMissing, entry, text)
    })
}

/// How many are.
fn are(count: usize) -> String {
    counted(length(count), "is", "are")
}

/// Teams of the policy that are said to be staffed, though nobody in people.csv is in them; where people.csv has people in teams of
/// the policy at all.
fn empty_teams(organisation: &Organisation, as_of: Day) -> impl Iterator<Item = Finding<'_>> {
    let people = organisation.registers().people();
    let team = |person: &Person| person.team.as_deref().map(fold);
    let ever: BTreeSet<String> = people.iter().filter_map(team).collect();
    let now: BTreeSet<String> =
        people.iter().filter(|person| person.is_employed(as_of)).filter_map(team).collect();
    let words = organisation.vocabulary();
    let kept = words.teams.iter().any(|team| ever.contains(&fold(team)));
    let staffed =
        words.teams.iter().zip(&words.standings).filter(move |(_, standing)| kept && standing.staffed);
    staffed.filter(move |(team, _)| !now.contains(&fold(team))).map(|(team, _)| {
        let text = "the policy says that the team is staffed, but nobody in people.csv is in it: staff it, or say `staffed = false`";
        Finding::beside_risks(FindingKind::TeamWithoutMembers, (crate::POLICY_FILE, team, None), text.into())
    })
}
