//! Each person with each course that he or she has to take.

use crate::date::months_later;
use crate::registers::{Course, Person, Registers, fold};
use plimsoll_core::{Day, TrainingDuty};
use std::collections::BTreeMap;

/// A person who is employed, a course that he or she has to take, and what is known of both.
pub(super) struct Owed<'o> {
    pub(super) person: &'o Person,
    pub(super) course: &'o Course,
    pub(super) duty: TrainingDuty,
}

/// Everyone who is employed on a day with every mandatory course that concerns his or her unit, in the order of the registers.
/// Somebody without a unit has to take the courses that concern everyone.
pub(super) fn owed(registers: &Registers, as_of: Day) -> impl Iterator<Item = Owed<'_>> {
    let mut passed: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    for training in registers.trainings().iter().filter(|training| training.passed && training.date <= as_of)
    {
        let last = passed.entry((&training.person, &training.course)).or_insert(training.date);
        *last = training.date.max(*last);
    }
    let courses: Vec<(&Course, Vec<String>)> = registers
        .courses()
        .iter()
        .filter(|course| course.mandatory)
        .map(|course| (course, course.units.iter().map(|unit| fold(unit)).collect()))
        .collect();
    let employed = registers.people().iter().filter(move |person| person.is_employed(as_of));
    employed.flat_map(move |person| {
        let unit = person.unit.as_deref().map(fold);
        let concerns =
            |units: &[String]| units.is_empty() || unit.as_ref().is_some_and(|unit| units.contains(unit));
        let owed = courses.iter().filter(|(_, units)| concerns(units)).map(|(course, _)| {
            let passed = passed.get(&(person.id.as_str(), course.id.as_str())).copied();
            let refresh_due =
                passed.zip(course.refresh_months).map(|(passed, months)| months_later(passed, months));
            let duty =
                TrainingDuty { hired: person.hired, within_days: course.within_days, passed, refresh_due };
            Owed { person, course, duty }
        });
        owed.collect::<Vec<_>>()
    })
}
