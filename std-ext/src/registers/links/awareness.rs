//! Whether courses, trainings and the assessments of line managers agree with each other and with people.csv (domain.md D1, D4).

use super::{AllLoaded, units};
use crate::diagnostic::Diagnostics;
use crate::registers::index::{Index, Patience};
use crate::registers::people::People;
use crate::registers::record::Loaded;
use crate::registers::report::{Place, Reporter, problem};
use crate::registers::{ManagerAssessment, Person, Training};
use plimsoll_core::{Day, Quarter};
use std::collections::{BTreeMap, BTreeSet};

impl AllLoaded<'_> {
    /// Reports what cannot be, as an error, and what is odd, as a warning. Where a cell of a register was wrong, something may
    /// stand in for it, which is not judged.
    pub(super) fn report_awareness(
        &self,
        people_by_id: &Index,
        patience: &mut Patience,
        out: &mut Diagnostics,
    ) {
        let person = |id: &str| people_by_id.get(&self.people.records, id);
        report_trainings(&self.trainings, person, out);
        report_assessments(&self.assessments, out);
        if self.people.is_sound && self.people.whole && !self.people.records.is_empty() {
            report_non_managers(&self.assessments, &self.people.records, people_by_id, out);
            units::report_without_people(&self.courses, &self.people.records, patience, out);
        }
    }
}

/// Trainings outside of the employment, and trainings that are there twice.
fn report_trainings<'p>(
    trainings: &Loaded<'_, Training>,
    person: impl Fn(&str) -> Option<&'p Person>,
    out: &mut Diagnostics,
) {
    let Some(origin) = &trainings.origin else { return };
    let mut former: BTreeMap<(&str, &str, Day), &Place> = BTreeMap::new();
    for (training, place) in trainings.sound() {
        let employed = person(&training.person).map(|person| (person.hired, person.left));
        let (hired, left) = employed.unwrap_or_default();
        let date = training.date;
        let apart = match (hired, left) {
            (Some(hired), _) if date < hired => Some(format!("is before the person was hired, {hired}")),
            (_, Some(left)) if date > left => Some(format!("is after the person left, {left}")),
            _ => None,
        };
        if let Some(apart) = apart {
            Reporter::new(origin, *place, out).error("date", || {
                let valid = [hired.map(|day| format!("from {day}")), left.map(|day| format!("until {day}"))];
                let id = &training.person;
                let help = format!("correct the date, or `hired` and `left` of `{id}` in people.csv");
                problem(apart).found(date.to_string()).valid(valid.into_iter().flatten()).help(help)
            });
        }
        let former = *former.entry((&training.person, &training.course, date)).or_insert(place);
        if former != place {
            let line = former.line;
            Reporter::new(origin, *place, out).warning("person", || {
                problem(format!("the same person, course and date stand on line {line} already"))
            });
        }
    }
}

/// Assessments that were handed in twice, or before there was anything to assess.
fn report_assessments(assessments: &Loaded<'_, ManagerAssessment>, out: &mut Diagnostics) {
    let Some(origin) = &assessments.origin else { return };
    let mut former: BTreeMap<(&str, Quarter), &Place> = BTreeMap::new();
    for (said, place) in assessments.sound() {
        let (quarter, first) = (said.quarter, said.quarter.first_day());
        if let Some(date) = said.date.filter(|date| *date < first) {
            Reporter::new(origin, *place, out).error("date", || {
                let help = format!("correct the date, or the quarter: {date} lies in {}", Quarter::of(date));
                problem(format!("is before {quarter} began, {first}"))
                    .found(date.to_string())
                    .valid([format!("from {first}")])
                    .help(help)
            });
        }
        let former = *former.entry((&said.manager, quarter)).or_insert(place);
        if former != place {
            let line = former.line;
            Reporter::new(origin, *place, out).error("quarter", || {
                problem(format!("is assessed by `{}` on line {line} already", said.manager))
                    .found(quarter.to_string())
                    .help("keep one assessment for each manager and quarter")
            });
        }
    }
}

/// Assessments by somebody to whom nobody reports: told once for each.
fn report_non_managers(
    assessments: &Loaded<'_, ManagerAssessment>,
    people: &[Person],
    people_by_id: &Index,
    out: &mut Diagnostics,
) {
    let Some(origin) = &assessments.origin else { return };
    let managers: BTreeSet<usize> = People::of(people).managers(|_| true).into_iter().flatten().collect();
    let mut told = BTreeSet::new();
    for (said, place) in assessments.records.iter().zip(&assessments.places) {
        let Some(at) = people_by_id.position(people, &said.manager) else { continue };
        if !managers.contains(&at) && told.insert(at) {
            Reporter::new(origin, *place, out).warning("manager", || {
                problem("is nobody to whom anybody in people.csv reports").found(&said.manager).help(
                    "the compilation leaves this assessment out; who reports to whom is `manager` in people.csv",
                )
            });
        }
    }
}
