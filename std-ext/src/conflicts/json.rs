//! The stable JSON form of conflicts. Fields may be added; none is renamed or removed.

use crate::date::iso_option;
use crate::registers::{Conflict, Registers};
use plimsoll_core::{ConflictArea, ConflictReason, ConflictRemedy, Day, Lowered, ValueLevel};
use serde::Serialize;

/// A conflict, open or not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConflictView<'a> {
    /// Its id.
    id: &'a str,
    /// What it is about.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::ConflictArea>"))]
    area: ConflictArea,
    /// Where it shows, if that is written down.
    context: Option<&'a str>,
    /// What security asks for.
    security_value: &'a str,
    /// What the work asks for.
    work_value: &'a str,
    /// Whose values they are, if that is written down.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::OneOf<plimsoll_core::ValueLevel>>"))]
    level: Option<ValueLevel>,
    /// Why there is a conflict.
    #[cfg_attr(test, schemars(with = "Vec<crate::forms::OneOf<plimsoll_core::ConflictReason>>"))]
    reasons: Vec<ConflictReason>,
    /// What its reasons call for, and what is written down beyond that.
    #[cfg_attr(test, schemars(with = "Vec<crate::forms::OneOf<plimsoll_core::ConflictRemedy>>"))]
    remedies: Vec<ConflictRemedy>,
    /// What it lowers.
    #[cfg_attr(test, schemars(with = "Vec<crate::forms::OneOf<plimsoll_core::Lowered>>"))]
    lowers: Vec<Lowered>,
    /// What comes of it, if that is written down.
    consequences: Option<&'a str>,
    /// The ids of the assets concerned.
    assets: &'a [String],
    /// The unit concerned, if one is named.
    unit: Option<&'a str>,
    /// Who sees to it, if somebody is named.
    owner: Option<&'a str>,
    /// Whether it is open on the day of the assessment.
    open: bool,
    /// Its first day, if it is known.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
    opened: Option<Day>,
    /// When it was resolved, if it was.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
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
