//! Units that are named though nobody, or nothing, is in them.

use crate::diagnostic::Diagnostics;
use crate::registers::index::Patience;
use crate::registers::record::Loaded;
use crate::registers::report::{Reporter, problem};
use crate::registers::words::{did_you_mean, fold, nearest};
use crate::registers::{Asset, Conflict, Course, Person};
use std::collections::BTreeMap;

/// How many units a warning names.
const NAMED: usize = 20;

/// The units that there are, each as it is last written.
struct Units<'u>(BTreeMap<String, &'u str>);

impl<'u> Units<'u> {
    fn of(units: impl Iterator<Item = &'u str>) -> Self {
        Self(units.map(|unit| (fold(unit), unit)).collect())
    }

    /// Warns of a unit that is none of them.
    fn check(
        &self,
        unit: &str,
        (field, what): (&str, &str),
        patience: &mut Patience,
        mut report: Reporter<'_, '_>,
    ) {
        let Self(units) = self;
        if units.contains_key(&fold(unit)) {
            return;
        }
        report.warning(field, || {
            let near = patience.spend(units.len()).then(|| nearest(unit, units.values().copied())).flatten();
            let more = units.len().checked_sub(NAMED).filter(|more| *more > 0);
            let more = more.map(|more| format!("and {more} more"));
            problem(what)
                .found(unit)
                .valid(units.values().take(NAMED).map(ToString::to_string).chain(more))
                .maybe_help(did_you_mean(near))
        });
    }
}

/// Reports courses for units in which nobody is.
pub(super) fn report_without_people(
    courses: &Loaded<'_, Course>,
    people: &[Person],
    patience: &mut Patience,
    out: &mut Diagnostics,
) {
    let Some(origin) = &courses.origin else { return };
    let units = Units::of(people.iter().filter_map(|person| person.unit.as_deref()));
    for (course, place) in courses.records.iter().zip(&courses.places) {
        for unit in &course.units {
            let what = ("units", "is a unit in which nobody in people.csv is");
            units.check(unit, what, patience, Reporter::new(origin, *place, out));
        }
    }
}

/// Reports conflicts over all assets of a unit that has none, where assets say of which unit they are.
pub(super) fn report_without_assets(
    conflicts: &Loaded<'_, Conflict>,
    assets: &Loaded<'_, Asset>,
    patience: &mut Patience,
    out: &mut Diagnostics,
) {
    let Some(origin) = &conflicts.origin else { return };
    let units = Units::of(assets.records.iter().filter_map(|asset| asset.unit.as_deref()));
    // What could not be read, or makes no sense, may be of any unit.
    if units.0.is_empty() || !assets.is_sound {
        return;
    }
    for (conflict, place) in conflicts.records.iter().zip(&conflicts.places) {
        if let Some(unit) = &conflict.unit {
            let what = ("unit", "is the unit of no asset in assets.csv: the conflict endangers none there");
            units.check(unit, what, patience, Reporter::new(origin, *place, out));
        }
    }
}
