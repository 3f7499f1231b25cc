//! What line managers say of awareness, compiled by business unit for a quarter (domain.md D4).

use super::groups::Groups;
use crate::assessment::Mean;
use crate::registers::{ManagerAssessment, People, Person, Registers};
use plimsoll_core::{Day, Quarter};
use std::collections::{BTreeMap, BTreeSet};

/// The assessments of line managers for a quarter.
///
/// A line manager is somebody to whom at least one other reports, where both are employed on the last day of the quarter. A
/// manager who is named by a name that several have then may be any of them: nobody is expected to answer for it. An assessment
/// that is dated later than the day as of which is judged is not handed in yet; one without a date is. What others hand in,
/// such as managers who left before the last day, is told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compilation<'o> {
    quarter: Quarter,
    is_kept: bool,
    units: Vec<UnitCompilation<'o>>,
    unexpected: Vec<&'o Person>,
}

/// What the line managers of a business unit said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitCompilation<'o> {
    /// The unit of the managers; `None` for those without.
    pub unit: Option<&'o str>,
    /// How many assessments are expected: one of each manager.
    pub expected: u32,
    /// How many of those were handed in.
    pub submitted: u32,
    /// The managers whose assessments are missing, in the order of the register.
    pub missing: Vec<&'o Person>,
    /// The ratings, 1 to 5, of those that have one.
    pub rating: Mean,
}

impl UnitCompilation<'_> {
    /// The mean of the ratings with two decimals; `None` if nobody gave one.
    #[must_use]
    pub fn mean(&self) -> Option<String> {
        (self.rating.count > 0).then(|| self.rating.to_string())
    }
}

impl<'o> Compilation<'o> {
    /// Compiles what was handed in for a quarter by a day.
    #[must_use]
    pub fn of(registers: &'o Registers, quarter: Quarter, as_of: Day) -> Self {
        let is_in =
            |said: &&ManagerAssessment| said.quarter == quarter && said.date.is_none_or(|date| date <= as_of);
        let mut said: BTreeMap<&str, &ManagerAssessment> =
            registers.assessments().iter().filter(is_in).map(|said| (said.manager.as_str(), said)).collect();
        let mut units = Groups::<UnitCompilation<'o>>::new();
        for manager in line_managers(registers, quarter.last_day()) {
            let unit = units.entry(manager.unit.as_deref());
            unit.expected = unit.expected.saturating_add(1);
            match said.remove(manager.id.as_str()) {
                Some(said) => {
                    unit.submitted = unit.submitted.saturating_add(1);
                    said.rating.into_iter().for_each(|rating| unit.rating.add(rating));
                }
                None => unit.missing.push(manager),
            }
        }
        let units = units.into_named();
        let is_left = |person: &&Person| said.contains_key(person.id.as_str());
        Self {
            quarter,
            is_kept: registers.assessments().iter().any(|said| said.quarter <= quarter),
            units: units.map(|(unit, said)| UnitCompilation { unit, ..said }).collect(),
            unexpected: registers.people().iter().filter(is_left).collect(),
        }
    }

    /// The quarter.
    #[must_use]
    pub fn quarter(&self) -> Quarter {
        self.quarter
    }

    /// Whether line managers had been asked by then: any assessment is for the quarter or an earlier one. If not, nothing is
    /// missing.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Who handed in an assessment that was not expected, in the order of the register.
    #[must_use]
    pub fn unexpected(&self) -> &[&'o Person] {
        &self.unexpected
    }

    /// The units with at least one line manager, in alphabetical order; those without a unit first.
    #[must_use]
    pub fn units(&self) -> &[UnitCompilation<'o>] {
        &self.units
    }
}

/// Those to whom somebody reports on a day, in the order of the register.
fn line_managers(registers: &Registers, on: Day) -> impl Iterator<Item = &Person> {
    let people = registers.people();
    let meant = People::of(people).managers(|person| person.is_employed(on));
    let managers: BTreeSet<usize> = meant
        .iter()
        .filter_map(|meant| if let [only] = meant.as_slice() { Some(*only) } else { None })
        .collect();
    managers.into_iter().filter_map(|at| people.get(at))
}
