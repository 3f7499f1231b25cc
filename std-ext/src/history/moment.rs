//! What of a register holds on a day.

use crate::assessment::is_closed;
use crate::registers::{Action, Registers, Risk};
use plimsoll_core::{Day, Progress};

/// A day, and what is believed of a register on it. A day is taken at its end: what was done on it is done.
///
/// ```
/// use plimsoll::history::Moment;
/// use plimsoll::registers::Action;
/// use plimsoll_core::Day;
/// let action: Action = serde_json::from_str(
///     r#"{"id": "C1", "threat": "T1", "title": "second factor", "completed": false,
///         "identified": "2026-02-01", "due": "2026-06-30"}"#,
/// )?;
/// let day = |month, day| Day::from_ymd(2026, month, day).unwrap();
/// assert_eq!(Moment::on(day(1, 31)).action(&action), None, "not found yet");
/// assert_eq!(Moment::on(day(2, 1)).action(&action), Some(false));
/// assert_eq!(Moment::planned(day(6, 29), day(6, 30)).action(&action), Some(true));
/// assert_eq!(Moment::planned(day(6, 30), day(7, 1)).action(&action), Some(true), "there was a day left");
/// assert_eq!(Moment::planned(day(7, 1), day(7, 2)).action(&action), Some(false), "it was due, and is not done");
/// assert_eq!(Moment::idle(day(6, 29), day(6, 30)).action(&action), Some(false));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    day: Day,
    belief: Belief,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Belief {
    /// All that the register holds is there, and done if it says so.
    Recorded,
    /// Things are there and done from their days on.
    Dated,
    /// So, and what falls due on this day or later is done when it does.
    Planned(Day),
    /// Things are there from their days on, but actions are done only up to this day.
    Idle(Day),
}

impl Moment {
    /// The register as it stands, whatever its dates say of the past: only what is to be closed later is not closed yet.
    #[must_use]
    pub const fn recorded(day: Day) -> Self {
        Self { day, belief: Belief::Recorded }
    }

    /// The register as its dates say that it was on a day, or will be. What has no date counts throughout.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { day, belief: Belief::Dated }
    }

    /// As [`Self::on`], and what falls due on `as_of` or later is completed on its due day. What was due before and is not
    /// completed is not counted on: it is overdue, and nothing says when it will be done.
    #[must_use]
    pub const fn planned(as_of: Day, day: Day) -> Self {
        Self { day, belief: Belief::Planned(as_of) }
    }

    /// As [`Self::on`], if no action is completed after `as_of`, also none that is said to be.
    #[must_use]
    pub const fn idle(as_of: Day, day: Day) -> Self {
        Self { day, belief: Belief::Idle(as_of) }
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.day
    }

    /// Whether an action is completed, if it is there.
    #[must_use]
    pub fn action(self, action: &Action) -> Option<bool> {
        let past = |day: Option<Day>| day.is_none_or(|day| day <= self.day);
        let done = action.completed && past(action.done);
        match self.belief {
            Belief::Recorded => Some(action.completed),
            Belief::Dated => past(action.identified).then_some(done),
            Belief::Planned(as_of) => {
                let falls_due = |due: Day| !action.completed && as_of <= due && due <= self.day;
                past(action.identified).then(|| done || action.due.is_some_and(falls_due))
            }
            Belief::Idle(as_of) => {
                let is_later = action.done.is_some_and(|done| done > as_of);
                past(action.identified).then_some(done && !is_later)
            }
        }
    }

    /// Whether a risk is closed, if it is there.
    #[must_use]
    pub fn risk(self, risk: &Risk) -> Option<bool> {
        let is_there = self.belief == Belief::Recorded || risk.opened.is_none_or(|opened| opened <= self.day);
        is_there.then(|| is_closed(risk, self.day))
    }

    /// How far the actions against a threat have come.
    #[must_use]
    pub fn progress(self, registers: &Registers, threat: &str) -> Progress {
        let there = registers.actions_against(threat).filter_map(|action| self.action(action));
        there.fold(Progress::NONE, Progress::counting)
    }
}
