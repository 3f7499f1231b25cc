//! The days that are looked at.

use plimsoll_core::Day;

/// The days after one and up to another, or all days up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The last day before the period, if it has a beginning.
    pub since: Option<Day>,
    /// The last day of the period.
    pub as_of: Day,
}

/// Where something that happened stands to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    Within,
    Outside,
    /// It happened on a day that nobody wrote down, and the period has a beginning.
    Unplaced,
}

impl Period {
    /// Whether a day is in the period: after `since`, and `as_of` at the latest.
    ///
    /// ```
    /// use plimsoll::kpi::Period;
    /// use plimsoll_core::Day;
    /// let period = Period { since: Some(Day(10)), as_of: Day(20) };
    /// assert!(!period.contains(Day(10)) && period.contains(Day(11)));
    /// assert!(period.contains(Day(20)) && !period.contains(Day(21)));
    /// ```
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.since.is_none_or(|since| since < day) && day <= self.as_of
    }

    /// How many days there are from the day after `since`, or else from `first`, to `as_of`; 0 without either.
    pub(super) fn days(self, first: Option<Day>) -> u32 {
        let before = self.since.or(first.map(|first| first.plus(-1)));
        before.and_then(|before| u32::try_from(self.as_of.since(before)).ok()).unwrap_or(0)
    }

    /// Where something stands that happened on a day, if the day is known.
    pub(super) fn place(self, day: Option<Day>) -> Placed {
        match day {
            Some(day) if self.contains(day) => Placed::Within,
            Some(_) => Placed::Outside,
            None if self.since.is_none() => Placed::Within,
            None => Placed::Unplaced,
        }
    }

    /// Whether a day, if it is known, is still to come at the end of the period.
    pub(super) fn is_to_come(self, day: Option<Day>) -> bool {
        day.is_some_and(|day| day > self.as_of)
    }
}
