//! Quarters of calendar years, in which line managers report on awareness (domain.md D4).

use crate::Day;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A quarter of a calendar year, written as `2026-Q3`.
///
/// ```
/// use plimsoll_core::Quarter;
/// let quarter = Quarter::new(2026, 3).unwrap();
/// assert_eq!(quarter.to_string(), "2026-Q3");
/// assert_eq!("2026-Q3".parse(), Ok(quarter));
/// assert!(quarter < Quarter::new(2027, 1).unwrap());
/// assert_eq!(Quarter::new(2026, 5), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: u16,
    quarter: u8,
}

impl Quarter {
    /// The first that there is.
    pub const FIRST: Self = Self { year: 0, quarter: 1 };

    /// The last that there is.
    pub const LAST: Self = Self { year: 9999, quarter: 4 };

    /// The quarter of a year, 1 to 4; `None` outside, and for years above 9999.
    #[must_use]
    pub const fn new(year: u16, quarter: u8) -> Option<Self> {
        if quarter == 0 || quarter > 4 || year > 9999 { None } else { Some(Self { year, quarter }) }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Which quarter of it, 1 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.quarter
    }

    /// The quarter that a day lies in; for a day before the year 0 the first that there is, and after 9999 the last.
    ///
    /// ```
    /// use plimsoll_core::{Day, Quarter};
    /// assert_eq!(Quarter::of(Day(20_777)).to_string(), "2026-Q4");
    /// ```
    #[must_use]
    #[expect(clippy::as_conversions, reason = "the year is compared with both bounds first")]
    pub const fn of(day: Day) -> Self {
        match day.ymd() {
            (year @ 0..=9999, month, _) => Self { year: year as u16, quarter: month.saturating_add(2) / 3 },
            (..0, _, _) => Self::FIRST,
            (10_000.., _, _) => Self::LAST,
        }
    }

    /// The one before; the first that there is has none but itself.
    ///
    /// ```
    /// use plimsoll_core::Quarter;
    /// let winter = Quarter::new(2027, 1).unwrap();
    /// assert_eq!(Quarter::new(2026, 4), Some(winter.previous()));
    /// assert_eq!(Quarter::FIRST.previous(), Quarter::FIRST);
    /// ```
    #[must_use]
    pub const fn previous(self) -> Self {
        match (self.year.checked_sub(1), self.quarter) {
            (_, 2..) => Self { quarter: self.quarter.saturating_sub(1), ..self },
            (Some(year), _) => Self { year, quarter: 4 },
            (None, _) => Self::FIRST,
        }
    }

    /// Its first day.
    ///
    /// ```
    /// use plimsoll_core::Quarter;
    /// let summer = Quarter::new(2026, 3).unwrap();
    /// assert_eq!((summer.first_day().to_string(), summer.last_day().to_string()), ("2026-07-01".into(), "2026-09-30".into()));
    /// ```
    #[must_use]
    pub const fn first_day(self) -> Day {
        self.day_of_month(2, 1)
    }

    /// Its last day.
    #[must_use]
    pub const fn last_day(self) -> Day {
        self.day_of_month(0, if matches!(self.quarter, 2 | 3) { 30 } else { 31 })
    }

    /// A day of the month that lies so many before its last.
    #[expect(clippy::as_conversions, reason = "16 bits widen to 32")]
    const fn day_of_month(self, before_last: u8, day: u8) -> Day {
        let month = self.quarter.saturating_mul(3).saturating_sub(before_last);
        match Day::from_ymd(self.year as i32, month, day) {
            Some(day) => day,
            // The calendar has the first and the last day of every quarter.
            None => Day(0),
        }
    }
}

impl core::fmt::Display for Quarter {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

/// From `2026-Q3`, or `2026q3`.
impl FromStr for Quarter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a quarter is a year and one of Q1 to Q4, such as 2026-Q3";
        let (year, quarter) = text.split_once(['q', 'Q']).ok_or(WRONG)?;
        let year = year.strip_suffix('-').unwrap_or(year);
        let is_number =
            |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(year, 4) || !is_number(quarter, 1) {
            return Err(WRONG);
        }
        let (Ok(year), Ok(quarter)) = (year.parse(), quarter.parse()) else { return Err(WRONG) };
        Self::new(year, quarter).ok_or(WRONG)
    }
}

/// As text.
impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From text.
impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Quarter;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a quarter, such as 2026-Q3")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Quarter, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::ToString;

    #[test]
    fn the_days_of_quarters() {
        let table = [
            ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"),
            ("2026-Q2", "2026-04-01", "2026-06-30", "2026-Q1"),
            ("2026-Q3", "2026-07-01", "2026-09-30", "2026-Q2"),
            ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"),
            ("2024-Q1", "2024-01-01", "2024-03-31", "2023-Q4"),
            ("0000-Q1", "0000-01-01", "0000-03-31", "0000-Q1"),
            ("9999-Q4", "9999-10-01", "9999-12-31", "9999-Q3"),
        ];
        for (text, first, last, previous) in table {
            let quarter: Quarter = text.parse().unwrap();
            let (year, number) = text.split_once("-Q").unwrap();
            assert_eq!((quarter.year(), quarter.number()), (year.parse().unwrap(), number.parse().unwrap()));
            assert_eq!(quarter.first_day().to_string(), first);
            assert_eq!(quarter.last_day().to_string(), last);
            assert_eq!(quarter.previous().to_string(), previous);
        }
    }

    #[test]
    fn what_is_no_quarter_is_refused() {
        for text in [
            "",
            "Q1",
            "2026",
            "2026-Q",
            "2026-Q0",
            "2026-Q5",
            "2026-Q11",
            "2026-Q+1",
            "2026-Qx",
            "26-Q1",
            "026-Q1",
            "12026-Q1",
            "+026-Q1",
            "-026-Q1",
            "year-Q1",
            "2026--Q1",
            "2026-Q1 ",
            " 2026-Q1",
            "2026-Q1Q1",
        ] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }

    /// Every day of the years that a quarter may have lies in one, and quarters follow each other without a gap.
    #[test]
    fn quarters_cover_the_calendar() {
        let (mut quarter, mut count) = (Quarter::LAST, 0);
        while quarter != Quarter::FIRST {
            assert_eq!(quarter.previous().last_day().plus(1), quarter.first_day());
            for day in [quarter.first_day(), quarter.first_day().plus(31), quarter.last_day()] {
                assert_eq!(Quarter::of(day), quarter);
            }
            (quarter, count) = (quarter.previous(), count + 1);
        }
        assert_eq!(count, 39_999);
        assert_eq!(Quarter::of(Quarter::FIRST.first_day().plus(-1)), Quarter::FIRST);
        assert_eq!(Quarter::of(Quarter::LAST.last_day().plus(1)), Quarter::LAST);
        assert_eq!((Quarter::of(Day(i32::MIN)), Quarter::of(Day(i32::MAX))), (Quarter::FIRST, Quarter::LAST));
    }
}
