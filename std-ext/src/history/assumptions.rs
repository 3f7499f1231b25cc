//! What a forecast counts on, and what it does not.

use crate::registers::Registers;
use crate::words::increment;
use plimsoll_core::{Day, Status};

/// What a forecast counts on, and what it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumptions<'o> {
    /// How many actions are not completed, and count as completed on their due day within the time that is looked at; what is
    /// due on the day of the forecast, in all that follows.
    pub completes_by_due_date: u64,
    /// How many are due later than that.
    pub due_later: u64,
    /// The ids of actions that were due before the day of the forecast and are not completed: they are not counted on.
    pub overdue: Vec<&'o str>,
    /// How many actions are not completed and have no due day: they are not counted on.
    pub without_due_date: u64,
    /// How many actions are completed on a day that nobody wrote down: they count as completed throughout.
    pub undated_completions: u64,
    /// How many actions were found on a day that nobody wrote down: they count throughout.
    pub undated_actions: u64,
    /// How many risks were opened on a day that nobody wrote down: they count throughout.
    pub undated_risks: u64,
    /// How many risks were closed on a day that nobody wrote down: they count as closed throughout.
    pub undated_closings: u64,
    /// The ids of entries that something is said to have happened to on a day that is still to come, each once, in the order of
    /// the registers: until then it has not.
    pub in_the_future: Vec<&'o str>,
}

impl<'o> Assumptions<'o> {
    /// What a forecast as of a day up to another assumes of a register.
    #[must_use]
    pub fn of(registers: &'o Registers, as_of: Day, last: Day) -> Self {
        let mut found = Self::default();
        for action in registers.actions() {
            match (action.completed, action.due) {
                (true, _) => count(&mut found.undated_completions, action.done.is_none()),
                (false, None) => count(&mut found.without_due_date, true),
                (false, Some(due)) if due < as_of => found.overdue.push(&action.id),
                (false, Some(due)) if due <= last => count(&mut found.completes_by_due_date, true),
                (false, Some(_)) => count(&mut found.due_later, true),
            }
            count(&mut found.undated_actions, action.identified.is_none());
        }
        for risk in registers.risks() {
            count(&mut found.undated_risks, risk.opened.is_none());
            count(&mut found.undated_closings, risk.status == Some(Status::Closed) && risk.closed.is_none());
        }
        found.in_the_future = registers.entries_to_come(as_of);
        found
    }
}

fn count(number: &mut u64, whether: bool) {
    increment(Some(number), whether.into());
}
