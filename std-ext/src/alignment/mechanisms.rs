//! Which mechanisms there are, and how far they have come (domain.md E2).

use crate::registers::{MechanismEntry, Registers, fold};
use plimsoll_core::{Maturity, Mechanism, Profile};
use std::collections::BTreeMap;

/// The mechanisms of an organisation and of the units that have rows of their own; units are compared as
/// [`fold`](crate::registers::fold) says.
///
/// What a unit does not state itself holds there as in the organisation; what nobody states is absent.
#[derive(Clone, Debug, Default)]
pub struct Mechanisms<'r> {
    organisation: Stated<'r>,
    /// By the folded name, with the name as it is first written.
    units: BTreeMap<String, (&'r str, Stated<'r>)>,
}

/// The rows of an organisation, or of a unit.
type Stated<'r> = BTreeMap<Mechanism, &'r MechanismEntry>;

impl<'r> Mechanisms<'r> {
    /// Those of mechanisms.csv.
    #[must_use]
    pub fn of(registers: &'r Registers) -> Self {
        let mut found = Self::default();
        for entry in registers.mechanisms() {
            let stated = match entry.unit.as_deref() {
                None => &mut found.organisation,
                Some(unit) => &mut found.units.entry(fold(unit)).or_insert((unit, Stated::new())).1,
            };
            stated.insert(entry.mechanism, entry);
        }
        found
    }

    /// Whether nothing is stated at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.organisation.is_empty() && self.units.is_empty()
    }

    /// Whether anything is stated of the organisation as a whole.
    #[must_use]
    pub fn states_organisation(&self) -> bool {
        !self.organisation.is_empty()
    }

    /// The units that have rows of their own, as they are first written, in the order of their folded names.
    pub fn units(&self) -> impl Iterator<Item = &'r str> {
        self.units.values().map(|(unit, _)| *unit)
    }

    /// The row of a mechanism: that of the unit, if one is asked for and has one, else that of the organisation.
    #[must_use]
    pub fn entry(&self, mechanism: Mechanism, unit: Option<&str>) -> Option<&'r MechanismEntry> {
        let of_unit = unit.and_then(|unit| self.units.get(&fold(unit)));
        let own = of_unit.and_then(|(_, stated)| stated.get(&mechanism));
        own.or_else(|| self.organisation.get(&mechanism)).copied()
    }

    /// How far a mechanism has come in a unit, or in the organisation: the unit's row, else the organisation's, else absent.
    #[must_use]
    pub fn maturity(&self, mechanism: Mechanism, unit: Option<&str>) -> Maturity {
        self.entry(mechanism, unit).map_or(Maturity::Absent, |entry| entry.maturity)
    }

    /// All mechanisms of a unit, or of the organisation.
    #[must_use]
    pub fn profile(&self, unit: Option<&str>) -> Profile {
        let all = Mechanism::ALL.iter();
        all.fold(Profile::default(), |profile, mechanism| {
            profile.with(*mechanism, self.maturity(*mechanism, unit))
        })
    }
}
