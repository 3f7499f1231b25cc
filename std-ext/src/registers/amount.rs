//! Exact amounts.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// An amount of money, in the currency that the organisation uses throughout, or of person-days: exact, never negative, in
/// hundredths, up to 184,467,440,737,095,516.15. Files write it with a decimal point: `1250`, `1250.5` or `1250.50`.
///
/// ```
/// use plimsoll::registers::Amount;
/// let cost: Amount = "1250.5".parse()?;
/// assert_eq!(cost.hundredths(), 125_050);
/// assert_eq!(cost.to_string(), "1250.50");
/// assert!("1,250".parse::<Amount>().is_err());
/// assert!("0.005".parse::<Amount>().is_err());
/// # Ok::<(), plimsoll::registers::AmountError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of so many hundredths.
    #[must_use]
    pub const fn from_hundredths(hundredths: u64) -> Self {
        Self(hundredths)
    }

    /// How many hundredths it is.
    #[must_use]
    pub const fn hundredths(self) -> u64 {
        self.0
    }

    /// The sum of two amounts; `None` past the largest.
    #[must_use]
    pub const fn plus(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }
}

/// Why a text is not an [`Amount`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountError(&'static str);

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for AmountError {}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let error = |message| Err(AmountError(message));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if text.starts_with('-') {
            return error("amounts are not negative");
        }
        if text.contains([',', ' ', '\u{a0}', '\'']) {
            return error("write digits without separators, and a point before cents: 1250.50");
        }
        if !digits(whole) || !digits(fraction) {
            return error("write digits only, and a point before cents: 1250.50");
        }
        let cents = match fraction.len() {
            1 => fraction.parse::<u64>().ok().and_then(|tenths| tenths.checked_mul(10)),
            2 => fraction.parse::<u64>().ok(),
            _ => return error("amounts have at most two decimals"),
        };
        let whole = whole.parse::<u64>().ok().and_then(|whole| whole.checked_mul(100));
        match whole.zip(cents).and_then(|(whole, cents)| whole.checked_add(cents)) {
            Some(hundredths) => Ok(Self(hundredths)),
            None => error("the amount is too large"),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

/// As a decimal string, since JSON's numbers are binary fractions in most readers.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From a decimal string, or from an integer of whole units.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as a decimal string, such as \"1250.50\", or a whole number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                text.trim().parse().map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Amount, E> {
                whole.checked_mul(100).map(Amount).ok_or_else(|| E::custom("the amount is too large"))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_junk_is_refused() {
        for (text, hundredths) in
            [("0", 0), ("0.01", 1), ("7.5", 750), ("007.50", 750), ("184467440737095516.15", u64::MAX)]
        {
            assert_eq!(text.parse::<Amount>().map(Amount::hundredths), Ok(hundredths), "{text}");
        }
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "1.234",
            "-1",
            "+1",
            "1e3",
            "1 000",
            "1,5",
            "€5",
            "१",
            "184467440737095516.16",
            "99999999999999999999",
        ] {
            assert!(bad.parse::<Amount>().is_err(), "{bad}");
        }
    }

    #[test]
    fn json_takes_strings_and_whole_numbers_but_no_fractions() {
        assert_eq!(serde_json::from_str::<Amount>("\"12.3\"").unwrap(), Amount(1230));
        assert_eq!(serde_json::from_str::<Amount>("12").unwrap(), Amount(1200));
        assert!(serde_json::from_str::<Amount>("12.3").is_err());
        assert!(serde_json::from_str::<Amount>("-12").is_err());
        assert_eq!(serde_json::to_string(&Amount(5)).unwrap(), "\"0.05\"");
    }
}
