//! What people were taught, and by when they had to be (domain.md D1, D2, D4).

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
