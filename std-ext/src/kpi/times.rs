//! How long solving took, exactly.

use std::fmt;

/// The days that each solved entry took.
///
/// ```
/// use plimsoll::kpi::Times;
/// let times = Times::of(vec![9, 1, 2, 4]);
/// assert_eq!(times.median().map(|median| median.to_string()), Some("3.0".into()));
/// assert_eq!(times.percentile_90(), Some(9));
/// assert_eq!(Times::default().median(), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    ascending: Vec<u32>,
}

impl Times {
    /// Some numbers of days, in any order.
    #[must_use]
    pub fn of(mut days: Vec<u32>) -> Self {
        days.sort_unstable();
        Self { ascending: days }
    }

    /// The days that each took, ascending.
    #[must_use]
    pub fn days(&self) -> &[u32] {
        &self.ascending
    }

    /// The one in the middle, or the mean of the two in the middle; `None` of nothing.
    #[must_use]
    pub fn median(&self) -> Option<Median> {
        let above = self.ascending.len() / 2;
        let below = self.ascending.len().saturating_sub(1) / 2;
        let (above, below) = (self.ascending.get(above)?, self.ascending.get(below)?);
        Some(Median { halves: u64::from(*above).saturating_add(u64::from(*below)) })
    }

    /// The 90th percentile by nearest rank: of `n` times the smallest but `ceil(0.9 n) - 1`, so that nine in ten took no longer;
    /// `None` of nothing.
    #[must_use]
    pub fn percentile_90(&self) -> Option<u32> {
        // ceil(0.9 n) is n less a tenth of it, rounded down.
        let count = self.ascending.len();
        let rank = count.saturating_sub(count / 10);
        self.ascending.get(rank.checked_sub(1)?).copied()
    }
}

/// A median, which may lie between two whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Median {
    halves: u64,
}

impl Median {
    /// How many halves it is.
    #[must_use]
    pub const fn halves(self) -> u64 {
        self.halves
    }
}

impl fmt::Display for Median {
    /// With one decimal, exactly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.halves / 2, (self.halves % 2).saturating_mul(5))
    }
}

#[cfg(test)]
mod tests {
    use super::Times;

    #[test]
    fn medians_and_percentiles_worked_by_hand() {
        let table: [(&[u32], &str, u32); 11] = [
            (&[0], "0.0", 0),
            (&[7], "7.0", 7),
            (&[1, 2], "1.5", 2),
            (&[2, 4], "3.0", 4),
            (&[5, 1, 3], "3.0", 5),
            (&[4, 1, 3, 2], "2.5", 4),
            // Of nine, the ninth; of ten, the ninth; of eleven, the tenth.
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9], "5.0", 9),
            (&[10, 1, 2, 3, 4, 5, 6, 7, 8, 9], "5.5", 9),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "6.0", 10),
            (&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 400, 500], "1.0", 1),
            (&[u32::MAX, u32::MAX], "4294967295.0", u32::MAX),
        ];
        for (days, median, percentile) in table {
            let times = Times::of(days.to_vec());
            assert_eq!(times.median().unwrap().to_string(), median, "{days:?}");
            assert_eq!(times.percentile_90(), Some(percentile), "{days:?}");
        }
        assert_eq!((Times::default().median(), Times::default().percentile_90()), (None, None));
    }

    /// Of the numbers from 1 to n, the percentile is the rank itself.
    #[test]
    fn the_rank_is_nine_tenths_rounded_up() {
        for n in 1..=1000_u32 {
            let rank = (9 * n).div_ceil(10);
            assert_eq!(Times::of((1..=n).rev().collect()).percentile_90(), Some(rank), "{n}");
        }
    }
}
