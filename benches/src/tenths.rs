//! Numbers with one decimal.

use std::fmt;
use std::str::FromStr;

/// A number in tenths, as counts are kept: exact enough, and equal wherever it is read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(u64);

impl Tenths {
    /// A whole number.
    #[must_use]
    pub const fn whole(number: u64) -> Self {
        Self(number.saturating_mul(10))
    }

    /// A part of a whole, rounded; `None` if it is to be divided by nothing.
    #[must_use]
    pub fn quotient(part: u64, whole: u64) -> Option<Self> {
        part.saturating_mul(10).saturating_add(whole / 2).checked_div(whole).map(Self)
    }

    /// How many times another number it is.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Self::quotient(self.0, other.0)
    }

    /// What is left without another number.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether it is more than so many hundredths of another number.
    #[must_use]
    pub const fn is_above(self, hundredths: u64, other: Self) -> bool {
        self.0.saturating_mul(100) > other.0.saturating_mul(hundredths)
    }

    /// Whether it is less than so many hundredths of another number.
    #[must_use]
    pub const fn is_below(self, hundredths: u64, other: Self) -> bool {
        self.0.saturating_mul(100) < other.0.saturating_mul(hundredths)
    }

    /// By how many per cent it differs from another number, with a sign.
    #[must_use]
    pub fn change_from(self, other: Self) -> String {
        let sign = if self < other { '-' } else { '+' };
        match Self::quotient(self.0.abs_diff(other.0).saturating_mul(100), other.0) {
            Some(Self(0)) => "0".into(),
            Some(change) => format!("{sign}{change} %"),
            None if self == other => "0".into(),
            None => "from 0".into(),
        }
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenth) = (self.0 / 10, self.0 % 10);
        let text = if tenth == 0 { whole.to_string() } else { format!("{whole}.{tenth}") };
        f.pad(&text)
    }
}

impl FromStr for Tenths {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |digits: &str, most| {
            !digits.is_empty() && digits.len() <= most && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(whole, 15) || !is_number(tenth, 1) {
            return Err(());
        }
        let number = |digits: &str| digits.parse::<u64>().map_err(|_| ());
        Ok(Self(number(whole)? * 10 + number(tenth)?))
    }
}

#[cfg(test)]
mod tests {
    use super::Tenths;

    #[test]
    fn they_are_read_as_they_are_written() {
        for text in ["0", "0.1", "60", "123.4", "999999999999999.9"] {
            assert_eq!(text.parse::<Tenths>().unwrap().to_string(), text);
        }
        for text in ["", ".", "1.", ".5", "1.23", "-1", "+1", "1e3", "1,5", " 1", "1000000000000000"] {
            assert!(text.parse::<Tenths>().is_err(), "{text}");
        }
    }

    #[test]
    fn changes_have_a_sign_and_one_decimal() {
        let number = Tenths::whole;
        assert_eq!(number(105).change_from(number(100)), "+5 %");
        assert_eq!(number(990).change_from(number(1000)), "-1 %");
        assert_eq!(number(2001).change_from(number(2000)), "+0.1 %");
        assert_eq!(number(7).change_from(number(7)), "0");
        assert_eq!(number(7).change_from(number(0)), "from 0");
    }

    #[test]
    fn quotients_are_rounded() {
        assert_eq!(Tenths::quotient(2, 3).unwrap().to_string(), "0.7");
        assert_eq!(Tenths::quotient(6400, 64).unwrap().to_string(), "100");
        assert_eq!(Tenths::quotient(1, 0), None);
        assert_eq!(Tenths::whole(9).times(Tenths::whole(4)).unwrap().to_string(), "2.3");
    }
}
