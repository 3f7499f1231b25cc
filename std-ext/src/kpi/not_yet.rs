//! Dates that had not come on the day as of which is measured.

use super::Period;
use crate::registers::{Dated, Registers};
use plimsoll_core::Day;

/// Something dated later than the day as of which is measured, so that it counts as not having happened yet: a slip of the
/// keyboard, or the register is looked at as of an earlier day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotYet<'o> {
    /// What has the date: `risk`, `action`, `incident`, or `handling` for a step of an incident's way.
    pub kind: &'static str,
    /// Its id; that of the incident for a step.
    pub id: &'o str,
    /// Which date it is, by the name of its column.
    pub field: &'static str,
    /// The date.
    pub day: Day,
}

/// Every such date of what happens: not when something is due, or when an exception expires.
pub(super) fn all(registers: &Registers, period: Period) -> Vec<NotYet<'_>> {
    let to_come = registers.dated().filter(|dated| period.is_to_come(Some(dated.day)));
    to_come.map(|Dated { kind, id, column, day, .. }| NotYet { kind, id, field: column, day }).collect()
}
