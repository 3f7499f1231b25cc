//! What is done against threats.

use crate::{ActionId, Day, Owner, ThreatId};
use serde::{Deserialize, Serialize};

/// Whether an action is completed, and when that was.
///
/// ```
/// use plimsoll_core::{Completion, Day};
/// assert!(Completion::Done(None).is_done(), "completed, on a day that nobody wrote down");
/// assert_eq!(Completion::Done(Some(Day(3))).day(), Some(Day(3)));
/// assert_eq!(Completion::default(), Completion::Open);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// Not completed.
    #[default]
    Open,
    /// Completed, on a day if it is known.
    Done(Option<Day>),
}

impl Completion {
    /// Whether the action is completed.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// The day of completion, if the action is completed and the day is known.
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Open => None,
            Self::Done(day) => day,
        }
    }
}

/// An action that would remove or reduce a threat (domain.md A7; a control or treatment action in ISO/IEC
/// 27005).
///
/// ```
/// use plimsoll_core::{Action, ActionId, Completion, Day, ThreatId};
/// let action = Action {
///     id: ActionId(1),
///     threat: ThreatId(1),
///     completion: Completion::Open,
///     identified: Some(Day(20_000)),
///     due: Some(Day(20_100)),
///     owner: None,
///     cost: 1_200,
///     person_days: 3,
/// };
/// assert!(!action.is_completed());
/// assert!(!action.is_overdue(Day(20_100)));
/// assert!(action.is_overdue(Day(20_101)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Action {
    /// Its number in the register.
    pub id: ActionId,
    /// The threat that it acts against.
    pub threat: ThreatId,
    /// Whether it is completed, and when that was.
    pub completion: Completion,
    /// When it was found to be needed.
    pub identified: Option<Day>,
    /// The day by which it is to be completed.
    pub due: Option<Day>,
    /// Who sees to it.
    pub owner: Option<Owner>,
    /// What it costs, in whole units of the organisation's currency.
    pub cost: u32,
    /// The work it takes, in days of one person.
    pub person_days: u16,
}

impl Action {
    /// Whether it is completed.
    #[must_use]
    pub const fn is_completed(&self) -> bool {
        self.completion.is_done()
    }

    /// The day of completion, if it is completed and the day is known.
    #[must_use]
    pub const fn done(&self) -> Option<Day> {
        self.completion.day()
    }

    /// Whether it should have been completed before a day and is not. On its due day an action is not yet
    /// overdue.
    #[must_use]
    pub fn is_overdue(&self, now: Day) -> bool {
        !self.is_completed() && self.due.is_some_and(|due| due < now)
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Completion};
    use crate::{ActionId, Day, ThreatId};

    #[test]
    fn overdue_is_past_the_due_day_and_not_completed() {
        let action = Action {
            id: ActionId(1),
            threat: ThreatId(1),
            completion: Completion::Open,
            identified: None,
            due: None,
            owner: None,
            cost: 0,
            person_days: 0,
        };
        let table = [
            (Completion::Open, None, 100, false),
            (Completion::Open, Some(99), 100, true),
            (Completion::Open, Some(100), 100, false),
            (Completion::Open, Some(101), 100, false),
            (Completion::Done(None), Some(99), 100, false),
            (Completion::Done(Some(Day(100))), Some(99), 100, false),
        ];
        for (completion, due, now, expected) in table {
            let action = Action { completion, due: due.map(Day), ..action };
            assert_eq!(action.is_overdue(Day(now)), expected, "{completion:?} {due:?}");
            assert_eq!(action.is_completed(), completion != Completion::Open);
        }
        assert_eq!(Action { completion: Completion::Done(Some(Day(7))), ..action }.done(), Some(Day(7)));
        assert_eq!(Action { completion: Completion::Done(None), ..action }.done(), None);
    }
}
