//! Conflicts between what security asks for and what the work asks for, as of a day (domain.md E6).
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::conflicts::OpenConflicts;
//! use plimsoll_core::Day;
//! let sample = Organisation::sample();
//! let registers = sample.registers();
//! let open = OpenConflicts::of(registers, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! for asset in registers.assets() {
//!     if let Some(area) = open.on(asset).area {
//!         println!("{}: a conflict over {area}", asset.id);
//!     }
//! }
//! # Ok::<(), &str>(())
//! ```

pub mod json;

use crate::registers::{Asset, Conflict, Registers, fold};
use plimsoll_core::{Day, Endangerment};
use std::collections::{BTreeMap, BTreeSet};

/// The conflicts that are open on a day, and what they do to assets.
///
/// The one that has been open longest comes first: by the day on which it was opened, where one without such a day has been open
/// ever since; those of one day in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct OpenConflicts<'r> {
    open: Vec<&'r Conflict>,
    by_asset: BTreeMap<&'r str, Since>,
    by_unit: BTreeMap<String, Since>,
    out_of_scope: BTreeSet<&'r str>,
}

/// What conflicts do, and the place of the one that has been open longest.
#[derive(Clone, Copy, Debug)]
struct Since {
    place: usize,
    endangerment: Endangerment,
}

impl<'r> OpenConflicts<'r> {
    /// The conflicts that are open on a day. One that endangers nothing but assets out of scope is out of scope as well.
    #[must_use]
    pub fn of(registers: &'r Registers, as_of: Day) -> Self {
        let out = registers.assets_out_of_scope().iter().map(|asset| asset.id.as_str());
        let out_of_scope: BTreeSet<&str> = out.collect();
        let is_out = |conflict: &Conflict| {
            let mut assets = conflict.assets.iter();
            let names_some = !conflict.assets.is_empty() && conflict.unit.is_none();
            names_some && assets.all(|asset| out_of_scope.contains(asset.as_str()))
        };
        let is_open = |conflict: &&Conflict| conflict.value().is_open(as_of) && !is_out(conflict);
        let mut open: Vec<&Conflict> = registers.conflicts().iter().filter(is_open).collect();
        open.sort_by_key(|conflict| conflict.opened);
        let mut all = Self::default();
        for (place, conflict) in open.iter().enumerate() {
            let first = Since { place, endangerment: Endangerment::NONE };
            let endanger = |since: &mut Since| since.endangerment = since.endangerment.by(conflict.value());
            for asset in &conflict.assets {
                endanger(all.by_asset.entry(asset).or_insert(first));
            }
            if let Some(unit) = &conflict.unit {
                endanger(all.by_unit.entry(fold(unit)).or_insert(first));
            }
        }
        Self { open, out_of_scope, ..all }
    }

    /// The conflicts, the one that has been open longest first.
    #[must_use]
    pub fn all(&self) -> &[&'r Conflict] {
        &self.open
    }

    /// The ids of the assets that a conflict names, as far as they are in scope.
    #[must_use]
    pub fn assets(&self, conflict: &'r Conflict) -> Vec<&'r str> {
        let named = conflict.assets.iter().map(String::as_str);
        named.filter(|asset| !self.out_of_scope.contains(asset)).collect()
    }

    /// What they do to an asset: those that name it, and those that name its unit.
    #[must_use]
    pub fn on(&self, asset: &Asset) -> Endangerment {
        let by_asset = self.by_asset.get(asset.id.as_str());
        let by_unit = asset.unit.as_ref().and_then(|unit| self.by_unit.get(&fold(unit)));
        let mut both: Vec<&Since> = by_asset.into_iter().chain(by_unit).collect();
        both.sort_by_key(|since| since.place);
        both.into_iter().fold(Endangerment::NONE, |sum, since| sum.and(since.endangerment))
    }
}

#[cfg(test)]
mod tests;
