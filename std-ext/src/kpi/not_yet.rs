//! Dates that had not come on the day as of which is measured.

use super::Period;
use crate::registers::Registers;
use plimsoll_core::Day;

/// Something dated later than the day as of which is measured, so that it counts as not having happened yet: a slip of the
/// keyboard, or the register is looked at as of an earlier day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotYet<'o> {
    /// What has the date: `risk`, `action` or `incident`.
    pub kind: &'static str,
    /// Its id.
    pub id: &'o str,
    /// Which date it is, by the name of its column.
    pub field: &'static str,
    /// The date.
    pub day: Day,
}

/// Every such date of what happens: not when something is due, or when an exception expires.
pub(super) fn all(registers: &Registers, period: Period) -> Vec<NotYet<'_>> {
    let risks = registers.risks().iter();
    let risks = risks.map(|risk| ("risk", &risk.id, [("opened", risk.opened), ("closed", risk.closed)]));
    let actions = registers.actions().iter();
    let actions = actions
        .map(|action| ("action", &action.id, [("identified", action.identified), ("done", action.done)]));
    let incidents = registers.incidents().iter();
    let incidents = incidents.map(|incident| {
        ("incident", &incident.id, [("opened", Some(incident.opened)), ("resolved", incident.resolved)])
    });
    let dated = risks.chain(actions).chain(incidents).flat_map(|(kind, id, dates)| {
        dates.into_iter().filter_map(move |(field, day)| Some(NotYet { kind, id, field, day: day? }))
    });
    dated.filter(|dated| period.is_to_come(Some(dated.day))).collect()
}
