//! Sums of amounts.

use crate::registers::Amount;
use serde::{Serialize, Serializer};
use std::fmt;

/// A sum of amounts of money or of person-days, in hundredths: exact, however many there are.
///
/// ```
/// use plimsoll::plan::Total;
/// use plimsoll::registers::Amount;
/// let most = Amount::from_hundredths(u64::MAX);
/// assert_eq!(Total::of([most, most]).to_string(), "368934881474191032.30");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total(u128);

impl Total {
    /// The sum of some amounts.
    #[must_use]
    pub fn of(amounts: impl IntoIterator<Item = Amount>) -> Self {
        amounts.into_iter().fold(Self::default(), Self::plus)
    }

    /// This sum and an amount more.
    #[must_use]
    pub fn plus(self, amount: Amount) -> Self {
        Self(self.0.saturating_add(amount.hundredths().into()))
    }

    /// How many hundredths it is.
    #[must_use]
    pub const fn hundredths(self) -> u128 {
        self.0
    }

    /// What this sum is more than a part of it.
    pub(super) const fn beyond(self, part: Self) -> Self {
        Self(self.0.saturating_sub(part.0))
    }

    /// Both sums.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

/// As a decimal string, like [`Amount`].
impl Serialize for Total {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
