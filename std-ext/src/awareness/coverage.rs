//! How many trainings are as they should be: in the whole organisation, by unit, by region (domain.md D1).

use super::groups::Groups;
use super::trainings::owed;
use crate::registers::{Registers, fold};
use plimsoll_core::{Coverage, Day};
use std::collections::BTreeMap;

/// The coverage of a unit or a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCoverage {
    /// What it is called; `None` for those of whom nobody wrote it down.
    pub name: Option<String>,
    /// Its figures.
    pub coverage: Coverage,
}

/// How many trainings are as they should be, counted by person and course.
///
/// It is about those who are employed on the day, and the mandatory courses that concern their units.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::awareness::Coverages;
/// use plimsoll_core::{Coverage, Day};
/// let sample = Organisation::sample();
/// let coverages = Coverages::of(sample.registers(), Day::from_ymd(2026, 11, 20).ok_or("a day")?);
/// let mut sum = Coverage::default();
/// coverages.units().iter().for_each(|unit| sum.merge(&unit.coverage));
/// assert_eq!(sum, coverages.total());
/// assert_eq!(coverages.of_unit(None), coverages.total());
/// assert_eq!(coverages.of_unit(Some("no such unit")), Coverage::default());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverages {
    total: Coverage,
    units: Vec<GroupCoverage>,
    /// That of units, by their folded names.
    by_unit: BTreeMap<String, Coverage>,
    regions: Vec<GroupCoverage>,
}

impl Coverages {
    /// Counts the trainings of registers as of a day.
    #[must_use]
    pub fn of(registers: &Registers, as_of: Day) -> Self {
        let mut total = Coverage::default();
        let (mut units, mut regions) = (Groups::<Coverage>::new(), Groups::<Coverage>::new());
        for owed in owed(registers, as_of) {
            let state = owed.duty.state(as_of);
            total.add(state);
            units.entry(owed.person.unit.as_deref()).add(state);
            regions.entry(owed.person.region.as_deref()).add(state);
        }
        let units = listed(units);
        let named = units.iter().filter_map(|group| Some((fold(group.name.as_deref()?), group.coverage)));
        Self { total, by_unit: named.collect(), units, regions: listed(regions) }
    }

    /// That of the whole organisation.
    #[must_use]
    pub fn total(&self) -> Coverage {
        self.total
    }

    /// By unit, in alphabetical order; those without a unit first.
    #[must_use]
    pub fn units(&self) -> &[GroupCoverage] {
        &self.units
    }

    /// By region, in alphabetical order; those without a region first.
    #[must_use]
    pub fn regions(&self) -> &[GroupCoverage] {
        &self.regions
    }

    /// That of a unit, or of the whole organisation if none is named. In a unit that nobody is in, nothing was due.
    #[must_use]
    pub fn of_unit(&self, unit: Option<&str>) -> Coverage {
        let Some(unit) = unit else { return self.total };
        self.by_unit.get(&fold(unit)).copied().unwrap_or_default()
    }
}

fn listed(groups: Groups<'_, Coverage>) -> Vec<GroupCoverage> {
    let groups = groups.into_named();
    groups.map(|(name, coverage)| GroupCoverage { name: name.map(Into::into), coverage }).collect()
}

/// A coverage in per cent with one decimal, rounded down; `None` if nothing was due.
///
/// ```
/// use plimsoll::awareness::share;
/// use plimsoll_core::Coverage;
/// assert_eq!(share(&Coverage { in_force: 7, overdue: 1, pending: 3 }), Some("87.5".into()));
/// assert_eq!(share(&Coverage { in_force: 9_999, overdue: 1, pending: 0 }), Some("99.9".into()));
/// ```
#[must_use]
pub fn share(coverage: &Coverage) -> Option<String> {
    coverage.per_mille().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
}
