//! Trainings that are overdue (domain.md D1).

use super::groups::Groups;
use super::trainings::owed;
use crate::registers::{Course, Person, Registers};
use plimsoll_core::{Day, TrainingState};

/// A course that somebody has not taken, or not again, by the day on which it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue<'o> {
    /// Who.
    pub person: &'o Person,
    /// Which.
    pub course: &'o Course,
    /// The first day on which it was overdue; `None` if it was never taken and nobody wrote down when the person was hired.
    pub since: Option<Day>,
    /// Overdue or lapsed.
    pub state: TrainingState,
}

/// What is overdue, longest first, then in the order of the registers.
pub(super) fn list(registers: &Registers, as_of: Day) -> Vec<Overdue<'_>> {
    let mut list: Vec<Overdue<'_>> = owed(registers, as_of)
        .filter_map(|owed| {
            let state = owed.duty.state(as_of);
            let since = owed.duty.due(as_of).map(|due| due.plus(1));
            matches!(state, TrainingState::Overdue | TrainingState::Lapsed).then_some(Overdue {
                person: owed.person,
                course: owed.course,
                since,
                state,
            })
        })
        .collect();
    list.sort_by_key(|overdue| overdue.since);
    list
}

/// What is overdue by the unit of the person, in alphabetical order, those without a unit first; in each in the same order.
pub(crate) fn by_unit<'l, 'o>(list: &'l [Overdue<'o>]) -> Vec<(Option<&'o str>, Vec<&'l Overdue<'o>>)> {
    let mut units = Groups::<Vec<&'l Overdue<'o>>>::new();
    for overdue in list {
        units.entry(overdue.person.unit.as_deref()).push(overdue);
    }
    units.into_named().collect()
}
