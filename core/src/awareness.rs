//! What people were taught, by when they had to be, and who spreads it in a team (domain.md D1, D2).

use crate::Day;
use crate::label::labels;
use serde::{Deserialize, Serialize};

labels! {
    /// Where a person stands with a course that he or she has to take (domain.md D1).
    ///
    /// ```
    /// use plimsoll_core::TrainingState;
    /// assert_eq!(TrainingState::LABELS, ["in_force", "pending", "overdue", "lapsed"]);
    /// ```
    pub enum TrainingState {
        /// Taken, and not yet due again.
        InForce = "in_force",
        /// Not taken, and still in time.
        Pending = "pending",
        /// Never taken, and the time for it is over.
        Overdue = "overdue",
        /// Taken, but the day by which it was due again is over.
        Lapsed = "lapsed",
    }
}

/// What decides where a person stands with a course that he or she has to take (domain.md D1).
///
/// Days are counted from the first day of employment, which is day 0: the last day in time is that day plus `within_days`. "Within the first year" is taken for 365 such days, so that somebody hired on 1 March may take the course until
/// 1 March of the next year, or until the last of February where that has 29 days. Of a person whose first day is not known, nothing says that there is time
/// left: what was not taken is overdue.
///
/// ```
/// use plimsoll_core::{Day, TrainingDuty, TrainingState};
/// let new = TrainingDuty { hired: Some(Day(100)), within_days: 365, ..TrainingDuty::default() };
/// assert_eq!(new.state(Day(465)), TrainingState::Pending);
/// assert_eq!(new.state(Day(466)), TrainingState::Overdue);
/// let taken = TrainingDuty { passed: Some(Day(120)), refresh_due: Some(Day(500)), ..new };
/// assert_eq!(taken.state(Day(500)), TrainingState::InForce);
/// assert_eq!(taken.state(Day(501)), TrainingState::Lapsed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TrainingDuty {
    /// The first day of employment, if it is known.
    pub hired: Option<Day>,
    /// How many days after the first the course may be taken at the latest: 0 is the first day itself.
    pub within_days: u16,
    /// When it was last taken and passed; a day that is yet to come counts as never.
    pub passed: Option<Day>,
    /// The last day on which what was passed is still in force, which is for whoever has a calendar to say; `None` if for good.
    pub refresh_due: Option<Day>,
}

impl TrainingDuty {
    /// Where the person stands on a day.
    #[must_use]
    pub const fn state(&self, as_of: Day) -> TrainingState {
        let is_over = match self.due(as_of) {
            Some(due) => due.0 < as_of.0,
            None => !self.has_passed(as_of),
        };
        match (self.has_passed(as_of), is_over) {
            (true, false) => TrainingState::InForce,
            (true, true) => TrainingState::Lapsed,
            (false, false) => TrainingState::Pending,
            (false, true) => TrainingState::Overdue,
        }
    }

    /// The last day on which the course is taken, or taken again, in time, as things stand on a day. `None` if it never has to
    /// be again, or if it was never taken and nothing says since when it had to be.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "16 bits widen to 32")]
    pub const fn due(&self, as_of: Day) -> Option<Day> {
        match (self.has_passed(as_of), self.hired) {
            (true, _) => self.refresh_due,
            (false, Some(hired)) => Some(hired.plus(self.within_days as i32)),
            (false, None) => None,
        }
    }

    /// Whether it was passed by a day.
    const fn has_passed(&self, as_of: Day) -> bool {
        match self.passed {
            Some(passed) => passed.0 <= as_of.0,
            None => false,
        }
    }
}

/// How many trainings are as they should be, counted by person and course (domain.md D1).
///
/// ```
/// use plimsoll_core::{Coverage, TrainingState};
/// let mut coverage = Coverage::default();
/// assert_eq!(coverage.percent(), None, "nothing was due");
/// for state in [TrainingState::InForce, TrainingState::InForce, TrainingState::Lapsed, TrainingState::Pending] {
///     coverage.add(state);
/// }
/// assert_eq!((coverage.percent(), coverage.per_mille()), (Some(66), Some(666)), "2 of 3, rounded down");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coverage {
    /// Taken, and not due again.
    pub in_force: u32,
    /// Overdue or lapsed.
    pub overdue: u32,
    /// Not taken, and still in time: neither for nor against.
    pub pending: u32,
}

impl Coverage {
    /// Counts one training more; a count that is full stays so.
    pub const fn add(&mut self, state: TrainingState) {
        let count = match state {
            TrainingState::InForce => &mut self.in_force,
            TrainingState::Overdue | TrainingState::Lapsed => &mut self.overdue,
            TrainingState::Pending => &mut self.pending,
        };
        *count = count.saturating_add(1);
    }

    /// Adds what was counted elsewhere.
    pub const fn merge(&mut self, other: &Self) {
        self.in_force = self.in_force.saturating_add(other.in_force);
        self.overdue = self.overdue.saturating_add(other.overdue);
        self.pending = self.pending.saturating_add(other.pending);
    }

    /// How many were due: all but those that are pending.
    #[must_use]
    pub const fn due(&self) -> u64 {
        widened(self.in_force).saturating_add(widened(self.overdue))
    }

    /// Per cent of what was due that is in force, 0 to 100, rounded down: 100 only if nothing is overdue. `None` if nothing was
    /// due.
    #[must_use]
    pub const fn percent(&self) -> Option<u8> {
        match self.per_mille() {
            #[expect(clippy::as_conversions, reason = "a tenth of at most 1000")]
            Some(tenths) => Some((tenths / 10) as u8),
            None => None,
        }
    }

    /// The same in tenths of a per cent, 0 to 1000.
    #[must_use]
    pub const fn per_mille(&self) -> Option<u16> {
        match widened(self.in_force).saturating_mul(1000).checked_div(self.due()) {
            #[expect(clippy::as_conversions, reason = "a part is at most the whole")]
            Some(tenths) => Some(tenths as u16),
            None => None,
        }
    }
}

/// In 64 bits, where a thousand times a count has room.
#[expect(clippy::as_conversions, reason = "32 bits widen to 64")]
const fn widened(count: u32) -> u64 {
    count as u64
}

/// How many are in a team, and how many of them are ambassadors, with expert knowledge to share (domain.md D2).
///
/// ```
/// use plimsoll_core::TeamTally;
/// let mut team = TeamTally::default();
/// assert!(!team.lacks_ambassador(), "nobody is there to have one");
/// team.add(false);
/// assert!(team.lacks_ambassador());
/// team.add(true);
/// assert!(!team.lacks_ambassador());
/// assert_eq!((team.members, team.ambassadors), (2, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TeamTally {
    /// All who are in it.
    pub members: u32,
    /// Those of them who are ambassadors.
    pub ambassadors: u32,
}

impl TeamTally {
    /// Counts one member more; a count that is full stays so.
    pub const fn add(&mut self, is_ambassador: bool) {
        self.members = self.members.saturating_add(1);
        if is_ambassador {
            self.ambassadors = self.ambassadors.saturating_add(1);
        }
    }

    /// Whether there is a team, and nobody in it is an ambassador.
    #[must_use]
    pub const fn lacks_ambassador(&self) -> bool {
        self.members > 0 && self.ambassadors == 0
    }
}

#[cfg(test)]
mod tests;
