//! The stable JSON form of conflicts. Fields may be added; none is renamed or removed.

use crate::date::iso_option;
use crate::registers::{Conflict, Registers};
use plimsoll_core::{ConflictArea, ConflictReason, ConflictRemedy, Day, Lowered, ValueLevel};
use serde::Serialize;

/// A conflict, open or not.
#[derive(Serialize)]
pub struct ConflictView<'a> {
    id: &'a str,
    area: ConflictArea,
    context: Option<&'a str>,
    security_value: &'a str,
    work_value: &'a str,
    level: Option<ValueLevel>,
    reasons: Vec<ConflictReason>,
    /// What its reasons call for, and what is written down beyond that.
    remedies: Vec<ConflictRemedy>,
    lowers: Vec<Lowered>,
    consequences: Option<&'a str>,
    assets: &'a [String],
    unit: Option<&'a str>,
    owner: Option<&'a str>,
    /// Whether it is open on the day of the assessment.
    open: bool,
    #[serde(with = "iso_option")]
    opened: Option<Day>,
    #[serde(with = "iso_option")]
    resolved: Option<Day>,
}

impl<'a> ConflictView<'a> {
    /// The views of all conflicts, in the order of the register.
    #[must_use]
    pub fn all(registers: &'a Registers, as_of: Day) -> Vec<Self> {
        registers.conflicts().iter().map(|conflict| Self::of(conflict, as_of)).collect()
    }

    fn of(conflict: &'a Conflict, as_of: Day) -> Self {
        let value = conflict.value();
        Self {
            id: &conflict.id,
            area: value.area,
            context: conflict.context.as_deref(),
            security_value: &conflict.security_value,
            work_value: &conflict.work_value,
            level: conflict.level,
            reasons: value.reasons.iter().collect(),
            remedies: value.remedies().iter().collect(),
            lowers: value.lowers.iter().collect(),
            consequences: conflict.consequences.as_deref(),
            assets: &conflict.assets,
            unit: conflict.unit.as_deref(),
            owner: conflict.owner.as_deref(),
            open: value.is_open(as_of),
            opened: value.opened,
            resolved: value.resolved,
        }
    }
}
