//! Numbers and lists in sentences.

use std::fmt::Display;

/// A number of things, with the word for one or for many.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Some in a row, so many at most, and how many more there are.
pub(crate) fn listed<T, N: Display>(all: &[T], most: usize, name: impl Fn(&T) -> N) -> String {
    let named: Vec<String> = all.iter().take(most).map(|one| name(one).to_string()).collect();
    match all.len().saturating_sub(most) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A length as a number that is counted with.
pub(crate) fn length(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// Adds to a counter, if it is there.
pub(crate) fn increment(number: Option<&mut u64>, by: u64) {
    if let Some(number) = number {
        *number = number.saturating_add(by);
    }
}
