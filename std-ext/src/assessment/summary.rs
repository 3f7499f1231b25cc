//! The sums of a register. A mean is kept as sum and count, and rounded only when it is shown.

use super::AssessedRisk;
use crate::words::increment;
use plimsoll_core::policy::Scales;
use plimsoll_core::{Importance, Kpis, Status};
use std::fmt;

/// A mean, exactly.
///
/// ```
/// use plimsoll::assessment::Mean;
/// let mut mean = Mean::default();
/// [4, 4, 5].into_iter().for_each(|value| mean.add(value));
/// assert_eq!((mean.sum, mean.count), (13, 3));
/// assert_eq!(mean.to_string(), "4.33");
/// assert_eq!(Mean::default().to_string(), "0.00");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    /// The sum of the values.
    pub sum: u64,
    /// How many there are.
    pub count: u64,
}

impl Mean {
    /// Counts one value more.
    pub fn add(&mut self, value: u8) {
        self.sum = self.sum.saturating_add(value.into());
        self.count = self.count.saturating_add(1);
    }
}

impl fmt::Display for Mean {
    /// With two decimals, halves rounded up; 0.00 for the mean of nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let twice = u128::from(self.sum).saturating_mul(200).saturating_add(self.count.into());
        let hundredths = twice.checked_div(u128::from(self.count).saturating_mul(2)).unwrap_or_default();
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// How many risks are unmanaged, in the highest band, the one below it, and the others (domain.md A12); or how many incidents,
/// by priority (domain.md C).
///
/// ```
/// use plimsoll::assessment::Shares;
/// let shares = Shares { very_high: 1, high: 1, other: 1 };
/// assert_eq!(shares.per_cent(), ["33.4", "33.3", "33.3"], "together 100 per cent");
/// assert_eq!(Shares::default().per_cent(), ["0.0", "0.0", "0.0"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// In the highest band, or of high priority.
    pub very_high: u64,
    /// In the second highest band, or of medium priority.
    pub high: u64,
    /// Any other.
    pub other: u64,
}

impl Shares {
    /// Those that were counted as unmanaged.
    #[must_use]
    pub fn of(kpis: &Kpis) -> Self {
        let [very_high, high, other] = kpis.unmanaged.map(u64::from);
        Self { very_high, high, other }
    }

    /// Counts one more.
    fn add(&mut self, importance: Importance) {
        let class = match importance {
            Importance::Critical => &mut self.very_high,
            Importance::VeryImportant => &mut self.high,
            Importance::Important => &mut self.other,
        };
        increment(Some(class), 1);
    }

    /// All of them.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.very_high.saturating_add(self.high).saturating_add(self.other)
    }

    /// Each in per cent with one decimal, so that they add up to 100.0: what rounding down leaves over goes to the largest
    /// remainders, the first of equal ones first.
    #[must_use]
    pub fn per_cent(&self) -> [String; 3] {
        let counts = [self.very_high, self.high, self.other];
        let total: u128 = counts.into_iter().map(u128::from).sum();
        let parts = counts.map(|count| {
            let thousandfold = u128::from(count).saturating_mul(1000);
            (
                thousandfold.checked_div(total).unwrap_or_default(),
                thousandfold.checked_rem(total).unwrap_or_default(),
            )
        });
        let given: u128 = parts.iter().map(|(tenths, _)| tenths).sum();
        let mut left = if total == 0 { 0 } else { 1000_u128.saturating_sub(given) };
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(parts.get(*index).map(|(_, rest)| *rest)));
        let mut tenths = parts.map(|(tenths, _)| tenths);
        for index in order {
            if let (true, Some(slot)) = (left > 0, tenths.get_mut(index)) {
                *slot = slot.saturating_add(1);
                left = left.saturating_sub(1);
            }
        }
        tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }
}

/// The sums of an assessed register, over all its risks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many risks there are.
    pub risks: u64,
    /// How many are above their limit.
    pub above_limit: u64,
    /// The mean impact.
    pub impact: Mean,
    /// The mean likelihood.
    pub likelihood: Mean,
    /// The mean score.
    pub score: Mean,
    /// How many risks are in each band, ascending.
    pub bands: Vec<u64>,
    /// How many risks have each status, in the order of [`Status::ALL`].
    pub statuses: [u64; 4],
    /// The risks that nobody has decided about or watches: those whose status is open.
    pub unmanaged: Shares,
    /// How many risks are in each cell of the matrix: a row per likelihood, a column per impact, both ascending.
    pub cells: Vec<Vec<u64>>,
}

impl Summary {
    pub(super) fn of(risks: &[AssessedRisk<'_>], scales: Scales) -> Self {
        let mut summary = Self {
            bands: vec![0; scales.bands.into()],
            cells: vec![vec![0; scales.impact.into()]; scales.likelihood.into()],
            ..Self::default()
        };
        for AssessedRisk { decision, status, .. } in risks {
            increment(Some(&mut summary.risks), 1);
            if !decision.within_limit {
                increment(Some(&mut summary.above_limit), 1);
            }
            summary.impact.add(decision.impact.get());
            summary.likelihood.add(decision.likelihood.get());
            summary.score.add(decision.score.get());
            increment(summary.bands.get_mut(usize::from(decision.band.get())), 1);
            increment(summary.statuses.get_mut(usize::from(status.index())), 1);
            let position = |rating: u8| usize::from(rating.saturating_sub(1));
            let row = summary.cells.get_mut(position(decision.likelihood.get()));
            increment(row.and_then(|row| row.get_mut(position(decision.impact.get()))), 1);
            if *status == Status::Open {
                summary.unmanaged.add(Importance::of_band(decision.band, scales.bands));
            }
        }
        summary
    }
}
