//! One condition of a table row.

use super::facts::Seen;

/// A facet and what it has to be, as written in a policy: `"high"`, `"client|system"`, `"=5"`, `">=20"`, `"<3"`, `"2..4"`
/// (both ends included), `true`.
///
/// ```
/// use plimsoll_tests::reference::{Condition, Seen};
///
/// let urgent = Condition::new("score", "16..25");
/// assert!(urgent.holds(Seen::Number(16)) && urgent.holds(Seen::Number(25)) && !urgent.holds(Seen::Number(15)));
/// assert!(Condition::new("region", "emea|apac").holds(Seen::Label("apac")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The facet's name.
    pub facet: String,
    /// What it has to be.
    pub test: String,
}

impl Condition {
    /// A condition from its two halves.
    #[must_use]
    pub fn new(facet: &str, test: &str) -> Self {
        Self { facet: facet.to_owned(), test: test.to_owned() }
    }

    /// Whether what is seen passes any of the alternatives.
    ///
    /// # Panics
    ///
    /// Where a number is held against what is no number.
    #[must_use]
    pub fn holds(&self, seen: Seen<'_>) -> bool {
        self.test.split('|').map(str::trim).any(|alternative| match seen {
            Seen::Label(label) => label == alternative.trim_start_matches('=').trim(),
            Seen::Number(number) => number_holds(number, alternative),
        })
    }
}

/// Whether every condition of a row holds; a row without conditions always does.
///
/// # Panics
///
/// Where a condition names a facet that is not known.
pub fn holds<'a>(when: &[Condition], seen: impl Fn(&str) -> Option<Seen<'a>>) -> bool {
    when.iter().all(|condition| match seen(&condition.facet) {
        Some(value) => condition.holds(value),
        None => panic!("no facet {:?}", condition.facet),
    })
}

fn number_holds(number: i64, test: &str) -> bool {
    let bound = |text: &str| -> i64 {
        text.trim().parse().unwrap_or_else(|_| panic!("{test:?} does not compare with a number"))
    };
    if let Some(rest) = test.strip_prefix(">=") {
        number >= bound(rest)
    } else if let Some(rest) = test.strip_prefix("<=") {
        number <= bound(rest)
    } else if let Some(rest) = test.strip_prefix('>') {
        number > bound(rest)
    } else if let Some(rest) = test.strip_prefix('<') {
        number < bound(rest)
    } else if let Some((low, high)) = test.split_once("..") {
        bound(low) <= number && number <= bound(high)
    } else {
        number == bound(test.trim_start_matches('='))
    }
}
