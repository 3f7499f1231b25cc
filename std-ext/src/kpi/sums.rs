//! Sums as they are told: one that is too large to state is not stated, and figures that it lacks are told beside it.

use crate::registers::Amount;
use plimsoll_core::Total;

/// A sum of money; `None` if it is too large to state.
pub(crate) fn amount(total: Total) -> Option<Amount> {
    total.exact().map(Amount::from_hundredths)
}

/// A sum of money in words.
#[cfg(any(feature = "cli", feature = "report"))]
pub(crate) fn money(total: Total) -> String {
    with_unknown(amount(total), total.unknown)
}

/// A sum of minutes in words.
#[cfg(any(feature = "cli", feature = "report"))]
pub(crate) fn minutes(total: Total) -> String {
    with_unknown(total.exact(), total.unknown)
}

/// A sum, and how many figures it lacks: nothing spent is not the same as nothing known.
#[cfg(any(feature = "cli", feature = "report"))]
fn with_unknown(sum: Option<impl std::fmt::Display>, unknown: u32) -> String {
    let sum = sum.map_or_else(|| "too large to state".into(), |sum| sum.to_string());
    if unknown == 0 { sum } else { format!("{sum} ({unknown} not known)") }
}
