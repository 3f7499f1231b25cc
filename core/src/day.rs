//! Days: what registers know of time.

use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar, as the number of days since 1970-01-01 (negative before).
///
/// ISO 8601 is how it is written, for the years 0 to 9999; a year outside carries its sign.
///
/// ```
/// use plimsoll_core::Day;
/// const DAY: Day = Day::from_ymd(2026, 11, 20).unwrap();
/// assert_eq!(DAY, Day(20_777));
/// assert_eq!(DAY.ymd(), (2026, 11, 20));
/// assert_eq!(DAY.to_string(), "2026-11-20");
/// assert_eq!(Day::from_ymd(2026, 2, 29), None);
/// assert_eq!(DAY.since(Day(20_000)), 777);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// Days in four centuries, after which the calendar repeats.
const ERA: i32 = 146_097;

/// 1970-01-01 counted from the day that begins its era, 1600-03-01.
const EPOCH_IN_ERA: i32 = 135_080;

/// Whole eras from 0000-03-01 to 1600-03-01.
const ERAS_TO_EPOCH: i32 = 4;

/// The years of the first and the last day that an `i32` can count.
const YEARS: (i32, i32) = (-5_877_641, 5_881_580);

impl Day {
    /// The day of a year, month (1 to 12) and day of the month; `None` where the calendar has no such day.
    ///
    /// The years reach from -5877641 to 5881580 (partly), which is as far as the number of days goes.
    #[must_use]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "the year is bounded first, so that all fits in 64 bits"
    )]
    #[expect(clippy::as_conversions, reason = "all widen but the last, which is compared with its bounds")]
    pub const fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        if year < YEARS.0 || year > YEARS.1 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        // Counted in years that begin in March, a leap day is the last of its year and months follow a simple
        // pattern.
        let (year, month) = if month > 2 { (year, month as i32 - 3) } else { (year - 1, month as i32 + 9) };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month + 2) / 5 + day as i32 - 1;
        let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        let days = (era - ERAS_TO_EPOCH) as i64 * ERA as i64 + (day_of_era - EPOCH_IN_ERA) as i64;
        if days < i32::MIN as i64 || days > i32::MAX as i64 { None } else { Some(Self(days as i32)) }
    }

    /// The year, the month from 1 to 12 and the day of the month from 1.
    #[must_use]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "the day of an era is below 146097, the era within 14704"
    )]
    #[expect(clippy::as_conversions, reason = "a month is 1 to 12 and a day of the month 1 to 31")]
    pub const fn ymd(self) -> (i32, u8, u8) {
        let since = self.0.rem_euclid(ERA) + EPOCH_IN_ERA;
        let (era, day) = if since < ERA { (0, since) } else { (1, since - ERA) };
        let era = self.0.div_euclid(ERA) + ERAS_TO_EPOCH + era;
        let of_era = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (of_era * 365 + of_era / 4 - of_era / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day_of_month = of_year - (153 * march_month + 2) / 5 + 1;
        let year = era * 400 + of_era;
        if march_month < 10 {
            (year, (march_month + 3) as u8, day_of_month as u8)
        } else {
            (year + 1, (march_month - 9) as u8, day_of_month as u8)
        }
    }

    /// How many days have gone by since an earlier day; negative for a later one, and kept within the range
    /// of `i32`.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day a number of days later, or earlier if negative, kept within the range of `i32`.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl core::fmt::Display for Day {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.ymd() {
            (year @ 0..=9999, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
            (year, month, day) => write!(f, "{year:+05}-{month:02}-{day:02}"),
        }
    }
}

/// The days of a month; 0 for a month that does not exist.
const fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::Day;
    use std::string::ToString;

    #[test]
    fn known_days() {
        let table = [
            (0, 1970, 1, 1),
            (1, 1970, 1, 2),
            (-1, 1969, 12, 31),
            (59, 1970, 3, 1),
            (10_956, 1999, 12, 31),
            (11_016, 2000, 2, 29),
            (11_017, 2000, 3, 1),
            (19_782, 2024, 2, 29),
            (20_777, 2026, 11, 20),
            (24_855, 2038, 1, 19),
            (-25_509, 1900, 2, 28),
            (-25_508, 1900, 3, 1),
            (47_540, 2100, 2, 28),
            (47_541, 2100, 3, 1),
            (-135_081, 1600, 2, 29),
            (-719_162, 1, 1, 1),
            (2_932_896, 9999, 12, 31),
            (i32::MAX, 5_881_580, 7, 11),
            (i32::MIN, -5_877_641, 6, 23),
        ];
        for (days, year, month, day) in table {
            assert_eq!(Day::from_ymd(year, month, day), Some(Day(days)), "{year}-{month}-{day}");
            assert_eq!(Day(days).ymd(), (year, month, day), "{days}");
        }
    }

    #[test]
    fn days_that_do_not_exist() {
        let table = [
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 255, 1),
            (2026, 1, 0),
            (2026, 1, 32),
            (2026, 4, 31),
            (2026, 2, 29),
            (1900, 2, 29),
            (2100, 2, 29),
            (2000, 2, 30),
            (2026, 12, 255),
            (5_881_580, 7, 12),
            (5_881_581, 1, 1),
            (-5_877_641, 6, 22),
            (-5_877_642, 12, 31),
            (i32::MAX, 12, 31),
            (i32::MIN, 1, 1),
        ];
        for (year, month, day) in table {
            assert_eq!(Day::from_ymd(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    /// Counts through more than four centuries with a calendar written out, and compares each day both ways.
    #[test]
    fn every_day_from_1599_to_2401() {
        let mut expected = Day::from_ymd(1599, 1, 1).unwrap().0;
        for year in 1599..=2401 {
            let february = if year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) { 29 } else { 28 };
            for (month, days) in (1_u8..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                for day in 1..=days {
                    assert_eq!(Day::from_ymd(year, month, day), Some(Day(expected)));
                    assert_eq!(Day(expected).ymd(), (year, month, day));
                    expected = expected.checked_add(1).unwrap();
                }
                assert_eq!(Day::from_ymd(year, month, days + 1), None);
            }
        }
    }

    #[test]
    fn the_whole_range_returns() {
        for days in (i32::MIN..=i32::MAX).step_by(99_991).chain(i32::MAX - 400..=i32::MAX) {
            let (year, month, day) = Day(days).ymd();
            assert_eq!(Day::from_ymd(year, month, day), Some(Day(days)), "{days}");
        }
    }

    #[test]
    fn written_as_iso_8601() {
        let table =
            [((2026, 1, 2), "2026-01-02"), ((0, 3, 1), "0000-03-01"), ((12_345, 6, 7), "+12345-06-07")];
        for ((year, month, day), text) in table {
            assert_eq!(Day::from_ymd(year, month, day).unwrap().to_string(), text);
        }
        assert_eq!(Day::from_ymd(-1, 12, 31).unwrap().to_string(), "-0001-12-31");
    }

    #[test]
    fn distances_stay_in_range() {
        assert_eq!(Day(5).since(Day(7)), -2);
        assert_eq!(Day(i32::MAX).since(Day(i32::MIN)), i32::MAX);
        assert_eq!(Day(i32::MIN).since(Day(i32::MAX)), i32::MIN);
        assert_eq!(Day(i32::MAX).plus(1), Day(i32::MAX));
        assert_eq!(Day(3).plus(-4), Day(-1));
    }
}
