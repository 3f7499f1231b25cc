//! Key figures of risks and incidents: what is counted, in fixed room (domain.md C).
//!
//! A median or a percentile cannot be had exactly from counts by bucket; whoever needs them keeps the days themselves, as the
//! standard library's side does.

use crate::label::labels;
use crate::{Band, Level};
use serde::{Deserialize, Serialize};

labels! {
    /// How old something unsolved is, by completed calendar months (domain.md C). Each bucket begins where the one before it
    /// ends: exactly 6, 12 or 24 months are in the later one. How many months are completed is for whoever has a calendar to say.
    ///
    /// ```
    /// use plimsoll_core::AgeBucket;
    /// assert_eq!(AgeBucket::of_months(5).label(), "under_6");
    /// assert_eq!(AgeBucket::of_months(6).label(), "6_to_12");
    /// ```
    pub enum AgeBucket {
        /// 0 to 5 completed months.
        Under6 = "under_6",
        /// 6 to 11 completed months.
        From6 = "6_to_12",
        /// 12 to 23 completed months.
        From12 = "12_to_24",
        /// 24 completed months and more.
        From24 = "over_24",
    }
}

impl AgeBucket {
    /// The bucket of a number of completed months.
    #[must_use]
    pub const fn of_months(months: u32) -> Self {
        match months {
            0..6 => Self::Under6,
            6..12 => Self::From6,
            12..24 => Self::From12,
            24.. => Self::From24,
        }
    }
}

labels! {
    /// How long it took to solve something, in days from the day it was opened (domain.md C).
    ///
    /// ```
    /// use plimsoll_core::TimeBucket;
    /// assert_eq!(TimeBucket::of_days(0).label(), "0");
    /// assert_eq!(TimeBucket::of_days(30).label(), "8_to_30");
    /// ```
    pub enum TimeBucket {
        /// Solved on the day it was opened.
        SameDay = "0",
        /// 1 to 7 days.
        Week = "1_to_7",
        /// 8 to 30 days.
        Month = "8_to_30",
        /// 31 to 90 days.
        Quarter = "31_to_90",
        /// More than 90 days.
        Longer = "over_90",
    }
}

impl TimeBucket {
    /// The bucket of a number of days.
    #[must_use]
    pub const fn of_days(days: u32) -> Self {
        match days {
            0 => Self::SameDay,
            1..=7 => Self::Week,
            8..=30 => Self::Month,
            31..=90 => Self::Quarter,
            91.. => Self::Longer,
        }
    }
}

labels! {
    /// How much it matters that something is unmanaged (domain.md C).
    ///
    /// ```
    /// use plimsoll_core::{Band, Importance, Level};
    /// assert_eq!(Importance::of_band(Band(4), 5), Importance::Critical);
    /// assert_eq!(Importance::of_priority(Level::Medium), Importance::VeryImportant);
    /// ```
    pub enum Importance {
        /// A risk in the highest band, an incident of high priority.
        Critical = "critical",
        /// A risk in the second highest band, an incident of medium priority.
        VeryImportant = "very_important",
        /// Any other.
        Important = "important",
    }
}

impl Importance {
    /// The importance of a risk in a band, of so many bands.
    #[must_use]
    pub const fn of_band(band: Band, bands: u8) -> Self {
        match bands.saturating_sub(band.get()) {
            0 | 1 => Self::Critical,
            2 => Self::VeryImportant,
            _ => Self::Important,
        }
    }

    /// The importance of an incident of a priority.
    #[must_use]
    pub const fn of_priority(priority: Level) -> Self {
        match priority {
            Level::High => Self::Critical,
            Level::Medium => Self::VeryImportant,
            Level::Low => Self::Important,
        }
    }
}

/// A sum of figures, and how many entries have none: a sum of 0 may be free, or not known.
///
/// ```
/// use plimsoll_core::Total;
/// let mut cost = Total::default();
/// [Some(125_050), None, Some(0)].into_iter().for_each(|figure| cost.add(figure));
/// assert_eq!((cost.exact(), cost.unknown), (Some(125_050), 1));
/// cost.add(Some(u64::MAX));
/// assert_eq!((cost.exact(), cost.sum, cost.overflowed), (None, u64::MAX, true));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Total {
    /// The sum of what is known, at most [`u64::MAX`].
    pub sum: u64,
    /// How many entries have no figure.
    pub unknown: u32,
    /// Whether the sum is more than `sum` can hold.
    pub overflowed: bool,
}

impl Total {
    /// Counts one entry more, with its figure if it has one.
    pub const fn add(&mut self, figure: Option<u64>) {
        match figure {
            Some(figure) => self.plus(figure),
            None => self.unknown = self.unknown.saturating_add(1),
        }
    }

    /// Adds what another has counted.
    pub const fn merge(&mut self, other: &Self) {
        self.plus(other.sum);
        self.overflowed |= other.overflowed;
        self.unknown = self.unknown.saturating_add(other.unknown);
    }

    /// The sum of what is known; `None` if it is more than 64 bits hold.
    #[must_use]
    pub const fn exact(&self) -> Option<u64> {
        if self.overflowed { None } else { Some(self.sum) }
    }

    const fn plus(&mut self, more: u64) {
        self.overflowed |= self.sum.checked_add(more).is_none();
        self.sum = self.sum.saturating_add(more);
    }
}

/// Counters of risks, or of incidents (domain.md C). What two devices counted adds up ([`Self::merge`]).
///
/// Counters stop at the largest number that they can hold; a sum that does says so.
///
/// ```
/// use plimsoll_core::{AgeBucket, Importance, Kpis, Total};
/// let mut here = Kpis::default();
/// here.add_unsolved(Some(AgeBucket::of_months(7)));
/// here.add_unmanaged(Importance::Critical);
/// let mut there = Kpis::default();
/// there.add_solved(Some(3));
/// there.outage_minutes.add(Some(95));
/// here.merge(&there);
/// assert_eq!((here.unsolved(), here.solved()), (1, 1));
/// assert_eq!((here.ages, here.times), ([0, 1, 0, 0], [0, 1, 0, 0, 0]));
/// assert_eq!(here.outage_minutes, Total { sum: 95, ..Total::default() });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kpis {
    /// How many unsolved entries there are of each age, in the order of [`AgeBucket::ALL`].
    pub ages: [u32; AgeBucket::ALL.len()],
    /// How many are unsolved, and nobody wrote down since when.
    pub undated: u32,
    /// How many entries were solved in each time, in the order of [`TimeBucket::ALL`].
    pub times: [u32; TimeBucket::ALL.len()],
    /// How many were solved, and nobody wrote down from when to when.
    pub untimed: u32,
    /// How many are unmanaged, in the order of [`Importance::ALL`].
    pub unmanaged: [u32; Importance::ALL.len()],
    /// For how many minutes a system was not available.
    pub outage_minutes: Total,
    /// What treating cost, in hundredths of the organisation's currency.
    pub cost: Total,
    /// What was lost, in hundredths of the organisation's currency.
    pub loss: Total,
}

impl Kpis {
    /// Counts one unsolved entry more, with its age if it is known.
    pub fn add_unsolved(&mut self, age: Option<AgeBucket>) {
        increment(match age {
            Some(age) => self.ages.get_mut(usize::from(age.index())),
            None => Some(&mut self.undated),
        });
    }

    /// Counts one solved entry more, with the days that it took if they are known.
    pub fn add_solved(&mut self, days: Option<u32>) {
        increment(match days {
            Some(days) => self.times.get_mut(usize::from(TimeBucket::of_days(days).index())),
            None => Some(&mut self.untimed),
        });
    }

    /// Counts one unmanaged entry more, which is counted as unsolved as well.
    pub fn add_unmanaged(&mut self, importance: Importance) {
        increment(self.unmanaged.get_mut(usize::from(importance.index())));
    }

    /// How many entries are unsolved.
    #[must_use]
    pub fn unsolved(&self) -> u32 {
        sum(&self.ages, self.undated)
    }

    /// How many entries were solved.
    #[must_use]
    pub fn solved(&self) -> u32 {
        sum(&self.times, self.untimed)
    }

    /// Adds what another has counted. The order in which many are merged makes no difference.
    pub fn merge(&mut self, other: &Self) {
        let Self { ages, undated, times, untimed, unmanaged, outage_minutes, cost, loss } = self;
        let counts = ages.iter_mut().chain(times).chain(unmanaged).chain([undated, untimed]);
        let others = other.ages.iter().chain(&other.times).chain(&other.unmanaged);
        for (count, more) in counts.zip(others.chain([&other.undated, &other.untimed])) {
            *count = count.saturating_add(*more);
        }
        outage_minutes.merge(&other.outage_minutes);
        cost.merge(&other.cost);
        loss.merge(&other.loss);
    }
}

fn increment(count: Option<&mut u32>) {
    if let Some(count) = count {
        *count = count.saturating_add(1);
    }
}

fn sum(counts: &[u32], more: u32) -> u32 {
    counts.iter().fold(more, |sum, count| sum.saturating_add(*count))
}

#[cfg(test)]
mod tests;
